"""Asset checks: the expectations, each on the mart it is about.

Belongs here: specs and results. Running the suites is quality's; they run once per build, in one step.
"""

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import dagster as dg

from yusuan.beside import beside
from yusuan.errors import YusuanError
from yusuan.lasting import lasting
from yusuan.orchestration.resources import HomeResource
from yusuan.progress import say
from yusuan.quality.docs import write_docs
from yusuan.quality.results import CheckResult, write_results
from yusuan.quality.suites import Expectation, Suite, load_suites
from yusuan.warehouse.build import published
from yusuan.warehouse.dbt_manifest import ensure_manifest
from yusuan.warehouse.parquet_export import export

_ROWS_SHOWN = 20


def make_checks(expectations: Path, seeds: Path, marts: Iterable[dg.AssetKey]) -> list[dg.AssetChecksDefinition]:
    """One multi-asset check for all suites; what stops a build blocks the published warehouse."""
    suites = load_suites(expectations, seeds)
    by_name = {key.path[-1]: key for key in marts}
    for entry in (entry for suite in suites for entry in suite.expectations):
        if entry.asset not in by_name:
            raise YusuanError(
                f"the expectation {entry.name} is about {entry.asset}, which is no mart", str(expectations)
            )
    specs = [
        dg.AssetCheckSpec(
            name=check_name(entry.suite, entry.name),
            asset=by_name[entry.asset],
            blocking=entry.stops,
            description=describe(entry),
        )
        for suite in suites
        for entry in suite.expectations
    ]
    keys = {spec.name: spec.asset_key for spec in specs}

    @dg.multi_asset_check(name="expectations", specs=specs)
    def expectations_check(context: dg.AssetCheckExecutionContext, home: HomeResource) -> Iterator[dg.AssetCheckResult]:
        results = run_checks(context, home, suites)
        for result in results:
            name = check_name(result.suite, result.name)
            yield as_check_result(result, name, keys[name])
        raised = [result for result in results if result.exception]
        if raised:
            raise RuntimeError(f"the expectation {raised[0].name} raised: {raised[0].exception}")

    return [expectations_check]


@cache
def import_beside() -> None:
    """Begin, once, to import Great Expectations, which takes seconds, and to compile templates, beside what is done."""

    def load() -> None:
        with lasting(), suppress(Exception):  # who needs them meets what fails, and says so
            from yusuan.quality.suite_run import load_library
            from yusuan.report.templating import compile_templates

            load_library()
            compile_templates()

    threading.Thread(target=load, name="great_expectations", daemon=True).start()


def run_checks(context: dg.AssetCheckExecutionContext, home: HomeResource, suites: list[Suite]) -> list[CheckResult]:
    """Run the suites on the run's build, keep the results and write their pages; its Parquet is written beside."""
    from yusuan.quality.suite_run import run_suites

    build = home.build_of(context)
    say(f"expectations: {sum(len(suite.expectations) for suite in suites)} in {len(suites)} suites")
    with beside(export, build, published(home.home), ensure_manifest(Path(home.dbt_project))):
        results = run_suites(suites, build.database, build.stages)
    write_results(build.checks, results)
    write_docs(suites, results, build)
    return results


def as_check_result(result: CheckResult, name: str, key: dg.AssetKey) -> dg.AssetCheckResult:
    """A result with its failing rows as a table."""
    metadata: dict[str, dg.MetadataValue] = {
        "rows_looked_at": dg.MetadataValue.int(result.row_count),
        "failing_rows": dg.MetadataValue.int(result.failing_count),
        "expectation": dg.MetadataValue.text(result.expectation),
    }
    if result.exception:
        metadata["exception"] = dg.MetadataValue.text(result.exception)
    if result.failing_rows:
        metadata["rows"] = dg.MetadataValue.md(_markdown(result.columns, result.failing_rows[:_ROWS_SHOWN]))
    return dg.AssetCheckResult(
        asset_key=key,
        check_name=name,
        passed=result.passed,
        severity=dg.AssetCheckSeverity.ERROR if result.severity == "error" else dg.AssetCheckSeverity.WARN,
        metadata=metadata,
    )


def describe(entry: Expectation) -> str:
    """What a check says, in English and then in Chinese."""
    english = ". ".join(part.rstrip(".") for part in (entry.title, entry.meaning) if part)
    chinese = "。".join(part.rstrip("。") for part in (entry.title_zh, entry.meaning_zh) if part)
    return f"{english}. {chinese}。"


def check_name(suite: str, name: str) -> str:
    """A name that Dagster allows: letters, digits and underscores."""
    return "".join(char if char.isascii() and char.isalnum() else "_" for char in f"{suite}_{name}")


def _markdown(columns: list[str], rows: list[list[str | None]]) -> str:
    def line(cells: Iterable[str | None]) -> str:
        return "| " + " | ".join((cell or "").replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"

    return "\n".join([line(columns), line(["---"] * len(columns)), *(line(row) for row in rows)])
