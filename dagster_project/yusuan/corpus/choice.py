"""Which breaks are shown, and which cells are marked on which pages.

Belongs here: choosing, so that a document's page shows as many different breaks as it has room for. Does not: wording
(serving.evidence), drawing (report.pictures).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import duckdb

from yusuan.report.highlights import Highlight, HighlightedPage, choose_pages
from yusuan.serving.evidence import EvaluatedIdentity, identities
from yusuan.sql_text import listed

PAGES_SHOWN = 2  # pictures of one break at most

_BREAKS = """
SELECT document_key, result_key, rule_id, page_number
FROM main.reconciliation_result WHERE verdict = 'break'
ORDER BY document_key, abs(residual_yuan) DESC, result_key
"""
_MARKS = """
SELECT term.result_key, document.file_name, amount.page_number, term.side,
    amount.x0, amount.top, amount.x1, amount.bottom
FROM main.reconciliation_term AS term
INNER JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
INNER JOIN main.dim_document AS document ON amount.document_key = document.document_key
WHERE term.result_key IN {keys} AND amount.x0 IS NOT NULL
ORDER BY ALL
"""


@dataclass(frozen=True)
class Broken:
    """One break as it stands in the build; `page` may be unknown."""

    result_key: str
    rule_id: str
    page: int | None


@dataclass(frozen=True)
class ShownBreak:
    """A break with its sentence, and the pages that show it; `pages_left_out` have cells of it, too."""

    identity: EvaluatedIdentity
    pages: list[HighlightedPage]
    pages_left_out: int


def choose(breaks: Sequence[Broken], room: int) -> list[str]:
    """The keys of at most `room` breaks: first one of each rule on each page, then the next ones of each, and so on.

    `breaks` come with the most important first; what is chosen comes in the order of pages.
    """
    met: Counter[tuple[str, int | None]] = Counter()
    ranked = []
    for order, item in enumerate(breaks):
        ranked.append((met[item.rule_id, item.page], order, item))
        met[item.rule_id, item.page] += 1
    chosen = [item for _, _, item in sorted(ranked, key=lambda r: r[:2])[:room]]
    return [item.result_key for item in sorted(chosen, key=lambda b: (b.page or 0, b.rule_id, b.result_key))]


def broken(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Broken]]:
    """document_key → its breaks, those with the largest difference first."""
    found: dict[str, list[Broken]] = {}
    for key, result_key, rule_id, page in connection.execute(_BREAKS).fetchall():
        found.setdefault(key, []).append(Broken(result_key, rule_id, page))
    return found


def shown(connection: duckdb.DuckDBPyConnection, result_keys: Sequence[str]) -> list[ShownBreak]:
    """Breaks with their sentences and marked pages, in the order of pages."""
    marks: dict[str, dict[tuple[str, int], list[Highlight]]] = {}
    for key, file_name, page, side, *box in connection.execute(_MARKS.format(keys=listed(result_keys))).fetchall():
        x0, top, x1, bottom = box
        marks.setdefault(key, {}).setdefault((file_name, page), []).append(Highlight(side, (x0, top, x1, bottom)))
    found = []
    for item in identities(connection, result_keys):
        pages = [HighlightedPage(*place, tuple(cells)) for place, cells in marks.get(item.result_key, {}).items()]
        kept = choose_pages(pages, ("left",), PAGES_SHOWN)  # the left side is what should be the sum
        found.append(ShownBreak(item, kept, len(pages) - len(kept)))
    return found
