"""Schedules: every night at 02:00 in Shanghai, switched on; a night with nothing new starts no run."""

from __future__ import annotations

import dagster as dg

from yusuan.orchestration.freshness import is_current
from yusuan.orchestration.jobs import build_job
from yusuan.orchestration.resources import HomeResource
from yusuan.warehouse.pinning import pin_of


def make_nightly(home: HomeResource) -> dg.ScheduleDefinition:
    """The schedule over one home."""

    @dg.schedule(
        name="nightly",
        job=build_job,
        cron_schedule="0 2 * * *",
        execution_timezone="Asia/Shanghai",
        default_status=dg.DefaultScheduleStatus.RUNNING,
        description="Asks for a build every night; skips it when the last one was made of the same files and code.",
    )
    def nightly(context: dg.ScheduleEvaluationContext) -> dg.RunRequest | dg.SkipReason:
        pin = pin_of(home.home)
        if pin is not None:
            return dg.SkipReason(f"the warehouse is {pin}")
        if is_current(context.instance, home.home, home.state):
            return dg.SkipReason("nothing is new since the last run")
        return dg.RunRequest()

    return nightly
