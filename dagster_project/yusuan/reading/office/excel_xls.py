"""The worksheets of an .xls workbook (Excel 97 and before), through xlrd.

Belongs here: what xlrd gives → texts as shown, merged ranges, hidden rows. Does not: pages and tables (excel.py).
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator, Sequence
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

from yusuan.reading.office.excel_seen import is_xls_cell_seen
from yusuan.reading.office.excel_sheet import LEAST_HEIGHT, LEAST_WIDTH, UNKNOWN, Entry, Worksheet
from yusuan.reading.office.number_format import show_date, show_number, show_text
from yusuan.reading.office.package import MAX_CELLS, OLE, refuse_encrypted
from yusuan.reading.office.shown_figure import shown_figure
from yusuan.reading.pages.layout import Verdict
from yusuan.reading.paper import UnreadableError
from yusuan.reading.text import is_footnote_mark

_MAX_BYTES = 50 * 1024 * 1024  # nothing is packed in this format: more is no document to print
_BOF, _EOF, _FORMULA, _RECKONED_BY = 0x0809, 0x000A, 0x0006, 0x01C1  # records of BIFF8
_EMPTY_TEXT = b"\x03" + bytes(5) + b"\xff\xff"
_ON_OPENING = 0x0003  # flags of a formula that is to be reckoned whenever the workbook opens
_TWIPS, _WIDTHS = 20, 256  # of heights in a point, of widths in a digit's
_BARE = (b"\x09\x08", b"\x09\x04", b"\x09\x02")  # how workbooks without a container begin


def is_xls(data: bytes) -> bool:
    """Whether the bytes are those of an old Office container, or of a workbook older than that."""
    return data.startswith((OLE, *_BARE))


def open_xls(data: bytes) -> list[Worksheet]:
    """All worksheets in order, hidden ones too. Raises UnreadableError."""
    refuse_encrypted(data, "Excel workbook")
    if len(data) > _MAX_BYTES:
        raise UnreadableError(f"The workbook has {len(data) // 2**20} MB, more than the {_MAX_BYTES // 2**20} MB read.")
    try:
        return _worksheets(data)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        if "encrypted" in str(error):
            raise UnreadableError(
                "The Excel workbook is encrypted and asks for a password: publish or supply an open copy."
            ) from error
        raise UnreadableError(
            f"The file is damaged, cut off or no Excel workbook ({type(error).__name__}: {error})."
        ) from error


def _worksheets(data: bytes) -> list[Worksheet]:
    book = xlrd.open_workbook(
        file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=io.StringIO()
    )
    sheets: list[Worksheet] = []
    cells = 0
    for index in range(book.nsheets):
        stored = book.sheet_by_index(index)
        cells += sum(stored.row_len(r) for r in range(stored.nrows))
        if cells > MAX_CELLS:
            raise UnreadableError(f"The workbook has more than the {MAX_CELLS:,} cells that are read.")
        sheets.append(_worksheet(book, stored, _unreckoned(book, index) if book.biff_version == 80 else set()))
        book.unload_sheet(index)
    return sheets


def _worksheet(book: Any, stored: Any, unreckoned: set[tuple[int, int]]) -> Worksheet:
    sheet = Worksheet(stored.name, hidden=stored.visibility != 0)
    for r in range(stored.nrows):
        for c in range(stored.row_len(r)):
            cell = stored.cell(r, c)
            style = book.xf_list[cell.xf_index]
            text, verdict = _shown(book, cell, style, zeros=bool(stored.show_zero_values))
            if runs := stored.rich_text_runlist_map.get((r, c)):
                text = _without_marks(book, text, runs)
            if (r, c) in unreckoned:
                text, verdict = "=…", UNKNOWN
            if text and not is_xls_cell_seen(book, style):
                sheet.unseen += 1
            elif text:
                sheet.unstored += verdict is UNKNOWN
                sheet.entries.append(Entry(r, c, text, float(style.alignment.indent_level), verdict))
    sheet.merged = [(top, bottom, left, right) for top, bottom, left, right in stored.merged_cells]
    sheet.hidden_rows = {
        r
        for r, about in stored.rowinfo_map.items()
        if about.hidden or (not about.has_default_height and about.height < LEAST_HEIGHT * _TWIPS)
    }
    sheet.hidden_columns = {
        c for c, about in stored.colinfo_map.items() if about.hidden or about.width < LEAST_WIDTH * _WIDTHS
    }
    return sheet


def _without_marks(book: Any, text: str, runs: Sequence[tuple[int, int]]) -> str:
    """The text without raised marks of footnotes; `runs` say from which character on which font holds."""
    out = text[: runs[0][0]]
    for (start, font), end in zip(runs, [*(at for at, _ in runs[1:]), len(text)], strict=True):
        raised = book.font_list[font].escapement == 1
        out += "" if raised and is_footnote_mark(text[start:end]) else text[start:end]
    return out


def _unreckoned(book: Any, index: int) -> set[tuple[int, int]]:
    """The places of formulas without a result in a worksheet: the spreadsheet is to reckon them when it opens.

    Libraries that reckon nothing write 0 and that flag, or the empty text and nothing of who reckoned last. xlrd gives
    results, and hides that they are those of formulas.
    """
    reckoned_before = any(kind == _RECKONED_BY for kind, _ in _records(book.mem, 0))
    found: set[tuple[int, int]] = set()
    for kind, record in _records(book.mem, book._sh_abs_posn[index]):
        if kind == _FORMULA and len(record) >= 16:
            row, column, _, result, flags = struct.unpack_from("<HHH8sH", record)
            if (flags & _ON_OPENING and result == bytes(8)) or (result == _EMPTY_TEXT and not reckoned_before):
                found.add((row, column))
    return found


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records of the substream of a workbook that begins at a place, those of charts in it left out."""
    depth = 0
    while at + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, at)
        depth += (kind == _BOF) - (kind == _EOF)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[at + 4 : at + 4 + length]
        at += 4 + length


def _shown(book: Any, cell: Any, style: Any, *, zeros: bool) -> tuple[str, Verdict | None]:
    shown = book.format_map[style.format_key].format_str
    if cell.ctype == XL_CELL_NUMBER:
        return shown_figure(cell.value, shown) if cell.value or zeros else ("", None)
    if cell.ctype == XL_CELL_DATE:
        try:
            return show_date(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode), shown), None
        except (ValueError, OverflowError):
            return show_number(cell.value, "General"), None
    if cell.ctype == XL_CELL_BOOLEAN:
        return show_text("TRUE" if cell.value else "FALSE", shown), None
    if cell.ctype == XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#ERROR")), None
    return show_text(str(cell.value), shown), None
