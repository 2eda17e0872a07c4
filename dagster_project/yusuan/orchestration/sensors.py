"""Sensors: one that watches raw/documents and asks for a build when its files have changed and come to rest.

Belongs here: noticing change by names, sizes and times. Does not: reading; whether anything is new the job finds out.
"""

import time

import dagster as dg

from yusuan.orchestration.freshness import is_current, listing
from yusuan.orchestration.jobs import build_job
from yusuan.orchestration.resources import HomeResource
from yusuan.warehouse.pinning import pin_of

SECONDS_AT_REST = 30.0


def make_documents_sensor(resource: HomeResource) -> dg.SensorDefinition:
    """The sensor over one home's raw/documents."""
    home = resource.home

    @dg.sensor(
        name="new_documents",
        job=build_job,
        minimum_interval_seconds=30,
        default_status=dg.DefaultSensorStatus.RUNNING,
        description="Asks for a build when the files below raw/documents have changed, and rest for half a minute.",
    )
    def new_documents(context: dg.SensorEvaluationContext) -> dg.SensorResult | dg.SkipReason:
        pin = pin_of(home)
        if pin is not None:
            return dg.SkipReason(f"the warehouse is {pin}")
        state, latest = listing(home)
        if not latest:
            return dg.SkipReason(f"there are no documents in {home.documents}")
        if state == context.cursor:
            return dg.SkipReason("nothing changed")
        if 0 <= time.time() - latest < SECONDS_AT_REST:  # a clock that was set back makes nothing wait
            return dg.SkipReason("files are still arriving")
        if is_current(context.instance, home, resource.state):
            return dg.SensorResult(skip_reason="the last run saw these files already", cursor=state)
        return dg.SensorResult(run_requests=[dg.RunRequest()], cursor=state)

    return new_documents
