"""How much Dagster remembers of past runs: a build leaves some megabytes of events, night after night.

Belongs here: forgetting the oldest runs whole, with their events, checks and logs. Does not: which runs are dead
(liveness), what of a warehouse is kept (warehouse.build).
"""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import dagster as dg

RUNS_KEPT = 30
_FINISHED = [dg.DagsterRunStatus.SUCCESS, dg.DagsterRunStatus.FAILURE, dg.DagsterRunStatus.CANCELED]


def forget_old_runs(instance: dg.DagsterInstance, kept: int = RUNS_KEPT) -> list[str]:
    """Delete all but the latest finished runs; returns the ids of those that are gone.

    Of each job those that succeeded are counted for themselves: the checks of the run that published what people read
    stay, however many runs published nothing since, and however many mornings passed.
    """
    seen: Counter[tuple[str, bool]] = Counter()
    forgotten = []
    for record in instance.get_run_records(dg.RunsFilter(statuses=_FINISHED)):  # the latest first
        run = record.dagster_run
        kind = (run.job_name, run.status is dg.DagsterRunStatus.SUCCESS)
        seen[kind] += 1
        if seen[kind] > kept:
            instance.delete_run(run.run_id)
            shutil.rmtree(Path(instance.root_directory) / "storage" / run.run_id, ignore_errors=True)
            forgotten.append(run.run_id)
    return forgotten
