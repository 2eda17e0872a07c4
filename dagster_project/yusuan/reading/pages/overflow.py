"""Text that runs over the rule beside or below its cell → the cell that it was printed in.

Belongs here: which characters are one run of text, and whose cell a text across rules is. Does not: lines (layout.py),
which cell holds a point (filling.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.pages.grid import Grid, GridCell
from yusuan.reading.pages.page_content import Char, CharPlaces, PageContent

# Shares of the character size.
_JOINT = 0.15  # characters of one run adjoin this closely
_THROUGH = 0.1  # a rule at least this far inside a character passes through it
_BASELINE = 0.1  # characters of one run stand as high
_LINE = 0.5  # what differs less in height stands on one line
_INDENT = 1.0  # text that begins this near to the left rule begins in that cell
_CUT = 0.2  # a rule at least this far inside a line cuts it
_LEADING = (0.6, 1.45)  # the lines of one text are this far apart
_NEARER = 0.05  # by how much one text is nearer than another
_FIGURE = frozenset("0123456789.,%-+−，")


def lifted(page: PageContent, grids: Iterable[Grid]) -> PageContent:
    """The page, a line that a rule cuts moved above the rule where the text above is nearer than that below.

    The last line of a text that is too long for its cell stands on the rule, more than half below it.
    """
    chars = page.chars
    moved: dict[int, Char] = {}
    for grid in grids:
        for box, height in _cut_lines(page, grid):
            column = [c for c in chars if box.x0 <= c.middle[0] < box.x1 and not c.text.isspace()]
            line = [c for c in column if abs(c.middle[1] - height) < _LINE * c.size]
            size = line[0].size
            near, far = _LEADING[0] * size, _LEADING[1] * size
            over = [c for c in column if near < height - c.middle[1] <= far]
            if any(c.bottom > box.top + _CUT * size for c in over):
                continue  # the text above is cut by the rule itself: both are too long for their cells
            above = min((height - c.middle[1] for c in over), default=None)
            below = min((d for c in column if near < (d := c.middle[1] - height) < box.bottom - height), default=None)
            if above is not None and below is not None and above < below - _NEARER * size:
                up = height - box.top + 0.1
                moved |= {id(c): c._replace(top=c.top - up, bottom=c.bottom - up) for c in line}
    return replace(page, chars=[moved.get(id(c), c) for c in chars]) if moved else page


def _cut_lines(page: PageContent, grid: Grid) -> set[tuple[GridCell, float]]:
    """The cells whose upper rule cuts a line, with the height of its middle."""
    places, rows = page.places, np.array(grid.rows)
    row = np.searchsorted(rows, places.y, side="right") - 1
    is_inside = (row >= 0) & (row < len(rows) - 1)
    is_cut = is_inside & places.is_exact & places.is_ink & (places.top < rows[row] - _CUT * places.size)
    cut = [(page.chars[k].middle, grid.rows[row[k]]) for k in np.flatnonzero(is_cut).tolist()]
    return {
        (box, y)
        for (x, y), edge in cut
        for box in grid.cells
        if box.top == edge and box.x0 <= x < box.x1 and y < box.bottom
    }


def settle(
    homes: NDArray[np.intp], chars: Sequence[Char], places: CharPlaces, cells: Sequence[GridCell]
) -> NDArray[np.intp]:
    """For each character the number of its cell, those of a run across rules all in one; in the order they are drawn.

    `homes` are the numbers of the cells that hold their middles, -1 outside of all. Figures are moved only where they
    are one string: two that touch across a rule would become one. Nor is what was read from a picture, which has no
    exact places.
    """
    settled = homes.copy()
    for stretch in _crossing(homes, places):
        for numbers in _chains(stretch, chars):
            chain, own = [chars[k] for k in numbers], homes[numbers].tolist()
            if len(set(own)) > 1:
                settled[numbers] = _owners(chain, own, chars, homes, cells)
    return settled


def _crossing(homes: NDArray[np.intp], places: CharPlaces) -> Iterator[range]:
    """Where characters that are drawn one after the other adjoin across a rule: all that adjoin there, by number."""
    adjoins = places.is_exact[1:] & places.is_exact[:-1]
    adjoins &= np.abs(places.x0[1:] - places.x1[:-1]) <= _JOINT * places.size[1:]
    adjoins &= np.abs(np.diff(places.bottom)) <= _BASELINE * places.size[1:]
    adjoins &= np.abs(np.diff(places.size)) <= _BASELINE * places.size[1:]
    begins = np.flatnonzero(~np.concatenate([[False], adjoins]))
    crosses = np.concatenate([[False], adjoins & (np.diff(homes) != 0)])
    ends = np.append(begins[1:], len(homes))
    for k in np.flatnonzero(np.logical_or.reduceat(crosses, begins)).tolist() if len(homes) else ():
        yield range(int(begins[k]), int(ends[k]))


def _owners(
    chain: Sequence[Char],
    own: Sequence[int],
    chars: Sequence[Char],
    homes: NDArray[np.intp],
    cells: Sequence[GridCell],
) -> list[int]:
    """The number of the cell that each character of a chain belongs to; `own` are those that hold their middles."""
    owners = list(own)

    def held(number: int) -> list[Char]:
        return [chars[k] for k in np.flatnonzero(homes == number).tolist()]

    def give(run: range, owner: int) -> None:
        for k in run:
            owners[k] = owner if owners[k] >= 0 else -1

    if figure := _wide_figure(chain, own):
        give(*figure)
    for run in _parts(chain, own, cells, held):
        inked = [own[k] for k in run if own[k] >= 0 and not chain[k].text.isspace()]
        if len(set(inked)) > 1:
            give(run, _owner(chain[run.start : run.stop], inked, cells))
    return owners


def _wide_figure(chain: Sequence[Char], own: Sequence[int]) -> tuple[range, int] | None:
    """The figure at the end of a chain that is wider than its column, with the cell that holds most of it.

    It is one string of the page, and a whole figure.
    """
    begin = len(chain)
    while begin and chain[begin - 1].text in _FIGURE and chain[begin - 1].string == chain[-1].string:
        begin -= 1
    boxes = Counter(number for number in own[begin:] if number >= 0)
    if len(boxes) < 2 or not chain[-1].string or not looks_like_amount("".join(c.text for c in chain[begin:])):
        return None
    (owner, count), *_ = boxes.most_common(1)
    return (range(begin, len(chain)), owner) if count * 2 > len(chain) - begin else None


def _chains(stretch: range, chars: Sequence[Char]) -> Iterator[list[int]]:
    """Characters drawn one after the other that adjoin on one line; a blank behind ink ends a chain."""
    chain: list[int] = []
    inked = False
    for k in stretch:
        is_blank = chars[k].text.isspace()
        if inked and is_blank:
            if len(chain) > 1:
                yield chain
            chain, inked = [], False
        chain.append(k)
        inked = inked or not is_blank
    if len(chain) > 1:
        yield chain


def _parts(
    chain: Sequence[Char], own: Sequence[int], cells: Sequence[GridCell], held: Callable[[int], Sequence[Char]]
) -> Iterator[range]:
    """What of a chain is text of one cell: parted where the rule stands between two cells' texts.

    A figure at the end of a text is its own, and in its own cell: only what stands before it can be a run.
    """
    end = len(chain)
    while end and chain[end - 1].text in _FIGURE:
        end -= 1
    begin = 0
    for k in range(1, end):
        if own[k - 1] != own[k] and not _runs_over(k, chain[:end], own, cells, held):
            yield range(begin, k)
            begin = k
    yield range(begin, end)


def _runs_over(
    k: int,
    text: Sequence[Char],
    own: Sequence[int],
    cells: Sequence[GridCell],
    held: Callable[[int], Sequence[Char]],
) -> bool:
    """Whether the characters k-1 and k, in two cells and neither of a figure, are one text.

    In the cell of the second something else stands beside it, or the rule passes through one of them; unless the
    text fills both cells, which two texts do.
    """
    a, b = text[k - 1], text[k]
    if own[k] < 0 or a.text in _FIGURE or b.text in _FIGURE:
        return False
    if _beside(b, text, held(own[k])):
        return True
    slack, there = b.size / 2, cells[own[k]]
    fills = own[k - 1] >= 0 and text[0].x0 - cells[own[k - 1]].x0 < slack and there.x1 - text[-1].x1 < slack
    return not fills and max(a.x1 - there.x0, there.x0 - b.x0) >= _THROUGH * b.size


def _beside(char: Char, text: Sequence[Char], held: Sequence[Char]) -> bool:
    """Whether a cell holds other ink on a character's line than that of its own text."""
    own = {id(c) for c in text}
    return any(
        id(c) not in own and not c.text.isspace() and abs(c.bottom - char.bottom) < _LINE * char.size for c in held
    )


def _owner(run: Sequence[Char], numbers: Sequence[int], cells: Sequence[GridCell]) -> int:
    """The cell that a run was printed in: where it begins at the left rule, or else the one it is in the middle of."""
    if run[0].x0 - cells[numbers[0]].x0 <= _INDENT * run[0].size:
        return numbers[0]
    middle = (run[0].x0 + run[-1].x1) / 2
    return next((number for number in numbers if cells[number].x0 <= middle < cells[number].x1), numbers[0])
