"""A page for each paper: its tables as printed, what vouches for each figure, and the way to the page of the paper.

Belongs here: tables put together again of their figures and texts, and long papers parted. Does not: what is wrong
(finding_cards), looks (templates/document.html.j2).
Which pages are made again is asked of the database: a fingerprint of all that they would show, so that figures are
fetched only for those.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from yusuan.report.addresses import body_page, document_page, source_address
from yusuan.report.finding_cards import FAULTS
from yusuan.report.page_writer import PageWriter, digest
from yusuan.serving.query_rows import QueryRow, rows
from yusuan.sql_text import array, listed
from yusuan.store.originals import Originals

PART = 380_000  # characters of tables from which on a paper is parted, which keeps every page below 1 MB
_AT_ONCE = 40  # papers whose figures are fetched together
_MARKUP = 24  # characters around what a cell says

_EVIDENCE = """
CREATE OR REPLACE TEMP TABLE figure_evidence AS
WITH through AS (
    SELECT term.amount_key, result.rule_id, count(*) FILTER (result.vouches) AS holds,
        count(*) FILTER (result.verdict = 'break') AS breaks
    FROM main.reconciliation_term AS term
    INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
    WHERE result.verdict <> 'not_evaluable' AND term.amount_key IN (
        SELECT amount_key FROM main.published_amount WHERE document_key IN {keys}
    )
    GROUP BY ALL
)
SELECT amount_key,
    CASE WHEN sum(breaks) > 0 THEN 'disputed' WHEN sum(holds) > 0 THEN 'verified' ELSE 'bounded' END AS standing,
    string_agg(rule_id || ' ' || holds || ' ' || breaks, ';' ORDER BY rule_id)
        FILTER (holds > 0 OR breaks > 0) AS evidence
FROM through GROUP BY amount_key
"""
# What figure_evidence would be made of, by the paper whose figure it is. Most identities are of one paper: their terms
# and results need not be joined for each to be another than they were.
_TERMS = "SELECT document_key, result_key, amount_key FROM main.reconciliation_term WHERE amount_key IS NOT NULL"
_RESULTS = """
SELECT document_key, result_key, rule_id, verdict, vouches FROM main.reconciliation_result
WHERE verdict <> 'not_evaluable'
"""
_BETWEEN_PAPERS = """
SELECT amount.document_key, term.amount_key, result.rule_id, result.verdict, result.vouches
FROM main.reconciliation_term AS term
INNER JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
WHERE term.spans_documents AND result.verdict <> 'not_evaluable'
"""
_PRINTED = "SELECT * FROM main.published_amount"
_LOCATED = f"""
SELECT amount.document_key, amount.amount_key FROM main.finding_amount AS suspect
INNER JOIN main.published_amount AS amount ON suspect.amount_key = amount.amount_key
WHERE suspect.role = 'located' AND suspect.finding_key IN (SELECT finding_key FROM main.finding WHERE {FAULTS})
"""
_FIGURES = f"""
SELECT amount.document_key, amount.table_key, amount.page_number, amount.row_number, amount.column_number,
    amount.amount_text AS text, amount.measure, amount.reading,
    amount.corrected_amount_yuan, amount.repeat_of IS NOT NULL AS is_repeated,
    CASE WHEN amount.measure = 'money' THEN coalesce(evidence.standing, 'untouched') END AS standing, evidence.evidence,
    amount.amount_key, amount.amount_key IN (SELECT amount_key FROM ({_LOCATED})) AS is_located
FROM main.published_amount AS amount
LEFT JOIN figure_evidence AS evidence ON amount.amount_key = evidence.amount_key
"""
_TEXTS = """
SELECT document_key, table_key, page_number, row_number, column_number, text, row_span FROM main.published_row_text
"""
_COLUMNS = "SELECT document_key, table_key, column_number, column_path FROM main.published_column"
_TABLES = """
SELECT published.document_key, published.table_key, published.table_kind, kind.name_en, kind.name_zh,
    published.table_number, published.table_title, published.page_from, published.page_to, published.printed_unit,
    published.declared_empty, published.note, standing.money_count, standing.verified_count, standing.disputed_count,
    published.table_ordinal
FROM main.published_table AS published
LEFT JOIN seeds.table_kind AS kind ON published.table_kind = kind.table_kind
LEFT JOIN main.table_standing AS standing ON published.table_key = standing.table_key
"""
_FINDINGS = """
SELECT document_key, finding_key, kind, page_number, summary, summary_zh, severity_yuan, severity_points, pattern,
    is_superseded
FROM main.finding
"""
_LACKING = """
SELECT coverage.document_key, kind.name_en, kind.name_zh, coverage.status FROM main.coverage AS coverage
INNER JOIN seeds.table_kind AS kind ON coverage.table_kind = kind.table_kind
WHERE coverage.status IN ('not_read', 'not_published', 'declared_empty')
"""
_DOCUMENTS = """
SELECT document.document_key, document.file_name, document.title, document.publisher_name, document.level,
    document.fiscal_year, document.stage, document.status, document.status_reason, document.page_count,
    document.unit_key, document.source_url, document.reader, document.identity_evidence, document.superseded_by,
    document.duplicate_of, unit.unit_name
FROM main.dim_document AS document LEFT JOIN main.dim_unit AS unit ON document.unit_key = unit.unit_key
ORDER BY document.publisher_name, document.fiscal_year, document.file_name, document.document_key
"""
_RULES = "SELECT rule_id, rule_name, rule_name_zh FROM seeds.reconciliation_rule"


@dataclass
class PrintedTable:
    """A table as a page shows it: its columns, and its rows by page."""

    facts: QueryRow
    columns: list[str] = field(default_factory=list)
    pages: list[QueryRow] = field(default_factory=list)
    is_continued: bool = False


def read_documents(connection: duckdb.DuckDBPyConnection, originals: Originals) -> list[QueryRow]:
    """All papers, each with its address, that of the paper itself, and that of its body."""
    return [
        document
        | {
            "address": document_page(document["document_key"]),
            "source": source_address(document, originals),
            "body_address": body_page(document["unit_key"]) if document["unit_key"] else None,
        }
        for document in rows(connection, _DOCUMENTS)
    ]


def lay_sources(connection: duckdb.DuckDBPyConnection, documents: Sequence[QueryRow]) -> None:
    """Lay where papers lie into the table paper_source (document_key, source), for queries of what leads to them."""
    keys, sources = ([document[name] for document in documents] for name in ("document_key", "source"))
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE paper_source AS "
        f"SELECT unnest({array(keys)}) AS document_key, unnest({array(sources)}) AS source"
    )


def write_documents(
    connection: duckdb.DuckDBPyConnection, documents: Sequence[QueryRow], bodies: Iterable[str], writer: PageWriter
) -> None:
    """Write the pages of all papers that show something else than before, and take over the others."""
    marks = _marks(connection)
    there = set(bodies)
    changed: list[QueryRow] = []
    for document in documents:
        shown = document if document["unit_key"] in there else document | {"body_address": None}
        mark = digest(shown, marks[document["document_key"]])
        if not writer.keep_all(writer.parts_of(document["address"]), mark):
            changed.append(shown | {"mark": mark})
    if changed:
        connection.execute(_EVIDENCE.format(keys=listed(document["document_key"] for document in changed)))
    rules = {row["rule_id"]: row for row in rows(connection, _RULES)}
    for start in range(0, len(changed), _AT_ONCE):
        _write(connection, changed[start : start + _AT_ONCE], rules, writer)


def _marks(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """For each paper what tells whether anything that its page shows is another than it was."""
    marks: dict[str, list[str]] = defaultdict(list)
    shows = (_PRINTED, _TERMS, _RESULTS, _BETWEEN_PAPERS, _LOCATED, _TEXTS, _COLUMNS, _TABLES, _FINDINGS, _LACKING)
    for number, query in enumerate(shows):
        hashed = f"SELECT document_key, sum(hash(shown)::HUGEINT)::VARCHAR FROM ({query}) AS shown GROUP BY ALL"
        for key, mark in connection.execute(hashed).fetchall():
            marks[key].append(f"{number} {mark}")
    return marks


def _write(
    connection: duckdb.DuckDBPyConnection, documents: list[QueryRow], rules: dict[str, QueryRow], writer: PageWriter
) -> None:
    chosen = f"WHERE document_key IN {listed(document['document_key'] for document in documents)}"

    def by_document(query: str, order: str) -> dict[str, list[QueryRow]]:
        found: dict[str, list[QueryRow]] = defaultdict(list)
        for row in rows(connection, f"SELECT * FROM ({query}) {chosen} ORDER BY {order}"):
            found[row["document_key"]].append(row)
        return found

    figures = by_document(_FIGURES, "row_number, column_number")
    texts = by_document(_TEXTS, "row_number, column_number")
    columns = by_document(_COLUMNS, "column_number")
    tables = by_document(_TABLES, "page_from, table_ordinal, table_key")
    findings = by_document(_FINDINGS, "severity_yuan DESC NULLS LAST, page_number, finding_key")
    lacking = by_document(_LACKING, "status, name_en")
    for document in documents:
        key = document["document_key"]
        printed = _printed(tables[key], columns[key], figures[key], texts[key])
        parts = list(in_parts(printed))
        contents = [
            {"facts": table.facts, "address": document_page(key, number)}
            for number, part in enumerate(parts, start=1)
            for table in part
            if not table.is_continued
        ]
        shown = {
            "document": document,
            "contents": contents,
            "findings": findings[key],
            "lacking": lacking[key],
            "count": len(parts),
        }
        for number, part in enumerate(parts, start=1):
            address = document_page(key, number)
            content = shown | {"number": number, "address": address, "tables": part} | _evidence(part, rules)
            writer.make(address, "document.html.j2", content, document["mark"])


def _printed(
    tables: list[QueryRow], columns: list[QueryRow], figures: list[QueryRow], texts: list[QueryRow]
) -> list[PrintedTable]:
    """The tables of a paper with columns from left to right and rows from top to bottom."""
    by_table: dict[str, tuple[list[QueryRow], list[QueryRow], list[QueryRow]]] = defaultdict(lambda: ([], [], []))
    for place, found in enumerate((columns, figures, texts)):
        for row in found:
            by_table[row["table_key"]][place].append(row)
    return [put_together(facts, *by_table[facts["table_key"]]) for facts in tables]


def put_together(
    facts: QueryRow, columns: list[QueryRow], figures: list[QueryRow], texts: list[QueryRow]
) -> PrintedTable:
    """A table of its columns, its figures and the texts of its rows, each cell in its column and line.

    A column is known by its number, for several may have one header; one that is blank is shown, but not one of which
    nothing is printed, not even a header.
    """
    filled = {cell["column_number"] for cell in (*texts, *figures)}
    shown = [column for column in columns if column["column_path"] or column["column_number"] in filled]
    places = {column["column_number"]: place for place, column in enumerate(shown)}
    lines: dict[tuple[int, int], list[Any]] = {}
    spanning: dict[int, tuple[Any, int]] = {}  # of a column: the cell that reaches down, and over how many rows more
    for text in texts:
        line = lines.setdefault((text["row_number"], text["page_number"]), [None] * len(shown))
        place = places[text["column_number"]]
        printed, more = spanning.get(place, (None, 0))
        cell = (text["text"], text["row_span"], text["page_number"])
        if more and printed == cell:  # printed once, beside several rows
            spanning[place] = (cell, more - 1)
            continue
        spanning[place] = (cell, (text["row_span"] or 1) - 1)
        line[place] = text["text"]
    for figure in figures:
        line = lines.setdefault((figure["row_number"], figure["page_number"]), [None] * len(shown))
        line[places[figure["column_number"]]] = figure
    pages: list[QueryRow] = []
    for (_, page), line in sorted(lines.items()):
        if not pages or pages[-1]["page"] != page:
            pages.append({"page": page, "lines": []})
        pages[-1]["lines"].append(line)
    return PrintedTable(facts, [column["column_path"] for column in shown], pages)


def in_parts(tables: list[PrintedTable]) -> Iterator[list[PrintedTable]]:
    """The tables in parts of bounded size; a table that is longer itself goes on in the next part."""
    part: list[PrintedTable] = []
    size = 0
    for table in tables:
        for piece in _pieces(table):
            weight = _weight(piece)
            if part and size + weight > PART:
                yield part
                part, size = [], 0
            part.append(piece)
            size += weight
    yield part


def _pieces(table: PrintedTable) -> Iterator[PrintedTable]:
    if _weight(table) <= PART:
        yield table
        return
    pages: list[QueryRow] = []
    size, is_continued = 0, False
    for page in table.pages:
        for line in page["lines"]:
            weight = _line_weight(line)
            if size + weight > PART:
                yield PrintedTable(table.facts, table.columns, pages, is_continued)
                pages, size, is_continued = [], 0, True
            if not pages or pages[-1]["page"] != page["page"]:
                pages.append({"page": page["page"], "lines": []})
            pages[-1]["lines"].append(line)
            size += weight
    yield PrintedTable(table.facts, table.columns, pages, is_continued)


def _weight(table: PrintedTable) -> int:
    return sum(_line_weight(line) for page in table.pages for line in page["lines"])


def _line_weight(line: list[Any]) -> int:
    """About how many bytes a line takes: Chinese takes three to a character."""
    return sum(4 if cell is None else _MARKUP if isinstance(cell, dict) else 4 + 3 * len(cell) for cell in line)


def _evidence(tables: list[PrintedTable], rules: dict[str, QueryRow]) -> QueryRow:
    """What vouches for the figures: each rule once, each set of rules once, and the number of each figure’s set."""
    names: dict[str, int] = {}
    sets: dict[str, int] = {}
    for table in tables:
        for page in table.pages:
            for line in page["lines"]:
                for cell in line:
                    if isinstance(cell, dict) and cell["evidence"]:
                        cell["set"] = sets.setdefault(cell["evidence"], len(sets))
    said: list[list[list[int]]] = []
    for evidence in sets:
        each_rule = [each.rsplit(" ", 2) for each in evidence.split(";")]
        said.append(
            [[names.setdefault(rule, len(names)), int(holds), int(breaks)] for rule, holds, breaks in each_rule]
        )
    words = [[rules[rule]["rule_name"], rules[rule]["rule_name_zh"]] if rule in rules else ["", ""] for rule in names]
    return {"rules": words, "sets": said}
