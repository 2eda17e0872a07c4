"""The processes that dbt runs in: one imports dbt, every invocation is a fork of it.

Belongs here: starting such a process, hearing it to its end. It is a process of its own, because dbt keeps its
databases open until it ends; a fork, because importing dbt costs seconds. Does not: arguments or what a result means
(dbt).
"""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Lock
from typing import Any

from yusuan.processes import die_with_parent

RESULTS = "run_results.json"  # in the target folder: what became of every node
_SAID = {"info", "warn", "error"}
_SAYING = Lock()  # dbt's threads say something each
_PROCESSES = multiprocessing.get_context("forkserver")


def warm() -> None:
    """Begin to import dbt, beside whatever this process does meanwhile."""
    _PROCESSES.set_forkserver_preload(["yusuan.warehouse.dbt_imported"])
    forkserver.ensure_running()


def run_dbt(
    parsed: Path | None,
    arguments: Sequence[str],
    environment: Mapping[str, str],
    folder: Path,
    heard: Callable[[str], None],
) -> int:
    """Invoke dbt in a folder, every line that it says told to `heard`; returns its exit code (2: it raised).

    `parsed`: the project as it was parsed, or None to have dbt parse it.
    """
    warm()
    receiving, sending = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(
        target=_invoke, args=(parsed, list(arguments), dict(environment), folder, sending), name="dbt"
    )
    process.start()
    sending.close()
    try:
        with receiving, open(receiving.fileno(), encoding="utf-8", errors="replace", closefd=False) as lines:
            for line in lines:
                heard(line.rstrip())
    except BaseException:  # an interrupt: nobody hears it any more, and it would wait for a thread that cannot speak
        process.kill()
        raise
    finally:
        process.join()
    assert process.exitcode is not None
    return process.exitcode


def say_event(event: Any) -> None:
    """Print an event of dbt as its own logger does, but for those that only a debugger wants."""
    if event.info.level in _SAID:
        with _SAYING:
            print(f"{datetime.now(UTC):%H:%M:%S}  {event.info.msg}")


def _invoke(
    parsed: Path | None, arguments: list[str], environment: dict[str, str], folder: Path, said: Connection
) -> None:
    """What the forked process does; it ends with dbt's exit code."""
    die_with_parent()
    for descriptor in (1, 2):
        os.dup2(said.fileno(), descriptor)
    said.close()
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(line_buffering=True)  # type: ignore[union-attr]
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)

    from dbt.artifacts.schemas.run import RunExecutionResult
    from dbt.cli.main import dbtRunner
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    manifest: Manifest | None = None
    if parsed is not None:
        manifest = Manifest.from_msgpack(parsed.read_bytes(), decoder=extended_mashumuro_decoder)
        manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    outcome = dbtRunner(manifest=manifest, callbacks=[say_event]).invoke(arguments)
    if isinstance(outcome.result, RunExecutionResult):
        outcome.result.write(str(Path(environment["DBT_TARGET_PATH"]) / RESULTS))
    if outcome.exception is not None:
        print(outcome.exception, flush=True)
        sys.exit(2)
    sys.exit(0 if outcome.success else 1)
