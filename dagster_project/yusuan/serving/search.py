"""Search: which bodies have these words in their names, and where papers say them, with the page.

Belongs here: the query on `mention` and `body_alias`, cutting a long text around the words, and what is said where
nothing has them. Does not: how a word may be printed (printed_words), printing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.serving.printed_words import word_pattern
from yusuan.serving.query_rows import QueryRow, Shown, first
from yusuan.sql_text import literal
from yusuan.warehouse.query import open_published

COLUMNS = ("place", "text", "file_name", "page_number", "unit_key")
_AROUND = 24  # characters shown on either side of the first word

_SAID = """
SELECT 'body' AS place, alias AS text, NULL AS file_name, NULL AS page_number, unit_key, 0 AS rank
FROM main.body_alias
UNION ALL
SELECT mention.place, mention.text, document.file_name, mention.page_number, document.unit_key, 1 AS rank
FROM main.mention AS mention
INNER JOIN main.dim_document AS document ON mention.document_key = document.document_key
"""

# Bodies first, then the shortest texts: what is named by the words and little else.
_FOUND = f"""
SELECT place, text, file_name, page_number, unit_key FROM ({_SAID}) AS said
WHERE {{conditions}}
ORDER BY rank, length(text), text, file_name, page_number, place
"""


def search(home: Home, words: str, room: int) -> Shown:
    """The first `room` places that hold all of the words, whatever spaces, capitals and code points the paper prints.

    Rows have COLUMNS: `place` is body, table_title, row_label, row_text or sentence. Raises YusuanError without words.
    """
    conditions = [_has(word) for word in words.split() if word_pattern(word)]
    if not conditions:
        raise YusuanError("there is nothing to search for", do="for example: yusuan search 信息化")
    with open_published(home) as connection:
        return first(connection, _FOUND.format(conditions=" AND ".join(conditions)), room)


def nothing_has(home: Home, words: str) -> str:
    """What to say where no place holds all of the words: how often each is found alone, and what to do."""
    each = list(dict.fromkeys(word for word in words.split() if word_pattern(word)))
    counts = ", ".join(f"count(*) FILTER ({_has(word)})" for word in each)
    with open_published(home) as connection:
        [found] = connection.execute(f"SELECT {counts} FROM ({_SAID}) AS said").fetchall()
    if len(each) == 1 or not any(found):
        return (
            f"No body and no paper held here says {' or '.join(each)}: try a shorter word, in the papers' own Chinese."
        )
    alone = ", ".join(f"{word} in {count:,}" for word, count in zip(each, found, strict=True))
    return f"No place says all of the words; alone they are found: {alone}. Leave one out, or shorten it."


def around(text: str, words: str) -> str:
    """A text as one line, cut on both sides of the first of the words that it holds, however it is printed."""
    line = " ".join(text.split())
    places = [match.start() for word in words.split() if (match := re.search(word_pattern(word), line))]
    start = max(0, min(places, default=0) - _AROUND)
    end = start + 2 * _AROUND + len(words)
    return f"{'…' if start else ''}{line[start:end]}{'…' if end < len(line) else ''}"


def _has(word: str) -> str:
    return f"regexp_matches(text, {literal(word_pattern(word))})"


def as_rows(found: Sequence[QueryRow], words: str, *, cut: bool) -> list[list[object]]:
    """Found places as rows of COLUMNS, their texts cut around the words or whole."""
    return [[around(str(row[c]), words) if cut and c == "text" else row[c] for c in COLUMNS] for row in found]
