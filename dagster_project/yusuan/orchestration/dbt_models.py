"""Assets: every seed and model of the dbt project; asset checks: its tests.

Belongs here: translating what dbt reports into Dagster's events. Does not: running dbt (warehouse.dbt), judging (gate).
dbt runs as a process for each stage, not through DbtCliResource: that starts dbt twice more and keeps it open here.
"""

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future, wait
from contextlib import contextmanager, nullcontext
from graphlib import TopologicalSorter
from pathlib import Path
from threading import Event
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, dbt_assets

from yusuan.beside import beside
from yusuan.orchestration.checks import import_beside
from yusuan.orchestration.resources import HomeResource
from yusuan.progress import Bar, is_watched, say
from yusuan.warehouse import corpus_stage, dbt, dbt_process, document_stage, working
from yusuan.warehouse.build import Build
from yusuan.warehouse.gate import require_dbt
from yusuan.warehouse.publish import settle

UNIQUE_ID = "dagster_dbt/unique_id"
_SECONDS_BETWEEN = 0.1  # in which a run of dbt that nobody waits for any more may live


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


def materialisations(specs: list[dg.AssetSpec], results: list[dbt.NodeResult]) -> Iterator[dg.MaterializeResult[None]]:
    """Dagster's events for the seeds and models of some specs, in their order.

    One that had not to run, because no document is new to it, is carried on from the last build.
    """
    by_id = {result.unique_id: result for result in results}
    for spec in specs:
        result = by_id.get(spec.metadata.get(UNIQUE_ID, ""))
        if result is None:
            yield dg.MaterializeResult(spec.key, metadata={"status": "carried on from the last build"})
        elif result.status == "success":
            yield dg.MaterializeResult(spec.key, metadata=_metadata(result))


def check_results(definition: dg.AssetsDefinition, results: list[dbt.NodeResult]) -> Iterator[dg.AssetCheckResult]:
    """Dagster's events for dbt's tests."""
    checks = {spec.metadata.get(UNIQUE_ID): spec for spec in definition.check_specs}
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


def dependencies_first(definition: dg.AssetsDefinition) -> list[dg.AssetSpec]:
    """The assets of a definition, each after those it depends on: Dagster takes them in no other order."""
    specs = {spec.key: spec for spec in definition.specs}
    graph = {key: [dep.asset_key for dep in spec.deps if dep.asset_key in specs] for key, spec in specs.items()}
    return [specs[key] for key in TopologicalSorter(graph).static_order()]


def _metadata(result: dbt.NodeResult) -> dict[str, Any]:
    return {"status": result.status, "seconds": result.seconds, "message": result.message}


@contextmanager
def told_nodes(begun: Event | None = None) -> Iterator[Callable[[str], None]]:
    """A listener to dbt's lines that shows how many nodes are done: on a terminal as a bar, else each quarter.

    `begun` is set from the first line on.
    """
    told: set[int] = set()

    def heard(line: str) -> None:
        if begun is not None:
            begun.set()
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
def corpus_stage_beside(build: Build, dbt_project: Path) -> Iterator[Future[list[dbt.NodeResult]]]:
    """The corpus stage, worked out beside what is done inside; its dbt ends with that where it fails or is stopped.

    What is inside begins when dbt runs: until then this process has work of its own, which it would slow down.
    """
    runs = Event()

    def work() -> list[dbt.NodeResult]:
        say("corpus stage: bodies, identities between documents, facts, marts")
        try:
            with told_nodes(runs) as heard:
                results = working.corpus_stage_of(build, dbt_project, heard)
        finally:
            runs.set()
        say(f"dbt: {len(results)} nodes done")
        return results

    with beside(work) as worked:
        try:
            runs.wait()
            yield worked
        except BaseException:
            while not worked.done():  # it may be between two of dbt's runs
                dbt_process.end_running()
                wait([worked], _SECONDS_BETWEEN)
            raise


def make_dbt_models(manifest: Path) -> dg.AssetsDefinition:
    """The dbt project as one multi-asset: first what depends on one document, then what needs several.

    One step, for dbt does not wait until Dagster has noted what the first stage came to.
    """

    @dbt_assets(
        manifest=manifest,
        dagster_dbt_translator=Translator(),
        name="dbt_models",
        select=" ".join([*document_stage.SELECTION, *corpus_stage.SELECTION, corpus_stage.SEEDS]),
    )
    def models(context: dg.AssetExecutionContext, home: HomeResource) -> Iterator[Any]:
        """Work out the documents that were not worked out yet under these rules, and make the marts of all."""
        build, project = home.build_of(context), Path(home.dbt_project)
        specs = dependencies_first(context.assets_def)
        with told_nodes() as heard:
            worked = working.document_stage(build, project, heard)
        with corpus_stage_beside(build, project) as corpus:
            yield from materialisations([spec for spec in specs if not _needs_several(spec)], worked)
            import_beside()  # what comes after: from here on this process only listens
            results = corpus.result()
        with nullcontext() if any(result.stops for result in results) else beside(settle, build):
            yield from materialisations([spec for spec in specs if _needs_several(spec)], results)
            yield from check_results(context.assets_def, results)
        require_dbt(build, results)

    return _whole(models)


def _needs_several(spec: dg.AssetSpec) -> bool:
    """Whether a model is of the corpus stage: dbt's tags are Dagster's."""
    return corpus_stage.STAGE in spec.tags


def _whole(definition: dg.AssetsDefinition) -> dg.AssetsDefinition:
    """The same assets, of which none can be asked for alone: they are worked out as a whole.

    Not by `multi_asset(can_subset=False)`: that wants a result of every test, and those of a step with nothing to do
    stay as the last run left them.
    """
    attributes = definition.get_attributes_dict()
    del attributes["execution_type"]  # the usual one; to name it is beta
    return dg.AssetsDefinition(**attributes | {"can_subset": False})
