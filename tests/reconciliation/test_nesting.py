"""Headings of lists that print no outline, told by what adds up."""

from __future__ import annotations

from decimal import Decimal

import polars as pl
import pytest

from yusuan.reconciliation.nesting import list_outline, nest

HEADINGS = [
    pytest.param(10, [3, 7], [None, None], id="the rows add up as they are"),
    pytest.param(10, [3, 1, 2, 7, 7], [None, 0, 0, None, 3], id="every row below a heading"),
    pytest.param(10, [3, 7, 5, 2], [None, None, 1, 1], id="a row without a heading beside a heading with rows"),
    pytest.param(14, [4, 4, 10, 10], [None, 0, None, 2], id="equal figures one below the other"),
    pytest.param(10, [3, 1, 1, 7, 4, 3], [None, 0, 0, None, 3, 3], id="one heading that does not add up"),
    pytest.param(10, [3, 4], [None, None], id="nothing adds up: every row is the total's own"),
    pytest.param(5, [5, 0, 5], [None, 0, 0], id="nothing printed below a heading but the same figure"),
    pytest.param(0, [], [], id="no rows"),
]


@pytest.mark.parametrize(("total", "amounts", "expected"), HEADINGS)
def test_headings(total: int, amounts: list[int], expected: list[int | None]) -> None:
    assert nest(total, amounts) == expected


def test_open_rows_are_nested_below_the_heading_that_is_printed() -> None:
    rows = pl.DataFrame(
        {
            "table_key": ["t"] * 5,
            "position": [1, 2, 3, 4, 5],
            "amount_yuan": [Decimal("3.50"), Decimal("3.50"), Decimal("1.50"), Decimal("1.50"), Decimal("2.00")],
            "parent_position": [None, 1, 2, 2, 2],
            "is_open": [False, False, True, True, True],
        }
    )
    assert list_outline(rows).rows.sort("position")["parent_position"].to_list() == [None, 1, 2, 3, 2]


def test_an_amount_of_no_known_unit_counts_for_nothing() -> None:
    rows = pl.DataFrame(
        {
            "table_key": ["t", "t"],
            "position": [1, 2],
            "amount_yuan": pl.Series([Decimal("1.00"), None], dtype=pl.Decimal(24, 2)),
            "parent_position": [None, 1],
            "is_open": [False, True],
        }
    )
    assert list_outline(rows).rows["parent_position"].to_list() == [None, 1]
