"""Two amounts that changed places: each breaks what it is in, and what the other prints would mend it.

Belongs here: joining two such faults into one. Does not: columns of which many amounts stand a row beside (dbt,
int_row_slip), the smallest explanations (explanations).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from yusuan.reconciliation.fault_terms import Rows, TermRow
from yusuan.reconciliation.location import Fault
from yusuan.reconciliation.system import units

ROW_SLIP, COLUMN_SHIFT = "row_slip", "column_shift"
_Line = tuple[str, int]  # a table, and a column or a row of it


@dataclass(frozen=True)
class _Wrong:
    """A figure that a fault holds to be wrong, or that may be: what it prints, and what would fit."""

    fault: int
    key: str
    printed: int
    wanted: int


def joined(faults: Sequence[Fault], rows: Rows, figures: Mapping[str, TermRow]) -> list[Fault]:
    """The faults; where two amounts in neighbouring rows or columns stand in each other's place, those of both as one.

    `rows`: the terms of each result, `figures`: the last of each figure. Both amounts are located then, unless other
    pairs would do as well, and `slip` says which way.
    """
    wrong = list(_wrong(faults, figures))
    by_amounts: dict[tuple[int, int], list[_Wrong]] = defaultdict(list)
    for each in wrong:
        by_amounts[each.printed, each.wanted].append(each)
    beside = _beside(figures) if wrong else {}
    pairs: dict[tuple[int, int], list[tuple[_Wrong, _Wrong]]] = defaultdict(list)
    for one in wrong:
        for other in by_amounts[one.wanted, one.printed]:
            is_first = (one.fault, one.key) < (other.fault, other.key)
            own = [faults[one.fault], faults[other.fault]]
            if is_first and (one.key, other.key) in beside and _mends(own, rows, {one.key, other.key}):
                pairs[one.fault, other.fault].append((one, other))
    gone: set[int] = set()
    made: list[Fault] = []
    for numbers, found in pairs.items():
        if not gone & set(numbers):
            gone |= set(numbers)
            results = {key for number in numbers for key in faults[number].results}
            shifts = {each.key: each.wanted - each.printed for pair in found for each in pair}
            located, candidates = (shifts, {}) if len(found) == 1 else ({}, shifts)
            slip = beside[found[0][0].key, found[0][1].key]
            made.append(Fault(tuple(sorted(results)), located, candidates, slip=slip))
    left = [fault for number, fault in enumerate(faults) if number not in gone]
    return sorted([*left, *made], key=lambda fault: fault.results)


def _mends(faults: Iterable[Fault], rows: Rows, pair: set[str]) -> bool:
    """Whether two figures are in all that breaks by some faults, and nothing else is sure to be wrong."""
    return all(
        pair >= set(fault.located) and all(pair & {row["amount_key"] for row in rows[key]} for key in fault.results)
        for fault in faults
    )


def _wrong(faults: Sequence[Fault], figures: Mapping[str, TermRow]) -> Iterator[_Wrong]:
    """The figures of tables that decided faults name."""
    for number, fault in enumerate(faults):
        if fault.stop:
            continue
        for key, shift in {**fault.candidates, **fault.located}.items():
            row = figures[key]
            if row["table_key"] is not None and row["amount_yuan"] is not None:
                printed = units(row["amount_yuan"])
                yield _Wrong(number, key, printed, printed + shift)


def _beside(figures: Mapping[str, TermRow]) -> dict[tuple[str, str], str]:
    """Figures of tables that stand next to each other, down a column or along a row, and which of both."""
    columns: dict[_Line, list[tuple[int, str]]] = defaultdict(list)
    rows: dict[_Line, list[tuple[int, str]]] = defaultdict(list)
    for key, row in figures.items():
        if row["table_key"] is not None:
            columns[row["table_key"], row["column_number"]].append((row["position"], key))
            rows[row["table_key"], row["position"]].append((row["column_number"], key))
    return dict(_pairs(rows.values(), COLUMN_SHIFT)) | dict(_pairs(columns.values(), ROW_SLIP))


def _pairs(lines: Iterable[list[tuple[int, str]]], slip: str) -> Iterator[tuple[tuple[str, str], str]]:
    for line in lines:
        keys = [key for _, key in sorted(line)]
        for one, other in pairwise(keys):
            yield (one, other), slip
            yield (other, one), slip
