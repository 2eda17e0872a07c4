"""Running the suites over a build's database, on pandas frames, with Great Expectations.

Belongs here: the only import of great_expectations. Its DuckDB dialect reports its own exceptions as failed
expectations, so frames are read by duckdb itself and handed over; an exception inside is told from a failure.
Where an expectation judges each row by one value, it is given every different value once, and rows are counted by
duckdb: a build of 10,000 documents has millions of rows, and they do not fit into frames.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from yusuan.quality.results import ROWS_KEPT, CheckResult
from yusuan.quality.suites import Expectation, Suite
from yusuan.sql_text import attach

os.environ.setdefault("GX_ANALYTICS_ENABLED", "false")

_OF_NULL = {"expect_column_values_to_be_null", "expect_column_values_to_not_be_null"}
_OF_ONE_VALUE = {
    *_OF_NULL,
    "expect_column_value_lengths_to_be_between",
    "expect_column_values_to_be_between",
    "expect_column_values_to_be_in_set",
    "expect_column_values_to_not_be_in_set",
}
_ROW_COUNT = "row_count_of_this_value"


def load_library() -> Any:
    """Great Expectations, imported (some seconds) where it was not yet."""
    import great_expectations as gx

    logging.getLogger("great_expectations").setLevel(logging.ERROR)
    return gx


def run_suites(suites: list[Suite], database: Path, stages: Path | None = None) -> list[CheckResult]:
    """Every expectation of every suite over the database, with the stages file beside it (both read-only), in order."""
    gx = load_library()
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False}
    source = context.data_sources.add_pandas("build")
    batches = source.add_dataframe_asset("rows").add_batch_definition_whole_dataframe("rows")
    with duckdb.connect(str(database), read_only=True) as connection:
        if stages is not None:
            attach(connection, stages, "stages")
        return [_run_one(entry, connection, batches) for suite in suites for entry in suite.expectations]


def frame_of(connection: duckdb.DuckDBPyConnection, query: str, values: Sequence[Any] = ()) -> pd.DataFrame:
    """The rows of a query with their own Python values: decimals stay decimals, NULL is None."""
    cursor = connection.execute(query, values)
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
        _set_variables(entry, connection)
        columns = [name for name, *_ in connection.execute(f"DESCRIBE {entry.rows}").fetchall()]
        frame = frame_of(connection, _different_values(entry) or entry.rows)
        counts = frame.pop(_ROW_COUNT) if _ROW_COUNT in frame else pd.Series(1, frame.index)
        outcome = _validate(entry, frame, batches)
    except Exception as error:  # noqa: BLE001  the boundary: whatever a check raises is reported as that, not as failed
        return _raised(facts, f"{type(error).__name__}: {error}")
    raised = _exception_in(outcome)
    if raised:
        return _raised(facts, raised)
    failing = frame.index[:0] if outcome.success else outcome.result.get("unexpected_index_list", frame.index)
    rows = frame.loc[failing].head(ROWS_KEPT)
    if len(failing) and _different_values(entry):
        rows = _rows_with(connection, entry, frame.loc[failing, entry.arguments["column"]].tolist())
    return CheckResult(
        **facts,
        severity=entry.severity,
        stops=entry.stops,
        passed=bool(outcome.success),
        row_count=int(counts.sum()),
        failing_count=int(counts[failing].sum()),
        columns=columns,
        failing_rows=[[None if value is None else str(value) for value in row] for row in rows.to_numpy().tolist()],
    )


def _set_variables(entry: Expectation, connection: duckdb.DuckDBPyConnection) -> None:
    for name, value in entry.variables.items():
        connection.execute(f"SET VARIABLE {name} = ({value})")
        if connection.execute(f"SELECT getvariable('{name}') IS NULL").fetchall() == [(True,)]:
            raise ValueError(f"{name} has no value")  # what is judged by it would be NULL, of which nothing fails


def _different_values(entry: Expectation) -> str | None:
    """A query of every different value of the column that the expectation judges, with its number of rows.

    Of a column that must be NULL, or must not be, one value that is NULL and one that is not. None where a row is not
    judged by its value alone, or the expectation holds for a share of the rows.
    """
    if entry.kind not in _OF_ONE_VALUE or "mostly" in entry.arguments:
        return None
    column = f'"{entry.arguments["column"]}"'
    if entry.kind in _OF_NULL:
        columns, groups = f"any_value({column}) AS {column}", f"{column} IS NULL"
    else:
        columns, groups = column, column
    return f"SELECT {columns}, count(*) AS {_ROW_COUNT} FROM ({entry.rows}\n) AS looked_at GROUP BY {groups}"


def _rows_with(connection: duckdb.DuckDBPyConnection, entry: Expectation, values: list[Any]) -> pd.DataFrame:
    """The first ROWS_KEPT rows, in the order of their columns, whose value does not meet the expectation."""
    column = f'"{entry.arguments["column"]}"'
    if entry.kind in _OF_NULL:
        fails = f"{column} IS {'NULL' if values == [None] else 'NOT NULL'}"
        values = []
    else:
        fails = f"list_contains(?, {column})"
        values = [values]
    kept = f"SELECT * FROM ({entry.rows}\n) AS looked_at WHERE {fails} ORDER BY ALL LIMIT {ROWS_KEPT}"
    return frame_of(connection, kept, values)


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
