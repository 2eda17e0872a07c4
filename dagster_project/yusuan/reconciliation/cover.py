"""One smallest set of changed figures for a group of broken identities that is too large to enumerate.

Belongs here: the choice of figures and of the shifts they may take, as a constraint problem. Does not: saying which of
its figures are certain (faults).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from math import gcd

from ortools.sat.python import cp_model

from yusuan.reconciliation.system import Change, System

_ROUNDS = 2  # how far from a break a figure may stand: what mends a break, what mends that again
_MOST_SHIFTS = 6  # per figure
_MOST_FIGURES = 1500
_LARGEST = 2**58  # the solver adds in 64 bits
_CLEAN, _SUSPECT, _UNEXPLAINED = 11, 10, 200
_EFFORT = 0.6  # deterministic units of the solver, about seconds


def covers(system: System, broken: Iterable[int]) -> list[Change]:
    """Cheapest changes that mend as many of the broken identities as can be mended, and break none that holds.

    What all of them change, every cheapest change does, unless the solver ran out of time: then they share nothing.
    """
    goals = set(broken)
    options = _options(system, goals)
    first, proven = _solve(system, goals, options, set())
    found, core = [first] if first else [], set(first)
    while core and proven:
        other, proven = _solve(system, goals, options, core)
        if not other or core <= set(other):
            break
        found.append(other)
        core &= set(other)
    return found if proven else [*found, {}]


def _solve(system: System, goals: set[int], options: dict[int, list[int]], avoided: set[int]) -> tuple[Change, bool]:
    """A cheapest change, of several one with the fewest avoided figures; and whether none is cheaper."""
    touched = sorted(goals.union(*(system.through[v] for v in options)))
    shifts_of_all = [s for shifts in options.values() for s in shifts]
    largest = max((abs(s) for s in (*shifts_of_all, *(system.identities[i].residual for i in touched))), default=0)
    if largest > _LARGEST:
        return {}, False
    scale = gcd(*shifts_of_all, *(system.identities[i].residual for i in touched)) or 1
    model = cp_model.CpModel()
    chosen = {
        (variable, shift): model.new_bool_var(f"{variable}:{shift}")
        for variable, shifts in options.items()
        for shift in shifts
    }
    for variable, shifts in options.items():
        model.add_at_most_one(chosen[variable, shift] for shift in shifts)
    share = len(options) + 1  # what is avoided never makes a change cheaper
    price = {v: (_SUSPECT if system.suspect[v] else _CLEAN) * share + (v in avoided) for v in options}
    cost = [chosen[v, s] * price[v] for v, s in chosen]
    for index in touched:
        identity = system.identities[index]
        added = sum(
            chosen[v, s] * (factor * s // scale)
            for v, factor in system.coefficients[index].items()
            for s in options.get(v, ())
        )
        residual, bound = identity.residual // scale, identity.tolerance // scale
        mended = model.new_bool_var(f"mended:{index}")
        if index in goals:
            cost.append((1 - mended) * _UNEXPLAINED * share)
        elif index not in system.broken:
            model.add(mended == 1)
        model.add(residual + added <= bound).only_enforce_if(mended)
        if not identity.at_most:
            model.add(residual + added >= -bound).only_enforce_if(mended)
    model.minimize(sum(cost))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 0  # amounts span nine digits: relaxed to fractions they say nothing
    solver.parameters.max_deterministic_time = _EFFORT
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return {}, False
    change = {v: s for (v, s), literal in chosen.items() if solver.boolean_value(literal)}
    return change, status == cp_model.OPTIMAL


def _options(system: System, goals: set[int]) -> dict[int, list[int]]:
    """For each figure near the breaks the shifts that would make an identity exact, directly or after another's."""
    options: dict[int, list[int]] = {}
    edge = [
        (v, -system.identities[i].residual // factor)
        for i in sorted(goals)
        for v, factor in system.coefficients[i].items()
    ]
    for _ in range(_ROUNDS + 1):
        new = [(v, shift) for v, shift in dict.fromkeys(edge) if _offer(options, v, shift)]
        edge = [pair for v, shift in new for pair in _answers(system, v, shift)]
    return options


def _offer(options: dict[int, list[int]], variable: int, shift: int) -> bool:
    """Take a shift into the options of a figure, as far as there is room; whether it is new."""
    own = options.get(variable, [])
    if not shift or shift in own or len(own) >= _MOST_SHIFTS or (not own and len(options) >= _MOST_FIGURES):
        return False
    options.setdefault(variable, []).append(shift)
    return True


def _answers(system: System, variable: int, shift: int) -> Iterator[tuple[int, int]]:
    """What other figures would have to change for the identities that such a change breaks."""
    for index in system.through[variable]:
        if index not in system.broken and not system.holds(index, {variable: shift}):
            for other, factor in system.coefficients[index].items():
                if other != variable:
                    yield other, -system.coefficients[index][variable] * shift // factor
