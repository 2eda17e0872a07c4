"""Cells of a grid: the box and the confidence of what is printed in them."""

from __future__ import annotations

from yusuan.reading.pages.filling import fill
from yusuan.reading.pages.grid import Grid, GridCell
from yusuan.reading.pages.page_content import Char

GRID = Grid([0, 40], [0, 60, 100], [GridCell(0, 1, 0, 1, 0, 0, 60, 40), GridCell(0, 1, 1, 2, 60, 0, 100, 40)])


def printed(text: str, x0: float, top: float, confidences: list[float | None]) -> list[Char]:
    return [
        Char(char, x0 + 10 * n, top, x0 + 10 * n + 9, top + 10, 10, confidence)
        for n, (char, confidence) in enumerate(zip(text, confidences, strict=True))
    ]


def test_a_cell_of_two_lines_is_as_wide_as_the_widest_and_as_sure_as_its_least_sure_character() -> None:
    chars = [*printed("基本支出", 4, 5, [0.9, 0.8, 0.99, None]), *printed("合计", 14, 20, [0.7, 0.95])]
    cell = fill(1, GRID, chars).cells[0, 0]
    assert cell.text == "基本支出\n合计"
    assert (cell.x0, cell.top, cell.x1, cell.bottom) == (4, 5, 43, 30)
    assert cell.confidence == 0.7


def test_a_cell_without_characters_has_its_own_box_and_no_confidence() -> None:
    cell = fill(1, GRID, printed("甲", 4, 5, [0.9])).cells[0, 1]
    assert (cell.text, cell.x0, cell.top, cell.x1, cell.bottom, cell.confidence) == ("", 60, 0, 100, 40, None)
