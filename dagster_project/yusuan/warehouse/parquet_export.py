"""The tables of a build as Parquet: a file each, and a large one in parts, of which a night writes those that hold what
it made anew.

Belongs here: which parts there are, and which are the last build's. Does not: publishing (publish).
The papers of one department lie in one part: what is new of a body makes them anew together.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection
from pathlib import Path

import duckdb
import polars as pl
import pyarrow.parquet

from yusuan.sql_text import literal
from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import row_counts
from yusuan.warehouse.stage_inputs import made_anew

PART = "document_part"  # the hive key of parts
LARGE = 2_000_000  # rows from which on a table lies in parts
# The first level: the others cost a quarter more time, and the files are as large.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
_PARTS = 256
# The first two digits of the department's key, of a paper that is nobody's of its own.
_PART_OF = f"""
SELECT document.document_key, coalesce(unit.department_key, document.document_key)[:2] AS {PART}
FROM main.dim_document AS document LEFT JOIN main.dim_unit AS unit ON document.unit_key = unit.unit_key
"""


def export(build: Build, last: Build | None, manifest: Path, large: int = LARGE) -> None:
    """Export every table of `main` of a settled build as Parquet.

    `manifest`: that of dbt, which tells what tables are carried on from the build before; `large`: rows from which on a
    table lies in parts.
    """
    anew = made_anew(build, last) if last else None
    carried = _carried_on(manifest) if anew is not None else set()
    build.parquet.mkdir(exist_ok=True)
    with duckdb.connect(str(build.database), read_only=True) as connection:
        parted = {}
        for table, row_count in row_counts(build).items():
            columns = {name for name, *_ in connection.execute(f'DESCRIBE main."{table}"').fetchall()}
            if row_count >= large and "document_key" in columns:
                parted[table] = row_count
            else:
                target = literal(build.parquet / f"{table}.parquet")
                connection.execute(f'COPY main."{table}" TO {target} ({_PARQUET})')
        if not parted:
            return
        connection.execute(f"SET partitioned_write_max_open_files = {_PARTS}")
        connection.execute(f"CREATE TEMP TABLE part_of AS {_PART_OF}")
        changed = _changed_parts(connection, last, anew) if last and anew is not None else set()
        for table, row_count in parted.items():
            folder = build.parquet / table
            if last and table in carried and (last.parquet / table).is_dir():
                _take_over(last.parquet / table, folder, changed)
                _write_parts(connection, table, folder, changed)
                if _rows_in(folder) == row_count:
                    continue
                shutil.rmtree(folder)  # not what was carried on: whoever changed it, all of it is written
            _write_parts(connection, table, folder)


def _changed_parts(connection: duckdb.DuckDBPyConnection, last: Build, anew: Collection[str]) -> set[str]:
    """The parts in which these documents lie, or lay in the last build."""
    with duckdb.connect(str(last.database), read_only=True) as before:
        lay = pl.concat([connection.execute("FROM part_of").pl(), before.execute(_PART_OF).pl()])
    return set(lay.filter(pl.col("document_key").is_in(list(anew)))[PART])


def _take_over(source: Path, target: Path, changed: Collection[str]) -> None:
    """Link the parts in which nothing changed."""
    target.mkdir()
    for part in source.iterdir():
        if part.name.removeprefix(f"{PART}=") in changed:
            continue
        (target / part.name).mkdir()
        for file in part.iterdir():
            try:
                os.link(file, target / part.name / file.name)
            except OSError:  # a file system without links, or too many of one file
                shutil.copyfile(file, target / part.name / file.name)


def _write_parts(
    connection: duckdb.DuckDBPyConnection, table: str, folder: Path, parts: Collection[str] | None = None
) -> None:
    """Write these parts of a table, or all: then also of documents that the dimension does not know."""
    chosen = connection.execute("FROM part_of").pl()
    if parts is not None:
        chosen = chosen.filter(pl.col(PART).is_in(list(parts)))
        if chosen.is_empty():
            return
    join = "LEFT" if parts is None else "INNER"
    connection.register("chosen", chosen)
    connection.execute(
        f"COPY (SELECT made.*, coalesce(chosen.{PART}, made.document_key[:2]) AS {PART} "
        f'FROM main."{table}" AS made {join} JOIN chosen ON made.document_key = chosen.document_key) '
        f"TO {literal(folder)} ({_PARQUET}, PARTITION_BY ({PART}), OVERWRITE_OR_IGNORE)"
    )
    connection.unregister("chosen")


def _rows_in(folder: Path) -> int:
    return sum(int(pyarrow.parquet.read_metadata(file).num_rows) for file in folder.rglob("*.parquet"))


def _carried_on(manifest: Path) -> set[str]:
    """The models whose rows of a document stay while nothing makes them anew (macro forget_affected)."""
    nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"].values()
    return {
        node["name"]
        for node in nodes
        if node["resource_type"] == "model"
        and node["config"]["materialized"] == "incremental"
        and "document_key" in node["columns"]
    }
