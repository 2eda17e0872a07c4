"""A home that holds many synthetic documents, read already, and documents that are new to it.

Belongs here: which documents there are, their files and raw sets. Does not: what they print (document_templates).
Each file begins with bytes of its own and is as long as a published PDF, so that finding and hashing it costs what it
costs in life; files are sparse and take no room. RawDocument sets lie there, so that no build reads anything.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count, groupby, islice
from pathlib import Path

import polars as pl

from yusuan.benchmarks.nightly.document_templates import DocumentFamily, RawDocument
from yusuan.paths import Home
from yusuan.progress import say
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.compaction import BATCH_DOCUMENTS
from yusuan.store.sets import BATCH_PREFIX, SetStore

FILE_BYTES = 300_000  # the median of 250 published documents


@dataclass(frozen=True)
class SyntheticDocument:
    """Document `ordinal` (from 0) of copy `copy` of a family."""

    copy: int
    ordinal: int
    file_bytes: int = FILE_BYTES

    @property
    def file_name(self) -> str:
        """Its file, relative to raw/documents."""
        return f"{self.copy // 1000:03d}/{self.copy:06d}-{self.ordinal}.pdf"

    @property
    def head(self) -> bytes:
        """What its file begins with; the rest is zeros."""
        return f"%PDF-1.7\n% synthetic: copy {self.copy}, document {self.ordinal}\n".encode()

    def sha256(self) -> str:
        """The hash of its file."""
        digest = hashlib.sha256(self.head)
        digest.update(bytes(self.file_bytes - len(self.head)))
        return digest.hexdigest()

    def write(self, documents: Path) -> None:
        """Write its file."""
        path = documents / self.file_name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            file.write(self.head)
            file.truncate(self.file_bytes)


def synthetic_documents(
    families: Sequence[DocumentFamily], file_bytes: int = FILE_BYTES
) -> Iterator[SyntheticDocument]:
    """Documents without end: copy 0 is of the first family, copy 1 of the second, and so on, around again."""
    for copy in count():
        for ordinal in range(len(families[copy % len(families)].templates)):
            yield SyntheticDocument(copy, ordinal, file_bytes)


def held_and_new(
    every: Sequence[SyntheticDocument], new: int
) -> tuple[list[SyntheticDocument], list[SyntheticDocument]]:
    """Those held, and those new: half of the new ones are of bodies of which others are held, half of new bodies."""
    held, late = len(every) - new, new // 2
    step = max(1, held // max(1, late))
    chosen = {step * (i + 1) - 1 for i in range(late)} | set(range(held + late, len(every)))
    return (
        [document for i, document in enumerate(every) if i not in chosen],
        [document for i, document in enumerate(every) if i in chosen],
    )


@dataclass(frozen=True)
class SyntheticCorpus:
    """A home that holds `held` documents, and `new` ones that it does not have yet.

    `version`: what raw sets are filed under.
    """

    home: Home
    families: Sequence[DocumentFamily]
    version: str
    held: int
    new: int = 20
    file_bytes: int = FILE_BYTES

    def ensure(self, made_of: str) -> None:
        """Make the home, unless it was made of the same already; `made_of` names the templates and this code."""
        mark = self.home.root / "corpus.json"
        wanted = {
            "made_of": made_of,
            "version": self.version,
            "held": self.held,
            "new": self.new,
            "file_bytes": self.file_bytes,
        }
        if mark.is_file() and json.loads(mark.read_text(encoding="utf-8")) == wanted:
            return
        shutil.rmtree(self.home.root, ignore_errors=True)
        self.home.make()
        say(f"writing {self.held:,} documents")
        held = self._divided()[0]
        for first in range(0, len(held), BATCH_DOCUMENTS):
            batch = held[first : first + BATCH_DOCUMENTS]
            for document in batch:
                document.write(self.home.documents)
            self._store.write(f"{BATCH_PREFIX}{first:016d}", _joined(self._raws(batch)))
        mark.write_text(json.dumps(wanted), encoding="utf-8")

    def add_new(self) -> None:
        """Put the new documents there, each with a raw set of its own, as if read just now."""
        for document in self._divided()[1]:
            document.write(self.home.documents)
            for raw in self._raws([document]):
                self._store.write(raw["document"]["document_key"][0], raw)

    def remove_new(self) -> None:
        """Take the new documents and their raw sets away again."""
        sets = set(self._store.names())
        for document in self._divided()[1]:
            (self.home.documents / document.file_name).unlink(missing_ok=True)
            if (key := document.sha256()[:16]) in sets:
                self._store.remove(key)

    @property
    def _store(self) -> SetStore:
        return SetStore(self.home.extracted, self.version)

    def _divided(self) -> tuple[list[SyntheticDocument], list[SyntheticDocument]]:
        every = list(islice(synthetic_documents(self.families, self.file_bytes), self.held + self.new))
        return held_and_new(every, self.new)

    def _raws(self, wanted: Iterable[SyntheticDocument]) -> Iterator[RawDocument]:
        for copy, group in groupby(wanted, key=lambda document: document.copy):
            family = self.families[copy % len(self.families)]
            hashes = {document.ordinal: document.sha256() for document in group}
            yield from family.copies(copy, [hashes.get(i) for i in range(len(family.templates))])


def _joined(raws: Iterable[RawDocument]) -> RawDocument:
    every = list(raws)
    return {table: pl.concat([raw[table] for raw in every]) for table in RAW_TABLES}
