"""Zones of a text: which lines are a table's caption, which its notes."""

from __future__ import annotations

from tests.reading.papers import lexicon

from yusuan.reading.text_input.source import SourceLine
from yusuan.reading.text_input.zones import Zone, cut_zones


def zones(*texts: str) -> list[Zone]:
    return cut_zones([SourceLine(number, 1, text) for number, text in enumerate(texts)], lexicon())


def test_a_number_a_title_and_a_unit_are_the_caption_of_one_zone() -> None:
    before, first, second = zones(
        "某市某中心", "表1", "收支总表", "单位：某市某中心 单位：万元", "项 目 预算数", "合计 35.00",
        "注：本表含结转。", "表2", "收入总表", "单位：万元", "合计 35.00",
    )  # fmt: skip
    assert [line.text for line in before.rest] == ["某市某中心"]
    assert [line.text for line in first.caption] == ["表1", "收支总表", "单位：某市某中心 单位：万元"]
    assert [line.text for line in first.rest] == ["项 目 预算数", "合计 35.00"]
    assert [line.text for line in first.notes] == ["注：本表含结转。"]
    assert (second.title, [line.text for line in second.caption]) == ("收入总表", ["表2", "收入总表", "单位：万元"])
