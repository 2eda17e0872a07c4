"""Running the suites over a build's database, on pandas frames, with Great Expectations.

Belongs here: the only import of great_expectations. Its DuckDB dialect reports its own exceptions as failed
expectations, so frames are read by duckdb itself and handed over; an exception inside is told from a failure.
"""

from __future__ import annotations

import json
import logging
import os
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from yusuan.quality.results import ROWS_KEPT, CheckResult
from yusuan.quality.suites import Expectation, Suite

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")


def run_suites(suites: list[Suite], database: Path, stages: Path) -> list[CheckResult]:
    """Every expectation of every suite over the database, with the stages file beside it (both read-only), in order."""
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("build")
    batches = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
    with duckdb.connect(str(database), read_only=True) as connection:
        attached = str(stages).replace("'", "''")
        connection.execute(f"ATTACH '{attached}' AS stages (READ_ONLY)")
        return [_run_one(entry, connection, batches) for suite in suites for entry in suite.expectations]


def frame_of(connection: duckdb.DuckDBPyConnection, query: str) -> pd.DataFrame:
    """The rows of a query with their own Python values: decimals stay decimals, NULL is None."""
    cursor = connection.execute(query)
    names = [column[0] for column in cursor.description or []]
    return pd.DataFrame(cursor.fetchall(), columns=names, dtype=object)


def _run_one(entry: Expectation, connection: duckdb.DuckDBPyConnection, batches: Any) -> CheckResult:
    expectation = f"{entry.kind}({', '.join(f'{k}={v!r}' for k, v in entry.arguments.items())})"
    facts: dict[str, Any] = {
        "suite": entry.suite,
        "name": entry.name,
        "title": entry.title,
        "title_zh": entry.title_zh,
        "asset": entry.asset,
        "group": entry.group,
        "meaning": entry.meaning,
        "meaning_zh": entry.meaning_zh,
        "expectation": expectation,
    }
    try:
        frame = frame_of(connection, entry.rows)
        outcome = _validate(entry, frame, batches)
    except Exception as error:  # noqa: BLE001  the boundary: whatever a check raises is reported as that, not as failed
        return _raised(facts, f"{type(error).__name__}: {error}")
    raised = _exception_in(outcome)
    if raised:
        return _raised(facts, raised)
    failing = (
        frame if "unexpected_index_list" not in outcome.result else frame.loc[outcome.result["unexpected_index_list"]]
    )
    rows = [] if outcome.success else failing.head(ROWS_KEPT).to_numpy(dtype=object).tolist()
    return CheckResult(
        **facts,
        severity=entry.severity,
        stops=entry.stops,
        passed=bool(outcome.success),
        row_count=len(frame),
        failing_count=0 if outcome.success else len(failing),
        columns=list(frame.columns),
        failing_rows=[[None if value is None else str(value) for value in row] for row in rows],
    )


def _validate(entry: Expectation, frame: pd.DataFrame, batches: Any) -> Any:
    from great_expectations.expectations.expectation_configuration import ExpectationConfiguration

    configured = ExpectationConfiguration(type=entry.kind, kwargs=dict(entry.arguments)).to_domain_obj()
    batch = batches.get_batch(batch_parameters={"dataframe": frame})
    return batch.validate(configured, result_format={"result_format": "COMPLETE"})


def _exception_in(outcome: Any) -> str | None:
    """The message of an exception that Great Expectations caught, wherever it put it; None when there was none."""
    info = outcome.exception_info or {}
    for part in [info, *(value for value in info.values() if isinstance(value, dict))]:
        if part.get("raised_exception"):
            return str(part.get("exception_message") or json.dumps(part, default=str))[:500]
    return None


def _raised(facts: dict[str, Any], message: str) -> CheckResult:
    return CheckResult(
        **facts,
        severity="error",
        stops=True,
        passed=False,
        row_count=0,
        failing_count=0,
        columns=[],
        failing_rows=[],
        exception=" ".join(message.split()),
    )
