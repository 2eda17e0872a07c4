"""Rules between tables over places: signs, gates, which of several figures a term means."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from tests.support.placed_views import PlacedTables

from yusuan.reading import Lexicon, read_document
from yusuan.reading.text_input.between import between
from yusuan.reading.text_input.meaning import Meaning

SEEDS = Path(__file__).parents[3] / "dbt" / "seeds"
PAPER = """表1
收支总表
单位：某市某中心 单位：万元
收 入 支 出
项 目 预算数 项 目 预算数
一、一般公共预算拨款收入 30.00 七、卫生健康支出 35.00
九、其他收入 5.00
本年收入合计 35.00 本年支出合计 35.00
收 入 总 计 35.00 支 出 总 计 35.00

表3
支出总表
单位：某市某中心 单位：万元
科目编码 科目名称 合计 基本支出 项目支出 事业单位经营支出 上缴上级支出 对附属单位补助支出
合计 35.00 20.00 15.00 0.00 0.00 0.00
210 卫生健康支出 35.00 20.00 15.00 0.00 0.00 0.00
"""
SELECTORS = "block_side row_role row_group row_entity subject_level sum_role layout fund fund_detail nature period item"
ANY = dict.fromkeys([*SELECTORS.split(), "row_fund", "place"], "*")
YEAR = {**ANY, "side": "left", "sign": "1", "table_kind": "revenue_expenditure_summary", "many": "no"}
SPENT = {**YEAR, "block_side": "expenditure", "row_role": "current_year_total"}
BASIC = {**YEAR, "side": "right", "table_kind": "expenditure", "row_role": "total", "nature": "basic"}
PROJECT = {**BASIC, "nature": "project"}


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_seeds(SEEDS)


def formed(lexicon: Lexicon, *terms: Mapping[str, str], paper: str = PAPER) -> list[tuple[list[str], list[str]]]:
    """What a made-up rule with these terms says of a paper: the texts that add to its left and to its right side."""
    rule = {"rule_id": "r", "relation": "=", "group_by": "none", "stage": "any"}
    own = {"reconciliation_rule": [rule], "rule_term": [{"rule_id": "r", **term} for term in terms]}
    meaning = Meaning({**lexicon.seeds, **own})
    frames = read_document(paper.encode(), lexicon, "text")
    tables = PlacedTables()
    for table in frames["table"].iter_rows(named=True):
        raw: dict[str, list[dict[str, Any]]] = {
            name: frames[name].filter(pl.col("table_key") == table["table_key"]).to_dicts()
            for name in ("column", "row", "cell")
        }
        tables.add(table, raw, meaning, meaning.kind_of(table["title_text"]), "budget")
    texts = dict(frames["cell"].select("cell_key", "text").iter_rows())
    return [
        (sorted(texts[key] for key in tables.cells(i.left)), sorted(texts[key] for key in tables.cells(i.right)))
        for i in between(tables.views, meaning, "budget")
    ]


def test_a_total_is_the_sum_of_its_terms(lexicon: Lexicon) -> None:
    assert formed(lexicon, SPENT, BASIC, PROJECT) == [(["35.00"], ["15.00", "20.00"])]


def test_what_a_side_takes_away_adds_to_the_other(lexicon: Lexicon) -> None:
    less = {**PROJECT, "side": "left", "sign": "-1"}
    assert formed(lexicon, SPENT, less, BASIC) == [(["35.00"], ["15.00", "20.00"])]
    assert formed(lexicon, SPENT, {**PROJECT, "sign": "-1"}) == [(["15.00", "35.00"], [])]


def test_a_gate_is_no_term_and_opens_nothing_before_figures_are_placed(lexicon: Lexicon) -> None:
    gates = [{**SPENT, "many": "gate"}, {**BASIC, "many": "gate"}]
    assert formed(lexicon, SPENT, BASIC, PROJECT, *gates) == []


def test_a_rule_without_a_place_on_one_side_says_nothing(lexicon: Lexicon) -> None:
    assert formed(lexicon, SPENT) == []
    assert formed(lexicon, SPENT, {**BASIC, "nature": "business", "table_kind": "revenue"}) == []


def test_a_term_of_one_figure_that_several_rows_fit_is_open(lexicon: Lexicon) -> None:
    lines = {**SPENT, "row_role": "*"}
    assert formed(lexicon, lines, BASIC) == []
    assert formed(lexicon, {**lines, "many": "rows"}, BASIC) == [(["35.00", "35.00", "35.00"], ["20.00"])]


def test_tables_with_and_without_carry_over_meet_in_no_rule(lexicon: Lexicon) -> None:
    paper = PAPER.replace("支出总表", "支出总表(不含上年结转)")
    assert formed(lexicon, SPENT, BASIC, PROJECT, paper=paper) == []


def test_the_year_of_a_column_is_the_innermost_that_its_header_says(lexicon: Lexicon) -> None:
    meaning = Meaning(lexicon.seeds)
    paths = [("2023年", "2024年预算数"), ("上年决算数",), ("合计",)]
    assert [meaning.year_of(path) for path in paths] == ["2024", "last", ""]
