"""Sheets whose column edges are part of another's: the last rows of a table with merged cells, a header torn in two.

Belongs here: comparing and changing the columns of sheets. Does not: deciding which sheets are one table (tables.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Sheet, TextCell

_EDGE = 4.0  # points: edges of one table agree this well from page to page, counted from its left edge
_SHIFT = 60.0  # points: how far the whole table may stand further left or right


def same_edges(a: Sheet, b: Sheet) -> bool:
    """Whether two sheets have the same columns, wherever they stand."""
    ours, theirs = a.grid.columns, b.grid.columns
    return len(ours) == len(theirs) and _places(ours, theirs) is not None


def same_ends(a: Sheet, b: Sheet) -> bool:
    """Whether two sheets begin and end at the same places, however they are divided."""
    return all(abs(a.grid.columns[end] - b.grid.columns[end]) < _EDGE for end in (0, -1))


def ends_within(sheet: Sheet, other: Sheet) -> bool:
    """Whether a sheet begins at a column of another one, and ends where that does."""
    left, right = (sheet.grid.columns[end] for end in (0, -1))
    return any(abs(left - x) < _EDGE for x in other.grid.columns[:-1]) and abs(right - other.grid.columns[-1]) < _EDGE


def refit(sheet: Sheet, columns: Sequence[float]) -> Sheet | None:
    """The sheet over more columns, whose edges hold all of its own; cells over several stay one. None if not so."""
    places = _places(sheet.grid.columns, columns)
    if places is None:
        return None
    moved: dict[int, TextCell] = {}
    cells = {}
    for (r, c), cell in sheet.cells.items():
        if id(cell) not in moved:
            moved[id(cell)] = replace(cell, column=places[cell.column], column_end=places[cell.column_end])
        for k in range(places[c], places[c + 1]):
            cells[r, k] = moved[id(cell)]
    left = sheet.grid.columns[0] - columns[0]
    return Sheet(sheet.page_number, replace(sheet.grid, columns=[x + left for x in columns], cells=[]), cells)


def refit_tail(sheet: Sheet, columns: Sequence[float]) -> Sheet | None:
    """The sheet over more columns of which it has the last ones only, at their places; blank cells before them."""
    first = min(range(len(columns)), key=lambda k: abs(columns[k] - sheet.grid.columns[0]))
    if not first or abs(columns[first] - sheet.grid.columns[0]) > _EDGE or sheet.column_count < 2:
        return None
    fitted = refit(sheet, columns[first:])
    if fitted is None:
        return None
    rows, (left, right), (top, bottom) = (
        fitted.row_count,
        (columns[0], columns[first]),
        (sheet.grid.top, sheet.grid.bottom),
    )
    blank = TextCell(0, rows, 0, first, "", left, top, right, bottom)
    moved = {id(c): replace(c, column=c.column + first, column_end=c.column_end + first) for c in fitted.cells.values()}
    cells = {(r, c): blank for r in range(rows) for c in range(first)}
    cells |= {(r, c + first): moved[id(cell)] for (r, c), cell in fitted.cells.items()}
    return Sheet(sheet.page_number, replace(fitted.grid, columns=list(columns)), cells)


def stack(upper: Sheet, lower: Sheet) -> Sheet | None:
    """The rows of `upper`, which stand on the page before, on top of `lower`; None where their columns do not fit."""
    head = refit(upper, lower.grid.columns)
    if head is None:
        return None
    rows = head.row_count
    shift = lower.grid.rows[0] - head.grid.rows[-1]
    cells = dict(head.cells)
    moved: dict[int, TextCell] = {}
    for (r, c), cell in lower.cells.items():
        if id(cell) not in moved:
            moved[id(cell)] = replace(cell, row=cell.row + rows, row_end=cell.row_end + rows)
        cells[r + rows, c] = moved[id(cell)]
    edges = [y + shift for y in head.grid.rows[:-1]] + list(lower.grid.rows)
    return Sheet(lower.page_number, Grid(edges, lower.grid.columns, []), cells)


def _places(own: Sequence[float], columns: Sequence[float]) -> list[int] | None:
    """For each of a sheet's edges its place among `columns`, None unless both ends and every edge agree."""
    if abs(own[0] - columns[0]) > _SHIFT:
        return None
    places = []
    for x in own:
        k = min(range(len(columns)), key=lambda i: abs((columns[i] - columns[0]) - (x - own[0])))
        if abs((columns[k] - columns[0]) - (x - own[0])) > _EDGE:
            return None
        places.append(k)
    whole = places[0] == 0 and places[-1] == len(columns) - 1
    return places if whole and len(set(places)) == len(places) else None
