"""What the report says, read from the build's database.

Belongs here: queries over the contract's tables, and nothing computed that they do not hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

Row = dict[str, Any]

_LOADED = """
SELECT document.*,
    (SELECT count(*) FROM main.published_table AS t WHERE t.document_key = document.document_key) AS tables,
    (SELECT count(*) FROM main.published_amount AS a WHERE a.document_key = document.document_key) AS amounts,
    (SELECT count(*) FROM main.reconciliation_result AS r
        WHERE r.document_key = document.document_key AND r.verdict <> 'not_evaluable') AS identities,
    (SELECT count(*) FROM main.reconciliation_result AS r
        WHERE r.document_key = document.document_key AND r.verdict = 'break') AS breaks
FROM main.dim_document AS document
WHERE document.status = 'loaded'
ORDER BY publisher_name, fiscal_year, stage, file_name
"""
_TURNED_AWAY = """
SELECT file_name, status, coalesce(status_reason, 'no reason given') AS reason, publisher_name, fiscal_year
FROM main.dim_document WHERE status <> 'loaded' ORDER BY status DESC, file_name
"""
_VERDICTS = """
SELECT
    rule.rule_id, rule.rule_name, rule.rule_name_zh, rule.family,
    count(*) FILTER (verdict = 'exact') AS exact,
    count(*) FILTER (verdict = 'rounding') AS rounding,
    count(*) FILTER (verdict = 'break') AS "break",
    count(*) FILTER (verdict = 'not_evaluable') AS not_evaluable,
    count(*) FILTER (trivial AND verdict <> 'not_evaluable') AS trivial,
    count(DISTINCT document_key) FILTER (verdict <> 'not_evaluable') AS documents
FROM seeds.reconciliation_rule AS rule
LEFT JOIN main.reconciliation_result AS result ON rule.rule_id = result.rule_id
GROUP BY ALL
ORDER BY rule.family, rule.rule_id
"""
_COVERAGE = """
SELECT document_key, table_kind, status FROM main.coverage
"""
_KINDS = "SELECT table_kind, name_en, name_zh FROM seeds.table_kind"
_NOT_EVALUABLE = """
SELECT
    coalesce(not_evaluable_reason, 'no reason given') AS reason,
    count(*) AS n,
    count(DISTINCT document_key) AS documents
FROM main.reconciliation_result WHERE verdict = 'not_evaluable' GROUP BY ALL ORDER BY n DESC, reason LIMIT 30
"""
_CONTROL = """
SELECT document.file_name, document.publisher_name, control.*
FROM main.expenditure_control AS control
INNER JOIN main.dim_document AS document ON control.document_key = document.document_key
ORDER BY document.publisher_name, control.fiscal_year, control.stage
"""
_NOTICES = """
SELECT document.file_name, finding.summary
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.kind = 'notice'
ORDER BY document.file_name, finding.page_number, finding.summary
"""
_READINGS = """
SELECT reading, count(*) AS n FROM main.published_amount GROUP BY ALL ORDER BY n DESC
"""


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[Row]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def read_content(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """Everything the page shows that comes from the database."""
    loaded = rows(connection, _LOADED)
    coverage: dict[str, dict[str, str]] = {}
    for row in rows(connection, _COVERAGE):
        coverage.setdefault(row["document_key"], {})[row["table_kind"]] = row["status"]
    shown = {kind for kinds in coverage.values() for kind in kinds}
    verdicts = rows(connection, _VERDICTS)
    return {
        "loaded": loaded,
        "turned_away": rows(connection, _TURNED_AWAY),
        "kinds": [kind for kind in rows(connection, _KINDS) if kind["table_kind"] in shown],
        "coverage": coverage,
        "verdicts": verdicts,
        "totals": totals(verdicts, ("exact", "rounding", "break", "not_evaluable", "trivial")),
        "not_evaluable": rows(connection, _NOT_EVALUABLE),
        "readings": rows(connection, _READINGS),
        "control": rows(connection, _CONTROL),
        "notices": rows(connection, _NOTICES),
    }


def totals(verdicts: Iterable[Row], names: Iterable[str]) -> dict[str, int]:
    """The sums of some columns."""
    kept = list(verdicts)
    return {name: sum(row[name] for row in kept) for name in names}
