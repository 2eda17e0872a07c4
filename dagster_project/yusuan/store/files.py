"""Strangers' folders and files, walked and opened so that none can stop, hang or mislead whoever looks; our own files,
written so that none is ever half there.

Belongs here: what is met below a folder, opening regular files only, putting a whole file in a place. Does not: names
as shown (names), what a file is (kinds), what becomes of it (discovery, intake).
"""

from __future__ import annotations

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from io import BufferedReader, FileIO
from pathlib import Path, PurePosixPath
from typing import Literal

# Side files that lie among documents and are none: lists, answer keys, what file managers leave.
_SIDE_ENDINGS = {".json", ".jsonl"}
_SIDE_NAMES = {"documents.csv", "corrections.csv", "thumbs.db", "desktop.ini"}
_DOCUMENT_ENDINGS = {".pdf", ".doc", ".docx", ".xls", ".xlsx", ".txt", ".md", ".html", ".htm", ".mht"}
_BLOCK = 1 << 20

LINK = "a symbolic link is not followed: copy the file here instead"
FOLDER = "this is a folder, not a document (the files in it are looked at on their own)"


@dataclass(frozen=True)
class Met:
    """What was met below a folder: a file to open, or something else with the `problem` that it is or has."""

    path: Path
    kind: Literal["file", "link", "folder"]
    problem: str | None = None


def is_side_file(path: Path) -> bool:
    """Whether a file is no document but something kept beside documents."""
    name = path.name.lower()
    return name.startswith((".", "~$")) or name in _SIDE_NAMES or path.suffix.lower() in _SIDE_ENDINGS


def looks_like_document(name: str) -> bool:
    """Whether a name ends as a document's does."""
    return PurePosixPath(name.lower()).suffix in _DOCUMENT_ENDINGS


def walk(root: Path) -> Iterator[Met]:
    """Everything below a folder that is or might be a document, in no order; hidden and side files are passed over.

    Of folders, those are told that cannot be opened, or have a document's name. Links are told and never followed.
    """
    waiting = [root]
    while waiting:
        folder = waiting.pop()
        try:
            with os.scandir(folder) as entries:
                inside = [(entry.name, entry.is_symlink(), entry.is_dir(follow_symlinks=False)) for entry in entries]
        except OSError as error:
            yield Met(folder, "folder", f"the folder could not be opened, what is in it is left out: {why(error)}")
            continue
        for name, is_link, is_folder in inside:
            path = folder / name
            if name.startswith("."):
                continue
            if is_folder:
                waiting.append(path)
                if looks_like_document(name):
                    yield Met(path, "folder", FOLDER)
            elif not is_side_file(path):
                yield Met(path, "link", LINK) if is_link else Met(path, "file")


def open_file(path: Path, *, follow: bool = False) -> BufferedReader:
    """Open a regular file for reading, through links only when asked to; never waits for anything.

    Raises OSError, also for what is no regular file: a pipe, a socket, a device.
    """
    _require_regular(path.stat(follow_symlinks=follow))
    # It may have become something else by now, and opening a pipe waits for whoever writes into it.
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK | (0 if follow else os.O_NOFOLLOW))
    try:
        _require_regular(os.fstat(descriptor))
    except OSError:
        os.close(descriptor)
        raise
    return BufferedReader(FileIO(descriptor))


def same_bytes(one: BufferedReader, other: BufferedReader) -> bool:
    """Whether two open files hold the same bytes from here on."""
    if os.fstat(one.fileno()).st_size != os.fstat(other.fileno()).st_size:
        return False
    while block := one.read(_BLOCK):
        if block != other.read(_BLOCK):
            return False
    return True


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A name to write under inside, which becomes `path` by one rename; where that fails, nothing is left of it."""
    unfinished = path.with_name(f".{secrets.token_hex(8)}.part")  # another process may write the same
    try:
        yield unfinished
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def _require_regular(state: os.stat_result) -> None:
    if stat.S_ISDIR(state.st_mode):
        raise IsADirectoryError(errno.EISDIR, "a folder, not a file")
    if not stat.S_ISREG(state.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")


def why(error: OSError) -> str:
    """What went wrong, without the path: that is told beside it, in readable characters."""
    return error.strerror or type(error).__name__
