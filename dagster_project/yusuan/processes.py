"""Child processes that must not outlive their parent, nor answer in its place.

Belongs here: the Linux means for it (parent-death signal, subreaper, /proc), no-ops elsewhere. Does not: what is
started.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_ENDED = "Z"  # a process's state in /proc
_LIBC = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None


def die_with_parent() -> None:
    """For `preexec_fn`: the child gets SIGTERM when the thread that started it ends, however it ends."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """What this thread starts inside never hears of Ctrl-C: a terminal tells all of them, and only one shall answer."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def adopt_orphans() -> None:
    """Become the parent of every descendant whose own parent ends, so that none can slip away."""
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_CHILD_SUBREAPER, 1)


def is_running(pid: int) -> bool:
    """Whether a process works or waits: one that ended stays listed until somebody asks how it ended."""
    return _state_and_parent(Path(f"/proc/{pid}"))[0] not in {"", _ENDED}


def children() -> list[int]:
    """The ids of this process's own children, those that ended and were not waited for among them."""
    return _by_parent(ended=True).get(os.getpid(), [])


def descendants(of: int | None = None) -> list[int]:
    """The ids of all live processes below one, or below this one."""
    parents = _by_parent(ended=False)
    found, queue = [], [of or os.getpid()]
    while queue:
        below = parents.get(queue.pop(), [])
        found += below
        queue += below
    return found


def _by_parent(*, ended: bool) -> dict[int, list[int]]:
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").glob("[0-9]*"):
        state, parent = _state_and_parent(entry)
        if state and (ended or state != _ENDED):
            parents.setdefault(parent, []).append(int(entry.name))
    return parents


def cpu_seconds(pid: int) -> float | None:
    """How long a process, with all its threads, has had a core; None where that is not told."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
    except (OSError, ValueError, IndexError):
        return None


def _state_and_parent(process: Path) -> tuple[str, int]:
    """A process's state, a letter, and the id of its parent, from its folder in /proc; no letter where it is gone."""
    try:
        state, parent = (process / "stat").read_text().rpartition(")")[2].split()[:2]
        return state, int(parent)
    except (OSError, ValueError):
        return "", 0


def end_descendants(patience: float = 10.0) -> None:
    """End every process below this one: SIGTERM, and after `patience` seconds SIGKILL. Returns when none is left."""
    for sign, seconds in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        for pid in descendants():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, sign)
        until = time.monotonic() + seconds
        while descendants() and time.monotonic() < until:
            _reap()
            time.sleep(0.1)
    _reap()


def _reap() -> None:
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
