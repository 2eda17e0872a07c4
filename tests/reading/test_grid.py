"""Rules to grids: snapping, merging, open sides, merged cells."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.pages.grid import SNAP, find_grids, merge, snap
from yusuan.reading.pages.page_content import Rule

POSITIONS = st.lists(st.floats(0, 800, allow_nan=False), min_size=1, max_size=30)
WIDTHS = st.lists(st.integers(12, 90), min_size=2, max_size=7)
JITTER = st.floats(-0.8, 0.8)


def edges(widths: list[int], start: float = 50.0) -> list[float]:
    out = [start]
    for width in widths:
        out.append(out[-1] + width)
    return out


@given(POSITIONS)
def test_snapped_positions_are_sorted_and_apart(positions: list[float]) -> None:
    snapped = snap(positions)
    assert snapped == sorted(snapped)
    assert all(any(abs(p - s) <= SNAP * len(positions) for s in snapped) for p in positions)
    assert len(snapped) <= len(positions)


@given(POSITIONS)
def test_positions_that_are_apart_stay(positions: list[float]) -> None:
    apart = sorted({round(p / 10) * 10.0 for p in positions})
    assert snap(apart) == apart


@given(st.floats(0, 500), st.lists(st.integers(5, 60), min_size=1, max_size=12), JITTER)
def test_a_rule_drawn_in_pieces_is_one(position: float, lengths: list[int], jitter: float) -> None:
    ends = edges(lengths)
    pieces = [Rule(position + (jitter if i % 2 else 0.0), a, b) for i, (a, b) in enumerate(pairwise(ends))]
    (rule,) = merge(pieces)
    assert (rule.start, rule.end) == (ends[0], ends[-1])
    assert abs(rule.position - position) <= 0.8


@given(WIDTHS, WIDTHS)
def test_a_full_grid_has_every_cell(widths: list[int], heights: list[int]) -> None:
    xs, ys = edges(widths), edges(heights)
    (grid,) = find_grids([Rule(y, xs[0], xs[-1]) for y in ys], [Rule(x, ys[0], ys[-1]) for x in xs])
    assert (len(grid.columns), len(grid.rows)) == (len(xs), len(ys))
    assert len(grid.cells) == len(widths) * len(heights)


@given(WIDTHS, WIDTHS, JITTER)
def test_boxes_tile_the_grid(widths: list[int], heights: list[int], jitter: float) -> None:
    xs, ys = edges(widths), edges(heights)
    inner = Rule(xs[1] + jitter, ys[1], ys[-1])  # open in the first row: its first two cells are one
    vertical = [Rule(xs[0], ys[0], ys[-1]), inner, *(Rule(x, ys[0], ys[-1]) for x in xs[2:])]
    (grid,) = find_grids([Rule(y, xs[0], xs[-1]) for y in ys], vertical)
    places = [(r, c) for b in grid.cells for r in range(b.row, b.row_end) for c in range(b.column, b.column_end)]
    assert len(places) == len(set(places)) == len(widths) * len(heights)
    assert sum(b.column_end - b.column == 2 for b in grid.cells) == 1


def test_tables_apart_are_two_grids() -> None:
    def table(top: float) -> tuple[list[Rule], list[Rule]]:
        ys = [top, top + 20, top + 40]
        return [Rule(y, 50, 250) for y in ys], [Rule(x, ys[0], ys[-1]) for x in (50, 150, 250)]

    (h1, v1), (h2, v2) = table(100), table(300)
    grids = find_grids(h1 + h2, v1 + v2)
    assert [g.top for g in grids] == [100, 300]


def test_a_continuation_without_upper_rule_keeps_its_first_row() -> None:
    (grid,) = find_grids([Rule(y, 50, 250) for y in (70, 90)], [Rule(x, 50, 90) for x in (50, 150, 250)])
    assert grid.rows == [50, 70, 90]


def test_open_sides_are_closed_where_the_rows_end() -> None:
    (grid,) = find_grids([Rule(y, 50, 350) for y in (50, 70, 90)], [Rule(x, 50, 90) for x in (150, 250)])
    assert grid.columns == [50, 150, 250, 350]


def test_an_underlined_heading_is_no_grid() -> None:
    assert find_grids([Rule(60, 50, 500), Rule(800, 50, 500)], []) == []
