"""The proof that a damaged reading was printed as a certain value.

Belongs here: which values identities support, when two of them prove one. Does not: several damaged readings at once
(repair).

A value is proven where it satisfies with residual 0 at least two identities that share no other figure, one of them
not trivial, fits the characters that are left, and breaks no other identity. Two identities of one row are not
enough: where a publisher forgot a figure of a row, all the rest of the row agrees on another. In tables whose sums
are off by their rounding, two sums can be off alike: an identity is firm where it is no sum, or one of tables whose
sums are exact, and two that are not firm prove only what the characters left tell from all else that the rounding
allows. A rival stands against a value: another one that fits the characters as well, and that a bound or a firm
identity supports, or two identities where the proof is not firm in both its parts.
"""

from __future__ import annotations

from collections import ChainMap, Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from yusuan.catalogue.verdict import holds
from yusuan.reconciliation.equations import Equation, FigureReading
from yusuan.reconciliation.fitting import misfit
from yusuan.reconciliation.limits import WorkLimit

_BOTH = 2
_FITTING = 150  # steps of comparing a number with the characters left
_MOST_NEIGHBOURS = 2_000  # values that rounding allows to each side: of more, some fit as well


@dataclass(frozen=True)
class Repair:
    """A proven value in ten-thousandths of a yuan; `proof` are the equations, `values` all figures in them."""

    key: str
    value: int
    proof: tuple[str, ...]
    values: Mapping[str, int]


@dataclass(frozen=True)
class Evidence:
    """What is known of the damaged readings of a document: equations through each, all readings, rounded tables.

    Its questions raise WorkLimitReachedError where the limit does not allow them.
    """

    through: Mapping[str, Sequence[Equation]]
    readings: Mapping[str, FigureReading]
    values: dict[str, int | None]
    rounded: frozenset[str]
    limit: WorkLimit

    def said(self, key: str) -> Counter[int]:
        """Value → how many equations with no other unknown say it of a reading, as far as it fits its characters.

        A bound says a number too: the figure may be equal to it.
        """
        self.look_at(self.through[key])
        found = Counter(equation.implied(key, self.values) for equation in self.through[key])
        return Counter({v: count for v, count in found.items() if v is not None and self.fits(key, v)})

    def proven(self, key: str) -> Repair | None:
        """The one value that identities without another unknown prove."""
        said = self.said(key)
        found = [repair for value in sorted(said) if (repair := self.prove(key, {key: value}, said))]
        return found[0] if len(found) == 1 else None

    def prove(self, key: str, assumed: Mapping[str, int], said: Counter[int]) -> Repair | None:
        """The repair, with the values assumed of unknown readings, where the equations prove it and none is broken.

        `said` is what the equations say of the reading by themselves.
        """
        self.look_at(self.through[key])
        values = ChainMap[str, int | None](dict(assumed), self.values)
        proofs: list[Equation] = []
        for equation in sorted(self.through[key], key=lambda e: (len(e.terms), e.key)):
            residual = equation.residual(values)
            if residual is None:
                continue
            bound = equation.tolerance(values, self.readings)
            if not holds(residual, bound, equation.at_most):
                return None
            if residual == 0 and not equation.at_most and any(values[k] for k, _ in equation.terms):
                proofs.append(equation)
        pair = self._firmest_pair(key, proofs)
        if pair is None or self._has_rival(key, assumed[key], said, pair):
            return None
        used = {k: values[k] or 0 for equation in pair for k, _ in equation.terms}
        return Repair(key, assumed[key], tuple(equation.key for equation in pair), used)

    def _firmest_pair(self, key: str, proofs: Sequence[Equation]) -> tuple[Equation, Equation] | None:
        """Two equations that vouch for a reading each by its own; the first of those that are the firmest."""
        best: tuple[Equation, Equation] | None = None
        most = -1
        for a, b in combinations(proofs, 2):
            self.look_at((a, b))
            firm = self._is_firm(a) + self._is_firm(b)
            if firm > most and a.stands_apart(b, key):
                best, most = (a, b), firm
            if most == _BOTH:
                break
        return best

    def look_at(self, equations: Iterable[Equation]) -> None:
        """Count the terms of some equations as looked at."""
        self.limit.spend(sum(len(equation.terms) for equation in equations))

    def _has_rival(self, key: str, value: int, said: Counter[int], pair: tuple[Equation, Equation]) -> bool:
        """Whether another value that fits the characters left as well could be the printed one."""
        own = self._misfit(key, value) or 0
        rivals = {v: count for v, count in said.items() if v != value and (self._misfit(key, v) or 0) <= own}
        firm = sum(map(self._is_firm, pair))
        if firm < 2 and any(count > 1 for count in rivals.values()):
            return True
        told = (e.implied(key, self.values) for e in self.through[key] if e.at_most or self._is_firm(e))
        if any(other in rivals for other in told):
            return True
        return firm == 0 and not self._stands_alone(key, value, own, pair)

    def fits(self, key: str, value: int) -> bool:
        """Whether the characters left can be what remains of a value in whole units of the last decimal."""
        reading = self.readings[key]
        if reading.per_unit == 0 or (reading.half and value % (2 * reading.half)):
            return False
        return self._misfit(key, value) is not None

    def _is_firm(self, equation: Equation) -> bool:
        return equation.is_firm(self.rounded)

    def _stands_alone(self, key: str, value: int, own: int, pair: tuple[Equation, Equation]) -> bool:
        """Whether no value within the rounding of the two sums fits as well."""
        grain = max(2 * self.readings[key].half, 1)
        values = ChainMap[str, int | None]({key: value}, self.values)
        steps = min(equation.tolerance(values, self.readings) for equation in pair) // grain
        if steps > _MOST_NEIGHBOURS:
            return False
        near = (self._misfit(key, value + step * grain) for step in range(-steps, steps + 1) if step)
        return all(other is None or other > own for other in near)

    def _misfit(self, key: str, value: int) -> int | None:
        self.limit.spend(_FITTING)
        reading = self.readings[key]
        return misfit(reading.text, Decimal(value) / reading.per_unit, reading.decimals)
