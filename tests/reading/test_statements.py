"""Figures of the narrative: own sentences in, raw statement rows out."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.schema import STATEMENT
from yusuan.reading.statements import read_statements
from yusuan.reading.statements.enumerators import enumerator_level, plain
from yusuan.reading.statements.paragraphs import paragraphs
from yusuan.reading.statements.prose_figures import find_figures


def _lines(*texts: str, role: str = "prose", page: int = 1) -> list[dict[str, Any]]:
    return [
        {
            "page_number": page,
            "line_number": n,
            "text": text,
            "role": role,
            "table_key": None,
            **dict.fromkeys(("x0", "top", "x1", "bottom")),
        }
        for n, text in enumerate(texts, start=1)
    ]


def _read(*texts: str) -> list[dict[str, Any]]:
    return read_statements("d", _lines(*texts))


def test_a_figure_comes_with_its_words_and_its_unit() -> None:
    (total, change, rate) = _read("2031年收支总预算 1,200.5万元，比2030年预算减少 99.5万元，下降7.65%。")
    assert (total["number"], total["unit"], total["number_decimals"]) == (Decimal("1200.5"), "万元", 1)
    assert total["phrase"] == "2031年收支总预算"
    assert (change["phrase"], change["direction"], change["unit"]) == ("比2030年预算减少", "减少", "万元")
    assert (rate["phrase"], rate["direction"], rate["figure_text"]) == ("下降", "下降", "7.65%")
    assert [r["figure_number"] for r in (total, change, rate)] == [1, 2, 3]
    assert set(total) | {"document_key"} == set(STATEMENT)


def test_a_paragraph_goes_on_over_line_breaks_also_inside_a_figure() -> None:
    records = _read(
        "本年收入来自财政拨款和其他两个来源，合计一千余万元，其中：财政拨款收入 1,03",
        "1.95万元，占本年收入 86.0%；其他收入 168.05 万",
        "元，占 14.0%。",
    )
    assert [r["figure_text"] for r in records] == ["1,031.95万元", "86.0%", "168.05万元", "14.0%"]


def test_lines_that_end_at_the_edge_of_their_page_go_on_and_others_do_not() -> None:
    """The second page is set wider: its edge is its own."""
    texts = ["本部门本年的各项收入和各项支出均", "按照规定使用", "另一个段落说的是各项其他的情形如", "此而已", "再一个"]
    places = [(100, 260, 1), (100, 160, 1), (100, 300, 2), (100, 130, 2), (100, 130, 2)]
    lines = [
        {**line, "page_number": page, "x0": x0, "x1": x1}
        for line, (x0, x1, page) in zip(_lines(*texts), places, strict=True)
    ]
    assert [paragraph.text for paragraph in paragraphs(lines)] == [texts[0] + texts[1], texts[2] + texts[3], texts[4]]


def test_without_places_a_full_line_goes_on_unless_it_stops() -> None:
    """A wide line that ends in a full stop goes on, as far as its width tells; one that ends in a colon does not."""
    wide = "本部门本年的各项收入和各项支出均按照规定使用并且如实公开"
    first, second = f"{wide}。", f"{wide}:"
    assert [p.text for p in paragraphs(_lines(first, wide))] == [first + wide]
    assert [p.text for p in paragraphs(_lines(second, wide))] == [second, wide]


def test_blanks_inside_a_figure_and_radicals_are_of_the_reading() -> None:
    (record,) = _read("⼈员经费⽀出决算为 1, 731. 95 万元。")
    assert record["number"] == Decimal("1731.95")
    assert record["phrase"] == "人员经费支出决算为"


def test_headings_are_known_and_lead_to_what_stands_under_them() -> None:
    first, second = _read(
        "一、收入决算情况说明",
        "本年收入合计 10万元。",
        "二、支出决算情况说明",
        "（一）总体情况",
        "本年支出合计 8万元。",
    )
    assert first["heading"] == "一、收入决算情况说明"
    assert second["heading"] == "二、支出决算情况说明/(一)总体情况"


def test_a_subject_that_ends_its_line_leads_on_to_its_amount() -> None:
    (record,) = _read("7.教育支出（类）进修及培训（款）培训支", "出（项）。年初预算 3 万元。")
    assert record["lead"].startswith("7.教育支出(类)进修及培训(款)培训支出(项)")
    assert record["phrase"] == "年初预算"


def test_what_stands_in_a_reason_is_told_apart() -> None:
    stated, reason, after = _read(
        "项目支出20万元，主要原因是新增设备购置经费5万元；基本支出30万元。",
    )
    assert [stated["scope"], reason["scope"], after["scope"]] == ["statement", "reason", "statement"]


def test_figures_in_brackets_are_deeper() -> None:
    outer, inner, after = _read("车辆经费9万元（其中运行费4万元），比上年增加1万元。")
    assert [outer["depth"], inner["depth"], after["depth"]] == [0, 1, 0]


def test_tables_furniture_and_page_numbers_are_no_prose() -> None:
    lines = [
        *_lines("合计12万元", role="caption"),
        *_lines("年报 3万元", role="furniture"),
        *_lines("— 3 —"),
    ]
    assert read_statements("d", lines) == []


def test_a_form_read_as_lines_gives_budget_and_execution() -> None:
    budget, executed = _read(
        "项目名称 数据平台", "主管部门 某局", "预算执行情况（万元） 预算数（A） 执行数（B） 执行率（B/A）",
        "年度", "财政", "资金", "总额", "120.5 100 83.0% 16.6",
    )  # fmt: skip
    assert (budget["number"], executed["number"]) == (Decimal("120.5"), Decimal("100"))
    assert (budget["scope"], budget["heading"], budget["unit"]) == ("form", "数据平台", "万元")
    assert executed["phrase"].endswith("年度财政资金总额执行数")


def test_keys_are_of_the_place_and_never_twice() -> None:
    records = _read("甲3万元，乙3万元。", "丙3万元。")
    assert len({r["statement_key"] for r in records}) == 3
    assert [r["statement_key"] for r in records] == [
        r["statement_key"] for r in _read("甲3万元，乙3万元。", "丙3万元。")
    ]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("第二部分概况", 0),
        ("三、说明", 1),
        ("(四)情况", 2),
        ("5.其他", 3),
        ("(6)其他", 4),
        ("1.5万元", None),
        ("2031年", None),
    ],
)
def test_marks(text: str, level: int | None) -> None:
    assert enumerator_level(text) == level


def test_a_circled_number_is_a_mark_and_no_digit() -> None:
    assert plain("①工资 3万元") == "(1)工资3万元"


@pytest.mark.parametrize(
    "text",
    ["100-80%"[:6], "每人2万元/年", "20世纪", "第3号", "2万元×3", "420100225030030000105元", f"0.{'3' * 40}万元"],
)
def test_no_figures(text: str) -> None:
    assert list(find_figures(text)) == []


@given(
    whole=st.integers(0, 10**11),
    fraction=st.text("0123456789", max_size=6),
    grouped=st.booleans(),
    unit=st.sampled_from(["元", "千元", "万元", "百万元", "亿元", "%"]),
    before=st.sampled_from(["", "支出", "减少", "为"]),
)
def test_every_printed_number_comes_back_exactly(
    whole: int, fraction: str, grouped: bool, unit: str, before: str
) -> None:
    digits = f"{whole:,}" if grouped else str(whole)
    text = f"{digits}.{fraction}" if fraction else digits
    (figure,) = find_figures(f"{before}{text}{unit}，下同")
    assert figure.number == Decimal(text.replace(",", ""))
    assert (figure.decimals, figure.unit, figure.text) == (len(fraction), unit, text + unit)
