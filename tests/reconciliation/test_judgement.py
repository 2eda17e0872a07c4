"""Judgement of suspect readings: contradicted ones are damaged or repaired, clean ones stay as printed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reconciliation.judgement import judge


def term(result: str, side: str, key: str, text: str, yuan: int | None, source: str = "picture") -> dict[str, Any]:
    """One term of the frame int_suspect_term; an unreadable figure has no yuan."""
    return {
        "result_key": result, "document_key": "d", "rule_id": "rule", "scope": "scope", "relation": "=",
        "same_figure": False, "table_key": "t", "confidence": None,
        "side": side, "sign": 1, "is_ambiguous": False, "amount_key": key, "page_number": 1, "row_label": key,
        "column_path": "金额", "amount_text": text, "reading": "exact" if yuan is not None else "damaged",
        "amount_yuan": None if yuan is None else Decimal(yuan), "half_unit_yuan": Decimal(50),
        "yuan_per_unit": Decimal(10000), "decimals": 2, "source": source,
    }  # fmt: skip


def judged(*terms: dict[str, Any]) -> dict[str, dict[str, Any]]:
    frame = pl.DataFrame(list(terms))
    evaluated = frame.group_by("result_key").agg(
        (pl.col("amount_yuan") * pl.when(pl.col("side") == "left").then(1).otherwise(-1)).sum().alias("residual_yuan"),
        (pl.col("half_unit_yuan").sum()).alias("tolerance_yuan"),
        pl.when((pl.col("reading") == "damaged").any())
        .then(pl.lit("not_evaluable"))
        .otherwise(pl.lit("other"))
        .alias("verdict"),
        pl.lit(value=False).alias("trivial"),
    )
    return {row["amount_key"]: row for row in judge(frame.join(evaluated, on="result_key")).rows.iter_rows(named=True)}


def sums(source: str, a_text: str, a: int | None) -> list[dict[str, Any]]:
    """T = a + b, u = a + c, with a as given and everything else right (a is 100.00 万元)."""
    return [
        term("r1", "left", "t", "300.00", 3000000),
        term("r1", "right", "a", a_text, a, source),
        term("r1", "right", "b", "200.00", 2000000),
        term("r2", "left", "u", "400.00", 4000000),
        term("r2", "right", "a", a_text, a, source),
        term("r2", "right", "c", "300.00", 3000000),
    ]


def test_a_contradicted_reading_that_two_identities_prove_is_repaired() -> None:
    row = judged(*sums("picture", "180.00", 1800000))["a"]
    assert (row["reading"], row["repaired_amount_yuan"]) == ("repaired", Decimal(1000000))
    assert [evidence["rule"] for evidence in json.loads(row["repair_evidence"])] == ["rule", "rule"]


def test_the_evidence_names_each_place_by_what_is_printed_there() -> None:
    suspect = sums("picture", "180.00", 1800000)
    bare = [{**row, "row_label": ""} if row["amount_key"] == "b" else row for row in suspect]
    first, _ = json.loads(judged(*bare)["a"]["repair_evidence"])
    assert "p. 1 a · 金额 1000000 + p. 1 金额 2000000" in first.values(), first


def test_a_reading_that_its_tool_is_sure_of_is_damaged_but_never_bent() -> None:
    """The page may print just that."""
    sure = [
        {**row, "confidence": 0.97 if row["amount_key"] == "a" else None} for row in sums("picture", "180.00", 1800000)
    ]
    row = judged(*sure)["a"]
    assert (row["reading"], row["repaired_amount_yuan"]) == ("damaged", None)


def bounded(most: str, yuan: int) -> list[dict[str, Any]]:
    """What is of which: a is at most w."""
    rows = [term("r3", "left", "a", "180.00", 1800000), term("r3", "right", "w", most, yuan, "digital")]
    return [{**row, "relation": "<="} for row in rows]


def test_a_value_that_a_bound_allows_is_proven_and_one_above_it_is_not() -> None:
    suspect = sums("picture", "180.00", 1800000)
    row = judged(*suspect, *bounded("9555.55", 95555500))["a"]
    assert (row["reading"], row["repaired_amount_yuan"]) == ("repaired", Decimal(1000000))
    row = judged(*suspect, *bounded("2.22", 22200))["a"]
    assert row["repaired_amount_yuan"] is None


def doubted(*rows: dict[str, Any]) -> list[dict[str, Any]]:
    return [{**row, "confidence": 0.8 if row["amount_key"] == "a" else 0.97} for row in rows]


def test_a_misread_last_digit_does_not_hide_in_the_tolerance() -> None:
    """All else adds up to the digit: what is off by one is the reading, not rounding."""
    row = judged(*doubted(*sums("picture", "100.01", 1000100)))["a"]
    assert (row["reading"], row["repaired_amount_yuan"]) == ("repaired", Decimal(1000000))


def test_where_sums_are_rounded_a_last_digit_may_be_right() -> None:
    rounded = [
        term("r3", "left", "x", "9.01", 90100),
        term("r3", "right", "y", "4.00", 40000),
        term("r3", "right", "z", "5.00", 50000),
    ]
    assert judged(*doubted(*sums("picture", "100.01", 1000100)), *doubted(*rounded)) == {}


def test_a_damaged_reading_is_repaired() -> None:
    assert judged(*sums("digital", "10(", None))["a"]["reading"] == "repaired"


def test_a_clean_digital_reading_is_never_judged() -> None:
    clean = [{**row, "source": "digital"} for row in sums("digital", "180.00", 1800000)]
    assert judged(*clean) == {}


def test_a_contradicted_reading_that_nothing_proves_is_damaged() -> None:
    found = judged(*sums("picture", "180.00", 1800000)[:3])
    assert {key: row["reading"] for key, row in found.items()} == {"a": "damaged", "b": "damaged", "t": "damaged"}
    assert {row["repaired_amount_yuan"] for row in found.values()} == {None}
