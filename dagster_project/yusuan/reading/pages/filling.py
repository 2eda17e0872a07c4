"""A grid and the characters on it → a sheet of cells with text; bands that no rule divides → rows.

Belongs here: which cell a character stands in, where an unruled band breaks into rows. Does not: lines (layout.py),
where rules are (grid.py), what a cell is for (header.py, outline.py).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from yusuan.reading.numbers import looks_like_amount, parse_figure, raised
from yusuan.reading.pages.grid import Grid, GridCell
from yusuan.reading.pages.layout import Line, Sheet, TextCell, grouped_lines, text_lines
from yusuan.reading.pages.overflow import settle
from yusuan.reading.pages.page_content import Char, CharPlaces, upright
from yusuan.reading.structure.labels import are_codes

_DIGITS = frozenset("0123456789")
_SMALL, _RAISED = 0.8, 0.1  # of the size of a figure: a footnote's number is so small, and stands so high
_LEADING = 1.45  # of the character size: the lines of one wrapped cell are nearer than this


def fill(page_number: int, grid: Grid, chars: Sequence[Char], places: CharPlaces | None = None) -> Sheet:
    """The grid with its characters, given in the order they are drawn, and their places. Unruled bands become rows.

    Each stands in the cell that holds its middle, or, in a text that runs over rules, in that of the text.
    """
    places = CharPlaces.of(chars) if places is None else places
    homes = settle(_homes(grid, places), chars, places, grid.cells)
    lines = grouped_lines(chars, places, homes)
    divided = split_bands(grid, lines)
    if divided is not grid:
        grid, homes = divided, settle(_homes(divided, places), chars, places, divided.cells)
        lines = grouped_lines(chars, places, homes)
    several = _of_several_kinds(chars, places, homes)
    cells = {}
    for number, box in enumerate(grid.cells):
        cell = _text_cell(box, several.get(number, []), lines.get(number, []))
        for r in range(box.row, box.row_end):
            for c in range(box.column, box.column_end):
                cells[r, c] = cell
    return Sheet(page_number, grid, cells)


def _of_several_kinds(chars: Sequence[Char], places: CharPlaces, homes: NDArray[np.intp]) -> dict[int, list[Char]]:
    """The characters of cells that hold some of different sizes, turned ones, or ones read from a picture."""
    size_of_one = np.zeros(homes.max(initial=-1) + 2)  # of each cell, and of the outside
    size_of_one[homes] = places.size
    odd = set(homes[(places.size != size_of_one[homes]) | ~places.is_exact].tolist()) - {-1}
    found: dict[int, list[Char]] = {number: [] for number in odd}
    for k in np.flatnonzero(np.isin(homes, list(odd))).tolist() if odd else ():
        found[int(homes[k])].append(chars[k])
    return found


def _text_cell(box: GridCell, chars: list[Char], lines: list[Line]) -> TextCell:
    """A cell with its lines; `chars` are its characters where they are of several kinds."""
    place = (box.row, box.row_end, box.column, box.column_end)
    if not lines:
        return TextCell(*place, "", box.x0, box.top, box.x1, box.bottom)
    if len(lines) == 1 and not chars:
        (line,) = lines
        return TextCell(*place, line.text, line.x0, line.top, line.x1, line.bottom, first_line_x0=line.x0)
    own = _with_raised(chars)
    if own is not chars:
        chars, lines = own, text_lines(own)
    read = text_lines([upright(c, c.turn) for c in chars]) if any(c.turn for c in chars) else lines
    text = "\n".join(line.text.strip(" ") if len(read) > 1 else line.text for line in read)
    return TextCell(
        *place,
        text,
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
        min((c.confidence for c in chars if c.confidence is not None), default=None),
        first_line_x0=lines[0].x0,
    )


def _with_raised(chars: list[Char]) -> list[Char]:
    """The characters of a cell; small digits that stand high behind a figure are a footnote's number."""
    digits = [c for c in chars if c.text in _DIGITS]
    if not digits or len({round(c.size, 1) for c in chars if not c.text.isspace()}) < 2:
        return chars
    usual = max(c.size for c in digits)
    base = max(c.bottom for c in digits if c.size == usual)

    def is_raised(char: Char) -> bool:
        return char.size <= _SMALL * usual and char.bottom < base - _RAISED * usual

    if not any(map(is_raised, chars)):
        return chars
    # Of a mark whose font says nothing it is known that it is none of the figure.
    kept = [c for c in chars if c.text.isprintable() or not is_raised(c)]
    return [c._replace(text=raised(c.text)) if c.text in _DIGITS and is_raised(c) else c for c in kept]


def _homes(grid: Grid, places: CharPlaces) -> NDArray[np.intp]:
    """For each character the number of the cell that holds its middle; -1 outside of the grid."""
    rows, columns = len(grid.rows) - 1, len(grid.columns) - 1
    number = np.full((rows + 2, columns + 2), -1)  # with what lies around the grid
    for k, box in enumerate(grid.cells):
        number[box.row + 1 : box.row_end + 1, box.column + 1 : box.column_end + 1] = k
    across = np.searchsorted(grid.columns, places.x, side="right")
    return number[np.searchsorted(grid.rows, places.y, side="right"), across]


def split_bands(grid: Grid, lines: Mapping[int, list[Line]]) -> Grid:
    """Bands in which one column stacks several complete amounts have rows that no rule draws: they are drawn here.

    A number broken over two lines is not two amounts, so its band stays one row. `lines` are those of each cell, by its
    number.
    """
    cuts = _cuts(grid, lines)
    if not cuts:
        return grid
    rows: list[float] = []
    first: dict[int, int] = {}
    for i, edge in enumerate(grid.rows):
        first[i] = len(rows)
        rows.append(edge)
        rows.extend(cuts.get(i, []))
    split = []
    for b in grid.cells:
        start, end = first[b.row], first[b.row_end]
        if b.row_end == b.row + 1 and b.row in cuts:
            for r in range(start, end):
                split.append(b._replace(row=r, row_end=r + 1, top=rows[r], bottom=rows[r + 1]))
        else:
            split.append(b._replace(row=start, row_end=end))
    return replace(grid, rows=rows, cells=split)


def _cuts(grid: Grid, lines: Mapping[int, list[Line]]) -> dict[int, list[float]]:
    """Where rows break inside each band that has several, by the band's number."""
    bands: dict[int, list[list[Line]]] = defaultdict(list)
    for number, box in enumerate(grid.cells):
        if box.row_end == box.row + 1:
            bands[box.row].append(lines.get(number, []))
    cuts: dict[int, list[float]] = {}
    for i, columns in bands.items():
        if max(map(len, columns)) < 2:
            continue  # nothing is stacked
        stacked = [[line for line in without_tails(own) if looks_like_amount(line.text)] for own in columns]
        if codes := _stacked_codes(columns):
            stacked = [*stacked, codes]
        if max(map(len, stacked)) >= 2:
            cuts[i] = row_edges(columns, stacked)
    return cuts


def _stacked_codes(columns: Sequence[Sequence[Line]]) -> list[Line]:
    """The codes of a column that stacks several of one length where other columns stack as many figures; else nothing.

    A code that wraps is shorter on its last line; figures without separators tell no rows by themselves.
    """
    for lines in columns:
        if are_codes([line.text for line in lines]):
            beside = [own for own in columns if own is not lines and len(own) == len(lines)]
            if any(all(parse_figure(line.text) for line in own) for own in beside):
                return list(lines)
    return []


def without_tails(lines: Sequence[Line]) -> list[Line]:
    """The lines of a column without those that only end the figure on the line above.

    That figure filled its column: no other is wider. With what stands close below it makes one of more decimals.
    """
    widest = max((line.x1 - line.x0 for line in lines if parse_figure(line.text)), default=0.0)
    kept: list[Line] = []
    last: Line | None = None
    for line in sorted(lines, key=lambda item: item.top):
        if last is None or not _goes_on(last, line, widest):
            kept.append(line)
        last = line
    return kept


def _goes_on(above: Line, line: Line, widest: float) -> bool:
    begun, whole = parse_figure(above.text), parse_figure(above.text + line.text)
    return (
        begun is not None
        and whole is not None
        and begun.decimals < whole.decimals <= 2
        and line.middle - above.middle <= _LEADING * line.size
        and above.x1 - above.x0 > max(widest - line.size / 4, line.x1 - line.x0)
    )


def row_edges(columns: Sequence[Sequence[Line]], anchors: Sequence[Sequence[Line]]) -> list[float]:
    """Where rows break inside an unruled band: y positions between rows, points.

    `columns` are the lines of each column, `anchors` those that a row has at most one of (amounts, codes). Other lines
    join the anchor they wrap around (leading below 1.45 × size); a chain of lines without an anchor is a row.
    """
    height = median([line.bottom - line.top for lines in columns for line in lines] or [10.0])
    centres = _cluster([line.middle for lines in anchors for line in lines], 0.6 * height)
    spans = [[c - height / 2, c + height / 2] for c in centres]
    lone: list[list[Line]] = []
    for chain in [chain for lines in columns for chain in _chains(lines, height)]:
        inside = [k for k, c in enumerate(centres) if chain[0].top - 1 <= c <= chain[-1].bottom + 1]
        if not inside:
            lone.append(chain)
        elif len(inside) == 1:  # else tight rows: every line goes to its nearest anchor, by the cut between them
            span = spans[inside[0]]
            span[0], span[1] = min(span[0], chain[0].top), max(span[1], chain[-1].bottom)
    for chain in lone:
        if not any(s[0] - 1 <= line.middle <= s[1] + 1 for s in spans for line in chain):
            spans.append([chain[0].top, chain[-1].bottom])
    spans.sort(key=lambda s: s[0] + s[1])
    return [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]


def _chains(lines: Sequence[Line], height: float) -> list[list[Line]]:
    chains: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.top):
        if chains and line.middle - chains[-1][-1].middle <= _LEADING * height:
            chains[-1].append(line)
        else:
            chains.append([line])
    return chains


def _cluster(values: list[float], tolerance: float) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= tolerance:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]
