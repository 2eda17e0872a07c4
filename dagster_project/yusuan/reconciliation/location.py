"""Broken identities → faults: which figures are wrong, or may be.

Belongs here: grouping breaks by what explains them, what is certain of it, where the search stops. Does not: the search
itself (explanations, minimum_change), wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from yusuan.reconciliation.explanations import explain
from yusuan.reconciliation.limits import LOCATION_STEPS, WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.minimum_change import minimum_changes
from yusuan.reconciliation.slips import is_one_key, zeros_lost
from yusuan.reconciliation.system import Change, CheckedFigure, CheckedIdentity, EquationSystem

MOST_BREAKS = 300  # that hang together: where more do, a table was misread, and no figure is to blame
_SHARE = (
    4  # a group of breaks may cost a fourth of what is left of the limit: the first hard one does not starve others
)
_ENUMERATION_STEPS = 400_000  # of these, before the solver is asked
BreakGroup = frozenset[int]


class Stop(StrEnum):
    """Why the figures that explain breaks were sought no further."""

    MANY_BREAKS = "many_breaks"
    MUCH_WORK = "much_work"


@dataclass(frozen=True)
class Fault:
    """One fault: the identities that break by it, and the figures that are it.

    `located` figures are in every smallest explanation, with the shift (ten-thousandths of a yuan) that would make
    the identities hold; `candidates` are in one of several. Both empty: nothing explains the breaks. With a `stop` it
    is not decided what does: candidates are then in an explanation that may not be the smallest. `slip`: which pattern
    of a finding two figures make that stand in each other's place.
    """

    results: tuple[str, ...]
    located: Mapping[str, int]
    candidates: Mapping[str, int]
    stop: Stop | None = None
    slip: str | None = None


@dataclass(frozen=True)
class _Explanation:
    """What would mend a group of breaks: all smallest changes, or the best that were found before a stop.

    `is_one`: the figures of its one change went wrong by one slip.
    """

    changes: list[Change] = field(default_factory=list)
    stop: Stop | None = None
    is_one: bool = False

    @property
    def variables(self) -> set[int]:
        return {variable for change in self.changes for variable in change}


def locate(
    identities: Iterable[CheckedIdentity], figures: Mapping[str, CheckedFigure], limit: WorkLimit | None = None
) -> list[Fault]:
    """The faults that explain all identities that do not hold, in the order of their first result.

    `identities` are the evaluable ones of the document in question, those that hold as well: they vouch. What the limit
    (LOCATION_STEPS) leaves undecided is a fault with a `stop`.
    """
    system = EquationSystem(identities, figures)
    limit = limit or WorkLimit(LOCATION_STEPS)
    waiting: dict[BreakGroup, None] = {frozenset(group): None for group in system.clusters()}
    group_of = {index: group for group in waiting for index in group}
    explained: dict[BreakGroup, _Explanation] = {}
    while waiting:
        group, _ = waiting.popitem()
        explanation = _explanation(system, group, limit.share(_SHARE))
        # What is changed for one group can mend or spoil another: they are one question then.
        touched = {i for v in explanation.variables for i in system.through[v] if i in system.broken}
        met = {group_of[index] for index in touched} - {group}
        if met:
            for each in met:
                explained.pop(each, None)
                waiting.pop(each, None)
            joined = group.union(*met)
            waiting[joined] = None
            group_of |= dict.fromkeys(joined, joined)
        else:
            explained[group] = explanation
    faults = [fault for group, found in explained.items() for fault in _faults(system, group, found)]
    return sorted(faults, key=lambda fault: fault.results)


def _explanation(system: EquationSystem, group: BreakGroup, limit: WorkLimit) -> _Explanation:
    if len(group) > MOST_BREAKS:
        return _Explanation(stop=Stop.MANY_BREAKS)
    try:
        found = explain(system, group, limit.most(_ENUMERATION_STEPS))
    except WorkLimitReachedError:
        found = []
    if found:
        lost = _zeros_lost(system, group, found, limit)
        return _Explanation([lost], is_one=True) if lost else _Explanation(found)
    changes, is_decided = minimum_changes(system, group, limit)
    return _Explanation(changes, None if is_decided else Stop.MUCH_WORK)


def _zeros_lost(system: EquationSystem, group: BreakGroup, found: list[Change], limit: WorkLimit) -> Change | None:
    """The zeros that several figures lost, where several smallest changes would do and none is a slip of one key."""
    if len(found) == 1 or any(is_one_key(system, change) for change in found):
        return None
    return zeros_lost(system, group, limit)


def _faults(system: EquationSystem, group: BreakGroup, explanation: _Explanation) -> Iterator[Fault]:
    """The faults of one group of breaks; what an undecided explanation changes is certain of nothing."""
    found, stop = explanation.changes, explanation.stop
    if stop and not found:
        yield Fault(_keys(system, group), {}, {}, stop)
        return
    unexplained = set(group)
    if found:
        base, changes_of_all = found[0], [*found, {}] if stop else found
        parts = [set(base)] if explanation.is_one else _parts(system, group, base)
        options = [_alternatives(system, group, base, part, changes_of_all) for part in parts]
        for part, changes in zip(parts, options, strict=True):
            shifts = {v: s for change in reversed(changes) for v, s in change.items()}
            certain = {v for v in part if all(v in change for change in changes)}
            own = _mended(system, group, part)
            unexplained -= own
            yield Fault(
                _keys(system, own),
                _figures(system, {v: shifts[v] for v in shifts if v in certain}),
                _figures(system, {v: shifts[v] for v in shifts if v not in certain}),
                stop,
            )
    for index in sorted(unexplained):
        yield Fault((system.identities[index].key,), {}, {}, stop)


def _parts(system: EquationSystem, group: BreakGroup, change: Change) -> list[set[int]]:
    """The changed figures in parts that only together keep an identity: an edit carried through several places.

    Each mends a break; what mends none stands beside one that does, or is left over from an undecided search.
    """
    parts: list[set[int]] = []
    for variable in sorted(change):
        bound = {
            other
            for index in system.through[variable]
            if index not in system.broken and not system.holds(index, {variable: change[variable]})
            for other in change
            if other in system.coefficients[index]
        }
        joined = [part for part in parts if part & bound]
        parts = [part for part in parts if not part & bound] + [{variable}.union(*joined)]
    mending = [part for part in parts if _mended(system, group, part)]
    for part in parts:
        if part not in mending:
            beside = {index for variable in part for index in system.through[variable]}
            home = next((each for each in mending if any(beside & set(system.through[v]) for v in each)), set[int]())
            home |= part
    return mending


def _mended(system: EquationSystem, group: BreakGroup, part: Iterable[int]) -> set[int]:
    """The breaks of a group that figures are in."""
    return {index for variable in part for index in system.through[variable] if index in group}


def _alternatives(
    system: EquationSystem, group: BreakGroup, base: Change, part: set[int], found: list[Change]
) -> list[Change]:
    """What could stand for a part of an explanation: itself, and what other explanations change for its breaks."""
    rest = {v: s for v, s in base.items() if v not in part}
    changes = [{v: s for v, s in base.items() if v in part}]
    breaks = _mended(system, group, part)
    for change in found[1:]:
        own = {v: s for v, s in change.items() if v not in rest and (v in part or breaks & set(system.through[v]))}
        changes.append(own)
    return [change for n, change in enumerate(changes) if change not in changes[:n]]


def _keys(system: EquationSystem, indexes: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(system.identities[i].key for i in indexes))


def _figures(system: EquationSystem, change: Change) -> dict[str, int]:
    return {key: shift for v, shift in sorted(change.items()) for key in system.members[v]}
