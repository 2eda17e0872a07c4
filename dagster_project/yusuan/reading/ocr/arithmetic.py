"""Sums inside a table that tell a wrong reading: parents of codes, totals, header groups.

Belongs here: the few sums that any table of accounts obeys by its own form, whatever its title was read as, and which
amounts they contradict. Each is an identity of the warehouse (tests/integration/test_identities.py).
Does not: the rules between tables and years (the catalogue of dbt), repairing anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from yusuan.catalogue.money_units import MoneyUnit
from yusuan.catalogue.verdict import IdentityTerm, IdentityVerdict, evaluated
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.numbers import parse_figure
from yusuan.reading.pages.layout import TextCell
from yusuan.reading.structure.header import Column
from yusuan.reading.structure.labels import is_of_which, is_total
from yusuan.reading.structure.outline import Row
from yusuan.reading.structure.tables import PublishedTable
from yusuan.reading.text_input.meaning import Meaning

_TOTALS = ("合计", "总计", "小计")
_PLAIN = MoneyUnit("", 1, 0)  # of a table that states no unit
_ENOUGH = 4  # sums of one form: with fewer the form is believed, with more it must hold for half of them


@dataclass(frozen=True)
class TableAmount:
    """A figure of the table, the cell that prints it, and half a unit of its last decimal.

    Before readings are judged the most decimals of a table may be a misreading's, so each figure speaks of its own.
    """

    cell: TextCell
    value: Decimal
    half: Decimal


@dataclass(frozen=True)
class Sum:
    """`total` should be the sum of `parts`; sums of one `form` (a column group, the outline) stand or fall together."""

    form: str
    total: TableAmount
    parts: tuple[TableAmount, ...]

    @property
    def verdict(self) -> IdentityVerdict:
        """What it says as an identity of the catalogue."""
        terms = [IdentityTerm(a.value, a.half, "", a is self.total) for a in (self.total, *self.parts)]
        return evaluated(terms).verdict


Places = dict[tuple[int, int], TableAmount]  # (row number, column number)


def doubt_contradicted(tables: Sequence[PublishedTable], lexicon: Lexicon) -> None:
    """Give amounts that a sum contradicts, and that no other sum confirms, the confidence 0.

    Tables of digital pages are left alone. A table in which sums of a form mostly fail is not made that way: the form
    says nothing about it.
    """
    pictured = [table for table in tables if any(cell.confidence is not None for cell in _cells(table))]
    if not pictured:
        return
    meaning = Meaning(lexicon.seeds)
    for table in pictured:
        doubted = contradicted(table, meaning)
        for part in table.parts:
            for place, cell in part.sheet.cells.items():
                if id(cell) in doubted:
                    part.sheet.cells[place] = replace(cell, confidence=0.0)


def _cells(table: PublishedTable) -> Iterator[TextCell]:
    for part in table.parts:
        yield from part.sheet.cells.values()


def contradicted(table: PublishedTable, meaning: Meaning) -> set[int]:
    """The ids of the cells of one table that a sum contradicts and none confirms."""
    broken: set[int] = set()
    confirmed: set[int] = set()
    for _, group in groupby(sorted(sums(table, meaning), key=lambda s: s.form), key=lambda s: s.form):
        own = list(group)
        verdicts = [s.verdict for s in own]
        if len(own) >= _ENOUGH and 2 * verdicts.count("break") > len(own):
            continue
        for each, verdict in zip(own, verdicts, strict=True):
            cells = {id(a.cell) for a in (each.total, *each.parts)}
            if verdict == "break":
                broken |= cells
            elif verdict == "exact":  # what two cells print alike was read twice, so an only child confirms as well
                confirmed |= cells
    return broken - confirmed


def sums(table: PublishedTable, meaning: Meaning) -> list[Sum]:
    """The sums that the form of a table states, over the figures that it prints; rows printed again are left out."""
    amounts = _amounts(table, meaning.money_units.get(table.caption.unit or "", _PLAIN))
    rows = [row for row in table.rows if row.row_number not in table.repeats]
    return [*_down(rows, table.columns, amounts, meaning), *_across(rows, table.columns, amounts)]


def _amounts(table: PublishedTable, unit: MoneyUnit) -> Places:
    found: Places = {}
    number = 1
    for part in table.parts:
        for r in range(part.start, part.sheet.row_count):
            for column in part.columns:
                cell = part.sheet.cells[r, column.index]
                figure = parse_figure(cell.text) if column.role == "value" and cell.row == r else None
                if figure is not None and not figure.is_percent:
                    found[number, column.number] = TableAmount(cell, figure.value, unit.half_digit(figure.decimals))
            number += 1
    return found


def _down(rows: Sequence[Row], columns: Sequence[Column], amounts: Places, meaning: Meaning) -> Iterator[Sum]:
    """Parents of codes, and totals of what stands above them (or, at the head of a list, of all below)."""
    families = list(_families(rows, meaning))
    for column in columns:
        if column.role != "value":
            continue
        for form, total, parts in families:
            if total.block_number != column.block_number:
                continue
            places = [
                (p.row_number, own.number) for p in parts if (own := _column_for(p.block_number, column, columns))
            ]
            if summed := _sum(form, (total.row_number, column.number), places, amounts):
                yield summed


def _column_for(block: int, column: Column, columns: Sequence[Column]) -> Column | None:
    """The column for a row of a block: the same, or of another list beside it the only one of figures."""
    if column.block_number == block:
        return column
    others = [c for c in columns if c.block_number == block and c.role == "value"]
    return others[0] if len(others) == 1 else None


def _families(rows: Sequence[Row], meaning: Meaning) -> Iterator[tuple[str, Row, list[Row]]]:
    """(form, total row, rows that add up to it)."""
    for block in sorted({r.block_number for r in rows}):
        own = [r for r in rows if r.block_number == block and (r.code or r.label)]
        for row in own:
            parts = [r for r in own if r.parent == row.row_number and _is_code_below(r.code, row.code)]
            if parts:
                yield "codes", row, parts
        for total in (r for r in own if not r.code):
            nature = (meaning.row_role(total.label) or "").removesuffix("_total")
            classes = [r for r in rows if r.code and meaning.natures.get(r.code) == nature]
            if classes:
                yield "natures", total, classes
        top = [r for r in own if r.code and r.parent is None]
        totals = [r for r in own if not r.code and meaning.row_role(r.label) == "total"]
        if top:
            for total in totals[:1]:
                yield "total", total, top
        else:
            yield from _running_totals(own)


def _is_code_below(code: str | None, above: str | None) -> bool:
    """Whether a code is one level or more below another; a project's tells nothing of what stands above it."""
    return bool(code and above and code != above and code.startswith(above))


def _running_totals(rows: Sequence[Row]) -> Iterator[tuple[str, Row, list[Row]]]:
    """本年收入合计 is all above it; 收入总计 is that and what stands between them."""
    open_rows: list[Row] = []
    group: str | None = None
    for row in rows:
        if row.group != group:
            open_rows, group = [], row.group
        if is_total(row.label):
            if open_rows:
                yield "running", row, open_rows
            open_rows = [row]
        elif row.parent is None and not is_of_which(row.label):  # what stands further in is part of the row above
            open_rows = [*open_rows, row]


def _across(rows: Sequence[Row], columns: Sequence[Column], amounts: Places) -> Iterator[Sum]:
    """合计 and 小计 of a header group, in every row."""
    for form, total, parts in _groups([c for c in columns if c.role == "value"]):
        for row in rows:
            if row.block_number == total.block_number:
                places = [(row.row_number, c.number) for c in parts]
                if summed := _sum(form, (row.row_number, total.number), places, amounts):
                    yield summed


def _groups(columns: Sequence[Column]) -> Iterator[tuple[str, Column, list[Column]]]:
    """(form, total column, columns that add up to it); groups with 其中, shares or other years are left alone."""
    prefixes = {(c.block_number, c.path[:k]) for c in columns for k in range(len(c.path))}
    for block, prefix in sorted(prefixes):
        own = [c for c in columns if c.block_number == block and c.path[: len(prefix)] == prefix]
        children: dict[str, list[Column]] = {}
        for column in own:
            if len(column.path) > len(prefix):
                children.setdefault(column.path[len(prefix)], []).append(column)
        totals = [name for name in children if name.endswith(_TOTALS) and len(children[name]) == 1]
        if len(totals) != 1 or len(children) < 3 or any("其中" in name or "%" in name for name in children):
            continue
        parts = [_head(group, len(prefix) + 1) for name, group in children.items() if name != totals[0]]
        if all(parts):
            yield f"{block}:{'/'.join(prefix)}", children[totals[0]][0], [c for p in parts for c in p]


def _head(group: Sequence[Column], depth: int) -> list[Column]:
    """The columns that make up a group: its own total, or all of them."""
    totals = [c for c in group if len(c.path) == depth + 1 and c.path[depth].endswith(_TOTALS)]
    return totals[:1] or list(group)


def _sum(form: str, total: tuple[int, int], parts: Sequence[tuple[int, int]], amounts: Places) -> Sum | None:
    """The sum where the total and at least one part are printed; a blank part is nothing."""
    printed = tuple(amounts[p] for p in parts if p in amounts)
    return Sum(form, amounts[total], printed) if total in amounts and printed else None
