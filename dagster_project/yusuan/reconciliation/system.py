"""Identities as integer equations over printed figures.

Belongs here: the equations, what a change of a figure does to them. Does not: choosing what to change (explanations).

Money is whole ten-thousandths of a yuan throughout: exact, and as fine as residuals are stated.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from yusuan.catalogue.verdict import holds

Change = dict[int, int]  # variable → shift


def units(yuan: Decimal) -> int:
    """Yuan as whole ten-thousandths; the fifth decimal does not occur in what is published."""
    return int(yuan.scaleb(4).to_integral_value())


def in_yuan(number: int) -> Decimal:
    """Ten-thousandths of a yuan as yuan."""
    return Decimal(number).scaleb(-4)


@dataclass(frozen=True)
class CheckedIdentity:
    """One evaluated identity: left - right = residual; `terms` are (figure, coefficient), the right side negated.

    `residual` and `tolerance` in ten-thousandths of a yuan. `at_most` bounds the left side by the right one.
    """

    key: str
    terms: tuple[tuple[str, int], ...]
    residual: int
    tolerance: int
    trivial: bool = False
    at_most: bool = False

    def holds(self, residual: int) -> bool:
        """Whether it would hold, within its tolerance, with that residual."""
        return holds(residual, self.tolerance, self.at_most)


@dataclass(frozen=True)
class CheckedFigure:
    """A figure of an equation: how fine it is printed, whether its reading may be wrong, what it says.

    `grain` and `printed` in ten-thousandths of a yuan; 0 is printed where nothing is known of it.
    """

    key: str
    grain: int = 1
    suspect: bool = False
    printed: int = 0


class EquationSystem:
    """Equations over variables; a variable is a figure, or figures that trivial identities tie together.

    A parent with one child says nothing about either, so a change of one is a change of both, and counts once.
    """

    def __init__(self, identities: Iterable[CheckedIdentity], figures: Mapping[str, CheckedFigure]) -> None:
        self.identities: list[CheckedIdentity] = list(identities)
        keys = sorted({key for identity in self.identities for key, _ in identity.terms})
        first = _tied(self.identities, keys)
        roots = sorted({first[key] for key in keys})
        number = {root: n for n, root in enumerate(roots)}
        self.variable = {key: number[first[key]] for key in keys}
        self.members: list[list[str]] = [[] for _ in roots]
        for key in keys:
            self.members[self.variable[key]].append(key)
        plain = CheckedFigure("")
        self.grain = [max(figures.get(key, plain).grain for key in own) for own in self.members]
        self.printed = [figures.get(own[0], plain).printed for own in self.members]
        self.suspect = [any(figures.get(key, plain).suspect for key in own) for own in self.members]
        self.coefficients: list[dict[int, int]] = []
        self.through: list[list[int]] = [[] for _ in roots]
        for index, identity in enumerate(self.identities):
            total: dict[int, int] = defaultdict(int)
            for key, coefficient in identity.terms:
                total[self.variable[key]] += coefficient
            self.coefficients.append({v: c for v, c in total.items() if c})
            for variable in self.coefficients[index]:
                self.through[variable].append(index)
        self.broken = {i for i, each in enumerate(self.identities) if not each.holds(each.residual)}

    def moved(self, change: Change) -> dict[int, int]:
        """What a change adds to residuals: identity → ten-thousandths of a yuan."""
        added: dict[int, int] = defaultdict(int)
        for variable, shift in change.items():
            for index in self.through[variable]:
                added[index] += self.coefficients[index][variable] * shift
        return added

    def residual(self, index: int, change: Change) -> int:
        """The residual of an identity after a change."""
        own = self.coefficients[index]
        return self.identities[index].residual + sum(own.get(v, 0) * shift for v, shift in change.items())

    def holds(self, index: int, change: Change) -> bool:
        """Whether an identity holds after a change."""
        return self.identities[index].holds(self.residual(index, change))

    def clusters(self) -> list[set[int]]:
        """Broken identities in groups that share figures."""
        groups: list[set[int]] = []
        seen: set[int] = set()
        for start in sorted(self.broken):
            if start in seen:
                continue
            group, queue, variables = {start}, [start], set[int]()
            while queue:
                for variable in self.coefficients[queue.pop()]:
                    if variable not in variables:
                        variables.add(variable)
                        new = [i for i in self.through[variable] if i in self.broken and i not in group]
                        group.update(new)
                        queue += new
            seen |= group
            groups.append(group)
        return groups

    def single_shift(self, variable: int, moved: Mapping[int, int]) -> int | None:
        """The shift of one more figure after which every identity through it holds; None where there is none.

        `moved` is what has been added to residuals already. Of the shifts that the identities allow, the one that makes
        most of them exact, and then the smallest.
        """
        least: int | None = None
        most: int | None = None
        wanted: list[int] = []
        for index in self.through[variable]:
            identity, factor = self.identities[index], self.coefficients[index][variable]
            residual = identity.residual + moved.get(index, 0)
            low, high = _interval(residual, identity.tolerance, factor, identity.at_most)
            if low is not None and (least is None or low > least):
                least = low
            if high is not None and (most is None or high < most):
                most = high
            if least is not None and most is not None and least > most:
                return None
            if residual % factor == 0:
                wanted.append(-residual // factor)
        return _shift(least, most, self.grain[variable], wanted)


def _tied(identities: Sequence[CheckedIdentity], keys: Iterable[str]) -> dict[str, str]:
    """For each figure the first of those that trivial identities without a difference tie to it."""
    first = {key: key for key in keys}

    def find(key: str) -> str:
        while first[key] != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for identity in identities:
        if identity.trivial and not identity.at_most and identity.residual == 0 and len(identity.terms) == 2:
            (one, a), (other, b) = identity.terms
            if a == -b:
                low, high = sorted((find(one), find(other)))
                first[high] = low
    return {key: find(key) for key in first}


def _interval(residual: int, tolerance: int, factor: int, at_most: bool) -> tuple[int | None, int | None]:
    """The whole shifts d (least, most; None = unbounded) with which residual + factor·d is within the tolerance."""
    high_end = tolerance - residual
    low_end = None if at_most else -tolerance - residual
    if factor > 0:
        return (None if low_end is None else -(-low_end // factor)), high_end // factor
    return -(high_end // -factor), (None if low_end is None else low_end // factor)


def _shift(least: int | None, most: int | None, grain: int, wanted: Sequence[int]) -> int | None:
    """A shift between the bounds in whole grains: one that most identities want, else the nearest to the middle."""
    allowed = [w for w in wanted if (least is None or w >= least) and (most is None or w <= most) and w % grain == 0]
    if allowed:
        votes = Counter(allowed)
        return max(allowed, key=lambda w: (votes[w], -abs(w), w))
    if least is None or most is None:
        return None
    low, high = -(-least // grain), most // grain
    return (low + high) // 2 * grain if low <= high else None
