"""Rules of a picture: all of the table's, none of the characters'."""

from __future__ import annotations

import numpy as np
from tests.reading.ocr.pictures import POINTS, noisy, paper, table, word

from yusuan.reading.ocr.rules import find_rules, without_rules
from yusuan.reading.ocr.straighten import Raster, binarise, turn
from yusuan.reading.pages.grid import find_grids


def ruled(page: Raster) -> tuple[int, int, list[tuple[int, int]]]:
    found = find_rules(binarise(page), POINTS)
    grids = find_grids(found.horizontal, found.vertical)
    return len(found.horizontal), len(found.vertical), [(len(g.rows) - 1, len(g.columns) - 1) for g in grids]


def test_a_ruled_table() -> None:
    page = paper()
    table(page, [50, 300, 500, 800], [100, 150, 200, 250, 300])
    assert ruled(page) == (5, 4, [(4, 3)])


def test_positions_are_points() -> None:
    page = paper()
    table(page, [50, 300, 800], [100, 200, 300])
    found = find_rules(binarise(page), POINTS)
    assert np.allclose([r.position for r in found.vertical], [51 * POINTS, 301 * POINTS, 801 * POINTS], atol=0.5)
    assert np.allclose([r.position for r in found.horizontal], [101 * POINTS, 201 * POINTS, 301 * POINTS], atol=0.5)


def test_strokes_of_characters_are_no_rules() -> None:
    page = paper()
    word(page, 100, 40, 6, height=50, pitch=60)  # a title: upright strokes as high as a narrow row
    table(page, [50, 300, 500, 800], [150, 200, 250])
    word(page, 60, 160, 5, height=34)  # as high as the row nearly
    assert ruled(page) == (3, 4, [(2, 3)])


def test_large_type_that_fills_a_cell_draws_no_walls() -> None:
    page = paper()
    table(page, [50, 500, 800], [100, 180, 260])
    word(page, 70, 112, 6, height=56, pitch=60)  # strokes of 20 points, six hanging together by chance
    page[140:143, 70:400] = 20
    assert ruled(page)[2] == [(2, 2)]


def test_thin_rules_on_noisy_paper_that_leans_a_little() -> None:
    page = paper(1600, 1200)
    table(page, [100, 500, 900, 1500], [100, 150, 200, 250, 300], thick=2)
    assert ruled(noisy(turn(page, 0.04)))[2] == [(4, 3)]


def test_an_upright_rule_in_one_row_only() -> None:
    page = paper()
    table(page, [50, 300, 800], [100, 150, 200])
    page[100:150, 550:552] = 20
    found = find_rules(binarise(page), POINTS)
    (grid,) = find_grids(found.horizontal, found.vertical)
    assert len(grid.cells) == 5


def test_without_rules_the_text_is_left() -> None:
    page = paper()
    table(page, [50, 300, 800], [100, 150, 200])
    word(page, 80, 112, 4)
    plain = without_rules(page, find_rules(binarise(page), POINTS))
    left = np.argwhere(plain < 128)
    assert left.min(axis=0).tolist() == [112, 80]
    assert left.max(axis=0).tolist() == [135, 80 + 3 * 26 + 19]
