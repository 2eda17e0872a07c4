"""Tables with horizontal rules only, or with none → grids: columns and rows from how the text stands.

Belongs here: which rules bound a table, where its header ends, its rows; the order of the steps. Does not: tables whose
rules draw their cells (grid.py), what bounds one without rules (bare.py); words (words.py), columns (column_edges.py)
and groups (groups.py) of the header.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from itertools import pairwise

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.pages.bare import bounding_rules
from yusuan.reading.pages.column_edges import Band, column_edges
from yusuan.reading.pages.filling import row_edges, without_tails
from yusuan.reading.pages.grid import Grid, build_grid, merge
from yusuan.reading.pages.groups import group_rules
from yusuan.reading.pages.layout import Line, text_lines
from yusuan.reading.pages.page_content import Char, PageContent, Rule
from yusuan.reading.pages.words import header_cells, index_row, is_data, is_figure, words

_SAME_END = 8.0  # points: full-width rules of one table end within this
_MIN_WIDTH = 0.3  # of the page: shorter rules do not bound a table
_BESIDE = 0.95  # of the character size: rows are at least this far apart
_MOST_CELLS = 150  # more text than this between two rules is no header


def find_unruled(
    page: PageContent, ruled: Sequence[Grid], is_caption: Callable[[Line], bool], before: Grid | None = None
) -> list[Grid]:
    """Grids of the tables that only horizontal rules bound, or none at all, outside the ruled ones.

    Full-width rules of the same extent belong to one table until a caption line (`is_caption`) stands between them.
    What cannot be told for certain (columns, groups of the header) makes no grid. A table that goes on without its
    header has the columns of `before`, the last grid of the page before.
    """
    rules = [r for r in merge(page.horizontal) if not any(g.top - 3 <= r.position <= g.bottom + 3 for g in ruled)]
    grids: list[Grid] = []
    for run in _rule_runs(page, rules, is_caption):
        if (grid := _grid(page, run, rules, None if grids or ruled else before)) is not None:
            grids.append(grid)
    for run in bounding_rules(page, [*ruled, *grids], is_caption):
        if (grid := _grid(page, run, rules, None)) is not None:
            grids.append(grid)
    return grids


def _rule_runs(page: PageContent, rules: Sequence[Rule], is_caption: Callable[[Line], bool]) -> list[list[Rule]]:
    groups: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.position):
        if rule.end - rule.start < _MIN_WIDTH * page.width:
            continue
        home = next(
            (g for g in groups if abs(g[0].start - rule.start) < _SAME_END and abs(g[0].end - rule.end) < _SAME_END),
            None,
        )
        if home is None:
            groups.append([rule])
        else:
            home.append(rule)
    groups = [group for group in groups if len(group) > 1]
    captions = [line.middle for line in text_lines(page.chars) if is_caption(line)] if groups else []
    runs = []
    for group in groups:
        run = [group[0]]
        for rule in group[1:]:
            if any(run[-1].position <= y < rule.position for y in captions):
                runs.append(run)
                run = []
            run.append(rule)
        runs.append(run)
    return [run for run in runs if len(run) > 1]


def _grid(page: PageContent, full: Sequence[Rule], rules: Sequence[Rule], before: Grid | None) -> Grid | None:
    x0, x1 = min(r.start for r in full), max(r.end for r in full)
    chars = [c for c in page.chars if x0 - 2 <= c.middle[0] <= x1 + 2]
    full = _around_text(full, [c.middle[1] for c in chars if not c.text.isspace()])
    if len(full) < 2:
        return None
    top, bottom = full[0].position, full[-1].position
    chars = [c for c in chars if top <= c.middle[1] < bottom]
    header_end = _header_end(chars, full)
    body_chars = [c for c in chars if c.middle[1] >= header_end]
    body = words(body_chars)
    horizontal = list(full)
    groups: list[Rule] | None = []
    if header_end <= top:
        columns = _columns_before(before, body, x0, x1)
    else:
        band = _band([c for c in chars if c.middle[1] < header_end], top, header_end, rules, x0, x1)
        columns, exact = column_edges(band, body, x0, x1) if band else ([], False)
        believed = exact or bool(body)  # words alone between two rules may be a legend under a chart
        groups = group_rules(band, columns, exact) if band and believed and len(columns) > 2 else None
        if band and band.index:
            horizontal.append(Rule(band.bottom, x0, x1))
    if groups is None or len(columns) < 3:
        return None
    horizontal += groups
    for edge in _body_edges(body_chars, columns, [r.position for r in full if r.position >= header_end - 1]):
        horizontal.append(Rule(edge, x0, x1))
    horizontal = merge(horizontal)
    rows = sorted({r.position for r in horizontal})
    return build_grid(rows, columns, horizontal, _walls(columns, rows, groups, body))


def _around_text(full: Sequence[Rule], heights: Sequence[float]) -> list[Rule]:
    """The rules without those at either end that have nothing between them and the next: of a running head or foot."""
    used = [any(a.position <= y < b.position for y in heights) for a, b in pairwise(full)]
    return list(full[used.index(True) : len(used) - used[::-1].index(True) + 1]) if any(used) else []


def _columns_before(before: Grid | None, body: Sequence[Line], x0: float, x1: float) -> list[float]:
    """The columns of the grid before, if it is as wide and its edges part all that stands here; else none."""
    if before is None or abs(before.columns[0] - x0) > _SAME_END or abs(before.columns[-1] - x1) > _SAME_END:
        return []
    crossed = any(w.x0 + 1 < e < w.x1 - 1 for w in body if is_figure(w.text) for e in before.columns)
    return [] if crossed or not body else list(before.columns)


def _header_end(chars: Sequence[Char], full: Sequence[Rule]) -> float:
    """The full rule under the header: below the row that numbers the columns, or the last one above the first data.

    Where no data stands below (an empty table), the first rule under the top.
    """
    found = words(chars)
    first = min((w.middle for w in found if is_data(w.text)), default=None)
    end = full[1].position
    if first is not None:
        end = max((r.position for r in full[1:] if r.position <= first), default=full[0].position)
    for above, below in pairwise(full):
        if below.position <= end and index_row([w for w in found if above.position <= w.middle < below.position]):
            return below.position
    return end


def _band(head: Sequence[Char], top: float, bottom: float, rules: Sequence[Rule], x0: float, x1: float) -> Band | None:
    """The header, or None where what stands there is none (nothing, sentences, too much) or has turned text."""
    cells = [] if any(c.turn for c in head) else header_cells(head)
    if not cells or len(cells) > _MOST_CELLS or any("。" in c.text for c in cells):
        return None
    drawn = tuple(
        r
        for r in rules
        if top + 2 < r.position < bottom - 2
        and x0 - 2 <= r.start
        and r.end <= x1 + 2
        and r.end - r.start < 0.95 * (x1 - x0)
    )
    index = index_row(cells)
    if len(index) == len(cells):
        index = []
    if index:
        last = max((c.bottom for c in cells if c not in index), default=top)
        bottom = max(last, min(2 * index[0].middle - bottom, min(c.top for c in index)))
    return Band(top, bottom, tuple(c for c in cells if c not in index), tuple(index), drawn)


def _body_edges(body: Sequence[Char], columns: Sequence[float], full: Sequence[float]) -> list[float]:
    """Edges between rows that no rule draws."""
    edges = []
    for top, bottom in pairwise(full):
        inside = [c for c in body if top <= c.middle[1] < bottom]
        by_column = [text_lines(c for c in inside if a <= c.middle[0] < b) for a, b in pairwise(columns)]
        edges.extend(row_edges(by_column, _anchors(by_column)))
    return edges


def _anchors(by_column: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The lines of which a row has one: amounts, and codes and whole numbers where no amount is beside them.

    A code that wraps below its indentation stands lower than the amounts of its row, by less than a line.
    """
    heights = sorted(line.middle for lines in by_column for line in lines if looks_like_amount(line.text))

    def beside(line: Line) -> bool:
        k = bisect_left(heights, line.middle)
        return any(abs(line.middle - y) < _BESIDE * line.size for y in heights[max(0, k - 1) : k + 1])

    return [
        [
            line
            for line in without_tails(lines)
            if looks_like_amount(line.text) or (is_figure(line.text) and not beside(line))
        ]
        for lines in by_column
    ]


def _walls(columns: Sequence[float], rows: Sequence[float], groups: Sequence[Rule], body: Sequence[Line]) -> list[Rule]:
    """Upright edges row by row, left open where a group header, a label or a code stands over several columns."""
    walls = []
    for k, edge in enumerate(columns):
        start = max((r.position for r in groups if r.start + 1 < edge < r.end - 1), default=rows[0])
        crossing = [w.middle for w in body if w.x0 + 2 < edge < w.x1 - 2] if 0 < k < len(columns) - 1 else []
        for top, bottom in pairwise(rows):
            if top >= start - 1 and not any(top <= y < bottom for y in crossing):
                walls.append(Rule(edge, top, bottom))
    return walls
