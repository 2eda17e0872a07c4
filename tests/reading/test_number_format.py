"""Numbers and dates as a spreadsheet shows them."""

from __future__ import annotations

from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.office.number_format import show_date, show_number

ACCOUNTING = '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ '


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1116.03, "#,##0.00", "1,116.03"),
        (1116.0300000000002, "General", "1116.03"),
        (0.1 + 0.2, "General", "0.3"),
        (1e12, "General", "1000000000000"),
        (2080150, "General", "2080150"),
        (1116.1, "0.00", "1116.10"),
        (100.0, "0.00", "100.00"),
        (2.675, "0.00", "2.68"),  # half up from the decimal, not from the binary fraction below it
        (-12.5, "#,##0.00", "-12.50"),
        (-1234.5, "#,##0.00_);(#,##0.00)", "(1,234.50)"),
        (-3.1, "0.00_);[Red]\\(0.00\\)", "(3.10)"),
        (0.1609, "0.00%", "16.09%"),
        (1234567.891, ACCOUNTING, "1,234,567.89"),
        (-5, ACCOUNTING, "-5.00"),
        (0, ACCOUNTING, "-"),
        (0, "#,##0.00;-#,##0.00;", ""),
        (7, ";;;", ""),
        (5, '[=0]"";General', "5"),
        (0, '[=0]"";General', ""),
        (1234.5, "[>=1000]#,##0.0;0.00", "1,234.5"),
        (123456, "0!.0,", "12.3"),
        (1234567, "#,##0.0,", "1,234.6"),
        (208, "0000000", "0000208"),
        (503019, "000-000", "503-019"),
        (3, "#,##0.##", "3"),
        (3.5, "#,##0.##", "3.5"),
        (1116.03, "@", "1116.03"),
        (2024, '0"年"', "2024年"),
        (1116.03, "[$-804]#,##0.00", "1,116.03"),
        (1116.03, '#,##0.00"万元"', "1,116.03万元"),
        (12345.678, "0.00E+00", "1.23E+04"),
    ],
)
def test_shown_as_formatted(value: float, number_format: str, text: str) -> None:
    assert show_number(value, number_format) == text


@given(st.decimals(min_value=-(10**11), max_value=10**11, places=2))
def test_an_amount_of_two_decimals_comes_back_to_the_digit(amount: Decimal) -> None:
    assert Decimal(show_number(float(amount), "#,##0.00").replace(",", "")) == amount


@given(st.decimals(min_value=0, max_value=10**6, places=4), st.integers(0, 4))
def test_decimals_are_rounded_half_up(amount: Decimal, places: int) -> None:
    shown = show_number(float(amount), "0." + "0" * places if places else "0")
    assert Decimal(shown) == amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize(
    ("number_format", "text"),
    [
        ('yyyy"年"m"月"d"日"', "2025年3月1日"),
        ("yyyy-mm-dd", "2025-03-01"),
        ("yyyy\\-mm;@", "2025-03"),
        ("m/d/yy h:mm", "3/1/25 9:05"),
        ("mm:ss", "05:07"),
        ("[$-804]aaaa", "2025-03-01 09:05:07"),
    ],
)
def test_dates_are_text(number_format: str, text: str) -> None:
    assert show_date(datetime(2025, 3, 1, 9, 5, 7), number_format) == text
