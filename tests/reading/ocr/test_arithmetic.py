"""Sums inside a table: what a wrong digit breaks, and what a table's own form clears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from tests.reading.papers import Paper, Spans, lexicon

from yusuan.reading.emit import emit_tables
from yusuan.reading.ocr.arithmetic import contradicted, doubt_contradicted
from yusuan.reading.pdf import read_pdf
from yusuan.reading.structure.tables import PublishedTable, find_tables
from yusuan.reading.text_input.meaning import Meaning

MEANING = Meaning(lexicon().seeds)
EXPENDITURE = [
    ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
    ["", "合计", "100.00", "60.00", "40.00"],
    ["208", "社会保障和就业支出", "70.00", "50.00", "20.00"],
    ["20801", "人力资源管理事务", "70.00", "50.00", "20.00"],
    ["2080101", "行政运行", "45.00", "40.00", "5.00"],
    ["2080199", "其他支出", "25.00", "10.00", "15.00"],
    ["210", "卫生健康支出", "30.00", "10.00", "20.00"],
]


def made(rows: Sequence[Sequence[str]], spans: Spans | None = None, title: str = "支出总表") -> PublishedTable:
    paper = Paper()
    paper.title(40, title)
    paper.grid(80, [70, 150, 80, 80, 80][: len(rows[0])], rows, spans)
    (table,) = find_tables(read_pdf(paper.finish(), lexicon()).pages, lexicon())
    return table


def doubted(table: PublishedTable) -> list[str]:
    ids = contradicted(table, MEANING)
    cells = {id(c): c for part in table.parts for c in part.sheet.cells.values()}
    return sorted(c.text for i, c in cells.items() if i in ids)


def changed(rows: Sequence[Sequence[str]], r: int, c: int, text: str) -> list[list[str]]:
    out = [list(row) for row in rows]
    out[r][c] = text
    return out


def test_sums_that_hold_contradict_nothing() -> None:
    assert doubted(made(EXPENDITURE)) == []


def test_a_wrong_digit_is_contradicted_and_its_neighbours_are_cleared() -> None:
    assert doubted(made(changed(EXPENDITURE, 4, 2, "46.00"))) == ["46.00"]
    assert doubted(made(changed(EXPENDITURE, 2, 3, "90.00"))) == ["90.00"]
    assert doubted(made(changed(EXPENDITURE, 1, 4, "48.00"))) == ["48.00"]


def test_rounding_is_no_contradiction() -> None:
    assert doubted(made(changed(EXPENDITURE, 6, 2, "30.01"))) == []


def test_running_totals_of_a_two_sided_summary() -> None:
    rows = [
        ["项目", "预算数"],
        ["一、财政拨款", "80.00"],
        ["二、事业收入", "20.00"],
        ["本年收入合计", "100.00"],
        ["上年结转结余", "5.00"],
        ["收入总计", "105.00"],
    ]
    assert doubted(made(rows, title="收支总表")) == []
    assert "86.00" in doubted(made(changed(rows, 1, 1, "86.00"), title="收支总表"))
    assert "106.00" in doubted(made(changed(rows, 5, 1, "106.00"), title="收支总表"))


def test_a_form_that_mostly_fails_says_nothing() -> None:
    rows = [EXPENDITURE[0]]
    rows += [[f"20{i}", "支出", f"{i}0.00", "1.00", "2.00"] for i in range(1, 7)]  # 合计 is no sum of the others here
    assert doubted(made(rows)) == []


def test_only_readings_of_pictures_are_doubted() -> None:
    table = made(changed(EXPENDITURE, 4, 2, "46.00"))
    doubt_contradicted([table], lexicon())
    assert all(c.confidence is None for part in table.parts for c in part.sheet.cells.values())


def test_what_is_doubted_is_damaged_and_has_no_number() -> None:
    table = made(changed(EXPENDITURE, 4, 2, "46.00"))
    for part in table.parts:
        part.sheet.cells.update({place: replace(c, confidence=0.9) for place, c in part.sheet.cells.items()})
    doubt_contradicted([table], lexicon())
    cells = emit_tables("0" * 16, [table])["cell"]
    assert [(c["text"], c["number"], c["confidence"]) for c in cells if c["reading"] == "damaged"] == [
        ("46.00", None, 0.0)
    ]
    assert {c["confidence"] for c in cells if c["reading"] == "exact"} == {0.9}


def test_a_total_of_one_nature_is_no_total_of_its_list() -> None:
    """公用经费合计 sums the classes of its nature, wherever they stand, and not what stands above it."""
    rows = [
        ["科目编码", "科目名称", "决算数"],
        ["301", "工资福利支出", "20.00"],
        ["302", "商品和服务支出", "37.41"],
        ["30201", "办公费", "37.41"],
        ["310", "资本性支出", "1.98"],
        ["31002", "办公设备购置", "1.98"],
        ["", "公用经费合计", "39.39"],
    ]
    assert doubted(made(rows)) == []
    assert doubted(made(changed(rows, 6, 2, "39.89"))) == ["39.89"]
    rows[-1][1] = "合计"
    assert "39.39" in doubted(made(rows))


def test_projects_add_up_to_what_no_code_tells() -> None:
    rows = [
        ["项目编码", "项目名称", "金额"],
        ["42010022503T000000141", "甲工作", "10.00"],
        ["420100225030030000105", "乙项目", "4.00"],
        ["420100225030030000106", "丙项目", "5.00"],
    ]
    table = made(rows, title="项目支出表")
    table.rows = [replace(row, parent=1) if row.row_number > 1 else row for row in table.rows]
    assert doubted(table) == []
    table.rows = [replace(row, code=code) for row, code in zip(table.rows, ("503", "503001", "503002"), strict=True)]
    assert doubted(table) != []
