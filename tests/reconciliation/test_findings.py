"""Findings from frames: kinds, sentences, rates, statements about blanks, notices."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reconciliation.findings import findings


def term(result: str, side: str, key: str, text: str, yuan: int, residual: int, **more: Any) -> dict[str, Any]:
    """One term of the frame int_fault_term, in a table printed in yuan."""
    return {
        "result_key": result, "document_key": "d", "rule_name": "A total is its parts", "rule_name_zh": "合计等于各项",
        "relation": "=", "method": "row_total", "tolerance": "terms", "scope": f"scope {result}",
        "result_page_number": 3,
        "trivial": False, "verdict": "break" if residual else "exact", "is_notice": False,
        "residual_yuan": Decimal(residual), "tolerance_yuan": Decimal(2), "side": side, "sign": 1, "amount_key": key,
        "amount_document_key": "d", "page_number": 3, "top": 1.0, "x0": 1.0, "row_label": key, "column_path": "金额",
        "amount_text": text, "amount_yuan": Decimal(yuan), "yuan_per_unit": Decimal(1),
        "half_unit_yuan": Decimal("0.5"),
        "source": "digital",
    } | more  # fmt: skip


def found(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return list(findings(pl.DataFrame(list(rows))).iter_rows(named=True))


def broken(**more: Any) -> list[dict[str, Any]]:
    """T = a + b breaks by 90, a = c and t = u hold: b is wrong."""
    return [
        term("r1", "left", "t", "300", 300, 90, **more),
        term("r1", "right", "a", "100", 100, 90, **more),
        term("r1", "right", "b", "110", 110, 90, **more),
        term("r2", "left", "a", "100", 100, 0, **more),
        term("r2", "right", "c", "100", 100, 0, **more),
        term("r3", "left", "t", "300", 300, 0, **more),
        term("r3", "right", "u", "300", 300, 0, **more),
    ]


def test_a_clean_digital_figure_is_the_publishers_error() -> None:
    (row,) = found(*broken())
    assert row["kind"] == "publisher_error"
    assert row["amounts"] == [{"amount_key": "b", "role": "located", "shift_yuan": Decimal(90)}]
    assert row["result_keys"] == ["r1"]
    assert row["summary"].startswith(
        "p. 3: b · 金额 prints 110, 200 would fit: scope r1: 300 printed against 100 + 110"
    )
    assert row["summary_zh"].startswith("第3页：b · 金额 印为 110，应为 200 方可相符")


def test_readings_of_pictures_are_reading_errors_and_of_text_undetermined() -> None:
    assert [row["kind"] for row in found(*broken(source="picture"))] == ["reading_error"]
    assert [row["kind"] for row in found(*broken(source="text"))] == ["undetermined"]


def test_of_a_rate_the_money_counts_by_its_share() -> None:
    """Spent 50 of 200 is said to be 20 %; another identity says that 200 should be 250."""
    rate = {"method": "rate"}
    rows = [
        term("r1", "left", "spent", "50", 50, 10, **rate),
        term("r1", "right", "budget", "200", 200, 10, **rate),
        term("r1", "right", "rate", "20%", 20, 10, **rate),
        term("r2", "left", "budget", "200", 200, -50),
        term("r2", "right", "again", "250", 250, -50),
        term("r3", "left", "again", "250", 250, 0),
        term("r3", "right", "x", "150", 150, 0),
        term("r3", "right", "y", "100", 100, 0),
    ]
    (row,) = found(*rows)
    assert row["amounts"] == [{"amount_key": "budget", "role": "located", "shift_yuan": Decimal(50)}]


def test_a_sum_said_of_a_blank_is_one_finding_without_a_culprit() -> None:
    rows = [term(f"r{n}", "right", f"a{n}", "5", 5, -5, scope=f"3行=1行 · {n}") for n in (1, 2)]
    (row,) = found(*rows)
    assert (row["amounts"], row["result_keys"], row["kind"]) == ([], ["r1", "r2"], "publisher_error")
    assert "against a blank" in row["summary"]


def test_notices_that_share_a_figure_are_one() -> None:
    notice = {"is_notice": True, "verdict": "rounding"}
    rows = [
        term("r1", "left", "a", "5", 5, 1, **notice),
        term("r1", "right", "b", "4", 4, 1, **notice),
        term("r2", "left", "a", "5", 5, 1, **notice),
        term("r2", "right", "c", "4", 4, 1, **notice),
        term("r3", "left", "x", "5", 5, 1, **notice),
        term("r3", "right", "y", "4", 4, 1, **notice),
    ]
    assert [(row["kind"], row["result_keys"]) for row in found(*rows)] == [
        ("notice", ["r1", "r2"]),
        ("notice", ["r3"]),
    ]
