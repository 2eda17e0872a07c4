"""Keys and references of the published tables, declared to DuckDB so that tools find them; and taken back for dbt.

Belongs here: making tables anew with the constraints that mart `relationship` lists, and without any. Does not: which
these are (dbt/macros/relations.sql), proving them (dbt tests).

Declared last and taken back first: dbt replaces tables, and DuckDB replaces none that another refers to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from graphlib import TopologicalSorter

import duckdb

from yusuan.errors import YusuanError
from yusuan.sql_text import literal

_DECLARED = """
SELECT
    table_name,
    list(format('ALTER TABLE main."{}" ADD PRIMARY KEY ("{}")', table_name, column_name))
        FILTER (kind = 'primary_key'),
    list(format(
        'FOREIGN KEY ("{}") REFERENCES main."{}" ("{}")', column_name, references_table, references_column
    ) ORDER BY column_name) FILTER (kind = 'foreign_key'),
    list(references_table) FILTER (kind = 'foreign_key')
FROM main.relationship WHERE is_declared GROUP BY ALL
"""
_HELD = """
SELECT table_name, list(referenced_table) FILTER (constraint_type = 'FOREIGN KEY')
FROM duckdb_constraints()
WHERE schema_name = 'main' AND constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') GROUP BY ALL
"""
_COLUMNS = """
SELECT column_name, data_type, NOT is_nullable, comment FROM duckdb_columns()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ? ORDER BY column_index
"""
_COMMENT = """
SELECT comment FROM duckdb_tables()
WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ?
"""


def declare_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Give the tables that mart `relationship` marks their keys and references; a file without that mart gets none.

    Raises YusuanError where one does not hold.
    """
    if not connection.execute(_COMMENT, ["relationship"]).fetchall():
        return
    declared = {table: more for table, *more in connection.execute(_DECLARED).fetchall()}
    for table in _parents_first({table: others or [] for table, (_, _, others) in declared.items()}):
        primary, foreign, _ = declared[table]
        try:
            if foreign:
                _make_anew(connection, table, foreign)
            # Added at the end: an index made at once costs a tenth of one that grows with every row.
            for statement in primary or []:
                connection.execute(statement)
        except duckdb.ConstraintException as error:
            raise YusuanError(f"nothing published: a key of {table} does not hold: {error}") from error


def _make_anew(connection: duckdb.DuckDBPyConnection, table: str, constraints: Sequence[str]) -> None:
    """The same table with constraints that DuckDB adds to none that is there."""
    columns = [f'"{name}" {kind}{" NOT NULL" if needed else ""}' for name, kind, needed, _ in _of(connection, table)]
    said = _said(connection, table)
    connection.execute("BEGIN")
    connection.execute(f'ALTER TABLE main."{table}" RENAME TO "{table}__plain"')
    connection.execute(f'CREATE TABLE main."{table}" ({", ".join([*columns, *constraints])})')
    try:
        connection.execute(f'INSERT INTO main."{table}" SELECT * FROM main."{table}__plain"')
    except duckdb.ConstraintException:
        connection.execute("ROLLBACK")
        raise
    connection.execute(f'DROP TABLE main."{table}__plain"')
    _say(connection, said)
    connection.execute("COMMIT")


def take_back_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a copy of a published file plain again, so that dbt may replace them."""
    held = {table: others or [] for table, others in connection.execute(_HELD).fetchall()}
    connection.execute("BEGIN")
    for table in reversed(_parents_first(held)):
        needed = [name for name, _, is_needed, _ in _of(connection, table) if is_needed]
        said = _said(connection, table)
        connection.execute(f'CREATE TABLE main."{table}__plain" AS SELECT * FROM main."{table}"')
        connection.execute(f'DROP TABLE main."{table}"')
        connection.execute(f'ALTER TABLE main."{table}__plain" RENAME TO "{table}"')
        for name in needed:
            connection.execute(f'ALTER TABLE main."{table}" ALTER COLUMN "{name}" SET NOT NULL')
        _say(connection, said)
    connection.execute("COMMIT")


def _parents_first(references: Mapping[str, Sequence[str]]) -> list[str]:
    return [table for table in TopologicalSorter(references).static_order() if table in references]


def _of(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str, bool, str | None]]:
    """The columns of a table: name, type, whether it is never NULL, comment."""
    return connection.execute(_COLUMNS, [table]).fetchall()


def _said(connection: duckdb.DuckDBPyConnection, table: str) -> list[tuple[str, str]]:
    """What is commented on a table and its columns: place, text."""
    [(comment,)] = connection.execute(_COMMENT, [table]).fetchall()
    places = [(f'TABLE main."{table}"', comment)]
    places += [(f'COLUMN main."{table}"."{name}"', text) for name, *_, text in _of(connection, table)]
    return [(place, text) for place, text in places if text is not None]


def _say(connection: duckdb.DuckDBPyConnection, said: Sequence[tuple[str, str]]) -> None:
    for place, text in said:
        connection.execute(f"COMMENT ON {place} IS {literal(text)}")
