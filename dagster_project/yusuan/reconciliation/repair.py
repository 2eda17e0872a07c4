"""Damaged readings that arithmetic proves right again.

Belongs here: several damaged readings at once, what is proven first and helps to prove the next. Does not: the proof of
one value (proof), which readings are damaged (judgement), what stays as printed: a clean digital reading is never an
unknown here, however wrong the publisher was.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod

from yusuan.reconciliation.equations import Equation, FigureReading, rounded_tables
from yusuan.reconciliation.limits import REPAIR_STEPS, WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.proof import Evidence, Repair

_MOST_SOLUTIONS = 20_000
_GROUP_STEPS = 1_000_000  # for the readings that equations join


@dataclass(frozen=True)
class Repairs:
    """The proven readings, and those that the limit left untried: they stay unknown, as what nothing proves does."""

    proven: list[Repair]
    untried: frozenset[str]


def repair(
    equations: Iterable[Equation],
    readings: Mapping[str, FigureReading],
    unknown: set[str],
    limit: WorkLimit | None = None,
) -> Repairs:
    """The proven ones of the unknown readings; what several values satisfy stays unknown.

    What is proven helps to prove the next, until nothing more follows or the limit (REPAIR_STEPS) is reached.
    """
    all_of_them = list(equations)
    values = {key: None if key in unknown else reading.value for key, reading in readings.items()}
    rounded = frozenset(rounded_tables(all_of_them, readings, values))
    through: dict[str, list[Equation]] = {key: [] for key in sorted(unknown)}
    for equation in all_of_them:
        for key in sorted(equation.figures & unknown):
            through[key].append(equation)
    limit = limit or WorkLimit(REPAIR_STEPS)
    proven: list[Repair] = []
    untried: set[str] = set()
    # Small groups first: what a large one costs is not taken from them.
    waiting = sorted(_groups(through, unknown), key=lambda group: (-len(group), group))
    while waiting:
        group = waiting.pop()
        evidence = Evidence(through, readings, values, rounded, limit.most(_GROUP_STEPS))
        try:
            found = _repairs(group, evidence)
        except WorkLimitReachedError:
            untried.update(group)
            continue
        proven += found
        values |= {each.key: each.value for each in found}
        if found:
            waiting += _groups(through, set(group) - {each.key for each in found})
    return Repairs(proven, frozenset(untried))


def _groups(through: Mapping[str, Sequence[Equation]], unknown: set[str]) -> Iterator[list[str]]:
    """Unknown readings in groups that equations join."""
    left = set(unknown)
    for first in sorted(unknown):
        if first not in left:
            continue
        left.discard(first)
        group, queue = [], [first]
        while queue:
            key = queue.pop()
            group.append(key)
            near = {other for equation in through[key] for other in equation.figures & left}
            left -= near
            queue += near
        yield sorted(group)


def _repairs(group: Sequence[str], evidence: Evidence) -> list[Repair]:
    """The proven values of a group: of readings alone in their identities, else of several together."""
    alone = [found for key in group if (found := evidence.proven(key))]
    if alone:
        return alone
    said = {key: evidence.said(key) for key in group}
    options = {key: set(values) for key, values in said.items() if values}
    out = []
    for solutions in _solutions(options, evidence):
        for key in options:
            if len(said[key]) == 1 and {solution.get(key) for solution in solutions} == options[key]:
                proven = evidence.prove(key, solutions[0], said[key])
                if proven:
                    out.append(proven)
    return out


def _solutions(options: Mapping[str, set[int]], evidence: Evidence) -> Iterator[list[Mapping[str, int]]]:
    """Values for readings together with which every sum that joins them is exact.

    Where rounding leaves none, each reading stands by itself, and no sum with another in it proves anything.
    """
    keys = sorted(options)
    exact: list[Mapping[str, int]] = []
    if prod(len(options[key]) for key in keys) <= _MOST_SOLUTIONS:
        exact = list(_exact(keys, options, _joining(keys, evidence), evidence, {}))
    if exact:
        yield exact
    else:
        for key in keys:
            yield [{key: value} for value in sorted(options[key])]


def _exact(
    keys: Sequence[str],
    options: Mapping[str, set[int]],
    joint: Sequence[Equation],
    evidence: Evidence,
    chosen: Mapping[str, int],
) -> Iterator[Mapping[str, int]]:
    """The choices of a value for each key with which the sums that join them are exact, in the order of values."""
    if len(chosen) == len(keys):
        yield chosen
        return
    key = keys[len(chosen)]
    for value in sorted(options[key]):
        longer = {**chosen, key: value}
        values = ChainMap[str, int | None](dict(longer), evidence.values)
        own = [equation for equation in joint if key in equation.figures]
        evidence.look_at(own)
        if all(equation.residual(values) in {0, None} for equation in own):
            yield from _exact(keys, options, joint, evidence, longer)


def _joining(keys: Sequence[str], evidence: Evidence) -> list[Equation]:
    """The sums with two unknown readings or more in them, all of them among the keys."""
    own = {equation.key: equation for key in keys for equation in evidence.through[key] if not equation.at_most}
    unknown = {key: {k for k in equation.figures if evidence.values[k] is None} for key, equation in own.items()}
    return [own[key] for key, figures in unknown.items() if len(figures) > 1 and figures <= set(keys)]
