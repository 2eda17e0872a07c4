"""Which tables each disclosure has: the matrix of disclosures and kinds of tables, those that lack most first.

Belongs here: queries over the mart coverage. Does not: deciding what is expected (dbt).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from yusuan.serving.query_rows import QueryRow, Shown, first, rows

DISCLOSURES_SHOWN = 50
STATUSES = ("published", "declared_empty", "missing")
# A table that is missing is only worth a hint where papers of that stage and level mostly have it.
_JUDGED = """
WITH usual AS (
    SELECT document.stage, document.level, coverage.table_kind,
        avg((coverage.status <> 'missing')::INTEGER) >= 0.5 AS is_usual
    FROM main.coverage AS coverage
    INNER JOIN main.dim_document AS document ON coverage.document_key = document.document_key
    GROUP BY ALL
),
judged AS (
    SELECT coverage.disclosure_key, coverage.document_key, coverage.table_kind,
        CASE WHEN coverage.status = 'missing' AND NOT usual.is_usual THEN 'unusual' ELSE coverage.status END AS status
    FROM main.coverage AS coverage
    INNER JOIN main.dim_document AS document ON coverage.document_key = document.document_key
    INNER JOIN usual ON coverage.table_kind = usual.table_kind
        AND document.stage IS NOT DISTINCT FROM usual.stage AND document.level IS NOT DISTINCT FROM usual.level
)
"""
_KINDS = f"""
{_JUDGED}
SELECT kind.table_kind, kind.name_en, kind.name_zh,
    count(*) FILTER (status = 'published') AS published,
    count(*) FILTER (status = 'declared_empty') AS declared_empty,
    count(*) FILTER (status = 'missing') AS missing
FROM judged AS coverage
INNER JOIN seeds.table_kind AS kind ON coverage.table_kind = kind.table_kind
GROUP BY ALL
ORDER BY published + declared_empty + missing DESC, kind.table_kind
"""
_DISCLOSURES = f"""
{_JUDGED}
SELECT coverage.disclosure_key, any_value(document.publisher_name) AS publisher_name,
    any_value(document.file_name) AS file_name, any_value(document.fiscal_year) AS fiscal_year,
    any_value(document.stage) AS stage, any_value(document.level) AS level,
    map(
        list(coverage.table_kind ORDER BY coverage.table_kind), list(coverage.status ORDER BY coverage.table_kind)
    ) AS kinds,
    count(*) FILTER (coverage.status = 'missing') AS missing
FROM judged AS coverage
INNER JOIN main.dim_document AS document ON coverage.document_key = document.document_key
GROUP BY coverage.disclosure_key
ORDER BY missing DESC, publisher_name, fiscal_year, stage, file_name
"""


@dataclass(frozen=True)
class Matrix:
    """`kinds`: the columns with how many disclosures have each; `disclosures`: the rows, kind → status in `kinds`."""

    kinds: list[QueryRow]
    disclosures: Shown


def matrix(connection: duckdb.DuckDBPyConnection) -> Matrix:
    """The coverage matrix; its columns count every disclosure, shown or not."""
    return Matrix(rows(connection, _KINDS), first(connection, _DISCLOSURES, DISCLOSURES_SHOWN))
