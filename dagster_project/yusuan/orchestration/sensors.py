"""Sensors: one that watches raw/documents and asks for a build when its files have changed and come to rest.

Belongs here: noticing change by names, sizes and times. Does not: reading; whether anything is new the job finds out.
"""

import hashlib
import time

import dagster as dg

from yusuan.orchestration.jobs import build_job
from yusuan.paths import Home

SECONDS_AT_REST = 30.0


def listing(home: Home) -> tuple[str, float]:
    """A hash of the names, sizes and times of the files below raw/documents, and the time of the latest change."""
    digest, latest = hashlib.sha256(), 0.0
    for path in sorted(home.documents.rglob("*")):
        state = path.lstat()
        latest = max(latest, state.st_mtime)
        line = f"{path.relative_to(home.documents)}|{state.st_size}|{state.st_mtime_ns}\n"
        digest.update(line.encode("utf-8", "replace"))
    return digest.hexdigest(), latest


def make_documents_sensor(home: Home) -> dg.SensorDefinition:
    """The sensor over one home's raw/documents."""

    @dg.sensor(
        name="new_documents",
        job=build_job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Asks for a build when the files below raw/documents have changed, and rest for half a minute.",
    )
    def new_documents(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        state, latest = listing(home)
        if not latest:
            return dg.SkipReason(f"there are no documents in {home.documents}")
        if state == context.cursor:
            return dg.SkipReason("nothing changed")
        if time.time() - latest < SECONDS_AT_REST:
            return dg.SkipReason("files are still arriving")
        return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=state)

    return new_documents
