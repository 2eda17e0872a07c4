"""Schedules: every night at 02:00 in Shanghai, switched on."""

from __future__ import annotations

import dagster as dg

from yusuan.orchestration.jobs import build_job

nightly = dg.ScheduleDefinition(
    name="nightly",
    job=build_job,
    cron_schedule="0 2 * * *",
    execution_timezone="Asia/Shanghai",
    default_status=dg.DefaultScheduleStatus.RUNNING,
)
