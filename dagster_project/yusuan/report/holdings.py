"""What the warehouse holds: documents with what vouches for their figures, those turned away, and the gist in numbers.

Belongs here: queries over the contract's tables. Does not: findings, rules, coverage.
"""

from __future__ import annotations

import duckdb

from yusuan.report.finding_cards import FAULTS
from yusuan.serving.query_rows import QueryRow, Shown, first, rows

DOCUMENTS_SHOWN = 12  # the site lists all of them
LINES_SHOWN = 60  # of any other list

STANDINGS = ("verified", "disputed", "bounded", "untouched")
_SUMS = ", ".join(f"coalesce(sum({name}_count), 0)::BIGINT AS {name}" for name in (*STANDINGS, "money"))
_GIST = """
SELECT
    count(*) FILTER (status = 'loaded') AS loaded,
    count(*) FILTER (status = 'quarantined') AS quarantined,
    count(*) FILTER (status = 'rejected') AS rejected,
    count(DISTINCT publisher_name) FILTER (status = 'loaded') AS publishers,
    min(fiscal_year) FILTER (status = 'loaded') AS first_year,
    max(fiscal_year) FILTER (status = 'loaded') AS last_year,
    count(*) FILTER (status = 'loaded' AND stage = 'budget') AS budgets,
    count(*) FILTER (status = 'loaded' AND stage = 'final') AS finals,
    coalesce(sum(page_count) FILTER (status = 'loaded'), 0)::BIGINT AS pages,
    (SELECT count(*) FROM main.published_table) AS tables,
    (SELECT count(*) FROM main.published_amount) AS figures
FROM main.dim_document
"""
_DOCUMENTS = f"""
WITH amounts AS (SELECT document_key, count(*) AS figures FROM main.published_amount GROUP BY ALL),
standings AS (SELECT document_key, {_SUMS} FROM main.table_standing GROUP BY ALL),
results AS (
    SELECT document_key,
        count(*) FILTER (verdict = 'exact') AS exact, count(*) FILTER (verdict = 'rounding') AS rounding,
        count(*) FILTER (verdict = 'break') AS "break", count(*) FILTER (verdict = 'not_evaluable') AS not_evaluable
    FROM main.reconciliation_result GROUP BY ALL
),
findings AS (SELECT document_key, count(*) AS findings FROM main.finding WHERE {FAULTS} GROUP BY ALL)
SELECT document.*, coalesce(figures, 0) AS figures, coalesce(findings, 0) AS findings,
    coalesce(exact, 0) AS exact, coalesce(rounding, 0) AS rounding, coalesce("break", 0) AS "break",
    coalesce(not_evaluable, 0) AS not_evaluable, {", ".join(f"coalesce({name}, 0) AS {name}" for name in STANDINGS)},
    coalesce(money, 0) AS money
FROM main.dim_document AS document
LEFT JOIN amounts ON document.document_key = amounts.document_key
LEFT JOIN standings ON document.document_key = standings.document_key
LEFT JOIN results ON document.document_key = results.document_key
LEFT JOIN findings ON document.document_key = findings.document_key
WHERE document.status = 'loaded'
ORDER BY findings DESC, "break" DESC, verified / greatest(money, 1), publisher_name, fiscal_year, file_name
"""
_TURNED_AWAY = """
SELECT file_name, status, coalesce(status_reason, 'no reason given') AS reason, publisher_name, fiscal_year
FROM main.dim_document WHERE status <> 'loaded' ORDER BY status DESC, file_name
"""
_SET_ASIDE = """
SELECT document.file_name, aside.page_number, aside.part, aside.rule_id, aside.promise, aside.detail
FROM main.set_aside AS aside
INNER JOIN main.dim_document AS document ON aside.document_key = document.document_key
ORDER BY array_position(['document', 'table', 'figure', 'identity'], aside.part), document.file_name, aside.page_number
"""
_LAYOUTS = """
SELECT document.file_name, finding.page_number, finding.summary, finding.summary_zh
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.kind = 'layout_in_doubt'
ORDER BY document.file_name, finding.page_number, finding.finding_key
"""
_STRUCTURES = """
SELECT document.file_name, published.page_from,
    coalesce(published.table_number, published.table_title, published.table_kind) AS table_name, structure.*
FROM main.table_structure AS structure
INNER JOIN main.published_table AS published ON structure.table_key = published.table_key
INNER JOIN main.dim_document AS document ON structure.document_key = document.document_key
WHERE structure.structure <> 'list'  -- of which no header and no outline says anything that could mislead
ORDER BY document.file_name, published.page_from, structure.structure_key
"""
_CORRECTIONS = """
SELECT correction.*, document.file_name, document.publisher_name, document.fiscal_year, document.stage, document.level
FROM main.correction AS correction
INNER JOIN main.dim_document AS document ON correction.document_key = document.document_key
ORDER BY document.file_name, correction.page_number, correction.amount_key
"""
_PLACED = """
SELECT sum(printed_yuan) AS printed_yuan, sum(printed_yuan - unplaced_yuan) AS placed_yuan,
    sum(unplaced_yuan) AS unplaced_yuan
FROM main.expenditure_control WHERE printed_yuan IS NOT NULL
"""
_READINGS = "SELECT reading, count(*) AS n FROM main.published_amount GROUP BY ALL ORDER BY n DESC"


def gist(connection: duckdb.DuckDBPyConnection) -> QueryRow:
    """The warehouse in numbers: documents, years, pages, figures, money by standing, and expenditure by placing."""
    [counts] = rows(connection, _GIST)
    [standing] = rows(connection, f"SELECT {_SUMS} FROM main.table_standing")
    [placed] = rows(connection, _PLACED)
    return counts | standing | placed


def documents(connection: duckdb.DuckDBPyConnection) -> Shown:
    """The loaded documents with their figures and verdicts, those with most findings first."""
    return first(connection, _DOCUMENTS, DOCUMENTS_SHOWN)


def turned_away(connection: duckdb.DuckDBPyConnection) -> Shown:
    """The documents that were not loaded, with their reasons."""
    return first(connection, _TURNED_AWAY, LINES_SHOWN)


def set_aside(connection: duckdb.DuckDBPyConnection) -> Shown:
    """The parts of documents that were set aside, whole documents first."""
    return first(connection, _SET_ASIDE, LINES_SHOWN)


def layouts_in_doubt(connection: duckdb.DuckDBPyConnection) -> Shown:
    """The tables whose layout is not understood: no figure of them is held against the publisher."""
    return first(connection, _LAYOUTS, LINES_SHOWN)


def structures(connection: duckdb.DuckDBPyConnection) -> Shown:
    """What figures proved of their tables where header or outline say otherwise."""
    return first(connection, _STRUCTURES, LINES_SHOWN)


def corrections(connection: duckdb.DuckDBPyConnection) -> Shown:
    """The figures that a person corrected."""
    return first(connection, _CORRECTIONS, LINES_SHOWN)


def readings(connection: duckdb.DuckDBPyConnection) -> list[QueryRow]:
    """How the figures were read."""
    return rows(connection, _READINGS)


def standings_by_kind(connection: duckdb.DuckDBPyConnection) -> list[QueryRow]:
    """Money figures by kind of table and standing, the kind with most figures first."""
    return rows(
        connection,
        f"SELECT table_kind, any_value(name_en) AS name_en, any_value(name_zh) AS name_zh, {_SUMS} "
        "FROM main.table_standing INNER JOIN main.published_table USING (table_key) "
        "INNER JOIN seeds.table_kind USING (table_kind) GROUP BY table_kind "
        "ORDER BY money DESC, table_kind",
    )
