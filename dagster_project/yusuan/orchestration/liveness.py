"""Which of Dagster's unfinished runs are alive: each holds a lock on a file of its own until its process ends.

Belongs here: holding that lock, and ending the runs whose process is gone. Dagster does not notice that one is:
such a run would stay *started*, and with one run allowed at a time keep schedule and sensor waiting for ever.
"""

from __future__ import annotations

import contextlib
import fcntl
import time
from pathlib import Path
from typing import IO

import dagster as dg

from yusuan.orchestration.jobs import JOB_NAME
from yusuan.progress import say

# A run is *started* a moment before its first resource can take the lock; so much may lie between the two.
SECONDS_TO_TAKE_IT = 60.0
_UNFINISHED = [dg.DagsterRunStatus.STARTING, dg.DagsterRunStatus.STARTED, dg.DagsterRunStatus.CANCELING]
_held: list[IO[str]] = []


def stay_alive(instance: dg.DagsterInstance, run_id: str) -> None:
    """Hold the run's file from now on; the kernel lets go of it when this process ends, however it ends."""
    folder = _folder(instance)
    folder.mkdir(exist_ok=True)
    unlocked = folder / f".{run_id}"
    file = unlocked.open("a")
    fcntl.flock(file, fcntl.LOCK_EX)
    unlocked.replace(folder / run_id)  # nobody ever sees it without its lock
    _held.append(file)


def end_dead_runs(instance: dg.DagsterInstance) -> list[str]:
    """Mark as failed, with the reason, every run that was started and whose process is gone; returns their ids.

    A run that waits for the build lock is alive, and one that is queued was not started: both stay as they are.
    """
    ended = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=_UNFINISHED)):
        run_id = record.dagster_run.run_id
        if not _is_dead(record, _folder(instance) / run_id):
            continue
        run = instance.get_run_by_id(run_id)  # anew: it may have come to its end before it let go of its file
        if run is not None and not run.is_finished:
            instance.report_run_failed(run, "The process of this run ended without a word: it was killed, or crashed.")
            say(f"run {run_id[:8]} ended: its process is gone")
            ended.append(run_id)
    for path in _folder(instance).glob("[!.]*"):
        if not _is_locked(path):
            path.unlink(missing_ok=True)
    return ended


def _is_dead(record: dg.RunRecord, path: Path) -> bool:
    if path.exists():
        return not _is_locked(path)
    long_ago = record.start_time is not None and time.time() - record.start_time > SECONDS_TO_TAKE_IT
    return record.dagster_run.job_name == JOB_NAME and long_ago


def _is_locked(path: Path) -> bool:
    with contextlib.suppress(FileNotFoundError), path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


def _folder(instance: dg.DagsterInstance) -> Path:
    return Path(instance.root_directory) / "alive"
