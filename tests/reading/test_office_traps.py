"""Worksheets drawn with traps at random rows: what is exact is what is seen, and nothing else is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Font
from tests.reading.papers import Frames, lexicon
from tests.reading.test_excel import saved, titled
from tests.reading.test_excel_2003 import OPENS

from yusuan.reading import read_document


@dataclass(frozen=True)
class Trap:
    """A format, and whether what it shows of a negative number is known to be one; its figures are stored in yuan."""

    shown: str
    sign_seen: bool = True
    shift: int = 0


TRAPS = [
    *(Trap(f) for f in ("0.00", "#,##0.00", "0.00_ ;[Red]0.00", "0.00_);(0.00)", '0.00;"△"0.00', "0.00;0.00-")),
    Trap("0.00;0.00", sign_seen=False),
    *(Trap(f, shift=4) for f in ('0"."0,"万元"', "0!.0,", '0!.0,"万";[Red]0!.0,"万"')),
]  # fmt: skip
WHITE = '<Font ss:Color="#FFFFFF"/>'
UNSEEN = ["hidden", "flat", "white", "nothing"]


@dataclass(frozen=True)
class Drawn:
    """A row: its amount in 万元, the format, and how it is kept out of sight, if it is."""

    amount: Decimal
    trap: Trap
    unseen: str | None

    @property
    def stored(self) -> float:
        return float(self.amount.scaleb(self.trap.shift))

    @property
    def shown(self) -> str:
        return ";;;" if self.unseen == "nothing" else self.trap.shown


DRAWN = st.builds(
    Drawn,
    st.decimals(min_value=-99999, max_value=99999, places=2),
    st.sampled_from(TRAPS),
    st.sampled_from([None, None, None, *UNSEEN]),
)


def rows(drawn: Sequence[Drawn]) -> list[Sequence[Any]]:
    return titled("支出总表", *([str(20101 + n), f"第{n}项支出", d.stored] for n, d in enumerate(drawn)))


def xlsx(drawn: Sequence[Drawn]) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows(drawn):
        sheet.append(row)
    for r, d in enumerate(drawn, start=4):
        for cell in sheet[r]:
            cell.number_format = d.shown
            if d.unseen == "white":
                cell.font = Font(color="FFFFFFFF")
        sheet.row_dimensions[r].hidden = d.unseen == "hidden"
        if d.unseen == "flat":
            sheet.row_dimensions[r].height = 0
    return saved(book)


def xls(drawn: Sequence[Drawn]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出")
    for r, row in enumerate(rows(drawn)):
        d = drawn[r - 3] if r >= 3 else None
        style = xlwt.easyxf(num_format_str=d.shown if d else "General")
        if d and d.unseen == "white":
            style.font.colour_index = 9
        for c, value in enumerate(row):
            sheet.write(r, c, value, style)
        if d and d.unseen == "flat":
            sheet.row(r).height_mismatch, sheet.row(r).height = True, 0
        sheet.row(r).hidden = bool(d and d.unseen == "hidden")
    return saved(book)


def excel_2003(drawn: Sequence[Drawn]) -> bytes:
    styles = "".join(
        f'<Style ss:ID="s{n}"><NumberFormat ss:Format="{escape(d.shown)}"/>'
        f"{WHITE if d.unseen == 'white' else ''}</Style>"
        for n, d in enumerate(drawn)
    )
    out = []
    for r, row in enumerate(rows(drawn)):
        d = drawn[r - 3] if r >= 3 else None
        how = {"hidden": ' ss:Hidden="1"', "flat": ' ss:Height="0"'}.get(d.unseen or "", "") if d else ""
        own = f' ss:StyleID="s{r - 3}"' if d else ""
        kinds = ["Number" if isinstance(v, float) else "String" for v in row]
        cells = (
            f'<Cell{own}><Data ss:Type="{k}">{v}</Data></Cell>' if v != "" else "<Cell/>"
            for k, v in zip(kinds, row, strict=True)
        )
        out.append(f"<Row{how}>{''.join(cells)}</Row>")
    table = f'<Worksheet ss:Name="支出"><Table>{"".join(out)}</Table></Worksheet>'
    return f"{OPENS}<Styles>{styles}</Styles>{table}</Workbook>".encode()


WRITERS = {"xlsx": xlsx, "xls": xls, "excel_2003": excel_2003}


def read(data: bytes) -> Frames:
    return read_document(data, lexicon(), "xls")


@pytest.mark.parametrize("writer", sorted(WRITERS))
@settings(max_examples=60, deadline=None)
@given(drawn=st.lists(DRAWN, min_size=4, max_size=14))
def test_what_is_exact_is_what_is_seen(writer: str, drawn: list[Drawn]) -> None:
    seen = {str(20101 + n): d for n, d in enumerate(drawn) if d.unseen is None}
    if len(seen) < 2:
        return
    frames = read(WRITERS[writer](drawn))
    read_rows = frames["cell"].join(frames["row"], on=["table_key", "row_number", "block_number"])
    found = {r["row_code"]: (r["number"], r["reading"]) for r in read_rows.iter_rows(named=True)}
    assert set(found) == set(seen)
    for code, d in seen.items():
        lost = d.amount < 0 and not d.trap.sign_seen
        assert found[code] == ((None, "damaged") if lost else (d.amount, "exact")), (code, d)
