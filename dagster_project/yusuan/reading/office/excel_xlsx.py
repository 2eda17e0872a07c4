"""The worksheets of an .xlsx workbook, through openpyxl.

Belongs here: what openpyxl gives → texts as shown, merged ranges, hidden rows. Does not: pages and tables (excel.py).
"""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet as OpenWorksheet

from yusuan.reading.office.excel_sheet import Entry, Worksheet
from yusuan.reading.office.excel_styles import with_plain_styles
from yusuan.reading.office.number_format import show_date, show_number
from yusuan.reading.office.package import MAX_CELLS, check_parts, count_tags, open_package, part_chunks
from yusuan.reading.paper import UnreadableError

_WITHOUT_RESULT = re.compile(  # a formula, and then no value or an empty one
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:$]+)[\"']")


def open_xlsx(data: bytes) -> list[Worksheet]:
    """All worksheets in order, hidden ones too. Raises UnreadableError."""
    package = open_package(data, "Excel workbook", "xl/workbook.xml")
    try:
        unstored = _check_parts(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that openpyxl leaves aside
            try:
                stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            except (TypeError, ValueError, AttributeError, LookupError):
                data = with_plain_styles(data)
                stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if unstored else None
        return [_worksheet(s, formulas[s.title] if formulas else None) for s in stored.worksheets]
    except UnreadableError:
        raise
    except Exception as error:
        raise UnreadableError(
            f"The Excel workbook is damaged and cannot be read to its end ({type(error).__name__}: {error})."
        ) from error


def _check_parts(package: zipfile.ZipFile) -> bool:
    """Whether any formula lacks its stored result. Raises UnreadableError above the bounds: nothing is built yet."""
    check_parts(package)
    cells = 0
    unstored = False
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            cells += count_tags(package, name, b"c")
            merged, without_result = _scan(package, name)
            cells += merged
            unstored = unstored or without_result
    if cells > MAX_CELLS:
        raise UnreadableError(f"The workbook has {cells:,} cells, more than the {MAX_CELLS:,} that are read.")
    return unstored


def _scan(package: zipfile.ZipFile, name: str) -> tuple[int, bool]:
    """How many cells the merged ranges of a worksheet cover, and whether a formula lacks its result."""
    merged, without_result, tail = 0, False, b""
    for chunk in part_chunks(package, name):
        text = tail + chunk
        cut = max(text.rfind(b"</"), 0)
        without_result = without_result or bool(_WITHOUT_RESULT.search(text))
        merged += sum(_area(found[1].decode()) for found in _MERGED.finditer(text[:cut]))
        tail = text[cut:]
    return merged + sum(_area(found[1].decode()) for found in _MERGED.finditer(tail)), without_result


def _area(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)


def _worksheet(stored: OpenWorksheet, formulas: OpenWorksheet | None) -> Worksheet:
    sheet = Worksheet(stored.title, hidden=stored.sheet_state != "visible")
    zeros = stored.sheet_view.showZeros is not False
    # The cells that are there: iter_rows would make all those up to the last row and column.
    for (row, column), cell in sorted(stored._cells.items()):
        text = _text(cell, zeros=zeros) if isinstance(cell, Cell) else ""
        if not text and formulas is not None and (formula := _formula(formulas.cell(row, column).value)):
            text = formula
            sheet.unstored += 1
        if text:
            sheet.entries.append(Entry(row - 1, column - 1, text, float(cell.alignment.indent or 0)))
    sheet.merged = [(m.min_row - 1, m.max_row, m.min_col - 1, m.max_col) for m in stored.merged_cells.ranges]
    sheet.hidden_rows = {r - 1 for r, about in stored.row_dimensions.items() if about.hidden}
    for about in stored.column_dimensions.values():
        if about.hidden:
            sheet.hidden_columns |= set(range((about.min or 1) - 1, about.max or 1))
    return sheet


def _formula(value: Any) -> str:
    """The formula as written, where a cell has one: what stands for a result that the file does not have."""
    text = getattr(value, "text", value)
    return text if isinstance(text, str) and text.startswith("=") else ""


def _text(cell: Cell, *, zeros: bool) -> str:
    value: Any = cell.value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return show_number(value, cell.number_format) if value or zeros else ""
    if isinstance(value, datetime | date | time):
        return show_date(value, cell.number_format)
    if isinstance(value, timedelta):
        return str(value)
    return str(value)
