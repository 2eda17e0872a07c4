"""Figures in words: as printed with their unit, and numbers computed from them in the same form.

Belongs here: units, decimals, separators, signs. Does not: sentences (wording), what is wrong (location).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_WITH_UNIT = re.compile(r"(.*?)\s*(亿元|百万元|万元|千元|元|%|％|个?百分点)")
_FINEST = Decimal("0.000001")
_TERMS = 3  # terms of a sum that is too long to be said whole
_WHOLE = 4  # terms that are said whole
_NOISE = " ,，、;；:：。.…"  # what a label does not begin with: a phrase of the narrative starts after them


@dataclass(frozen=True)
class PrintedFigure:
    """A figure where it is printed: `yuan` what it says (percent of a rate; None: unreadable), `order` its place.

    `table_unit` and `yuan_per_unit` are of the money around it, empty or None where nothing states a unit.
    """

    key: str
    text: str
    label: str
    column: str
    page: int | None
    yuan: Decimal | None
    yuan_per_unit: Decimal | None
    table_unit: str = ""
    order: tuple[float, float] = (0.0, 0.0)

    @property
    def place(self) -> str:
        """Where it stands."""
        return " · ".join(part for part in (plain(self.label), self.column) if part) or self.key

    @property
    def is_rate(self) -> bool:
        """Whether it is a percentage, whatever unit its table has."""
        return self.text[-1:] in {"%", "％"} or self.text.endswith("百分点")

    @property
    def bare(self) -> str:
        """Its number as printed, without a unit."""
        found = _WITH_UNIT.fullmatch(self.text)
        return found[1] if found else self.text

    @property
    def unit(self) -> str:
        """Its unit, of its own or of its table."""
        found = _WITH_UNIT.fullmatch(self.text)
        return found[2] if found else self.table_unit

    @property
    def said(self) -> str:
        """As printed, with its unit."""
        return with_unit(self.bare, self.unit)

    @property
    def decimals(self) -> int:
        """How many decimals it prints."""
        return len(self.bare.partition(".")[2])

    @property
    def scale(self) -> Decimal:
        """What one of its units is: yuan, or a percentage point."""
        return Decimal(1) if self.is_rate else self.yuan_per_unit or Decimal(1)

    def number(self, yuan: Decimal, grouped: bool) -> str:
        """An amount in this figure's unit, with the decimals that it prints, or more where these would not show it."""
        exact = (yuan / self.scale).quantize(_FINEST, ROUND_HALF_UP)
        rounded = self._fine(exact)
        shown = exact if rounded == self._own() != exact else rounded
        decimals = max(self.decimals, -int(shown.normalize().as_tuple().exponent))
        return f"{shown:,.{decimals}f}" if grouped else f"{shown:.{decimals}f}"

    def apart(self, yuan: Decimal, grouped: bool) -> str:
        """A difference in this figure's unit, no finer than the figure unless it would vanish."""
        value = abs(yuan) / self.scale
        shown = (self._fine(value) or value.quantize(_FINEST, ROUND_HALF_UP)).normalize()
        return f"{shown:,f}" if grouped else f"{shown:f}"

    def _fine(self, value: Decimal) -> Decimal:
        """A number as fine as tables print."""
        return value.quantize(Decimal(1).scaleb(-max(self.decimals, 2)), ROUND_HALF_UP)

    def _own(self) -> Decimal | None:
        return None if self.yuan is None else self._fine(self.yuan / self.scale)


@dataclass(frozen=True)
class WordedTerm:
    """A figure on one side of an identity; `sign` 0 where it is what a rate is made of."""

    figure: PrintedFigure
    sign: int

    @property
    def yuan(self) -> Decimal:
        """What it adds to its side."""
        return self.sign * (self.figure.yuan or Decimal(0))


def plain(label: str) -> str:
    """A label without what it does not begin with, nor a bracket that nothing closes."""
    bare = label.lstrip(_NOISE)
    return bare if ")" in bare or "）" in bare else bare.lstrip(_NOISE + "(（")


def with_unit(number: str, unit: str) -> str:
    """`3.7 万元`, `118.6%`; the number alone where no unit is known."""
    return number + unit if unit in {"%", "％"} else f"{number} {unit}" if unit else number


def is_grouped(figures: Sequence[PrintedFigure]) -> bool:
    """Whether numbers beside these figures get separators: where one of them prints some, or none is long."""
    long = [figure for figure in figures if len(figure.bare.partition(".")[0].lstrip("-−")) > 3]
    return any("," in figure.text for figure in figures) or not long


def sum_of(terms: Sequence[WordedTerm], more: str, beside: str) -> str:
    """`37.43 + 1.98`: without zeros, what is added before what is taken away, a long one cut (`more`: `{} more`).

    Each has its unit where not all are in that of the figure beside which the sum is said.
    """
    counted = sorted((term for term in terms if term.yuan), key=lambda term: term.sign < 0)
    if not counted:
        return "0"
    are_alike = {term.figure.unit for term in counted} == {beside}
    shown = counted if len(counted) <= _WHOLE else counted[:_TERMS]
    text = ""
    for term in shown:
        figure = term.figure.bare if are_alike else term.figure.said
        sign = "−" if term.sign < 0 else "+"
        text += f" {sign} {figure}" if text else figure if term.sign > 0 else f"−{figure}"
    return text if len(shown) == len(counted) else f"{text} + … {more.format(len(counted) - len(shown))}"
