"""What stands on a page: lines of text, cells, sheets; and characters → lines.

Belongs here: which characters form a line. Does not: which cell they stand in (filling.py), what a line or a cell is
for (captions.py, header.py, outline.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from statistics import median
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from yusuan.reading.pages.glyphs import Numbers
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.page_content import Char, CharPlaces, PageContent
from yusuan.reading.text import squeeze

_GAP = 0.9  # of the character size: a wider one inside a line is a blank
_SLACK = 0.4  # of a character's height: so little from the others of its line may its middle be
_MANY = 60  # characters: of fewer each is asked
_EXACT = 1e-6  # points


class Line(NamedTuple):
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
    """What a reader without places found out about a figure: its reading, the number where the text says another.

    `unit` is a unit of money that the cell itself shows behind its figure, as one of seed money_unit.
    """

    reading: str
    number: Decimal | None
    decimals: int
    unit: str | None = None


@dataclass(frozen=True)
class TextCell:
    """A cell of a grid with what is printed in it; the box is that of the text, or of the cell where it is blank.

    `confidence` is that of its least certain character, for a reading from a picture. `first_line_x0`: where its first
    line begins; one that wraps goes back to the edge of its cell.
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
    first_line_x0: float | None = None
    plain: str = field(init=False, repr=False, compare=False)  # the text normalised, without white space

    def __post_init__(self) -> None:
        object.__setattr__(self, "plain", squeeze(self.text))

    @property
    def begins(self) -> float:
        """Where the text begins, from the left."""
        return self.x0 if self.first_line_x0 is None else self.first_line_x0


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


def text_lines(chars: Iterable[Char]) -> list[Line]:
    """Characters → lines from top to bottom; a wide gap inside a line becomes a blank."""
    drawn = chars if isinstance(chars, Sequence) else list(chars)
    if len(drawn) < _MANY:
        return _lines(drawn)
    return grouped_lines(drawn, CharPlaces.of(drawn), np.zeros(len(drawn), np.intp)).get(0, [])


def lines_of_some(page: PageContent, kept: NDArray[np.bool_]) -> list[Line]:
    """The lines of some of the characters of a page."""
    return grouped_lines(page.chars, page.places, np.where(kept, 0, -1)).get(0, [])


def grouped_lines(chars: Sequence[Char], places: CharPlaces, groups: NDArray[np.intp]) -> dict[int, list[Line]]:
    """The lines of each group of characters, as of a cell, by its number; those of group -1 are in none.

    Most characters plainly stand on one line: they are of one size, and differ less in height than from all others.
    These lines are made in arrays, all at once; of the other characters each is asked (`_lines`).
    """
    order, starts = _stretches(places, groups)
    if not len(order):
        return {}
    ends = np.append(starts[1:], len(order))
    stretch = np.repeat(np.arange(len(starts)), ends - starts)
    across = order[np.lexsort((places.x0[order], stretch))]  # each stretch from the left
    own = places.of_some(across)
    slack = np.minimum.reduceat(_slack(own), starts)
    is_plain = places.y[order[ends - 1]] - places.y[order[starts]] < 0.9 * slack
    is_plain &= np.minimum.reduceat(own.size, starts) == np.maximum.reduceat(own.size, starts)
    texts = [chars[k].text for k in across.tolist()]
    is_gap = (own.x0[1:] - own.x1[:-1] > _GAP * own.size[1:]) & own.is_ink[:-1] & (np.diff(stretch) == 0)
    for k in np.flatnonzero(is_gap).tolist():
        texts[k + 1] = " " + texts[k + 1]
    columns = (
        starts,
        ends,
        groups[order[starts]],
        is_plain,
        np.logical_or.reduceat(own.is_ink, starts),
        np.minimum.reduceat(np.where(own.is_ink, own.x0, np.inf), starts),
        np.minimum.reduceat(np.where(own.is_ink, own.top, np.inf), starts),
        np.maximum.reduceat(np.where(own.is_ink, own.x1, -np.inf), starts),
        np.maximum.reduceat(np.where(own.is_ink, own.bottom, -np.inf), starts),
        own.size[starts],
    )
    found: dict[int, list[Line]] = {}
    for start, end, group, plain, has_ink, *box in zip(*(values.tolist() for values in columns), strict=True):
        if plain and has_ink:
            found.setdefault(group, []).append(Line("".join(texts[start:end]), *box))
        elif has_ink:
            found.setdefault(group, []).extend(_lines(chars[k] for k in order[start:end].tolist()))
    return found


def _stretches(places: CharPlaces, groups: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The characters of groups from the top, and where stretches of them begin that share no line with the others."""
    order = np.lexsort((places.x0, places.top + places.bottom, groups))
    order = order[np.searchsorted(groups[order], 0) :]
    if not len(order):
        return order, order
    begins = np.diff(groups[order], prepend=-1) != 0
    most = np.maximum.reduceat(_slack(places)[order], np.flatnonzero(begins))[np.cumsum(begins) - 1]
    height = places.y[order]
    begins |= np.diff(height, prepend=height[0]) > most + _EXACT
    return order, np.flatnonzero(begins)


def _slack(places: CharPlaces) -> Numbers:
    return _SLACK * np.maximum(places.bottom - places.top, 1.0)


def _lines(chars: Iterable[Char]) -> list[Line]:
    lines = []
    for group in _line_groups(chars):
        inked = [c for c in group if not c.text.isspace()]
        if not inked:
            continue
        if len(group) > 1:
            group.sort(key=_LEFT)
        parts: list[str] = []
        last: Char | None = None
        for char in group:
            if last is not None and char.x0 - last.x1 > _GAP * char.size and not parts[-1].isspace():
                parts.append(" ")
            parts.append(char.text)
            last = char
        lines.append(
            Line(
                "".join(parts),
                min([c.x0 for c in inked]),
                min([c.top for c in inked]),
                max([c.x1 for c in inked]),
                max([c.bottom for c in inked]),
                _median([c.size for c in inked]),
            )
        )
    return lines


_LEFT = attrgetter("x0")


def _median(values: list[float]) -> float:
    return values[0] if values[0] == values[-1] and len(set(values)) == 1 else median(values)


def _line_groups(chars: Iterable[Char]) -> list[list[Char]]:
    """Characters whose middles are as high; much larger ones (a watermark) are a line of their own."""
    groups: list[tuple[float, list[Char]]] = []
    for char in sorted(chars, key=_reading_order):
        top, bottom, size = char.top, char.bottom, char.size
        middle = (top + bottom) / 2
        slack = _SLACK * max(bottom - top, 1.0)
        for k in range(len(groups) - 1, max(len(groups) - 4, -1), -1):
            anchor, members = groups[k]
            if abs(middle - anchor) <= slack:
                other = members[0].size
                if other < 2.5 * size and size < 2.5 * other:
                    members.append(char)
                    groups[k] = (anchor + (middle - anchor) / len(members), members)
                    break
        else:
            groups.append((middle, [char]))
    return [g for _, g in groups]


def _reading_order(char: Char) -> tuple[float, float]:
    return char.top + char.bottom, char.x0
