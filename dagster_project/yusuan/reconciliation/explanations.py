"""The smallest sets of figures whose change makes a group of broken identities hold.

Belongs here: exact enumeration of all smallest sets, for few faults at a time. Does not: large groups
(minimum_change).

A change counts only when every identity through the changed figures holds after it, so what holds vouches: a figure
in many holding identities cannot be changed alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from yusuan.reconciliation.limits import WorkLimit
from yusuan.reconciliation.system import Change, EquationSystem

_MOST_NODES = 6_000
_MOST_FOUND = 400


def explain(system: EquationSystem, broken: Iterable[int], limit: WorkLimit, most: int = 3) -> list[Change]:
    """All smallest changes of at most `most` figures that mend the broken identities; empty where none was found.

    Of changes of one size those of suspect readings alone stand, where there are any. Raises WorkLimitReachedError.
    """
    group = frozenset(broken)
    found = singles(system, group, {}, limit)
    size = 1
    while not found and size < most:
        size += 1
        found = _Search(system, group, size, limit).run()
    return likeliest(system, found)


def likeliest(system: EquationSystem, found: list[Change]) -> list[Change]:
    """Those that change the fewest clean readings."""
    clean = [sum(not system.suspect[v] for v in change) for change in found]
    return [change for change, count in zip(found, clean, strict=True) if count == min(clean)]


def singles(system: EquationSystem, broken: Iterable[int], change: Change, limit: WorkLimit) -> list[Change]:
    """All changes that add one figure to `change`, after which the broken identities and all through it hold."""
    open_ones = [i for i in broken if not system.holds(i, change)]
    if not open_ones:
        return []
    limit.spend(sum(len(system.coefficients[i]) for i in open_ones))
    common = set(system.coefficients[open_ones[0]])
    for index in open_ones[1:]:
        common &= set(system.coefficients[index])
    common -= set(change)
    limit.spend(sum(len(system.through[v]) for v in common))
    moved = system.moved(change)
    shifts = {v: system.single_shift(v, moved) for v in sorted(common)}
    return [{**change, v: shift} for v, shift in shifts.items() if shift]


class _Search:
    """Depth-first over violated identities: one of the figures of each must change, by what mends one of them."""

    def __init__(self, system: EquationSystem, broken: frozenset[int], size: int, limit: WorkLimit) -> None:
        self.system = system
        self.broken = broken
        self.size = size
        self.limit = limit
        self.nodes = 0
        self.found: dict[frozenset[int], Change] = {}
        self.seen: set[frozenset[tuple[int, int]]] = set()

    def run(self) -> list[Change]:
        """All changes of exactly `size` figures of which no part would do; empty where the search grew too large."""
        self._go({})
        complete = self.nodes <= _MOST_NODES and len(self.found) <= _MOST_FOUND
        return list(self.found.values()) if complete else []

    def _go(self, change: Change) -> None:
        self.nodes += 1
        if self.nodes > _MOST_NODES or len(self.found) > _MOST_FOUND:
            return
        required = self.broken.union(*(self.system.through[v] for v in change))
        self.limit.spend(len(required) * self.size)
        violated = [i for i in sorted(required) if not self.system.holds(i, change)]
        left = self.size - len(change)
        if left == 1:
            for done in singles(self.system, violated, change, self.limit):
                self.found.setdefault(frozenset(done), done)
            return
        self.limit.spend(sum(len(self.system.coefficients[i]) for i in violated))
        if self._apart(violated, change) > left:
            return
        choices = self._choices(violated, change)
        self.limit.spend(len(choices) * len(violated))
        for variable in choices:
            for shift in self._shifts(variable, violated, change):
                longer = {**change, variable: shift}
                mark = frozenset(longer.items())
                if mark not in self.seen:
                    self.seen.add(mark)
                    self._go(longer)

    def _choices(self, violated: list[int], change: Change) -> list[int]:
        """The figures of the violated identity that has the fewest."""
        free = [sorted(set(self.system.coefficients[i]) - set(change)) for i in violated]
        return min(free, key=len, default=[])

    def _shifts(self, variable: int, violated: list[int], change: Change) -> list[int]:
        shifts = set()
        for index in violated:
            factor = self.system.coefficients[index].get(variable)
            if factor:
                shift = -self.system.residual(index, change) // factor
                grain = self.system.grain[variable]
                shifts.add(shift if shift % grain == 0 else (shift + grain // 2) // grain * grain)
        return sorted(shifts - {0})

    def _apart(self, violated: list[int], change: Change) -> int:
        """How many violated identities share no figure that could still change: at least that many must."""
        used: set[int] = set()
        count = 0
        for index in sorted(violated, key=lambda i: len(self.system.coefficients[i])):
            own = set(self.system.coefficients[index]) - set(change)
            if not own & used:
                used |= own
                count += 1
        return count
