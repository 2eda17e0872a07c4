"""The reader of text on small papers of our own words: each rule of it on the least text that shows it."""

from __future__ import annotations

import os
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from yusuan.reading import Lexicon, read_document

ROOT = Path(__file__).parents[3]
SUMMARY = """表1
收支总表
单位：某市某中心 单位：万元
收 入 支 出
项 目 预算数 项 目 预算数
一、一般公共预算拨款收入 30.00 一、一般公共服务支出
四、财政专户管理资金收入 七、卫生健康支出 20.00
九、其他收入 5.00 八、节能环保支出 15.00
本年收入合计 35.00 本年支出合计 35.00
上年结转结余 年终结转结余
收 入 总 计 35.00 支 出 总 计 35.00
"""
FUNCTION = """表5-1
一般公共预算支出表(分功能科目)
单位：某市某中心 单位：万元
科目编码 科目名称 合计
基本支出
项目支出
小计 人员经费 公用经费
合计 30.00 18.00 12.00 6.00 12.00
210 卫生健康支出 20.00 18.00 12.00 6.00 2.00
　21001 　卫生健康管理事务 20.00 18.00 12.00 6.00 2.00
　　2100101 　　行政运行 18.00 18.00 12.00 6.00
　　2100199 　　其他卫生健康管理
事务支出
2.00 2.00
211 节能环保支出 10.00 10.00
"""


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.from_seeds(ROOT / "dbt" / "seeds")


def cells(text: str, lexicon: Lexicon, readings: tuple[str, ...] = ("exact",)) -> dict[tuple[str, str, str], Decimal]:
    """(code, label, header path) → number of the cells with one of these readings."""
    frames = read_document(text.encode(), lexicon, "text")
    joined = (
        frames["cell"]
        .filter(pl.col("reading").is_in(readings))
        .join(frames["row"].drop("document_key", "page_number"), on=["table_key", "row_number", "block_number"])
        .filter(~pl.col("is_repeat"))
        .join(frames["column"].drop("document_key", "block_number", "x0", "x1"), on=["table_key", "column_number"])
    )
    return {(r["row_code"] or "", r["row_label"], r["header_path"]): r["number"] for r in joined.iter_rows(named=True)}


def test_two_sides_are_told_by_what_labels_name(lexicon: Lexicon) -> None:
    found = cells(SUMMARY, lexicon)
    assert found["", "七、卫生健康支出", "支出/预算数"] == 20
    assert found["", "九、其他收入", "收入/预算数"] == 5
    assert found["", "收入总计", "收入/预算数"] == 35
    assert len(found) == 8


def test_columns_that_sums_prove(lexicon: Lexicon) -> None:
    found = cells(SUMMARY + FUNCTION, lexicon)
    assert found["2100101", "行政运行", "基本支出/公用经费"] == 6
    assert found["2100199", "其他卫生健康管理事务支出", "项目支出"] == 2
    assert found["211", "节能环保支出", "项目支出"] == 10


def test_an_unknown_header_on_one_line(lexicon: Lexicon) -> None:
    text = """表9
支出预算明细表
单位：某市某中心 单位：万元
科目编码 科目名称 合计 基本支出 专项经费
合计 9.00 5.00 4.00
210 卫生健康支出 5.00 5.00
211 节能环保支出 4.00 4.00
"""
    found = cells(text, lexicon)
    assert found["", "合计", "专项经费"] == 4
    assert found["210", "卫生健康支出", "基本支出"] == 5
    assert found["211", "节能环保支出", "专项经费"] == 4


def test_title_and_header_behind_the_data(lexicon: Lexicon) -> None:
    lines = FUNCTION.splitlines()
    text = "\n".join([lines[0], lines[6], *lines[7:], lines[1], lines[4], lines[3], lines[5], lines[2]])
    assert cells(text, lexicon) == cells(FUNCTION, lexicon)


def test_header_and_total_on_every_page(lexicon: Lexicon) -> None:
    lines = FUNCTION.splitlines()
    text = "\n".join([*lines[:11], *lines[3:8], *lines[11:]])
    assert cells(text, lexicon) == cells(FUNCTION, lexicon)


def test_swapped_blank_columns_stay_ambiguous(lexicon: Lexicon) -> None:
    text = """表2
收入总表
单位：某市某局 单位：万元
单位代码 单位名称 合计
本年收入 上年结转结余
小计 一般公共预算 政府性基金预算 国有资本经营预算 财政专户管理资金 事业收入 事业单位经营收入 上级补助收入
附属单位上缴收入 其他收入 小计 一般公共预算 政府性基金预算 国有资本经营预算 财政专户管理资金 单位资金
合计 35.00 35.00 30.00 5.00
503001 某市某中心 35.00 35.00 30.00 5.00
"""
    alone = cells(text, lexicon)
    assert ("", "合计", "合计") in alone
    assert ("", "合计", "本年收入/其他收入") not in alone
    proven = cells(SUMMARY + text, lexicon)
    assert proven["503001", "某市某中心", "本年收入/其他收入"] == 5


def test_a_text_cell_by_cell_proves_nothing(lexicon: Lexicon) -> None:
    text = "\n".join([*FUNCTION.splitlines()[:7], *" ".join(FUNCTION.splitlines()[7:]).split()])
    assert cells(text, lexicon) == {}
    assert cells(text, lexicon, ("ambiguous",))


def test_a_number_broken_over_lines_is_not_its_beginning(lexicon: Lexicon) -> None:
    assert cells(SUMMARY.replace("七、卫生健康支出 20.00", "七、卫生健康支出 20\n.00"), lexicon) == {}


def test_three_public_items_by_the_narrative(lexicon: Lexicon) -> None:
    table = """表7
一般公共预算“三公”经费支出表
单位：某市某中心 单位:万元
“三公”经费合计 因公出国（境）费
公务用车购置及运行费
公务接待费
小计 公务用车购置费 公务用车运行费
1.70 1.50 1.50 0.20
"""
    silent = cells(table, lexicon)
    assert ("", "", "公务用车购置及运行费/公务用车运行费") not in silent
    said = (
        table
        + "第三部分 说明\n公务用车购置费0万元，公务用车运行维护费1.5万元。公务接待费0.2万元。因公出国(境)费0万元。\n"
    )
    assert cells(said, lexicon)["", "", "公务用车购置及运行费/公务用车运行费"] == Decimal("1.5")


MARKDOWN = """# 2030年度收入支出决算总表

公开 01 表

单位: 某市某中心

单位:某市\t1字目\t, C.\t単位:万元\t\t
收入\t行\t\t支出\t行\t
项目\t1J //\t金额\t项目\t1J //r\t金额
栏次\t$\\perp$\t1\t栏次\t\t2
一、一般公共预算财政拨款收入\t1\t1, 731. 95\t八、社会保障和就业支出\t38\t1, 547. (
\t2\t\t九、卫生健康支出\t39\t86. 6
\t3\t\t十九、住房保障支出\t49\t98. 2
本年收入合计\t27\t1, 731. 95\t本年支出合计\t57\t1, 731. 9
<b>总计</b> 30 1,731.95\t\t\t\t60\t1, 731. 9

# 2030年度支出决算表

公开 03 表 单位:万元

\t项目\t\t\t\t\t\t
功能分类科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
类款项\t栏次\t1\t2\t3\t4\t5\t6
类款\t合计\t1, 731. 95\t868. 08\t863. 87\t\t\t
208\t社会保障和就业支出\t1, 547. 08\t683. 21 683. 21\t863. 87\t\t\t
210\t卫生健康支出\t86. 63\t86. 63\t\t\t\t
221\t住房保障支出\t98. 24\t98. 24\t\t\t\t
"""
FISCAL = """
# 2030年度财政拨款收入支出决算总表

公开 04 表 单位:万元

收入\t\t\t支出\t\t\t\t\t
项目\t行次\t决算数\t项目\t行次\t小计\t一般公共预算财政拨款\t政府性基金预算财政拨款\t国有资本经营预算财政拨款
栏次\t\t1\t栏次\t\t2\t3\t4\t5
一、一般公共预算财政拨款\t1\t1, 731. 95\t八、社会保障和就业支出\t40\t1, 547. 08\t1, 547. 08\t\t
\t2\t\t九、卫生健康支出\t41\t86. 64\t86. 64\t\t
\t3\t\t十九、住房保障支出\t51\t98. 23\t98. 23\t\t
本年收入合计\t27\t1, 731. 95\t本年支出合计\t59\t1,731.95\t1, 731. 95\t\t
总计\t32\t1, 731. 95\t总计\t64\t1, 731. 95\t1, 731. 95\t\t
"""


def test_torn_digits_are_no_number_and_whole_ones_are_read_as_they_are(lexicon: Lexicon) -> None:
    """What the cut figures were is for the identities of the warehouse to say."""
    frames = read_document((MARKDOWN + FISCAL).encode(), lexicon, "text")
    damaged = frames["cell"].filter(pl.col("reading") == "damaged")
    assert damaged["text"].to_list() == ["1, 547. ("]
    assert damaged["number"].to_list() == [None]
    found = cells(MARKDOWN + FISCAL, lexicon)
    assert found["", "九、卫生健康支出", "支出/金额"] == Decimal("86.6")
    assert found["", "本年支出合计", "支出/金额"] == Decimal("1731.9")
    assert frames["document"]["reader"].to_list() == ["markdown"]


def test_a_value_printed_twice_is_one(lexicon: Lexicon) -> None:
    assert cells(MARKDOWN, lexicon)["208", "社会保障和就业支出", "基本支出"] == Decimal("683.21")


def test_no_text(lexicon: Lexicon) -> None:
    frames = read_document(b"\x00\x01", lexicon, "text")
    assert frames["document"]["status"].to_list() == ["rejected"]


@pytest.mark.skipif("YUSUAN_CORPUS" not in os.environ, reason="left out: YUSUAN_CORPUS names no folder of texts")
def test_texts_of_a_corpus_are_read(lexicon: Lexicon) -> None:
    for path in sorted(Path(os.environ["YUSUAN_CORPUS"]).glob("*.txt")):
        frames = read_document(path.read_bytes(), lexicon, "text")
        assert frames["document"]["status"].to_list() == ["read"], path.name
        assert frames["cell"].filter(pl.col("reading") == "exact").height > 100, path.name
