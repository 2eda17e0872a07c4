"""The worksheets of an .xlsx workbook, through openpyxl.

Belongs here: what openpyxl gives → texts as shown, merged ranges, hidden rows. Does not: pages and tables (excel.py).
"""

from __future__ import annotations

import io
import warnings
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.worksheet.worksheet import Worksheet as OpenWorksheet

from yusuan.reading.office.excel_parts import WorkbookParts, look_through
from yusuan.reading.office.excel_seen import is_xlsx_cell_seen
from yusuan.reading.office.excel_sheet import LEAST_HEIGHT, LEAST_WIDTH, UNKNOWN, Entry, Worksheet
from yusuan.reading.office.excel_styles import with_plain_styles
from yusuan.reading.office.number_format import show_date, show_text
from yusuan.reading.office.package import open_package
from yusuan.reading.office.shown_figure import shown_figure
from yusuan.reading.pages.layout import Verdict
from yusuan.reading.paper import UnreadableError
from yusuan.reading.text import is_footnote_mark

_MAX_COLUMN = 16384  # of a worksheet; a file may claim any


def open_xlsx(data: bytes) -> list[Worksheet]:
    """All worksheets in order, hidden ones too. Raises UnreadableError."""
    package = open_package(data, "Excel workbook", "xl/workbook.xml")
    try:
        parts = look_through(package)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that openpyxl leaves aside
            try:
                stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            except (TypeError, ValueError, AttributeError, LookupError):
                data = with_plain_styles(data)
                stored = openpyxl.load_workbook(io.BytesIO(data), data_only=True, rich_text=True)
            formulas = openpyxl.load_workbook(io.BytesIO(data)) if parts.unstored else None
        return [_worksheet(s, formulas[s.title] if formulas else None, parts) for s in stored.worksheets]
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableError(
            f"The Excel workbook is damaged and cannot be read to its end ({type(error).__name__}: {error})."
        ) from error


def _worksheet(stored: OpenWorksheet, formulas: OpenWorksheet | None, parts: WorkbookParts) -> Worksheet:
    sheet = Worksheet(stored.title, hidden=stored.sheet_state != "visible")
    zeros = stored.sheet_view.showZeros is not False
    # A table's own style, a rule of colours or a picture may lie under white text.
    plain_ground = not (stored.tables or len(stored.conditional_formatting) or getattr(stored, "_images", None))
    # The cells that are there: iter_rows would make all those up to the last row and column.
    for (row, column), cell in sorted(stored._cells.items()):
        if not isinstance(cell, Cell):
            continue
        text, verdict = _shown(cell, zeros=zeros)
        unstored = cell.value is None or (parts.asks_to_reckon and cell.value == 0)
        if formulas is not None and unstored and (formula := _formula(formulas.cell(row, column).value)):
            text, verdict = formula, UNKNOWN
        if text and plain_ground and not is_xlsx_cell_seen(cell):
            sheet.unseen += 1
        elif text:
            sheet.unstored += verdict is UNKNOWN
            sheet.entries.append(Entry(row - 1, column - 1, text, float(cell.alignment.indent or 0), verdict))
    sheet.merged = [(m.min_row - 1, m.max_row, m.min_col - 1, m.max_col) for m in stored.merged_cells.ranges]
    sheet.hidden_rows = {
        r - 1
        for r, about in stored.row_dimensions.items()
        if about.hidden or (about.height is not None and about.height < LEAST_HEIGHT)
    }
    sheet.hidden_rows |= parts.flat_rows.get(stored.title, set())
    for about in stored.column_dimensions.values():
        if about.hidden or (about.width is not None and about.width < LEAST_WIDTH):
            sheet.hidden_columns |= set(range((about.min or 1) - 1, min(about.max or 1, _MAX_COLUMN)))
    return sheet


def _formula(value: Any) -> str:
    """The formula as written, where a cell has one: what stands for a result that the file does not have."""
    text = getattr(value, "text", value)
    return text if isinstance(text, str) and text.startswith("=") else ""


def _shown(cell: Cell, *, zeros: bool) -> tuple[str, Verdict | None]:
    value: Any = cell.value
    if value is None:
        return "", None
    if isinstance(value, bool):
        return show_text("TRUE" if value else "FALSE", cell.number_format), None
    if isinstance(value, int | float):
        return shown_figure(value, cell.number_format) if value or zeros else ("", None)
    if isinstance(value, datetime | date | time):
        return show_date(value, cell.number_format), None
    if isinstance(value, timedelta) or cell.data_type == "e":
        return str(value), None
    text = _without_marks(value) if isinstance(value, CellRichText) else str(value)
    return show_text(text, cell.number_format), None


def _without_marks(text: CellRichText) -> str:
    """The runs of a text together, without raised marks of footnotes."""
    return "".join(
        str(run)
        for run in text
        if not (isinstance(run, TextBlock) and run.font.vertAlign == "superscript" and is_footnote_mark(str(run)))
    )
