"""The one place that puts the inventory together.

`build_definitions` takes overrides, so that the command, the UI and tests run the same graph with other resources.
"""

from __future__ import annotations

import os
from pathlib import Path

import dagster as dg

from yusuan.orchestration.checks import make_checks
from yusuan.orchestration.dbt_models import make_dbt_models
from yusuan.orchestration.documents import documents, raw_tables
from yusuan.orchestration.jobs import build_job, in_process
from yusuan.orchestration.morning import make_morning
from yusuan.orchestration.publication import make_publication
from yusuan.orchestration.resources import HomeResource, memory
from yusuan.orchestration.schedules import make_nightly
from yusuan.orchestration.sensors import make_documents_sensor
from yusuan.paths import Home
from yusuan.warehouse.dbt_manifest import ensure_manifest


def build_definitions(home: HomeResource) -> dg.Definitions:
    """Everything Dagster knows of one home. The dbt project is parsed first where its manifest is missing or old."""
    models = make_dbt_models(ensure_manifest(Path(home.dbt_project)))
    marts = [key for key, group in models.group_names_by_key.items() if group == "marts"]
    return dg.Definitions(
        assets=[documents, raw_tables, models, make_publication(marts)],
        asset_checks=make_checks(Path(home.expectations), Path(home.seeds), marts),
        jobs=[build_job],
        schedules=[make_nightly(home), make_morning(home)],
        sensors=[make_documents_sensor(home)],
        resources={"home": home.definition, "memory": memory, "io_manager": memory},
        executor=in_process,
    )


@dg.definitions
def defs() -> dg.Definitions:
    """The definitions that the UI and the daemon load; YUSUAN_HOME names the home."""
    return build_definitions(HomeResource(root=str(Home.at(os.environ.get("YUSUAN_HOME")).root)))
