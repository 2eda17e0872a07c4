"""Rows told apart: by the unit above them, their project, their second code, their year, and by their further words."""

from __future__ import annotations

from typing import Any

from tests.reading.papers import Frames, Paper, read

Table = list[list[str]]


def rows_of(
    title: str, widths: list[int], rows: Table, spans: dict[tuple[int, int], tuple[int, int]] | None = None
) -> Any:
    paper = Paper()
    paper.title(60, title)
    paper.grid(100, widths, rows, spans)
    return told(read(paper))


def told(frames: Frames) -> list[tuple[str, str, str]]:
    """Code (and second code), label, and path with what tells the row apart."""
    return [
        (
            " ".join(code for code in (r["row_code"], r["row_second_code"]) if code),
            r["row_label"],
            "/".join(part for part in (r["row_path"], r["telling_words"]) if part),
        )
        for r in frames["row"].iter_rows(named=True)
    ]


def test_subjects_stand_under_the_unit_that_a_column_of_its_own_prints_above_them() -> None:
    rows = [
        ["预算单位", "科目编码", "科目名称", "支出总计"],
        ["甲局", "", "", "30.00"],
        ["", "205", "教育支出", "30.00"],
        ["", "20503", "职业教育", "30.00"],
        ["乙所", "", "", "12.00"],
        ["", "205", "教育支出", "12.00"],
        ["", "", "小计", "12.00"],
        ["", "", "合计", "42.00"],
    ]
    assert rows_of("支出总表", [120, 80, 160, 80], rows) == [
        ("", "甲局", "甲局"),
        ("205", "教育支出", "甲局/教育支出"),
        ("20503", "职业教育", "甲局/教育支出/职业教育"),
        ("", "乙所", "乙所"),
        ("205", "教育支出", "乙所/教育支出"),
        ("", "小计", "乙所/小计"),
        ("", "合计", "合计"),
    ]


def test_projects_stand_under_the_unit_whose_code_is_printed_above_them() -> None:
    rows = [
        ["单位编码", "单位（项目）名称", "项目金额"],
        ["", "合计", "30.00"],
        ["125001", "甲局", "10.00"],
        ["", "设备购置", "10.00"],
        ["125002", "乙所", "20.00"],
        ["", "设备购置", "20.00"],
    ]
    assert [path for *_, path in rows_of("项目支出表", [80, 200, 80], rows)] == [
        "合计",
        "甲局",
        "甲局/设备购置",
        "乙所",
        "乙所/设备购置",
    ]


def test_codes_and_a_time_beside_the_money_begin_no_other_list() -> None:
    rows = [
        ["类", "款", "项", "采购项目", "采购目录", "数量", "类", "款", "类", "款", "采购时间", "预算金额"],
        ["", "", "", "合计", "", "3", "", "", "", "", "", "30.00"],
        ["201", "26", "04", "设备购置", "A01桌椅", "1", "310", "02", "503", "06", "1月-12月", "10.00"],
        ["201", "26", "04", "设备购置", "A02电脑", "2", "310", "02", "503", "06", "", "20.00"],
    ]
    assert rows_of("政府采购预算表", [30, 30, 30, 70, 70, 40, 30, 30, 30, 30, 60, 60], rows) == [
        ("", "合计", "合计"),
        ("2012604 31002", "设备购置", "设备购置/A01桌椅"),
        ("2012604 31002", "设备购置", "设备购置/A02电脑"),
    ]


def test_a_project_beside_its_unit_names_the_row() -> None:
    rows = [
        ["单位编码", "单位名称", "项目名称", "金额"],
        ["", "合计", "", "30.00"],
        ["125001", "甲局", "运维", "10.00"],
        ["125002", "乙所", "运维", "20.00"],
    ]
    assert rows_of("项目支出表", [80, 120, 160, 80], rows) == [
        ("", "合计", "合计"),
        ("125001", "运维", "甲局/运维"),
        ("125002", "运维", "乙所/运维"),
    ]


def test_codes_in_front_of_two_names_are_two_codes() -> None:
    rows = [
        ["功能分类", "经济分类", "合计"],
        ["2050205-高等教育", "30101-基本工资", "10.00"],
        ["2050205-高等教育", "30102-津贴补贴", "20.00"],
    ]
    assert rows_of("支出总表", [160, 160, 80], rows) == [
        ("2050205 30101", "高等教育", "高等教育"),
        ("2050205 30102", "高等教育", "高等教育"),
    ]


def test_further_words_of_the_fewest_columns_tell_rows_apart() -> None:
    rows = [
        ["采购项目", "采购品目", "规格", "数量", "金额", "说明"],
        ["设备购置", "A01桌椅", "木", "1", "10.00", "一批"],
        ["设备购置", "A02电脑", "木", "2", "20.00", "一批"],
        ["设备购置", "A02电脑", "轻", "3", "30.00", "两批"],
        ["物业", "C01物业", "木", "1", "5.00", "一批"],
        ["设备购置", "A02电脑", "轻", "4", "40.00", "两批"],
    ]
    assert [path for *_, path in rows_of("政府采购预算表", [100, 100, 70, 60, 70, 90], rows)] == [
        "设备购置/A01桌椅/木",
        "设备购置/A02电脑/木",
        "设备购置/A02电脑/轻",
        "物业",
        "设备购置/A02电脑/轻",  # the page itself repeats it
    ]


def test_rows_of_years_are_of_the_unit_above_and_of_their_year() -> None:
    rows = [
        ["预算单位", "年度", "合计", "公务接待费"],
        ["甲局", "2030年", "3.00", "3.00"],
        ["", "2031年", "5.00", "5.00"],
        ["", "增减变化金额", "2.00", "2.00"],
        ["乙所", "2030年", "1.00", "1.00"],
        ["", "2031年", "0.00", "0.00"],
    ]
    paper = Paper()
    paper.title(60, "“三公”经费支出表")
    paper.grid(100, [140, 100, 80, 80], rows)
    frames = read(paper)
    assert [r["role"] for r in frames["column"].iter_rows(named=True)] == ["label", "year", "value", "value"]
    assert told(frames) == [
        ("", "甲局", "甲局/2030年"),
        ("", "甲局", "甲局/2031年"),
        ("", "甲局", "甲局/增减变化金额"),
        ("", "乙所", "乙所/2030年"),
        ("", "乙所", "乙所/2031年"),
    ]
    printed = [
        (t["row_number"], t["text"]) for t in frames["row_text"].iter_rows(named=True) if t["column_number"] == 1
    ]
    assert printed == [(1, "甲局"), (4, "乙所")]  # what is blank on the page says nothing


def test_a_year_that_nothing_else_names_is_the_label() -> None:
    rows = [["年度", "合计", "公务接待费"], ["2030年", "3.00", "3.00"], ["2031年", "5.00", "5.00"]]
    assert [label for _, label, _ in rows_of("“三公”经费支出表", [140, 80, 80], rows)] == ["2030年", "2031年"]
