"""Jobs: the one job that brings the warehouse up to date. Schedule, sensor and the command all run this one."""

from __future__ import annotations

import dagster as dg

JOB_NAME = "build"

build_job = dg.define_asset_job(
    JOB_NAME,
    selection=dg.AssetSelection.all(),
    executor_def=dg.in_process_executor,
    description="Documents → raw Parquet → dbt → expectations → published warehouse. Does nothing when nothing is new.",
)
