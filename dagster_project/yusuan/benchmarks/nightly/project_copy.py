"""A copy of the project to measure: no edit made meanwhile falls into a measurement, and a rule can be changed in it.

Belongs here: the copy, running its command, and one change to it. Does not: what is measured (nightly_builds).
"""

from __future__ import annotations

import csv
import io
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from yusuan.benchmarks.nightly.process_measurement import ProcessMeasurement, measure
from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home
from yusuan.store.reader import reader_version
from yusuan.warehouse.dbt_manifest import copy_parsed
from yusuan.warehouse.inputs import digest_of, source_files

_FOLDERS = ("dagster_project", "dbt", "expectations")
_TOLERANCES = ("terms", "one unit")


@dataclass(frozen=True)
class ProjectCopy:
    """The copy in a folder."""

    folder: Path

    @property
    def digest(self) -> str:
        """Which code, models, seeds and suites it has."""
        return _digest(self.folder)

    @property
    def seeds(self) -> Path:
        """Its seeds."""
        return self.folder / "dbt" / "seeds"

    def refresh(self) -> None:
        """Make it what the project is now; a copy of the same stays, with what dbt has parsed."""
        if _digest(PROJECT) == self.digest:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        for name in _FOLDERS:
            for path in source_files(PROJECT / name):
                target = self.folder / path.relative_to(PROJECT)
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
        copy_parsed(PROJECT / "dbt", self.folder / "dbt")

    def build(self, home: Home, log: Path, *documents: str) -> ProcessMeasurement:
        """Run its `yusuan build` on a home. Raises YusuanError when it fails."""
        environment = os.environ | {"PYTHONPATH": str(self.folder / "dagster_project")}
        command = [sys.executable, "-m", "yusuan.cli", "build", *documents, "--home", str(home.root)]
        measured = measure(command, environment, log)
        if measured.code:
            last = log.read_text(encoding="utf-8").strip().splitlines()[-1:]
            raise YusuanError(f"a build failed: {' '.join(last)}", str(log), "see the log")
        return measured

    @contextmanager
    def one_rule_changed(self) -> Iterator[str]:
        """Another tolerance for one rule of the catalogue while the context lasts; yields what was changed.

        Where raw sets are filed under all seeds, every document would be read again, and there is nothing to read: then
        a comment in a model is changed instead.
        """
        path = self.seeds / "reconciliation_rule.csv"
        version, before = reader_version(self.seeds), path.read_text(encoding="utf-8")
        changed = "the tolerance of one rule"
        path.write_text(with_other_tolerance(before), encoding="utf-8")
        if reader_version(self.seeds) != version:
            path.write_text(before, encoding="utf-8")
            path = min((self.folder / "dbt" / "models").rglob("*.sql"))
            before = path.read_text(encoding="utf-8")
            changed = f"a comment in {path.name}, since a changed rule reads every document again"
            path.write_text(f"-- Changed.\n{before}", encoding="utf-8")
        try:
            yield changed
        finally:
            path.write_text(before, encoding="utf-8")


def _digest(project: Path) -> str:
    return digest_of(*(project / name for name in _FOLDERS))[:12]


def with_other_tolerance(rules: str) -> str:
    """The catalogue of rules (CSV) with another tolerance in the last row that has one of two."""
    rows = list(csv.DictReader(io.StringIO(rules)))
    row = next(row for row in reversed(rows) if row["tolerance"] in _TOLERANCES)
    row["tolerance"] = next(tolerance for tolerance in _TOLERANCES if tolerance != row["tolerance"])
    written = io.StringIO()
    writer = csv.DictWriter(written, list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return written.getvalue()
