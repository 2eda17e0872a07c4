"""The builds that are measured.

    full       everything but the documents and their raw sets is gone
    unchanged  nothing is new
    new        some documents are new, half of them of known bodies
    rule       one rule is another one

Belongs here: bringing a home to where a build begins, and what it came to. Does not: documents (synthetic_corpus).
"""

from __future__ import annotations

import json
import shutil
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yusuan.benchmarks.nightly.process_measurement import folder_mb
from yusuan.benchmarks.nightly.project_copy import ProjectCopy
from yusuan.benchmarks.nightly.synthetic_corpus import SyntheticCorpus
from yusuan.paths import Home
from yusuan.progress import say

CASES = ("full", "unchanged", "new", "rule")
_RAN = {"success", "pass", "fail", "warn", "error"}
_SLOWEST = 15


@dataclass(frozen=True)
class NightlyBuild:
    """One measured build.

    From `seconds` to `written_mb` as in ProcessMeasurement. `code`: the digest of what was measured; `dbt_runs`: how
    often dbt was invoked; `nodes`, `node_seconds`: dbt's nodes that ran last, by type; `slowest`: the slowest of them,
    in seconds; `published_mb`: the published build by part, all builds kept, and the raw sets; `output`: what the
    command printed.
    """

    case: str
    held: int
    new: int
    code: str
    changed: str
    seconds: float
    cpu_seconds: float
    others_cpu_seconds: float
    peak_memory_mb: int
    written_mb: int
    dbt_runs: int
    nodes: dict[str, int]
    node_seconds: dict[str, float]
    slowest: list[tuple[str, float]]
    published_mb: dict[str, float]
    output: list[str]


@dataclass(frozen=True)
class NightlyBenchmark:
    """The builds of one corpus."""

    project: ProjectCopy
    corpus: SyntheticCorpus
    logs: Path

    def builds(self, cases: Sequence[str]) -> Iterator[NightlyBuild]:
        """Measure the builds asked for, in the order of CASES."""
        ways: dict[str, Callable[[], NightlyBuild]] = {
            "full": self._full,
            "unchanged": self._unchanged,
            "new": self._new,
            "rule": self._rule,
        }
        for case in (case for case in CASES if case in cases):
            say(f"{self.corpus.held:,} held: {case}")
            yield ways[case]()

    def _full(self) -> NightlyBuild:
        self.corpus.remove_new()
        home = self.corpus.home
        for path in (home.warehouse, home.dagster, *(home.root / "raw").iterdir()):
            if path not in (home.documents, home.extracted):
                shutil.rmtree(path, ignore_errors=True)
        with self._leaving_it_settled():
            return self._measured("full")

    def _unchanged(self) -> NightlyBuild:
        self._settle()
        return self._measured("unchanged")

    def _new(self) -> NightlyBuild:
        self._settle()
        self._mark.unlink()
        self.corpus.add_new()
        return self._measured("new")

    def _rule(self) -> NightlyBuild:
        self._settle()
        self._mark.unlink()
        digest = self.project.digest
        with self.project.one_rule_changed() as changed:
            return self._measured("rule", changed, digest)

    def _measured(self, case: str, changed: str = "", digest: str = "") -> NightlyBuild:
        home, since = self.corpus.home, time.time()
        facts = asdict(self.project.build(home, self.logs / f"{self.corpus.held}-{case}.log"))
        del facts["code"]
        return NightlyBuild(
            case=case,
            held=self.corpus.held,
            new=self.corpus.new if case == "new" else 0,
            code=digest or self.project.digest,
            changed=changed,
            published_mb=_published(home),
            **facts,
            **_nodes(home, since),
        )

    def _settle(self) -> None:
        """Bring the home to where it holds its documents and no new ones, up to date: a build that is not measured."""
        if self._mark.is_file() and self._mark.read_text(encoding="utf-8") == self.project.digest:
            return
        self.corpus.remove_new()
        say(f"{self.corpus.held:,} held: bringing the home up to date")
        with self._leaving_it_settled():
            # A folder may have held none but new ones: the gate asks whether they are meant to be gone.
            gone = ("--accept-lost", "the new documents were taken out again")
            self.project.build(self.corpus.home, self.logs / f"{self.corpus.held}-settle.log", *gone)

    @contextmanager
    def _leaving_it_settled(self) -> Iterator[None]:
        self._mark.unlink(missing_ok=True)
        yield
        self._mark.write_text(self.project.digest, encoding="utf-8")

    @property
    def _mark(self) -> Path:
        """Says with which code the home was brought up to date; not there while it holds anything else."""
        return self.corpus.home.root / "settled.txt"


def _nodes(home: Home, since: float) -> dict[str, Any]:
    ran: list[tuple[str, float]] = []
    for path in home.root.rglob("run_results.json"):
        if path.stat().st_mtime >= since:
            results = json.loads(path.read_text(encoding="utf-8"))["results"]
            ran += [(r["unique_id"], r["execution_time"] or 0.0) for r in results if r["status"] in _RAN]
    types = sorted({name.split(".")[0] for name, _ in ran})
    slowest = sorted(ran, key=lambda node: -node[1])[:_SLOWEST]
    logs = [path for path in home.root.rglob("dbt.log") if path.stat().st_mtime >= since]
    return {
        "dbt_runs": sum(path.read_text(encoding="utf-8").count("Running with dbt=") for path in logs),
        "nodes": {kind: sum(name.startswith(f"{kind}.") for name, _ in ran) for kind in types},
        "node_seconds": {kind: round(sum(s for name, s in ran if name.startswith(f"{kind}.")), 1) for kind in types},
        "slowest": [(name.split(".", 2)[2], round(seconds, 2)) for name, seconds in slowest],
    }


def _published(home: Home) -> dict[str, float]:
    current = home.current.resolve()
    return {
        "build": folder_mb(current),
        "database": folder_mb(current, "*.duckdb"),
        "parquet": folder_mb(current / "parquet"),
        "reports": folder_mb(current / "reports"),
        "all_builds": folder_mb(home.warehouse),
        "raw_sets": folder_mb(home.extracted),
    }
