"""From files found to raw sets: what is missing is read, everything else is left as it is.

Belongs here: deciding which documents to read, and telling how it goes. Does not: processes (pool), files (sets).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yusuan.progress import Bar, say
from yusuan.store.compaction import compact
from yusuan.store.discovery import FoundFile
from yusuan.store.pool import READER, SECONDS_PER_DOCUMENT, Answer, PoolSettings, Task, read_all
from yusuan.store.sets import SetStore

Spread = Callable[[Sequence[Task], PoolSettings], Iterator[Answer]]


@dataclass(frozen=True)
class Reading:
    """Who reads: the reader factory (`module:factory`), the version its sets are filed under, and its words.

    `spread`: who takes the documents, the processes of this machine or others.
    """

    version: str
    seeds: Path
    factory: str = READER
    seconds_per_document: float = SECONDS_PER_DOCUMENT
    spread: Spread = read_all

    def settings(self, extracted: Path) -> PoolSettings:
        """What the reading processes are told, that leave their sets in a folder."""
        return PoolSettings(
            extracted, self.version, self.seeds, reader=self.factory, seconds_per_document=self.seconds_per_document
        )


@dataclass
class Extraction:
    """What a build has of its documents: set by document_key, why some could not be finished, and how much was read.

    `timings`: document_key → (pages, seconds of one process) of each document read now.
    """

    holders: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    read_count: int = 0
    known_count: int = 0
    page_count: int = 0
    seconds: float = 0.0
    timings: dict[str, tuple[int, float]] = field(default_factory=dict)


def extract(found: list[FoundFile], documents: Path, store: SetStore, reading: Reading) -> Extraction:
    """Read every document found that has no set yet, then merge small sets where there are too many.

    What this version of the reader could not finish is remembered, and not tried again.
    """
    store.clean()
    holders = store.holders()
    wanted = {file.document_key: file for file in found if file.status == "found"}
    hopeless = {key: reason for key, reason in store.failures().items() if key not in holders}
    tasks = [
        Task(file.below(documents), key, file.sha256 or "", file.reader or "")
        for key, file in sorted(wanted.items(), key=lambda item: -item[1].byte_size)  # the longest first
        if key not in holders and key not in hopeless
    ]
    result = Extraction(known_count=sum(key in holders for key in wanted))
    result.failures = {key: reason for key, reason in hopeless.items() if key in wanted}
    if result.failures:
        say(f"{len(result.failures)} not tried again: this reader failed on the same bytes (`--retry` tries them)")
    if tasks:
        say(f"reading {len(tasks)} document{'s' if len(tasks) > 1 else ''} ({result.known_count} already read)")
    began = time.monotonic()
    settings = reading.settings(store.extracted)
    weights = {key: file.byte_size + 1 for key, file in wanted.items()}  # what takes long is large
    done = 0
    with Bar("  reading", sum(weights[task.document_key] for task in tasks)) as bar:
        for number, answer in enumerate(reading.spread(tasks, settings), start=1):
            if answer.status == "failed":
                result.failures[answer.document_key] = answer.reason or "the reader failed"
                if answer.is_final:
                    hopeless[answer.document_key] = result.failures[answer.document_key]
                    store.remember_failures(hopeless)
            else:
                result.read_count += 1
                result.page_count += answer.pages
                result.timings[answer.document_key] = (answer.pages, answer.seconds)
            name = wanted[answer.document_key].file_name
            reason = f": {answer.reason}" if answer.reason else ""
            say(f"  {number}/{len(tasks)} {answer.status} {name} ({answer.pages} pages, {answer.cells} cells){reason}")
            done += weights[answer.document_key]
            bar.reach(done, f"  reading: {number} of {len(tasks)} documents")
    result.seconds = time.monotonic() - began
    compact(store)
    result.holders = store.holders()
    return result
