"""Which columns a row's figures can stand in: they keep their order, totals are printed over their parts and add up.

Belongs here: the candidate patterns of one row by itself. Does not: other rows (assignment.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from yusuan.catalogue.verdict import holds, rounding_of_terms
from yusuan.reading.text_input.identities import column_parts
from yusuan.reading.text_input.table_views import ColumnView, TableView
from yusuan.reading.text_input.text_tables import TextRow

Pattern = tuple[int, ...]  # for each figure of the row the number of its column
_MOST = 600
_STEPS = 200_000


class _TooManyError(Exception):
    """More patterns than anything could tell apart."""


def patterns_of(row: TextRow, view: TableView) -> tuple[list[Pattern], bool]:
    """The patterns in which every total printed is the sum of its parts; where there is none, those in which totals
    without any printed part are let pass, and True. No pattern where the figures fit no columns, or too many are left.
    """
    columns = view.of_block(row.block)
    if not row.figures or len(row.figures) > len(columns):
        return [], False
    if len(row.figures) == len(columns):
        return [tuple(c.number for c in columns)], False
    for partless in (False, True)[: len(row.figures)]:  # one figure is no total without parts: its row is torn
        try:
            found = _PatternSearch(row, columns, view.half, sums=True, partless=partless).run()
        except _TooManyError:
            return [], False
        if found:
            return found, partless
    return [], False


def shapes_of(row: TextRow, view: TableView) -> list[Pattern]:
    """The patterns in which a total is printed wherever one of its parts is, whatever they add up to."""
    columns = view.of_block(row.block)
    if not row.figures or len(row.figures) > len(columns):
        return []
    try:
        return _PatternSearch(row, columns, view.half, sums=False, partless=True).run()
    except _TooManyError:
        return []


def holds_across(row: TextRow, view: TableView, pattern: Pattern) -> bool:
    """Whether the figures in these columns add up across the row, as far as totals and parts are printed."""
    values = dict(zip(pattern, row.figures, strict=True))
    for total, parts in column_parts(view.of_block(row.block)):
        inside = [values[p.number] for p in parts if p.number in values]
        over = values.get(total.number)
        if over is None or not inside or over.number is None or any(f.number is None for f in inside):
            continue
        numbers = [f.number for f in inside if f.number is not None]
        if not _adds_up(over.number, numbers, view.half):
            return False
    return True


def _adds_up(whole: Decimal, parts: Sequence[Decimal], half: Decimal) -> bool:
    bound = rounding_of_terms(((value, half) for value in (whole, *parts)), Decimal(0))
    return holds(whole - sum(parts, Decimal(0)), bound)


class _PatternSearch:
    """Depth-first over the columns from the left; a total is judged as soon as its last part has been passed."""

    def __init__(self, row: TextRow, columns: Sequence[ColumnView], half: Decimal, sums: bool, partless: bool) -> None:
        self.values = [f.number for f in row.figures]
        self.percents = [f.is_percent for f in row.figures]
        self.columns = columns
        self.half = half
        self.sums = sums
        self.partless = partless
        index = {c.number: i for i, c in enumerate(columns)}
        self.due: dict[int, list[tuple[int, list[int]]]] = {}
        for total, parts in column_parts(columns):
            places = [index[p.number] for p in parts]
            self.due.setdefault(max(index[total.number], *places), []).append((index[total.number], places))
        self.found: list[Pattern] = []
        self.steps = 0

    def run(self) -> list[Pattern]:
        """All patterns."""
        self._go(0, 0, [])
        return self.found

    def _go(self, column: int, figure: int, placed: list[int | None]) -> None:
        self.steps += 1
        if self.steps > _STEPS or len(self.found) > _MOST:
            raise _TooManyError
        left = len(self.values) - figure
        if left > len(self.columns) - column:
            return
        if column == len(self.columns):
            self.found.append(tuple(self.columns[i].number for i, f in enumerate(placed) if f is not None))
            return
        percent = self.columns[column].terms.get("measure") == "percent"
        for choice in (figure, None) if left else (None,):
            if choice is not None and self.percents[choice] != percent and (percent or self.percents[choice]):
                continue
            placed.append(choice)
            if all(self._holds(total, parts, placed) for total, parts in self.due.get(column, [])):
                self._go(column + 1, figure + (choice is not None), placed)
            placed.pop()

    def _holds(self, total: int, parts: Sequence[int], placed: Sequence[int | None]) -> bool:
        inside = [f for i in parts if (f := placed[i]) is not None]
        over = placed[total]
        if over is None:
            return not inside
        if not self.sums or (self.partless and not inside):
            return True
        values = [self.values[f] for f in inside]
        whole = self.values[over]
        if whole is None or any(v is None for v in values):
            return True
        numbers = [v for v in values if v is not None]
        return _adds_up(whole, numbers, self.half)
