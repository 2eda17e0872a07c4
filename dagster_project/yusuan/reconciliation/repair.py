"""Damaged readings that arithmetic proves right again.

Belongs here: which value, by which proof. Does not: which readings are damaged (judgement), what stays as printed:
a clean digital reading is never an unknown here, however wrong the publisher was.

A value is proven where it satisfies with residual 0 at least two identities that share no other figure, fits the
characters that are left, breaks no other identity, and no identity supports another value that fits as well.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations, product
from math import prod

from yusuan.reconciliation.fitting import fits

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
    """An identity by its terms alone: left - right = 0, or at most 0; `twice`: the same figure printed twice."""

    key: str
    terms: tuple[tuple[str, int], ...]
    at_most: bool = False
    twice: bool = False


@dataclass(frozen=True)
class Repair:
    """A proven value in ten-thousandths of a yuan; `proof` are the equations, `values` all figures in them."""

    key: str
    value: int
    proof: tuple[str, ...]
    values: Values


def repair(equations: Iterable[Equation], readings: Mapping[str, Reading], unknown: set[str]) -> list[Repair]:
    """The proven ones of the unknown readings; what several values satisfy stays unknown."""
    joined = [e for e in equations if any(key in unknown for key, _ in e.terms)]
    through: dict[str, list[Equation]] = {key: [] for key in sorted(unknown)}
    for equation in joined:
        for key in sorted({key for key, _ in equation.terms} & unknown):
            through[key].append(equation)
    out: list[Repair] = []
    for group in _groups(through, unknown):
        out += _Group(group, through, readings, unknown).repairs()
    return out


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
        self, keys: list[str], through: Mapping[str, list[Equation]], readings: Mapping[str, Reading], unknown: set[str]
    ) -> None:
        self.keys = keys
        self.through = through
        self.readings = readings
        self.unknown = unknown
        self.equations = list({e.key: e for key in keys for e in through[key]}.values())

    def repairs(self) -> Iterator[Repair]:
        said = {key: self._said(key, {}) for key in self.keys}
        options = {key: values for key, values in said.items() if values}
        self._derive(options)
        solutions = self._solutions(options)
        for key in options:
            values = {solution[key] for solution in solutions}
            if len(values) == 1 and said[key] <= values:
                proven = self._prove(key, solutions[0])
                if proven:
                    yield proven

    def _said(self, key: str, values: Values) -> set[int]:
        """What the equations with no other unknown say of a reading, as far as it fits its characters.

        A bound says a number too: the figure may be equal to it.
        """
        found = (self._implied(equation, key, values) for equation in self.through[key])
        return {value for value in found if value is not None and self._fits(key, value)}

    def _derive(self, options: dict[str, set[int]]) -> None:
        """Values for readings of which nothing is said directly, from those of the others in an equation."""
        for key in self.keys:
            if key in options:
                continue
            found: set[int] = set()
            for equation in self.through[key]:
                others = sorted({k for k, _ in equation.terms if k in self.unknown and k != key})
                if equation.at_most or any(k not in options for k in others):
                    continue
                if prod(len(options[k]) for k in others) <= _MOST_SOLUTIONS // 100:
                    for values in product(*(sorted(options[k]) for k in others)):
                        value = self._implied(equation, key, dict(zip(others, values, strict=True)))
                        if value is not None and self._fits(key, value):
                            found.add(value)
            if found:
                options[key] = found

    def _solutions(self, options: Mapping[str, set[int]]) -> list[dict[str, int]]:
        """Values for all readings together with which every sum that joins them is exact.

        Where rounding leaves none, the readings stand by themselves.
        """
        keys = sorted(options)
        if not keys or prod(len(options[key]) for key in keys) > _MOST_SOLUTIONS:
            return []
        joint = [e for e in self.equations if not e.at_most and self._joins(e, options)]
        all_of_them = [dict(zip(keys, v, strict=True)) for v in product(*(sorted(options[key]) for key in keys))]
        exact = [values for values in all_of_them if all(self._residual(e, values) == 0 for e in joint)]
        return exact or all_of_them

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
        pair = next(((a, b) for (a, x), (b, y) in combinations(proofs, 2) if not x & y), None)
        if pair is None:
            return None
        used = {k: self._value(k, values) or 0 for equation in pair for k, _ in equation.terms}
        return Repair(key, values[key], tuple(equation.key for equation in pair), used)

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

    def _implied(self, equation: Equation, key: str, values: Values) -> int | None:
        """What the other figures of an equation say of one; None where one of them is not known."""
        factor = sum(c for k, c in equation.terms if k == key)
        rest = 0
        for other, coefficient in equation.terms:
            if other != key:
                value = self._value(other, values)
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
        return fits(reading.text, Decimal(value) / reading.per_unit, reading.decimals)
