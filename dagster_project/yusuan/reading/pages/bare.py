"""Tables without any rule → the rules that would bound them: above and below the header, below the last row.

Belongs here: where lines of words stand as a table does. Does not: columns and rows (unruled.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

import numpy as np

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Line, lines_of_some
from yusuan.reading.pages.page_content import PageContent, Rule
from yusuan.reading.pages.words import is_data, words

_LEAST_ROWS = 3  # with figures: fewer are a list in the text
_ALIGNED = 2.0  # points: figures of one column end so near to one line
_APART = 1.5  # of the character size: the columns of a table are at least so far apart
_HEADER_LINES = 6
_FAR = 4.0  # of the character size: what stands so far below the line above is not of its table
_RIM = 6.0  # points beside the outermost words
_OUTSIDE = 3.0  # points around a ruled table that are its own


def bounding_rules(page: PageContent, ruled: Sequence[Grid], is_caption: Callable[[Line], bool]) -> list[list[Rule]]:
    """For each table under a caption that no rule bounds: its upper rule, that under its header, its last one."""
    height, is_free = page.places.y, page.places.is_upright
    for grid in ruled:
        is_free = is_free & ((height < grid.top - _OUTSIDE) | (height > grid.bottom + _OUTSIDE))
    captions = sorted(line.bottom for line in lines_of_some(page, is_free) if is_caption(line))
    if not captions:
        return []
    lines = _lines(words(page.chars[k] for k in np.flatnonzero(is_free).tolist()))
    found = []
    for top, end in pairwise([*captions, page.height]):
        own = [
            line
            for line in lines
            if top < line[0].middle < end and not any(top < g.top < line[0].middle for g in ruled)
        ]
        if rules := _rules(_table(own)):
            found.append(rules)
    return found


def _lines(found: Sequence[Line]) -> list[list[Line]]:
    """Words by the line that they stand on, from the top; each line from the left."""
    lines: list[list[Line]] = []
    for word in sorted(found, key=lambda w: w.middle):
        if lines and abs(word.middle - lines[-1][0].middle) < 0.4 * word.size:
            lines[-1].append(word)
        else:
            lines.append([word])
    return [sorted(line, key=lambda w: w.x0) for line in lines]


def _table(lines: Sequence[list[Line]]) -> tuple[list[list[Line]], list[list[Line]]]:
    """The lines of a header and those of the rows below it; both empty where the lines are no table."""
    first = next((k for k, line in enumerate(lines) if _is_row(line)), len(lines))
    header = list(_joined(list(reversed(lines[:first]))))[:_HEADER_LINES]
    header = [line for line in reversed(header) if not any("：" in w.text or ":" in w.text for w in line)]
    body = list(_joined(lines[first:]))
    while body and not _is_row(body[-1]):
        body.pop()
    if not header or max(map(len, header)) < 3 or _has_prose([*header, *body]) or not _is_aligned(body):
        return [], []
    return header, body


def _joined(lines: Sequence[list[Line]]) -> Iterator[list[Line]]:
    """The lines from the first on that follow each other closely."""
    last: list[Line] | None = None
    for line in lines:
        if last is not None and abs(line[0].middle - last[0].middle) > _FAR * max(w.size for w in line):
            return
        yield line
        last = line


def _is_row(line: Sequence[Line]) -> bool:
    """Whether a line is one of data: an amount beside something else, well apart."""
    is_apart = all(b.x0 - a.x1 > _APART * a.size for a, b in pairwise(line) if looks_like_amount(b.text))
    return len(line) > 1 and any(looks_like_amount(word.text) for word in line) and is_data(line[-1].text) and is_apart


def _has_prose(lines: Sequence[Sequence[Line]]) -> bool:
    return any(mark in word.text for line in lines for word in line for mark in "。；")


def _is_aligned(body: Sequence[Sequence[Line]]) -> bool:
    """Whether enough amounts end below each other, and nearly all that stand beside a label do."""
    ends = [word.x1 for line in body for word in line if looks_like_amount(word.text)]
    alike = [end for end in ends if sum(abs(end - other) < _ALIGNED for other in ends) >= _LEAST_ROWS]
    return len(alike) >= _LEAST_ROWS and len(alike) * 4 >= len(ends) * 3


def _rules(table: tuple[list[list[Line]], list[list[Line]]]) -> list[Rule]:
    header, body = table
    if not body:
        return []
    own = [word for line in (*header, *body) for word in line]
    x0, x1 = min(w.x0 for w in own) - _RIM, max(w.x1 for w in own) + _RIM
    under = (max(w.bottom for w in header[-1]) + min(w.top for w in body[0])) / 2
    heights = (min(w.top for w in header[0]) - 1, under, max(w.bottom for w in body[-1]) + 1)
    return [Rule(height, x0, x1) for height in heights]
