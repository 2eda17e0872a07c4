"""Bounds and set-asides: one document's trouble, or its size, stays with it."""

from __future__ import annotations

from typing import Any

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reconciliation.test_findings import term

from yusuan.errors import YusuanError
from yusuan.reconciliation import findings as findings_module
from yusuan.reconciliation.findings import findings
from yusuan.reconciliation.limits import WorkLimit, WorkLimitReachedError
from yusuan.reconciliation.stages import finding_stage


def broken_sum(document: str, result: str, parts: int = 2) -> list[dict[str, Any]]:
    """A total of 10 whose parts are 1 each: it breaks unless there are ten of them."""
    residual, own = 10 - parts, {"document_key": document, "amount_document_key": document}
    rows = [term(result, "left", f"{document}.{result}.total", "10", 10, residual, **own)]
    rows += [term(result, "right", f"{document}.{result}.{i}", "1", 1, residual, **own) for i in range(parts)]
    return rows


def test_an_exception_in_one_document_leaves_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [*broken_sum("odd", "r1"), *broken_sum("even", "r2")]
    whole = findings_module.locate

    def locate(identities: Any, figures: Any, *more: Any) -> Any:
        if any(key.startswith("odd") for key in figures):
            raise ZeroDivisionError("an odd paper")
        return whole(identities, figures, *more)

    monkeypatch.setattr(findings_module, "locate", locate)
    outcome = findings(pl.DataFrame(rows))

    said = {row["document_key"]: row for row in outcome.rows.iter_rows(named=True)}
    assert said["even"]["kind"] == "publisher_error"
    assert said["odd"]["kind"] == "undetermined"
    assert said["odd"]["result_keys"] == ["r1"], "every break is said, located or not"
    assert [(part.document_key, "ZeroDivisionError" in part.detail) for part in outcome.set_aside] == [("odd", True)]


def test_both_come_in_one_frame_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_arguments: Any) -> Any:
        raise ValueError("no")

    monkeypatch.setattr(findings_module, "locate", fails)
    frame = finding_stage(pl.DataFrame(broken_sum("d", "r")))
    assert sorted(frame["row_kind"].to_list()) == ["row", "set_aside"]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 5)), min_size=1, max_size=12))
def test_every_break_is_in_a_finding(sums: list[tuple[str, int]]) -> None:
    rows = [row for n, (document, parts) in enumerate(sums) for row in broken_sum(document, f"r{n}", parts)]
    outcome = findings(pl.DataFrame(rows))
    explained = {key for keys in outcome.rows["result_keys"].to_list() for key in keys}
    assert explained == {f"r{n}" for n in range(len(sums))}
    assert outcome.set_aside == []
    assert outcome.rows["finding_key"].is_unique().all()


def test_a_column_that_is_missing_is_named() -> None:
    rows = pl.DataFrame(broken_sum("d", "r")).drop("amount_text")
    with pytest.raises(YusuanError, match=r"column amount_text is missing.*int_fault_term"):
        findings(rows)


def test_what_is_spent_in_a_share_is_spent_in_the_whole() -> None:
    whole = WorkLimit(100)
    share = whole.share(4)
    share.spend(25)
    with pytest.raises(WorkLimitReachedError):
        share.spend(1)
    assert whole.left == 75
