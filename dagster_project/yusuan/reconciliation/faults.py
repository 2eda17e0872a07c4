"""Broken identities → faults: which figures are wrong, or may be.

Belongs here: grouping breaks by what explains them, what is certain of it. Does not: the search (explanations, cover),
wording.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yusuan.reconciliation.cover import covers
from yusuan.reconciliation.explanations import explain
from yusuan.reconciliation.system import Change, Figure, Identity, System


@dataclass(frozen=True)
class Fault:
    """One fault: the identities that break by it, and the figures that are it.

    `located` figures are in every smallest explanation, with the shift (ten-thousandths of a yuan) that would make
    the identities hold; `candidates` are in one of several. Both empty: nothing explains the breaks.
    """

    results: tuple[str, ...]
    located: Mapping[str, int]
    candidates: Mapping[str, int]


def locate(identities: Iterable[Identity], figures: Mapping[str, Figure]) -> list[Fault]:
    """The faults that explain all identities that do not hold, in the order of their first result.

    `identities` are the evaluable ones of the documents in question, those that hold as well: they vouch.
    """
    system = System(identities, figures)
    groups = [frozenset(group) for group in system.clusters()]
    solved: dict[frozenset[int], list[Change]] = {}
    while groups:
        group = groups.pop()
        found = explain(system, group) or covers(system, group)
        # What is changed for one group can mend or spoil another: they are one question then.
        others = {i for change in found for v in change for i in system.through[v] if i in system.broken} - group
        met = [g for g in (*groups, *solved) if g & others]
        if met:
            for each in met:
                solved.pop(each, None)
            groups = [g for g in groups if g not in met] + [group.union(*met)]
        else:
            solved[group] = found
    faults = [fault for group, found in solved.items() for fault in _faults(system, group, found)]
    return sorted(faults, key=lambda fault: fault.results)


def _faults(system: System, group: frozenset[int], found: list[Change]) -> Iterable[Fault]:
    """The faults of one group of breaks, from all its smallest explanations."""
    unexplained = set(group)
    if found:
        base = found[0]
        sets = [set(part) for part in _parts(system, base)]
        options = [_alternatives(system, group, base, part, found) for part in sets]
        for part, changes in zip(sets, options, strict=True):
            shifts = {v: s for change in reversed(changes) for v, s in change.items()}
            certain = {v for v in part if all(v in change for change in changes)}
            own = {i for v in part for i in system.through[v] if i in group}
            unexplained -= own
            yield Fault(
                _keys(system, own),
                _figures(system, {v: shifts[v] for v in shifts if v in certain}),
                _figures(system, {v: shifts[v] for v in shifts if v not in certain}),
            )
    for index in sorted(unexplained):
        yield Fault((system.identities[index].key,), {}, {})


def _parts(system: System, change: Change) -> list[set[int]]:
    """The changed figures in groups that only together keep an identity: an edit carried through several places."""
    parts: list[set[int]] = []
    for variable in sorted(change):
        bound = {
            other
            for index in system.through[variable]
            if index not in system.broken and not system.holds(index, {variable: change[variable]})
            for other in system.coefficients[index]
            if other in change
        }
        joined = [part for part in parts if part & bound]
        parts = [part for part in parts if not part & bound] + [{variable}.union(*joined)]
    return parts


def _alternatives(
    system: System, group: frozenset[int], base: Change, part: set[int], found: list[Change]
) -> list[Change]:
    """What could stand for a part of an explanation: itself, and what other explanations change for its breaks."""
    rest = {v: s for v, s in base.items() if v not in part}
    changes = [{v: s for v, s in base.items() if v in part}]
    breaks = {i for v in part for i in system.through[v] if i in group}
    for change in found[1:]:
        own = {v: s for v, s in change.items() if v not in rest and (v in part or breaks & set(system.through[v]))}
        changes.append(own)
    return [change for n, change in enumerate(changes) if change not in changes[:n]]


def _keys(system: System, indexes: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(system.identities[i].key for i in indexes))


def _figures(system: System, change: Change) -> dict[str, int]:
    return {key: shift for v, shift in sorted(change.items()) for key in system.members[v]}
