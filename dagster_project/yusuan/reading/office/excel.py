"""A workbook's bytes (any format) → a paper: a page for each visible worksheet, every cell as the worksheet shows it.

Belongs here: what is hidden or merged, from worksheets to pages. Does not: opening the formats (excel_xlsx.py,
excel_xls.py, excel_2003.py), how a number is shown (number_format.py), which rows are tables (placing.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.office.excel_2003 import is_excel_2003, open_excel_2003
from yusuan.reading.office.excel_sheet import Entry, Worksheet
from yusuan.reading.office.excel_xls import is_xls, open_xls
from yusuan.reading.office.excel_xlsx import open_xlsx
from yusuan.reading.office.package import MAX_CELLS
from yusuan.reading.office.placing import SIZE, place, place_cell, place_line
from yusuan.reading.pages.layout import Line, TextCell
from yusuan.reading.paper import Paper, PaperPage, UnreadableError
from yusuan.reading.structure.captions import is_title_line
from yusuan.reading.text import squeeze, unreadable_count

_BLANK_ROWS = 3  # so many blank rows on end are kept; more say no more


def read_excel(data: bytes, lexicon: Lexicon) -> Paper:
    """The paper in a workbook; its bytes say which format it is. Raises UnreadableError where it cannot be read."""
    reader, sheets = _open(data)
    visible = [s for s in sheets if not s.hidden]
    pages = [_page(number, sheet, lexicon) for number, sheet in enumerate(visible, start=1)]
    if not any(page.text for page in pages):
        raise UnreadableError("The workbook has no visible worksheet with anything in it.")
    unread = [f"Hidden worksheet, not read: {s.name}" for s in sheets if s.hidden and s.entries]
    pages[0].furniture.extend(_remarks(unread, pages[0]))
    return Paper(reader, pages, has_places=False)


def _open(data: bytes) -> tuple[str, list[Worksheet]]:
    if is_xls(data):
        return "xls", open_xls(data)
    return ("spreadsheetml", open_excel_2003(data)) if is_excel_2003(data) else ("xlsx", open_xlsx(data))


def _page(number: int, sheet: Worksheet, lexicon: Lexicon) -> PaperPage:
    cells = visible_cells(sheet)
    sheets, lines = place(number, cells, lexicon)
    name = place_line(0, sheet.name)
    if is_title_line(name, lexicon) and not any(is_title_line(line, lexicon) for line in lines):
        lines.insert(0, name)  # the tab is the only title
    text = "".join(c.plain for c in cells)
    page = PaperPage(
        number,
        sheets,
        lines,
        text=text,
        char_count=len(text),
        unreadable_char_count=unreadable_count(text),
        goes_on=False,
    )
    remarks = []
    for what, hidden in (("rows", sheet.hidden_rows), ("columns", sheet.hidden_columns)):
        lost = {e.row if what == "rows" else e.column for e in sheet.entries} & hidden
        if lost:
            remarks.append(f"Hidden {what} of worksheet {sheet.name}, not read: {len(lost)}")
    if sheet.unseen:
        remarks.append(f"Cells of worksheet {sheet.name} in the colour of their ground, not read: {sheet.unseen}")
    if sheet.unstored:
        remarks.append(f"Formulas of worksheet {sheet.name} without a stored result: {sheet.unstored}")
    page.furniture.extend(_remarks(remarks, page))
    return page


def _remarks(texts: Iterable[str], page: PaperPage) -> list[Line]:
    """Lines for what the reader left out, below everything on the page."""
    ends = [line.bottom for line in (*page.lines, *page.furniture)] + [s.grid.bottom for s in page.sheets]
    bottom = max(ends, default=0.0) + SIZE
    return [
        Line(text, 0.0, bottom + 2 * SIZE * i, SIZE * len(text), bottom + 2 * SIZE * i + SIZE, SIZE)
        for i, text in enumerate(texts)
    ]


def visible_cells(sheet: Worksheet) -> list[TextCell]:
    """The cells that the worksheet shows, rows and columns counted anew without those hidden.

    A merged range shows the text of its first cell in what is visible of it.
    """
    spans = {(top, left): (bottom, right) for top, bottom, left, right in sheet.merged}
    covered = _covered(sheet.merged)
    shown = [e for e in sheet.entries if squeeze(e.text) and (_place(e) in spans or _place(e) not in covered)]
    ends = [spans.get(_place(e), (e.row + 1, e.column + 1)) for e in shown]
    rows = _positions([(e.row, end[0]) for e, end in zip(shown, ends, strict=True)], sheet.hidden_rows)
    columns = _positions([(e.column, end[1]) for e, end in zip(shown, ends, strict=True)], sheet.hidden_columns)
    cells = []
    for entry, (bottom, right) in zip(shown, ends, strict=True):
        own_rows = [rows[r] for r in range(entry.row, bottom) if r in rows]
        own_columns = [columns[c] for c in range(entry.column, right) if c in columns]
        if own_rows and own_columns:
            cell = place_cell(
                own_rows[0] + 1,  # the first row is the tab's
                own_columns[0],
                entry.text,
                rows=len(own_rows),
                columns=len(own_columns),
                indent=entry.indent * SIZE,
                verdict=entry.verdict,
            )
            cells.append(cell)
    return cells


def _place(entry: Entry) -> tuple[int, int]:
    return entry.row, entry.column


def _covered(merged: Sequence[tuple[int, int, int, int]]) -> set[tuple[int, int]]:
    """The places under merged ranges. Raises UnreadableError where they cover more than a worksheet may hold."""
    if sum((bottom - top) * (right - left) for top, bottom, left, right in merged) > MAX_CELLS:
        raise UnreadableError(f"The workbook merges more than {MAX_CELLS:,} cells: it is not a document to print.")
    return {(r, c) for top, bottom, left, right in merged for r in range(top, bottom) for c in range(left, right)}


def _positions(spans: Sequence[tuple[int, int]], hidden: set[int]) -> dict[int, int]:
    """From visible rows (or columns) as stored to those counted anew; blank ones after the last are left out.

    `spans` are the rows from which to which (exclusive) each text reaches.
    """
    first_seen = (next((i for i in range(start, end) if i not in hidden), None) for start, end in spans)
    used = {i for i in first_seen if i is not None}
    positions: dict[int, int] = {}
    blank = 0
    for i in range(max(used, default=-1) + 1):
        if i not in hidden:
            blank = 0 if i in used else blank + 1
            if blank <= _BLANK_ROWS:
                positions[i] = len(positions)
    return positions
