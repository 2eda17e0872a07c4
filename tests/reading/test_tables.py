"""Which sheets are one table: continuation pages, repeats, titles in odd places."""

from __future__ import annotations

import pytest
from tests.reading.papers import Frames, Paper, amounts, facts, read, titles

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
WIDTHS = [70, 180, 80, 80, 80]
TOTAL = ["", "合计", "60.00", "40.00", "20.00"]
FIRST = [["208", "社会保障和就业支出", "30.00", "20.00", "10.00"], ["210", "卫生健康支出", "20.00", "15.00", "5.00"]]
MORE = [["221", "住房保障支出", "6.00", "3.00", "3.00"], ["229", "其他支出", "4.00", "2.00", "2.00"]]
LABELS = ["合计", "社会保障和就业支出", "卫生健康支出", "住房保障支出", "其他支出"]


def labels(frames: Frames) -> list[str]:
    return [r["row_label"] for r in frames["row"].iter_rows(named=True) if not r["is_repeat"]]


def begun(title: str = "支出总表") -> Paper:
    paper = Paper()
    paper.title(60, title)
    paper.grid(100, WIDTHS, [HEAD, TOTAL, *FIRST])
    return paper


def check_joined(frames: Frames, columns: list[str] | None = None) -> None:
    assert titles(frames) == ["支出总表"]
    assert labels(frames) == LABELS
    total = [f for f in facts(frames) if f[2] == "合计"]
    assert [number for *_, number in total] == [60, 30, 20, 6, 4]
    assert len(facts(frames)) == 15
    assert (frames["table"]["page_from"][0], frames["table"]["page_to"][0]) == (1, 2)


def test_a_continuation_with_its_header_printed_again() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, [HEAD, *MORE])
    check_joined(read(paper))


def test_a_continuation_that_prints_header_and_total_again() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, [HEAD, TOTAL, *MORE])
    frames = read(paper)
    check_joined(frames)
    repeats = [r for r in frames["row"].iter_rows(named=True) if r["is_repeat"]]
    assert [(r["row_label"], r["repeat_of_row_number"]) for r in repeats] == [("合计", 1)]


def test_a_continuation_without_header() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, MORE)
    check_joined(read(paper))


def test_a_continuation_whose_first_row_has_no_rule_above() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, MORE, first_rule=False)
    check_joined(read(paper))


def test_a_continuation_of_one_row_without_rule_above() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, MORE[:1], first_rule=False)
    frames = read(paper)
    assert titles(frames) == ["支出总表"]
    assert labels(frames) == LABELS[:4]


def test_a_continuation_with_its_title_printed_again() -> None:
    paper = begun()
    paper.page()
    paper.title(60, "支出总表（续）")
    paper.grid(100, WIDTHS, [HEAD, *MORE])
    check_joined(read(paper))


def test_page_numbers_and_running_heads_do_not_part_a_table() -> None:
    paper = Paper()
    for page in range(4):
        paper.text(297, 30, "武汉市某某局2025年部门预算", 8, "center")
        paper.text(297, 820, f"— {page + 1} —", 8, "center")
        if page == 0:
            paper.title(70, "支出总表")
            paper.grid(110, WIDTHS, [HEAD, TOTAL])
        else:
            paper.grid(60, WIDTHS, [[f"20{page}", f"第{page}类支出", "1.00", "1.00", "0.00"]])
        if page < 3:
            paper.page()
    frames = read(paper)
    assert titles(frames) == ["支出总表"]
    assert labels(frames) == ["合计", "第1类支出", "第2类支出", "第3类支出"]
    assert set(frames["line"].filter(frames["line"]["text"].str.contains("—"))["role"]) == {"furniture"}


def test_a_title_at_the_foot_of_the_page_before() -> None:
    paper = Paper()
    paper.text(50, 100, "以下为有关表格。", 12)
    paper.title(740, "支出总表")
    paper.page()
    paper.grid(60, WIDTHS, [HEAD, TOTAL, *FIRST])
    frames = read(paper)
    assert titles(frames) == ["支出总表"]
    assert len(facts(frames)) == 9


def test_two_tables_on_one_page() -> None:
    paper = begun()
    paper.title(260, "一般公共预算支出表")
    paper.grid(300, WIDTHS, [HEAD, *MORE])
    frames = read(paper)
    assert titles(frames) == ["支出总表", "一般公共预算支出表"]
    assert {a[0]: sum(float(b[4]) for b in amounts(frames) if b[0] == a[0]) for a in amounts(frames)} == {
        "支出总表": 220.0,
        "一般公共预算支出表": 20.0,
    }


def test_equal_tables_under_their_own_titles_are_two() -> None:
    paper = begun("政府性基金预算支出表")
    paper.page()
    paper.title(60, "国有资本经营预算支出表")
    paper.grid(100, WIDTHS, [HEAD, *MORE])
    assert titles(read(paper)) == ["政府性基金预算支出表", "国有资本经营预算支出表"]


def test_the_same_table_of_another_body_is_another_table() -> None:
    paper = Paper()
    for number, body in enumerate(("青岩市水务局", "青岩市河道管理中心")):
        if number:
            paper.page()
        paper.title(60, "支出总表", "")
        paper.text(50, 85, f"单位名称：{body}")
        paper.grid(100, WIDTHS, [HEAD, TOTAL, *FIRST])
    frames = read(paper)
    assert frames["table"]["entity_text"].to_list() == ["青岩市水务局", "青岩市河道管理中心"]
    assert len(facts(frames)) == 18


def test_a_title_drawn_after_the_body() -> None:
    paper = Paper()
    paper.grid(100, WIDTHS, [HEAD, TOTAL, *FIRST])
    paper.title(60, "支出总表")
    frames = read(paper)
    assert titles(frames) == ["支出总表"]
    assert len(facts(frames)) == 9


def test_number_unit_body_and_note() -> None:
    paper = Paper()
    paper.text(50, 40, "表5-1", 9)
    paper.title(60, "一般公共预算支出表（分功能科目）", "")
    paper.text(50, 85, "部门：某市财政局", 9)
    paper.text(540, 85, "金额单位：元", 9, "right")
    bottom = paper.grid(100, WIDTHS, [HEAD, TOTAL])
    paper.text(50, bottom + 12, "注：本表数字四舍五入。", 9)
    (table,) = read(paper)["table"].iter_rows(named=True)
    assert table["title_text"] == "一般公共预算支出表(分功能科目)"
    assert table["number_text"] == "表5-1"
    assert table["unit_text"] == "元"
    assert table["entity_text"] == "某市财政局"
    assert table["note_text"] == "注:本表数字四舍五入。"


def test_an_empty_table_keeps_its_header_and_the_sentence_below() -> None:
    paper = Paper()
    paper.title(60, "政府性基金预算支出表")
    bottom = paper.grid(100, WIDTHS, [HEAD, [""] * 5])
    paper.text(50, bottom + 12, "说明：本单位2025年无政府性基金预算安排的支出。", 9)
    (table,) = read(paper)["table"].iter_rows(named=True)
    assert table["header_text"] == "科目编码 科目名称 合计 基本支出 项目支出"
    assert "无政府性基金预算" in table["note_text"]


def test_a_continuation_of_which_cells_are_merged() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, [250, 80, 80, 80], [["以上合计", "60.00", "40.00", "20.00"]])
    frames = read(paper)
    assert titles(frames) == ["支出总表"]
    assert labels(frames)[-1] == "以上合计"
    assert [amount for *_, label, _, amount in map(tuple, facts(frames)) if label == "以上合计"] == [60, 40, 20]


def test_a_continuation_on_which_the_first_columns_have_no_rules_across() -> None:
    """A page that cuts cells over many rows draws their sides only; the rows beside them are the table's all the same.

    A row of units that name a header (项, 次) is no header where the page before prints them as data.
    """
    head = ["项目名称", "项目总额", "一级指标", "指标值", "度量单位"]
    widths = [120, 80, 80, 60, 60]
    one = [["甲项目", "20.00", "产出指标", "8", "项"], ["", "", "效益指标", "2", "次"], ["", "", "效益指标", "90", "%"]]
    groups = {(1, 0): (3, 1), (1, 1): (3, 1)}
    paper = Paper()
    paper.title(60, "项目支出绩效目标表")
    paper.grid(100, widths, [head, *one], groups)
    paper.page()
    for x in (50, 170, 250):
        paper.rule(x, 60, x, 100)
    paper.grid(60, widths[2:], [["产出指标", "41", "项"], ["效益指标", "7", "次"]], left=250)
    paper.page()
    more = [
        ["", "", "产出指标", "5", "次"],
        ["", "", "产出指标", "6", "项"],
        ["乙项目", "30.00", "产出指标", "3", "项"],
    ]
    paper.grid(60, widths, more, {(0, 0): (2, 1), (0, 1): (2, 1)})
    frames = read(paper)
    assert titles(frames) == ["项目支出绩效目标表"]
    assert (frames["table"]["page_from"][0], frames["table"]["page_to"][0]) == (1, 3)
    values = [number for _, _, path, number in facts(frames) if path == "指标值"]
    assert values == [8, 2, 90, 41, 7, 5, 6, 3]
    assert [number for _, _, path, number in facts(frames) if path == "项目总额"] == [20, 30]


def test_a_continuation_that_stands_further_left() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, WIDTHS, MORE, left=38.0)
    check_joined(read(paper))


def test_a_header_torn_in_two_by_the_page() -> None:
    paper = Paper()
    paper.title(700, "财政拨款收支总表")
    paper.grid(740, [260, 260], [["收入", "支出"]])
    paper.page()
    rows = [["项目", "预算数", "项目", "预算数"], ["一、本年收入", "30.00", "一、本年支出", "30.00"]]
    paper.grid(60, [180, 80, 180, 80], rows)
    frames = read(paper)
    assert titles(frames) == ["财政拨款收支总表"]
    assert list(frames["column"]["header_path"]) == ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]
    assert (frames["table"]["page_from"][0], frames["table"]["page_to"][0]) == (1, 2)


def test_a_title_with_its_number_in_front_that_wraps() -> None:
    paper = Paper()
    paper.text(60, 60, "公开09表：一般公共预算“三公”经费、会议费、培训费", 14)
    paper.text(60, 80, "支出预算表", 14)
    paper.grid(110, [120, 120, 120], [["合计", "公务接待费", "会议费"], ["3.00", "1.00", "2.00"]])
    frames = read(paper)
    assert titles(frames) == ["一般公共预算“三公”经费、会议费、培训费支出预算表"]
    assert list(frames["table"]["number_text"]) == ["公开09表"]


def test_a_column_holds_on_every_page_what_it_holds_on_the_first() -> None:
    head = ["单位编码", "项目(事项)", "金额"]
    paper = Paper()
    paper.title(60, "项目支出表")
    paper.grid(100, [80, 220, 90], [head, ["222001", "某局", "30.00"], ["", "甲项目", "30.00"]])
    paper.page()
    paper.grid(60, [80, 220, 90], [head, ["", "12.50", "20.00"], ["222002", "某处", "20.00"]])
    frames = read(paper)
    assert titles(frames) == ["项目支出表"]
    assert list(frames["row"]["row_code"]) == ["222001", None, None, "222002"]
    assert set(frames["column"]["role"]) == {"code", "label", "value"}
    assert [float(n) for n in frames["cell"]["number"]] == [30, 30, 20, 20]


def test_a_label_that_the_page_break_cuts_is_one() -> None:
    head = ["序号", "项目", "预算数", "项目（按经济分类）", "预算数"]
    paper = Paper()
    paper.title(60, "收支总表")
    rows = [
        ["1", "一、本年收入", "30.00", "一、人员经费", "10.00"],
        ["2", "二、上年结转", "0.00", "（五）资本性支出", "0.00"],
    ]
    paper.grid(100, [40, 120, 80, 160, 80], [head, *rows])
    paper.page()
    more = [["", "", "", "（基本建设）", ""], ["3", "", "", "（六）资本性支出", "20.00"]]
    paper.grid(60, [40, 120, 80, 160, 80], more, first_rule=False)
    frames = read(paper)
    assert titles(frames) == ["收支总表"]
    second = [r["row_label"] for r in frames["row"].iter_rows(named=True) if r["block_number"] == 2]
    assert second == ["一、人员经费", "(五)资本性支出(基本建设)", "(六)资本性支出"]
    paths = [r["row_path"] for r in frames["row"].iter_rows(named=True) if r["block_number"] == 2]
    assert paths[-1] == "一、人员经费/(六)资本性支出"


def _figures_over_a_page_break(rest: list[str]) -> list[tuple[str, str, str]]:
    """Label, text and number of each figure of a narrow column whose last one wraps over the page break."""
    paper = Paper()
    paper.title(60, "收入总表")
    rows = [
        ["单位名称", "合计", "事业收入"],
        ["甲中心", "20.50", "18,536.8\n8"],
        ["乙驾驶员考试", "12,437.36", "12,437.3"],
    ]
    paper.grid(100, [120, 80, 60], rows, height=30)
    paper.page()
    paper.grid(60, [120, 80, 60], [rest, ["丙学校", "6.00", "6.00"]], height=30)
    frames = read(paper)
    labels = {r["row_number"]: r["row_label"] for r in frames["row"].iter_rows(named=True)}
    cells = frames["cell"].sort("row_number", "column_number").iter_rows(named=True)
    return [(labels[c["row_number"]], c["text"], str(c["number"])) for c in cells if c["column_number"] == 3]


def test_a_figure_that_the_page_break_cuts_is_one() -> None:
    assert _figures_over_a_page_break(["服务中心", "", "6"]) == [
        ("甲中心", "18,536.8\n8", "18536.880000"),
        ("乙驾驶员考试服务中心", "12,437.3\n6", "12437.360000"),
        ("丙学校", "6.00", "6.000000"),
    ]


@pytest.mark.parametrize("rest", [["服务中心", "", "66"], ["服务中心", "6.00", "6"], ["服务中心", "", "6.0"]])
def test_a_row_that_does_not_end_the_one_above_the_page_break_stands_for_itself(rest: list[str]) -> None:
    figures = _figures_over_a_page_break(rest)
    assert figures[1][:2] == ("乙驾驶员考试", "12,437.3")
    assert figures[2][:2] == ("服务中心", rest[2])


OTHER_WIDTHS = [60, 210, 70, 75, 75]


def test_a_continuation_of_other_widths_without_header() -> None:
    paper = begun()
    paper.page()
    paper.grid(60, OTHER_WIDTHS, MORE)
    check_joined(read(paper))


@pytest.mark.parametrize(
    "rows",
    [
        [["208", "社会保障和就业支出", "30.00", "20.00", "从略"]],
        [["208", "30.00", "20.00", "10.00", "5.00"]],
        [["20.00", "", "30.00", "20.00", "10.00"]],
    ],
)
def test_rows_of_other_widths_that_hold_other_things_are_another_table(rows: list[list[str]]) -> None:
    paper = begun()
    paper.page()
    paper.grid(60, OTHER_WIDTHS, rows)
    assert titles(read(paper)) == ["支出总表", None]


def test_titles_below_their_tables() -> None:
    """Two on a page, then one over two pages; the unit stands above."""
    paper = Paper()
    paper.text(540, 50, "单位：万元", 9, "right")
    bottom = paper.grid(70, WIDTHS, [HEAD, TOTAL, *FIRST])
    paper.text(297, bottom + 18, "表3 支出总表", 12, "center")
    paper.text(540, bottom + 40, "单位：元", 9, "right")
    bottom = paper.grid(bottom + 60, WIDTHS, [HEAD, *MORE])
    paper.text(297, bottom + 18, "一般公共预算支出表", 12, "center")
    paper.page()
    paper.grid(60, WIDTHS, [HEAD, TOTAL])
    paper.page()
    bottom = paper.grid(60, WIDTHS, FIRST)
    paper.text(297, bottom + 18, "政府性基金预算支出表", 12, "center")
    paper.text(50, bottom + 36, "注：本表数字四舍五入。", 9)
    frames = read(paper)
    assert titles(frames) == ["支出总表", "一般公共预算支出表", "政府性基金预算支出表"]
    table = frames["table"]
    assert list(table["unit_text"]) == ["万元", "元", None]
    assert list(table["number_text"]) == ["表3", None, None]
    assert list(table["row_count"]) == [3, 2, 3]
    assert [note or "" for note in table["note_text"]] == ["", "", "注:本表数字四舍五入。"]


def test_a_title_above_and_another_without_its_table_below() -> None:
    paper = begun()
    paper.title(260, "一般公共预算支出表")
    assert titles(read(paper)) == ["支出总表"]


def test_a_list_of_titles_below_a_table_of_bodies_is_none_of_its_own() -> None:
    paper = Paper()
    paper.text(297, 40, "某市水务局2025年部门预算", 14, "center")
    bottom = paper.grid(60, [60, 300], [["序号", "单位名称"], ["1", "某市水务局"]])
    paper.text(50, bottom + 80, "支出总表", 12)
    assert titles(read(paper)) == [None]
