"""Whatever blanks a text has lost: a figure is given its own column, or it is ambiguous, and never another column."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import polars as pl
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yusuan.reading import Lexicon, read_document

LEXICON = Lexicon.from_seeds(Path(__file__).parents[3] / "dbt" / "seeds")
FUNCTION = """表5-1
一般公共预算支出表(分功能科目)
单位：某市某中心 单位：万元
科目编码 科目名称 合计 基本支出 项目支出
小计 人员经费 公用经费
"""
FUNCTION_PATHS = ["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
FUNDS = ["一般公共预算", "政府性基金预算", "国有资本经营预算", "财政专户管理资金"]
THIS_YEAR = [*FUNDS, "事业收入", "事业单位经营收入", "上级补助收入", "附属单位上缴收入", "其他收入"]
CARRIED = [*FUNDS, "单位资金"]
REVENUE = f"""表2
收入总表
单位：某市某局 单位：万元
单位代码 单位名称 合计 本年收入 上年结转结余
小计 {" ".join(THIS_YEAR)}
小计 {" ".join(CARRIED)}
"""
REVENUE_PATHS = [
    "合计",
    "本年收入/小计",
    *(f"本年收入/{x}" for x in THIS_YEAR),
    "上年结转结余/小计",
    *(f"上年结转结余/{x}" for x in CARRIED),
]
AMOUNTS = st.sampled_from([0, 0, 0, 1, 2, 3, 5, 100])  # few values, so that sums meet by chance
Row = list[Decimal]
Truth = dict[tuple[str, str], Decimal]


def _function_row(leaf: list[int]) -> Row:
    personnel, operating, project = (Decimal(v) for v in leaf)
    basic = personnel + operating
    return [basic + project, basic, personnel, operating, project]


def _revenue_row(leaf: list[int]) -> Row:
    values = [Decimal(v) for v in leaf]
    year, carried = values[: len(THIS_YEAR)], values[len(THIS_YEAR) :]
    return [sum(values, Decimal(0)), sum(year, Decimal(0)), *year, sum(carried, Decimal(0)), *carried]


def _total(rows: list[Row]) -> Row:
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]


def _text(header: str, rows: list[tuple[str, str, Row]], paths: list[str]) -> tuple[str, Truth]:
    lines: list[str] = []
    truth: Truth = {}
    for code, label, row in rows:
        lines.append(" ".join([code, label, *(f"{v:.2f}" for v in row if v)]).strip())
        truth |= {(code or label, path): v for path, v in zip(paths, row, strict=True) if v}
    return header + "\n".join(lines) + "\n", truth


def _check(text: str, truth: Truth) -> None:
    frames = read_document(text.encode(), LEXICON, "text")
    cells = (
        frames["cell"]
        .join(frames["row"].drop("document_key", "page_number"), on=["table_key", "row_number", "block_number"])
        .join(frames["column"].drop("document_key", "block_number", "x0", "x1"), on=["table_key", "column_number"])
    )
    assert cells.height == len(truth)
    for cell in cells.filter(pl.col("reading") == "exact").iter_rows(named=True):
        place = (cell["row_code"] or cell["row_label"], cell["header_path"])
        assert truth.get(place) == cell["number"], (place, cell["number"], text)


SETTINGS = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@SETTINGS
@given(st.lists(st.lists(AMOUNTS, min_size=3, max_size=3).filter(any), min_size=1, max_size=6))
def test_by_function(leaves: list[list[int]]) -> None:
    items = [_function_row(leaf) for leaf in leaves]
    half = (len(items) + 1) // 2
    rows = [("", "合计", _total(items))]
    for code, part in (("208", items[:half]), ("210", items[half:])):
        if part:
            rows += [(code, "某类支出", _total(part)), (f"{code}01", "某款支出", _total(part))]
            rows += [(f"{code}01{i:02}", "某项支出", row) for i, row in enumerate(part, start=1)]
    _check(*_text(FUNCTION, rows, FUNCTION_PATHS))


@SETTINGS
@given(st.lists(st.lists(AMOUNTS, min_size=14, max_size=14).filter(any), min_size=1, max_size=5))
def test_by_unit(leaves: list[list[int]]) -> None:
    units = [_revenue_row(leaf) for leaf in leaves]
    rows = [("", "合计", _total(units)), ("503", "某市某局", _total(units))]
    rows += [(f"5030{i:02}", "某市某中心", row) for i, row in enumerate(units, start=1)]
    _check(*_text(REVENUE, rows, REVENUE_PATHS))
