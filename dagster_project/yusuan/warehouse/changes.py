"""What changed since the last build: documents, amounts, verdicts and findings that came, went or are told otherwise.

Belongs here: comparing two databases. Does not: wording the summary (summary) or the page (report).

Where a build continues the last one, only rows of the documents that it made anew can differ, and only those are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb

FINDINGS_KEPT = 20  # of those that came and of those that went; the others are counted

_COUNTS = """
SELECT 'documents loaded' AS what, count(*) AS n FROM {db}.main.dim_document WHERE status = 'loaded'
UNION ALL SELECT 'amounts', count(*) FROM {db}.main.published_amount
UNION ALL SELECT 'identities ' || verdict, count(*) FROM {db}.main.reconciliation_result GROUP BY verdict
UNION ALL SELECT 'findings ' || kind, count(*) FROM {db}.main.finding GROUP BY kind
"""
_DOCUMENTS = """
SELECT coalesce(is_now.file_name, was.file_name), was.status, is_now.status
FROM was.main.dim_document AS was
FULL JOIN is_now.main.dim_document AS is_now ON was.document_key = is_now.document_key
WHERE was.status IS DISTINCT FROM is_now.status
ORDER BY ALL
"""
_COMPARED = """
CREATE TEMP TABLE compared AS
SELECT document_key FROM was.main.dim_document UNION SELECT document_key FROM is_now.main.dim_document
"""
_COMPARED_ONLY = "CREATE TEMP TABLE compared AS SELECT unnest(?::VARCHAR[]) AS document_key"
# Of documents loaded in both builds: what is read otherwise than before, though the paper is the same.
_AMOUNTS = """
WITH both_loaded AS (
    SELECT was.document_key
    FROM was.main.dim_document AS was
    INNER JOIN is_now.main.dim_document AS is_now ON was.document_key = is_now.document_key
    SEMI JOIN compared ON was.document_key = compared.document_key
    WHERE was.status = 'loaded' AND is_now.status = 'loaded'
)
SELECT
    count(*) FILTER (was.amount_key IS NULL) AS came,
    count(*) FILTER (is_now.amount_key IS NULL) AS went,
    count(*) FILTER (
        was.amount_key = is_now.amount_key
        AND (was.amount_text, was.amount_yuan) IS DISTINCT FROM (is_now.amount_text, is_now.amount_yuan)
    ) AS differ
FROM (SELECT * FROM was.main.published_amount SEMI JOIN both_loaded USING (document_key)) AS was
FULL JOIN (SELECT * FROM is_now.main.published_amount SEMI JOIN both_loaded USING (document_key)) AS is_now
    ON was.amount_key = is_now.amount_key
"""
_VERDICTS = """
SELECT was.verdict, is_now.verdict, count(*)
FROM (SELECT * FROM was.main.reconciliation_result SEMI JOIN compared USING (document_key)) AS was
INNER JOIN (SELECT * FROM is_now.main.reconciliation_result SEMI JOIN compared USING (document_key)) AS is_now
    ON was.result_key = is_now.result_key
WHERE was.verdict <> is_now.verdict
GROUP BY ALL ORDER BY ALL
"""
# The gravest first.
_FINDINGS = """
SELECT finding.*, document.file_name, count(*) OVER () AS row_count
FROM {here}.main.finding AS finding
SEMI JOIN compared ON finding.document_key = compared.document_key
ANTI JOIN {there}.main.finding AS other ON finding.finding_key = other.finding_key
INNER JOIN {here}.main.dim_document AS document ON finding.document_key = document.document_key
ORDER BY finding.kind = 'notice'{severity}, document.file_name, finding.page_number,
    finding.finding_key
LIMIT {room}
"""


@dataclass(frozen=True)
class DocumentChange:
    """A document that came (`was` None), went (`now` None), or has another status than before."""

    name: str
    was: str | None
    now: str | None

    def __str__(self) -> str:
        if self.was is None:
            return f"new: {self.name} ({self.now})"
        if self.now is None:
            return f"gone: {self.name} (was {self.was})"
        return f"{self.name}: {self.was} → {self.now}"


@dataclass(frozen=True)
class Changes:
    """What one database has that another had not, and the reverse.

    `documents`: those that came, went or changed; `counts`: what → (before, after), only those that differ; `amounts`:
    how many `came`, `went` and `differ` in documents loaded in both; `verdicts`: (before, after, identities evaluated
    in both);
    `came`, `went`: the first findings that are new, and that are gone, as rows, and how many they are in all.
    """

    documents: list[DocumentChange] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    verdicts: list[tuple[str, str, int]] = field(default_factory=list)
    came: list[dict[str, Any]] = field(default_factory=list)
    went: list[dict[str, Any]] = field(default_factory=list)
    came_count: int = 0
    went_count: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(
            self.documents or self.counts or any(self.amounts.values()) or self.verdicts or self.came or self.went
        )


def changes_between(last: Path | None, database: Path, made_anew: Collection[str] | None = None) -> Changes | None:
    """What the database has that the last one had not, and the reverse; None when there is no last one.

    `made_anew`: the documents that differ at most, where the database was made from the last one's rows of all others;
    None: any may.
    """
    if last is None or not last.exists():
        return None
    with duckdb.connect(":memory:") as connection:
        for alias, path in (("was", last), ("is_now", database)):
            connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {alias} (READ_ONLY)")
        if made_anew is None:
            connection.execute(_COMPARED)
        else:
            connection.execute(_COMPARED_ONLY, [[*made_anew]])
        before = dict(connection.execute(_COUNTS.format(db="was")).fetchall())
        after = dict(connection.execute(_COUNTS.format(db="is_now")).fetchall())
        came, came_count = _findings(connection, "is_now", "was")
        went, went_count = _findings(connection, "was", "is_now")
        return Changes(
            documents=[DocumentChange(*row) for row in connection.execute(_DOCUMENTS).fetchall()],
            counts={
                name: (before.get(name, 0), after.get(name, 0))
                for name in sorted(before | after)
                if before.get(name, 0) != after.get(name, 0)
            },
            amounts=_rows(connection, _AMOUNTS)[0],
            verdicts=[(was, now, n) for was, now, n in connection.execute(_VERDICTS).fetchall()],
            came=came,
            went=went,
            came_count=came_count,
            went_count=went_count,
        )


def _findings(connection: duckdb.DuckDBPyConnection, here: str, there: str) -> tuple[list[dict[str, Any]], int]:
    # An older build may not have told its findings in Chinese, nor how grave they are.
    columns = [name for name, *_ in connection.execute(f"DESCRIBE {here}.main.finding").fetchall()]
    severity = ", finding.severity_yuan DESC NULLS LAST" if "severity_yuan" in columns else ""
    found = _rows(connection, _FINDINGS.format(here=here, there=there, severity=severity, room=FINDINGS_KEPT))
    return [{"summary_zh": row["summary"]} | row for row in found], found[0]["row_count"] if found else 0


def _rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[dict[str, Any]]:
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
