"""Tables without any rule, and two tables beside each other on one page."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.papers import Frames, Paper, read, titles

SUBJECTS = [
    ("", "合计"), ("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"), ("2080505", "养老保险缴费支出"),
    ("210", "卫生健康支出"), ("21011", "行政事业单位医疗"), ("2101101", "行政单位医疗"),
]  # fmt: skip
HEADER = ("科目编码", "科目名称", "合计", "基本支出", "项目支出")


def bare(paper: Paper, top: float, edges: Sequence[float], rows: Sequence[Sequence[str]], pitch: float = 16.0) -> float:
    """Rows without rules: figures end below each other, words begin below each other. Returns where the last stands."""
    for r, row in enumerate(rows):
        for c, text in enumerate(row):
            is_figure = text[-1:].isdigit() and "." in text
            place = edges[c + 1] - 4 if is_figure else edges[c]
            paper.text(place, top + r * pitch, text, align="right" if is_figure else "left")
    return top + (len(rows) - 1) * pitch


def figures(rng: Random) -> list[list[str]]:
    rows = []
    for code, label in SUBJECTS:
        basic, project = rng.randint(1, 10**6), rng.choice((0, rng.randint(1, 10**6)))
        rows.append(
            [
                code,
                label,
                f"{(basic + project) / 100:,.2f}",
                f"{basic / 100:,.2f}",
                f"{project / 100:,.2f}" if project else "",
            ]
        )
    return rows


def printed(frames: Frames, table: int = 0) -> list[list[str]]:
    """Code, label and figures of each row as they were read, the header's paths first."""
    key = frames["table"]["table_key"][table]
    columns = [c for c in frames["column"].iter_rows(named=True) if c["table_key"] == key]
    values = [c["column_number"] for c in columns if c["role"] == "value"]
    cells = {
        (c["row_number"], c["column_number"]): c["text"]
        for c in frames["cell"].iter_rows(named=True)
        if c["table_key"] == key
    }
    rows = [r for r in frames["row"].iter_rows(named=True) if r["table_key"] == key]
    return [
        [c["header_path"] for c in columns],
        *([r["row_code"] or "", r["row_label"], *(cells.get((r["row_number"], v), "") for v in values)] for r in rows),
    ]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 30.0]), st.sampled_from([14.0, 18.0, 24.0]))
def test_a_table_without_any_rule_is_read_whole(seed: int, shift: float, pitch: float) -> None:
    rows = figures(Random(seed))
    made = Paper()
    made.title(60, "支出总表")
    edges = [40 + shift, 100 + shift, 260 + shift, 350 + shift, 440 + shift, 530 + shift]
    bottom = bare(made, 104, edges, [HEADER, *rows], pitch)
    made.text(60, bottom + 60, "本表为部门汇总数，单位按预算级次分列。")
    frames = read(made)
    assert titles(frames) == ["支出总表"]
    assert printed(frames) == [list(HEADER), *rows]
    assert set(frames["cell"]["reading"]) == {"exact"}


def test_lists_beside_each_other_without_rules() -> None:
    made = Paper()
    made.title(60, "收支总表")
    edges = [40, 200, 290, 450, 540]
    made.text(165, 100, "收入", align="center")
    made.text(415, 100, "支出", align="center")
    rows = [["项目", "预算数", "项目", "预算数"], ["一、财政拨款收入", "100.00", "一、教育支出", "60.00"]]
    rows += [["二、事业收入", "20.00", "二、卫生支出", "60.00"], ["收入总计", "120.00", "支出总计", "120.00"]]
    bare(made, 116, edges, rows)
    assert printed(read(made))[0] == ["收入/项目", "收入/预算数", "支出/项目", "支出/预算数"]


@pytest.mark.parametrize(
    "lines",
    [
        ["2026年收入预算120.00万元，比上年增加10.00万元。", "2026年支出预算120.00万元，比上年增加10.00万元。"] * 3,
        ["一、收入 120.00万元", "二、支出 120.00万元", "三、结余 0.00万元", "四、其他 0.00万元"],
    ],
)
def test_text_with_figures_is_no_table(lines: Sequence[str]) -> None:
    made = Paper()
    made.title(60, "收支总表")
    for n, line in enumerate(lines):
        made.text(60, 100 + 16 * n, line)
    assert read(made)["cell"].is_empty()


def two_up(left: str, right: str) -> Paper:
    made = Paper((842.0, 595.0))
    rows = [["科目名称", "合计", "项目支出"], ["一", "7.00", "6.00"], ["二", "8.00", "5.00"]]
    for x, title in ((210, left), (632, right)):
        made.text(x, 60, title, 14, "center")
        made.grid(100, [160, 90, 90], rows, left=x - 170)
    made.text(380, 88, "单位：万元", align="right")
    made.text(802, 88, "单位：元", align="right")
    return made


def test_two_tables_beside_each_other_have_their_own_titles_and_units() -> None:
    frames = read(two_up("支出总表", "一般公共预算支出表"))
    assert titles(frames) == ["支出总表", "一般公共预算支出表"]
    assert frames["table"]["unit_text"].to_list() == ["万元", "元"]
    assert printed(frames, 0) == printed(frames, 1)
    assert frames["page"].height == 1


def test_a_title_across_the_room_between_two_lists_is_one() -> None:
    made = Paper((842.0, 595.0))
    made.text(421, 60, "某市某局二〇二六年部门收支预算情况总表", 14, "center")
    for left in (40, 432):
        made.grid(100, [180, 190], [["项目", "预算数"], ["一", "7.00"], ["二", "8.00"]], left=left)
    assert "某市某局二〇二六年部门收支预算情况总表" in titles(read(made))
