"""Whose paper it is, of which year, stage and level: covers, headings and tables in the publishers' own words."""

from __future__ import annotations

import pytest
from tests.reading.papers import Paper, document, read

Expected = tuple[str | None, int | None, str | None, str | None]


def identity(*pages: list[str]) -> Expected:
    """Publisher, year, stage and level of a paper with these lines on its pages and one table at the end."""
    paper = Paper()
    for lines in pages:
        for i, line in enumerate(lines):
            paper.text(297, 200 + 40 * i, line, 20, "center")
        paper.page()
    paper.title(60, "支出总表")
    paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    record = document(read(paper))
    assert record["status"] == "read"
    return record["publisher_name"], record["fiscal_year"], record["stage"], record["level"]


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (["2026年度", "青岩市水务局", "部门预算公开"], ("青岩市水务局", 2026, "budget", "department")),
        (["青岩市水务局2024年度部门决算"], ("青岩市水务局", 2024, "final", "department")),
        (["青岩市水务局", "2026部门预算情况的说明"], ("青岩市水务局", 2026, "budget", "department")),
        (["2019年部门综合预算公开报表", "", "部门名称：青岩市水务局"], ("青岩市水务局", 2019, "budget", "department")),
        (["青岩市水务局", "2024年度部门决算公开"], ("青岩市水务局", 2024, "final", "department")),
        (["青岩市河道管理中心", "2025年单位预算"], ("青岩市河道管理中心", 2025, "budget", "unit")),
        (["2023年度青岩市河道管理中心", "单位决算"], ("青岩市河道管理中心", 2023, "final", "unit")),
        (
            ["青岩市人民代表大会常务委员会办公", "室2025年部门预算"],
            ("青岩市人民代表大会常务委员会办公室", 2025, "budget", "department"),
        ),
        (["青岩市教育局2025年度部门预算信息公开"], ("青岩市教育局", 2025, "budget", "department")),
        (["青 岩 市 财 政 局", "2 0 2 5 年 部 门 预 算"], ("青岩市财政局", 2025, "budget", "department")),
        (
            ["上海市2026年市级单位预算", "预算单位：青岩路街道社区服务中心"],
            ("青岩路街道社区服务中心", 2026, "budget", "unit"),
        ),
        (["上海市2026年区级部门预算", "预算主管部门：青岩区水务局"], ("青岩区水务局", 2026, "budget", "department")),
    ],
)
def test_covers(cover: list[str], expected: Expected) -> None:
    assert identity(cover) == expected


def test_a_paper_of_tables_only() -> None:
    paper = Paper()
    for number, title in enumerate(("2024年度收入支出决算总表", "2024年度支出决算表")):
        if number:
            paper.page()
        paper.title(60, title, "")
        paper.text(50, 85, "部门：青岩市水务局")
        paper.text(540, 85, "单位：万元", align="right")
        paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    record = document(read(paper))
    assert (record["publisher_name"], record["fiscal_year"], record["stage"], record["level"]) == (
        "青岩市水务局",
        2024,
        "final",
        "department",
    )


def test_the_contents_and_headings_are_asked_where_the_cover_says_nothing() -> None:
    found = identity(["信息公开"], ["第一部分 青岩市水务局概况", "第二部分 青岩市水务局2025年部门预算表"])
    assert found == ("青岩市水务局", 2025, "budget", "department")
    found = identity(["信息公开"], ["第一部分 2025年度部门预算情况说明"])
    assert found == (None, 2025, "budget", None), "a heading calls a unit's part so too"


def test_bodies_that_differ_from_table_to_table_name_no_publisher() -> None:
    paper = Paper()
    paper.text(297, 200, "公开表格", 20, "center")
    for title, body in (("2024年度收入决算表", "青岩市水务局"), ("2024年度支出决算表", "青岩市教育局")):
        paper.page()
        paper.title(60, title, "")
        paper.text(50, 85, f"部门：{body}")
        paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    assert document(read(paper))["publisher_name"] is None


def test_what_is_not_said_is_not_known() -> None:
    assert identity(["公开表格"]) == (None, None, None, None)


def test_evidence_names_page_and_text() -> None:
    paper = Paper()
    paper.text(297, 200, "青岩市水务局2025年部门预算", 20, "center")
    paper.page()
    paper.title(60, "支出总表")
    paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    record = document(read(paper))
    assert '"page": 1' in record["identity_evidence"]
    assert "青岩市水务局2025年部门预算" in record["identity_evidence"]


def test_the_heading_of_the_overview_tells_the_level() -> None:
    cover = ["2018年度青岩市", "水务局预算公开"]
    assert identity(cover, ["第一部分 部门概况"]) == ("青岩市水务局", 2018, "budget", "department")
    assert identity(cover, ["第一部分 单位概况"]) == ("青岩市水务局", 2018, "budget", "unit")
    assert identity(cover) == ("青岩市水务局", 2018, "budget", None)


def form(paper: Paper, top: float, title: str, label: str, name: str, below: str = "") -> None:
    """A form that names its body in a cell, under its title and what stands in brackets below it."""
    paper.title(top, title, "")
    if below:
        paper.text(297, top + 20, below, 10, "center")
    rows = [[label, name, "", ""], ["年度目标", "保障供水", "", ""], ["一级指标", "二级指标", "三级指标", "指标值"]]
    paper.grid(top + 40, [90, 120, 120, 90], [*rows, ["产出指标", "数量指标", "检修泵站", "3"]])


def tables_first(*forms: tuple[str, str, str, str], table: str = "预算01表 收支总表") -> Expected:
    """Publisher, year, stage and level of a paper of tables that names its body in forms on its last pages only."""
    paper = Paper()
    paper.title(60, table)
    paper.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    for title, label, name, below in forms:
        paper.page()
        form(paper, 60, title, label, name, below)
    record = document(read(paper))
    return record["publisher_name"], record["fiscal_year"], record["stage"], record["level"]


WHOLE, NAME = "部门整体支出绩效目标表", "部门名称"


def test_a_form_on_a_late_page_names_the_body_and_the_year() -> None:
    found = tables_first((WHOLE, NAME, "青岩市水务局", "(2026年度)"))
    assert found == ("青岩市水务局", 2026, "budget", "department")
    found = tables_first((WHOLE, "部门(单位)名称", "青岩市水务局", ""))
    assert found == ("青岩市水务局", None, "budget", None), "which of both it is, the label leaves open"
    found = tables_first(("单位整体支出绩效目标表", "单位名称", "青岩市泵站", "(2026年度)"))
    assert found == ("青岩市泵站", 2026, "budget", "unit")


def test_a_form_names_no_publisher_where_it_speaks_of_a_project_or_of_several_bodies() -> None:
    assert tables_first(("项目支出绩效目标表", "单位名称", "青岩市泵站", "(2026年度)"))[0] is None
    assert tables_first((WHOLE, NAME, "青岩市水务局", ""), (WHOLE, NAME, "青岩市泵站", ""))[0] is None
    assert tables_first((WHOLE, NAME, "项目名称", ""))[0] is None, "a header is no name"


def test_a_form_that_looks_the_other_way_tells_no_year() -> None:
    assert tables_first(("部门整体支出绩效自评表", NAME, "青岩市水务局", "(2024年度)")) == (
        "青岩市水务局",
        None,
        "budget",
        "department",
    )
    final = "收入支出决算总表"
    assert tables_first((WHOLE, NAME, "青岩市水务局", "(2026年度)"), table=final)[1:3] == (None, "final")


@pytest.mark.parametrize(
    ("heads", "expected"),
    [
        (["青岩市水务局2026年部门预算"] * 4, ("青岩市水务局", 2026, "budget", "department")),
        (["2026年部门预算"] * 4, (None, 2026, "budget", "department")),
        (["青岩市水务局2026年部门预算"] * 4 + ["青岩市教育局2026年部门预算"] * 4, (None, None, "budget", None)),
    ],
)
def test_running_heads(heads: list[str], expected: Expected) -> None:
    paper = Paper()
    for n, head in enumerate(heads):
        if n:
            paper.page()
        paper.text(297, 30, head, 9, "center")
        paper.title(90, f"预算0{n + 1}表 {'收支总表' if n % 2 else '支出总表'}")
        paper.grid(130, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    record = document(read(paper))
    assert (record["publisher_name"], record["fiscal_year"], record["stage"], record["level"]) == expected


@pytest.mark.parametrize(
    ("cover", "expected"),
    [
        (["# 青岩市水务局", "# 2026年度部门预算"], ("青岩市水务局", 2026, "budget", "department")),
        (["## 2026年度", "## 青岩市水务局", "## 部门预算"], ("青岩市水务局", 2026, "budget", "department")),
        (["**青岩市水务局2026年度部门预算**"], ("青岩市水务局", 2026, "budget", "department")),
        (["####", "2026年度部门预算"], (None, 2026, "budget", "department")),
        (["□□□□2026年度部门预算"], (None, 2026, "budget", "department")),
        (["2026年度部门预算", "部门名称：####"], (None, 2026, "budget", "department")),
    ],
)
def test_stray_marks_are_no_name(cover: list[str], expected: Expected) -> None:
    assert identity(cover) == expected
