"""The findings as the page shows them: gravest first, with pictures of their cells and what is known of each cell.

Belongs here: choosing what is shown, so that the page stays small however many documents there are. Does not: deciding
what is a finding or which cell is wrong (dbt), their cells (places), drawing (pictures), wording (evidence).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import duckdb

from yusuan.report.highlights import choose_pages
from yusuan.report.pictures import Pictures
from yusuan.report.places import SUSPECTS, cells_of, highlighted_pages
from yusuan.serving.evidence import EvaluatedIdentity, identities, identities_through
from yusuan.serving.query_rows import QueryRow, Shown, first, rows
from yusuan.sql_text import listed

PICTURED = 40  # findings with pictures and evidence
LISTED = 120  # findings after them, in a line each
NOTICES = 60
_PAGES = 2  # pictures of one finding at most
_CELLS = 6  # cells of one finding whose evidence is shown
_IDENTITIES = 6  # of one cell
_GROUPED = 4  # findings on one page of one table from which on they share a card

_NAMED = """
CREATE OR REPLACE TEMP TABLE named_finding AS
WITH explained AS (
    SELECT finding_key, count(*) AS identities FROM main.finding_result GROUP BY ALL
),
tables AS (
    SELECT finding.finding_key, min(amount.table_key) AS table_key
    FROM main.finding AS finding
    INNER JOIN main.finding_amount AS suspect ON finding.finding_key = suspect.finding_key
    INNER JOIN main.published_amount AS amount
        ON suspect.amount_key = amount.amount_key AND finding.page_number = amount.page_number
    GROUP BY ALL
)
SELECT finding.*, document.file_name, document.reader, document.publisher_name, document.fiscal_year,
    document.stage, document.level,
    coalesce(explained.identities, 0) AS identities,
    coalesce(tables.table_key || '|' || finding.page_number || finding.kind, finding.finding_key) AS group_key
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
LEFT JOIN explained ON finding.finding_key = explained.finding_key
LEFT JOIN tables ON finding.finding_key = tables.finding_key
WHERE NOT finding.is_superseded
"""
_FINDINGS = """
WITH numbered AS (
    SELECT *, count(*) OVER (PARTITION BY group_key) AS group_size,
        row_number() OVER (PARTITION BY group_key ORDER BY {order}) AS group_number
    FROM named_finding WHERE {condition}
)
SELECT * REPLACE (CASE WHEN group_size < {grouped} THEN 1 ELSE group_size END AS group_size)
FROM numbered
WHERE {members}
ORDER BY {order}
"""
IN_DOUBT = "layout_in_doubt"
_NO_FAULTS = ("notice", IN_DOUBT)  # within rounding; ours to mend, and shown with what was set aside
FAULTS = f"kind NOT IN {_NO_FAULTS}"
_OPEN = 3  # cards whose evidence is not folded
_NEVER = 10**9  # notices each stand for themselves
_GRAVEST = "severity_yuan DESC NULLS LAST, severity_points DESC NULLS LAST"
_ORDER = f"{_GRAVEST}, publisher_name, file_name, page_number, finding_key"
_LEADS = "group_size < {grouped} OR group_number = 1"
_LINKS = "SELECT finding_key, result_key FROM main.finding_result WHERE finding_key IN {keys}"
# Of a paper that another file of the same disclosure speaks for, the same faults would count again.
_KINDS = """
SELECT kind, count(*) AS n, is_superseded AS is_again FROM main.finding GROUP BY ALL
"""


@dataclass(frozen=True)
class CardPicture:
    """A picture of a part of a page, as a data URI."""

    file_name: str
    page: int
    uri: str


@dataclass(frozen=True)
class Chain:
    """What is known of one cell: the identities that break on it, those that vouch for it, and how many more."""

    cell: QueryRow
    breaking: list[EvaluatedIdentity]
    vouching: list[EvaluatedIdentity]
    more: int


@dataclass(frozen=True)
class Card:
    """One finding as shown; `members`: the others on the same page of the same table, which share its card."""

    finding: QueryRow
    members: list[QueryRow]
    identities: list[EvaluatedIdentity]
    cells: list[QueryRow]
    chains: list[Chain]
    cells_left_out: int
    pictures: list[CardPicture]
    pages_left_out: int
    is_open: bool = False

    @property
    def result_keys(self) -> set[str]:
        """The identities that the finding explains."""
        return {item.result_key for item in self.identities}


@dataclass(frozen=True)
class FindingsShown:
    """`cards` with pictures, then `listed` in a line each, then those that are only counted; notices apart.

    `kinds`, `count` and `in_doubt` (layouts: no faults, and ours to mend) are without those `again`: of papers that
    another file of the same disclosure speaks for.
    """

    kinds: dict[str, int]
    cards: list[Card]
    listed: Shown
    notices: Shown
    count: int = 0
    in_doubt: int = 0
    again: int = 0


def read(connection: duckdb.DuckDBPyConnection, pictures: Pictures) -> FindingsShown:
    """What the page shows of the findings of a build."""
    counts = rows(connection, _KINDS)
    kinds = {row["kind"]: row["n"] for row in counts if not row["is_again"]}
    count = sum(n for kind, n in kinds.items() if kind not in _NO_FAULTS)
    connection.execute(_NAMED)
    faults = first(connection, _query(FAULTS), PICTURED + LISTED).rows
    cards = list(_cards(connection, pictures, faults[:PICTURED]))
    return FindingsShown(
        kinds=kinds,
        cards=cards,
        listed=Shown(faults[PICTURED:], count - sum(fault["group_size"] for fault in faults)),
        notices=first(connection, _query("kind = 'notice'", grouped=_NEVER), NOTICES),
        count=count,
        in_doubt=kinds.get(IN_DOUBT, 0),
        again=sum(row["n"] for row in counts if row["is_again"] and row["kind"] not in _NO_FAULTS),
    )


def _query(condition: str, members: str = _LEADS, grouped: int = _GROUPED) -> str:
    return _FINDINGS.format(condition=condition, order=_ORDER, members=members.format(grouped=grouped), grouped=grouped)


def _cards(connection: duckdb.DuckDBPyConnection, pictures: Pictures, findings: list[QueryRow]) -> Iterable[Card]:
    keys = [finding["finding_key"] for finding in findings]
    members = _members(connection, findings)
    cells = cells_of(connection, [*keys, *(each["finding_key"] for own in members.values() for each in own)])
    links = connection.execute(_LINKS.format(keys=listed(keys))).fetchall()
    results = {item.result_key: item for item in identities(connection, [result for _, result in links])}
    explained = {key: _explained_cells(cells[key]) for key in keys}
    through = _through(connection, {cell["key"] for chosen in explained.values() for cell in chosen[:_CELLS]})
    drawn: dict[str, tuple[list[CardPicture], int]] = {}
    # Page by page, so that no page is drawn twice.
    for finding in sorted(findings, key=lambda f: (f["file_name"], f["page_number"] or 0)):
        key = finding["finding_key"]
        suspects = [cell for each in members[key] for cell in cells[each["finding_key"]] if cell["role"] in SUSPECTS]
        drawn[key] = _pictures(pictures, [*cells[key], *suspects])
    for number, finding in enumerate(findings):
        key = finding["finding_key"]
        yield Card(
            finding=finding,
            members=members[key],
            identities=[results[result] for owner, result in links if owner == key and result in results],
            cells=cells[key],
            chains=[chain_of(cell, through.get(cell["key"], [])) for cell in explained[key][:_CELLS]],
            cells_left_out=max(0, len(explained[key]) - _CELLS),
            pictures=drawn[key][0],
            pages_left_out=drawn[key][1],
            is_open=number < _OPEN,
        )


def _members(connection: duckdb.DuckDBPyConnection, findings: list[QueryRow]) -> dict[str, list[QueryRow]]:
    """For each finding that stands for a group the others of it."""
    leads = {finding["group_key"]: finding["finding_key"] for finding in findings if finding["group_size"] > 1}
    found: dict[str, list[QueryRow]] = {finding["finding_key"]: [] for finding in findings}
    if leads:
        condition = f"group_number > 1 AND group_key IN {listed(leads)}"
        for row in rows(connection, _query(FAULTS, condition)):
            found[leads[row["group_key"]]].append(row)
    return found


def _explained_cells(cells: list[QueryRow]) -> list[QueryRow]:
    """The cells whose evidence is shown: those held to be wrong or that may be, else all that the finding concerns."""
    return [cell for cell in cells if cell["role"] in SUSPECTS] or cells


def _through(connection: duckdb.DuckDBPyConnection, keys: set[str]) -> dict[str, list[EvaluatedIdentity]]:
    found: dict[str, list[EvaluatedIdentity]] = {}
    for item in identities_through(connection, sorted(keys)):
        for key in {term.key for term in item.terms} & keys:
            found.setdefault(key, []).append(item)
    return found


def chain_of(cell: QueryRow, found: list[EvaluatedIdentity]) -> Chain:
    """The evidence of one cell; the identities that say nothing (trivial, not evaluable) are only counted."""
    breaking = [item for item in found if item.verdict == "break"][:_IDENTITIES]
    vouching = [item for item in found if item.vouches][: max(2, _IDENTITIES - len(breaking))]
    return Chain(cell, breaking, vouching, len(found) - len(breaking) - len(vouching))


def _pictures(pictures: Pictures, cells: list[QueryRow]) -> tuple[list[CardPicture], int]:
    pages = highlighted_pages(cells)
    drawn: list[CardPicture] = []
    for page in choose_pages(pages, SUSPECTS, _PAGES):
        uri = pictures.cut(page.file_name, page.page, page.highlights, page.also)
        if uri is not None:
            drawn.append(CardPicture(page.file_name, page.page, uri))
    return drawn, len(pages) - len(drawn) if drawn else 0
