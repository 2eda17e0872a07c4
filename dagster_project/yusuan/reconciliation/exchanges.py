"""Two amounts that changed places: each breaks what it is in, and what the other prints would mend it.

Belongs here: joining two such faults into one. Does not: columns of which many amounts stand a row beside (dbt,
int_row_slip), the smallest explanations (explanations).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from yusuan.reconciliation.fault_terms import TermRow
from yusuan.reconciliation.location import Fault
from yusuan.reconciliation.system import units

_SAME_ROW = 3.0  # points between the heights of two figures of one row
ROW_SLIP, COLUMN_SHIFT = "row_slip", "column_shift"
_Line = tuple[str, int | None, str | float]  # document, page, and a column or a row of it


@dataclass(frozen=True)
class _Wrong:
    """A figure that a fault holds to be wrong, or that may be: what it prints, and what would fit."""

    fault: int
    key: str
    printed: int
    wanted: int


def joined(faults: Sequence[Fault], figures: Mapping[str, TermRow]) -> list[Fault]:
    """The faults, two of them as one where an amount of each stands in the other's place, in the row or column beside.

    Then both are located, unless other pairs of the two faults would do as well, and `slip` says which way.
    """
    wrong = list(_wrong(faults, figures))
    by_amounts: dict[tuple[int, int], list[_Wrong]] = defaultdict(list)
    for each in wrong:
        by_amounts[each.printed, each.wanted].append(each)
    beside = _beside(figures) if wrong else {}
    pairs: dict[tuple[int, int], list[tuple[_Wrong, _Wrong]]] = defaultdict(list)
    for one in wrong:
        for other in by_amounts[one.wanted, one.printed]:
            if one.fault < other.fault and (one.key, other.key) in beside:
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
    left = [_told_as_slip(fault, wrong, number, beside) for number, fault in enumerate(faults) if number not in gone]
    return sorted([*left, *made], key=lambda fault: fault.results)


def _told_as_slip(fault: Fault, wrong: Sequence[_Wrong], number: int, beside: Mapping[tuple[str, str], str]) -> Fault:
    """The fault, told as an exchange where it is sure of two figures of which each is what the other prints."""
    own = [each for each in wrong if each.fault == number and each.key in fault.located]
    if len(own) != len(fault.located) or len(own) != 2 or fault.candidates:
        return fault
    one, other = own
    is_exchange = (one.printed, one.wanted) == (other.wanted, other.printed)
    return replace(fault, slip=beside.get((one.key, other.key))) if is_exchange else fault


def _wrong(faults: Sequence[Fault], figures: Mapping[str, TermRow]) -> Iterator[_Wrong]:
    """The figures of tables that decided faults name."""
    for number, fault in enumerate(faults):
        if fault.stop:
            continue
        for key, shift in {**fault.candidates, **fault.located}.items():
            row = figures[key]
            if row["column_path"] is not None and row["amount_yuan"] is not None:
                printed = units(row["amount_yuan"])
                yield _Wrong(number, key, printed, printed + shift)


def _beside(figures: Mapping[str, TermRow]) -> dict[tuple[str, str], str]:
    """Figures of tables that stand next to each other, down a column or along a row, and which of both."""
    columns: dict[_Line, list[tuple[float, str]]] = defaultdict(list)
    rows: dict[_Line, list[tuple[float, str]]] = defaultdict(list)
    for key, row in figures.items():
        if row["column_path"] is None or row["top"] is None or row["x0"] is None:
            continue
        page = (row["amount_document_key"], row["page_number"])
        columns[*page, row["column_path"]].append((row["top"], key))
        rows[*page, round(row["top"] / _SAME_ROW)].append((row["x0"], key))
    return dict(_pairs(rows.values(), COLUMN_SHIFT)) | dict(_pairs(columns.values(), ROW_SLIP))


def _pairs(lines: Iterable[list[tuple[float, str]]], slip: str) -> Iterator[tuple[tuple[str, str], str]]:
    for line in lines:
        keys = [key for _, key in sorted(line)]
        for one, other in pairwise(keys):
            yield (one, other), slip
            yield (other, one), slip
