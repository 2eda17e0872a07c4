"""The worksheets of an .xls workbook (Excel 97 and before), through xlrd.

Belongs here: what xlrd gives → texts as shown, merged ranges, hidden rows. Does not: pages and tables (excel.py).
"""

from __future__ import annotations

import io
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, error_text_from_code

from yusuan.reading.office.excel_sheet import Entry, Worksheet
from yusuan.reading.office.number_format import show_date, show_number
from yusuan.reading.office.package import MAX_CELLS, OLE, refuse_encrypted
from yusuan.reading.paper import UnreadableError

_MAX_BYTES = 50 * 1024 * 1024  # nothing is packed in this format: more is no document to print
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
    except UnreadableError:
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
        sheets.append(_worksheet(book, stored))
        book.unload_sheet(index)
    return sheets


def _worksheet(book: Any, stored: Any) -> Worksheet:
    sheet = Worksheet(stored.name, hidden=stored.visibility != 0)
    for r in range(stored.nrows):
        for c in range(stored.row_len(r)):
            cell = stored.cell(r, c)
            style = book.xf_list[cell.xf_index]
            if text := _text(book, cell, style, zeros=bool(stored.show_zero_values)):
                sheet.entries.append(Entry(r, c, text, float(style.alignment.indent_level)))
    sheet.merged = [(top, bottom, left, right) for top, bottom, left, right in stored.merged_cells]
    sheet.hidden_rows = {r for r, about in stored.rowinfo_map.items() if about.hidden}
    sheet.hidden_columns = {c for c, about in stored.colinfo_map.items() if about.hidden}
    return sheet


def _text(book: Any, cell: Any, style: Any, *, zeros: bool) -> str:
    shown = book.format_map[style.format_key].format_str
    if cell.ctype == XL_CELL_NUMBER:
        return show_number(cell.value, shown) if cell.value or zeros else ""
    if cell.ctype == XL_CELL_DATE:
        try:
            return show_date(xlrd.xldate.xldate_as_datetime(cell.value, book.datemode), shown)
        except (ValueError, OverflowError):
            return show_number(cell.value, "General")
    if cell.ctype == XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == XL_CELL_ERROR:
        return str(error_text_from_code.get(cell.value, "#ERROR"))
    return str(cell.value)
