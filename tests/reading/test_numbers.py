"""Printed figures: separators, signs, dashes, line breaks."""

from decimal import Decimal

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.numbers import looks_like_amount, parse_figure
from yusuan.reading.schema import AMOUNT

DECIMALS = st.decimals(min_value=0, max_value=Decimal("9999999999.99"), places=2, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "value", "decimals", "percent"),
    [
        ("1,116.03", "1116.03", 2, False),
        ("1116.03", "1116.03", 2, False),
        ("325", "325", 0, False),
        ("-12.50", "-12.50", 2, False),
        ("(12.5)", "-12.5", 1, False),
        ("−3.1", "-3.1", 1, False),
        ("（12.5）", "-12.5", 1, False),
        ("１，２３４．５０", "1234.50", 2, False),
        ("1，234.50", "1234.50", 2, False),
        ("93.4%", "93.4", 1, True),
        ("93.4％", "93.4", 1, True),
        ("21,118.5\n1", "21118.51", 2, False),
        ("1 234.5", "1234.5", 1, False),
        ("120258,600.00", "120258600.00", 2, False),
        ("-", "0", 0, False),
        ("—", "0", 0, False),
        ("——", "0", 0, False),
        ("0.00", "0.00", 2, False),
        (".50", "0.50", 2, False),
    ],
)
def test_figures(text: str, value: str, decimals: int, percent: bool) -> None:
    figure = parse_figure(text)
    assert figure is not None
    assert (figure.value, figure.decimals, figure.is_percent) == (Decimal(value), decimals, percent)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "一、收入",
        "2025年",
        "1.2.3",
        "1,23",
        "12,34.5",
        "1,2345.00",
        "3.1 4.2x",
        "..",
        ",",
        "%",
        "10-12",
        "1.",
        "万元",
        "100000000000000",
        "420100225030030000105.00",
        "9" * 5000,
        "1." + "1" * 21,
        "0." + "0" * 45,
    ],
)
def test_no_figures(text: str) -> None:
    assert parse_figure(text) is None


@given(DECIMALS, st.booleans(), st.booleans())
def test_what_is_printed_is_read_back(value: Decimal, grouped: bool, negative: bool) -> None:
    text = ("-" if negative else "") + (f"{value:,.2f}" if grouped else f"{value:.2f}")
    figure = parse_figure(text)
    assert figure is not None
    assert figure.value == (-value if negative else value)
    assert figure.decimals == 2


@given(DECIMALS, st.data())
def test_breaks_inside_a_number_are_the_pages_own(value: Decimal, data: st.DataObject) -> None:
    text = f"{value:,.2f}"
    at = data.draw(st.integers(0, len(text)))
    blank = data.draw(st.sampled_from(["\n", " ", "\u3000", "\u00a0", "\r\n"]))
    assert parse_figure(text[:at] + blank + text[at:]) == parse_figure(text)


@given(
    st.text(alphabet="0123456789,.", min_size=1, max_size=40)
    | st.from_regex(r"[0-9]{0,40}(\.[0-9]{1,60})?", fullmatch=True)
)
def test_what_is_a_figure_has_room_in_the_tables(text: str) -> None:
    figure = parse_figure(text)
    if figure is not None:
        assert pl.Series([figure.value], dtype=AMOUNT).is_not_null().all()
        assert figure.value < Decimal(10) ** 18  # decimal(24, 6), as printed
        assert figure.value * 10**8 < Decimal(10) ** 22  # decimal(24, 2), in yuan from 亿元


@given(st.text())
def test_any_text_is_a_figure_or_none(text: str) -> None:
    figure = parse_figure(text)
    assert figure is None or (figure.value.is_finite() and figure.decimals >= 0)


@given(st.text(alphabet="0123456789,.", min_size=1, max_size=14))
def test_no_digit_is_lost_or_made_up(text: str) -> None:
    figure = parse_figure(text)
    if figure is not None:
        digits = text.replace(",", "")
        assert figure.value == Decimal(digits)


def test_amounts_show_a_point_a_separator_or_a_dash() -> None:
    assert all(map(looks_like_amount, ["1.0", "1,000", "5%", "-", "—"]))
    assert not any(map(looks_like_amount, ["208", "2080505", "2025", "合计", ""]))
