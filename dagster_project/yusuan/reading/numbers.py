"""What a printed figure says: text → exact decimal.

Belongs here: separators, signs, percent, dashes, numbers broken over lines. Does not: units and money (dbt), meaning.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from yusuan.reading.text import squeeze

# More digits before the point are a code or an account: no figure of these papers has as many in any unit, and what has
# fewer has room in the tables' decimals, in 亿元 turned into yuan too. More behind it are no figure's either: a program
# that prints all it has prints seventeen.
_WHOLE_DIGITS = 14
_DECIMALS = 20
_KEPT = 1 << 14  # texts: each is asked for again at every step
_DASHES = {"-", "—", "--", "——", "–", "―", "－"}
_GROUPED = r"\d{1,3}(?:,\d{3})+"
# The publisher may forget a separator (`120258,600`): digits decide, provided that every later group has three.
_NUMBER = re.compile(
    rf"(?P<sign>[-+−]?)(?P<digits>{_GROUPED}|\d+(?:,\d{{3}})*|(?=\.\d))(?P<fraction>\.\d+)?(?P<percent>%?)"
)
_SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹"
_MARKS = rf"[{_SUPERSCRIPTS}①-⑳*＊※†‡]+"
_MARK = re.compile(rf"{_MARKS}")
_MARKED = re.compile(rf"^\s*(?:{_MARKS})?(.*?)\s*(?:{_MARKS})?\s*$", re.DOTALL)  # marks of footnotes around a figure
_UNIT = re.compile(r"(?P<figure>.*\d)(?P<unit>亿元?|百万元?|万元?|千元|元)")
_WHOLE = re.compile(r"\d[.,%，]|^\D+$")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_OF_UNITS = re.compile(r"[亿万元]")
_BRACKETED = re.compile(r"\((?P<inner>[\d.,]+)\)")


@dataclass(frozen=True)
class ParsedFigure:
    """A number as printed: `value` in the printed unit, `decimals` printed, whether a percent sign follows."""

    value: Decimal
    decimals: int
    is_percent: bool


@lru_cache(maxsize=_KEPT)
def parse_figure(text: str) -> ParsedFigure | None:
    """The figure that a cell prints, or None where it prints no single number.

    White space and line breaks inside are the page's, not the number's. A lone dash is the accountant's zero.
    `(1.5)` is negative. Marks of footnotes around it are none of it. Anything else with letters, two numbers or a stray
    separator is no figure, nor is what has too many digits to be one.
    """
    if _IDEOGRAPH.search(text):
        return None
    plain = squeeze(without_marks(text)).replace("，", ",").replace("−", "-")
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
    if is_too_long(value):
        return None
    return ParsedFigure(value, max(0, len(fraction) - 1), bool(match["percent"]))


def is_too_long(number: Decimal) -> bool:
    """Whether a number has more digits than any figure of these papers, in whatever unit it is printed."""
    exponent = number.as_tuple().exponent
    return number.adjusted() >= _WHOLE_DIGITS or not isinstance(exponent, int) or exponent < -_DECIMALS


def without_marks(text: str) -> str:
    """A text without the marks of footnotes in front of it and behind it: raised digits, circled ones, stars."""
    if not _MARK.search(text):
        return text.strip()
    match = _MARKED.match(text)
    return match[1] if match else text


def raised(text: str) -> str:
    """Digits as raised ones: a footnote's number."""
    return "".join(_SUPERSCRIPTS[int(c)] if c in "0123456789" else c for c in text)


@lru_cache(maxsize=_KEPT)
def split_unit(text: str) -> tuple[str, str] | None:
    """A figure and the unit of money behind it (`133.33万` → `133.33`, `万元`); None where there is none."""
    match = _UNIT.fullmatch(squeeze(without_marks(text))) if _OF_UNITS.search(text) else None
    if match is None or parse_figure(match["figure"]) is None:
        return None
    unit = match["unit"]
    return match["figure"], unit if unit.endswith("元") else f"{unit}元"


@lru_cache(maxsize=_KEPT)
def looks_like_amount(text: str) -> bool:
    """Whether the text can only be a whole figure: it has a decimal point, a separator or a percent sign, or is a dash.

    A fraction without its whole part is none: it may be the second line of a figure broken over two.
    """
    figure = parse_figure(text)
    return figure is not None and bool(_WHOLE.search(squeeze(text)))
