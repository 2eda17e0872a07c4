"""Two amounts that changed places are one fault."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from yusuan.reconciliation.exchanges import joined
from yusuan.reconciliation.location import Fault, Stop

_YUAN = 10_000


def figure(yuan: str | None, top: float, x0: float, column: str | None = "合计", page: int = 1) -> dict[str, Any]:
    return {
        "amount_document_key": "d",
        "page_number": page,
        "top": top,
        "x0": x0,
        "column_path": column,
        "amount_yuan": Decimal(yuan) if yuan else None,
    }


def fault(key: str, shifts: dict[str, int], *, sure: bool = True, stop: Stop | None = None) -> Fault:
    shifts = {name: yuan * _YUAN for name, yuan in shifts.items()}
    return Fault((key,), shifts if sure else {}, {} if sure else shifts, stop)


FIGURES = {
    "a": figure("30", 10, 50),
    "b": figure("70", 20, 50),
    "c": figure("70", 30, 50),
    "beside": figure("70", 10, 90, "其中"),
}


def test_neighbours_down_a_column_are_one_slip_by_a_row() -> None:
    [found] = joined([fault("two", {"b": -40}), fault("one", {"a": 40, "c": 5}, sure=False)], FIGURES)
    assert found == Fault(("one", "two"), {"a": 40 * _YUAN, "b": -40 * _YUAN}, {}, slip="row_slip")


def test_neighbours_along_a_row_are_one_shift_by_a_column() -> None:
    [found] = joined([fault("one", {"a": 40}), fault("two", {"beside": -40})], FIGURES)
    assert found.slip == "column_shift"


def test_two_pairs_that_would_do_leave_it_open() -> None:
    figures = FIGURES | {"a2": figure("30", 10, 99, "另"), "b2": figure("70", 20, 99, "另")}
    one, two = (
        fault(key, shifts, sure=False) for key, shifts in (("1", {"a": 40, "a2": 40}), ("2", {"b": -40, "b2": -40}))
    )
    [found] = joined([one, two], figures)
    assert not found.located
    assert set(found.candidates) == {"a", "a2", "b", "b2"}
    assert found.slip == "row_slip"


def test_what_is_no_exchange_stays_as_it_is() -> None:
    apart = [fault("1", {"a": 40}), fault("2", {"c": -40})]  # a row between them
    assert joined(apart, FIGURES) == apart
    other_page = [fault("1", {"a": 40}), fault("2", {"far": -40})]
    assert joined(other_page, FIGURES | {"far": figure("70", 20, 50, page=2)}) == other_page
    other_amount = [fault("1", {"a": 41}), fault("2", {"b": -40})]
    assert joined(other_amount, FIGURES) == other_amount
    undecided = [fault("1", {"a": 40}, sure=False, stop=Stop.MUCH_WORK), fault("2", {"b": -40})]
    assert joined(undecided, FIGURES) == undecided
    in_words = [fault("1", {"a": 40}), fault("2", {"words": -40})]
    assert joined(in_words, FIGURES | {"words": figure("70", 10, 60, column=None)}) == in_words
    open_fault = [fault("1", {"a": 40, "b": -40}, sure=False)]
    assert joined(open_fault, FIGURES) == open_fault
    another_amount = [fault("1", {"a": 40, "b": -41})]
    assert joined(another_amount, FIGURES) == another_amount


def test_one_fault_may_be_sure_of_both() -> None:
    [found] = joined([fault("1", {"a": 40, "b": -40})], FIGURES)
    assert found == Fault(("1",), {"a": 40 * _YUAN, "b": -40 * _YUAN}, {}, slip="row_slip")


def test_a_fault_is_in_one_exchange_at_most() -> None:
    figures = FIGURES | {"above": figure("70", 0, 50)}
    found = joined([fault("1", {"a": 40}), fault("2", {"b": -40}), fault("3", {"above": -40})], figures)
    assert [each.results for each in found] == [("1", "2"), ("3",)]
