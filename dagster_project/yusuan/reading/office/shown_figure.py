"""A stored number and its number format → the text that is shown, and the figure that a person reads in it.

Belongs here: signs that a format shows otherwise or drops, units behind figures, formats that shift the decimal point.
Does not: laying digits into a format (number_format.py), units of tables (figure_units.py).
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

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
_RED = re.compile(r"\[(?:red|红色?|color\s*3|颜色\s*3)\]", re.I)
_DECIMALS = 6  # of a number in the raw tables
_SHIFTS = (0, *range(1, 13), *range(-1, -7, -1))  # of the decimal point, the likelier first


def shown_figure(value: float, number_format: str) -> tuple[str, Verdict | None]:
    """What the format shows of a number, and what figure that is where the text alone does not say it.

    A negative number is one where it is shown as one: by a sign, brackets, a triangle or in red. Where the format shows
    neither, who looks reads another number than the file holds: `damaged`. A format that shifts the decimal point (yuan
    shown as `43.2万元`) has no room for all digits, the figure is the stored one in the unit shown.
    """
    try:
        return _shown_figure(value, number_format)
    except InvalidOperation:  # more digits than any amount has
        return f"{value}", Verdict("damaged", None, 0)


def _shown_figure(value: float, number_format: str) -> tuple[str, Verdict | None]:
    text = show_number(value, number_format)
    found = _FIGURE.fullmatch(squeeze(text))
    if found is None or bool(found["open"]) != bool(found["close"]):
        return text, None
    stored = exact_number(value)
    digits = Decimal(found["digits"].replace(",", ""))
    decimals = len(found["digits"].partition(".")[2])
    unit = shown_unit(found["unit"] or found["last"] or "")
    shown_negative = bool(found["open"] or found["inner"] or found["behind"] or (found["sign"] or "+") != "+")
    red = bool(_RED.search(applied_section(value, number_format)))
    if found["percent"]:
        stored *= 100
    shift = next((s for s in _SHIFTS if _rounded(abs(stored).scaleb(-s), decimals) == digits), None)
    if shift is None or (digits and (stored < 0) != (shown_negative or (stored < 0 and red))):
        return text, Verdict("damaged", None, 0)
    if shift > 0 and digits:
        digits = _rounded(_rounded(abs(stored), 2).scaleb(-shift), _DECIMALS).normalize()
    plainly = re.fullmatch(r"-?[\d,.]+%?|\([\d,.]+\)", squeeze(text))
    if plainly and shown_negative == (stored < 0) and shift <= 0:
        return text, None
    return text, Verdict("exact", -digits if stored < 0 else digits, decimals, unit)


def _rounded(number: Decimal, decimals: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
