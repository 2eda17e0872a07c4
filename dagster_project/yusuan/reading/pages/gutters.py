"""Two pages printed beside each other on one: where they part, and the lines of each.

Belongs here: what tells them from one wide page. Does not: lines themselves (layout.py), which tables there are.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Line, grouped_lines
from yusuan.reading.pages.page_content import Char, PageContent

_OVERLAP = 0.5  # of the lower table: tables beside each other stand at least so far at one height
_THROUGH = 2.0  # of the character size: text that goes on across a gutter leaves less room there


def find_gutters(page: PageContent, grids: Sequence[Grid], outside: NDArray[np.bool_]) -> tuple[float, ...]:
    """Where tables stand beside each other, the middle of the room between them, unless text outside runs across it."""
    if len(grids) < 2:
        return ()
    chars = [page.chars[k] for k in np.flatnonzero(outside).tolist()]
    ordered = sorted(grids, key=lambda g: g.columns[0])
    found = []
    for k, right in enumerate(ordered[1:], start=1):
        edge = max(grid.columns[-1] for grid in ordered[:k])
        if edge > right.columns[0]:
            continue
        place = (edge + right.columns[0]) / 2
        if any(_are_beside(left, right) for left in ordered[:k]) and not _runs_across(place, chars):
            found.append(place)
    return tuple(found)


def lines_between(page: PageContent, gutters: Sequence[float], outside: NDArray[np.bool_]) -> list[Line]:
    """The lines of the characters outside of tables, none across a gutter."""
    parts = np.searchsorted(gutters, page.places.x, side="right")
    lines = grouped_lines(page.chars, page.places, np.where(outside, parts, -1))
    return [line for _, own in sorted(lines.items()) for line in own]


def _are_beside(one: Grid, other: Grid) -> bool:
    common = min(one.bottom, other.bottom) - max(one.top, other.top)
    return common > _OVERLAP * min(one.bottom - one.top, other.bottom - other.top)


def _runs_across(place: float, chars: Sequence[Char]) -> bool:
    """Whether a line of text leaves no more room at a place than between its words."""
    left = [c for c in chars if c.middle[0] < place and not c.text.isspace()]
    right = [c for c in chars if c.middle[0] >= place and not c.text.isspace()]
    return any(
        b.x0 - a.x1 < _THROUGH * b.size
        for a in left
        if place - a.x1 < _THROUGH * a.size
        for b in right
        if abs(a.middle[1] - b.middle[1]) < 0.5 * b.size
    )
