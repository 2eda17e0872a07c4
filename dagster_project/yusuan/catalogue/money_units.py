"""Units of money: how many yuan one is, and how fine a figure in it is (seed money_unit).

Belongs here: what macros unit_in_yuan and half_unit of dbt say in SQL. Does not: finding a unit in a text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

_MOST_DECIMALS = 6  # of a printed figure; more are digits of a formula


@dataclass(frozen=True)
class MoneyUnit:
    """A unit of money: `yuan` in one of it; a figure in it has `least_decimals`, printed or not."""

    name: str
    yuan: int
    least_decimals: int

    def half_digit(self, decimals: int) -> Decimal:
        """Half a unit of the last decimal of a table that prints so many, in this unit."""
        return Decimal(5).scaleb(-min(max(decimals, self.least_decimals), _MOST_DECIMALS) - 1)

    def half_yuan(self, decimals: int) -> Decimal:
        """The same in yuan."""
        return self.yuan * self.half_digit(decimals)


def money_units(seed: Iterable[Mapping[str, str]]) -> dict[str, MoneyUnit]:
    """The units of the seed by name. Raises KeyError or ValueError where a row is not one of it."""
    return {
        row["money_unit"]: MoneyUnit(row["money_unit"], int(row["yuan_per_unit"]), int(row["least_decimals"]))
        for row in seed
    }
