"""Rules on a page → grids of cells. Pure geometry: no text is looked at.

Belongs here: which rectangles rules draw, and which of them are merged. Does not: characters, headers, meaning.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from yusuan.reading.pages.page_content import Rule

SNAP = 2.5  # points: rules closer than this are one
_TOUCH = 4.0  # points: rules whose ends are this near meet
_INSET = 0.25  # of a side: a rule is its wall that leaves no more of it open
_OPEN = 5.0  # points: a rule that reaches this far past the last crossing bounds a row or column that has no edge


class GridCell(NamedTuple):
    """A cell of a grid: row and column ranges (end exclusive) and its rectangle in points."""

    row: int
    row_end: int
    column: int
    column_end: int
    x0: float
    top: float
    x1: float
    bottom: float


@dataclass(frozen=True)
class Grid:
    """Row edges (top to bottom), column edges (left to right), and the cells, merged ones as one box.

    `open_top`: no rule is drawn above the first row, as where the page breaks inside a row.
    """

    rows: list[float]
    columns: list[float]
    cells: list[GridCell]
    open_top: bool = False

    @property
    def top(self) -> float:
        """Upper edge, points from the top of the page."""
        return self.rows[0]

    @property
    def bottom(self) -> float:
        """Lower edge."""
        return self.rows[-1]


def snap(positions: Iterable[float], tolerance: float = SNAP) -> list[float]:
    """Ascending positions, those nearer than `tolerance` to their neighbour averaged into one."""
    groups: list[list[float]] = []
    for position in sorted(positions):
        if groups and position - groups[-1][-1] <= tolerance:
            groups[-1].append(position)
        else:
            groups.append([position])
    return [sum(g) / len(g) for g in groups]


def merge(rules: Sequence[Rule]) -> list[Rule]:
    """Rules on one line drawn in parts, joined; nearly equal positions made equal."""
    lines = snap(r.position for r in rules)
    by_line: dict[float, list[tuple[float, float]]] = {}
    for rule in rules:
        line = _nearest(lines, rule.position)
        by_line.setdefault(line, []).append((rule.start, rule.end))
    merged = []
    for line, spans in by_line.items():
        spans.sort()
        start, end = spans[0]
        for s, e in spans[1:]:
            if s - end <= _TOUCH:
                end = max(end, e)
            else:
                merged.append(Rule(line, start, end))
                start, end = s, e
        merged.append(Rule(line, start, end))
    return merged


def find_grids(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """Every group of rules that meet and enclose at least two columns, top to bottom.

    Rows or columns at the edge that no rule closes (an open side, a continuation page whose first row has no upper
    rule) are bounded by where the crossing rules end.
    """
    hs, vs = merge(horizontal), merge(vertical)
    grids = []
    for h_part, v_part in _components(hs, vs):
        if len(h_part) >= 1 and len(v_part) >= 2:
            grid = _grid(h_part, v_part)
            if len(grid.columns) >= 3 and len(grid.rows) >= 2:
                grids.append(grid)
    return sorted(_outermost(grids), key=lambda g: (g.top, g.columns[0]))


def build_grid(rows: list[float], columns: list[float], horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Grid:
    """A grid over given edges; elementary cells with no rule between them are merged."""
    return Grid(rows, columns, list(_cells(rows, columns, horizontal, vertical)))


def _nearest(values: Sequence[float], x: float) -> float:
    i = bisect_left(values, x)
    below, above = values[max(0, i - 1)], values[min(i, len(values) - 1)]
    return below if x - below <= above - x else above


def _components(hs: list[Rule], vs: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    parent = list(range(len(hs) + len(vs)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, j in _meetings(hs, vs):
        parent[root(i)] = root(len(hs) + j)
    parts: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for i, h in enumerate(hs):
        parts.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vs):
        parts.setdefault(root(len(hs) + j), ([], []))[1].append(v)
    return list(parts.values())


def _meetings(hs: list[Rule], vs: list[Rule]) -> list[tuple[int, int]]:
    """Which horizontal rule meets which vertical one."""
    across, begins, ends = np.array(hs).reshape(-1, 3).T
    down, tops, bottoms = np.array(vs).reshape(-1, 3).T
    meets = (begins[:, None] - _TOUCH <= down) & (down <= ends[:, None] + _TOUCH)
    meets &= (tops - _TOUCH <= across[:, None]) & (across[:, None] <= bottoms + _TOUCH)
    return [(i, j) for i, j in np.argwhere(meets).tolist()]


def _grid(hs: list[Rule], vs: list[Rule]) -> Grid:
    drawn = snap(h.position for h in hs)
    rows = _with_open_ends(drawn, vs)
    columns = _with_open_ends(snap(v.position for v in vs), hs)
    return replace(build_grid(rows, columns, hs, vs), open_top=rows[0] != drawn[0])


def _with_open_ends(edges: list[float], crossing: list[Rule]) -> list[float]:
    low, high = min(r.start for r in crossing), max(r.end for r in crossing)
    before = [low] if edges[0] - low > _OPEN else []
    after = [high] if high - edges[-1] > _OPEN else []
    return before + edges + after


def _walls(edges: list[float], rules: Iterable[tuple[float, float]]) -> list[bool]:
    """Whether one of the rules of a line covers it between each edge and the next, but for a quarter at either end."""
    starts = [a + (b - a) * _INSET for a, b in pairwise(edges)]
    ends = [b - (b - a) * _INSET for a, b in pairwise(edges)]
    walls = [False] * len(starts)
    for start, end in rules:
        first, last = bisect_left(starts, start), bisect_right(ends, end)
        walls[first:last] = [True] * (last - first)
    return walls


def _cells(rows: list[float], columns: list[float], hs: Sequence[Rule], vs: Sequence[Rule]) -> Iterable[GridCell]:
    n_rows, n_columns = len(rows) - 1, len(columns) - 1
    v_at: dict[float, list[tuple[float, float]]] = {}
    h_at: dict[float, list[tuple[float, float]]] = {}
    for v in vs:
        v_at.setdefault(_nearest(columns, v.position), []).append((v.start, v.end))
    for h in hs:
        h_at.setdefault(_nearest(rows, h.position), []).append((h.start, h.end))
    wall_right = list(zip(*(_walls(rows, v_at.get(edge, [])) for edge in columns[1:]), strict=True))
    wall_below = [_walls(columns, h_at.get(edge, [])) for edge in rows[1:]]
    taken = [[False] * n_columns for _ in range(n_rows)]
    for i in range(n_rows):
        for j in range(n_columns):
            if taken[i][j]:
                continue
            j_end = j + 1
            while j_end < n_columns and not wall_right[i][j_end - 1] and not taken[i][j_end]:
                j_end += 1
            i_end = i + 1
            while (
                i_end < n_rows
                and not any(wall_below[i_end - 1][j:j_end])
                and not any(wall_right[i_end][j : j_end - 1])
                and (j == 0 or wall_right[i_end][j - 1])
                and (j_end == n_columns or wall_right[i_end][j_end - 1])
                and not any(taken[i_end][j:j_end])
            ):
                i_end += 1
            for r in range(i, i_end):
                for c in range(j, j_end):
                    taken[r][c] = True
            yield GridCell(i, i_end, j, j_end, columns[j], rows[i], columns[j_end], rows[i_end])


def _outermost(grids: list[Grid]) -> list[Grid]:
    """Without grids that lie inside a cell of another (a frame drawn within a table)."""

    def inside(a: Grid, b: Grid) -> bool:
        return (
            a is not b
            and b.top - 1 <= a.top
            and a.bottom <= b.bottom + 1
            and b.columns[0] - 1 <= a.columns[0]
            and a.columns[-1] <= b.columns[-1] + 1
            and len(b.cells) >= len(a.cells)
        )

    return [g for g in grids if not any(inside(g, other) for other in grids)]
