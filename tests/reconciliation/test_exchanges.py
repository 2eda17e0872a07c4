"""Two amounts that changed places are one fault."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yusuan.reconciliation.exchanges import joined
from yusuan.reconciliation.location import Fault, Stop

_YUAN = 10_000


def figure(yuan: str | None, position: int, column: int | None, table: str = "t") -> dict[str, Any]:
    return {
        "table_key": table if column else None,
        "position": position,
        "column_number": column,
        "amount_yuan": Decimal(yuan) if yuan else None,
    }


def fault(key: str, shifts: dict[str, int], *, sure: bool = True, stop: Stop | None = None) -> Fault:
    shifts = {name: yuan * _YUAN for name, yuan in shifts.items()}
    return Fault((key,), shifts if sure else {}, {} if sure else shifts, stop)


FIGURES = {
    "a": figure("30", 1, 5),
    "b": figure("70", 2, 5),
    "c": figure("70", 3, 5),
    "beside": figure("70", 1, 6),
}


def told(faults: list[Fault], figures: dict[str, dict[str, Any]], **in_results: str) -> list[Fault]:
    """What becomes of faults; each result has the figures that its fault names as terms, if no others are said."""
    rows = {
        key: [
            {"amount_key": name}
            for name in in_results.get(key, " ".join({**fault.located, **fault.candidates})).split()
        ]
        for fault in faults
        for key in fault.results
    }
    return joined(faults, rows, figures)


def test_neighbours_down_a_column_are_one_slip_by_a_row() -> None:
    [found] = told([fault("two", {"b": -40}), fault("one", {"a": 40, "c": 5}, sure=False)], FIGURES)
    assert found == Fault(("one", "two"), {"a": 40 * _YUAN, "b": -40 * _YUAN}, {}, slip="row_slip")


def test_neighbours_along_a_row_are_one_shift_by_a_column() -> None:
    [found] = told([fault("one", {"a": 40}), fault("two", {"beside": -40})], FIGURES)
    assert found.slip == "column_shift"


def test_two_pairs_that_would_do_leave_it_open() -> None:
    figures = FIGURES | {"a2": figure("30", 1, 9), "b2": figure("70", 2, 9)}
    one, two = (
        fault(key, shifts, sure=False) for key, shifts in (("1", {"a": 40, "a2": 40}), ("2", {"b": -40, "b2": -40}))
    )
    [found] = told([one, two], figures)
    assert not found.located
    assert set(found.candidates) == {"a", "a2", "b", "b2"}
    assert found.slip == "row_slip"


def test_what_is_no_exchange_stays_as_it_is() -> None:
    apart = [fault("1", {"a": 40}), fault("2", {"c": -40})]  # a row between them
    assert told(apart, FIGURES) == apart
    other_table = [fault("1", {"a": 40}), fault("2", {"far": -40})]
    assert told(other_table, FIGURES | {"far": figure("70", 2, 5, table="u")}) == other_table
    other_amount = [fault("1", {"a": 41}), fault("2", {"b": -40})]
    assert told(other_amount, FIGURES) == other_amount
    undecided = [fault("1", {"a": 40}, sure=False, stop=Stop.MUCH_WORK), fault("2", {"b": -40})]
    assert told(undecided, FIGURES) == undecided
    in_words = [fault("1", {"a": 40}), fault("2", {"words": -40})]
    assert told(in_words, FIGURES | {"words": figure("70", 1, None)}) == in_words
    another_amount = [fault("1", {"a": 40, "b": -41})]
    assert told(another_amount, FIGURES) == another_amount


def test_one_fault_may_hold_both() -> None:
    for sure in (True, False):
        [found] = told([fault("1", {"a": 40, "b": -40}, sure=sure)], FIGURES)
        assert found == Fault(("1",), {"a": 40 * _YUAN, "b": -40 * _YUAN}, {}, slip="row_slip")


def test_a_pair_must_be_in_all_that_breaks() -> None:
    apart = [fault("1", {"a": 40}), fault("2", {"b": -40, "c": 1}, sure=False)]
    assert told(apart, FIGURES, **{"2": "c x"}) == apart
    also_wrong = [fault("1", {"a": 40, "c": 5}), fault("2", {"b": -40})]
    assert told(also_wrong, FIGURES) == also_wrong


def test_a_fault_is_in_one_exchange_at_most() -> None:
    figures = FIGURES | {"above": figure("70", 0, 5)}
    found = told([fault("1", {"a": 40}), fault("2", {"b": -40}), fault("3", {"above": -40})], figures)
    assert [each.results for each in found] == [("1", "2"), ("3",)]
