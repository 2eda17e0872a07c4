"""Figures with a unit in a running text: 1,731.95万元, 18.1%, 0.5个百分点.

Belongs here: finding them and their exact values. Does not: what they mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.numbers import is_too_long

# Separators stand before groups of three, but publishers forget one (`120258,600`), so any such group is accepted.
_FIGURE = re.compile(
    r"(?<![\d.,A-Za-z])(?P<sign>[-−])?(?P<number>\d+(?:,\d{3})*(?:\.\d+)?)"
    rf"(?P<unit>{MONEY_UNIT}|%|个?百分点)(?![/×*])"
)
_UNITS = {"个百分点": "百分点"}


@dataclass(frozen=True)
class ProseFigure:
    """A figure of a text: where it stands (offsets), as printed without white space, its exact value and unit."""

    start: int
    end: int
    text: str
    number: Decimal
    decimals: int
    unit: str


def find_figures(text: str) -> Iterator[ProseFigure]:
    """The figures with a unit of money or a percentage in a text without white space, in order.

    `100-80%` is a range and none, nor is `2万元/人` or what is too large to be one; a minus sign counts where no digit
    stands before it.
    """
    for match in _FIGURE.finditer(text):
        if match["sign"] and match.start() and text[match.start() - 1] in "0123456789%":
            continue
        digits = match["number"].replace(",", "")
        number = Decimal(("-" if match["sign"] else "") + digits)
        if is_too_long(number):
            continue
        yield ProseFigure(
            start=match.start(),
            end=match.end(),
            text=match.group(),
            number=number,
            decimals=len(digits.partition(".")[2]),
            unit=_UNITS.get(match["unit"], match["unit"]),
        )


def has_unit_figure(text: str) -> bool:
    """Whether the text prints an amount of money or a percentage."""
    return any(True for _ in find_figures(text))
