"""What a run of the suites found, as plain data: kept as JSON in the build, read by the gate, Dagster and the pages.

Belongs here: the form of a result and its file. Does not: running (run) or judging (warehouse.gate).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from yusuan.warehouse.build import read_json, write_json

ROWS_KEPT = 200


@dataclass(frozen=True)
class CheckResult:
    """One expectation's result. `failing_rows`: at most ROWS_KEPT rows, as text, under `columns`.

    `stops`: whether a build stops when it did not hold. `exception` is set when the expectation could not be evaluated:
    then it neither passed nor failed, `severity` is `error` and it stops a build, whatever the suite says.
    """

    suite: str
    name: str
    title: str
    title_zh: str
    asset: str
    group: str
    meaning: str
    meaning_zh: str
    severity: str
    stops: bool
    passed: bool
    row_count: int
    failing_count: int
    columns: list[str]
    failing_rows: list[list[str | None]]
    expectation: str
    exception: str | None = None


def write_results(path: Path, results: list[CheckResult]) -> None:
    """Keep results as JSON."""
    write_json(path, [asdict(result) for result in results])


def read_results(path: Path) -> list[CheckResult]:
    """The results kept in a file; none when there is no file."""
    rows: list[dict[str, Any]] = read_json(path, [])
    return [CheckResult(**row) for row in rows]
