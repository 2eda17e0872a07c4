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
from yusuan.processes import die_with_parent

READER = "yusuan.store.reader:make_reader"
SECONDS_PER_DOCUMENT = 3600.0  # a long scan needs its time: some twenty seconds a page


@dataclass(frozen=True)
class Task:
    """One document to read."""

    path: Path
    document_key: str
    sha256: str
    reader: str = "pdf"


@dataclass(frozen=True)
class Answer:
    """What came of one document: `status` read, rejected (both leave a set), or failed (leaves none)."""

    document_key: str
    status: str
    reason: str | None = None
    pages: int = 0
    cells: int = 0
    seconds: float = 0.0


@dataclass(frozen=True)
class PoolSettings:
    """How many processes, how long one document may take, and who reads (`module:factory`)."""

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
        self.process = subprocess.Popen(
            [sys.executable, "-m", "yusuan.store.worker", *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
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

    def give(self, task: Task) -> None:
        self.task, self.began = task, time.monotonic()
        line = {"path": str(task.path), "document_key": task.document_key, "sha256": task.sha256, "reader": task.reader}
        with contextlib.suppress(BrokenPipeError):  # it died: seen as the end of its output
            self.stdin.write(json.dumps(line).encode() + b"\n")
            self.stdin.flush()

    def end(self) -> None:
        """Stop the process, whatever it does, and forget it."""
        for stream in (self.stdin, self.stdout):
            with contextlib.suppress(OSError):
                stream.close()
        try:
            self.process.wait(timeout=5 if self.task is None else 0)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.errors.close()

    def why_it_died(self) -> str:
        code = self.process.wait()
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 4000))
        lines = self.errors.read().decode("utf-8", "replace").strip().splitlines()
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        last = "" if code < 0 or not lines else f": {lines[-1]}"
        return f"the reading process ended on this document ({how}{last})"[:500]


def read_all(tasks: Iterable[Task], settings: PoolSettings) -> Iterator[Answer]:
    """Read every task, yielding each answer as it comes; a crash or a time-out is the answer `failed`."""
    waiting = deque(tasks)
    workers: list[_Worker] = []
    with selectors.DefaultSelector() as selector:
        try:
            for _ in range(min(settings.workers, len(waiting))):
                workers.append(_start(settings, selector))
            while waiting or any(worker.task for worker in workers):
                for worker in workers:
                    if worker.ready and worker.task is None and waiting:
                        worker.give(waiting.popleft())
                for key, _ in selector.select(timeout=0.5):
                    yield from _hear(key.data, settings, selector, workers)
                for worker in list(workers):
                    if worker.task and time.monotonic() - worker.began > settings.seconds_per_document:
                        key_of = worker.task.document_key
                        _replace(worker, settings, selector, workers)
                        yield Answer(
                            key_of, "failed", f"reading took longer than {settings.seconds_per_document:.0f} s"
                        )
        finally:
            for worker in workers:
                worker.end()


def _start(settings: PoolSettings, selector: selectors.BaseSelector) -> _Worker:
    worker = _Worker(settings)
    selector.register(worker.stdout, selectors.EVENT_READ, worker)
    return worker


def _hear(
    worker: _Worker, settings: PoolSettings, selector: selectors.BaseSelector, workers: list[_Worker]
) -> Iterator[Answer]:
    """Take one line (the first says that the process is ready), or the news that the process is gone."""
    if worker not in workers:
        return
    line = worker.stdout.readline()
    task = worker.task
    if line.endswith(b"\n") and not worker.ready:
        worker.ready = True
        return
    if line.endswith(b"\n"):
        answer: dict[str, Any] = json.loads(line)
        worker.task = None
        yield Answer(**answer)
        return
    reason = worker.why_it_died()
    if task is None:
        raise YusuanError("the reader could not start", do=reason)
    _replace(worker, settings, selector, workers)
    yield Answer(task.document_key, "failed", reason)


def _replace(worker: _Worker, settings: PoolSettings, selector: selectors.BaseSelector, workers: list[_Worker]) -> None:
    selector.unregister(worker.stdout)
    workers.remove(worker)
    worker.end()
    workers.append(_start(settings, selector))
