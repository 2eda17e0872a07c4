"""A stored number and its number format → the text that is shown, and the figure that a person reads in it.

Belongs here: signs that a format shows otherwise or drops, units behind figures, formats that shift the decimal point.
Does not: laying digits into a format (number_format.py), units of tables (figure_units.py).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from functools import lru_cache

from yusuan.reading.money_words import shown_unit
from yusuan.reading.office.number_format import applied_section, exact_number, show_number
from yusuan.reading.pages.layout import Verdict
from yusuan.reading.text import squeeze

_UNIT = r"(?:亿元?|百万元?|万元?|千元?|元)"
_FIGURE = re.compile(
    r"(?P<open>\()?(?P<sign>[-−+△▲▼]|负)?(?P<money>¥|RMB|CNY)?(?P<inner>[-−])?"
    r"(?P<digits>\d[\d,]*(?:\.\d+)?|\.\d+)(?P<percent>%)?"
    rf"(?P<unit>{_UNIT})?(?P<behind>[-−])?(?P<close>\))?(?P<last>{_UNIT})?"
)
_PLAIN = re.compile(r"-?[\d,.]+%?|\([\d,.]+\)")
_OTHER = Verdict("damaged", None, 0)  # what is seen and what is stored are two numbers
_RED = re.compile(r"\[(?:red|红色?|color\s*3|颜色\s*3)\]", re.I)
_CONDITION = re.compile(r"\[[<>=][^\]]*\]")
_PROBE = 1234567891234  # as a number of whom the digits tell where the point was
_DECIMALS = 6  # of a number in the raw tables
_SHIFTS = range(-6, 13)  # of the decimal point


def shown_figure(value: float, number_format: str) -> tuple[str, Verdict | None]:
    """What the format shows of a number, and what figure that is where the text alone does not say it.

    A negative number is one where it is shown as one: by a sign, brackets, a triangle or in red. Where the format shows
    neither, who looks reads another number than the file holds: `damaged`. A format that shifts the decimal point (yuan
    shown as `43.2万元`) has no room for all digits, the figure is the stored one in the unit shown.
    """
    try:
        return _shown_figure(value, number_format)
    except InvalidOperation:  # more digits than any amount has
        return f"{value}", _OTHER


def _shown_figure(value: float, number_format: str) -> tuple[str, Verdict | None]:
    text = show_number(value, number_format)
    plain = squeeze(text)
    found = _FIGURE.fullmatch(plain)
    if found is None or bool(found["open"]) != bool(found["close"]):
        return text, None
    stored = exact_number(value) * (100 if found["percent"] else 1)
    digits = Decimal(found["digits"].replace(",", ""))
    decimals = len(found["digits"].partition(".")[2])
    section = applied_section(value, number_format)
    shift = _shift(section)
    if shift is None or _rounded(abs(stored).scaleb(-shift), decimals) != digits:
        return text, _OTHER
    signed = bool(found["open"] or found["inner"] or found["behind"] or (found["sign"] or "+") != "+")
    if digits and (stored < 0) != signed and not (stored < 0 and _RED.search(section)):
        return text, _OTHER
    if shift <= 0 and signed == (stored < 0) and _PLAIN.fullmatch(plain):
        return text, None
    if shift > 0:
        digits = _rounded(_rounded(abs(stored), 2).scaleb(-shift), _DECIMALS)
    unit = shown_unit(found["unit"] or found["last"] or "")
    return text, Verdict("exact", -digits if stored < 0 else digits, decimals, unit)


@lru_cache(maxsize=256)
def _shift(section: str) -> int | None:
    """By how many places a section of a format moves the decimal point to the left; None: it shows other digits."""
    shown = _FIGURE.fullmatch(squeeze(show_number(_PROBE, _CONDITION.sub("", section))))
    if shown is None:
        return None
    digits = Decimal(shown["digits"].replace(",", ""))
    decimals = len(shown["digits"].partition(".")[2])
    number = Decimal(_PROBE * 100 if shown["percent"] else _PROBE)
    return next((s for s in _SHIFTS if _rounded(number.scaleb(-s), decimals) == digits), None)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
