"""What a build with chaos in it says of the bundled documents, against a build of them alone.

Belongs here: comparing every table of schema `main`, row by row, to the digit. Does not: how tables are made: a table
is known by its columns alone, so that new ones are judged as well.

Of a table with a `document_key` the rows of the bundled documents are compared; of one without, those that its first
link (a finding, a result, a body, a subject) leads to from the bundled documents' own build. What no row is of (the
build itself) is not compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from yusuan.sql_text import attach

_LINKS = ("document_key", "finding_key", "result_key", "unit_key", "subject_key", "amount_key", "fact_key")
_OF_THE_BUILD = {"build"}
# When these bytes came first, and for how long some paper prints a subject or a body: not of these documents alone.
_NOT_COMPARED = {
    "first_loaded_at",
    "valid_from_year",
    "valid_to_year",
    "first_printed_year",
    "last_printed_year",
}
# A subject has the name that most papers print; which table is usual, most papers say.
_OF_ALL_PAPERS = {"coverage": {"status"}, "dim_subject": {"name", "class_name", "section_name"}}


@dataclass(frozen=True)
class Difference:
    """Rows of a table that only one of two builds has: `lost` those of the bundled documents alone."""

    table: str
    lost: list[tuple[Any, ...]]
    came: list[tuple[Any, ...]]
    columns: tuple[str, ...]

    def __str__(self) -> str:
        told = f"{self.table}: {len(self.lost)} rows lost, {len(self.came)} came"
        for lost, came in zip(self.lost[:3], self.came[:3], strict=False):
            changed = [f"{c} {a!r} → {b!r}" for c, a, b in zip(self.columns, lost, came, strict=True) if a != b]
            told += f"\n    {lost[0]}: {'; '.join(changed)[:300]}"
        return told


def differences(alone: Path, beside: Path, keys: Sequence[str], apart: Sequence[str] = ()) -> list[Difference]:
    """What the database `beside` says otherwise of the documents with these keys than `alone` does.

    `apart`: more columns that are not compared (names of files that lie elsewhere).
    """
    with duckdb.connect(":memory:") as connection:
        for alias, path in (("alone", alone), ("beside", beside)):
            attach(connection, path, alias)
        found = []
        for table, columns in _tables(connection).items():
            left_out = _NOT_COMPARED | _OF_ALL_PAPERS.get(table, set()) | set(apart)
            compared = tuple(column for column in columns if column not in left_out)
            link = next((link for link in _LINKS if link in columns), None)
            if link is None or not compared:
                continue
            own = _own(table, link)
            was, now = (
                _rows(connection, _query(side, table, compared, link, own), keys) for side in ("alone", "beside")
            )
            lost, came = (sorted((a - b).elements(), key=str) for a, b in ((was, now), (now, was)))
            if lost or came:
                found.append(Difference(table, lost, came, compared))
        return found


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, list[str]]:
    """The tables of the build of the bundled documents alone, with the columns that both builds have."""
    rows = connection.execute(
        """
        SELECT a.table_name, list(a.column_name ORDER BY a.column_index)
        FROM duckdb_columns() AS a
        INNER JOIN duckdb_columns() AS b USING (schema_name, table_name, column_name)
        WHERE a.database_name = 'alone' AND b.database_name = 'beside' AND schema_name = 'main'
        GROUP BY a.table_name ORDER BY a.table_name
        """
    ).fetchall()
    return {name: columns for name, columns in rows if name not in _OF_THE_BUILD}


def _own(table: str, link: str) -> str:
    """The values of the link that are of the bundled documents."""
    if link == "document_key":
        return "SELECT unnest($keys)"
    home = {"finding_key": "finding", "result_key": "reconciliation_result", "amount_key": "published_amount"}.get(link)
    if home and home != table:
        return f"SELECT {link} FROM {{side}}.main.{home} WHERE list_contains($keys, document_key)"
    return f"SELECT {link} FROM alone.main.{table} WHERE $keys IS NOT NULL"


def _query(side: str, table: str, columns: Sequence[str], link: str, own: str) -> str:
    listed = ", ".join(f'"{column}"' for column in columns)
    return f'SELECT {listed} FROM {side}.main."{table}" WHERE "{link}" IN ({own.format(side=side)})'


def _rows(connection: duckdb.DuckDBPyConnection, query: str, keys: Sequence[str]) -> Counter[tuple[Any, ...]]:
    return Counter(_frozen(row) for row in connection.execute(query, {"keys": list(keys)}).fetchall())


def _frozen(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(value if value.__hash__ else str(value) for value in row)


def statuses(database: Path) -> dict[str, tuple[str, str | None]]:
    """File name of each document of chaos → its status and the reason."""
    with duckdb.connect(str(database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT file_name, status, status_reason FROM main.dim_document WHERE file_name LIKE 'chaos/%' ORDER BY ALL"
        ).fetchall()
    return {name: (status, reason) for name, status, reason in rows}


def set_aside(database: Path) -> list[tuple[str, int]]:
    """The promises that were kept by setting something aside, with how often; none where a build knows no such mart."""
    with duckdb.connect(str(database), read_only=True) as connection:
        known = connection.execute(
            "SELECT count(*) FROM duckdb_tables() WHERE schema_name = 'main' AND table_name = 'set_aside'"
        ).fetchone()
        if not known or not known[0]:
            return []
        return connection.execute(
            "SELECT promise, count(*) FROM main.set_aside GROUP BY 1 ORDER BY 2 DESC, 1"
        ).fetchall()
