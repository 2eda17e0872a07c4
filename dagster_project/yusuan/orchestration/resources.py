"""The resource of every step: the home, who reads, and the build lock.

Belongs here: configuration that a run or a test may replace. The lock is held from a run's first step to its last.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dagster as dg

from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT, EXPECTATIONS, SEEDS, Home
from yusuan.store.extraction import Reading
from yusuan.store.pool import READER, SECONDS_PER_DOCUMENT
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build, of_run
from yusuan.warehouse.inputs import code_version
from yusuan.warehouse.lock import build_lock


class HomeResource(dg.ConfigurableResource[Any]):
    """A home and what a build of it uses; `version` and `code` empty mean those of the reader and the code itself."""

    root: str
    dbt_project: str = str(DBT_PROJECT)
    expectations: str = str(EXPECTATIONS)
    seeds: str = str(SEEDS)
    reader: str = READER
    version: str = ""
    code: str = ""
    seconds_per_document: float = SECONDS_PER_DOCUMENT
    accept_lost: str = ""

    @contextmanager
    def yield_for_execution(self, context: dg.InitResourceContext) -> Iterator["HomeResource"]:  # noqa: ARG002
        """Hold the build lock for as long as the run lasts."""
        with build_lock(self.home):
            yield self

    @property
    def home(self) -> Home:
        """The folders of the home."""
        return Home.at(self.root)

    @property
    def reading(self) -> Reading:
        """Who reads, and under which version the raw sets are filed."""
        version = self.version or reader_version(Path(self.seeds))
        return Reading(version, Path(self.seeds), self.reader, self.seconds_per_document)

    @property
    def code_version(self) -> str:
        """The version of everything but the documents."""
        return self.code or code_version(Path(self.dbt_project), Path(self.expectations))

    def build_of(self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> Build:
        """The build that the run's first step began; raises YusuanError when the run has no such step."""
        build = of_run(self.home, context.run.run_id)
        if build is None:
            where = str(self.home.builds)
            raise YusuanError("this run began no build", where, "run the whole job `build`, not one asset of it")
        return build
