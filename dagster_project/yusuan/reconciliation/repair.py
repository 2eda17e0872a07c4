"""Damaged readings that arithmetic proves right again.

Belongs here: which value, by which proof. Does not: which readings are damaged (judgement), what stays as printed:
a clean digital reading is never an unknown here, however wrong the publisher was.

A value is proven where it satisfies with residual 0 at least two identities that share no other figure, fits the
characters that are left, breaks no other identity, and no identity supports another value that fits as well. Where a
document's sums are off by their rounding, two of them can be off alike: there a sum also supports what is within its
tolerance, unless the same figure is printed in another table.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import combinations, product
from math import prod

from yusuan.reconciliation.fitting import misfit

_MOST_SOLUTIONS = 20_000
Values = Mapping[str, int]


@dataclass(frozen=True)
class Reading:
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
    """An identity of a document by its terms: left - right = 0, or at most 0; `twice`: one figure printed twice.

    `copy`: both its figures stand in tables of their own, so that one was printed again rather than added up.
    """

    key: str
    terms: tuple[tuple[str, int], ...]
    at_most: bool = False
    twice: bool = False
    copy: bool = False
    document: str = ""


@dataclass(frozen=True)
class Repair:
    """A proven value in ten-thousandths of a yuan; `proof` are the equations, `values` all figures in them."""

    key: str
    value: int
    proof: tuple[str, ...]
    values: Values


def repair(equations: Iterable[Equation], readings: Mapping[str, Reading], unknown: set[str]) -> list[Repair]:
    """The proven ones of the unknown readings; what several values satisfy stays unknown.

    What is proven helps to prove the next, until nothing more follows.
    """
    all_of_them = list(equations)
    joined = [e for e in all_of_them if any(key in unknown for key, _ in e.terms)]
    rounded = {e.document for e in all_of_them if _is_rounded(e, readings)}
    known = dict(readings)
    left = set(unknown)
    out: list[Repair] = []
    while left:
        through: dict[str, list[Equation]] = {key: [] for key in sorted(left)}
        for equation in joined:
            for key in sorted({key for key, _ in equation.terms} & left):
                through[key].append(equation)
        found = [
            each for group in _groups(through, left) for each in _Group(group, through, known, left, rounded).repairs()
        ]
        if not found:
            break
        out += found
        left -= {each.key for each in found}
        known |= {each.key: replace(known[each.key], value=each.value) for each in found}
    return out


def _is_copy(equation: Equation) -> bool:
    return equation.twice or equation.copy


def _is_rounded(equation: Equation, readings: Mapping[str, Reading]) -> bool:
    """Whether all figures of a sum are known, and rounding keeps it from being exact."""
    values = [readings[key].value for key, _ in equation.terms]
    if equation.at_most or equation.twice or any(value is None for value in values):
        return False
    total = sum(factor * (readings[key].value or 0) for key, factor in equation.terms)
    return 0 < abs(total) <= sum(readings[key].half for key, _ in equation.terms if readings[key].value)


def _groups(through: Mapping[str, Sequence[Equation]], unknown: set[str]) -> Iterator[list[str]]:
    """Unknown readings in groups that equations join."""
    left = set(through)
    while left:
        group, queue = [], [min(left)]
        left.discard(queue[0])
        while queue:
            key = queue.pop()
            group.append(key)
            near = {other for e in through[key] for other, _ in e.terms if other in unknown} & left
            left -= near
            queue += sorted(near)
        yield sorted(group)


class _Group:
    """The unknown readings of one group, the values that equations say of them, and how these fit together."""

    def __init__(
        self,
        keys: list[str],
        through: Mapping[str, list[Equation]],
        readings: Mapping[str, Reading],
        unknown: set[str],
        rounded: set[str],
    ) -> None:
        self.rounded = rounded
        self.keys = keys
        self.through = through
        self.readings = readings
        self.unknown = unknown
        self.equations = list({e.key: e for key in keys for e in through[key]}.values())

    def repairs(self) -> Iterator[Repair]:
        """The proven values of the group: of readings alone in their identities, else of several together."""
        alone = [found for key in self.keys if (found := self._alone(key))]
        if alone:
            yield from alone
            return
        said = {key: self._said(key) for key in self.keys}
        options = {key: values for key, values in said.items() if values}
        for solutions in self._solutions(options):
            for key in options:
                if len(said[key]) == 1 and {solution.get(key) for solution in solutions} == said[key]:
                    proven = self._prove(key, solutions[0])
                    if proven:
                        yield proven

    def _alone(self, key: str) -> Repair | None:
        """The one value that identities without another unknown prove, where no other printing of the figure says else.

        A sum that is off by its rounding speaks for the value as well as for the one that would make it exact.
        """
        copies = [self._implied(e, key) for e in self.through[key] if e.at_most or len(e.terms) == 2]
        proven = []
        for value in sorted(self._said(key)):
            rivals = [c for c in copies if c is not None and c != value and self._fits(key, c)]
            if not rivals and (found := self._prove(key, {key: value})):
                proven.append(found)
        return proven[0] if len(proven) == 1 else None

    def _said(self, key: str) -> set[int]:
        """What the equations with no other unknown say of a reading, as far as it fits its characters.

        A bound says a number too: the figure may be equal to it.
        """
        found = (self._implied(equation, key) for equation in self.through[key])
        return {value for value in found if value is not None and self._fits(key, value)}

    def _solutions(self, options: Mapping[str, set[int]]) -> Iterator[list[dict[str, int]]]:
        """Values for readings together with which every sum that joins them is exact.

        Where rounding leaves none, each reading stands by itself, and no sum with another in it proves anything.
        """
        keys = sorted(options)
        joint = [e for e in self.equations if not e.at_most and self._joins(e, options)]
        exact: list[dict[str, int]] = []
        if prod(len(options[key]) for key in keys) <= _MOST_SOLUTIONS:
            for chosen in product(*(sorted(options[key]) for key in keys)):
                values = dict(zip(keys, chosen, strict=True))
                if all(self._residual(e, values) == 0 for e in joint):
                    exact.append(values)
        if exact:
            yield exact
        else:
            for key in keys:
                yield [{key: value} for value in sorted(options[key])]

    def _joins(self, equation: Equation, options: Mapping[str, set[int]]) -> bool:
        lost = {key for key, _ in equation.terms if key in self.unknown}
        return len(lost) > 1 and all(key in options for key in lost)

    def _prove(self, key: str, values: Values) -> Repair | None:
        """The repair where two exact equations with no other figure in common prove it, and none speaks against it."""
        proofs: list[tuple[Equation, set[str]]] = []
        for equation in sorted(self.through[key], key=lambda e: (len(e.terms), e.key)):
            residual = self._residual(equation, values)
            if residual is None:
                continue
            if residual > (bound := self._tolerance(equation, values)) or (residual < -bound and not equation.at_most):
                return None
            others = {k for k, _ in equation.terms if k != key}
            if residual == 0 and not equation.at_most and others and not self._is_zero(equation, values):
                proofs.append((equation, others))
        pairs = [(a, b) for (a, x), (b, y) in combinations(proofs, 2) if not x & y]
        pair = max(pairs, key=lambda both: _is_copy(both[0]) or _is_copy(both[1]), default=None)
        if pair is None:
            return None
        if not (_is_copy(pair[0]) or _is_copy(pair[1]) or self._stands_alone(key, values, pair)):
            return None
        used = {k: self._value(k, values) or 0 for equation in pair for k, _ in equation.terms}
        return Repair(key, values[key], tuple(equation.key for equation in pair), used)

    def _stands_alone(self, key: str, values: Values, pair: tuple[Equation, Equation]) -> bool:
        """Whether no value within the rounding of the sums fits as well; where sums are exact there is no rounding."""
        if not any(equation.document in self.rounded for equation in pair):
            return True
        reading = self.readings[key]
        grain = max(2 * reading.half, 1)
        steps = min(self._tolerance(equation, values) for equation in pair) // grain
        own = self._misfit(key, values[key])
        near = (self._misfit(key, values[key] + step * grain) for step in range(-steps, steps + 1) if step)
        return own is not None and all(other is None or other > own for other in near)

    def _misfit(self, key: str, value: int) -> int | None:
        reading = self.readings[key]
        return misfit(reading.text, Decimal(value) / reading.per_unit, reading.decimals)

    def _value(self, key: str, values: Values) -> int | None:
        return values.get(key) if key in self.unknown else self.readings[key].value

    def _residual(self, equation: Equation, values: Values) -> int | None:
        """Left less right; None where a figure has no value."""
        total = 0
        for key, coefficient in equation.terms:
            value = self._value(key, values)
            if value is None:
                return None
            total += coefficient * value
        return total

    def _implied(self, equation: Equation, key: str) -> int | None:
        """What the other figures of an equation say of one; None where one of them is not known."""
        factor = sum(c for k, c in equation.terms if k == key)
        rest = 0
        for other, coefficient in equation.terms:
            if other != key:
                value = self._value(other, {})
                if value is None:
                    return None
                rest += coefficient * value
        return -rest // factor if factor and rest % factor == 0 else None

    def _tolerance(self, equation: Equation, values: Values) -> int:
        if equation.twice:
            return 2 * max(self.readings[key].half for key, _ in equation.terms)
        return sum(self.readings[key].half for key, _ in equation.terms if self._value(key, values))

    def _is_zero(self, equation: Equation, values: Values) -> bool:
        return not any(self._value(key, values) for key, _ in equation.terms)

    def _fits(self, key: str, value: int) -> bool:
        reading = self.readings[key]
        if reading.per_unit == 0 or (reading.half and value % (2 * reading.half)):
            return False
        return self._misfit(key, value) is not None
