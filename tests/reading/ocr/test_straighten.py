"""How far a page is turned: from rules, from text, on noisy paper."""

from __future__ import annotations

import numpy as np
import pytest
from tests.reading.ocr.pictures import noisy, paper, table, word

from yusuan.reading.ocr.straighten import binarise, skew, turn


@pytest.mark.parametrize("degrees", [-2.0, -0.5, 0.0, 0.3, 0.5, 1.4])
def test_a_table_tells_its_angle(degrees: float) -> None:
    page = paper(1600, 1200)
    table(page, [100, 500, 900, 1500], [100, 180, 260, 340, 900])
    assert skew(binarise(noisy(turn(page, -degrees)))) == pytest.approx(degrees, abs=0.06)


@pytest.mark.parametrize("degrees", [-0.8, 0.5])
def test_lines_of_text_tell_it_without_rules(degrees: float) -> None:
    page = paper(1600, 1200)
    for y in range(100, 1100, 40):
        word(page, 120, y, 50)
    assert skew(binarise(turn(page, -degrees))) == pytest.approx(degrees, abs=0.1)


def test_an_empty_page_is_straight() -> None:
    assert skew(binarise(paper())) == 0.0


def test_a_page_turned_back_has_its_rules_level() -> None:
    page = paper(1600, 1200)
    table(page, [100, 1500], [600, 700])
    crooked = turn(page, -0.5)
    straight = turn(crooked, skew(binarise(crooked)))
    rows = np.flatnonzero((straight[:, 200:1400] < 128).mean(axis=1) > 0.9)
    assert rows.size >= 2


def test_grey_paper_is_no_ink() -> None:
    page = noisy(paper(grey=200), 6)
    page[:, 450:] -= 40  # a shadow over half of the page
    assert (binarise(page) > 0).mean() < 0.01
