"""The reader of documents as the reading processes use it: reading bound to its lexicon, and the version of both.

Belongs here: the one place where the store touches `yusuan.reading`.
"""

from __future__ import annotations

from pathlib import Path

from yusuan.store.worker import ReadFunction


def make_reader(seeds: Path) -> ReadFunction:
    """A function from a document's bytes and the name of its kind's reader to its raw tables, with the seeds' words."""
    from yusuan.reading import Lexicon, read_document

    lexicon = Lexicon.from_seeds(seeds)
    return lambda data, reader: read_document(data, lexicon, reader)


def reader_version(seeds: Path) -> str:
    """The version that raw sets are filed under: of the extractor, and of the words it was given."""
    from yusuan.reading import EXTRACTOR_VERSION, Lexicon

    return f"{EXTRACTOR_VERSION}-{Lexicon.from_seeds(seeds).fingerprint[:8]}"
