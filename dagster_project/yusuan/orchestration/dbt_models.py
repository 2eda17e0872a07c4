"""Assets: every seed and model of the dbt project; asset checks: its tests.

Belongs here: translating what dbt reports into Dagster's events. Does not: running dbt (warehouse.dbt), judging (gate).
dbt runs as a process for each stage, not through DbtCliResource: that starts dbt twice more and keeps it open here.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from yusuan.orchestration.checks import import_beside
from yusuan.orchestration.resources import HomeResource
from yusuan.progress import Bar, is_watched, say
from yusuan.warehouse import corpus_stage, dbt, document_stage, working
from yusuan.warehouse.build import Build
from yusuan.warehouse.gate import require_dbt
from yusuan.warehouse.publish import settle

UNIQUE_ID = "dagster_dbt/unique_id"


class Translator(DagsterDbtTranslator):
    """Asset keys and groups: sources are the raw tables, models are grouped by their layer."""

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        """`raw/TABLE` for a source, `seeds/NAME` for a seed, the folder and name for a model."""
        name = dbt_resource_props["name"]
        if dbt_resource_props["resource_type"] == "source":
            return dg.AssetKey([dbt_resource_props["source_name"], name])
        return dg.AssetKey([layer_of(dbt_resource_props), name])

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str:
        """The layer: seeds, staging, intermediate, marts."""
        return layer_of(dbt_resource_props)


def layer_of(properties: Mapping[str, Any]) -> str:
    """The folder below models/ that a node lies in, or `seeds`."""
    return "seeds" if properties["resource_type"] == "seed" else str(properties["fqn"][1])


def events(definition: dg.AssetsDefinition, results: list[dbt.NodeResult]) -> Iterator[Any]:
    """Dagster's events for dbt's results: a materialisation per model and seed, a check result per test.

    A seed or model that had not to run, because no document is new to it, is carried on from the last build.
    """
    checks = {spec.metadata.get(UNIQUE_ID): spec for spec in definition.check_specs}
    by_id = {result.unique_id: result for result in results}
    for spec in _dependencies_first(definition):
        result = by_id.get(spec.metadata.get(UNIQUE_ID, ""))
        if result is None:
            yield dg.MaterializeResult(spec.key, metadata={"status": "carried on from the last build"})
        elif result.status == "success":
            yield dg.MaterializeResult(spec.key, metadata=_metadata(result))
    for result in results:
        if result.unique_id in checks and result.status != "skipped":
            check = checks[result.unique_id]
            yield dg.AssetCheckResult(
                asset_key=check.asset_key,
                check_name=check.name,
                passed=result.status == "pass",
                severity=dg.AssetCheckSeverity.ERROR if result.stops else dg.AssetCheckSeverity.WARN,
                metadata=_metadata(result) | {"failing_rows": result.failures or 0},
            )


def _dependencies_first(definition: dg.AssetsDefinition) -> list[dg.AssetSpec]:
    """The assets of a definition, each after those it depends on: Dagster takes them in no other order."""
    specs = {spec.key: spec for spec in definition.specs}
    graph = {key: [dep.asset_key for dep in spec.deps if dep.asset_key in specs] for key, spec in specs.items()}
    return [specs[key] for key in TopologicalSorter(graph).static_order()]


def _metadata(result: dbt.NodeResult) -> dict[str, Any]:
    return {"status": result.status, "seconds": result.seconds, "message": result.message}


@contextmanager
def told_nodes() -> Iterator[Callable[[str], None]]:
    """A listener to dbt's lines that shows how many nodes are done: on a terminal as a bar, else each quarter.

    What comes after the stages is imported from dbt's first line on: then this process only listens.
    """
    told: set[int] = set()

    def heard(line: str) -> None:
        import_beside()
        progress = dbt.progress_of(line)
        if progress is None:
            return
        done, of = progress
        bar.reach(done, f"  dbt: {done} of {of} nodes", of)
        quarter = 4 * done // of
        if 0 < quarter < 4 and quarter not in told and not is_watched():
            told.add(quarter)
            say(f"  dbt: {done} of {of} nodes")

    with Bar("  dbt", 1) as bar:
        yield heard


@contextmanager
def settled_beside(build: Build, results: list[dbt.NodeResult]) -> Iterator[None]:
    """Settle a build in which nothing of dbt's failed beside what is done inside, and wait for it at the end."""
    with ThreadPoolExecutor(1) as beside:
        settled = None if any(result.stops for result in results) else beside.submit(settle, build)
        yield
        if settled is not None:
            settled.result()


def make_dbt_models(manifest: Path) -> list[dg.AssetsDefinition]:
    """The dbt project as two multi-assets: what depends on one document, and what needs several."""

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=Translator(),
        name="document_stage",
        select=" ".join([*document_stage.SELECTION, corpus_stage.SEEDS]),
    )
    def documents(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Any]:
        """Work out the documents that were not worked out yet under these rules."""
        build = home.build_of(context)
        with told_nodes() as heard:
            results = working.document_stage(build, Path(home.dbt_project), heard)
        yield from events(context.assets_def, results)

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=Translator(),
        name="corpus_stage",
        select=" ".join(corpus_stage.SELECTION),
    )
    def corpus(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Any]:
        """Make the marts from the results of the document stage."""
        build = home.build_of(context)
        say("corpus stage: bodies, identities between documents, facts, marts")
        with told_nodes() as heard:
            results = working.corpus_stage_of(build, Path(home.dbt_project), heard)
        say(f"dbt: {len(results)} nodes done")
        with settled_beside(build, results):
            yield from events(context.assets_def, results)
        require_dbt(build, results)

    return [_whole(documents), _whole(corpus)]


def _whole(definition: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The same assets, of which none can be asked for alone: a stage is worked out as a whole.

    Not by `multi_asset(can_subset=False)`: that wants a result of every test, and those of a step with nothing to do
    stay as the last run left them.
    """
    attributes = definition.get_attributes_dict()
    del attributes["execution_type"]  # the usual one; to name it is beta
    return dg.AssetsDefinition(**attributes | {"can_subset": False})
