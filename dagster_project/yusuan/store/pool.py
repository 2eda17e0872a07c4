"""Reading processes and their supervision: tasks out, answers in, crashes and hangs charged to one document.

Belongs here: starting, feeding, watching, replacing `yusuan.store.worker` processes. Does not: which documents to read.
"""

from __future__ import annotations

import contextlib
import json
import os
import selectors
import signal
import subprocess
import sys
import tempfile
import time
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from yusuan.errors import YusuanError
from yusuan.processes import cpu_seconds, die_with_parent, uninterrupted
from yusuan.store.bounds import SECONDS_TO_OPEN
from yusuan.store.names import printable

READER = "yusuan.store.reader:make_reader"
SECONDS_PER_DOCUMENT = 7200.0  # at most, however many pages it has
_KEPT_WAITING = ", for most of which it had no core: it is read again by the next build"
_KILLED_AT_START = 3  # processes, before it is given up
# A process that ends by one of these did it itself; any other signal came from outside, as when memory runs out.
_CRASHES = {
    signal.SIGABRT, signal.SIGBUS, signal.SIGFPE, signal.SIGILL, signal.SIGSEGV, signal.SIGSYS, signal.SIGTRAP,
}  # fmt: skip


@dataclass(frozen=True)
class Task:
    """One document to read."""

    path: Path
    document_key: str
    sha256: str
    reader: str = "pdf"


@dataclass(frozen=True)
class Answer:
    """What came of one document: `status` read, rejected (both leave a set), or failed (leaves none).

    `is_final`: of a failure, that the same reader would fail on the same bytes again.
    """

    document_key: str
    status: str
    reason: str | None = None
    pages: int = 0
    cells: int = 0
    seconds: float = 0.0
    is_final: bool = False


@dataclass(frozen=True)
class PoolSettings:
    """How many processes, how long one document may take at most, and who reads (`module:factory`)."""

    extracted: Path
    version: str
    seeds: Path
    reader: str = READER
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    seconds_per_document: float = SECONDS_PER_DOCUMENT


class _Worker:
    """One process, and the task it has in hand."""

    def __init__(self, settings: PoolSettings) -> None:
        self.errors: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115  closed by end()
        arguments = [settings.reader, str(settings.seeds), str(settings.extracted), settings.version]
        # One thread a process: the processes share the cores already.
        environment = os.environ | {"POLARS_MAX_THREADS": "1", "OMP_NUM_THREADS": "1"}
        with uninterrupted():
            self.process = subprocess.Popen(
                [sys.executable, "-m", "yusuan.store.worker", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self.errors,
                bufsize=0,  # a second line must not wait in a buffer, where no selector sees it
                env=environment,
                preexec_fn=die_with_parent,
            )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.stdin: IO[bytes] = self.process.stdin
        self.stdout: IO[bytes] = self.process.stdout
        self.ready = False
        self.task: Task | None = None
        self.began = 0.0
        self.allowed = 0.0  # seconds for the task
        self.cpu_before: float | None = None

    def give(self, task: Task) -> None:
        self.task, self.began, self.allowed = task, time.monotonic(), SECONDS_TO_OPEN
        self.cpu_before = cpu_seconds(self.process.pid)
        line = {"path": str(task.path), "document_key": task.document_key, "sha256": task.sha256, "reader": task.reader}
        with contextlib.suppress(BrokenPipeError):  # it died: seen as the end of its output
            self.stdin.write(json.dumps(line).encode() + b"\n")
            self.stdin.flush()

    def was_kept_waiting(self, seconds: float) -> bool:
        """Whether the process had no core for most of the seconds that its task lasted: a paper that is read works."""
        before, now = self.cpu_before, cpu_seconds(self.process.pid)
        return before is not None and now is not None and now - before < seconds / 2

    def end(self) -> None:
        """Stop the process, whatever it does, and forget it."""
        for stream in (self.stdin, self.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        try:
            self.process.wait(timeout=5 if self.ready and self.task is None else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()

    def why_it_died(self) -> tuple[str, bool]:
        """How the process ended, and whether that was its own doing and not another's."""
        code = self.process.wait()
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 4000))
        lines = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        last = "" if code < 0 or not lines else f": {printable(lines[-1])}"
        return f"the reading process ended on this document ({how}{last})"[:500], code >= 0 or -code in _CRASHES


_READY: list[tuple[PoolSettings, _Worker]] = []


def get_ready(documents: int, settings: PoolSettings) -> None:
    """Start the processes for so many documents beside whatever this one does: `read_all` begins with them."""
    _end_ready()
    for _ in range(min(settings.workers, documents)):
        _READY.append((settings, _Worker(settings)))


def _end_ready() -> None:
    while _READY:
        _READY.pop()[1].end()


def read_all(tasks: Iterable[Task], settings: PoolSettings) -> Iterator[Answer]:
    """Read every task, yielding each answer as it comes; a crash or a time-out is the answer `failed`.

    A document on which a process ended is tried once more, at the end and in a new process: memory may have run out,
    somebody may have killed it, or what came before may have spoilt it.
    Raises YusuanError when no process can be started.
    """
    with selectors.DefaultSelector() as selector:
        pool = _Pool(deque(tasks), settings, selector)
        try:
            yield from pool.answers()
        finally:
            pool.end()
            _end_ready()


class _Pool:
    """The processes, what waits for them, and which documents have cost one already."""

    def __init__(self, waiting: deque[Task], settings: PoolSettings, selector: selectors.BaseSelector) -> None:
        self.waiting = waiting
        self.settings = settings
        self.selector = selector
        self.workers: list[_Worker] = []
        self.tried: set[str] = set()
        self.killed_at_start = 0

    def answers(self) -> Iterator[Answer]:
        for _ in range(min(self.settings.workers, len(self.waiting))):
            self.start()
        while self.waiting or any(worker.task for worker in self.workers):
            for worker in self.workers:
                if worker.ready and worker.task is None and self.waiting:
                    worker.give(self.waiting.popleft())
            for key, _ in self.selector.select(timeout=0.5):
                if key.data in self.workers and (answer := self.hear(key.data)):
                    yield answer
            for worker in list(self.workers):
                allowed = min(worker.allowed, self.settings.seconds_per_document)
                if worker.task and time.monotonic() - worker.began > allowed:
                    is_own_doing = not worker.was_kept_waiting(allowed)
                    reason = f"reading took longer than {allowed:.0f} s" + ("" if is_own_doing else _KEPT_WAITING)
                    answer = Answer(worker.task.document_key, "failed", reason, is_final=is_own_doing)
                    self.replace(worker)
                    yield answer

    def start(self) -> None:
        ready = [started for started in _READY if started[0] == self.settings]
        if ready:
            _READY.remove(ready[0])
        worker = ready[0][1] if ready else _Worker(self.settings)
        self.workers.append(worker)
        self.selector.register(worker.stdout, selectors.EVENT_READ, worker)

    def replace(self, worker: _Worker) -> None:
        self.selector.unregister(worker.stdout)
        self.workers.remove(worker)
        worker.end()
        self.start()

    def hear(self, worker: _Worker) -> Answer | None:
        """Take one line (the first says that the process is ready, others how long a document may take), or the news
        that the process is gone.
        """
        line = worker.stdout.readline()
        if not line.endswith(b"\n"):
            return self.bury(worker)
        if not worker.ready:
            worker.ready = True
            return None
        answer: dict[str, Any] = json.loads(line)
        if answer.keys() == {"seconds"}:
            worker.allowed = answer["seconds"]
            return None
        worker.task = None
        return Answer(**answer)

    def bury(self, worker: _Worker) -> Answer | None:
        """Replace a process that ended, and say what that means for the document that it had in hand, if any."""
        task, (reason, is_own_doing) = worker.task, worker.why_it_died()
        if not worker.ready:
            self.killed_at_start += 1
            if is_own_doing or self.killed_at_start > _KILLED_AT_START:
                raise YusuanError("the reader could not start", do=reason)
        self.replace(worker)
        if task is None:
            return None
        if task.document_key not in self.tried:
            self.tried.add(task.document_key)
            self.waiting.append(task)
            return None
        advice = ": print or save the paper anew" if is_own_doing else ""
        return Answer(task.document_key, "failed", f"{reason}, twice{advice}", is_final=is_own_doing)

    def end(self) -> None:
        for worker in self.workers:
            worker.end()
