"""Belongs here: the leaves that are found in made-up rows. Does not: what the papers of the corpus hold."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.corpus.leaves import Leaf, Printed, leaves, whole_code


def _row(number: int, code: str | None, label: str, column: str, yuan: int) -> Printed:
    return "table", number, code, label, label, column, Decimal(yuan)


def test_a_heading_over_all_columns_hides_no_leaf() -> None:
    rows = [_row(1, "20140", "信访事务", "支出预算/合计", 5), _row(2, "2014001", "行政运行", "支出预算/合计", 5)]
    rows += [_row(2, "2014001", "行政运行", "支出预算/项目支出", 3)]
    assert leaves(rows, by_nature=False) == [Leaf("2014001", True, "", Decimal(5))]
    assert leaves(rows, by_nature=True) == [Leaf("2014001", True, "project", Decimal(3))]


def test_a_numeral_is_no_part_of_a_name() -> None:
    assert leaves([_row(1, None, "五、城乡社区支出", "合计", 7)], by_nature=False) == [
        Leaf("城乡社区支出", False, "", Decimal(7))
    ]


@pytest.mark.parametrize(
    ("section", "below", "whole"),
    [
        ("05", "2080505", "20805"),
        ("05", "2080801", None),
        ("05", None, None),
        ("05", "99", None),
        (None, "2080505", None),
    ],
)
def test_a_section_with_its_own_digits_has_the_code_of_the_item_below(
    section: str | None, below: str | None, whole: str | None
) -> None:
    assert whole_code(section, below) == whole
