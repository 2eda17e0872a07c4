"""What a build of a home uses, as plain data: folders, reader, versions.

Belongs here: what a test or the command may replace. Does not: how a run gets it (orchestration.resources). It imports
nothing of Dagster, so that a night with nothing new is over before Dagster would be imported.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from yusuan.paths import DBT_PROJECT, EXPECTATIONS, SEEDS, Home
from yusuan.store.extraction import Reading
from yusuan.store.pool import READER, SECONDS_PER_DOCUMENT
from yusuan.store.reader import reader_version
from yusuan.warehouse.inputs import code_version

DASK = "YUSUAN_DASK"  # the variable by which the operator names a cluster that reads (orchestration.dask_reading)


@dataclass(frozen=True)
class Recipe:
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
