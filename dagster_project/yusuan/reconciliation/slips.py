"""How a publisher slips: whether a figure became another by one key, and several figures that lost a zero each.

Belongs here: what makes one explanation of a break likelier than others of no more figures. Does not: the smallest
explanations (explanations), which kind of slip a finding is told as (error_patterns).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import combinations

from yusuan.reconciliation.limits import WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.system import Change, EquationSystem

_TEN = 10
_MOST_LOST = 4  # figures of one sum that lost a zero
_CHANCE = 1000  # times as many sums as there are choices: a sum that fits is then no accident


def differ_by_one_key(printed: int, expected: int) -> bool:
    """Whether one slip of a finger makes one figure of the other: a digit, two neighbours, one too many or too few.

    Of whole numbers in one unit, however fine.
    """
    if printed == expected or (printed < 0) != (expected < 0):
        return False
    ours, theirs = str(abs(printed)), str(abs(expected))
    if len(ours) == len(theirs):
        wrong = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and ours[wrong[0]] == theirs[wrong[1]]
        return len(wrong) == 1 or (swapped and ours[wrong[1]] == theirs[wrong[0]])
    shorter, longer = sorted((ours, theirs), key=len)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


def is_one_key(system: EquationSystem, change: Change) -> bool:
    """Whether each figure of a change is one key away from what would fit."""
    return all(differ_by_one_key(system.printed[v], system.printed[v] + shift) for v, shift in change.items())


def zeros_lost(system: EquationSystem, group: Iterable[int], limit: WorkLimit) -> Change | None:
    """The change that gives several figures of broken sums the zero that each lost; None where none is sure.

    Numbers that are retyped as text lose what they end with (`87416000` for `874160000`). It must mend the whole group,
    spoil nothing that holds, and be the only choice of so few figures that does, where sums are too many for chance.
    """
    open_ones = sorted(group, key=lambda i: len(system.coefficients[i]))
    try:
        return _mended(system, open_ones, limit)
    except WorkLimitReachedError:
        return None


def _mended(system: EquationSystem, open_ones: Sequence[int], limit: WorkLimit) -> Change | None:
    change: Change = {}
    for index in open_ones:
        if system.holds(index, change):
            continue
        found = _choice(system, index, change, limit)
        if found is None:
            return None
        change |= found
        _carry_through(system, change, limit)
    touched = {i for v in change for i in system.through[v]}
    return change if all(system.holds(i, change) for i in touched.union(open_ones)) else None


def _choice(system: EquationSystem, index: int, change: Change, limit: WorkLimit) -> Change | None:
    """The figures of a broken sum that ten times as much of would mend it, where there is one such choice."""
    identity, residual = system.identities[index], system.residual(index, change)
    lost = {
        v: (_TEN - 1) * system.printed[v] * factor
        for v, factor in system.coefficients[index].items()
        if v not in change and system.printed[v]
    }
    towards = {
        v: moved for v, moved in lost.items() if (moved < 0) == (residual > 0) and abs(moved) <= 2 * abs(residual)
    }
    found: list[Sequence[int]] = []
    choices = 0
    for size in range(1, min(_MOST_LOST, len(towards)) + 1):
        for chosen in combinations(sorted(towards), size):
            choices += 1
            limit.spend(size)
            if identity.holds(residual + sum(towards[v] for v in chosen)):
                found.append(chosen)
    if len(found) != 1 or choices * _CHANCE * max(1, identity.tolerance) > abs(residual):
        return None
    return {v: (_TEN - 1) * system.printed[v] for v in found[0]}


def _carry_through(system: EquationSystem, change: Change, limit: WorkLimit) -> None:
    """A figure that is printed twice lost its zero twice."""
    waiting = list(change)
    while waiting:
        variable = waiting.pop()
        for index in system.through[variable]:
            own = system.coefficients[index]
            limit.spend(len(own))
            if len(own) != 2 or index in system.broken or system.holds(index, change):
                continue
            other = next(v for v in own if v != variable)
            if (
                other not in change
                and own[other] == -own[variable]
                and system.printed[other] == system.printed[variable]
            ):
                change[other] = change[variable]
                waiting.append(other)
