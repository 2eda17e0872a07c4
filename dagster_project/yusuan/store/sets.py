"""Immutable raw sets: one folder of Parquet files per document and reader version, written by one rename.

Belongs here: where sets lie, which documents they hold, writing one, and what could not be read into one. Does not:
merging them (compaction), reading.

    raw/extracted/VERSION/SET/{document,page,line,table,column,row,cell}.parquet
    raw/extracted/VERSION/failures.json

`SET` is the document_key of the one document in it, or `batch-…` for many. What is not finished lies in
raw/extracted/.unfinished and is never looked at. `failures.json` remembers which documents this version cannot finish,
and why: nothing pays for them again.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from yusuan.reading.schema import RAW_TABLES
from yusuan.store.files import whole_file

BATCH_PREFIX = "batch-"


@dataclass(frozen=True)
class SetStore:
    """The sets of one reader version below raw/extracted."""

    extracted: Path
    version: str

    @property
    def folder(self) -> Path:
        """Where the finished sets lie."""
        return self.extracted / self.version

    @property
    def unfinished(self) -> Path:
        """Where sets are written before their rename."""
        return self.extracted / ".unfinished"

    def names(self) -> list[str]:
        """The finished sets, in order."""
        if not self.folder.is_dir():
            return []
        return sorted(entry.name for entry in os.scandir(self.folder) if entry.is_dir())

    def documents_in(self, name: str) -> list[str]:
        """The document_keys that a set holds."""
        if not name.startswith(BATCH_PREFIX):
            return [name]
        keys = pl.read_parquet(self.folder / name / "document.parquet", columns=["document_key"])
        return keys["document_key"].to_list()

    def holders(self) -> dict[str, str]:
        """document_key → the set that speaks for it; a batch goes before the single sets that were merged into it."""
        held: dict[str, str] = {}
        for name in sorted(self.names(), key=lambda n: n.startswith(BATCH_PREFIX)):
            held.update(dict.fromkeys(self.documents_in(name), name))
        return held

    def document_rows(self, names: set[str]) -> pl.DataFrame:
        """The rows of the raw table `document` of some sets."""
        files = [self.folder / name / "document.parquet" for name in sorted(names)]
        if not files:
            return pl.DataFrame(schema=RAW_TABLES["document"])
        return pl.concat([pl.read_parquet(file) for file in files])

    def write(self, name: str, tables: Mapping[str, pl.DataFrame]) -> None:
        """Write one set and make it visible by one rename; a set that is there already stays as it is.

        Raises ValueError when `tables` are not exactly the raw tables with their schemas.
        """
        if set(tables) != set(RAW_TABLES):
            raise ValueError(f"raw tables {sorted(tables)} are not {sorted(RAW_TABLES)}")
        for table, schema in RAW_TABLES.items():
            if dict(tables[table].schema) != dict(pl.Schema(schema)):
                raise ValueError(f"raw table {table} has the schema {tables[table].schema}, not {pl.Schema(schema)}")
        unfinished = self.begin()
        for table, frame in tables.items():
            frame.write_parquet(unfinished / f"{table}.parquet", compression="zstd")
        self.finish(unfinished, name)

    def begin(self) -> Path:
        """A new private folder to write a set into."""
        self.unfinished.mkdir(parents=True, exist_ok=True)
        return Path(tempfile.mkdtemp(dir=self.unfinished))

    def finish(self, unfinished: Path, name: str) -> None:
        """Make a written folder the set `name`, by one rename."""
        self.folder.mkdir(parents=True, exist_ok=True)
        unfinished.chmod(0o755)
        try:
            unfinished.rename(self.folder / name)
        except OSError:
            if not (self.folder / name).is_dir():
                raise
            shutil.rmtree(unfinished)  # another process finished the same set first: both hold the same

    def remove(self, name: str) -> None:
        """Take a set away: first out of sight by one rename, then its files."""
        doomed = self.begin() / name
        (self.folder / name).rename(doomed)
        shutil.rmtree(doomed.parent)

    @property
    def _failures(self) -> Path:
        return self.folder / "failures.json"

    def failures(self) -> dict[str, str]:
        """document_key → why this version could not finish the document, and will not however often it tries."""
        try:
            known = json.loads(self._failures.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(key): str(reason) for key, reason in known.items()} if isinstance(known, dict) else {}

    def remember_failures(self, failures: Mapping[str, str]) -> None:
        """Replace what is remembered; called under the build lock."""
        if failures == self.failures():
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        with whole_file(self._failures) as unfinished:
            unfinished.write_text(json.dumps(failures, ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")

    def clean(self) -> None:
        """Remove what killed processes left unfinished; called under the build lock."""
        shutil.rmtree(self.unfinished, ignore_errors=True)
        for left in self.folder.glob(".*.part"):
            left.unlink(missing_ok=True)


def forget_failures(extracted: Path) -> None:
    """Let every version try again what it could not finish."""
    for file in extracted.glob("*/failures.json"):
        file.unlink(missing_ok=True)
