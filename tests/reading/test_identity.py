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
