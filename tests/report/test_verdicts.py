"""Verdicts by rule and family."""

from __future__ import annotations

from typing import Any

from yusuan.report.verdicts import by_family, totals


def rule(rule_id: str, family: str, **counts: int) -> dict[str, Any]:
    nothing = dict.fromkeys(("exact", "rounding", "break", "not_evaluable", "trivial"), 0)
    return {"rule_id": rule_id, "family": family} | nothing | counts


def test_families_stand_from_one_table_to_several_documents_and_unknown_ones_last() -> None:
    names = ["between_documents", "of tomorrow", "prose", "within_table", "between_tables", "declared"]
    found = by_family([rule(name, name, exact=1) for name in names])
    assert [each["family"] for each in found] == [
        "within_table", "between_tables", "declared", "prose", "between_documents", "of tomorrow",
    ]  # fmt: skip


def test_a_family_sums_its_rules_and_tells_those_that_said_nothing() -> None:
    rules = [
        rule("a", "prose", exact=3, trivial=1),
        rule("b", "prose", not_evaluable=2),
        rule("c", "prose"),
        rule("d", "declared", **{"break": 5}),
    ]
    declared, prose = by_family(rules)
    assert [each["rule_id"] for each in prose["rules"]] == ["a", "b"]
    assert [each["rule_id"] for each in prose["silent"]] == ["c"]
    assert (prose["exact"], prose["not_evaluable"], prose["trivial"], prose["break"]) == (3, 2, 1, 0)
    assert declared["break"] == totals(rules)["break"] == 5
