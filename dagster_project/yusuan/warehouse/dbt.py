"""dbt as a build uses it: its arguments, its environment, and what it reports.

Belongs here: running dbt for one build. Does not: SQL, the process that it runs in (dbt_process), or what a failed test
means for publishing (gate).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from yusuan.errors import ASK_FOR_ROOM, YusuanError
from yusuan.paths import DBT_PROJECT
from yusuan.warehouse.build import Build, read_json
from yusuan.warehouse.dbt_process import RESULTS, run_dbt

# Where nothing more can be written, whatever dbt works on: no document is at fault.
_OF_THE_MACHINE = re.compile(
    "No space left on device|Disk quota exceeded|Read-only file system|Input/output error|max_temp_directory_size"
)
_DONE = re.compile(r" (\d+) of (\d+) (?:OK|PASS|WARN|FAIL|ERROR|SKIP)")


@dataclass(frozen=True)
class NodeResult:
    """What dbt reports of one seed, model or test; `failures` is a test's number of rows."""

    unique_id: str
    status: str  # success | pass | warn | fail | error | skipped
    message: str
    failures: int | None
    seconds: float

    @property
    def stops(self) -> bool:
        """Whether this result keeps a build from being published."""
        return self.status in {"error", "fail", "runtime error"}

    @property
    def name(self) -> str:
        """The name of the model or test, without its project."""
        return self.unique_id.split(".")[2]


def build_arguments(selection: Sequence[str], *, tests: bool) -> list[str]:
    """The arguments that build a selection of seeds and models, and their tests."""
    # Unit tests are about the SQL, not about a night's data: `make test` runs them. A test whose models are not all
    # selected is about another stage.
    excluded = ["--exclude-resource-type", "unit_test", "--indirect-selection", "buildable" if tests else "empty"]
    if not tests:
        excluded += ["--exclude-resource-type", "test"]
    # dbt would write the whole parsed project again beside the results.
    return ["--no-write-json", "build", "--select", *selection, *excluded]


def environment(dbt_project: Path, database: Path, stages: Path, target: Path) -> dict[str, str]:
    """The environment of a dbt process: nothing of one build lands in the project's folder."""
    return os.environ | {
        "DBT_PROJECT_DIR": str(dbt_project),
        "DBT_PROFILES_DIR": str(dbt_project),
        "DBT_TARGET_PATH": str(target),
        "DBT_LOG_PATH": str(target),
        "DBT_SEND_ANONYMOUS_USAGE_STATS": "false",
        "DBT_USE_COLORS": "false",
        "DBT_LOG_LEVEL_FILE": "none",
        # Its process tells what it says (dbt_process): dbt's own logger makes lines of what it does not say, too.
        "DBT_LOG_LEVEL": "none",
        "YUSUAN_DBT_TARGET": "build",
        "YUSUAN_BUILD_DB": str(database),
        "YUSUAN_STAGES_DB": str(stages),
    }


def run(
    parsed: Path | None,
    arguments: Sequence[str],
    variables: Mapping[str, str],
    folder: Path,
    log: Path,
    heard: Callable[[str], None],
    *,
    another: bool = False,
) -> int:
    """Run dbt to its end, every line added to `log` and told to `heard`; returns its exit code.

    `parsed`: the parsed project (see dbt_manifest), or None to have dbt parse it; `another`: whether one follows.
    """
    with log.open("a", encoding="utf-8") as file:

        def write(line: str) -> None:
            print(line, file=file, flush=True)
            heard(line)

        return run_dbt(parsed, arguments, variables, folder, write, another=another)


def run_build(
    build: Build,
    parsed: Path,
    selection: Sequence[str],
    heard: Callable[[str], None],
    dbt_project: Path = DBT_PROJECT,
    *,
    tests: bool = True,
    another: bool = False,
) -> list[NodeResult]:
    """Build a selection into the build's files and return what dbt reports of each node.

    `parsed`: the parsed project (see dbt_manifest); `another`: whether one more run follows.
    Raises YusuanError when dbt itself could not run, or had no room; other failed nodes are in the results, for the
    caller to judge.
    """
    build.dbt_target.mkdir(exist_ok=True)
    (build.dbt_target / RESULTS).unlink(missing_ok=True)
    code = run(
        parsed,
        build_arguments(selection, tests=tests),
        environment(dbt_project, build.database, build.stages, build.dbt_target),
        dbt_project,
        build.dbt_log,
        heard,
        another=another,
    )
    results = node_results(build.dbt_target)
    if code and not any(result.stops for result in results):
        raise YusuanError(
            f"dbt ended with code {code}: {_last_words(build.dbt_log)}", str(build.dbt_log), "see the log"
        )
    for result in results:
        if result.stops and _OF_THE_MACHINE.search(result.message):
            what = f"nothing published: dbt {result.name}: {result.message[:300]}"
            raise YusuanError(what, str(build.dbt_log), ASK_FOR_ROOM)
    return results


def progress_of(line: str) -> tuple[int, int] | None:
    """`(done, of)` when a line of dbt's output says that one of its nodes is done."""
    found = _DONE.search(line)
    return (int(found[1]), int(found[2])) if found else None


def node_results(target: Path) -> list[NodeResult]:
    """The results of dbt's nodes as it left them; empty when it did not get that far."""
    content: dict[str, Any] = read_json(target / RESULTS, {"results": []})
    return [
        NodeResult(
            unique_id=result["unique_id"],
            status=result["status"],
            message=" ".join((result.get("message") or "").split()),
            failures=result.get("failures"),
            seconds=result.get("execution_time") or 0.0,
        )
        for result in content["results"]
    ]


def _last_words(log: Path) -> str:
    lines = [line.strip() for line in log.read_text(encoding="utf-8").splitlines() if line.strip()]
    return " ".join(lines[-3:])[:400] if lines else "it said nothing"
