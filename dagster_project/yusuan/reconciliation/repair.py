"""Damaged readings that arithmetic proves right again.

Belongs here: several damaged readings at once, what is proven first and helps to prove the next. Does not: the proof of
one value (proof), which readings are damaged (judgement), what stays as printed: a clean digital reading is never an
unknown here, however wrong the publisher was.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from math import prod

from yusuan.reconciliation.equations import Equation, Reading, rounded_tables
from yusuan.reconciliation.proof import Evidence, Repair

_MOST_SOLUTIONS = 20_000


def repair(equations: Iterable[Equation], readings: Mapping[str, Reading], unknown: set[str]) -> list[Repair]:
    """The proven ones of the unknown readings; what several values satisfy stays unknown.

    What is proven helps to prove the next, until nothing more follows.
    """
    all_of_them = list(equations)
    values = {key: None if key in unknown else reading.value for key, reading in readings.items()}
    rounded = frozenset(rounded_tables(all_of_them, readings, values))
    left = set(unknown)
    out: list[Repair] = []
    while left:
        through: dict[str, list[Equation]] = {key: [] for key in sorted(left)}
        for equation in all_of_them:
            for key in sorted({key for key, _ in equation.terms} & left):
                through[key].append(equation)
        evidence = Evidence(through, readings, values, rounded)
        found = [each for group in _groups(through, left) for each in _repairs(group, evidence, left)]
        if not found:
            break
        out += found
        left -= {each.key for each in found}
        values |= {each.key: each.value for each in found}
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


def _repairs(group: Sequence[str], evidence: Evidence, unknown: set[str]) -> list[Repair]:
    """The proven values of a group: of readings alone in their identities, else of several together."""
    alone = [found for key in group if (found := evidence.proven(key))]
    if alone:
        return alone
    said = {key: evidence.said(key) for key in group}
    options = {key: set(values) for key, values in said.items() if values}
    out = []
    for solutions in _solutions(options, evidence, unknown):
        for key in options:
            if len(said[key]) == 1 and {solution.get(key) for solution in solutions} == options[key]:
                proven = evidence.prove(key, solutions[0], said[key])
                if proven:
                    out.append(proven)
    return out


def _solutions(
    options: Mapping[str, set[int]], evidence: Evidence, unknown: set[str]
) -> Iterator[list[Mapping[str, int]]]:
    """Values for readings together with which every sum that joins them is exact.

    Where rounding leaves none, each reading stands by itself, and no sum with another in it proves anything.
    """
    keys = sorted(options)
    joint = [e for e in _joining(keys, evidence) if {k for k, _ in e.terms} & unknown <= set(options)]
    exact: list[Mapping[str, int]] = []
    if prod(len(options[key]) for key in keys) <= _MOST_SOLUTIONS:
        for chosen in product(*(sorted(options[key]) for key in keys)):
            values = dict(zip(keys, chosen, strict=True))
            if all(e.residual(ChainMap[str, int | None](dict(values), evidence.values)) == 0 for e in joint):
                exact.append(values)
    if exact:
        yield exact
    else:
        for key in keys:
            yield [{key: value} for value in sorted(options[key])]


def _joining(keys: Sequence[str], evidence: Evidence) -> list[Equation]:
    """The sums with two unknown readings or more in them."""
    own = {e.key: e for key in keys for e in evidence.through[key] if not e.at_most}
    return [e for e in own.values() if sum(evidence.values[k] is None for k in {k for k, _ in e.terms}) > 1]
