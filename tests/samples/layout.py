"""Measures of a grid in a setting: column widths, wrapped lines, row heights, pieces for pages. No drawing here.

All lengths are points; heights and positions run downwards from the top of the table.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.samples import fonts
from tests.samples.grid import Cell, Column, Grid
from tests.samples.settings import Setting

PAD = 2.5  # beside and above the text of a cell between rules
OPEN_PAD = 5.0  # beside it where no upright rule parts the columns
LEADING = 1.22
SMALLEST = 5.0


@dataclass
class Placed:
    """A cell with its text broken into lines."""

    cell: Cell
    lines: list[str]


@dataclass
class Sheet:
    """A measured table: text size, space beside text, edges of the columns (one more than columns), row heights."""

    grid: Grid
    size: float
    pad: float
    edges: list[float]
    heights: list[float]
    cells: list[Placed]

    @property
    def width(self) -> float:
        """From the left edge to the right one."""
        return self.edges[-1]


@dataclass
class Piece:
    """What of a sheet goes on one page: its rows in print order, the first `header_rows` of them header."""

    rows: list[int]
    header_rows: int
    sheet: Sheet

    @property
    def height(self) -> float:
        """Of all its rows."""
        return sum(self.sheet.heights[row] for row in self.rows)


def measure(grid: Grid, setting: Setting, room: float, row_height: float, pad: float) -> Sheet:
    """Set a grid into `room` points of width; the text shrinks in half points where a number would not fit."""
    font = fonts.register(setting.body)
    size = setting.size
    while True:
        least = [minimum(grid, i, setting, size) + 2 * pad for i in range(len(grid.columns))]
        if sum(least) <= room or size <= SMALLEST:
            break
        size -= 0.5
    widths = spread(grid, setting, size, least, room, pad)
    edges = [0.0]
    for column_width in widths:
        edges.append(edges[-1] + column_width)
    placed = []
    for cell in grid.cells:
        space = edges[cell.column + cell.columns] - edges[cell.column] - 2 * pad
        indent = "　" * cell.level if setting.fullwidth_indent else ""
        lines = fonts.wrap(indent + cell.text, font, size, space) if cell.text else []
        placed.append(Placed(cell, lines))
    return Sheet(grid, size, pad, edges, row_heights(grid, row_height, size, placed), placed)


def minimum(grid: Grid, column: int, setting: Setting, size: float) -> float:
    """The least width of a column's text: numbers and codes unbroken, words a few characters to the line."""
    font = fonts.register(setting.body)
    about = grid.columns[column]
    if about.chars is not None:
        return about.chars * size / 2 + 2
    own = [cell for cell in grid.cells if cell.column == column and cell.columns == 1]
    solid = [cell for cell in own if cell.kind in ("value", "code", "index")]
    level = 1 if setting.fullwidth_indent else 0
    numbers = max((fonts.width("　" * cell.level * level + cell.text, font, size) for cell in solid), default=0.0)
    if about.role == "name":
        return max(numbers, 7 * size)
    if about.role == "text":
        return max(numbers, 4 * size * about.weight)
    return max(numbers, header_room(about, setting) * size) + 0.5


def header_room(about: Column, setting: Setting) -> float:
    """How many full characters side by side a header needs in its column."""
    if about.part or about.role == "index" or (about.narrow and setting.narrow_headers):
        return 1.15
    return 2.2


def spread(grid: Grid, setting: Setting, size: float, least: list[float], room: float, pad: float) -> list[float]:
    """Give what is left of `room` first to names that would wrap, then to all columns that may grow."""
    font = fonts.register(setting.body)
    widths = list(least)
    left = room - sum(widths)
    wanted: dict[int, float] = {}
    for i, about in enumerate(grid.columns):
        if about.role in ("name", "text") and about.chars is None:
            texts = (c for c in grid.cells if c.column == i and c.columns == 1 and c.kind in ("name", "text", "total"))
            longest = max((fonts.width("　" * c.level + c.text, font, size) for c in texts), default=0.0)
            wanted[i] = max(0.0, min(longest + 2 * pad + 1, room * 0.4) - widths[i])
    share = min(1.0, 0.7 * left / sum(wanted.values())) if left > 0 and sum(wanted.values()) > 0 else 0.0
    for i, more in wanted.items():
        widths[i] += more * share
    grown = [growth(about, setting) for about in grid.columns]
    left = room - sum(widths)
    if left > 0 and sum(grown) > 0:
        widths = [w + left * g / sum(grown) for w, g in zip(widths, grown, strict=True)]
    return widths


def growth(about: Column, setting: Setting) -> float:
    """The share a column takes of the width that is left over."""
    if about.chars is not None or (about.narrow and setting.narrow_headers):
        return 0.0
    if about.part or about.role == "index":
        return 0.15
    return about.weight


def row_heights(grid: Grid, least: float, size: float, placed: list[Placed]) -> list[float]:
    """The height of each row: at least `least`, and enough for its lines.

    What a merged cell lacks goes to the last row it covers.
    """
    heights = [least] * grid.row_count
    for item in sorted(placed, key=lambda item: item.cell.rows):
        cell = item.cell
        need = len(item.lines) * size * LEADING + 2 * PAD
        rows = range(cell.row, min(cell.row + cell.rows, grid.row_count))
        lacking = need - sum(heights[row] for row in rows)
        if lacking > 0:
            heights[rows[-1]] += lacking
    return heights


def pieces(sheet: Sheet, first_room: float, next_room: float) -> list[Piece]:
    """Cut a sheet for pages: between rows that no merged cell joins, header (and repeated rows) first on each page."""
    grid = sheet.grid
    header = list(range(grid.header_rows))
    repeated = list(range(grid.header_rows, grid.header_rows + grid.repeat_rows))
    out = [Piece(header.copy(), grid.header_rows, sheet)]
    room = first_room
    for block in blocks(grid):
        here = out[-1]
        fresh = len(here.rows) <= grid.header_rows + (grid.repeat_rows if len(out) > 1 else 0)
        if not fresh and here.height + sum(sheet.heights[row] for row in block) > room:
            out.append(Piece(header + repeated, grid.header_rows, sheet))
            room = next_room
        out[-1].rows.extend(block)
    return out


def blocks(grid: Grid) -> list[list[int]]:
    """The body rows, those that merged cells join together in one list."""
    out: list[list[int]] = []
    joined_to = -1
    for row in range(grid.header_rows, grid.row_count):
        if out and row <= joined_to:
            out[-1].append(row)
        else:
            out.append([row])
        ends = [c.row + c.rows - 1 for c in grid.cells if c.row == row and c.rows > 1]
        joined_to = max([joined_to, *ends])
    return out


def cut(piece: Piece, *, split_header: bool) -> list[tuple[Placed, int, int]]:
    """The cells of a piece as `(cell, first row, rows)` in the piece's own row numbers, clipped to its rows.

    With `split_header` a cell that runs from the header down into the body ends with the header.
    """
    place = {row: at for at, row in enumerate(piece.rows)}
    out = []
    for item in piece.sheet.cells:
        if item.cell.row not in place:
            continue
        first, run = place[item.cell.row], 1
        while run < item.cell.rows and place.get(item.cell.row + run) == first + run:
            run += 1
        if split_header and first < piece.header_rows:
            run = min(run, piece.header_rows - first)
        out.append((item, first, run))
    return out
