"""What is taken out: a reading query on the published warehouse, its columns with headings, and its rows in batches.

Belongs here: the query, headings (seed column_word) and comments. Does not: any file.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import duckdb

from yusuan.paths import SEEDS, Home
from yusuan.sql_text import listed
from yusuan.warehouse.publish import require_published
from yusuan.warehouse.query import no_table, open_published, reading_statement

_BATCH = 10_000

with (SEEDS / "column_word.csv").open(encoding="utf-8", newline="") as _seed:
    _WORDS = {row["column_name"]: row for row in csv.DictReader(_seed)}


@dataclass(frozen=True)
class TakenColumn:
    """A column that is taken out: its name and type, its headings, and what the table's comment says of it."""

    name: str
    type: str
    heading_en: str
    heading_zh: str
    comment: str
    fiscal_type: str


@dataclass(frozen=True)
class Taken:
    """An open query: `title` is the table or `query`, `comment` the table's, `build_id` whose rows these are."""

    title: str
    comment: str
    build_id: str
    columns: list[TakenColumn]
    cursor: duckdb.DuckDBPyConnection

    def rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows, once."""
        while batch := self.cursor.fetchmany(_BATCH):
            yield from batch


@contextmanager
def taken(home: Home, table: str, query: str | None = None) -> Iterator[Taken]:
    """Rows of a table of the contract, or of a query; raises YusuanError where there is no such table or it fails."""
    build_id = require_published(home).resolve().parent.name
    with open_published(home) as connection:
        comment = ""
        if query is None:
            comment = _comment(connection, table)
            query = f'SELECT * FROM main."{table}" ORDER BY ALL'
        cursor = reading_statement(connection, query)
        named = [(str(name), str(kind)) for name, kind, *_ in cursor.description or []]
        # A cursor of its own: asking for comments must not end the query.
        columns = _columns(connection.cursor(), named, table if comment else "")
        yield Taken(table if comment else "query", comment, build_id, columns, cursor)


def _comment(connection: duckdb.DuckDBPyConnection, table: str) -> str:
    found = dict(
        connection.execute("SELECT table_name, comment FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
    )
    if table not in found:
        raise no_table(connection, table)
    return found[table] or table


def _columns(connection: duckdb.DuckDBPyConnection, named: list[tuple[str, str]], table: str) -> list[TakenColumn]:
    comments = dict(
        connection.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' "
            f"AND table_name IN {listed([table])}"
        ).fetchall()
    )
    columns = []
    for name, kind in named:
        words = _WORDS.get(name, {"word_en": name, "word_zh": name, "fiscal_type": ""})
        columns.append(
            TakenColumn(name, kind, words["word_en"], words["word_zh"], comments.get(name) or "", words["fiscal_type"])
        )
    return columns
