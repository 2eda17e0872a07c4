"""Which tables each disclosure has: the matrix of disclosures and kinds of tables, those that lack most first.

Belongs here: queries over the mart coverage. Does not: deciding what is expected (dbt).
"""

from __future__ import annotations

from dataclasses import dataclass

import duckdb

from yusuan.serving.query_rows import QueryRow, Shown, first, rows

DISCLOSURES_SHOWN = 50
STATUSES = ("published", "declared_empty", "not_read", "not_published")  # counted of each kind; not_usual is no news
_LACKING = "count(*) FILTER (coverage.status IN ('not_read', 'not_published'))"
_KINDS = f"""
SELECT kind.table_kind, kind.name_en, kind.name_zh,
    {", ".join(f"count(*) FILTER (status = '{status}') AS {status}" for status in STATUSES)}
FROM main.coverage AS coverage
INNER JOIN seeds.table_kind AS kind ON coverage.table_kind = kind.table_kind
GROUP BY ALL
HAVING count(*) FILTER (status <> 'not_usual') > 0
ORDER BY published + declared_empty + {_LACKING} DESC, kind.table_kind
"""
_DISCLOSURES = f"""
SELECT coverage.disclosure_key, any_value(document.publisher_name) AS publisher_name,
    any_value(document.file_name) AS file_name, any_value(document.fiscal_year) AS fiscal_year,
    any_value(document.stage) AS stage, any_value(document.level) AS level,
    map(
        list(coverage.table_kind ORDER BY coverage.table_kind), list(coverage.status ORDER BY coverage.table_kind)
    ) AS kinds,
    {_LACKING} AS lacking
FROM main.coverage AS coverage
INNER JOIN main.dim_document AS document ON coverage.document_key = document.document_key
GROUP BY coverage.disclosure_key
ORDER BY lacking DESC, publisher_name, fiscal_year, stage, file_name
"""


@dataclass(frozen=True)
class Matrix:
    """`kinds`: the columns with how many disclosures have each; `disclosures`: the rows, kind → status in `kinds`."""

    kinds: list[QueryRow]
    disclosures: Shown


def matrix(connection: duckdb.DuckDBPyConnection) -> Matrix:
    """The coverage matrix; its columns count every disclosure, shown or not."""
    return Matrix(rows(connection, _KINDS), first(connection, _DISCLOSURES, DISCLOSURES_SHOWN))
