"""What the rules found: verdicts by rule and family, why identities could not be evaluated, facts against totals.

Belongs here: queries over results. Does not: single identities (evidence), findings.
"""

from __future__ import annotations

from typing import Any

import duckdb

from yusuan.serving.query_rows import QueryRow, Shown, first, rows

VERDICTS = ("exact", "rounding", "break", "not_evaluable")
_CONTROLS_SHOWN = 40
_BY_RULE = """
WITH counted AS (
    SELECT
        rule_id,
        count(*) FILTER (verdict = 'exact') AS exact,
        count(*) FILTER (verdict = 'rounding') AS rounding,
        count(*) FILTER (verdict = 'break') AS "break",
        count(*) FILTER (verdict = 'not_evaluable') AS not_evaluable,
        count(*) FILTER (trivial AND verdict <> 'not_evaluable') AS trivial,
        count(DISTINCT document_key) FILTER (verdict <> 'not_evaluable') AS documents
    FROM main.reconciliation_result GROUP BY rule_id
)
SELECT
    rule.rule_id, rule.rule_name, rule.rule_name_zh, rule.family, rule.description, rule.description_zh,
    coalesce(exact, 0) AS exact, coalesce(rounding, 0) AS rounding, coalesce("break", 0) AS "break",
    coalesce(not_evaluable, 0) AS not_evaluable, coalesce(trivial, 0) AS trivial, coalesce(documents, 0) AS documents
FROM seeds.reconciliation_rule AS rule LEFT JOIN counted ON rule.rule_id = counted.rule_id
ORDER BY "break" DESC, rounding DESC, exact DESC, rule.rule_id
"""
_NOT_EVALUABLE = """
SELECT coalesce(not_evaluable_reason, 'no reason given') AS reason, count(*) AS n,
    count(DISTINCT document_key) AS documents
FROM main.reconciliation_result WHERE verdict = 'not_evaluable' GROUP BY ALL ORDER BY n DESC, reason LIMIT 30
"""
_CONTROL = """
SELECT document.file_name, document.publisher_name, control.*
FROM main.expenditure_control AS control
INNER JOIN main.dim_document AS document ON control.document_key = document.document_key
ORDER BY control.holds NULLS LAST, control.unplaced_yuan DESC, abs(control.residual_yuan) DESC,
    document.publisher_name, control.fiscal_year
"""


def by_rule(connection: duckdb.DuckDBPyConnection) -> list[QueryRow]:
    """Every rule of the catalogue with its verdicts, those with most breaks first."""
    return rows(connection, _BY_RULE)


def by_family(rules: list[QueryRow]) -> list[dict[str, Any]]:
    """The rules of each family and their verdicts together: `rules` were evaluated somewhere, `silent` nowhere."""
    families: list[dict[str, Any]] = []
    for name in dict.fromkeys(rule["family"] for rule in sorted(rules, key=_order)):
        own = [rule for rule in rules if rule["family"] == name]
        spoke = [rule for rule in own if any(rule[verdict] for verdict in VERDICTS)]
        silent = [rule for rule in own if rule not in spoke]
        families.append({"family": name, "rules": spoke, "silent": silent} | totals(own))
    return families


def totals(rules: list[QueryRow]) -> dict[str, int]:
    """The sums of the verdicts over rules."""
    return {name: sum(rule[name] for rule in rules) for name in (*VERDICTS, "trivial")}


def not_evaluable(connection: duckdb.DuckDBPyConnection) -> list[QueryRow]:
    """Why identities could not be evaluated, the most frequent reason first."""
    return rows(connection, _NOT_EVALUABLE)


def control(connection: duckdb.DuckDBPyConnection) -> Shown:
    """What the expenditure facts add up to beside the printed total, those that differ first."""
    return first(connection, _CONTROL, _CONTROLS_SHOWN)


def _order(rule: QueryRow) -> tuple[int, str]:
    order = ("within_table", "between_tables", "declared", "prose", "between_documents")
    return (order.index(rule["family"]) if rule["family"] in order else len(order), rule["family"])
