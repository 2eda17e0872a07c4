"""The files below raw/documents: which are documents, what they hash to, and which are the same bytes twice.

Belongs here: hashing, and turning away what no reader could open. Does not: walking (files), reading content, copying,
remembering what was hashed (known_files).
Nothing outside the folder is ever followed: symbolic links are turned away.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, replace
from io import BufferedReader
from pathlib import Path
from typing import Literal

from yusuan.paths import Home
from yusuan.store.files import Met, open_file, walk, why
from yusuan.store.kinds import HEAD_BYTES, kind_of
from yusuan.store.known_files import FileContent, KnownFiles, state_of
from yusuan.store.left_out import left_out_of
from yusuan.store.names import told_apart

FileStatus = Literal["found", "unreadable", "same_bytes"]


@dataclass(frozen=True)
class FoundFile:
    """One file below raw/documents.

    `file_name` is relative to raw/documents, with `/`, and readable whatever bytes the disk has; `path` is as the disk
    has it, None where that is `file_name`. `document_key` is the first 16 hex digits of the bytes' SHA-256 (of the
    name, where the bytes could not be had: then `sha256` is None).
    """

    file_name: str
    document_key: str
    sha256: str | None
    byte_size: int
    is_sample: bool
    reader: str | None
    status: FileStatus
    reason: str | None = None
    path: str | None = None

    def below(self, documents: Path) -> Path:
        """Where the file lies, in the folder raw/documents."""
        return documents / (self.path or self.file_name)


def discover(home: Home) -> list[FoundFile]:
    """Every document file of a home, by name, and what was given to the home and could not be copied.

    Of files with the same bytes one is looked at, the first by name that has a reader; the others are `same_bytes`.
    """
    met = {item.path.relative_to(home.documents).as_posix(): item for item in walk(home.documents)}
    known = KnownFiles(home)
    found = []
    for path, name in told_apart(met).items():
        entry = _look_at(met[path], name, path, home.is_project and home.samples in met[path].path.parents, known)
        found.append(entry if name == path else replace(entry, path=path))
    known.save()
    names = {file.file_name for file in found}
    found += [
        _unreadable(name, f"given:{name}".encode(), reason)
        for name, reason in left_out_of(home).items()
        if name not in names  # it was copied by hand since
    ]
    return _without_twins(sorted(found, key=lambda file: file.file_name))


def _without_twins(found: list[FoundFile]) -> list[FoundFile]:
    """The files, of which all but one with the same bytes are `same_bytes`."""
    speaks: dict[str, FoundFile] = {}
    for file in found:
        # A wrong ending hides no twin with the right one.
        if file.sha256 and (file.sha256 not in speaks or (file.reader and not speaks[file.sha256].reader)):
            speaks[file.sha256] = file
    return [
        file
        if file.sha256 is None or speaks[file.sha256] is file
        else replace(file, status="same_bytes", reason=f"the same bytes as {speaks[file.sha256].file_name}")
        for file in found
    ]


def _unreadable(name: str, key_of: bytes, reason: str, *, is_sample: bool = False) -> FoundFile:
    return FoundFile(name, hashlib.sha256(key_of).hexdigest()[:16], None, 0, is_sample, None, "unreadable", reason)


def _content(file: BufferedReader, known: KnownFiles) -> FileContent:
    """What an open file holds; read only where it is new or changed since it was read last."""
    state = state_of(file)
    content = known.get(state)
    if content is None:
        head = file.read(HEAD_BYTES)
        file.seek(0)
        content = FileContent(head, hashlib.file_digest(file, "sha256").hexdigest(), file.tell())
        known.learn(file, state, content)
    return content


def _look_at(met: Met, name: str, path: str, is_sample: bool, known: KnownFiles) -> FoundFile:
    key_of = b"unreadable:" + os.fsencode(path)
    if met.problem:
        return _unreadable(name, key_of, met.problem, is_sample=is_sample)
    try:
        with open_file(met.path) as file:
            head, digest, size = _content(file, known)
    except OSError as error:
        return _unreadable(name, key_of, f"the file could not be opened: {why(error)}", is_sample=is_sample)
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
