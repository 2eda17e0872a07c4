"""Words → figures: exact ones, and damaged ones with the characters that are left.

Belongs here: what a tool does to numbers (blanks inside, cut ends, a value printed twice). Does not: columns, repair.
"""

from __future__ import annotations

import re

from yusuan.reading.numbers import parse_figure
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.source import Word
from yusuan.reading.text_input.text_tables import TextFigure

_AMOUNT = re.compile(r"[-−(]?\d[\d,，]*(?:\.\d+)?%?\)?|[-—]{1,2}")
_TWICE = re.compile(r"(\S+)\s+\1")
_CUT = re.compile(r"-?\d[\d,]*\.?\d*[(\[|/\\']*")


def is_amount(text: str) -> bool:
    """Whether a word prints a figure (a code of digits alone looks the same; the place decides)."""
    return bool(_AMOUNT.fullmatch(text)) and parse_figure(text) is not None


def figure_of(word: Word, position: int | None = None) -> TextFigure | None:
    """The figure that a word or a cell prints, or None where it prints none.

    A value that OCR prints twice in one cell is the one value. Digits with a torn end are damaged: no number.
    """
    text = " ".join(word.text.split())
    plain = squeeze(text)
    for reading in (_halved(text), plain):
        parsed = parse_figure(reading) if reading else None
        if parsed:
            return TextFigure(word, parsed.value, parsed.decimals, parsed.is_percent, position=position)
    if _CUT.fullmatch(plain) and any(map(str.isdigit, plain)):
        return TextFigure(word, None, 0, position=position, reading="damaged")
    return None


def _halved(text: str) -> str:
    """The one value of a cell that prints the same value twice; "" where it does not."""
    match = _TWICE.fullmatch(text)
    if match:
        return match[1]
    plain = re.sub(r"(?<=[.,])\s+", "", text)
    match = _TWICE.fullmatch(plain)
    return match[1] if match else ""
