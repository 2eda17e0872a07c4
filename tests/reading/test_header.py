"""Headers: merged and unmerged cells, blocks side by side, rows of column numbers, narrow headers."""

from __future__ import annotations

import pytest
from tests.reading.papers import Paper, facts, read

from yusuan.reading.structure.header import _trailing_labels_are_values

GROUPED = [
    ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
    ["", "", "", "小计", "人员经费", "公用经费", ""],
    ["208", "社会保障和就业支出", "30.50", "20.25", "15.25", "5.00", "10.25"],
    ["20805", "行政事业单位养老支出", "30.50", "20.25", "15.25", "5.00", "10.25"],
]
PATHS = ["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
WIDTHS = [60, 150, 60, 60, 60, 60, 60]
MERGED = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 3), (0, 6): (2, 1)}


def paths(paper: Paper) -> list[str]:
    frames = read(paper)
    return [r["header_path"] for r in frames["column"].iter_rows(named=True) if r["role"] == "value"]


def test_merged_header_cells() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    paper.grid(100, WIDTHS, GROUPED, MERGED)
    assert paths(paper) == PATHS


def test_header_cells_left_unmerged() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    paper.grid(100, WIDTHS, GROUPED)
    assert paths(paper) == PATHS


def test_a_header_in_the_last_of_its_rows_is_not_of_the_merged_group_beside_it() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    low = [
        ["", "", "", "基本支出", "", "", ""],
        ["科目编码", "科目名称", "合计", *GROUPED[1][3:6], "项目支出"],
        *GROUPED[2:],
    ]
    paper.grid(100, WIDTHS, low, {(0, 3): (1, 3)})
    assert paths(paper) == PATHS


def test_a_group_left_unmerged_ends_with_the_group_above() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    rows = [
        ["科目编码", "科目名称", "预算数", "", "", "决算数", "", ""],
        ["", "", "合计", "其中", "", "", "其中", ""],
        ["", "", "", "基本支出", "项目支出", "合计", "基本支出", "项目支出"],
        ["208", "社会保障和就业支出", "3.50", "2.50", "1.00", "3.00", "2.20", "0.80"],
    ]
    paper.grid(100, [60, 130, 50, 50, 50, 50, 50, 50], rows, {(0, 2): (1, 3), (0, 5): (1, 3)})
    assert paths(paper)[3:] == ["决算数/合计", "决算数/其中/基本支出", "决算数/其中/项目支出"]


def test_a_label_merged_over_all_rows_of_the_header_is_no_group() -> None:
    paper = Paper()
    paper.title(60, "项目支出总表")
    rows = [
        ["支出项目类别", "", "2031年预算", ""],
        ["", "总计", "一般公共预算拨款", "单位资金"],
        ["甲项目", "3.00", "2.00", "1.00"],
        ["乙项目", "5.00", "4.00", "1.00"],
    ]
    paper.grid(100, [120, 60, 120, 60], rows, {(0, 0): (2, 1), (0, 2): (1, 2)})
    assert paths(paper) == ["总计", "2031年预算/一般公共预算拨款", "2031年预算/单位资金"]


def test_headers_of_one_character_to_the_line() -> None:
    paper = Paper()
    paper.title(60, "一般公共预算支出表")
    rows = [
        ["科目编码", "科目名称", "合\n计", "基\n本\n支\n出", "项\n目\n支\n出"],
        ["208", "社会保障", "3.5", "2.5", "1.0"],
    ]
    paper.grid(100, [60, 150, 30, 30, 30], rows, height=60)
    assert paths(paper) == ["合计", "基本支出", "项目支出"]


def test_a_row_of_column_numbers_holds_no_amounts() -> None:
    paper = Paper()
    paper.title(60, "2024年度支出决算表")
    rows = [
        ["科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出"],
        ["栏次", "", "1", "2", "3"],
        ["", "合计", "3.5", "2.5", "1.0"],
    ]
    paper.grid(100, [60, 150, 80, 80, 80], rows, {(1, 0): (1, 2)})
    assert facts(read(paper)) == [
        ("", "合计", "本年支出合计", 3.5),
        ("", "合计", "基本支出", 2.5),
        ("", "合计", "项目支出", 1.0),
    ]


def test_income_and_expenditure_side_by_side() -> None:
    paper = Paper()
    paper.title(60, "收支总表")
    rows = [
        ["收入", "", "支出", ""],
        ["项目", "预算数", "项目", "预算数"],
        ["一、一般公共预算拨款收入", "30.50", "一、一般公共服务支出", "20.25"],
        ["二、政府性基金预算拨款收入", "", "二、公共安全支出", "10.25"],
        ["收入总计", "30.50", "支出总计", "30.50"],
    ]
    paper.grid(100, [160, 80, 160, 80], rows, {(0, 0): (1, 2), (0, 2): (1, 2)})
    frames = read(paper)
    assert facts(frames) == [
        ("", "一、一般公共预算拨款收入", "收入/预算数", 30.5),
        ("", "一、一般公共服务支出", "支出/预算数", 20.25),
        ("", "二、公共安全支出", "支出/预算数", 10.25),
        ("", "收入总计", "收入/预算数", 30.5),
        ("", "支出总计", "支出/预算数", 30.5),
    ]
    blocks = {r["block_number"]: r["block"] for r in frames["column"].iter_rows(named=True)}
    assert blocks == {1: "收入", 2: "支出"}


def test_title_and_unit_drawn_inside_the_grid() -> None:
    paper = Paper()
    rows = [
        ["支出总表", "", "", "", ""],
        ["", "", "", "单位：万元", ""],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["208", "社会保障和就业支出", "30.50", "20.25", "10.25"],
    ]
    paper.grid(100, [60, 150, 80, 80, 80], rows, {(0, 0): (1, 5), (1, 0): (1, 3), (1, 3): (1, 2)})
    frames = read(paper)
    assert frames["table"]["title_text"].to_list() == ["支出总表"]
    assert frames["table"]["unit_text"].to_list() == ["万元"]
    assert [f[2] for f in facts(frames)] == ["合计", "基本支出", "项目支出"]


def test_number_title_and_unit_drawn_inside_the_grid_with_blank_rows_between() -> None:
    blank = [""] * 4
    rows = [
        ["表11", "", "", ""],
        ["2025年财政拨款结转资金支出表", "", "", ""],
        blank,
        ["", "", "", "单位：万元"],
        ["单位代码", "单位名称", "项目名称", "金额"],
        ["125001", "某局", "升级资金", "9.00"],
    ]
    paper = Paper()
    paper.grid(60, [80, 140, 140, 90], rows, {(1, 0): (1, 4)})
    frames = read(paper)
    (table,) = frames["table"].iter_rows(named=True)
    assert (table["title_text"], table["number_text"], table["unit_text"]) == (
        "2025年财政拨款结转资金支出表",
        "表11",
        "万元",
    )
    assert facts(frames) == [("", "升级资金", "金额", 9.0)]


def test_a_column_named_with_its_unit_is_no_caption() -> None:
    paper = Paper()
    paper.text(297, 70, "重点项目预算绩效目标情况", 14, "center")
    paper.grid(
        100, [150, 110, 200], [["项目", "预算数（单位：万元）", "绩效目标"], ["某系统提升项目", "586.06", "达到目标。"]]
    )
    frames = read(paper)
    assert list(frames["column"]["header_path"]) == ["项目", "预算数(单位:万元)", "绩效目标"]
    assert [(path, number) for _, _, path, number in facts(frames)] == [("预算数(单位:万元)", 586.06)]


@pytest.mark.parametrize(
    ("roles", "named", "read_as"),
    [
        (["label", "label"], ["label", "text"], ["label", "value"]),
        (["label", "label", "label"], ["label", "label", "text"], ["label", "label", "value"]),
        (["label", "label", "label"], ["label", "label", "label"], ["label", "value", "value"]),
        (["code", "label", "label"], ["code", "label", "text"], ["code", "label", "value"]),
        (["label", "label", "value"], ["label", "text", "value"], ["label", "label", "value"]),
    ],
)
def test_in_a_table_of_words_what_stands_behind_the_named_labels_is_read_like_values(
    roles: list[str], named: list[str], read_as: list[str]
) -> None:
    assert _trailing_labels_are_values(roles, named) == read_as
