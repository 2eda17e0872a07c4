"""A person's own dbt: a copy of the last build that is a world of its own, made anew when another was published."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.warehouse.dbt_copy import copy_last_build


def built(warehouse: Path, name: str) -> None:
    """A published build with one document worked out last, one known from before, and one refused."""
    folder = warehouse / "builds" / name
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "yusuan.duckdb")) as connection:
        connection.execute("CREATE TABLE dim_document (document_key VARCHAR PRIMARY KEY)")
    with duckdb.connect(str(folder / "stages.duckdb")) as connection:
        connection.execute("CREATE SCHEMA raw")
        connection.execute("CREATE TABLE raw.document AS SELECT 'new' AS document_key")
        connection.execute("CREATE TABLE raw.manifest AS SELECT unnest(['known', 'new']) AS document_key")
        connection.execute("CREATE TABLE raw.refused AS SELECT 'refused' AS document_key")
    (warehouse / "current").unlink(missing_ok=True)
    (warehouse / "current").symlink_to(folder)


def rows(database: Path, query: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_copy_holds_what_was_worked_out_last_and_can_be_replaced(tmp_path: Path) -> None:
    warehouse, target = tmp_path / "warehouse", tmp_path / "target"
    built(warehouse, "one")
    assert copy_last_build(warehouse, target)
    assert rows(target / "stages.duckdb", "SELECT document_key FROM raw.manifest") == [("new",)]
    assert rows(target / "stages.duckdb", "SELECT * FROM raw.refused") == []
    held = "SELECT count(*) FROM duckdb_constraints() WHERE constraint_type = 'PRIMARY KEY'"
    assert rows(target / "yusuan.duckdb", held) == [(0,)]
    build = warehouse / "builds" / "one"
    assert len(rows(build / "stages.duckdb", "SELECT * FROM raw.manifest")) == 2, "the build itself stays"
    assert rows(build / "yusuan.duckdb", held) == [(1,)]


def test_a_copy_stays_until_another_build_is_published(tmp_path: Path) -> None:
    warehouse, target = tmp_path / "warehouse", tmp_path / "target"
    built(warehouse, "one")
    assert copy_last_build(warehouse, target)
    assert not copy_last_build(warehouse, target)
    (target / "stages.duckdb").unlink()
    assert copy_last_build(warehouse, target), "half a copy is none"
    built(warehouse, "two")
    (target / "yusuan.duckdb.wal").write_bytes(b"left behind")
    assert copy_last_build(warehouse, target)
    assert not (target / "yusuan.duckdb.wal").exists()


def test_without_a_build_there_is_nothing_to_copy(tmp_path: Path) -> None:
    with pytest.raises(YusuanError, match="there is no build to work on"):
        copy_last_build(tmp_path / "warehouse", tmp_path / "target")
