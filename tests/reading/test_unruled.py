"""Tables without upright rules: words, columns, groups of the header, and what is left alone."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import pairwise

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.reading.papers import SIZE, Frames, Paper, facts, read, titles

from yusuan.reading.pages.column_edges import Band, column_edges
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.groups import group_rules
from yusuan.reading.pages.layout import Line
from yusuan.reading.pages.page_content import Char, Rule, read_page
from yusuan.reading.pages.unruled import find_unruled
from yusuan.reading.pages.words import header_cells, index_row, words

Header = Sequence[tuple[str, int, int, int, int]]  # text, first column, behind the last, first row, behind the last


def three_line(
    paper: Paper,
    top: float,
    edges: Sequence[float],
    header: Header,
    body: Sequence[Sequence[str]],
    *,
    rows: int = 2,
    row: float = 20.0,
    partial: bool = False,
) -> None:
    """A table with rules above, under the header and below; with `partial` also under the groups of the header."""
    x0, x1 = edges[0], edges[-1]
    body_top = top + rows * row
    for y in (top, body_top, body_top + len(body) * row):
        paper.rule(x0, y, x1, y)
    for text, a, b, r0, r1 in header:
        paper.centred(edges[a], edges[b], top + (r0 + r1) / 2 * row, text)
        if partial and b - a > 1 and r1 < rows:
            paper.rule(edges[a] + 3, top + r1 * row, edges[b] - 3, top + r1 * row)
    for i, cells in enumerate(body):
        for c, text in enumerate(cells):
            paper.cell(text, edges[c] + 3, body_top + i * row, edges[c + 1] - 3, body_top + (i + 1) * row)


EDGES = [50.0, 110.0, 290.0, 350.0, 410.0, 480.0, 545.0]
HEADER: Header = [
    ("科目编码", 0, 1, 0, 2),
    ("科目名称", 1, 2, 0, 2),
    ("合计", 2, 3, 0, 2),
    ("基本支出", 3, 5, 0, 1),
    ("人员经费", 3, 4, 1, 2),
    ("公用经费", 4, 5, 1, 2),
    ("项目支出", 5, 6, 0, 2),
]
BODY = [
    ["208", "社会保障和就业支出", "30.50", "15.25", "5.00", "10.25"],
    ["20805", "行政事业单位养老支出", "30.50", "15.25", "", "15.25"],
]
FACTS = [
    ("208", "社会保障和就业支出", "合计", 30.5),
    ("208", "社会保障和就业支出", "基本支出/人员经费", 15.25),
    ("208", "社会保障和就业支出", "基本支出/公用经费", 5.0),
    ("208", "社会保障和就业支出", "项目支出", 10.25),
    ("20805", "行政事业单位养老支出", "合计", 30.5),
    ("20805", "行政事业单位养老支出", "基本支出/人员经费", 15.25),
    ("20805", "行政事业单位养老支出", "项目支出", 15.25),
]


@pytest.mark.parametrize("partial", [False, True])
def test_three_lines(partial: bool) -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, BODY, partial=partial)
    frames = read(paper)
    assert titles(frames) == ["一般公共预算支出表"]
    assert facts(frames) == FACTS


def test_rules_under_every_row() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, BODY, partial=True)
    paper.rule(50, 160, 545, 160)
    assert facts(read(paper)) == FACTS


def test_a_column_without_any_amount_is_known_by_its_header() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    body = [[*row[:4], "", row[5]] for row in BODY]
    three_line(paper, 100, EDGES, HEADER, body)
    assert facts(read(paper)) == [f for f in FACTS if not f[2].endswith("公用经费")]


def test_blocks_side_by_side_under_headers_that_touch_no_column() -> None:
    paper = Paper()
    paper.title(60, "收支总表")
    edges = [50.0, 220.0, 290.0, 475.0, 545.0]
    header: Header = [("收 入", 0, 2, 0, 1), ("支 出", 2, 4, 0, 1)]
    header = [*header, *(("项 目" if c % 2 == 0 else "预算数", c, c + 1, 1, 2) for c in range(4))]
    body = [["一、事业收入", "30.50", "一、教育支出", "20.25"], ["二、其他收入", "", "二、其他支出", "10.25"]]
    three_line(paper, 100, edges, header, body)
    assert facts(read(paper)) == [
        ("", "一、事业收入", "收入/预算数", 30.5),
        ("", "一、教育支出", "支出/预算数", 20.25),
        ("", "二、其他支出", "支出/预算数", 10.25),
    ]


def test_narrow_headers_that_wrap_side_by_side_stay_apart() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    edges = [50.0, 110.0, 290.0, 330.0, 370.0, 410.0]
    header: Header = [
        ("科目编码", 0, 1, 0, 2),
        ("科目名称", 1, 2, 0, 2),
        ("合计", 2, 3, 0, 2),
        ("基本支\n出", 3, 4, 0, 2),
        ("项目支\n出", 4, 5, 0, 2),
    ]
    three_line(paper, 100, edges, header, [["208", "社会保障和就业支出", "3.50", "2.50", "1.00"]])
    assert [f[2] for f in facts(read(paper))] == ["合计", "基本支出", "项目支出"]


def test_column_numbers_under_the_header_hold_no_amounts() -> None:
    paper = Paper()
    paper.title(60, "2024年度支出决算表")
    header: Header = [*HEADER, ("栏次", 1, 2, 2, 3), *((str(c - 1), c, c + 1, 2, 3) for c in range(2, 6))]
    three_line(paper, 100, EDGES, header, BODY, rows=3)
    assert facts(read(paper)) == FACTS


def test_a_header_over_equal_columns_that_could_stand_over_one_or_three_is_told_by_its_row() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    edges = [50.0, 110.0, 290.0, 360.0, 430.0, 500.0]
    header: Header = [
        ("科目编码", 0, 1, 0, 2),
        ("科目名称", 1, 2, 0, 2),
        ("基本支出", 2, 5, 0, 1),
        ("小计", 2, 3, 1, 2),
        ("人员经费", 3, 4, 1, 2),
        ("公用经费", 4, 5, 1, 2),
    ]
    three_line(paper, 100, edges, header, [["208", "社会保障和就业支出", "3.50", "2.50", "1.00"]])
    assert [f[2] for f in facts(read(paper))] == ["基本支出/小计", "基本支出/人员经费", "基本支出/公用经费"]


def test_what_may_be_read_two_ways_is_not_read() -> None:
    """Three equal columns, the outer headers between the rows: the upper one stands over the middle, or over all."""
    cells = [word("基本支出", 150, 10), word("小计", 90, 30), word("人员经费", 150, 30), word("公用经费", 210, 30)]
    certain = Band(0, 40, tuple(cells), (), ())
    assert group_rules(certain, [60, 120, 180, 240], exact=True) == [Rule(20, 60, 240)]
    low = [word("基本支出", 150, 10), word("小计", 90, 25), word("人员经费", 150, 30), word("公用经费", 210, 25)]
    assert group_rules(Band(0, 40, tuple(low), (), ()), [60, 120, 180, 240], exact=True) is None


def test_turned_headers_without_upright_rules_are_not_guessed_at() -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    body = [["208", "社会保障和就业支出", "30.50", "20.25"], ["210", "卫生健康支出", "10.50", "8.25"]]
    three_line(paper, 100, [50, 120, 300, 400, 500], [("科目编码", 0, 1, 0, 2), ("科目名称", 1, 2, 0, 2)], body)
    for x, text in ((350, "合计"), (450, "基本支出")):
        paper.canvas.saveState()
        paper.canvas.translate(x, paper.height - 120)
        paper.canvas.rotate(90)
        paper.text(0, paper.height, text, align="center")
        paper.canvas.restoreState()
    assert facts(read(paper)) == []


def test_a_frame_around_text_is_no_table() -> None:
    paper = Paper()
    paper.text(297, 60, "支出总表", 14, "center")
    paper.rule(50, 80, 545, 80)
    for i in range(12):
        paper.text(
            60, 100 + 20 * i, "本单位2025年支出预算总计30.50万元，比上年增加1.25万元，其中基本支出20.25万元。", 10
        )
    paper.rule(50, 360, 545, 360)
    assert read(paper)["cell"].height == 0


def test_a_line_under_the_running_head_is_no_table() -> None:
    paper = Paper()
    paper.title(200, "支出总表")
    paper.rule(50, 45, 545, 45)
    paper.rule(50, 800, 545, 800)
    paper.text(50, 40, "某市财政局", 8)
    for i in range(20):
        paper.text(60, 260 + 20 * i, "一、关于收支预算总体情况的说明", 10)
    with pdfplumber.open(io.BytesIO(paper.finish())) as pdf:
        assert find_unruled(read_page(pdf.pages[0]), [], lambda line: "支出总表" in line.text) == []


@pytest.mark.parametrize("shares", [[], ["7%", "10%", "83%"]])
def test_a_framed_chart_is_no_table(shares: list[str]) -> None:
    paper = Paper()
    paper.canvas.rect(80, 500, 400, 260)
    for i, share in enumerate(shares):
        paper.text(170 + 40 * i, 150 + 25 * (i % 2), share)
    paper.text(160, 320, "■ 在职人员")
    paper.text(260, 320, "■ 离退休人员")
    with pdfplumber.open(io.BytesIO(paper.finish())) as pdf:
        assert find_unruled(read_page(pdf.pages[0]), [], lambda line: False) == []


def test_an_empty_table_keeps_its_header() -> None:
    paper = Paper()
    paper.title(60, "政府性基金预算支出表")
    three_line(paper, 100, EDGES, HEADER, [])
    frames = read(paper)
    assert titles(frames) == ["政府性基金预算支出表"]
    assert [r["header_path"] for r in frames["column"].iter_rows(named=True)][2:] == [
        "合计",
        "基本支出/人员经费",
        "基本支出/公用经费",
        "项目支出",
    ]


def test_two_tables_under_each_other_are_two() -> None:
    paper = Paper()
    for top, title in ((60, "一般公共预算支出表"), (300, "政府性基金预算支出表")):
        paper.title(top, title)
        three_line(paper, top + 40, EDGES, HEADER, BODY)
    frames = read(paper)
    assert titles(frames) == ["一般公共预算支出表", "政府性基金预算支出表"]
    assert facts(frames) == FACTS * 2


def test_a_wrapped_label_is_one_row() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    body = [["2080505", "机关事业单位基本养老\n保险缴费支出", *BODY[0][2:]], BODY[1]]
    three_line(paper, 100, EDGES, HEADER, body, row=28)
    frames: Frames = read(paper)
    assert frames["row"]["row_label"].to_list() == ["机关事业单位基本养老保险缴费支出", "行政事业单位养老支出"]


@pytest.mark.parametrize("rest", ["top", "bottom"])
@pytest.mark.parametrize("partial", [False, True])
def test_headers_at_the_top_or_bottom_of_their_cells(rest: str, partial: bool) -> None:
    header = [(t, a, b, r0, r0 + 1) if rest == "top" else (t, a, b, r1 - 1, r1) for t, a, b, r0, r1 in HEADER]
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, header, BODY)
    if partial:
        paper.rule(EDGES[3] + 3, 120, EDGES[5] - 3, 120)
    assert facts(read(paper)) == FACTS


@pytest.mark.parametrize("partial", [False, True])
def test_headers_to_the_left_tell_their_groups_by_rules_only(partial: bool) -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, [], BODY)
    for text, a, _, r0, r1 in HEADER:
        paper.text(EDGES[a] + 3, 100 + (r0 + r1) * 10, text)
    if partial:
        paper.rule(EDGES[3] + 3, 120, EDGES[5] - 3, 120)
    assert facts(read(paper)) == (FACTS if partial else [])


def test_a_header_to_the_left_in_one_row_needs_no_rules() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    edges = [50.0, 120.0, 300.0, 380.0, 460.0, 545.0]
    three_line(paper, 100, edges, [], [["208", "社会保障和就业支出", "3.50", "2.50", "1.00"]], rows=1)
    for x, text in zip(edges, ["科目编码", "科目名称", "合计", "基本支出", "项目支出"], strict=False):
        paper.text(x + 3, 110, text)
    assert [f[2:] for f in facts(read(paper))] == [("合计", 3.5), ("基本支出", 2.5), ("项目支出", 1.0)]


@pytest.mark.parametrize("row", [12, 14, 17])
def test_tight_rows(row: float) -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, BODY, row=row)
    assert facts(read(paper)) == FACTS


def test_rows_below_the_column_numbers_are_no_header() -> None:
    paper = Paper()
    paper.title(60, "2024年度支出决算表")
    header: Header = [*HEADER, ("栏次", 1, 2, 2, 3), *((str(c - 1), c, c + 1, 2, 3) for c in range(2, 6))]
    three_line(paper, 100, EDGES, header, [["", "年初结转和结余", "", "", "", ""], *BODY], rows=3, partial=True)
    for y in (180, 200):
        paper.rule(50, y, 545, y)
    assert facts(read(paper)) == FACTS


def test_an_indented_code_that_wraps_stays_in_its_row() -> None:
    paper = Paper()
    paper.title(60, "项目支出表")
    edges = [50.0, 150.0, 290.0, 380.0]
    header: Header = [("项目编码", 0, 1, 0, 2), ("项目名称", 1, 2, 0, 2), ("合计", 2, 3, 0, 2)]
    names = ["人员经费", "公用经费"]
    three_line(paper, 100, edges, header, [["", name, "3.50"] for name in names], row=22)
    for i in range(len(names)):
        paper.text(53, 155 + 22 * i + SIZE * 0.6, f"42010022503T00000016{i}")
    assert facts(read(paper)) == [(f"42010022503T00000016{i}", name, "合计", 3.5) for i, name in enumerate(names)]


def test_a_rule_belongs_to_the_group_straight_above_it() -> None:
    cells = [
        word("预算数", 150, 10),
        word("合计", 75, 30),
        word("购置", 200, 30),
        word("小计", 150, 50),
        word("车", 250, 50),
    ]
    drawn = (Rule(40, 103, 297),)
    assert group_rules(Band(0, 60, tuple(cells), (), drawn), [50, 100, 200, 300], exact=True) is None


def test_a_numbered_label_without_amounts_is_no_header() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, [["", "一、本级支出", "", "", "", ""], *BODY])
    paper.rule(50, 160, 545, 160)
    paper.rule(50, 180, 545, 180)
    assert facts(read(paper)) == FACTS


def test_rules_of_head_and_foot_as_wide_as_the_table_are_not_its_own() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, BODY)
    paper.rule(50, 40, 545, 40)
    paper.rule(50, 800, 545, 800)
    frames = read(paper)
    assert facts(frames) == FACTS
    assert frames["row"].height == len(BODY)


def test_a_continuation_without_header_has_the_columns_of_the_page_before() -> None:
    paper = Paper()
    three_line(paper, 100, EDGES, HEADER, BODY)
    paper.page()
    three_line(paper, 60, EDGES, [], [["210", "卫生健康支出", "3.00", "2.00", "", "1.00"]], rows=0)
    with pdfplumber.open(io.BytesIO(paper.finish())) as pdf:
        first, second = (read_page(page) for page in pdf.pages)
    (grid,) = find_unruled(first, [], lambda line: False)
    assert find_unruled(second, [], lambda line: False) == []
    (more,) = find_unruled(second, [], lambda line: False, grid)
    assert more.columns == grid.columns
    assert len(more.rows) == 2
    narrower = Grid(grid.rows, [c * 0.8 for c in grid.columns], [])
    assert find_unruled(second, [], lambda line: False, narrower) == []


def test_a_continuation_without_header_is_part_of_its_table() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    three_line(paper, 100, EDGES, HEADER, BODY[:1])
    paper.page()
    three_line(paper, 60, EDGES, [], BODY[1:], rows=0)
    frames = read(paper)
    assert titles(frames) == ["一般公共预算支出表"]
    assert facts(frames) == FACTS


def word(text: str, x: float, y: float) -> Line:
    half = len(text) * SIZE / 2
    return Line(text, x - half, y - SIZE / 2, x + half, y + SIZE / 2, SIZE)


def chars(text: str, x: float, y: float, step: float = SIZE) -> list[Char]:
    return [
        Char(c, x + i * step, y, x + i * step + SIZE, y + SIZE, SIZE) for i, c in enumerate(text) if not c.isspace()
    ]


def test_words_are_parted_by_gaps_and_spaced_out_ones_put_together() -> None:
    line = chars("项目", 50, 100, step=20) + chars("预算数", 150, 100) + chars("1,116.03", 250, 100, step=SIZE)
    assert [w.text for w in words(line)] == ["项 目", "预算数", "1,116.03"]


def test_code_pieces_side_by_side_are_not_one_spaced_out_word() -> None:
    assert [w.text for w in words(chars("类款项", 50, 100, step=25))] == ["类", "款", "项"]


def test_characters_under_each_other_are_narrow_headers() -> None:
    head = [c for x in (50, 70) for i, t in enumerate("行次") for c in chars(t, x, 100 + i * 11)]
    assert [c.text for c in header_cells(head)] == ["行\n次", "行\n次"]


def test_a_year_wrapped_before_its_last_character_is_one_header() -> None:
    paper = Paper()
    paper.centred(100, 140, 60, "2025\n年")
    paper.centred(140, 180, 60, "2026\n年")
    with pdfplumber.open(io.BytesIO(paper.finish())) as pdf:
        assert [c.text for c in header_cells(read_page(pdf.pages[0]).chars)] == ["2025\n年", "2026\n年"]


def test_the_last_line_that_counts_numbers_the_columns() -> None:
    head = [word("合计", 100, 10), word("栏次", 50, 30), word("1", 100, 30), word("2", 150, 30)]
    assert [c.text for c in index_row(head)] == ["栏次", "1", "2"]
    assert index_row([word("2024", 100, 30), word("2023", 150, 30)]) == []


@given(st.lists(st.integers(40, 160), min_size=3, max_size=12))
def test_edges_mirrored_from_centred_headers_are_exact(widths: list[int]) -> None:
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + width)
    cells = tuple(word("合计", (a + b) / 2, 20) for a, b in pairwise(edges))
    found, exact = column_edges(Band(0, 40, cells, (), ()), [], edges[0], edges[-1])
    assert exact
    assert found == pytest.approx(edges)


@given(st.lists(st.integers(50, 120), min_size=4, max_size=10), st.data())
def test_groups_are_read_back(widths: list[int], data: st.DataObject) -> None:
    edges = [50.0]
    for width in widths:
        edges.append(edges[-1] + width)
    start = data.draw(st.integers(0, len(widths) - 2))
    end = data.draw(st.integers(start + 2, len(widths)))
    cells = [word("基本支出", (edges[start] + edges[end]) / 2, 10)]
    for k, (a, b) in enumerate(pairwise(edges)):
        cells.append(word("合计", (a + b) / 2, 30 if start <= k < end else 20))
    rules = group_rules(Band(0, 40, tuple(sorted(cells, key=lambda c: c.middle)), (), ()), edges, exact=True)
    expected = [Rule(20, edges[start], edges[end])]
    if end - start < len(widths):
        assert rules == expected
    else:  # all headers in one row: they may stand at the bottom, and the group over the middle ones only
        assert rules in (expected, None)
