"""Which figure a person reads where a spreadsheet shows a number by its format."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.numbers import parse_figure
from yusuan.reading.office.shown_figure import shown_figure
from yusuan.reading.pages.layout import Verdict


@pytest.mark.parametrize(
    ("value", "number_format", "text", "number"),
    [
        (-8.4, "0.00_ ;[Red]0.00", "8.40", "-8.40"),
        (-8.4, "0.00;[红色]0.00", "8.40", "-8.40"),
        (-8.4, "#,##0.00;[Red]#,##0.00-", "8.40-", "-8.40"),
        (-1208.4, "#,##0.00;#,##0.00-", "1,208.40-", "-1208.40"),
        (-8.4, '0.00;"△"0.00', "△8.40", "-8.40"),
        (-8.4, "0.00;▲0.00", "▲8.40", "-8.40"),
        (-8.4, '0.00;"负"0.00', "负8.40", "-8.40"),
        (-8.4, '0.00;"−"0.00', "−8.40", "-8.40"),
        (-8.4, '[<0]"△"0.00;0.00', "△8.40", "-8.40"),
        (8.4, "¥#,##0.00", "¥8.40", "8.40"),
        (-8.4, "¥#,##0.00;¥-#,##0.00", "¥-8.40", "-8.40"),
        (0.4, "+0.00;-0.00", "+0.40", "0.40"),
    ],
)
def test_a_negative_number_is_one_where_it_is_shown_as_one(
    value: float, number_format: str, text: str, number: str
) -> None:
    shown, verdict = shown_figure(value, number_format)
    assert shown == text
    assert verdict == Verdict("exact", Decimal(number), 2)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [
        (-8.4, "0.00;0.00"),  # seen without any sign
        (-8.4, "[Blue]0.00;[Blue]0.00"),
        (8.4, "-0.00"),
        (8.4, "[Red](0.00)"),
        (5, '"1"0'),  # seen as 15
        (1e300, "0.00"),
    ],
)
def test_what_is_seen_and_what_is_stored_are_two_numbers(value: float, number_format: str) -> None:
    assert shown_figure(value, number_format)[1] == Verdict("damaged", None, 0)


@pytest.mark.parametrize(
    ("value", "number_format", "text", "number", "decimals", "unit"),
    [
        (13370000, '0"."0,"万元"', "1337.0万元", "1337", 1, "万元"),
        (321100, '0"."0,"万元"', "32.1万元", "32.11", 1, "万元"),
        (321100, "0!.0,", "32.1", "32.11", 1, None),
        (-321100, '0!.0,;[Red]0!.0,"万"', "32.1万", "-32.11", 1, "万元"),
        (13370000, '#,##0.00,"千元"', "13,370.00千元", "13370", 2, "千元"),
        (13370000, '0"."00,', "133.70", "133.7", 2, None),
        (123456789, '0!.00,,"亿"', "1.23亿", "1.234568", 2, "亿元"),
        (1337.5, '#,##0.00"万元"', "1,337.50万元", "1337.50", 2, "万元"),
        (86, '0"0000"', "860000", "860000", 0, None),
    ],
)
def test_formats_that_shift_the_point_or_name_a_unit(
    value: float, number_format: str, text: str, number: str, decimals: int, unit: str | None
) -> None:
    shown, verdict = shown_figure(value, number_format)
    assert shown == text
    if verdict is None:
        verdict = Verdict("exact", Decimal(shown.replace(",", "")), decimals)
    assert verdict == Verdict("exact", Decimal(number), decimals, unit)


@pytest.mark.parametrize(
    ("value", "number_format"),
    [(1116.03, "#,##0.00"), (-12.5, "0.00"), (-1234.5, "#,##0.00_);(#,##0.00)"), (0.125, "0.0%"), (0, '0.00;;"-"')],
)
def test_the_text_alone_says_the_figure(value: float, number_format: str) -> None:
    assert shown_figure(value, number_format)[1] is None


@given(
    st.decimals(min_value=-(10**9), max_value=10**9, places=2),
    st.sampled_from(["0.00", "#,##0.00", "0", "0.0"]),
    st.sampled_from(["-{}", "({})", "[Red]{}", "[Red]({})", '"△"{}', "{}-", "{}"]),
)
def test_no_figure_differs_from_what_is_stored_but_by_rounding(amount: Decimal, positive: str, negative: str) -> None:
    text, verdict = shown_figure(float(amount), f"{positive};{negative.format(positive)}")
    figure = parse_figure(text)
    number = verdict.number if verdict else figure.value if figure else None
    shown = amount.quantize(Decimal(1).scaleb(-len(positive.partition(".")[2])), ROUND_HALF_UP)
    assert number == shown or (verdict and verdict.reading == "damaged" and negative == "{}")
