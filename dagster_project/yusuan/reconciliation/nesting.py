"""Which rows of a list without a printed outline are headings of the rows below them, told by what adds up.

Belongs here: whole numbers → the heading of each row. Does not: which rows form a list (dbt), verdicts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from itertools import accumulate

import polars as pl

from yusuan.reconciliation.contracts import ColumnKind, FrameSchema, checked_input, checked_output
from yusuan.reconciliation.limits import OUTLINE_STEPS, WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.set_aside import SetAside, StageOutcome, attempt

_LONGEST = 300  # rows; a longer list is taken as it is
_LONGEST_BUT_ONE = 100  # rows of a list in which a heading that does not add up is looked for

LIST_ROW: Mapping[str, ColumnKind] = {
    "table_key": ColumnKind.TEXT,
    "position": ColumnKind.WHOLE,
    "amount_yuan": ColumnKind.DECIMAL,
    "parent_position": ColumnKind.WHOLE,
    "is_open": ColumnKind.FLAG,
}
OUTLINE: FrameSchema = {"table_key": pl.String, "position": pl.Int64, "parent_position": pl.Int64}
OUTLINED = "the outline of a list is found"

Group = tuple[int, int]  # a row and the row behind the last one below it


def list_outline(rows: pl.DataFrame) -> StageOutcome:
    """Rows of lists → OUTLINE: table_key, position, parent_position.

    Rows are the table int_list_row. Open rows have the row above them that is printed as their heading; those of them
    that are headings themselves become the parents of the rows below them. A list on which the work fails keeps the
    parents that are printed, and is set aside. Raises YusuanError where the frame is not as LIST_ROW says.
    """
    lists = checked_input(rows, "int_list_row", LIST_ROW).sort("table_key", "position")
    outlined: list[pl.DataFrame] = []
    aside: list[SetAside] = []
    for frame in lists.partition_by("table_key", maintain_order=True):
        table_key = frame["table_key"][0]
        found = attempt(partial(_outlined, frame), OUTLINED, None, table_key)
        if isinstance(found, SetAside):
            aside.append(found)
            found = frame.select(pl.col(column).cast(dtype) for column, dtype in OUTLINE.items())
        outlined.append(found)
    return StageOutcome(pl.concat([pl.DataFrame(schema=OUTLINE), *outlined]), aside)


def _outlined(rows: pl.DataFrame) -> pl.DataFrame:
    """The outline of one list."""
    records = rows.rows(named=True)
    amounts = {r["position"]: _cents(r["amount_yuan"]) for r in records}
    parents = {r["position"]: r["parent_position"] for r in records}
    regions: dict[int, list[int]] = {}
    for r in records:
        if r["is_open"] and r["parent_position"] is not None:
            regions.setdefault(r["parent_position"], []).append(r["position"])
    for parent, positions in regions.items():
        headings = nest(amounts[parent], [amounts[p] for p in positions])
        for position, heading in zip(positions, headings, strict=True):
            if heading is not None:
                parents[position] = positions[heading]
    table_key = rows["table_key"][0]
    found = [(table_key, position, parent) for position, parent in parents.items()]
    return checked_output(pl.DataFrame(found, schema=OUTLINE, orient="row"), "int_list_outline", OUTLINE)


def _cents(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)


def nest(total: int, amounts: Sequence[int]) -> list[int | None]:
    """The index of the heading of each row of a list below a total, None for rows that the total itself sums.

    A heading is followed by rows that add up to it, one level deep, and what is left adds up to the total. A list that
    adds up as it is has no headings. Where no such outline exists one heading may fail to add up if all else does;
    where none exists even then, or none is found within the limit of work, every row is one of the total's own, so that
    the total is seen not to add up.
    """
    if sum(amounts) == total or len(amounts) > _LONGEST:
        return [None] * len(amounts)
    try:
        groups = _Outline(total, amounts).groups()
    except WorkLimitReachedError:
        groups = []
    parents: list[int | None] = [None] * len(amounts)
    for heading, end in groups:
        parents[heading + 1 : end] = [heading] * (end - heading - 1)
    return parents


class _Outline:
    """The search for headings among the rows below a total."""

    def __init__(self, total: int, amounts: Sequence[int]) -> None:
        self.total = total
        self.amounts = amounts
        self.limit = WorkLimit(OUTLINE_STEPS)
        self.ends = [self._end(i) for i in range(len(amounts))]

    def groups(self) -> list[Group]:
        """The groups whose headings add up to the total with the rows outside them; else those with one that fails."""
        found = self._path(self.ends)
        return self._groups_but_one() if found is None else found

    def _end(self, heading: int) -> int | None:
        """The index behind the rows that add up to a heading; None where none do."""
        left = self.amounts[heading]
        for i in range(heading + 1, len(self.amounts)):
            left -= self.amounts[i]
            if left <= 0:
                return i + 1 if left == 0 else None
        return None

    def _path(self, ends: Sequence[int | None]) -> list[Group] | None:
        """Groups with such ends, from the first row on, that leave nothing of the total."""
        dead_ends: set[Group] = set()

        def rest(i: int, left: int) -> list[Group] | None:
            self.limit.spend(1)
            if i == len(self.amounts):
                return [] if left == 0 else None
            if (i, left) in dead_ends:
                return None
            for end in (ends[i], i + 1):
                if end is not None and (found := rest(end, left - self.amounts[i])) is not None:
                    return [(i, end), *found]
            dead_ends.add((i, left))
            return None

        return rest(0, self.total)

    def _groups_but_one(self) -> list[Group]:
        """As `groups`, with one heading that the rows below it fail to add up to, by as little as possible."""
        count = len(self.amounts)
        if count > _LONGEST_BUT_ONE:
            return []
        above, below = self._left_before(), self._left_that_vanishes()
        sums = list(accumulate(self.amounts, initial=0))
        failing = [(i, end) for i in range(count) for end in range(i + 2, count + 1)]
        for i, end in sorted(
            failing, key=lambda group: abs(self.amounts[group[0]] - sums[group[1]] + sums[group[0] + 1])
        ):
            self.limit.spend(len(above[i]))
            if any(left - self.amounts[i] in below[end] for left in above[i]):
                found = self._path([end if k == i else own for k, own in enumerate(self.ends)])
                return found or []
        return []

    def _steps(self, i: int) -> list[int]:
        """Where one may go on behind a row: behind the rows that add up to it, or at the next."""
        end = self.ends[i]
        return [i + 1] if end is None else [end, i + 1]

    def _left_before(self) -> list[set[int]]:
        """For each row what may be left of the total before it."""
        left: list[set[int]] = [set() for _ in range(len(self.amounts) + 1)]
        left[0].add(self.total)
        for i, amount in enumerate(self.amounts):
            for end in self._steps(i):
                self.limit.spend(len(left[i]))
                left[end].update(each - amount for each in left[i])
        return left

    def _left_that_vanishes(self) -> list[set[int]]:
        """For each row what may be left before it so that nothing is left in the end."""
        left: list[set[int]] = [set() for _ in range(len(self.amounts) + 1)]
        left[-1].add(0)
        for i in reversed(range(len(self.amounts))):
            for end in self._steps(i):
                self.limit.spend(len(left[end]))
                left[i].update(each + self.amounts[i] for each in left[end])
        return left
