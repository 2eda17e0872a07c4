"""The cells that findings concern: what is held of each, and which pages, parts and frames show them.

Belongs here: the query for cells, and highlights made of them. Does not: geometry (highlights), drawing (pictures),
which finding is shown (finding_cards).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import duckdb

from yusuan.report.highlights import Highlight, HighlightedPage, Span
from yusuan.serving.query_rows import QueryRow, rows
from yusuan.sql_text import listed

SUSPECTS = ("located", "candidate")

# `is_face`: on the left side of the shortest identity that breaks, which is the thing in dispute.
# `table_top`: of the first figure of its table on the page; `header_top`: of what the paper prints above it (captions
# where the reader found some, else the line before, else as much as headers take).
_CELLS_OF = """
WITH links AS (
    SELECT link.finding_key, term.result_key, coalesce(term.amount_key, term.prose_figure_key) AS key, term.side,
        count(*) OVER (PARTITION BY link.finding_key, term.result_key) AS terms
    FROM main.finding_result AS link
    INNER JOIN main.reconciliation_term AS term ON link.result_key = term.result_key
    WHERE link.finding_key IN {keys}
),
shortest AS (
    SELECT finding_key, arg_min(result_key, (terms, result_key)) AS result_key FROM links GROUP BY finding_key
),
linked AS (
    SELECT links.finding_key, links.key, 'involved' AS role, NULL::DECIMAL(24, 2) AS shift_yuan,
        shortest.result_key IS NOT NULL AND links.side = 'left' AS is_face
    FROM links LEFT JOIN shortest USING (finding_key, result_key)
    UNION ALL BY NAME
    SELECT finding_key, coalesce(amount_key, prose_figure_key) AS key, role, shift_yuan
    FROM main.finding_amount WHERE finding_key IN {keys}
),
cells AS (
    SELECT finding_key, key, max(shift_yuan) AS shift_yuan, coalesce(bool_or(is_face), false) AS is_face,
        CASE WHEN bool_or(role = 'located') THEN 'located' WHEN bool_or(role = 'candidate') THEN 'candidate'
            ELSE 'involved' END AS role
    FROM linked GROUP BY ALL
),
headers AS (
    SELECT * FROM main.published_table_page WHERE table_key IN (
        SELECT table_key FROM main.published_amount WHERE amount_key IN (SELECT key FROM cells)
    )
),
places AS (
    SELECT amount.amount_key AS key, amount.document_key, amount.page_number, amount.row_number,
        amount.x0, amount.top, amount.x1, amount.bottom, headers.figures_top AS table_top,
        greatest(
            coalesce(headers.caption_top, headers.line_bottom, headers.figures_top - {header}),
            headers.figures_top - {most}
        ) AS header_top,
        amount.amount_text AS text, amount.row_label AS label, amount.column_path, amount.corrected_amount_yuan,
        CASE WHEN amount.measure <> 'percent' THEN amount.printed_unit END AS unit,
        amount.measure = 'percent' AS is_rate,
        coalesce(published.table_number, published.table_title, published.table_kind) AS table_name
    FROM main.published_amount AS amount
    INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
    LEFT JOIN headers ON amount.table_key = headers.table_key AND amount.page_number = headers.page_number
    WHERE amount.amount_key IN (SELECT key FROM cells)
    UNION ALL BY NAME
    SELECT prose_figure_key AS key, document_key, page_number, sentence_number AS row_number, x0, top, x1, bottom,
        figure_text AS text, phrase AS label, heading AS column_path, unit, unit IN ('%', '百分点') AS is_rate,
        row_number() OVER (
            PARTITION BY document_key, page_number, x0, top, figure_text ORDER BY sentence_number, figure_number
        ) AS number_on_line
    FROM main.prose_figure
    WHERE document_key IN (
        SELECT document_key FROM main.prose_figure WHERE prose_figure_key IN (SELECT key FROM cells)
    )
)
SELECT cells.finding_key, cells.role, cells.shift_yuan, cells.is_face, document.file_name, places.*
FROM cells
INNER JOIN places ON cells.key = places.key
INNER JOIN main.dim_document AS document ON places.document_key = document.document_key
ORDER BY cells.finding_key, cells.role = 'involved', places.page_number, places.row_number, places.x0, places.key
"""
_HEADER, _MOST = 110, 240  # points that a header takes where no line stands above it, and at most


def cells_of(connection: duckdb.DuckDBPyConnection, finding_keys: Iterable[str]) -> dict[str, list[QueryRow]]:
    """The cells of each of these findings, those held to be wrong first."""
    keys = list(finding_keys)
    found: dict[str, list[QueryRow]] = {key: [] for key in keys}
    for cell in rows(connection, _CELLS_OF.format(keys=listed(keys), header=_HEADER, most=_MOST)):
        found[cell["finding_key"]].append(cell)
    return found


def highlighted_pages(cells: Iterable[QueryRow]) -> list[HighlightedPage]:
    """The pages that print these cells, each with its highlights and the headers of their tables."""
    found: dict[tuple[str, int], tuple[list[Highlight], set[Span]]] = {}
    for cell in cells:
        box: Any = tuple(cell[side] for side in ("x0", "top", "x1", "bottom"))
        if None in box:
            continue
        highlights, headers = found.setdefault((cell["file_name"], cell["page_number"]), ([], set()))
        # Of the narrative the line is known: the figure's own place on it is found when the page is drawn.
        on_line = (cell["text"], cell["number_on_line"]) if cell["number_on_line"] else None
        highlights.append(Highlight(cell["role"], box, on_line, cell["is_face"]))
        if cell["table_top"] is not None:
            headers.add((cell["header_top"], cell["table_top"]))
    return [
        HighlightedPage(*place, tuple(highlights), tuple(sorted(also))) for place, (highlights, also) in found.items()
    ]
