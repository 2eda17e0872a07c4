"""Text that runs over the rule beside or below its cell → the cell that it was printed in.

Belongs here: which characters are one run of text, and whose cell a text across rules is. Does not: lines (layout.py),
which cell holds a point (filling.py).
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.pages.grid import Grid, GridCell
from yusuan.reading.pages.page_content import Char

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


def lifted(chars: Sequence[Char], grids: Iterable[Grid]) -> list[Char]:
    """The characters, a line that a rule cuts moved above the rule where the text above is nearer than that below.

    The last line of a text that is too long for its cell stands on the rule, more than half below it.
    """
    moved: dict[int, Char] = {}
    for grid in grids:
        for box, height in _cut_lines(chars, grid):
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
    return [moved.get(id(c), c) for c in chars]


def _cut_lines(chars: Iterable[Char], grid: Grid) -> set[tuple[GridCell, float]]:
    """The cells whose upper rule cuts a line, with the height of its middle."""
    cut = []
    rows, top, bottom = grid.rows, grid.top, grid.bottom
    for char in chars:
        y = (char.top + char.bottom) / 2
        if top <= y < bottom:
            edge = rows[bisect_right(rows, y) - 1]
            if char.top < edge - _CUT * char.size and _is_exact(char):
                cut.append((char.middle, edge))
    return {
        (box, y)
        for (x, y), edge in cut
        for box in grid.cells
        if box.top == edge and box.x0 <= x < box.x1 and y < box.bottom
    }


def _is_exact(char: Char) -> bool:
    """Whether a character is ink that stands upright, and was not read from a picture."""
    return char.confidence is None and not char.turn and not char.text.isspace()


def settle(by_box: dict[GridCell, list[Char]], chars: Iterable[Char]) -> dict[GridCell, list[Char]]:
    """The characters by cell, those of a run across rules all in one cell; `chars` in the order they are drawn.

    Figures are moved only where they are one string: two that touch across a rule would become one. Nor is what was
    read from a picture, which has no exact places.
    """
    home = {id(c): box for box, held in by_box.items() for c in held}
    moved: dict[int, GridCell] = {}
    for chain in _chains(chars):
        if len({home.get(id(c)) for c in chain}) > 1:
            moved |= _wide_figure(chain, home)
            for run in _parts(chain, home, by_box):
                boxes = [home[id(c)] for c in run if id(c) in home and not c.text.isspace()]
                if len(set(boxes)) > 1:
                    moved |= dict.fromkeys((id(c) for c in run if id(c) in home), _owner(run, boxes))
    if not moved:
        return by_box
    settled: dict[GridCell, list[Char]] = {}
    for box, held in by_box.items():
        for c in held:
            settled.setdefault(moved.get(id(c), box), []).append(c)
    return settled


def _wide_figure(chain: Sequence[Char], home: dict[int, GridCell]) -> dict[int, GridCell]:
    """The characters of a figure at the end of a chain that is wider than its column, with the cell that holds most.

    It is one string of the page, and a whole figure.
    """
    begin = len(chain)
    while begin and chain[begin - 1].text in _FIGURE and chain[begin - 1].string == chain[-1].string:
        begin -= 1
    figure = chain[begin:]
    boxes = Counter(home[id(c)] for c in figure if id(c) in home)
    if len(boxes) < 2 or not chain[-1].string or not looks_like_amount("".join(c.text for c in figure)):
        return {}
    (owner, count), *_ = boxes.most_common(1)
    return {id(c): owner for c in figure if id(c) in home} if count * 2 > len(figure) else {}


def _chains(chars: Iterable[Char]) -> Iterator[list[Char]]:
    """Characters drawn one after the other that adjoin on one line; a blank behind ink ends a chain."""
    chain: list[Char] = []
    inked = False
    for char in chars:
        goes_on = bool(chain) and _adjoins(chain[-1], char) and not (inked and char.text.isspace())
        if not goes_on:
            if len(chain) > 1:
                yield chain
            chain, inked = [], False
        if char.confidence is None and char.turn == 0:
            chain.append(char)
            inked = inked or not char.text.isspace()
    if len(chain) > 1:
        yield chain


def _adjoins(before: Char, char: Char) -> bool:
    return (
        char.turn == 0
        and abs(char.x0 - before.x1) <= _JOINT * char.size
        and abs(char.bottom - before.bottom) <= _BASELINE * char.size
        and abs(char.size - before.size) <= _BASELINE * char.size
    )


def _parts(
    chain: Sequence[Char], home: dict[int, GridCell], by_box: dict[GridCell, list[Char]]
) -> Iterator[list[Char]]:
    """What of a chain is text of one cell: parted where the rule stands between two cells' texts.

    A figure at the end of a text is its own, and in its own cell: only what stands before it can be a run.
    """
    end = len(chain)
    while end and chain[end - 1].text in _FIGURE:
        end -= 1
    text = chain[:end]
    run = list(text[:1])
    for k in range(1, end):
        here, there = home.get(id(text[k - 1])), home.get(id(text[k]))
        if here != there and not _runs_over(k, text, here, there, by_box):
            yield run
            run = []
        run.append(text[k])
    yield run


def _runs_over(
    k: int, text: Sequence[Char], here: GridCell | None, there: GridCell | None, by_box: dict[GridCell, list[Char]]
) -> bool:
    """Whether the characters k-1 and k, in two cells and neither of a figure, are one text.

    In the cell of the second something else stands beside it, or the rule passes through one of them; unless the
    text fills both cells, which two texts do.
    """
    a, b = text[k - 1], text[k]
    if there is None or a.text in _FIGURE or b.text in _FIGURE:
        return False
    if _beside(b, text, by_box[there]):
        return True
    slack = b.size / 2
    fills = here is not None and text[0].x0 - here.x0 < slack and there.x1 - text[-1].x1 < slack
    return not fills and max(a.x1 - there.x0, there.x0 - b.x0) >= _THROUGH * b.size


def _beside(char: Char, text: Sequence[Char], held: Sequence[Char]) -> bool:
    """Whether a cell holds other ink on a character's line than that of its own text."""
    own = {id(c) for c in text}
    return any(
        id(c) not in own and not c.text.isspace() and abs(c.bottom - char.bottom) < _LINE * char.size for c in held
    )


def _owner(run: Sequence[Char], boxes: Sequence[GridCell]) -> GridCell:
    """The cell that a run was printed in: where it begins at the left rule, or else the one it is in the middle of."""
    if run[0].x0 - boxes[0].x0 <= _INDENT * run[0].size:
        return boxes[0]
    middle = (run[0].x0 + run[-1].x1) / 2
    return next((box for box in boxes if box.x0 <= middle < box.x1), boxes[0])
