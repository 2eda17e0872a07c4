"""The files below raw/documents: which are documents, what they hash to, and which are the same bytes twice.

Belongs here: walking, hashing, turning away what no reader could open. Does not: reading content, copying.
Nothing outside the folder is ever followed: symbolic links are turned away.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from yusuan.paths import Home
from yusuan.store.kinds import HEAD_BYTES, kind_of

FileStatus = Literal["found", "unreadable", "same_bytes"]

# Side files that lie among documents and are none: lists, answer keys, what file managers leave.
_SIDE_ENDINGS = {".json", ".jsonl"}
_SIDE_NAMES = {"documents.csv", "corrections.csv", "thumbs.db", "desktop.ini"}
_DOCUMENT_ENDINGS = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".txt", ".md"}


@dataclass(frozen=True)
class FoundFile:
    """One file below raw/documents.

    `file_name` is relative to raw/documents, with `/`. `document_key` is the first 16 hex digits of the bytes'
    SHA-256 (of the name, where the bytes could not be had: then `sha256` is None).
    """

    file_name: str
    document_key: str
    sha256: str | None
    byte_size: int
    is_sample: bool
    reader: str | None
    status: FileStatus
    reason: str | None = None


def is_side_file(path: Path) -> bool:
    """Whether a file is no document but something kept beside documents."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name in _SIDE_NAMES or path.suffix.lower() in _SIDE_ENDINGS


def looks_like_document(name: str) -> bool:
    """Whether a name ends as a document's does."""
    return PurePosixPath(name.lower()).suffix in _DOCUMENT_ENDINGS


def discover(home: Home) -> list[FoundFile]:
    """Every document file of a home, by name; a file whose bytes were met before is `same_bytes`."""
    first_with: dict[str, str] = {}
    found: list[FoundFile] = []
    for path in sorted(_walk(home.documents), key=lambda p: p.relative_to(home.documents).as_posix()):
        entry = _look_at(path, home)
        if entry.sha256 is not None:
            first = first_with.setdefault(entry.sha256, entry.file_name)
            if first != entry.file_name:
                entry = replace(entry, status="same_bytes", reason=f"the same bytes as {first}")
        found.append(entry)
    return found


def _walk(root: Path) -> Iterator[Path]:
    """Files to look at, and folders or links that look like documents."""
    for folder, folders, files in os.walk(root, followlinks=False):
        here = Path(folder)
        for name in list(folders):
            path = here / name
            if name.startswith("."):
                folders.remove(name)
            elif path.is_symlink() or looks_like_document(name):
                yield path
        yield from (here / name for name in files if not is_side_file(here / name))


def _look_at(path: Path, home: Home) -> FoundFile:
    name = path.relative_to(home.documents).as_posix()
    is_sample = home.is_project and home.samples in path.parents

    def unreadable(reason: str) -> FoundFile:
        key = hashlib.sha256(f"unreadable:{name}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
        return FoundFile(name, key, None, 0, is_sample, None, "unreadable", reason)

    if path.is_symlink():
        return unreadable("a symbolic link is not followed: copy the file here instead")
    if path.is_dir():
        return unreadable("this is a folder, not a document (the files in it are looked at on their own)")
    if not path.is_file():
        return unreadable("not a regular file")
    try:
        with path.open("rb") as file:
            head = file.read(HEAD_BYTES)
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        return unreadable(f"the file could not be opened: {error.strerror or error}")
    kind = kind_of(head, name)
    return FoundFile(
        file_name=name,
        document_key=digest[:16],
        sha256=digest,
        byte_size=size,
        is_sample=is_sample,
        reader=kind.reader,
        status="found" if kind.reader else "unreadable",
        reason=kind.reason or None,
    )
