"""Keys and references of the published tables, declared to DuckDB so that tools find them; and taken back for dbt.

Belongs here: making tables anew with the constraints that mart `relationship` lists, and without any. Does not: which
these are (dbt/macros/relations.sql), proving them (dbt tests).

Declared last and taken back first: dbt replaces tables, and DuckDB replaces none that another refers to.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from graphlib import TopologicalSorter

import duckdb

from yusuan.errors import YusuanError

_DECLARED = """
SELECT table_name, list(
    CASE kind
        WHEN 'primary_key' THEN format('PRIMARY KEY ("{}")', column_name)
        ELSE format('FOREIGN KEY ("{}") REFERENCES main."{}" ("{}")', column_name, references_table, references_column)
    END ORDER BY kind DESC, column_name
), list(references_table) FILTER (kind = 'foreign_key')
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
    rows = connection.execute(_DECLARED).fetchall()
    constraints = {table: list(constraints) for table, constraints, _ in rows}
    _remake(connection, constraints, _parents_first({table: others or [] for table, _, others in rows}))


def take_back_keys(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the tables of a copy of a published file plain again, so that dbt may replace them."""
    held = {table: others or [] for table, others in connection.execute(_HELD).fetchall()}
    _remake(connection, {table: [] for table in held}, reversed(_parents_first(held)))


def _parents_first(references: Mapping[str, Sequence[str]]) -> list[str]:
    return [table for table in TopologicalSorter(references).static_order() if table in references]


def _remake(
    connection: duckdb.DuckDBPyConnection, constraints: Mapping[str, Sequence[str]], order: Iterable[str]
) -> None:
    connection.execute("BEGIN")
    for table in order:
        old, new = f'main."{table}__old"', f'main."{table}"'
        columns = connection.execute(_COLUMNS, [table]).fetchall()
        [(comment,)] = connection.execute(_COMMENT, [table]).fetchall()
        parts = [f'"{name}" {kind}{" NOT NULL" if is_needed else ""}' for name, kind, is_needed, _ in columns]
        connection.execute(f"CREATE TABLE {old} AS SELECT * FROM {new}")
        connection.execute(f"DROP TABLE {new}")
        connection.execute(f"CREATE TABLE {new} ({', '.join([*parts, *constraints[table]])})")
        try:
            connection.execute(f"INSERT INTO {new} SELECT * FROM {old}")
        except duckdb.ConstraintException as error:
            connection.execute("ROLLBACK")
            raise YusuanError(f"nothing published: a key of {table} does not hold: {error}") from error
        connection.execute(f"DROP TABLE {old}")
        said = [(f"TABLE {new}", comment), *((f'COLUMN {new}."{name}"', text) for name, *_, text in columns)]
        for place, text in said:
            if text is not None:
                connection.execute(f"COMMENT ON {place} IS '{text.replace(chr(39), chr(39) * 2)}'")
    connection.execute("COMMIT")
