"""The tables of a build as Parquet: a file each, and a large one in parts by document, of which a night writes those
that hold what it made anew.

Belongs here: which parts there are, and which are the last build's. Does not: publishing (publish).
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import duckdb
import pyarrow.parquet

from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import main_tables
from yusuan.warehouse.stage_inputs import made_anew

PART = "document_part"  # the hive key of parts: the first two digits of document_key
LARGE = 2_000_000  # rows from which on a table lies in parts
# The first level: the others cost a quarter more time, and the files are as large.
_PARQUET = "FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1"
_PARTS = 256


@contextmanager
def exported_beside(build: Build, last: Build | None, manifest: Path) -> Iterator[None]:
    """Export the tables of a settled build as Parquet beside what is done inside, and wait for it at the end."""
    with ThreadPoolExecutor(1) as beside:
        exported = beside.submit(export, build, last, manifest)
        yield
        exported.result()


def export(build: Build, last: Build | None, manifest: Path, large: int = LARGE) -> None:
    """Export every table of `main` of a settled build as Parquet.

    `manifest`: that of dbt, which tells what tables are carried on from the build before; `large`: rows from which on a
    table lies in parts.
    """
    anew = made_anew(build, last) if last else None
    carried = _carried_on(manifest) if anew is not None else set()
    build.parquet.mkdir(exist_ok=True)
    with duckdb.connect(str(build.database), read_only=True) as connection:
        connection.execute(f"SET partitioned_write_max_open_files = {_PARTS}")
        for table in main_tables(connection):
            columns = {name for name, *_ in connection.execute(f'DESCRIBE main."{table}"').fetchall()}
            row_count = _count(connection, table)
            if row_count < large or "document_key" not in columns:
                target = _quoted(build.parquet / f"{table}.parquet")
                connection.execute(f"COPY main.\"{table}\" TO '{target}' ({_PARQUET})")
                continue
            folder = build.parquet / table
            if last and anew is not None and table in carried and (last.parquet / table).is_dir():
                wanted = _take_over(last.parquet / table, folder, {key[:2] for key in anew})
                _write_parts(connection, table, folder, wanted)
                if _rows_in(folder) == row_count:
                    continue
                shutil.rmtree(folder)  # not what was carried on: whoever changed it, all of it is written
            _write_parts(connection, table, folder, None)


def _take_over(source: Path, target: Path, anew: Collection[str]) -> set[str]:
    """Link the parts in which nothing is new; returns those that are to be written."""
    target.mkdir()
    here = set()
    for part in source.iterdir():
        name = part.name.removeprefix(f"{PART}=")
        if name in anew:
            continue
        here.add(name)
        (target / part.name).mkdir()
        for file in part.iterdir():
            try:
                os.link(file, target / part.name / file.name)
            except OSError:  # a file system without links, or too many of one file
                shutil.copyfile(file, target / part.name / file.name)
    return {f"{number:02x}" for number in range(_PARTS)} - here


def _write_parts(
    connection: duckdb.DuckDBPyConnection, table: str, folder: Path, wanted: Collection[str] | None
) -> None:
    chosen = f"WHERE {PART} IN ({', '.join(repr(part) for part in sorted(wanted))})" if wanted is not None else ""
    if wanted is not None and not wanted:
        return
    connection.execute(
        f'COPY (SELECT * FROM (SELECT *, document_key[:2] AS {PART} FROM main."{table}") {chosen}) '
        f"TO '{_quoted(folder)}' ({_PARQUET}, PARTITION_BY ({PART}), OVERWRITE_OR_IGNORE)"
    )


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


def _count(connection: duckdb.DuckDBPyConnection, table: str) -> int:
    row = connection.execute(f'SELECT count(*) FROM main."{table}"').fetchone()
    return int(row[0]) if row else 0


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
