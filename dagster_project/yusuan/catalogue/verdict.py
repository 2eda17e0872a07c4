"""What an identity says of its figures: its tolerance, its verdict, whether it is trivial, whether it vouches.

Belongs here: what dbt/macros/verdict.sql says in SQL, for terms whose values are known. Does not: which terms an
identity has, what could not be read. Numbers may be Decimals of any unit, or whole ten-thousandths of a yuan.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeVar

IdentityVerdict = Literal["exact", "rounding", "break"]
Number = TypeVar("Number", int, Decimal)


@dataclass(frozen=True)
class IdentityTerm:
    """A printed figure on one side of an identity: `half` a unit of its last decimal, `place` its table."""

    value: Decimal
    half: Decimal
    place: str
    is_left: bool = False
    sign: int = 1


@dataclass(frozen=True)
class Evaluation:
    """An identity evaluated. `residual` is left less right."""

    residual: Decimal
    tolerance: Decimal
    verdict: IdentityVerdict
    trivial: bool
    vouches: bool


def is_exact(residual: Number, at_most: bool = False) -> bool:
    """Whether an equality has no residual; what may be at most something is exact below it too."""
    return residual == 0 or (at_most and residual < 0)


def holds(residual: Number, tolerance: Number, at_most: bool = False) -> bool:
    """Whether an identity is exact, or off by no more than rounding explains."""
    return is_exact(residual, at_most) or abs(residual) <= tolerance


def verdict_of(residual: Number, tolerance: Number, at_most: bool = False) -> IdentityVerdict:
    """The verdict of an identity by its residual and tolerance."""
    if is_exact(residual, at_most):
        return "exact"
    return "rounding" if holds(residual, tolerance, at_most) else "break"


def rounding_of_terms(terms: Iterable[tuple[Number | None, Number]], zero: Number) -> Number:
    """What the terms of a sum (value, half a unit) leave open: the half unit of each that is not zero."""
    return sum((half for value, half in terms if value), zero)


def rounding_of_twice(terms: Sequence[tuple[Number | None, Number]], zero: Number) -> Number:
    """What one figure printed twice (value, half a unit) leaves open: a unit of the last decimal of the coarser table.

    Where it is printed the second time in parts, what these leave open.
    """
    return max(2 * max((half for _, half in terms), default=zero), rounding_of_terms(terms, zero))


def is_only_child(left_count: int, right_count: int, place_count: int, same_figure: bool) -> bool:
    """Whether an identity is a parent with its only child in one table: the same number because of the form."""
    return left_count == 1 and right_count == 1 and place_count == 1 and not same_figure


def vouches(verdict: str, trivial: bool, at_most: bool) -> bool:
    """Whether an identity vouches for its figures: an equality that holds and is not trivial."""
    return verdict in ("exact", "rounding") and not trivial and not at_most


def evaluated(terms: Sequence[IdentityTerm], at_most: bool = False, same_figure: bool = False) -> Evaluation:
    """The identity of these terms, all of them printed."""
    residual = sum((t.sign * t.value * (1 if t.is_left else -1) for t in terms), Decimal(0))
    if same_figure:
        tolerance = rounding_of_twice([(t.value, t.half) for t in terms], Decimal(0))
    else:
        tolerance = rounding_of_terms(((t.value, t.half) for t in terms), Decimal(0))
    left = sum(t.is_left for t in terms)
    only = is_only_child(left, len(terms) - left, len({t.place for t in terms}), same_figure)
    trivial = all(t.value == 0 for t in terms) or (only and residual == 0)
    verdict = verdict_of(residual, tolerance, at_most)
    return Evaluation(residual, tolerance, verdict, trivial, vouches(verdict, trivial, at_most))
