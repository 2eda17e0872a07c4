"""The definitions: they load from a clean clone, and show the flow from documents to the published warehouse."""

from __future__ import annotations

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

from yusuan.paths import PROJECT
from yusuan.warehouse import corpus_stage, document_stage
from yusuan.warehouse.inputs import source_files

_INVENTORY = """
import json
import sys
from dagster import AssetKey
from yusuan.orchestration.definitions import defs
made = defs()
graph = made.resolve_asset_graph()
keys = {key.to_user_string() for key in graph.get_all_asset_keys()}
upstream = {key.to_user_string() for key in graph.get(AssetKey("published_warehouse")).parent_keys}

def leaves(kind, place=""):
    # Where a config takes a value: everything that is not a shape of named fields.
    for name, field in (getattr(kind, "fields", None) or {}).items():
        yield from leaves(field.config_type, f"{place}/{name}")
    if not hasattr(kind, "fields"):
        yield place

print(json.dumps({
    "keys": sorted(keys),
    "upstream": sorted(upstream),
    "checks": {key.name: key.asset_key.to_user_string() for key in graph.asset_check_keys},
    "schedules": sorted(
        (s.name, s.cron_schedule, s.execution_timezone, s.default_status.value) for s in made.schedules
    ),
    "sensors": [(s.name, s.default_status.value) for s in made.sensors],
    "config": {
        job.name: sorted(leaves(job.run_config_schema.config_type)) for job in made.get_repository_def().get_all_jobs()
    },
    "stages": sorted({(graph.get(k).group_name, *graph.get(k).tags.keys() & {"document_stage", "corpus_stage"})
                      for k in graph.materializable_asset_keys}),
    "dask": sorted({"dask", "distributed", "dagster_dask"} & sys.modules.keys()),
    "partitioned": sorted(k.to_user_string() for k in graph.get_all_asset_keys() if graph.get(k).partitions_def),
}))
"""


def test_they_load_from_a_clean_clone(tmp_path: Path) -> None:
    for folder in ("dagster_project", "dbt", "expectations"):
        for path in source_files(PROJECT / folder):
            copy = tmp_path / path.relative_to(PROJECT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, copy)
    assert not (tmp_path / "dbt" / "target").exists()
    environment = os.environ | {"PYTHONPATH": str(tmp_path / "dagster_project"), "DAGSTER_HOME": ""}
    said = subprocess.run(
        [sys.executable, "-c", _INVENTORY], cwd=tmp_path, env=environment, check=True, capture_output=True, text=True
    ).stdout
    inventory = json.loads(said.splitlines()[-1])

    assert {"documents", "raw/cell", "raw/manifest", "marts/published_amount", "published_warehouse"} <= set(
        inventory["keys"]
    )
    assert "document/stg_cell" in inventory["keys"]
    assert "marts/fact_expenditure" in inventory["upstream"]
    assert "promises_documents_are_accounted_for" in inventory["checks"]
    with (PROJECT / "dbt" / "seeds" / "reconciliation_rule.csv").open(encoding="utf-8", newline="") as file:
        concerned = {f"reconciliation_{rule['rule_id']}": f"marts/{rule['asset']}" for rule in csv.DictReader(file)}
    assert len(set(concerned.values())) > 1
    assert {name: inventory["checks"].get(name) for name in concerned} == concerned
    assert inventory["schedules"] == [
        ["morning", "0 6 * * *", "Asia/Shanghai", "RUNNING"],
        ["nightly", "0 2 * * *", "Asia/Shanghai", "RUNNING"],
    ]
    assert inventory["sensors"] == [["new_documents", "RUNNING"]]
    assert inventory["partitioned"] == []
    # By dbt's tag a step tells what it has noted when the corpus stage begins.
    assert inventory["stages"] == [
        ["corpus", corpus_stage.STAGE],
        ["document", document_stage.STAGE],
        ["documents"],
        ["marts", corpus_stage.STAGE],
        ["published"],
        ["raw"],
        ["seeds"],
    ]
    assert inventory["dask"] == []  # an extra, and only where a cluster is named
    # Whoever may start a run names no code and no path by its config: how loud its console is, and nothing else.
    loud = ["/loggers/console/config/log_level", "/loggers/console/config/name"]
    assert inventory["config"] == {"build": loud, "morning": loud, "__ASSET_JOB": loud}
