"""The reader of documents as the reading processes use it: reading bound to its words, and the version of both.

Belongs here: the one place where the store touches `yusuan.reading`.
"""

from __future__ import annotations

import hashlib
import sys
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from yusuan.store.code_hash import code_hash
from yusuan.store.worker import ReadFunction

_READING = Path(__file__).resolve().parents[1] / "reading"
_CATALOGUE = _READING.parent / "catalogue"  # what reading reckons with

# The distributions whose code decides what is read; polars and pyarrow carry it and decide nothing.
LIBRARIES = (
    "lxml",
    "numpy",
    "onnxruntime",
    "opencv-python-headless",
    "openpyxl",
    "ortools",
    "pdfminer.six",
    "pdfplumber",
    "pillow",
    "pyclipper",
    "pypdfium2",
    "python-docx",
    "rapidocr",
    "shapely",
    "xlrd",
)


def make_reader(seeds: Path) -> ReadFunction:
    """A function from a document's bytes and the name of its kind's reader to its raw tables, with the seeds' words."""
    from yusuan.reading import Lexicon, read_document

    lexicon = Lexicon.from_seeds(seeds)
    filed_under = reader_version(seeds)
    return lambda data, reader: read_document(data, lexicon, reader, filed_under)


def reader_version(seeds: Path, package: Path = _READING, catalogue: Path = _CATALOGUE) -> str:
    """The version that raw sets are filed under: `CODE-WORDS`, 12 hex digits each.

    CODE is a hash of the reading code and the catalogue it reckons with (raw schema included, comments not), Python's
    and its libraries' versions; WORDS one of the seed values that reading uses. Equal versions read equally.
    """
    from yusuan.reading.lexicon import fingerprint, used_seeds

    parts = f"{code_hash(package)} {code_hash(catalogue)} {_tools()}"
    return f"{hashlib.sha256(parts.encode()).hexdigest()[:12]}-{fingerprint(used_seeds(seeds))[:12]}"


@lru_cache(maxsize=1)
def _tools() -> str:
    python = ".".join(map(str, sys.version_info[:2]))
    return " ".join([f"python {python}", *(f"{name} {version(name)}" for name in LIBRARIES)])
