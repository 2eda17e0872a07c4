"""Whether a build could find anything new, told from names, sizes and times, without opening a document.

Belongs here: the state of a home, and whether the last run saw the same. Does not: the fingerprint of contents, by
which a build decides (warehouse.inputs). A change of a file's bytes changes its inode's time, which nobody sets back.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

import dagster as dg

from yusuan.paths import Home
from yusuan.warehouse.build import published, read_outcome

STATE_TAG = "yusuan/state"


def listing(home: Home) -> tuple[str, float]:
    """A hash of the names, sizes and times of what lies below raw/documents, and the time of the latest change.

    What is hidden is passed over, as a build does: documents that are being copied lie in such a folder.
    """
    digest, latest = hashlib.sha256(), 0.0
    for path in sorted(_seen(home.documents), key=os.fsencode):
        try:
            state = path.lstat()
        except OSError:  # gone, or closed, since it was listed: its folder tells of it
            continue
        latest = max(latest, state.st_ctime)  # the time of change, not the date that a file says: that may be to come
        digest.update(os.fsencode(path.relative_to(home.documents)))
        digest.update(f"|{state.st_size}|{state.st_mtime_ns}|{state.st_ctime_ns}\n".encode())
    return digest.hexdigest(), latest


def _seen(documents: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(documents):  # passes over a folder that cannot be opened, or is gone by now
        folders[:] = [name for name in folders if not name.startswith(".")]
        yield from (Path(folder, name) for name in [*folders, *files] if not name.startswith("."))


def state_of(home: Home, code_version: str, reading_version: str) -> str:
    """A hash of all that a build of the home would be made of now: its files and the code."""
    parts = (listing(home)[0], code_version, reading_version)
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def is_current(instance: dg.DagsterInstance, home: Home, state: str) -> bool:
    """Whether the last run that succeeded saw this state, and the build that it left as the published one still is."""
    outcome, build = read_outcome(home), published(home)
    if not outcome or build is None or build.build_id != outcome["build_id"]:
        return False
    run = instance.get_run_by_id(outcome["run_id"])
    return run is not None and run.status is dg.DagsterRunStatus.SUCCESS and run.tags.get(STATE_TAG) == state
