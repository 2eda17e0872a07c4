"""Excel: a sheet of rows with Chinese headings and types, and a sheet that says what they are.

Belongs here: cells, formats, widths. Does not: other forms.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from yusuan.errors import YusuanError
from yusuan.exporting.taken import Taken, TakenColumn
from yusuan.warehouse.query import as_text

MOST_ROWS = 1_048_575  # of a sheet, below its heading
_EXACT_DIGITS = 15  # that Excel keeps of a number
_HEADING = PatternFill("solid", fgColor="FFE7EBF0")
_FONT = Font(name="Microsoft YaHei", bold=True)


def write_xlsx(what: Taken, target: Path) -> int:
    """A workbook: the rows under Chinese headings that stay in sight, and a sheet `说明` on table, build and columns.

    Raises YusuanError where there are more rows than a sheet holds.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(what.title[:31])
    sheet.freeze_panes = "A2"
    for number, column in enumerate(what.columns, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _width(column)
    sheet.append([_heading(sheet, column.heading_zh) for column in what.columns])
    count = 0
    for row in what.rows():
        count += 1
        if count > MOST_ROWS:
            sheet.close()  # what it began to write is ended, not left to the collector
            raise YusuanError(
                f"a sheet holds {MOST_ROWS:,} rows and there are more", str(target.name), "name a .csv or .parquet"
            )
        sheet.append([_cell(sheet, value) for value in row])
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(what.columns))}{count + 1}"
    _explain(book.create_sheet("说明"), what)
    book.save(target)
    return count


def _explain(sheet: Any, what: Taken) -> None:
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 22
    sheet.column_dimensions["C"].width = 120
    for line in (("表", what.title, what.comment), ("构建", what.build_id, ""), ()):
        sheet.append([_cell(sheet, text) for text in line])
    sheet.append([_heading(sheet, text) for text in ("表头", "列名", "含义")])
    for column in what.columns:
        sheet.append([_cell(sheet, text) for text in (column.heading_zh, column.name, column.comment)])


def _width(column: TakenColumn) -> float:
    if column.type.startswith("DECIMAL"):
        return 20
    return 10 if column.type in ("INTEGER", "BOOLEAN") else 18


def _heading(sheet: Any, text: str) -> Cell:
    cell = WriteOnlyCell(sheet, text)
    cell.font, cell.fill, cell.alignment = _FONT, _HEADING, Alignment(vertical="center", wrap_text=True)
    return cell


def _cell(sheet: Any, value: Any) -> Cell:
    """A value with its type; a text is never a formula, and a number that Excel would round is a text."""
    is_number = isinstance(value, Decimal) and len(value.as_tuple().digits) <= _EXACT_DIGITS
    if value is None or is_number or isinstance(value, (bool, int, date)):
        cell = WriteOnlyCell(sheet, value)
        if is_number:
            cell.number_format = "#,##0.00####"
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        return cell
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("", as_text(value)))
    cell.data_type = "s"
    return cell
