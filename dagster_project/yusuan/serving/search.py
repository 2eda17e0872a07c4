"""Search: which bodies have these words in their names, and where papers say them, with the page.

Belongs here: the query on `mention` and `body_alias`, and cutting a long text around the words. Does not: printing.
"""

from __future__ import annotations

from collections.abc import Sequence

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.serving.query_rows import QueryRow, Shown, first
from yusuan.sql_text import literal
from yusuan.warehouse.query import open_published

COLUMNS = ("place", "text", "file_name", "page_number", "unit_key")
_AROUND = 24  # characters shown on either side of the first word

# Bodies first, then the shortest texts: what is named by the words and little else.
_FOUND = """
SELECT place, text, file_name, page_number, unit_key
FROM (
    SELECT 'body' AS place, alias AS text, NULL AS file_name, NULL AS page_number, unit_key, 0 AS rank
    FROM main.body_alias
    UNION ALL
    SELECT mention.place, mention.text, document.file_name, mention.page_number, document.unit_key, 1 AS rank
    FROM main.mention AS mention
    INNER JOIN main.dim_document AS document ON mention.document_key = document.document_key
) AS said
WHERE {conditions}
ORDER BY rank, length(text), text, file_name, page_number, place
"""


def search(home: Home, words: str, room: int) -> Shown:
    """The first `room` places that hold all of the words, whatever spaces and capitals the paper prints.

    Rows have COLUMNS: `place` is body, table_title, row_label, row_text or sentence. Raises YusuanError without words.
    """
    wanted = [word.lower() for word in words.split()]
    if not wanted:
        raise YusuanError("there is nothing to search for", do="for example: yusuan search 信息化")
    conditions = " AND ".join(f"contains(lower(regexp_replace(text, '\\s', '', 'g')), {literal(w)})" for w in wanted)
    with open_published(home) as connection:
        return first(connection, _FOUND.format(conditions=conditions), room)


def around(text: str, words: str) -> str:
    """A text as one line, cut on both sides of the first of the words that it holds as it is written."""
    line = " ".join(text.split())
    places = [place for place in (line.lower().find(word.lower()) for word in words.split()) if place >= 0]
    start = max(0, min(places, default=0) - _AROUND)
    end = start + 2 * _AROUND + len(words)
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def as_rows(found: Sequence[QueryRow], words: str, *, cut: bool) -> list[list[object]]:
    """Found places as rows of COLUMNS, their texts cut around the words or whole."""
    return [[around(str(row[c]), words) if cut and c == "text" else row[c] for c in COLUMNS] for row in found]
