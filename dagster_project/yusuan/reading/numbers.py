"""What a printed figure says: text → exact decimal.

Belongs here: separators, signs, percent, dashes, numbers broken over lines. Does not: units and money (dbt), meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from yusuan.reading.text import squeeze

_DASHES = {"-", "—", "--", "——", "–", "―", "－"}
_GROUPED = r"\d{1,3}(?:,\d{3})+"
# The publisher may forget a separator (`120258,600`): digits decide, provided that every later group has three.
_NUMBER = re.compile(
    rf"(?P<sign>[-+−]?)(?P<digits>{_GROUPED}|\d+(?:,\d{{3}})*|(?=\.\d))(?P<fraction>\.\d+)?(?P<percent>%?)"
)
_BRACKETED = re.compile(r"\((?P<inner>[\d.,]+)\)")


@dataclass(frozen=True)
class ParsedFigure:
    """A number as printed: `value` in the printed unit, `decimals` printed, whether a percent sign follows."""

    value: Decimal
    decimals: int
    is_percent: bool


def parse_figure(text: str) -> ParsedFigure | None:
    """The figure that a cell prints, or None where it prints no single number.

    White space and line breaks inside are the page's, not the number's. A lone dash is the accountant's zero.
    `(1.5)` is negative. Anything else with letters, two numbers or a stray separator is no figure.
    """
    plain = squeeze(text).replace("，", ",").replace("−", "-")
    if plain in _DASHES:
        return ParsedFigure(Decimal(0), 0, False)
    sign = ""
    if bracketed := _BRACKETED.fullmatch(plain):
        plain, sign = bracketed["inner"], "-"
    match = _NUMBER.fullmatch(plain)
    if match is None:
        return None
    fraction = match["fraction"] or ""
    negative = "-" in (sign, match["sign"])
    digits = match["digits"].replace(",", "")
    value = Decimal(("-" if negative else "") + (digits or "0") + fraction)
    return ParsedFigure(value, max(0, len(fraction) - 1), bool(match["percent"]))


def looks_like_amount(text: str) -> bool:
    """Whether the text can only be a whole figure: it has a decimal point, a separator or a percent sign, or is a dash.

    A fraction without its whole part is none: it may be the second line of a figure broken over two.
    """
    figure = parse_figure(text)
    return figure is not None and bool(re.search(r"\d[.,%，]|^\D+$", squeeze(text)))
