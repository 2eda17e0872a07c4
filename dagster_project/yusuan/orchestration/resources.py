"""The resources of every step: the home, who reads, and the build lock; and what steps hand to each other.

Belongs here: what a test or the command may replace in Python. Nothing of it is part of a run's config: whoever may
start a run must not be able to name code or paths by it. The lock is held from a run's first step to its last.
"""

import os
from collections.abc import Iterator
from dataclasses import replace

import dagster as dg
from dagster._core.definitions.resource_annotation import TreatAsResourceParam

from yusuan.errors import YusuanError
from yusuan.orchestration.dask_reading import VARIABLE, spread_over
from yusuan.orchestration.freshness import STATE_TAG, state_of
from yusuan.orchestration.liveness import end_dead_runs, stay_alive
from yusuan.orchestration.run_history import forget_old_runs
from yusuan.store.extraction import Reading
from yusuan.warehouse.build import Build, of_run
from yusuan.warehouse.lock import build_lock
from yusuan.warehouse.pinning import require_unpinned
from yusuan.warehouse.recipe import Recipe

_ENDS = {"documents", "published_warehouse"}  # the first and the last step, and their assets
_WHOLE = "launch the job `build`, which reads only what is new; for one model on a copy of the last build: make model"


def is_whole(run: dg.DagsterRun) -> bool:
    """Whether a run goes from the documents to what is published; else it would mend nothing that people read."""
    if run.asset_check_selection and not run.asset_selection:
        return False
    assets = {key.to_user_string() for key in run.asset_selection or ()}
    steps = set(run.step_keys_to_execute or ())
    return all(not asked or asked >= _ENDS for asked in (assets, steps))


class HomeResource(Recipe, TreatAsResourceParam):
    """The recipe of a build as a run has it: under the home's build lock."""

    @property
    def definition(self) -> dg.ResourceDefinition:
        """What Dagster knows of it: its config schema admits nothing."""
        return dg.ResourceDefinition(self._held, config_schema={}, description="The home, and its build lock.")

    def _held(self, context: dg.InitResourceContext) -> Iterator["HomeResource"]:
        """Hold the build lock for as long as the run lasts; whoever has it ends the runs that died before."""
        instance, run, run_id = context.instance, context.dagster_run, context.run_id
        if instance is None or run is None or run_id is None:
            raise YusuanError("a home is built by a run of the job `build` only", self.root)
        if not is_whole(run):
            raise YusuanError("a build is made whole, and this run is asked for a part", self.root, _WHOLE)
        stay_alive(instance, run_id)
        with build_lock(self.home):
            require_unpinned(self.home)
            end_dead_runs(instance)
            forget_old_runs(instance)
            instance.add_run_tags(run_id, {STATE_TAG: self.state})
            yield self

    @property
    def reading(self) -> Reading:
        """As the recipe says, by this machine or on the cluster that the operator names."""
        return replace(super().reading, spread=spread_over(os.environ.get(VARIABLE, "")))

    @property
    def state(self) -> str:
        """A hash of all that a build now would be made of, told without opening a document."""
        return state_of(self.home, self.code_version, self.reading.version)

    def build_of(self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> Build:
        """The build that the run's first step began; raises YusuanError when the run has no such step."""
        build = of_run(self.home, context.run.run_id)
        if build is None:
            where = str(self.home.builds)
            raise YusuanError("this run began no build", where, _WHOLE)
        return build


# What a step hands to the next stays in the run's memory. Dagster's default would take a folder from the run's config.
memory = dg.IOManagerDefinition(
    dg.mem_io_manager.resource_fn,
    config_schema={},
    input_config_schema={},
    description="Values in the memory of the run.",
)
