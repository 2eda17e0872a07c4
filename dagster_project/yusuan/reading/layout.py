"""Characters on a page → text lines, and a grid's characters → cells with text.

Belongs here: which characters form a line, which cell a character stands in, where an unruled band breaks into rows.
Does not: what a line or a cell is for (captions.py, header.py, outline.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from statistics import median

from yusuan.reading.grid import Box, Grid
from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.page import Char
from yusuan.reading.text import squeeze

_LARGE = 1.8  # times the usual size of a table's text: a watermark may be that large


@dataclass(frozen=True)
class Line:
    """A line of text: as printed (a wide gap becomes one blank), its box in points, its characters' size."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        """Vertical middle, points."""
        return (self.top + self.bottom) / 2


@dataclass(frozen=True)
class Verdict:
    """What a reader without places found out about a figure: its reading, the number where the text alone says another.

    `evidence` are the identities (rule, figures) that prove `repaired`, a damaged figure's number.
    """

    reading: str
    number: Decimal | None
    decimals: int
    repaired: Decimal | None = None
    evidence: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True)
class TextCell:
    """A cell of a grid with what is printed in it; the box is that of the text, or of the cell where it is blank.

    `confidence` is that of its least certain character, for a reading from a picture.
    """

    row: int
    row_end: int
    column: int
    column_end: int
    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    confidence: float | None = None
    verdict: Verdict | None = None

    @cached_property
    def plain(self) -> str:
        """The text normalised, without white space."""
        return squeeze(self.text)


@dataclass(frozen=True)
class Sheet:
    """One grid of one page with its text: `cells` by (row, column), a merged cell under each place that it covers."""

    page_number: int
    grid: Grid
    cells: dict[tuple[int, int], TextCell]

    @property
    def row_count(self) -> int:
        """Rows of the grid."""
        return len(self.grid.rows) - 1

    @property
    def column_count(self) -> int:
        """Columns of the grid."""
        return len(self.grid.columns) - 1

    def row(self, r: int) -> list[TextCell]:
        """The cells that begin in row r, from the left (a cell merged from above is not among them)."""
        seen: list[TextCell] = []
        for c in range(self.column_count):
            cell = self.cells[r, c]
            if cell.row == r and (not seen or seen[-1] is not cell):
                seen.append(cell)
        return seen


def text_lines(chars: Iterable[Char], gap: float = 0.9) -> list[Line]:
    """Characters → lines from top to bottom; a gap wider than `gap` × size inside a line becomes a blank."""
    lines = []
    for group in _line_groups(chars):
        group.sort(key=lambda c: c.x0)
        pieces: list[str] = []
        last: Char | None = None
        for char in group:
            if last is not None and char.x0 - last.x1 > gap * char.size and not pieces[-1].isspace():
                pieces.append(" ")
            pieces.append(char.text)
            last = char
        text = "".join(pieces)
        inked = [c for c in group if not c.text.isspace()]
        if inked:
            lines.append(
                Line(
                    text,
                    min(c.x0 for c in inked),
                    min(c.top for c in inked),
                    max(c.x1 for c in inked),
                    max(c.bottom for c in inked),
                    median(c.size for c in inked),
                )
            )
    return lines


def _line_groups(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters whose middles are as high; much larger ones (a watermark) are a line of their own."""
    groups: list[tuple[float, list[Char]]] = []
    for char in sorted(chars, key=lambda c: (c.top + c.bottom, c.x0)):
        middle = char.middle[1]
        height = max(char.bottom - char.top, 1.0)
        for k in range(len(groups) - 1, max(len(groups) - 4, -1), -1):
            anchor, members = groups[k]
            alike = members[0].size < 2.5 * char.size and char.size < 2.5 * members[0].size
            if alike and abs(middle - anchor) <= 0.4 * height:
                members.append(char)
                groups[k] = (anchor + (middle - anchor) / len(members), members)
                break
        else:
            groups.append((middle, [char]))
    return [g for _, g in groups]


def fill(page_number: int, grid: Grid, chars: Sequence[Char]) -> Sheet:
    """The grid with its characters: each stands in the cell that holds its middle. Unruled bands become rows."""
    by_box = _chars_by_box(grid, chars)
    grid = split_bands(grid, by_box)
    by_box = _chars_by_box(grid, chars)
    cells = {}
    for box in grid.boxes:
        cell = _text_cell(box, by_box.get(box, []))
        for r in range(box.row, box.row_end):
            for c in range(box.column, box.column_end):
                cells[r, c] = cell
    return Sheet(page_number, grid, cells)


def _text_cell(box: Box, chars: list[Char]) -> TextCell:
    lines = text_lines(chars)
    place = (box.row, box.row_end, box.column, box.column_end)
    if not lines:
        return TextCell(*place, "", box.x0, box.top, box.x1, box.bottom)
    read = text_lines(map(_upright, chars)) if any(c.turn for c in chars) else lines
    text = "\n".join(line.text.strip(" ") if len(read) > 1 else line.text for line in read)
    return TextCell(
        *place,
        text,
        min(line.x0 for line in lines),
        min(line.top for line in lines),
        max(line.x1 for line in lines),
        max(line.bottom for line in lines),
        min((c.confidence for c in chars if c.confidence is not None), default=None),
    )


def _upright(char: Char) -> Char:
    """A turned character where it would stand if the page were turned so that it is upright."""
    x0, top, x1, bottom = char.x0, char.top, char.x1, char.bottom
    turned = {90: (-bottom, x0, -top, x1), 180: (-x1, -bottom, -x0, -top), 270: (top, -x1, bottom, -x0)}
    x0, top, x1, bottom = turned.get(char.turn, (x0, top, x1, bottom))
    return char._replace(x0=x0, top=top, x1=x1, bottom=bottom)


def _chars_by_box(grid: Grid, chars: Sequence[Char]) -> dict[Box, list[Char]]:
    place = {(r, c): b for b in grid.boxes for r in range(b.row, b.row_end) for c in range(b.column, b.column_end)}
    found: dict[Box, list[Char]] = {}
    for char in chars:
        x, y = char.middle
        r, c = _interval(grid.rows, y), _interval(grid.columns, x)
        if r is not None and c is not None:
            found.setdefault(place[r, c], []).append(char)
    return _without_watermark(found)


def _without_watermark(by_box: dict[Box, list[Char]]) -> dict[Box, list[Char]]:
    """The characters of cells without those of a watermark.

    That is much larger than the rest, and somewhere stands among smaller ones or reaches over the edges of a cell.
    """
    usual = median([c.size for own in by_box.values() for c in own] or [0.0])

    def foreign(box: Box, char: Char, own: Sequence[Char]) -> bool:
        over = char.top < box.top - 0.2 * char.size or char.bottom > box.bottom + 0.2 * char.size
        return over or any(c.size < _LARGE * usual for c in own)

    large = [(box, c, own) for box, own in by_box.items() for c in own if c.size >= _LARGE * usual]
    marks = {(round(c.size), c.turn) for box, c, own in large if foreign(box, c, own)}
    if not marks:
        return by_box
    left = {box: [c for c in own if (round(c.size), c.turn) not in marks] for box, own in by_box.items()}
    return {box: own for box, own in left.items() if own}


def _interval(edges: Sequence[float], value: float) -> int | None:
    if not edges[0] <= value < edges[-1]:
        return None
    return next(i for i in range(len(edges) - 1) if value < edges[i + 1])


def split_bands(grid: Grid, by_box: dict[Box, list[Char]]) -> Grid:
    """Bands in which one column stacks several complete amounts have rows that no rule draws: they are drawn here.

    A number broken over two lines is not two amounts, so its band stays one row.
    """
    boxes = list(grid.boxes)
    cuts: dict[int, list[float]] = {}
    for i in range(len(grid.rows) - 1):
        band = [b for b in boxes if b.row == i and b.row_end == i + 1]
        columns = [text_lines(by_box.get(b, [])) for b in band]
        stacked = [[line for line in lines if looks_like_amount(line.text)] for lines in columns]
        if max((len(s) for s in stacked), default=0) >= 2:
            cuts[i] = row_edges(columns, stacked)
    if not cuts:
        return grid
    rows: list[float] = []
    first: dict[int, int] = {}
    for i, edge in enumerate(grid.rows):
        first[i] = len(rows)
        rows.append(edge)
        rows.extend(cuts.get(i, []))
    split = []
    for b in boxes:
        start, end = first[b.row], first[b.row_end]
        if b.row_end == b.row + 1 and b.row in cuts:
            for r in range(start, end):
                split.append(replace(b, row=r, row_end=r + 1, top=rows[r], bottom=rows[r + 1]))
        else:
            split.append(replace(b, row=start, row_end=end))
    return Grid(rows, grid.columns, split)


def row_edges(columns: Sequence[Sequence[Line]], anchors: Sequence[Sequence[Line]]) -> list[float]:
    """Where rows break inside an unruled band: y positions between rows, points.

    `columns` are the lines of each column, `anchors` those that a row has at most one of (amounts, codes). Other lines
    join the anchor they wrap around (leading below 1.45 × size); a chain of lines without an anchor is a row.
    """
    height = median([line.bottom - line.top for lines in columns for line in lines] or [10.0])
    centres = _cluster([line.middle for lines in anchors for line in lines], 0.6 * height)
    spans = [[c - height / 2, c + height / 2] for c in centres]
    for lines in columns:
        for chain in _chains(lines, height):
            inside = [k for k, c in enumerate(centres) if chain[0].top - 1 <= c <= chain[-1].bottom + 1]
            if len(inside) > 1:  # tight rows: every line goes to its nearest anchor, which the cut between them does
                continue
            if inside:
                span = spans[inside[0]]
                span[0], span[1] = min(span[0], chain[0].top), max(span[1], chain[-1].bottom)
            elif not any(s[0] - 1 <= line.middle <= s[1] + 1 for s in spans for line in chain):
                spans.append([chain[0].top, chain[-1].bottom])
    spans.sort(key=lambda s: s[0] + s[1])
    return [(a[1] + b[0]) / 2 for a, b in pairwise(spans)]


def _chains(lines: Sequence[Line], height: float) -> list[list[Line]]:
    chains: list[list[Line]] = []
    for line in sorted(lines, key=lambda item: item.top):
        if chains and line.middle - chains[-1][-1].middle <= 1.45 * height:
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
