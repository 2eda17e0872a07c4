"""Header cells without rules → the columns that each of them spans.

Belongs here: reading the levels of a header from where its cells stand. Does not: finding cells or columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, get_args

from yusuan.reading.pages.column_edges import Band
from yusuan.reading.pages.layout import Line
from yusuan.reading.pages.page_content import Rule
from yusuan.reading.pages.words import centre
from yusuan.reading.text import squeeze

_BLANK = 0.5  # cost of a column without a header
_LONE = 0.5  # cost of a header over a single other one
_FAR = 1.0  # most that one cell out of its place costs
_MARGIN = 0.3  # the best reading is this much better than the next, or there is none
_ENOUGH = 0.15  # mean cost per column above which no reading is believed
_EXACT, _ROUGH = 0.25, 2.5  # of the character size: how far a group may stand from the middle of its columns

ScoredRules = tuple[float, tuple[Rule, ...]]
Rest = Literal["middle", "top", "bottom"]


def group_rules(band: Band, edges: Sequence[float], exact: bool) -> list[Rule] | None:
    """A rule under every header cell that has others below it, over the columns it spans; None where it is uncertain.

    A header is a tiling: each cell fills a box, stands in its middle from left to right and, all alike, in the middle,
    at the top or at the bottom of it. Of all tilings the one from which the cells deviate least is taken, provided
    that no other comes near. Rules drawn under groups are kept to.
    """
    everything = tuple(range(len(band.cells)))
    found: dict[tuple[tuple[int, int], ...], ScoredRules] = {}
    for rest in get_args(Rest):
        tiling = _Tiling(band, edges, _EXACT if exact else _ROUGH, rest)
        for cost, rules in tiling.partitions(0, len(edges) - 1, band.top, everything):
            spans = tuple((round(r.start), round(r.end)) for r in rules)
            if spans not in found or cost < found[spans][0]:
                found[spans] = cost, rules
    readings = sorted(found.values(), key=lambda r: r[0])
    if not readings:
        return None
    cost, best = readings[0]
    if cost > _ENOUGH * (len(edges) - 1) or (len(readings) > 1 and readings[1][0] < cost + _MARGIN):
        return None
    if not exact and not band.drawn and best:
        # Where columns are rough, headers may stand to the left: their middles tell no group.
        return _repeated(band, edges) or None
    return list(best)


def _repeated(band: Band, edges: Sequence[float]) -> list[Rule]:
    """The rules under the groups of a header whose lower line says the same under each: `项目 预算数 项目 预算数`."""
    middles = sorted({round(cell.middle) for cell in band.cells})
    upper, lower = (
        sorted((cell for cell in band.cells if round(cell.middle) == y), key=centre) for y in (middles[0], middles[-1])
    )
    texts = [squeeze(cell.text) for cell in lower]
    each = len(texts) // max(len(upper), 1)
    is_repeated = len(upper) > 1 and each > 1 and texts[:each] * len(upper) == texts
    if len(middles) != 2 or not is_repeated or len(texts) != len(edges) - 1:
        return []
    spans = [(edges[n * each], edges[(n + 1) * each]) for n in range(len(upper))]
    if not all(left <= centre(cell) < right for cell, (left, right) in zip(upper, spans, strict=True)):
        return []
    height = (max(cell.bottom for cell in upper) + min(cell.top for cell in lower)) / 2
    return [Rule(height, left, right) for left, right in spans]


@dataclass
class _Tiling:
    """The search: readings of columns [p, q) below `top` with the cells left for them, best two first.

    `slack` is how far a group may stand from the middle of its columns, in character sizes; `rest` is where in its
    box a cell stands from top to bottom. Costs are squared deviations in character sizes.
    """

    band: Band
    edges: Sequence[float]
    slack: float
    rest: Rest
    known: dict[tuple[int, int, float, tuple[int, ...]], list[ScoredRules]] = field(default_factory=dict)

    @cached_property
    def cells(self) -> tuple[Line, ...]:
        return self.band.cells

    def partitions(self, p: int, q: int, top: float, cells: tuple[int, ...]) -> list[ScoredRules]:
        """The columns as runs side by side, each a single column or a group."""
        key = (p, q, round(top, 1), cells)
        if key not in self.known:
            best: list[list[ScoredRules]] = [[(0.0, ())], *([] for _ in range(q - p))]
            for end in range(p + 1, q + 1):
                found = [
                    (before + cost, rules + more)
                    for start in range(p, end)
                    if best[start - p]
                    for cost, more in self._run(start, end, top, cells)
                    for before, rules in best[start - p]
                ]
                best[end - p] = _best(found)
            self.known[key] = best[-1]
        return self.known[key]

    def _run(self, p: int, q: int, top: float, cells: tuple[int, ...]) -> list[ScoredRules]:
        own = tuple(i for i in cells if self.edges[p] <= centre(self.cells[i]) < self.edges[q])
        return self._column(p, top, own) if q == p + 1 else self._group(p, q, top, own)

    def _column(self, p: int, top: float, own: tuple[int, ...]) -> list[ScoredRules]:
        if not own:
            return [(0.0 if top >= self.band.bottom - 1 else _BLANK, ())]
        cost = 0.0
        rules: list[Rule] = []
        for k, i in enumerate(own):
            cell = self.cells[i]
            if k and cell.top < self.cells[own[k - 1]].bottom - 1:
                return []
            if k + 1 < len(own):
                cost += _LONE + min(_FAR, self._aside(cell, p, p + 1) ** 2)
                top = self._boundary(cell, top, [self.cells[j] for j in own[k + 1 :]])
                rules.append(Rule(top, self.edges[p], self.edges[p + 1]))
            else:
                cost += min(_FAR, self._astray(cell, p, p + 1, top) ** 2)
        return [(cost, tuple(rules))]

    def _group(self, p: int, q: int, top: float, own: tuple[int, ...]) -> list[ScoredRules]:
        if not own:
            return []
        first = self.cells[own[0]]
        below = [self.cells[i] for i in own[1:]]
        drawn = self._drawn(first, below, p, q)
        aside = 0.0 if drawn else self._aside(first, p, q)
        if aside > self.slack or first.x0 < self.edges[p] - 2 or first.x1 > self.edges[q] + 2:
            return []
        if any(c.top < first.bottom - 1 for c in below):
            return []
        if not below:
            return self._closed_by_index(first, p, q, top, aside)
        boundary = self._boundary(first, top, below)
        if drawn is not None:
            boundary = drawn.position
        elif self.band.drawn:
            return []
        rule = Rule(boundary, self.edges[p], self.edges[q])
        return [(aside**2 + cost, (rule, *rules)) for cost, rules in self.partitions(p, q, boundary, own[1:])]

    def _closed_by_index(self, cell: Line, p: int, q: int, top: float, aside: float) -> list[ScoredRules]:
        """A group with nothing below but the row that numbers the columns (类 款 项 stand in it)."""
        inside = [c for c in self.band.index if self.edges[p] <= centre(c) < self.edges[q]]
        if len(inside) < 2:
            return []
        cost = aside**2 + min(_FAR, self._astray(cell, p, q, top) ** 2)
        return [(cost, (Rule(self.band.bottom, self.edges[p], self.edges[q]),))]

    def _drawn(self, cell: Line, below: Sequence[Line], p: int, q: int) -> Rule | None:
        """The rule drawn between a cell and what stands below it, if it reaches over just these columns."""
        half_first, half_last = (
            (self.edges[p] + self.edges[p + 1]) / 2,
            (self.edges[q - 1] + self.edges[q]) / 2,
        )
        for rule in self.band.drawn:
            fits = self.edges[p] - 4 < rule.start < half_first and half_last < rule.end < self.edges[q] + 4
            if fits and cell.middle < rule.position and all(rule.position < c.middle for c in below):
                return rule
        return None

    def _boundary(self, cell: Line, top: float, below: Sequence[Line]) -> float:
        """Where a cell's box ends that begins at `top`: as far below its middle, but above what stands under it."""
        upper, lower = cell.bottom, max(cell.bottom, min(c.top for c in below))
        return min(max(2 * cell.middle - top, upper), lower)

    def _aside(self, cell: Line, p: int, q: int) -> float:
        return abs(centre(cell) - (self.edges[p] + self.edges[q]) / 2) / cell.size

    def _astray(self, cell: Line, p: int, q: int, top: float) -> float:
        """How far a cell stands from its place in its room, which ends at the row of column numbers or below it."""
        if self.rest == "top":
            return abs(cell.top - top - (self.cells[0].top - self.band.top)) / cell.size
        if self.rest == "bottom":
            return abs(cell.bottom - max(c.bottom for c in self.cells)) / cell.size
        ends = [self.band.bottom]
        if self.band.index and not any(self.edges[p] <= centre(c) < self.edges[q] for c in self.band.index):
            ends.append(2 * self.band.index[0].middle - self.band.bottom)
        return min(abs(cell.middle - (top + end) / 2) for end in ends) / cell.size


def _best(readings: Sequence[ScoredRules]) -> list[ScoredRules]:
    """The two readings of least cost; equal ones count once."""
    cheapest: dict[tuple[Rule, ...], float] = {}
    for cost, rules in readings:
        if rules not in cheapest or cost < cheapest[rules]:
            cheapest[rules] = cost
    return sorted(((cost, rules) for rules, cost in cheapest.items()), key=lambda r: r[0])[:2]
