"""Characters to lines and cells; rows that no rule draws."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.papers import SIZE, Paper, facts, read

from yusuan.reading.pages.filling import fill, row_edges, without_tails
from yusuan.reading.pages.grid import build_grid
from yusuan.reading.pages.layout import Line, grouped_lines, text_lines
from yusuan.reading.pages.page_content import Char, CharPlaces, Rule


def chars(text: str, x: float, y: float, step: float = SIZE) -> list[Char]:
    return [Char(c, x + i * step, y, x + i * step + SIZE, y + SIZE, SIZE) for i, c in enumerate(text)]


def line(text: str, top: float) -> Line:
    return Line(text, 50, top, 50 + len(text) * SIZE, top + SIZE, SIZE)


def box(widths: Sequence[float], height: float) -> tuple[list[float], list[float], list[Rule], list[Rule]]:
    xs = [0.0]
    for width in widths:
        xs.append(xs[-1] + width)
    rows = [0.0, height]
    return rows, xs, [Rule(y, 0, xs[-1]) for y in rows], [Rule(x, 0, height) for x in xs]


def test_characters_of_one_height_are_one_line_and_wide_gaps_are_blanks() -> None:
    lines = text_lines([*chars("单位：万元", 300, 101), *chars("部门：某局", 50, 100), *chars("合计", 50, 130)])
    assert [item.text for item in lines] == ["部门：某局 单位：万元", "合计"]


@given(st.lists(st.integers(0, 30), min_size=1, max_size=8, unique=True), st.randoms())
def test_the_order_of_drawing_does_not_matter(tops: list[int], random: object) -> None:
    drawn = [c for t in tops for c in chars(f"第{t}行", 50, t * 20)]
    expected = [item.text for item in text_lines(drawn)]
    random.shuffle(drawn)  # type: ignore[attr-defined]
    assert [item.text for item in text_lines(drawn)] == expected == [f"第{t}行" for t in sorted(tops)]


PRINTED = st.builds(
    lambda text, x, top, size: Char(text, x, top, x + size, top + size, size),
    st.sampled_from("预算1, 　"),
    st.integers(0, 80).map(float),
    st.sampled_from([10.0, 10.5, 13.0, 16.0, 30.0, 33.0, 90.0]),
    st.sampled_from([9.0, 9.0, 9.0, 12.0, 30.0]),
)


@given(st.lists(st.tuples(PRINTED, st.integers(-1, 3)), max_size=60))
def test_lines_of_all_cells_at_once_are_those_of_each(drawn: list[tuple[Char, int]]) -> None:
    chars, cells = [char for char, _ in drawn], [cell for _, cell in drawn]
    found = grouped_lines(chars, CharPlaces.of(chars), np.array(cells, int))
    expected = {cell: text_lines([char for char, own in drawn if own == cell]) for cell in set(cells) - {-1}}
    assert found == {cell: lines for cell, lines in expected.items() if lines}


def test_a_band_that_stacks_several_amounts_is_several_rows() -> None:
    rows, columns, horizontal, vertical = box([100, 80], 60)
    text = [*chars("基本支出", 5, 10), *chars("项目支出", 5, 30), *chars("1.50", 120, 10), *chars("2.50", 120, 30)]
    sheet = fill(1, build_grid(rows, columns, horizontal, vertical), text)
    assert [[c.plain for c in sheet.row(r)] for r in range(sheet.row_count)] == [
        ["基本支出", "1.50"],
        ["项目支出", "2.50"],
    ]


def test_a_number_broken_over_lines_keeps_its_band_one_row() -> None:
    rows, columns, horizontal, vertical = box([100, 80], 60)
    text = [*chars("基本支出", 5, 20), *chars("21,118.5", 105, 15), *chars("1", 160, 26)]
    sheet = fill(1, build_grid(rows, columns, horizontal, vertical), text)
    assert [[c.plain for c in sheet.row(r)] for r in range(sheet.row_count)] == [["基本支出", "21,118.51"]]


def test_a_number_broken_before_its_point_keeps_its_band_one_row() -> None:
    rows, columns, horizontal, vertical = box([100, 80], 60)
    text = [*chars("基本支出", 5, 20), *chars("21,118", 105, 15), *chars(".51", 150, 26)]
    sheet = fill(1, build_grid(rows, columns, horizontal, vertical), text)
    assert [[c.plain for c in sheet.row(r)] for r in range(sheet.row_count)] == [["基本支出", "21,118.51"]]


def test_a_figure_that_fills_its_column_may_end_on_the_next_line() -> None:
    assert without_tails([line("2,981.4", 0), line("7", 11), line("12.50", 22)]) == [
        line("2,981.4", 0),
        line("12.50", 22),
    ]
    assert without_tails([line("29815", 0), line("3.47", 11)]) == [line("29815", 0)]
    narrow = [line("2,981.47", 0), line("51.6", 11), line("7", 22)]
    assert without_tails(narrow) == narrow


def test_wrapped_labels_join_the_amount_they_wrap_around() -> None:
    labels = [line("机关事业单位", 0), line("养老保险缴费", 11), line("住房公积金", 40)]
    numbers = [line("1.50", 5.5), line("2.50", 40)]
    (edge,) = row_edges([labels, numbers], [[], numbers])
    assert 20 <= edge <= 40


def test_a_line_number_beside_a_wrapped_label_is_no_row() -> None:
    label, number, figure = [line("八、社会保障和", 0), line("就业支出", 12)], [line("8", 8)], [line("2,840.62", 0)]
    assert row_edges([number, label, figure], [[], [], figure]) == []


def test_a_label_without_amount_is_a_row() -> None:
    labels = [line("一、本级支出", 0), line("基本支出", 20), line("项目支出", 40)]
    numbers = [line("1.50", 20), line("2.50", 40)]
    assert len(row_edges([labels, numbers], [[], numbers])) == 2


@given(st.lists(st.integers(14, 40), min_size=1, max_size=12))
def test_every_row_with_an_amount_is_found(pitches: list[int]) -> None:
    tops = [0.0]
    for pitch in pitches:
        tops.append(tops[-1] + pitch)
    numbers = [line("1.50", top) for top in tops]
    edges = row_edges([[line("支出", top) for top in tops], numbers], [[], numbers])
    assert len(edges) == len(pitches)
    assert all(a + SIZE <= e <= b for a, b, e in zip(tops, tops[1:], edges, strict=False))


def test_rows_without_rules_between_them_inside_a_ruled_table() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"]])
    paper.grid(120, [70, 180, 80], [["", "", ""]], height=60)
    for i, (code, label, number) in enumerate(
        [("208", "社会保障", "3.50"), ("210", "卫生健康", "2.50"), ("221", "住房", "1.00")]
    ):
        paper.cell(code, 50, 120 + 20 * i, 120, 140 + 20 * i)
        paper.cell(label, 120, 120 + 20 * i, 300, 140 + 20 * i)
        paper.cell(number, 300, 120 + 20 * i, 380, 140 + 20 * i)
    assert facts(read(paper)) == [
        ("208", "社会保障", "合计", 3.5),
        ("210", "卫生健康", "合计", 2.5),
        ("221", "住房", "合计", 1.0),
    ]
