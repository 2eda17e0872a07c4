"""Lines around tables: titles, numbers, units, bodies, notes; and what repeats on every page."""

from __future__ import annotations

import pytest
from tests.reading.papers import SIZE, lexicon

from yusuan.reading.pages.layout import Line
from yusuan.reading.structure.captions import note_lines, read_caption, running_lines


def lines(*texts: str, size: float = SIZE) -> list[Line]:
    """Centred lines, 20 points apart."""
    return [
        Line(t, 300 - len(t) * size / 2, 20.0 * i, 300 + len(t) * size / 2, 20.0 * i + size, size)
        for i, t in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("texts", "title", "number", "unit"),
    [
        (["表1", "收支总表", "单位：万元"], "收支总表", "表1", "万元"),
        (["收支总表", "公开01表", "金额单位：元"], "收支总表", "公开01表", "元"),
        (["2024年度收入支出决算总表（表 1）", "单位：万元"], "2024年度收入支出决算总表", "表1", "万元"),
        (["公开05表 一般公共预算财政拨款支出决算表"], "一般公共预算财政拨款支出决算表", "公开05表", None),
        (["（表1）  2020年度收入支出决算总表  单位：万元"], "2020年度收入支出决算总表", "表1", "万元"),
        (["2020年度支出决算表（表3）（续）"], "2020年度支出决算表(续)", "表3", None),
        (["表6  一般公共预算基本支出表"], "一般公共预算基本支出表", "表6", None),
        (["附表十一一般公共预算基本支出表"], "一般公共预算基本支出表", "附表十一", None),
        (["附件2-1", "部门收入总表", "单 位 ： 万 元"], "部门收入总表", "附件2-1", "万元"),
        (["四、政府性基金预算支出表", "（单位：千元）"], "政府性基金预算支出表", None, "千元"),
        (["一般公共预算“三公”经费支出表", "单位:万元"], "一般公共预算“三公”经费支出表", None, "万元"),
        (["一般公共预算支出表", "（按功能分类科目）", "单位：元"], "一般公共预算支出表(按功能分类科目)", None, "元"),
        (["一般公共预算支出表", "（表5）", "单位：元"], "一般公共预算支出表", "表5", "元"),
    ],
)
def test_titles_numbers_and_units(texts: list[str], title: str, number: str | None, unit: str | None) -> None:
    caption = read_caption(lines(*texts), lexicon())
    assert (caption.title, caption.number, caption.unit) == (title, number, unit)


@pytest.mark.parametrize(
    ("text", "kind", "name"),
    [
        ("部门：青岩市水务局", "部门", "青岩市水务局"),
        ("单位名称：青岩市河道管理中心  单位：万元", "单位", "青岩市河道管理中心"),
        ("编制部门：青岩市水务局   金额单位：元", "部门", "青岩市水务局"),
        ("单位：万元", None, None),
    ],
)
def test_whose_table_it_is(text: str, kind: str | None, name: str | None) -> None:
    caption = read_caption(lines("支出总表", text), lexicon())
    assert (caption.entity_kind, caption.entity) == (kind, name)


@pytest.mark.parametrize(
    "text",
    [
        "一、关于收支总表的说明。",
        "我单位2025年支出总表如下,详见附表",
        "收支总表..........................5",
        "目录",
    ],
)
def test_sentences_and_contents_are_no_titles(text: str) -> None:
    assert read_caption(lines(text), lexicon()).title is None


def test_notes_end_at_a_gap_or_the_next_title() -> None:
    below = lines("注：本表反映部门本年度各项支出情况。", "1栏各行＝（2+3）栏各行。", "表4", "支出总表")
    assert [n.text for n in note_lines(below, lexicon())] == [below[0].text, below[1].text]
    assert note_lines(lines("第三部分 情况说明"), lexicon()) == []


def test_page_numbers_and_repeated_heads_are_furniture_but_titles_are_not() -> None:
    pages = []
    for number in (1, 2, 3):
        own = [
            Line("某市某局2025年部门预算", 200, 20, 400, 29, SIZE),
            Line("支出总表", 250, 40, 350, 54, 14),
            Line(f"— {number} —", 290, 815, 310, 824, SIZE),
        ]
        pages.append((842.0, own))
    assert running_lines(pages) == {(p, i) for p in range(3) for i in (0, 2)}
