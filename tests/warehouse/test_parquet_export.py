"""Parquet: a large table lies in parts, and a night writes those that hold what it made anew."""

import json
from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl
import pytest

from yusuan.paths import Home
from yusuan.warehouse.build import Build
from yusuan.warehouse.parquet_export import PART, export

Rows = list[tuple[str, int]]
FIRST: Rows = [("0a11", 1), ("0a22", 2), ("b011", 3), ("ff00", 4)]


@pytest.fixture
def manifest(tmp_path: Path) -> Path:
    def model(name: str, materialized: str, columns: Mapping[str, object]) -> dict[str, object]:
        return {
            "name": name,
            "resource_type": "model",
            "config": {"materialized": materialized},
            "columns": columns,
        }

    nodes = [model("carried", "incremental", {"document_key": {}}), model("whole", "table", {"document_key": {}})]
    path = tmp_path / "manifest.json"
    path.write_text(json.dumps({"nodes": {str(number): node for number, node in enumerate(nodes)}}), encoding="utf-8")
    return path


def built(home: Home, build_id: str, carried: Rows, last: Build | None, anew: list[str], manifest: Path) -> Build:
    build = Build(home, build_id)
    build.folder.mkdir(parents=True)
    build.note(build_id=build_id, continues=last.build_id if last else None)
    with duckdb.connect(str(build.database)) as connection:
        for table in ("carried", "whole"):
            connection.execute(f"CREATE TABLE {table} (document_key VARCHAR, n BIGINT)")
            connection.executemany(f"INSERT INTO {table} VALUES (?, ?)", carried)
        # Papers of one department lie together: 0a11 and 0a22; b011 is nobody's of its own, the last is not known.
        connection.execute("CREATE TABLE dim_unit AS SELECT '0a' AS unit_key, '0a' AS department_key")
        connection.execute("CREATE TABLE dim_document (document_key VARCHAR, unit_key VARCHAR)")
        connection.executemany("INSERT INTO dim_document VALUES (?, ?)", [(key, key[:2]) for key, _ in carried[:-1]])
    with duckdb.connect(str(build.stages)) as connection:
        connection.execute("CREATE SCHEMA raw")
        connection.execute("CREATE TABLE raw.affected AS SELECT unnest(?::VARCHAR[]) AS document_key", [anew])
    export(build, last, manifest, large=3)
    return build


def rows(build: Build, table: str) -> Rows:
    return sorted(pl.read_parquet(build.parquet / table).select("document_key", "n").rows())


def inode(build: Build, table: str, part: str) -> int:
    [file] = (build.parquet / table / f"{PART}={part}").iterdir()
    return file.stat().st_ino


def test_what_nothing_is_new_of_is_taken_over(home: Home, manifest: Path) -> None:
    first = built(home, "1", FIRST, None, [], manifest)
    assert rows(first, "carried") == rows(first, "whole") == FIRST
    assert {path.name for path in first.parquet.iterdir()} == {"carried", "whole", "dim_unit.parquet", "dim_document"}
    # One changed, one gone, one new; another document of a part that is written stays.
    then: Rows = [("0a11", 1), ("0a22", 7), ("c000", 5), ("ff00", 4)]
    second = built(home, "2", then, first, ["0a22", "b011", "c000"], manifest)
    assert rows(second, "carried") == rows(second, "whole") == then
    assert inode(second, "carried", "ff") == inode(first, "carried", "ff")
    assert inode(second, "whole", "ff") != inode(first, "whole", "ff")
    assert rows(first, "carried") == FIRST


def test_parts_that_are_not_what_was_carried_on_are_written_again(home: Home, manifest: Path) -> None:
    first = built(home, "1", FIRST, None, [], manifest)
    [part] = (first.parquet / "carried" / f"{PART}=ff").iterdir()
    pl.DataFrame({"document_key": ["ff00", "ff01"], "n": [4, 9]}).write_parquet(part)
    second = built(home, "2", FIRST, first, ["0a11"], manifest)
    assert rows(second, "carried") == FIRST


def test_a_build_that_continues_none_writes_all(home: Home, manifest: Path) -> None:
    first = built(home, "1", FIRST, None, [], manifest)
    second = Build(home, "2")
    built(home, "2", FIRST, None, [], manifest)
    assert inode(second, "carried", "ff") != inode(first, "carried", "ff")
