"""Figures → columns: a figure has its column where every solution of all identities puts it there.

Belongs here: the constraint model over all tables of a document, and what it proves. Does not: rules, candidate
patterns of one row, damaged figures.

A row takes one of its candidate patterns. Identities are kept as far as they can be: the fewest that must break are
broken, as a publisher's own errors are. A figure is proven when no solution with that few breaks puts it elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import cast

from ortools.sat.python import cp_model

from yusuan.catalogue import verdict
from yusuan.reading.text_input.patterns import Pattern, holds_across, patterns_of
from yusuan.reading.text_input.table_views import CellIdentity, CellView, RowView, TableView

_SCALE = 1000  # whole numbers in the model: thousandths of a yuan
_TIME = 60.0  # deterministic seconds of the solver, for one question


@dataclass(frozen=True)
class Choice:
    """A row with several patterns, and the solver's switch for each."""

    line: RowView
    patterns: list[Pattern]
    switches: list[cp_model.IntVar]


def assign(views: Sequence[TableView], rules: Sequence[CellIdentity]) -> None:
    """Give every figure its column and reading: exact where proven, else ambiguous with a column it may stand in."""
    patterns: dict[RowView, list[Pattern]] = {}
    for view in views:
        for line in view.lines:
            if line.row.figures and not _is_settled(line):
                patterns[line], line.is_partless = ([], False) if line.row.is_doubtful else patterns_of(line.row, view)
                line.is_free = not patterns[line]
    down = [rule for rule in rules if rule.rule_id != "column_parts"]  # sums across a row made its patterns
    model = _Model(patterns, [r for r in map(_without_free, down) if r is not None])
    proven = model.solve()
    for line, found in patterns.items():
        first = proven.get(line) or (found[0] if found else ())
        for i, figure in enumerate(line.row.figures):
            columns = line.table.of_block(line.row.block)
            figure.column = first[i] if i < len(first) else columns[min(i, len(columns) - 1)].number
            if figure.reading != "damaged":
                exact = i < len(first) and (len(found) == 1 or model.is_proven(line, i))
                figure.reading = "exact" if exact else "ambiguous"


def take_positions(views: Sequence[TableView]) -> None:
    """Give figures that a tool's cells place their columns, in rows whose sums across hold so; others stay open."""
    for view in views:
        for line in view.lines:
            figures = line.row.figures
            columns = tuple(f.position for f in figures if f.position is not None)
            if (
                not line.row.is_doubtful
                and figures
                and len(columns) == len(figures)
                and holds_across(line.row, view, columns)
            ):
                for figure, column in zip(figures, columns, strict=True):
                    figure.column = column
                    figure.reading = "exact" if figure.number is not None else "damaged"


def _above(line: RowView) -> set[RowView]:
    """The rows above a row in the outline."""
    found: set[RowView] = set()
    while line.parent is not None:
        line = line.parent
        found.add(line)
    return found


def _is_settled(line: RowView) -> bool:
    return all(f.column is not None for f in line.row.figures)


def _without_free(rule: CellIdentity) -> CellIdentity | None:
    """The identity with rows that have no pattern replaced by the rows below them; None where one has none below."""
    left, right = _expand(rule.left), _expand(rule.right)
    if left is None or right is None:
        return None
    return CellIdentity(rule.rule_id, rule.relation, left, right)


def _expand(places: Sequence[CellView]) -> tuple[CellView, ...] | None:
    out: list[CellView] = []
    for line, column in places:
        if line.is_placed_in(column):
            out.append((line, column))
            continue
        below = [c for c in line.children if c.role is None]
        inner = _expand([(c, column) for c in below]) if below else None
        if inner is None:
            return None
        out.extend(inner)
    return tuple(out)


class _Model:
    def __init__(self, patterns: dict[RowView, list[Pattern]], rules: Sequence[CellIdentity]) -> None:
        self.model = cp_model.CpModel()
        self.choices: dict[RowView, Choice] = {}
        self.patterns = patterns
        for line, found in patterns.items():
            if len(found) > 1:
                switches = [self.model.new_bool_var("") for _ in found]
                self.model.add_exactly_one(switches)
                self.choices[line] = Choice(line, found, switches)
        self.kept: list[tuple[CellIdentity, cp_model.IntVar]] = []
        self.unproven: set[tuple[RowView, int]] = set()
        self.suspects: set[RowView] = set()  # in a sum that breaks wherever the open figures stand: rows may be missing
        for rule in rules:
            self._add(rule)

    def _add(self, rule: CellIdentity) -> None:
        """Keep an identity that has open places, by a switch that says whether it holds."""
        amount: list[cp_model.LinearExprT] = []
        bound: list[cp_model.LinearExprT] = []
        is_open = False
        for sign, places in ((1, rule.left), (-1, rule.right)):
            for line, column in places:
                half = int(line.table.half * line.table.yuan_per_unit * _SCALE)
                for value, switch in self._values(line, column.number):
                    whole = int(value * line.table.yuan_per_unit * _SCALE)
                    if switch is None:
                        amount.append(sign * whole)
                        bound.append(half)
                    else:
                        is_open = True
                        amount.append(sign * whole * switch)
                        bound.append(half * switch)
        if not is_open:
            total, slack = cast("int", sum(amount)), cast("int", sum(bound))
            if not verdict.holds(total, slack, rule.relation == "<="):
                self.suspects |= {line for line, _ in rule.places}
            return
        holds = self.model.new_bool_var("")
        self.model.add(sum(amount) <= sum(bound)).only_enforce_if(holds)
        if rule.relation == "=":
            self.model.add(sum(amount) >= -sum(bound)).only_enforce_if(holds)
        self.kept.append((rule, holds))

    def _values(self, line: RowView, column: int) -> list[tuple[Decimal, cp_model.IntVar | None]]:
        """What a place can hold: numbers with their switch, None where it is certain. Zeros weigh nothing."""
        choice = self.choices.get(line)
        figures = line.row.figures
        if choice is None:
            found = self.patterns.get(line)
            numbers = found[0] if found else tuple(f.column or 0 for f in figures)
            certain = zip(figures, numbers, strict=True)
            return [(f.number, None) for f, c in certain if c == column and f.number]
        out: list[tuple[Decimal, cp_model.IntVar | None]] = []
        for pattern, switch in zip(choice.patterns, choice.switches, strict=True):
            for figure, number in zip(figures, pattern, strict=True):
                if number == column and figure.number:
                    out.append((figure.number, switch))
        return out

    def solve(self) -> dict[RowView, Pattern]:
        """A best solution; afterwards is_proven knows what all best solutions share."""
        if not self.choices:
            return {}
        solver = self._solver()
        everything = self.model.clone()
        everything.add_bool_and([holds for _, holds in self.kept])
        if solver.solve(everything) in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            self.model = everything
        else:
            broken = sum(1 - holds for _, holds in self.kept)
            fewest = self.model.clone()
            fewest.minimize(broken)
            solver = self._solver()
            if solver.solve(fewest) != cp_model.OPTIMAL:
                self.unproven = {(line, i) for line in self.choices for i in range(len(line.row.figures))}
                return {}
            self.model.add(broken <= round(solver.objective_value))
        best = {c.line: self._chosen(solver, c) for c in self.choices.values()}
        self._doubt_broken(solver)
        self._find_shared(best)
        return best

    def _doubt_broken(self, solver: cp_model.CpSolver) -> None:
        """Where an identity must break, its tables prove nothing: any row of them may have moved."""
        broken = [rule for rule, holds in self.kept if not solver.boolean_value(holds)]
        doubted = {line.table for rule in broken for line, _ in rule.places}
        for line in self.choices:
            if line.table in doubted or line in self.suspects or _above(line) & self.suspects:
                self.unproven |= {(line, i) for i in range(len(line.row.figures))}

    def _find_shared(self, best: dict[RowView, Pattern]) -> None:
        """Ask again and again for a best solution that puts one of the figures elsewhere, until there is none."""
        shared = {
            (line, i): self._elsewhere(self.choices[line], i, number)
            for line, pattern in best.items()
            for i, number in enumerate(pattern)
            if (line, i) not in self.unproven
        }
        while True:
            moves = [switch for key, switches in shared.items() for switch in switches]
            if not moves:
                return
            self.model.add_bool_or(moves)
            solver = self._solver()
            status = solver.solve(self.model)
            if status == cp_model.INFEASIBLE:
                return
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                self.unproven |= set(shared)
                return
            moved = {key for key, switches in shared.items() if any(solver.boolean_value(s) for s in switches)}
            self.unproven |= moved
            for key in moved:
                del shared[key]

    def _elsewhere(self, choice: Choice, figure: int, column: int) -> list[cp_model.IntVar]:
        return [s for p, s in zip(choice.patterns, choice.switches, strict=True) if p[figure] != column]

    def _chosen(self, solver: cp_model.CpSolver, choice: Choice) -> Pattern:
        return next(p for p, s in zip(choice.patterns, choice.switches, strict=True) if solver.boolean_value(s))

    def _solver(self) -> cp_model.CpSolver:
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = 1
        solver.parameters.max_deterministic_time = _TIME
        return solver

    def is_proven(self, line: RowView, figure: int) -> bool:
        """Whether every best solution puts the figure into one column."""
        return line in self.choices and (line, figure) not in self.unproven
