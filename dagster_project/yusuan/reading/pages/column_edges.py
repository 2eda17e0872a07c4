"""Column edges of tables without upright rules.

Belongs here: which header cells head a single column, where columns part. Does not: what spans columns (groups.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.pages.layout import Line
from yusuan.reading.pages.page_content import Rule
from yusuan.reading.pages.words import centre, is_figure

_CLOSES = 3.0  # points: by how much the edges that centred headers imply may miss the table's end


@dataclass(frozen=True)
class Band:
    """The header of a table between `top` and `bottom` (points), the row that numbers the columns not among `cells`.

    `drawn` are the rules under its group headers, where there are any.
    """

    top: float
    bottom: float
    cells: tuple[Line, ...]
    index: tuple[Line, ...]
    drawn: tuple[Rule, ...]


def column_edges(band: Band, body: Sequence[Line], x0: float, x1: float) -> tuple[list[float], bool]:
    """The edges of the columns between `x0` and `x1`, and whether they are exact; `body` are the words below.

    Headers that stand in the middle of their columns say exactly where these end: each edge is the mirror image of
    the one before, and the last must meet the table's end. Where they do not, the blank gaps part the columns.
    """
    amounts = [w for w in body if looks_like_amount(w.text)]  # a code may stand over the columns of its parts
    centred = _heads(band, innermost(band))
    for heads in (centred, _heads(band, _lowest(band))):
        edges = _mirrored(heads, x0, x1)
        if edges is not None and not any(w.x0 + 1 < e < w.x1 - 1 for w in amounts for e in edges):
            return edges, True
    return _edges_in_gaps(centred, body, x0, x1), False


def innermost(band: Band) -> list[Line]:
    """The header cells with no other under them, as far as their place says: those that head a column of their own.

    Where rules are drawn under groups, these tell. Else a cell that stands in the upper half of the header is not
    innermost (an innermost one reaches down to its end, and stands in the middle of its room), nor one with another
    straight below.
    """
    if band.drawn:
        return [
            c
            for c in band.cells
            if not any(r.start <= centre(c) <= r.end and c.middle < r.position for r in band.drawn)
        ]
    half = (band.top + band.bottom) / 2
    return [c for c in _lowest(band) if c.middle > half - 0.4 * c.size]


def _lowest(band: Band) -> list[Line]:
    """The header cells with no other straight below."""
    return [c for c in band.cells if not any(o.top >= c.bottom - 1 and o.x0 < c.x1 and o.x1 > c.x0 for o in band.cells)]


def _heads(band: Band, cells: Sequence[Line]) -> list[tuple[float, float]]:
    """Left and right ends of what heads each column, from the left; a number under a header is the same column."""
    heads: list[tuple[float, float]] = []
    single = [c for c in cells if sum(o.x0 < c.x1 and o.x1 > c.x0 for o in band.index) < 2]
    for cell in sorted([*single, *band.index], key=lambda c: c.x0):
        if heads and cell.x0 < heads[-1][1]:
            heads[-1] = (heads[-1][0], max(heads[-1][1], cell.x1))
        else:
            heads.append((cell.x0, cell.x1))
    return heads


def _mirrored(heads: Sequence[tuple[float, float]], x0: float, x1: float) -> list[float] | None:
    edges = [x0]
    for k, (start, end) in enumerate(heads):
        edge = start + end - edges[-1]
        if edge < end - 1 or edges[-1] > start + 1 or (k + 1 < len(heads) and edge > heads[k + 1][0] + 1):
            return None
        edges.append(edge)
    if abs(edges[-1] - x1) > _CLOSES:
        return None
    return [*edges[:-1], x1]


def _edges_in_gaps(heads: Sequence[tuple[float, float]], body: Sequence[Line], x0: float, x1: float) -> list[float]:
    """Edges in the gaps that no figure, code or innermost header crosses, and hardly any label.

    A label that stands over several columns (a total's) crosses gaps; one line, or one in twenty, may.
    """
    left = int(x0) - 1
    width = int(x1) - left + 2
    head, figures, labels = [0] * width, [0] * width, [0] * width
    for start, end in heads:
        _count(head, start - left, end - left)
    for word in body:
        _count(figures if is_figure(word.text) else labels, word.x0 - left, word.x1 - left)
    allowed = max(1, len({round(w.middle) for w in body}) // 20)
    spans = _spans([h > 0 or f > 0 or s > allowed for h, f, s in zip(head, figures, labels, strict=True)])
    kinds = []
    for a, b in spans:
        under = any(figures[a:b]) or any(s > allowed for s in labels[a:b])
        kinds.append({name for name, there in (("head", any(head[a:b])), ("body", under)) if there})
    joined = _join_header_with_figures(spans, kinds)
    cuts = [_cut(labels, a[1], b[0]) for a, b in pairwise(joined)]
    return [x0, *(left + c for c in cuts), x1]


def _count(counts: list[int], start: float, end: float) -> None:
    for x in range(max(0, int(start)), min(len(counts) - 1, int(end)) + 1):
        counts[x] += 1


def _spans(occupied: Sequence[bool]) -> list[tuple[int, int]]:
    """Runs of occupied positions, end exclusive."""
    spans: list[tuple[int, int]] = []
    for x, there in enumerate(occupied):
        if there and spans and spans[-1][1] == x:
            spans[-1] = (spans[-1][0], x + 1)
        elif there:
            spans.append((x, x + 1))
    return spans


def _cut(labels: Sequence[int], start: int, end: int) -> float:
    """Where to part two columns: in the middle of the widest gap that the fewest labels cross."""
    low = min(labels[start:end])
    clear = _spans([value == low for value in labels[start:end]])
    a, b = max(clear, key=lambda s: s[1] - s[0])
    return start + (a + b) / 2


def _join_header_with_figures(spans: Sequence[tuple[int, int]], kinds: Sequence[set[str]]) -> list[tuple[int, int]]:
    """A header centred over right-aligned amounts may not touch them: a run of header only takes that of amounts."""
    out: list[tuple[int, int]] = []
    i = 0
    while i < len(spans):
        if i + 1 < len(spans) and sorted(map(sorted, (kinds[i], kinds[i + 1]))) == [["body"], ["head"]]:
            out.append((spans[i][0], spans[i + 1][1]))
            i += 2
        else:
            out.append(spans[i])
            i += 1
    return out
