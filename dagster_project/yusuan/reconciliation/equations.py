"""Identities as equations for repair: what they say of a figure that could not be read.

Belongs here: readings, equations, their arithmetic; in which tables sums are off by their rounding. Does not: which
value is proven (proof), which readings are in question (judgement).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Set
from dataclasses import dataclass
from functools import cached_property

from yusuan.catalogue.verdict import holds, rounding_of_terms, rounding_of_twice

Values = Mapping[str, int | None]  # figure → ten-thousandths of a yuan; None: not known

_ENOUGH = 12  # exact sums after which a table is taken for one whose sums are exact, whatever others of its document do


@dataclass(frozen=True)
class FigureReading:
    """A figure as read: `value` in ten-thousandths of a yuan (None: unreadable), `half` a unit of its last decimal.

    `per_unit`: ten-thousandths of a yuan in one printed unit; `decimals`: the most that its table prints.
    """

    key: str
    text: str
    value: int | None
    half: int
    per_unit: int
    decimals: int


@dataclass(frozen=True)
class Equation:
    """An identity of a document by its terms: left - right = 0, or at most 0.

    `twice`: one figure printed twice, by its meaning. `trivial`: a parent with one child in its table, which vouches
    for neither. `tables` are those of its figures; `row` the one row in which all of them stand, if they do.
    """

    key: str
    terms: tuple[tuple[str, int], ...]
    at_most: bool = False
    twice: bool = False
    trivial: bool = False
    tables: frozenset[str] = frozenset()
    document: str = ""
    row: str = ""

    @property
    def is_of_two(self) -> bool:
        """Whether it says that two figures are the same number: nothing is added up, so nothing is off by rounding."""
        return len(self.terms) == 2 and not self.at_most

    def is_firm(self, rounded: Set[str]) -> bool:
        """Whether its residual is 0 in print: it is no sum, or one of tables whose sums are exact."""
        return self.is_of_two or not (self.at_most or self.tables & rounded)

    @cached_property
    def figures(self) -> frozenset[str]:
        """The figures in it."""
        return frozenset(key for key, _ in self.terms)

    def others(self, key: str) -> frozenset[str]:
        """The figures in it apart from one."""
        return self.figures - {key}

    def stands_apart(self, other: Equation, key: str) -> bool:
        """Whether it and another one vouch for a figure each by its own.

        One of them is not trivial, they share no other figure, and they are not both of one row.
        """
        mine, its = self.others(key), other.others(key)
        same_row = self.row and self.row == other.row
        return bool(mine and its) and not (mine & its or same_row or (self.trivial and other.trivial))

    def residual(self, values: Values) -> int | None:
        """Left less right; None where a figure has no value."""
        total = 0
        for key, factor in self.terms:
            value = values[key]
            if value is None:
                return None
            total += factor * value
        return total

    def tolerance(self, values: Values, readings: Mapping[str, FigureReading]) -> int:
        """How far from 0 the residual may be by rounding."""
        rounding = rounding_of_twice if self.twice else rounding_of_terms
        return rounding([(values[key], readings[key].half) for key, _ in self.terms], 0)

    def implied(self, key: str, values: Values) -> int | None:
        """What the other figures say of one; None where one of them is not known, or they say no whole number."""
        factor = sum(f for k, f in self.terms if k == key)
        rest = 0
        for other, own in self.terms:
            if other != key:
                value = values[other]
                if value is None:
                    return None
                rest += own * value
        return -rest // factor if factor and rest % factor == 0 else None


def rounded_tables(equations: Iterable[Equation], readings: Mapping[str, FigureReading], values: Values) -> set[str]:
    """The tables in which a sum that is exact may be so by chance, because others are off by their rounding.

    `values` are those that are not in doubt. A table speaks for itself by its own sums, where there are enough of them;
    else its document does.
    """
    exact: Counter[str] = Counter()
    off: set[str] = set()
    rounded_documents: set[str] = set()
    documents: dict[str, str] = {}
    for equation in equations:
        documents |= dict.fromkeys(equation.tables, equation.document)
        if equation.at_most or sum(values[key] != 0 for key, _ in equation.terms) < 3:
            continue
        residual = equation.residual(values)
        if residual == 0:
            exact.update(equation.tables)
        elif residual is not None:
            off |= equation.tables
            if holds(residual, equation.tolerance(values, readings)):
                rounded_documents.add(equation.document)
    return {
        table
        for table, document in documents.items()
        if table in off or (exact[table] < _ENOUGH and document in rounded_documents)
    }
