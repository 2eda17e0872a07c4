"""What changed since the last build: what came, went or is told otherwise.

Documents, amounts, facts, corrections, verdicts and findings.

Belongs here: comparing two databases. Does not: wording the summary (summary) or the page (report).

Where a build continues the last one, only rows of the documents that it made anew can differ, and only those are read.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from yusuan.sql_text import attach

FINDINGS_KEPT = 20  # of those that came and of those that went; the others are counted
FACTS_KEPT = 20  # sums of facts that changed most; the others are counted

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
# Additive marts, each added up per disclosure: another file of it may speak now, and its sum is what readers see.
_FACTS = (
    "basic_expenditure", "economic_expenditure", "expenditure", "operating_cost", "procurement", "project", "revenue",
    "three_public", "unit_expenditure",
)  # fmt: skip
_FACT_ROWS = """
SELECT
    '{fact}' AS fact, coalesce(document.disclosure_key, document.document_key) AS disclosure, rows.fiscal_year,
    rows.stage, min(document.file_name) AS file_name, sum(rows.amount_yuan) AS yuan
FROM {db}.main.fact_{fact} AS rows
SEMI JOIN compared ON rows.document_key = compared.document_key
INNER JOIN {db}.main.dim_document AS document ON rows.document_key = document.document_key
GROUP BY ALL
"""
_FACT_SUMS = """
SELECT
    fact, coalesce(is_now.file_name, was.file_name), fiscal_year, stage, was.yuan, is_now.yuan,
    count(*) OVER () AS row_count
FROM ({was}) AS was
FULL JOIN ({now}) AS is_now USING (fact, disclosure, fiscal_year, stage)
WHERE was.yuan IS DISTINCT FROM is_now.yuan
ORDER BY abs(coalesce(is_now.yuan, 0) - coalesce(was.yuan, 0)) DESC, fact, disclosure, fiscal_year, stage
LIMIT {room}
"""
_CORRECTION_ROWS = """
SELECT correction.*, document.file_name, {is_used} AS is_used
FROM {db}.main.correction AS correction
INNER JOIN {db}.main.dim_document AS document ON correction.document_key = document.document_key
"""
_IS_USED = "correction.amount_key IN (SELECT amount_key FROM {db}.main.fact_amount_link)"
_CORRECTIONS = """
SELECT
    coalesce(is_now.file_name, was.file_name), coalesce(is_now.page_number, was.page_number),
    coalesce(is_now.amount_text, was.amount_text), was.corrected_amount_yuan, is_now.corrected_amount_yuan,
    coalesce(is_now.is_used, was.is_used)
FROM ({was}) AS was
FULL JOIN ({now}) AS is_now ON was.amount_key = is_now.amount_key
WHERE was.corrected_amount_yuan IS DISTINCT FROM is_now.corrected_amount_yuan
ORDER BY ALL
"""
# A file of a disclosure of which another spoke before, or speaks now.
_SPEAKERS = """
SELECT is_now.file_name, speaker.file_name
FROM was.main.dim_document AS was
INNER JOIN is_now.main.dim_document AS is_now ON was.document_key = is_now.document_key
LEFT JOIN is_now.main.dim_document AS speaker ON is_now.superseded_by = speaker.document_key
WHERE was.superseded_by IS DISTINCT FROM is_now.superseded_by AND was.status = 'loaded' AND is_now.status = 'loaded'
ORDER BY ALL
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
class FactChange:
    """What a disclosure's rows of one fact add up to, in yuan; None where there are none."""

    fact: str
    name: str
    fiscal_year: int
    stage: str
    was: Decimal | None
    now: Decimal | None

    def __str__(self) -> str:
        was, now = (f"{yuan:,.2f}" if yuan is not None else "none" for yuan in (self.was, self.now))
        return f"fact_{self.fact}: {self.name} ({self.fiscal_year} {self.stage}): {was} → {now} yuan"


@dataclass(frozen=True)
class CorrectionChange:
    """A line of corrections.csv that came (`was` None), went (`now` None), or decides otherwise, in yuan.

    `is_used`: a fact is made of the figure that it corrects, and not of the same money printed elsewhere.
    """

    name: str
    page_number: int | None
    printed: str
    was: Decimal | None
    now: Decimal | None
    is_used: bool = True

    def __str__(self) -> str:
        place = f"{self.name} p. {self.page_number}" if self.page_number else self.name
        if self.was is None:
            use = "facts use" if self.is_used else "decided"
            said = f"new correction: {place}: printed {self.printed}, {use} {self.now:,.2f} yuan"
        elif self.now is None:
            again = f"facts use the printed {self.printed} again" if self.is_used else f"printed {self.printed}"
            return f"correction gone: {place}: {again} (was {self.was:,.2f} yuan)"
        else:
            said = f"correction changed: {place}: {self.was:,.2f} → {self.now:,.2f} yuan"
        return said if self.is_used else f"{said}; NO FACT IS MADE OF THIS FIGURE: correct it where facts take it from"


@dataclass(frozen=True)
class SpeakerChange:
    """A file loaded in both builds that another of its disclosure silences now; `speaker` None: it speaks again."""

    name: str
    speaker: str | None

    def __str__(self) -> str:
        return (
            f"{self.name} speaks for its disclosure now"
            if self.speaker is None
            else f"{self.name}: {self.speaker} speaks instead now"
        )


@dataclass(frozen=True)
class Changes:
    """What one database has that another had not, and the reverse.

    `documents`: those that came, went or changed; `counts`: what → (before, after), only those that differ; `amounts`:
    how many `came`, `went` and `differ` in documents loaded in both; `verdicts`: (before, after, identities evaluated
    in both);
    `facts`: the sums of facts that changed most, and how many there are; `corrections`, `speakers`: those that changed;
    `came`, `went`: the first findings that are new, and that are gone, as rows, and how many they are in all.
    """

    documents: list[DocumentChange] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    amounts: dict[str, int] = field(default_factory=dict)
    verdicts: list[tuple[str, str, int]] = field(default_factory=list)
    facts: list[FactChange] = field(default_factory=list)
    fact_count: int = 0
    corrections: list[CorrectionChange] = field(default_factory=list)
    speakers: list[SpeakerChange] = field(default_factory=list)
    came: list[dict[str, Any]] = field(default_factory=list)
    went: list[dict[str, Any]] = field(default_factory=list)
    came_count: int = 0
    went_count: int = 0

    @property
    def any(self) -> bool:
        """Whether anything changed."""
        return bool(
            self.documents
            or self.counts
            or any(self.amounts.values())
            or self.verdicts
            or self.came
            or self.went
            or self.facts
            or self.corrections
            or self.speakers
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
            attach(connection, path, alias)
        if made_anew is None:
            connection.execute(_COMPARED)
        else:
            connection.execute(_COMPARED_ONLY, [[*made_anew]])
        before = dict(connection.execute(_COUNTS.format(db="was")).fetchall())
        after = dict(connection.execute(_COUNTS.format(db="is_now")).fetchall())
        came, came_count = _findings(connection, "is_now", "was")
        went, went_count = _findings(connection, "was", "is_now")
        facts, fact_count = _facts(connection)
        return Changes(
            documents=[DocumentChange(*row) for row in connection.execute(_DOCUMENTS).fetchall()],
            counts={
                name: (before.get(name, 0), after.get(name, 0))
                for name in sorted(before | after)
                if before.get(name, 0) != after.get(name, 0)
            },
            amounts=_rows(connection, _AMOUNTS)[0],
            verdicts=[(was, now, n) for was, now, n in connection.execute(_VERDICTS).fetchall()],
            facts=facts,
            fact_count=fact_count,
            corrections=_corrections(connection),
            speakers=_speakers(connection),
            came=came,
            went=went,
            came_count=came_count,
            went_count=went_count,
        )


def _columns(connection: duckdb.DuckDBPyConnection, table: str) -> set[str]:
    """The columns that a mart has in both builds: a build of earlier models may not have all, or the mart."""
    rows = connection.execute(
        "SELECT column_name FROM duckdb_columns() WHERE database_name IN ('was', 'is_now') AND table_name = ? "
        "GROUP BY column_name HAVING count(*) = 2",
        [table],
    ).fetchall()
    return {name for (name,) in rows}


def _facts(connection: duckdb.DuckDBPyConnection) -> tuple[list[FactChange], int]:
    needed = {"document_key", "fiscal_year", "stage", "amount_yuan"}
    there = [fact for fact in _FACTS if needed <= _columns(connection, f"fact_{fact}")]
    if not there or "disclosure_key" not in _columns(connection, "dim_document"):
        return [], 0
    sums = {
        alias: " UNION ALL ".join(f"({_FACT_ROWS.format(fact=fact, db=db)})" for fact in there)
        for alias, db in (("was", "was"), ("now", "is_now"))
    }
    rows = connection.execute(_FACT_SUMS.format(**sums, room=FACTS_KEPT)).fetchall()
    return [FactChange(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def _corrections(connection: duckdb.DuckDBPyConnection) -> list[CorrectionChange]:
    if not _columns(connection, "correction"):
        return []
    is_used = _IS_USED if _columns(connection, "fact_amount_link") else "true"
    was, now = (_CORRECTION_ROWS.format(db=db, is_used=is_used.format(db=db)) for db in ("was", "is_now"))
    return [CorrectionChange(*row) for row in connection.execute(_CORRECTIONS.format(was=was, now=now)).fetchall()]


def _speakers(connection: duckdb.DuckDBPyConnection) -> list[SpeakerChange]:
    if "superseded_by" not in _columns(connection, "dim_document"):
        return []
    return [SpeakerChange(*row) for row in connection.execute(_SPEAKERS).fetchall()]


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
