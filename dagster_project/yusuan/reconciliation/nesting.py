"""Which rows of a list without a printed outline are headings of the rows below them, told by what adds up.

Belongs here: whole numbers → the heading of each row. Does not: which rows form a list (dbt), verdicts.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import polars as pl

_LONGEST = 300  # rows; a longer list is taken as it is
_LONGEST_BUT_ONE = 100  # rows of a list in which a heading that does not add up is looked for

_OUTLINE = pl.Schema({"table_key": pl.String, "position": pl.Int64, "parent_position": pl.Int64})

Group = tuple[int, int]  # a row and the row behind the last one below it


def list_outline(rows: pl.DataFrame) -> pl.DataFrame:
    """Rows of lists → table_key, position, parent_position.

    Rows have table_key, position, amount_yuan, parent_position and is_open. Open rows have the row above them that is
    printed as their heading; those of them that are headings themselves become the parents of the rows below them.
    """
    records = rows.sort("table_key", "position").rows(named=True)
    amounts = {(r["table_key"], r["position"]): _cents(r["amount_yuan"]) for r in records}
    parents = {(r["table_key"], r["position"]): r["parent_position"] for r in records}
    regions: dict[tuple[str, int], list[int]] = {}
    for r in records:
        if r["is_open"] and r["parent_position"] is not None:
            regions.setdefault((r["table_key"], r["parent_position"]), []).append(r["position"])
    for (table, parent), positions in regions.items():
        headings = nest(amounts[table, parent], [amounts[table, p] for p in positions])
        for position, heading in zip(positions, headings, strict=True):
            if heading is not None:
                parents[table, position] = positions[heading]
    return pl.DataFrame([(t, p, parent) for (t, p), parent in parents.items()], schema=_OUTLINE, orient="row")


def _cents(amount: Decimal | None) -> int:
    return int((amount or Decimal(0)) * 100)


def nest(total: int, amounts: Sequence[int]) -> list[int | None]:
    """The index of the heading of each row of a list below a total, None for rows that the total itself sums.

    A heading is followed by rows that add up to it, one level deep, and what is left adds up to the total. A list that
    adds up as it is has no headings. Where no such outline exists one heading may fail to add up if all else does;
    where none exists even then every row is one of the total's own, so that the total is seen not to add up.
    """
    if sum(amounts) == total or len(amounts) > _LONGEST:
        return [None] * len(amounts)
    ends = [_group_end(amounts, i) for i in range(len(amounts))]
    groups = _groups(total, amounts, ends) or _groups_but_one(total, amounts, ends) or []
    parents: list[int | None] = [None] * len(amounts)
    for heading, end in groups:
        parents[heading + 1 : end] = [heading] * (end - heading - 1)
    return parents


def _group_end(amounts: Sequence[int], heading: int) -> int | None:
    """The index behind the rows that add up to a heading; None where none do."""
    left = amounts[heading]
    for i in range(heading + 1, len(amounts)):
        left -= amounts[i]
        if left <= 0:
            return i + 1 if left == 0 else None
    return None


def _groups(total: int, amounts: Sequence[int], ends: Sequence[int | None]) -> list[Group] | None:
    """Groups, from the first row on, whose headings add up to the total with the rows outside them."""
    dead_ends: set[Group] = set()

    def rest(i: int, left: int) -> list[Group] | None:
        if i == len(amounts):
            return [] if left == 0 else None
        if (i, left) in dead_ends:
            return None
        for end in (ends[i], i + 1):
            if end is not None and (found := rest(end, left - amounts[i])) is not None:
                return [(i, end), *found]
        dead_ends.add((i, left))
        return None

    return rest(0, total)


def _groups_but_one(total: int, amounts: Sequence[int], ends: Sequence[int | None]) -> list[Group] | None:
    """As `_groups`, with one heading that the rows below it fail to add up to, by as little as possible."""
    count = len(amounts)
    if count > _LONGEST_BUT_ONE:
        return None
    wrong = [(i, end) for i in range(count) for end in range(i + 2, count + 1)]
    for i, end in sorted(wrong, key=lambda group: abs(amounts[group[0]] - sum(amounts[group[0] + 1 : group[1]]))):
        tried = [end if k == i else own for k, own in enumerate(ends)]
        if (found := _groups(total, amounts, tried)) is not None:
            return found
    return None
