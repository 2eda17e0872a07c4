"""Lists side by side in a stream of words: which list each row is one of."""

from __future__ import annotations

from typing import cast

from yusuan.reading.text_input.layouts import Layout, LayoutColumn
from yusuan.reading.text_input.lists import read_lists
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import SourceLine


class NoMeaning:
    """No label of these lists has a role."""

    def row_role(self, label: str) -> None:
        return None


def rows(*lines: str) -> list[tuple[int, str, str]]:
    """(list, code, label) of every row, of three lists side by side."""
    columns = tuple(
        LayoutColumn(3 * block + n, block, role, (role,))
        for block in range(3)
        for n, role in enumerate(("code", "label", "value"))
    )
    layout = Layout("three", "basic_expenditure", "budget", columns)
    source = [SourceLine(number, 1, text) for number, text in enumerate(lines)]
    grid = read_lists(source, layout, cast("Meaning", NoMeaning()), "".join("".join(lines).split()))
    return [(row.block, row.code, row.label) for line in grid for row in line]


def test_a_class_of_its_own_goes_on_the_list_behind_the_one_before() -> None:
    assert rows("301 工资 10.00 302 商品 20.00 307 利息 1.00") == [
        (0, "301", "工资"), (1, "302", "商品"), (2, "307", "利息"),
    ]  # fmt: skip


def test_an_item_goes_on_the_list_of_its_class() -> None:
    found = rows("301 工资 10.00 302 商品 20.00", "30101 基本工资 4.00 30201 办公费 5.00", "30102 津贴 6.00")
    assert found[2:] == [(0, "30101", "基本工资"), (1, "30201", "办公费"), (0, "30102", "津贴")]


def test_behind_the_last_list_comes_the_first() -> None:
    found = rows("301 工资 10.00 302 商品 20.00 307 利息 1.00", "303 补助 3.00")
    assert found[3] == (0, "303", "补助")
