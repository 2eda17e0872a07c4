"""Lines to read: the detector's boxes cut at cells, lines taken apart, what was missed."""

from __future__ import annotations

import numpy as np
from tests.reading.ocr.pictures import POINTS, paper, table, word

from yusuan.reading.ocr.ink_lines import Area, InkLine, cut_out, find_ink_lines, has_text
from yusuan.reading.ocr.rules import find_rules, without_rules
from yusuan.reading.ocr.straighten import Raster, binarise
from yusuan.reading.pages.grid import Grid, find_grids


def lines_found(page: Raster, found: list[Area]) -> list[Area]:
    ruling = find_rules(binarise(page), POINTS)
    grids: list[Grid] = find_grids(ruling.horizontal, ruling.vertical)
    return [p.ink for p in find_ink_lines(binarise(without_rules(page, ruling)), found, grids, POINTS)]


def ruled() -> Raster:
    page = paper()
    table(page, [50, 300, 500, 800], [100, 160, 240, 300])
    return page


def test_a_box_over_two_cells_is_cut_at_the_rule() -> None:
    page = ruled()
    word(page, 200, 120, 3)
    word(page, 310, 120, 4)
    assert lines_found(page, [(195, 112, 420, 150)]) == [(200, 120, 272, 144), (310, 120, 408, 144)]


def test_two_lines_in_one_box_are_two() -> None:
    page = ruled()
    word(page, 60, 170, 4)
    word(page, 60, 202, 2)
    found = [(55, 165, 170, 232), (600, 112, 700, 148)]
    assert lines_found(page, found) == [(60, 170, 158, 194), (60, 202, 106, 226)]


def test_ink_that_the_detector_missed_in_a_cell_is_read() -> None:
    page = ruled()
    word(page, 60, 120, 3)
    page[130:133, 740:752] = 20  # a dash
    word(page, 600, 260, 1)
    assert lines_found(page, [(55, 112, 140, 150)]) == [(60, 120, 132, 144), (740, 130, 752, 133), (600, 260, 620, 284)]


def test_dust_in_a_cell_is_nothing() -> None:
    page = ruled()
    page[130:133, 600:603] = 20
    assert lines_found(page, []) == []


def test_the_rim_of_a_box_may_hold_the_next_line() -> None:
    page = paper()
    word(page, 60, 100, 4)
    word(page, 60, 128, 4)
    assert lines_found(page, [(55, 95, 170, 130), (55, 123, 170, 157)]) == [(60, 100, 158, 124), (60, 128, 158, 152)]


def test_a_lone_character_beside_a_line_is_read() -> None:
    page = paper()
    word(page, 60, 100, 4)
    word(page, 400, 100, 1)
    word(page, 400, 400, 1)  # beside no line: a mark of something else
    assert lines_found(page, [(55, 95, 170, 130)]) == [(60, 100, 158, 124), (400, 100, 420, 124)]


def test_far_words_of_a_cell_are_apart_and_runs_tell_gaps() -> None:
    page = ruled()
    word(page, 60, 120, 2)
    word(page, 200, 120, 1)
    ruling = find_rules(binarise(page), POINTS)
    grids = find_grids(ruling.horizontal, ruling.vertical)
    found = find_ink_lines(binarise(without_rules(page, ruling)), [(55, 112, 230, 150)], grids, POINTS)
    assert [p.runs for p in found] == [((60, 106),), ((200, 220),)]


def test_a_line_is_cut_out_with_a_rim_of_paper() -> None:
    page = paper()
    page[118:121, 100:120] = 20  # a dash
    page[90:94, 90:130] = 20  # a rule beyond the bounds
    cut, left = cut_out(page, 245, InkLine((100, 118, 120, 121), ((100, 120),), (80, 100, 200, 140)), 20, 0.25)
    assert cut.shape == (30, 30)
    assert left == 95
    assert int((cut < 128).sum()) == 3 * 20
    assert abs(float(np.argwhere(cut < 128)[:, 0].mean()) - 14.5) <= 1


def test_an_empty_form_has_no_text() -> None:
    page = ruled()
    plain = without_rules(page, find_rules(binarise(page), POINTS))
    assert not has_text(binarise(plain), POINTS)
    word(plain, 60, 120, 5)
    assert has_text(binarise(plain), POINTS)


def test_words_far_apart_in_one_line_are_runs_of_their_own() -> None:
    page = paper()
    word(page, 100, 600, 2)
    word(page, 500, 600, 3)
    ruling = find_rules(binarise(page), POINTS)
    [line] = find_ink_lines(binarise(without_rules(page, ruling)), [(95, 595, 580, 630)], [], POINTS)
    assert [x0 for x0, _ in line.runs] == [100, 500]
