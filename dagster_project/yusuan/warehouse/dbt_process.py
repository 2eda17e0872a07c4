"""The processes that dbt runs in: one imports dbt, every invocation is a fork of it.

Belongs here: starting such a process, hearing it to its end, and having the next one ready: it loads the parsed project
while others work. It is a process of its own, because dbt keeps its databases open until it ends; a fork, because
importing dbt costs seconds. Does not: arguments or what a result means (dbt).
"""

from __future__ import annotations

import atexit
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing import forkserver, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from yusuan.lasting import lasting
from yusuan.processes import die_with_parent, uninterrupted

RESULTS = "run_results.json"  # in the target folder: what became of every node
_WARNINGS = "PYTHONWARNINGS"
_SECONDS_TO_END = 10  # it may be loading the project still
_PROCESSES = multiprocessing.get_context("forkserver")


def warm() -> None:
    """Begin to import dbt, beside whatever this process does meanwhile."""
    _track_quietly()  # which ends with interrupts heard
    _PROCESSES.set_forkserver_preload(["yusuan.warehouse.dbt_imported"])
    with uninterrupted():
        forkserver.ensure_running()


def _track_quietly() -> None:
    """Start what frees the semaphores of processes that were killed. It warns of each: the last words of a refusal."""
    told = os.environ.get(_WARNINGS)
    os.environ[_WARNINGS] = ",".join(filter(None, (told, "ignore:resource_tracker")))
    try:
        resource_tracker.ensure_running()
    finally:
        os.environ.pop(_WARNINGS)
        if told is not None:
            os.environ[_WARNINGS] = told


@dataclass(frozen=True)
class _Started:
    """A process that loads a parsed project, or none, and waits to be told what to do with it."""

    process: BaseProcess
    telling: Connection
    hearing: Connection


_READY: dict[tuple[object, ...], _Started] = {}  # the project as it was parsed → the process that loaded it
_GETTING_READY = Lock()
_RUNNING: set[BaseProcess] = set()  # told what to do, and not at its end


def get_ready(parsed: Path) -> None:
    """Have a process load the parsed project beside whatever this one does; the next `run_dbt` of it is told to that.

    One that loaded another project, or this one as it was parsed before, is ended.
    """
    with _GETTING_READY:
        state = _state(parsed)
        for other in _READY.keys() - {state}:
            _READY.pop(other).telling.close()  # and so it ends
        if state not in _READY:
            _READY[state] = _start(parsed)


@atexit.register
def _end_ready() -> None:
    """End what was made ready and not needed: told nothing it ends by itself, and leaves no semaphore behind."""
    with _GETTING_READY:
        while _READY:
            started = _READY.popitem()[1]
            started.telling.close()
            started.process.join(_SECONDS_TO_END)


def _take(parsed: Path | None) -> _Started:
    """The process that is ready, where there is one for the project as it is now; else one that begins to load it."""
    if parsed is None:
        return _start(None)
    with _GETTING_READY:
        ready = _READY.pop(_state(parsed), None)
    if ready is not None and ready.process.is_alive():
        return ready
    return _start(parsed)


def _state(parsed: Path) -> tuple[object, ...]:
    found = parsed.stat()
    return str(parsed), found.st_ino, found.st_mtime_ns, found.st_size


def _start(parsed: Path | None) -> _Started:
    warm()
    told, telling = _PROCESSES.Pipe(duplex=False)
    hearing, saying = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_serve, args=(parsed, told, saying), name="dbt", daemon=True)
    process.start()
    told.close()
    saying.close()
    return _Started(process, telling, hearing)


def run_dbt(
    parsed: Path | None,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    heard: Callable[[str], None],
    *,
    another: bool = False,
) -> int:
    """Invoke dbt in a folder, every line that it says told to `heard`; returns its exit code (2: it raised).

    `parsed`: the project as it was parsed, or None to have dbt parse it; `another`: whether it is invoked again after
    this, so that the next process is made ready meanwhile.
    """
    started = _take(parsed)
    process = started.process
    _RUNNING.add(process)
    try:
        with started.telling, suppress(BrokenPipeError):  # it died: that is heard
            started.telling.send((list(arguments), dict(environment), folder))
        if another and parsed is not None:
            get_ready(parsed)
        with (
            started.hearing as hearing,
            open(hearing.fileno(), encoding="utf-8", errors="replace", closefd=False) as lines,
        ):
            for line in lines:
                heard(line.rstrip())
    except BaseException:  # an interrupt: nobody hears it any more, and it would wait for a thread that cannot speak
        process.kill()
        raise
    finally:
        process.join()
        _RUNNING.discard(process)
    assert process.exitcode is not None
    return process.exitcode


def end_running() -> None:
    """End dbt where it runs for another thread: to that it ended with a code that is not dbt's, and without results."""
    for process in tuple(_RUNNING):
        process.kill()


def _serve(parsed: Path | None, told: Connection, said: Connection) -> None:
    """What the forked process does; it ends with dbt's exit code, and at once where nothing is told to it."""
    die_with_parent()  # which is what forks
    Thread(target=_end_with_build, name="end with the build", daemon=True).start()
    for descriptor in (1, 2):
        os.dup2(said.fileno(), descriptor)
    said.close()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    manifest = _load(parsed)
    try:
        arguments, environment, folder = told.recv()
    except EOFError:
        return
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    _invoke(manifest, arguments, environment)


def _end_with_build() -> None:
    """End this process when the one that asked for it does, however it ends.

    What forks is no build's child and lives as long as its forks; dbt, which nobody hears any more, would wait for ever
    for a thread that cannot speak.
    """
    build = multiprocessing.parent_process()
    assert build is not None
    build.join()
    os.kill(os.getpid(), signal.SIGKILL)


def _load(parsed: Path | None) -> Any:
    """The parsed project as dbt holds it, or None."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    if parsed is None:
        return None
    with lasting():
        manifest = Manifest.from_msgpack(parsed.read_bytes(), decoder=extended_mashumuro_decoder)
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def _invoke(manifest: Any, arguments: list[str], environment: Mapping[str, str]) -> None:
    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.cli.main import dbtRunner

    from yusuan.warehouse.dbt_events import hear_only_what_is_said, say_event

    hear_only_what_is_said()
    outcome = dbtRunner(manifest=manifest, callbacks=[say_event]).invoke(arguments)
    if isinstance(outcome.result, RunExecutionResult):
        outcome.result.write(str(Path(environment["DBT_TARGET_PATH"]) / RESULTS))
    if outcome.exception is not None:
        print(outcome.exception, flush=True)
        sys.exit(2)
    sys.exit(0 if outcome.success else 1)
