"""Forms: grids whose left edge names sections, each a small table with a header of its own (整体支出绩效目标表).

Belongs here: cutting such a grid into sections. Does not: reading a section (header.py, outline.py), ordinary tables.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.numbers import parse_figure
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Sheet, TextCell
from yusuan.reading.structure.header import caption_row_count, header_depth, is_body_row, is_index_row


def cut_sections(sheet: Sheet, lexicon: Lexicon) -> list[Sheet]:
    """The sheet in parts from top to bottom: sections (without their name's column) and the rows between them.

    A section is a cell of the first column over several rows, below the sheet's own first row, beside which a header
    stands: at least two header words in columns of their own, no figure, and data below. Without one, the sheet itself.
    """
    parts: list[Sheet] = []
    start = 0
    for name in _section_names(sheet, lexicon):
        if name.row > start:
            parts.append(_part(sheet, start, name.row, 0))
        parts.append(_part(sheet, name.row, name.row_end, name.column_end))
        start = name.row_end
    if start == 0:
        return [sheet]
    if start < sheet.row_count:
        parts.append(_part(sheet, start, sheet.row_count, 0))
    return parts


def _section_names(sheet: Sheet, lexicon: Lexicon) -> Iterator[TextCell]:
    first = caption_row_count(sheet)
    for r in range(first + 1, sheet.row_count):
        cell = sheet.cells[r, 0]
        if cell.row != r or cell.row_end - r < 2 or not cell.plain or sheet.column_count - cell.column_end < 2:
            continue
        section = _part(sheet, cell.row, cell.row_end, cell.column_end)
        head = [c for c in section.row(0) if c.plain]
        words = [c for c in head if lexicon.is_header_word(c.plain) and parse_figure(c.plain) is None]
        data = is_body_row(section.row(0)) or is_index_row(section.row(0))
        if len(words) < 2 or len(words) * 2 < len(head) or data:
            continue
        if header_depth(section, 0, lexicon) < section.row_count:
            yield cell


def _part(sheet: Sheet, row: int, row_end: int, column: int) -> Sheet:
    """Rows [row, row_end) from a column on, as a sheet of its own."""
    grid = Grid(sheet.grid.rows[row : row_end + 1], sheet.grid.columns[column:], [])
    shifted: dict[int, TextCell] = {}
    cells = {}
    for r in range(row, row_end):
        for c in range(column, sheet.column_count):
            cell = sheet.cells[r, c]
            if id(cell) not in shifted:
                shifted[id(cell)] = replace(
                    cell,
                    row=max(cell.row, row) - row,
                    row_end=min(cell.row_end, row_end) - row,
                    column=max(cell.column, column) - column,
                    column_end=cell.column_end - column,
                )
            cells[r - row, c - column] = shifted[id(cell)]
    return Sheet(sheet.page_number, grid, cells)
