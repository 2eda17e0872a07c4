"""What stands on a page: lines of text, cells, sheets; and characters → lines.

Belongs here: which characters form a line. Does not: which cell they stand in (filling.py), what a line or a cell is
for (captions.py, header.py, outline.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter
from statistics import median

from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.page_content import Char
from yusuan.reading.text import squeeze


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


def text_lines(chars: Iterable[Char], gap: float = 0.9) -> list[Line]:
    """Characters → lines from top to bottom; a gap wider than `gap` × size inside a line becomes a blank."""
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
            if last is not None and char.x0 - last.x1 > gap * char.size and not parts[-1].isspace():
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
        slack = 0.4 * max(bottom - top, 1.0)
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
