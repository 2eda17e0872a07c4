"""Jobs: the one job that brings the warehouse up to date. Schedule, sensor and the command all run this one."""

from __future__ import annotations

import dagster as dg
from dagster._core.execution.plan.resume_retry import ReexecutionStrategy
from dagster._core.storage.tags import RETRY_STRATEGY_TAG

JOB_NAME = "build"
ONE_AT_A_TIME = "yusuan/one_at_a_time"  # the tag of runs of which the others wait in the queue

# Without a config: Dagster's own takes a path.
in_process = dg.in_process_executor.configured(lambda _: {}, name="in_process", config_schema={})

build_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    executor_def=in_process,
    tags={
        ONE_AT_A_TIME: JOB_NAME,
        RETRY_STRATEGY_TAG: ReexecutionStrategy.ALL_STEPS.value,  # what a killed build began is in no build to go on
    },
    description="Documents → raw Parquet → dbt → expectations → published warehouse. Does nothing when nothing is new.",
)
