"""The findings as the page shows them: gravest first, with pictures of their cells and what is known of each cell.

Belongs here: choosing what is shown, so that the page stays small however many documents there are. Does not: deciding
what is a finding or which cell is wrong (dbt), drawing (pictures), wording of identities (evidence).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import duckdb

from yusuan.report.evidence import Identity, identities, identities_through
from yusuan.report.marks import Mark, MarkedPage, Span, choose_pages
from yusuan.report.pictures import Pictures
from yusuan.report.rows import Row, Shown, first, listed, rows

PICTURED = 40  # findings with pictures and evidence
LISTED = 120  # findings after them, in a line each
NOTICES = 60
_PAGES = 2  # pictures of one finding at most
_CELLS = 6  # cells of one finding whose evidence is shown
_IDENTITIES = 6  # of one cell
_SUSPECTS = ("located", "candidate")

_FINDINGS = """
SELECT finding.finding_key, finding.kind, finding.page_number, finding.summary, finding.summary_zh,
    document.document_key, document.file_name, document.reader, document.publisher_name, document.fiscal_year,
    document.stage, document.level,
    coalesce(moved.shift_yuan, apart.apart_yuan, 0) AS weight_yuan,
    CASE WHEN coalesce(moved.shift_yuan, apart.apart_yuan) IS NULL THEN apart.apart_percent END AS weight_percent,
    coalesce(apart.identities, 0) AS identities
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
LEFT JOIN (
    SELECT finding_key, max(abs(shift_yuan)) AS shift_yuan FROM main.finding_amount GROUP BY ALL
) AS moved ON finding.finding_key = moved.finding_key
LEFT JOIN (
    SELECT link.finding_key, count(*) AS identities,
        max(abs(result.residual_yuan)) FILTER (rule.tolerance <> 'last digit') AS apart_yuan,
        max(abs(result.residual_yuan)) FILTER (rule.tolerance = 'last digit') AS apart_percent
    FROM main.finding_result AS link
    INNER JOIN main.reconciliation_result AS result ON link.result_key = result.result_key
    INNER JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
    GROUP BY ALL
) AS apart ON finding.finding_key = apart.finding_key
WHERE {condition}
ORDER BY weight_yuan DESC, weight_percent DESC NULLS LAST,
    document.publisher_name, document.file_name, finding.page_number, finding.finding_key
"""
_CELLS_OF = """
WITH told AS (
    SELECT link.finding_key, coalesce(term.amount_key, term.prose_figure_key) AS key, 'involved' AS role,
        NULL::DECIMAL(24, 2) AS shift_yuan
    FROM main.finding_result AS link
    INNER JOIN main.reconciliation_term AS term ON link.result_key = term.result_key
    WHERE link.finding_key IN {keys}
    UNION ALL BY NAME
    SELECT finding_key, amount_key AS key, role, shift_yuan FROM main.finding_amount WHERE finding_key IN {keys}
),
cells AS (
    SELECT finding_key, key, max(shift_yuan) AS shift_yuan,
        CASE WHEN bool_or(role = 'located') THEN 'located' WHEN bool_or(role = 'candidate') THEN 'candidate'
            ELSE 'involved' END AS role
    FROM told GROUP BY ALL
),
tables AS (
    SELECT table_key, page_number, min(top) AS top
    FROM main.published_amount WHERE table_key IN (
        SELECT table_key FROM main.published_amount WHERE amount_key IN (SELECT key FROM cells)
    ) GROUP BY ALL
),
places AS (
    SELECT amount.amount_key AS key, amount.document_key, amount.page_number, amount.row_number,
        amount.x0, amount.top, amount.x1, amount.bottom, tables.top AS table_top,
        amount.amount_text AS text, amount.row_label AS label, amount.column_path, amount.corrected_amount_yuan,
        amount.printed_unit AS unit,
        coalesce(published.table_number, published.table_title, published.table_kind) AS table_name
    FROM main.published_amount AS amount
    INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
    LEFT JOIN tables ON amount.table_key = tables.table_key AND amount.page_number = tables.page_number
    WHERE amount.amount_key IN (SELECT key FROM cells)
    UNION ALL BY NAME
    SELECT prose_figure_key AS key, document_key, page_number, sentence_number AS row_number, x0, top, x1, bottom,
        figure_text AS text, phrase AS label, heading AS column_path, unit
    FROM main.prose_figure WHERE prose_figure_key IN (SELECT key FROM cells)
)
SELECT cells.finding_key, cells.role, cells.shift_yuan, document.file_name, places.*
FROM cells
INNER JOIN places ON cells.key = places.key
INNER JOIN main.dim_document AS document ON places.document_key = document.document_key
ORDER BY cells.finding_key, cells.role = 'involved', places.page_number, places.row_number, places.x0, places.key
"""
_LINKS = "SELECT finding_key, result_key FROM main.finding_result WHERE finding_key IN {keys}"
_KINDS = "SELECT kind, count(*) AS n FROM main.finding GROUP BY ALL"
_HEADER = 64.0  # points above the first figure of a table, where its header is


@dataclass(frozen=True)
class Picture:
    """A picture of a part of a page, as a data URI."""

    file_name: str
    page: int
    uri: str


@dataclass(frozen=True)
class Chain:
    """What is known of one cell: the identities that break on it, those that vouch for it, and how many more."""

    cell: Row
    breaking: list[Identity]
    vouching: list[Identity]
    more: int


@dataclass(frozen=True)
class Card:
    """One finding as shown."""

    finding: Row
    identities: list[Identity]
    cells: list[Row]
    chains: list[Chain]
    pictures: list[Picture]
    pages_left_out: int

    @property
    def result_keys(self) -> set[str]:
        """The identities that the finding explains."""
        return {item.result_key for item in self.identities}


@dataclass(frozen=True)
class Found:
    """`cards` with pictures, then `listed` in a line each, then those that are only counted; notices apart."""

    kinds: dict[str, int]
    cards: list[Card]
    listed: Shown
    notices: Shown
    count: int = 0


def read(connection: duckdb.DuckDBPyConnection, pictures: Pictures) -> Found:
    """What the page shows of the findings of a build."""
    kinds = {row["kind"]: row["n"] for row in rows(connection, _KINDS)}
    faults = first(connection, _FINDINGS.format(condition="finding.kind <> 'notice'"), PICTURED + LISTED)
    pictured = faults.rows[:PICTURED]
    return Found(
        kinds=kinds,
        cards=list(_cards(connection, pictures, pictured)),
        listed=Shown(faults.rows[PICTURED:], faults.more),
        notices=first(connection, _FINDINGS.format(condition="finding.kind = 'notice'"), NOTICES),
        count=faults.count,
    )


def _cards(connection: duckdb.DuckDBPyConnection, pictures: Pictures, findings: list[Row]) -> Iterable[Card]:
    keys = [finding["finding_key"] for finding in findings]
    cells: dict[str, list[Row]] = {key: [] for key in keys}
    for cell in rows(connection, _CELLS_OF.format(keys=listed(keys))):
        cells[cell["finding_key"]].append(cell)
    links = connection.execute(_LINKS.format(keys=listed(keys))).fetchall()
    results = {item.result_key: item for item in identities(connection, [result for _, result in links])}
    told = {key: _told(cells[key]) for key in keys}
    through = _through(connection, {cell["key"] for chosen in told.values() for cell in chosen})
    drawn: dict[str, tuple[list[Picture], int]] = {}
    # Page by page, so that no page is drawn twice.
    for finding in sorted(findings, key=lambda f: (f["file_name"], f["page_number"] or 0)):
        drawn[finding["finding_key"]] = _pictures(pictures, cells[finding["finding_key"]])
    for finding in findings:
        key = finding["finding_key"]
        yield Card(
            finding=finding,
            identities=[results[result] for owner, result in links if owner == key and result in results],
            cells=cells[key],
            chains=[chain_of(cell, through.get(cell["key"], [])) for cell in told[key]],
            pictures=drawn[key][0],
            pages_left_out=drawn[key][1],
        )


def _told(cells: list[Row]) -> list[Row]:
    """The cells whose evidence is shown: those held to be wrong or that may be, else all that the finding concerns."""
    return ([cell for cell in cells if cell["role"] in _SUSPECTS] or cells)[:_CELLS]


def _through(connection: duckdb.DuckDBPyConnection, keys: set[str]) -> dict[str, list[Identity]]:
    found: dict[str, list[Identity]] = {}
    for item in identities_through(connection, sorted(keys)):
        for key in {term.key for term in item.terms} & keys:
            found.setdefault(key, []).append(item)
    return found


def chain_of(cell: Row, found: list[Identity]) -> Chain:
    """The evidence of one cell; the identities that say nothing (trivial, not evaluable) are only counted."""
    breaking = [item for item in found if item.verdict == "break"][:_IDENTITIES]
    vouching = [item for item in found if item.vouches][: max(2, _IDENTITIES - len(breaking))]
    return Chain(cell, breaking, vouching, len(found) - len(breaking) - len(vouching))


def _pictures(pictures: Pictures, cells: list[Row]) -> tuple[list[Picture], int]:
    pages = choose_pages(marked(cells), _SUSPECTS, 99)
    drawn: list[Picture] = []
    for page in choose_pages(pages, _SUSPECTS, _PAGES):
        uri = pictures.cut(page.file_name, page.page, page.marks, page.also)
        if uri is not None:
            drawn.append(Picture(page.file_name, page.page, uri))
    return drawn, len(pages) - len(drawn) if drawn else 0


def marked(cells: list[Row]) -> list[MarkedPage]:
    """The pages that print these cells, each with its marks and the headers of their tables."""
    found: dict[tuple[str, int], tuple[list[Mark], set[Span]]] = {}
    for cell in cells:
        box: Any = tuple(cell[side] for side in ("x0", "top", "x1", "bottom"))
        if None in box:
            continue
        marks, headers = found.setdefault((cell["file_name"], cell["page_number"]), ([], set()))
        marks.append(Mark(cell["role"], box))
        if cell["table_top"] is not None:
            headers.add((cell["table_top"] - _HEADER, cell["table_top"]))
    return [MarkedPage(*place, tuple(marks), tuple(sorted(also))) for place, (marks, also) in found.items()]
