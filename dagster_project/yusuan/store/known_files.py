"""What the files below raw/documents held when they were last read: raw/known_files.parquet.

Belongs here: keeping a file's head, SHA-256 and size from night to night, while the file stays as it is. Does not:
opening files, what their heads mean (discovery, kinds). It only saves reading: gone or damaged, everything is read.
"""

from __future__ import annotations

import contextlib
import os
import time
from io import BufferedReader
from typing import NamedTuple

import polars as pl

from yusuan.paths import Home
from yusuan.store.files import whole_file

_SETTLED_SECONDS = 2.0  # no file system's clock is coarser
_SCHEMA = {"state": pl.String, "head": pl.Binary, "sha256": pl.String, "byte_size": pl.UInt64}

FileState = str  # which file it is, and when it last changed in any way; as text, for a date may be any


class FileContent(NamedTuple):
    """The first bytes of a file, the SHA-256 of all, and how many there are."""

    head: bytes
    sha256: str
    byte_size: int


class KnownFiles:
    """What files held, by their state; what is asked in this walk is kept for the next."""

    def __init__(self, home: Home) -> None:
        self._path = home.known_files
        self._before = self._kept()
        self._met: dict[FileState, FileContent] = {}

    def get(self, state: FileState) -> FileContent | None:
        """What a file in this state holds, if it was read before."""
        known = self._before.get(state)
        if known:
            self._met[state] = known
        return known

    def learn(self, file: BufferedReader, state: FileState, content: FileContent) -> None:
        """Remember what was read of an open file, unless it changed under the reader or a moment ago.

        What changed a moment ago may change again before the clock of the file system moves on.
        """
        if state_of(file) == state and time.time() - os.fstat(file.fileno()).st_ctime > _SETTLED_SECONDS:
            self._met[state] = content

    def save(self) -> None:
        """Keep what was met in this walk, and nothing else."""
        if self._met == self._before:
            return
        rows = [(state, *content) for state, content in self._met.items()]
        # A folder that cannot be written costs time, and no build.
        with contextlib.suppress(OSError, pl.exceptions.ComputeError), whole_file(self._path) as unfinished:
            pl.DataFrame(rows, schema=_SCHEMA, orient="row").write_parquet(unfinished)

    def _kept(self) -> dict[FileState, FileContent]:
        try:
            kept = pl.read_parquet(self._path, schema=_SCHEMA).rows()
        except (OSError, pl.exceptions.PolarsError):
            return {}
        return {state: FileContent(*content) for state, *content in kept}


def state_of(file: BufferedReader) -> FileState:
    """The state of an open file."""
    facts = os.fstat(file.fileno())
    return f"{facts.st_dev} {facts.st_ino} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"
