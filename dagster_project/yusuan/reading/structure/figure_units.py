"""Figures with a unit of money of their own (`43.2万元` in a table in 元) → the amounts in the table's unit.

Belongs here: which unit is stated for a figure's place, and the change into it. Does not: finding the unit behind a
figure (each reader's), units of tables (captions.py), what a unit is worth (seed money_unit).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from yusuan.catalogue.money_units import MoneyUnit, money_units
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.numbers import parse_figure
from yusuan.reading.pages.layout import TextCell, Verdict
from yusuan.reading.structure.tables import PublishedTable, SheetPart

_STATED = re.compile(rf"(?:[(]|单位:)(?:人民币)?({MONEY_UNIT})(?:[)]|$)")  # as macro stated_unit of dbt


@dataclass(frozen=True)
class _Place:
    """A cell below the header in a column of values, and the unit that its row or its header states."""

    part: SheetPart
    at: tuple[int, int]
    cell: TextCell
    stated: str | None


def use_table_units(tables: Sequence[PublishedTable], lexicon: Lexicon) -> None:
    """Give figures with a unit of their own the number that they are in the unit of their place.

    A table that states none takes that of its figures, where all show the same. Otherwise such a figure is `damaged`.
    """
    for table in tables:
        has_units = any(c.verdict and c.verdict.unit for part in table.parts for c in part.sheet.cells.values())
        places = list(_places(table)) if has_units else []
        if not any(p.cell.verdict and p.cell.verdict.unit for p in places):
            continue
        units = money_units(lexicon.seeds["money_unit"])
        table.caption.unit = table.caption.unit or _unit_of_all(places)
        for place in places:
            verdict = place.cell.verdict
            if verdict and verdict.unit:
                unit = units.get(place.stated or table.caption.unit or "")
                place.part.sheet.cells[place.at] = replace(
                    place.cell, verdict=_in_unit(verdict, units.get(verdict.unit), unit)
                )


def _places(table: PublishedTable) -> Iterator[_Place]:
    paths = {(r.row_number, r.block_number): "/".join(r.path) for r in table.rows}
    number = 1
    for part in table.parts:
        for r in range(part.start, part.sheet.row_count):
            for column in part.columns:
                cell = part.sheet.cells[r, column.index]
                if column.role == "value" and cell.plain:
                    stated = stated_unit(paths.get((number, column.block_number), ""), "/".join(column.path))
                    yield _Place(part, (r, column.index), cell, stated)
            number += 1


@lru_cache(maxsize=1 << 13)
def stated_unit(*paths: str) -> str | None:
    """The unit of money that the first of some paths (a row's, a column's) states, its innermost cell first."""
    return next((units[-1] for path in paths if (units := _STATED.findall(path))), None)


def _unit_of_all(places: Sequence[_Place]) -> str | None:
    """The unit that all figures show which are no zero; None where they differ, or one shows none."""
    shown = {p.cell.verdict.unit for p in places if p.cell.verdict and p.cell.verdict.number}
    plain = (parse_figure(p.cell.text) for p in places if not p.cell.verdict)
    return shown.pop() if len(shown) == 1 and not any(f and f.value and not f.is_percent for f in plain) else None


def _in_unit(verdict: Verdict, own: MoneyUnit | None, wanted: MoneyUnit | None) -> Verdict:
    if verdict.number is None or (own and own == wanted):
        return verdict
    if own is None or wanted is None:
        return Verdict("damaged", None, 0)
    shift = (Decimal(own.yuan) / wanted.yuan).adjusted()  # units are powers of ten apart
    number = verdict.number.scaleb(shift)
    return replace(verdict, number=number, decimals=max(0, verdict.decimals - shift), unit=wanted.name)
