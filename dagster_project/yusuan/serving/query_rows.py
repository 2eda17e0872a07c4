"""Rows of a query, and the first of many with the number of those left out.

Belongs here: the form in which the page gets its tables. Does not: any query.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import duckdb

QueryRow = dict[str, Any]


@dataclass(frozen=True)
class Shown:
    """The rows of a table that the page shows, and how many more there are."""

    rows: list[QueryRow]
    more: int = 0

    @property
    def count(self) -> int:
        """All of them, shown or not."""
        return len(self.rows) + self.more


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[QueryRow]:
    """The rows of a query as dictionaries."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def first(connection: duckdb.DuckDBPyConnection, query: str, room: int) -> Shown:
    """The first `room` rows of an ordered query; the others are counted by the database and never fetched."""
    found = rows(connection, f"SELECT *, count(*) OVER () AS rows_in_all FROM ({query}) LIMIT {room}")
    return Shown(found, found[0]["rows_in_all"] - len(found) if found else 0)
