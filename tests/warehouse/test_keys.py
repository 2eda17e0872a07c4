"""Keys are declared where a tool reads them, and taken back where dbt replaces tables."""

from __future__ import annotations

from collections.abc import Iterator

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.warehouse.keys import declare_keys, take_back_keys

KEYS = """
SELECT table_name, constraint_type, constraint_column_names, referenced_table, referenced_column_names
FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY') ORDER BY ALL
"""
SAID = """
SELECT table_name, column_name, data_type, is_nullable, comment FROM duckdb_columns() WHERE table_name <> 'relationship'
UNION ALL SELECT table_name, NULL, NULL, NULL, comment FROM duckdb_tables() WHERE table_name <> 'relationship'
ORDER BY ALL
"""


@pytest.fixture
def marts() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(":memory:") as connection:
        connection.execute("""
            CREATE TABLE a_fact (fact_key VARCHAR NOT NULL, unit_key VARCHAR, amount DECIMAL(24, 2));
            INSERT INTO a_fact VALUES ('f', 'u', 1.50), ('g', NULL, NULL);
            CREATE TABLE dim_unit (unit_key VARCHAR NOT NULL, department_key VARCHAR);
            INSERT INTO dim_unit VALUES ('u', 'u');
            CREATE TABLE figure (unit_key VARCHAR);
            COMMENT ON TABLE dim_unit IS 'One body''s row. 每个主体一行。';
            COMMENT ON COLUMN dim_unit.unit_key IS 'Key. 键。';
            CREATE TABLE relationship AS FROM (VALUES
                ('a_fact', 'fact_key', 'primary_key', NULL, NULL, true),
                ('a_fact', 'unit_key', 'foreign_key', 'dim_unit', 'unit_key', true),
                ('dim_unit', 'unit_key', 'primary_key', NULL, NULL, true),
                ('dim_unit', 'department_key', 'foreign_key', 'dim_unit', 'unit_key', false),
                ('figure', 'unit_key', 'foreign_key', 'dim_unit', 'unit_key', false)
            ) AS row (table_name, column_name, kind, references_table, references_column, is_declared);
        """)
        yield connection


def test_keys_are_declared_and_taken_back_and_nothing_else_changes(marts: duckdb.DuckDBPyConnection) -> None:
    said, rows = marts.execute(SAID).fetchall(), marts.execute("FROM a_fact ORDER BY ALL").fetchall()
    for _ in range(2):  # of a build that was published, and of the next one, which begins with its file
        declare_keys(marts)
        assert marts.execute(KEYS).fetchall() == [
            ("a_fact", "FOREIGN KEY", ["unit_key"], "dim_unit", ["unit_key"]),
            ("a_fact", "PRIMARY KEY", ["fact_key"], None, []),
            ("dim_unit", "PRIMARY KEY", ["unit_key"], None, []),
        ]
        assert marts.execute(SAID).fetchall() == said
        take_back_keys(marts)
        assert marts.execute(KEYS).fetchall() == []
        assert marts.execute(SAID).fetchall() == said
        assert marts.execute("FROM a_fact ORDER BY ALL").fetchall() == rows
    marts.execute("CREATE OR REPLACE TABLE dim_unit AS SELECT 'v' AS unit_key")


def test_a_key_that_does_not_hold_is_named_and_no_row_is_lost(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute("INSERT INTO a_fact VALUES ('h', 'a stranger', 1)")
    with pytest.raises(YusuanError, match=r"a key of a_fact does not hold: .*a stranger"):
        declare_keys(marts)
    assert [row for row in marts.execute(KEYS).fetchall() if row[0] == "a_fact"] == []
    assert marts.execute("SELECT count(*) FROM a_fact").fetchall() == [(3,)]


def test_a_file_that_lists_no_keys_gets_none(marts: duckdb.DuckDBPyConnection) -> None:
    marts.execute("DROP TABLE relationship")
    declare_keys(marts)
    take_back_keys(marts)
    assert marts.execute(KEYS).fetchall() == []
