"""The kept results of the document stage: immutable Parquet, a set per batch of documents, filed by the rules' version.

Belongs here: where document sets lie, what they hold, writing one from a stages file, showing all of them to the corpus
stage as views, merging and pruning them. Does not: running dbt (document_stage).

    warehouse/documents/VERSION/SET/{RESULT}.parquet        one file per result (`doc_amount`, …)
    warehouse/documents/VERSION/SET/_holding.parquet        document_key, input_key

An `input_key` says what a document's results were made of: its raw set's version, what a person declared and
corrected of it, and what a file that is one disclosure with it tells. Equal keys under one version make equal results,
so nothing is worked out twice.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import polars as pl

from yusuan.progress import say
from yusuan.sql_text import array, literal
from yusuan.store.sets import SetStore
from yusuan.warehouse.stage_inputs import opened

SCHEMA = "results"
SMALL_SETS_KEPT = 32  # fewer than this many small sets are left alone
BATCH_DOCUMENTS = 512  # a set with this many documents is not small any more
_HOLDING = "_holding"
_ASIDE = "doc_set_aside"
_NAMES = "doc_body_name"
_WHOLLY_ASIDE = f"SELECT document_key FROM {SCHEMA}.{_ASIDE} WHERE part = 'document'"
_HOLDING_SCHEMA: dict[str, type[pl.DataType]] = {"document_key": pl.String, "input_key": pl.String}


@dataclass(frozen=True)
class DocumentSets:
    """The document sets of one version of rules below warehouse/documents."""

    folder: Path
    version: str

    @property
    def files(self) -> SetStore:
        """The sets as folders of files."""
        return SetStore(self.folder, self.version)

    def holding(self, name: str) -> pl.DataFrame:
        """document_key and input_key of the documents in a set."""
        return pl.read_parquet(self.files.folder / name / f"{_HOLDING}.parquet")

    def held(self) -> dict[str, tuple[str, str]]:
        """input_key → (document_key, set)."""
        found: dict[str, tuple[str, str]] = {}
        for name in self.files.names():
            for document_key, input_key in self.holding(name).iter_rows():
                found[input_key] = (document_key, name)
        return found

    def keep(self, stages: Path, input_keys: Mapping[str, str]) -> str:
        """Write the results that a stages file has of some documents (document_key → input_key) as one set."""
        unfinished = self.files.begin()
        rows = sorted(input_keys.items())
        name = hashlib.sha256("\n".join(f"{a} {b}" for a, b in rows).encode()).hexdigest()[:16]
        with opened(stages) as connection:
            # A document that was set aside as a whole keeps no result but that.
            for result in result_names(connection):
                sound = "" if result == _ASIDE else f"WHERE document_key NOT IN ({_WHOLLY_ASIDE})"
                connection.execute(
                    f"COPY (SELECT * FROM {SCHEMA}.{result} {sound}) TO {literal(unfinished / f'{result}.parquet')} "
                    "(FORMAT parquet, COMPRESSION zstd)"
                )
        pl.DataFrame(rows, schema=_HOLDING_SCHEMA, orient="row").write_parquet(unfinished / f"{_HOLDING}.parquet")
        self.files.finish(unfinished, name)
        return name

    def show(
        self, stages: Path, wanted: Mapping[str, str], instead: Mapping[str, Mapping[str, str]] | None = None
    ) -> None:
        """Let the stages file show, under the results' names, those of wanted documents (input_key → document_key).

        `instead`: other wanted documents for some results, by name.
        """
        holdings = {name: self.holding(name).rows() for name in self.files.names()}
        parts, others = (
            _parts(holdings, wanted),
            {name: _parts(holdings, more) for name, more in (instead or {}).items()},
        )
        with opened(stages) as connection:
            for result in self._results():
                connection.execute(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}")
                _drop(connection, result)
                selection = self._selection(result, *others.get(result, parts))
                connection.execute(f"CREATE VIEW {SCHEMA}.{result} AS {selection}")

    def names(self, wanted: Mapping[str, str]) -> dict[str, list[str]]:
        """document_key → the names by which a wanted document may meet others."""
        parts = _parts({name: self.holding(name).rows() for name in self.files.names()}, wanted)
        with duckdb.connect(":memory:") as connection:
            rows = connection.execute(self._selection(_NAMES, *parts)).fetchall()
        found: dict[str, list[str]] = {}
        for document_key, name in rows:
            found.setdefault(document_key, []).append(name)
        return found

    def seal(self, stages: Path) -> None:
        """Let a stages file hold, under the results' names, its own documents' results, and need no other files.

        They are seen there: see Corpus.make.
        """
        with opened(stages) as connection:
            for result in result_names(connection):
                connection.execute(
                    f"CREATE OR REPLACE TEMP TABLE sealed AS SELECT * FROM {SCHEMA}.{result} "
                    "WHERE document_key IN (SELECT document_key FROM raw.document)"
                )
                _drop(connection, result)
                connection.execute(f"CREATE TABLE {SCHEMA}.{result} AS SELECT * FROM sealed")

    def _results(self) -> list[str]:
        newest = self.files.folder / self.files.names()[0]
        return sorted(path.stem for path in newest.glob("*.parquet") if path.stem != _HOLDING)

    def _selection(self, result: str, whole: list[str], partial: Mapping[str, list[str]]) -> str:
        parts = []
        if whole:
            files = array(self.files.folder / name / f"{result}.parquet" for name in whole)
            parts.append(f"SELECT * FROM read_parquet({files}, union_by_name = true)")
        for name, documents in partial.items():
            keys = ", ".join(literal(key) for key in documents) or "NULL"
            file = literal(self.files.folder / name / f"{result}.parquet")
            parts.append(f"SELECT * FROM read_parquet({file}) WHERE document_key IN ({keys})")
        return " UNION ALL BY NAME ".join(parts)

    def compact(self, live: Mapping[str, str]) -> None:
        """Merge small sets where there are too many, leaving out what no document of the build needs any more."""
        sizes = {name: self.holding(name).height for name in self.files.names()}
        small = [name for name, size in sizes.items() if size < BATCH_DOCUMENTS]
        if len(small) <= SMALL_SETS_KEPT:
            return
        say(f"merging {len(small)} small document sets")
        batch: list[str] = []
        for name in small:
            batch.append(name)
            if sum(sizes[n] for n in batch) >= BATCH_DOCUMENTS:
                self._merge(batch, live)
                batch = []
        if len(batch) > 1:
            self._merge(batch, live)

    def _merge(self, names: list[str], live: Mapping[str, str]) -> None:
        rows = {}
        for name in names:
            for document_key, input_key in self.holding(name).iter_rows():
                if input_key in live:
                    rows[document_key] = (input_key, name)
        unfinished = self.files.begin()
        with duckdb.connect(":memory:") as connection:
            for result in self._results():
                parts: dict[str, list[str]] = {}
                for document_key, (_, name) in rows.items():
                    parts.setdefault(name, []).append(document_key)
                query = self._selection(result, [], parts) if parts else self._selection(result, [], {names[0]: []})
                target = literal(unfinished / f"{result}.parquet")
                connection.execute(f"COPY ({query}) TO {target} (FORMAT parquet, COMPRESSION zstd)")
        kept = [(document_key, input_key) for document_key, (input_key, _) in sorted(rows.items())]
        pl.DataFrame(kept, schema=_HOLDING_SCHEMA, orient="row").write_parquet(unfinished / f"{_HOLDING}.parquet")
        merged = hashlib.sha256("\n".join(["merged", *names]).encode()).hexdigest()[:16]
        self.files.finish(unfinished, merged)
        for name in names:
            self.files.remove(name)

    def drop_other_versions(self) -> None:
        """Remove what other versions of the rules made: it can be made again from the raw sets."""
        if self.folder.is_dir():
            for entry in self.folder.iterdir():
                if entry.is_dir() and entry.name not in {self.version, self.files.unfinished.name}:
                    shutil.rmtree(entry)


def _parts(
    holdings: Mapping[str, Sequence[tuple[str, str]]], wanted: Mapping[str, str]
) -> tuple[list[str], dict[str, list[str]]]:
    """The sets of which all documents are wanted, and by set those that are wanted of others."""
    whole: list[str] = []
    partial: dict[str, list[str]] = {}
    for name, rows in holdings.items():
        live = [document for document, input_key in rows if input_key in wanted]
        if len(live) == len(rows):
            whole.append(name)
        elif live:
            partial[name] = live
    if not whole and not partial:
        partial[next(iter(holdings))] = []  # of no document: the columns alone
    return whole, partial


def result_names(connection: duckdb.DuckDBPyConnection) -> list[str]:
    """The results that dbt made in a stages file."""
    rows = connection.execute(
        "SELECT table_name FROM information_schema.tables "
        "WHERE table_schema = ? AND starts_with(table_name, 'doc_') ORDER BY ALL",
        [SCHEMA],
    ).fetchall()
    return [name for (name,) in rows]


def _drop(connection: duckdb.DuckDBPyConnection, name: str) -> None:
    row = connection.execute(
        "SELECT table_type FROM information_schema.tables WHERE table_schema = ? AND table_name = ?", [SCHEMA, name]
    ).fetchone()
    if row:
        connection.execute(f"DROP {'VIEW' if row[0] == 'VIEW' else 'TABLE'} {SCHEMA}.{name}")
