"""What a run of dbt works on, laid into schema `raw` of the build's stages file before dbt starts.

Belongs here: copying raw sets, the manifest and small facts of the build into tables. So dbt needs no paths and no
variables, is parsed once for all builds, and a person can run it by hand on what a build left.
Does not: deciding which documents these are (document_stage, corpus_stage).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from yusuan.lasting import lasting
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.manifest import MANIFEST
from yusuan.store.sets import SetStore
from yusuan.store.sightings import SIGHTING
from yusuan.warehouse.affected import Affected
from yusuan.warehouse.build import Build
from yusuan.warehouse.pairing import PAIRING

DECLARATION: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": pl.String,
    "publisher_name": pl.String,
    "fiscal_year": pl.Int32,
    "stage": pl.String,
}
AFFECTED: dict[str, pl.DataType | type[pl.DataType]] = {"document_key": pl.String}
AFFECTED_BODY: dict[str, pl.DataType | type[pl.DataType]] = {"name_key": pl.String}
REFUSED: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": pl.String,
    "promise": pl.String,
    "detail": pl.String,
}
BUILD: dict[str, pl.DataType | type[pl.DataType]] = {
    "build_id": pl.String,
    "started_at": pl.String,
    "code_version": pl.String,
    "extractor_version": pl.String,
    "documents_folder": pl.String,
}


@dataclass(frozen=True)
class Refusal:
    """A document that dbt could not carry through a stage: the node that failed, and what it said."""

    document_key: str
    promise: str
    detail: str


def import_for_frames() -> None:
    """Import what DuckDB asks for before it takes or gives a frame.

    It would do so itself in the middle of a query, where an interrupt is lost and leaves the modules half there, or
    Python's lock on imports taken: that query never ends.
    """
    with lasting():
        import pandas
        import pyarrow.dataset
    assert pandas
    assert pyarrow.dataset


@contextmanager
def opened(stages: Path) -> Any:
    """A connection to the stages file, closed (and so unlocked for dbt) at the end."""
    connection = duckdb.connect(str(stages))
    try:
        connection.execute("CREATE SCHEMA IF NOT EXISTS raw")
        yield connection
    finally:
        connection.close()


def lay_documents(
    stages: Path, store: SetStore, holders: Mapping[str, str], manifest: pl.DataFrame, paired: pl.DataFrame
) -> None:
    """Lay the raw tables of some documents (document_key → raw set), what is declared of them, what partners tell."""
    held = pl.DataFrame({"document_key": list(holders), "set_name": list(holders.values())}, schema_overrides=_HELD)
    declared = manifest.filter(pl.col("document_key").is_in(list(holders)) & (pl.col("file_status") == "found"))
    declared = declared.unique("document_key", keep="first", maintain_order=True).select(
        "document_key",
        publisher_name=pl.col("declared_publisher_name").str.strip_chars().replace("", None),
        fiscal_year="declared_fiscal_year",
        stage="declared_stage",
    )
    names = sorted(set(holders.values()))
    with opened(stages) as connection:
        connection.register("held", held)
        for table, schema in RAW_TABLES.items():
            files = [str(store.folder / name / f"{table}.parquet") for name in names]
            if files:
                # A document can lie in an old single set and in a batch at once: the set that holds it speaks.
                connection.execute(
                    f"CREATE OR REPLACE TABLE raw.{_quoted(table)} AS SELECT read.* EXCLUDE (filename) "
                    "FROM read_parquet($files, filename = true, union_by_name = true) AS read "
                    "SEMI JOIN held ON read.document_key = held.document_key "
                    "AND string_split(read.filename, '/')[-2] = held.set_name",
                    {"files": files},
                )
            else:
                _lay(connection, table, pl.DataFrame(schema=schema))
        _lay(connection, "declaration", declared.cast(DECLARATION))  # type: ignore[arg-type]
        told = paired.filter(pl.col("document_key").is_in(list(holders)))
        _lay(connection, "pairing", told.select(list(PAIRING)))


def lay_corpus(
    stages: Path,
    manifest: pl.DataFrame,
    affected: Affected,
    refused: Sequence[Refusal],
    sightings: pl.DataFrame,
    build: Mapping[str, str],
) -> None:
    """Lay the files of a build, what is affected by a change since the last, what was refused, what was seen on the
    pictures of pages before, and the build itself.
    """
    with opened(stages) as connection:
        _lay(connection, "manifest", manifest.select(list(MANIFEST)))
        documents = pl.DataFrame({"document_key": sorted(affected.documents)}, schema=AFFECTED)
        _lay(connection, "affected", documents)
        _lay(connection, "affected_body", pl.DataFrame({"name_key": sorted(affected.names)}, schema=AFFECTED_BODY))
        _lay(connection, "refused", pl.DataFrame([vars(one) for one in refused], schema=REFUSED, orient="row"))
        own = sightings.filter(pl.col("document_key").is_in(list(affected.documents)))
        _lay(connection, "sighting", own.select(list(SIGHTING)))
        _lay(connection, "build", pl.DataFrame([{name: build[name] for name in BUILD}], schema=BUILD))


def seen_on_pictures(stages: Path) -> pl.DataFrame:
    """What the corpus stage saw on the pictures of pages, in the schema SIGHTING; nothing where it got not that far."""
    with opened(stages) as connection:
        try:
            seen: pl.DataFrame = connection.execute(f"SELECT {', '.join(SIGHTING)} FROM corpus.int_picture_check").pl()
        except duckdb.CatalogException:
            return pl.DataFrame(schema=SIGHTING)
    return seen


def worked_last(stages: Path) -> set[str]:
    """The documents whose raw tables lie in a stages file."""
    with opened(stages) as connection:
        return {key for (key,) in connection.execute("SELECT DISTINCT document_key FROM raw.document").fetchall()}


def made_anew(build: Build, last: Build) -> list[str] | None:
    """The documents whose rows a build made anew or took out; None: all, since it does not continue the last one."""
    if build.record.get("continues") != last.build_id or not build.stages.is_file():
        return None
    with duckdb.connect(str(build.stages), read_only=True) as connection:
        return [key for (key,) in connection.execute("SELECT document_key FROM raw.affected").fetchall()]


def lay_corrections(stages: Path, corrections: pl.DataFrame) -> None:
    """Lay what a person decided, which both stages read."""
    with opened(stages) as connection:
        _lay(connection, "correction", corrections.select(list(CORRECTIONS)))


_HELD = {"document_key": pl.String, "set_name": pl.String}


def _lay(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("laid", frame)
    connection.execute(f"CREATE OR REPLACE TABLE raw.{_quoted(name)} AS SELECT * FROM laid")
    connection.unregister("laid")


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
