"""The cheapest change of figures that mends a group of broken identities too large to enumerate.

Belongs here: the choice of figures and of the shifts they may take, as a constraint problem. Does not: saying which of
its figures are certain (location).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from math import gcd
from typing import NamedTuple

from ortools.sat.python import cp_model

from yusuan.reconciliation.limits import STEPS_PER_EFFORT, WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.system import Change, EquationSystem

_ROUNDS = 2  # how far from a break a figure may stand: what mends a break, what mends that again
_MOST_SHIFTS = 6  # per figure
_MOST_FIGURES = 1500
_LARGEST = 2**58  # the solver adds in 64 bits
_CLEAN, _SUSPECT, _UNEXPLAINED = 11, 10, 200
# Deterministic units of the solver, about seconds: by clauses alone, which decides most groups in a hundredth of it;
# then with sums relaxed to fractions, which decides half of the others.
_EFFORTS = ((0, 0.1), (2, 0.6))
_BUILDING, _PREPARING = 8, 15  # steps per literal of a model: to build it; for the solver before it counts
_SECONDS = 20.0  # of the clock: nothing comes near it unless the solver forgets to count
Options = dict[int, list[int]]  # variable → the shifts it may take


class ChangeOptions(NamedTuple):
    """Cheapest changes, and whether it is decided that none is cheaper, nor any without what all of them change."""

    found: list[Change]
    decided: bool


class _Problem(NamedTuple):
    """Broken identities to mend by such shifts; none of those touched that holds may break."""

    system: EquationSystem
    goals: set[int]
    options: Options
    touched: list[int]


def minimum_changes(system: EquationSystem, broken: Iterable[int], limit: WorkLimit) -> ChangeOptions:
    """Cheapest changes that mend as many of the broken identities as can be mended, and break none that holds.

    What all of them change, every cheapest change does, if it is decided. None where nothing mends any.
    """
    try:
        problem = _problem(system, set(broken), limit)
        first, decided = _solve(problem, set(), limit)
    except WorkLimitReachedError:
        return ChangeOptions([], decided=False)
    found, core = [first] if first else [], set(first)
    while core and decided:
        try:
            other, decided = _solve(problem, core, limit)
        except WorkLimitReachedError:
            return ChangeOptions(found, decided=False)
        if not other or core <= set(other):
            break
        found.append(other)
        core &= set(other)
    return ChangeOptions(found, decided)


def _problem(system: EquationSystem, goals: set[int], limit: WorkLimit) -> _Problem:
    options = _options(system, goals, limit)
    touched = sorted(goals.union(*(system.through[v] for v in options)))
    limit.spend(sum(len(system.coefficients[i]) for i in touched))
    return _Problem(system, goals, options, touched)


def _solve(problem: _Problem, avoided: set[int], limit: WorkLimit) -> tuple[Change, bool]:
    """A cheapest change, of several one with the fewest avoided figures; and whether none is cheaper."""
    system, goals, options, touched = problem
    used = [
        (v, factor, shift)
        for i in touched
        for v, factor in system.coefficients[i].items()
        for shift in options.get(v, ())
    ]
    limit.spend(_BUILDING * len(used))
    residuals = [system.identities[i].residual for i in touched]
    if max((abs(n) for n in (*(f * s for _, f, s in used), *residuals)), default=0) > _LARGEST:
        return {}, False
    scale = gcd(*(s for _, _, s in used), *residuals) or 1
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
    return _searched(model, chosen, _PREPARING * len(used), limit)


def _searched(
    model: cp_model.CpModel, chosen: Mapping[tuple[int, int], cp_model.IntVar], preparing: int, limit: WorkLimit
) -> tuple[Change, bool]:
    """The best change that the limit lets the solver find, and whether none is cheaper."""
    change: Change = {}
    for relaxed, effort in _EFFORTS:
        if limit.left <= preparing:
            break
        limit.charge(preparing)
        solver = _solver(relaxed, min(effort, limit.left / STEPS_PER_EFFORT))
        status = solver.solve(model)
        limit.charge(int(solver.response_proto.deterministic_time * STEPS_PER_EFFORT))
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            change = {v: s for (v, s), literal in chosen.items() if solver.boolean_value(literal)}
        if status == cp_model.OPTIMAL:
            return change, True
    return change, False


def _solver(relaxed: int, effort: float) -> cp_model.CpSolver:
    """A solver of one thread that counts what it does: the same model ends in the same way on any machine."""
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = relaxed
    solver.parameters.add_lp_constraints_lazily = not relaxed
    solver.parameters.max_deterministic_time = effort
    solver.parameters.max_time_in_seconds = _SECONDS
    return solver


def _options(system: EquationSystem, goals: set[int], limit: WorkLimit) -> Options:
    """For each figure near the breaks the shifts that would make an identity exact, directly or after another's."""
    options: Options = {}
    edge = [
        (v, -system.identities[i].residual // factor)
        for i in sorted(goals)
        for v, factor in system.coefficients[i].items()
    ]
    for _ in range(_ROUNDS + 1):
        limit.spend(len(edge))
        new = [(v, shift) for v, shift in dict.fromkeys(edge) if _offer(options, v, shift)]
        edge = [pair for v, shift in new for pair in _answers(system, v, shift, limit)]
    return options


def _offer(options: Options, variable: int, shift: int) -> bool:
    """Take a shift into the options of a figure, as far as there is room; whether it is new."""
    own = options.get(variable, [])
    if not shift or shift in own or len(own) >= _MOST_SHIFTS or (not own and len(options) >= _MOST_FIGURES):
        return False
    options.setdefault(variable, []).append(shift)
    return True


def _answers(system: EquationSystem, variable: int, shift: int, limit: WorkLimit) -> Iterator[tuple[int, int]]:
    """What other figures would have to change for the identities that such a change breaks."""
    limit.spend(len(system.through[variable]))
    for index in system.through[variable]:
        if index not in system.broken and not system.holds(index, {variable: shift}):
            limit.spend(len(system.coefficients[index]))
            for other, factor in system.coefficients[index].items():
                if other != variable:
                    yield other, -system.coefficients[index][variable] * shift // factor
