"""The bundle of dashboards over a build: every column is there, every metric is what its own SQL on the facts says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest

from bi import bundle
from yusuan.warehouse.build import Build

DATASETS = {dataset.name: dataset for dataset in bundle.datasets().values()}
BEST = (
    "FROM fact_expenditure AS f WHERE stage = 'final' OR (stage = 'original_budget' AND NOT EXISTS (SELECT 1"
    " FROM fact_expenditure AS o WHERE stage = 'final' AND o.unit_key = f.unit_key AND o.fiscal_year = f.fiscal_year))"
)
SPOKEN = "FROM finding WHERE NOT is_superseded"
# What each metric is over a whole build, asked of the facts themselves. `None`: the whole would count a year twice.
OWN: dict[str, str | None] = {
    "expenditure_yi": f"SELECT sum(amount_yuan) / 1e8 {BEST}",
    "expenditure_wan": f"SELECT sum(amount_yuan) / 1e4 {BEST}",
    "one_stage_yi": None,
    "bodies": "SELECT count(*) FROM (SELECT DISTINCT unit_key FROM fact_expenditure)",
    "vouched_share": "SELECT sum(if(quality = 'verified', amount_yuan, 0)) / sum(amount_yuan) FROM fact_expenditure",
    "original_wan": "SELECT sum(original_budget_yuan) / 1e4 FROM execution",
    "adjusted_wan": "SELECT sum(adjusted_budget_yuan) / 1e4 FROM execution",
    "final_wan": "SELECT sum(final_yuan) / 1e4 FROM execution",
    "difference_wan": "SELECT coalesce(sum(difference_yuan), 0) / 1e4 FROM execution",
    "execution_share_all": "SELECT sum(final_yuan) / sum(original_budget_yuan) FROM execution",
    "three_public_wan": None,
    "reporting_bodies": "SELECT count(*) FROM (SELECT DISTINCT unit_key FROM three_public)",
    "project_wan": None,
    "projects": "SELECT count(DISTINCT project_key) FROM v_project WHERE NOT is_transfer AND project_name IS NOT NULL",
    "printed_execution": None,
    "this_year_wan": "SELECT sum(amount_yuan) / 1e4 FROM year_on_year",
    "last_year_wan": "SELECT sum(last_year_yuan) / 1e4 FROM year_on_year",
    "change_wan": "SELECT sum(amount_yuan - last_year_yuan) / 1e4 FROM year_on_year",
    "change_share_all": "SELECT sum(amount_yuan) / sum(last_year_yuan) - 1 FROM year_on_year",
    "part_yi": None,
    "kinds": "SELECT count(*) FROM coverage",
    "published_share": "SELECT avg((status IN ('published', 'declared_empty'))::int) FROM coverage"
    " WHERE status <> 'not_usual'",
    "not_read": "SELECT count(*) FROM coverage WHERE status = 'not_read'",
    "findings": f"SELECT count(*) {SPOKEN}",
    "publisher_errors": f"SELECT count(*) {SPOKEN} AND kind = 'publisher_error'",
    "largest_wan": f"SELECT max(severity_yuan) / 1e4 {SPOKEN}",
    "documents": "SELECT count(*) FROM dim_document",
    "loaded_share": "SELECT loaded_count / document_count FROM build",
    "pages": "SELECT sum(page_count) FROM dim_document",
    "totals": "SELECT count(*) FROM fact_control",
    "totals_kept": "SELECT count(*) FROM fact_control WHERE abs(residual_yuan) <= tolerance_yuan",
    "totals_kept_share": "SELECT avg(if(abs(residual_yuan) <= tolerance_yuan, 1, 0)) FROM fact_control",
    "expenditure_totals": "SELECT count(*) FROM expenditure_control",
    "expenditure_kept_share": "SELECT avg(if(abs(residual_yuan) <= tolerance_yuan, 1, 0)) FROM expenditure_control",
    "unplaced_share": None,
    "identities": "SELECT result_count FROM build",
    "breaks": "SELECT break_count FROM build",
    "kept_share": "SELECT avg(if(verdict = 'break', 0, 1)) FROM reconciliation_result WHERE verdict <> 'not_evaluable'",
    "built_at": "SELECT finished_at AT TIME ZONE 'Asia/Shanghai' FROM build",
}
# What those are that say nothing of the whole: columns to split by, and the same from the facts.
SPLIT = {
    "one_stage_yi": (["stage"], "SELECT stage, sum(amount_yuan) / 1e8 FROM fact_expenditure GROUP BY ALL"),
    "three_public_wan": (
        ["stage"],
        "SELECT stage, sum(amount_yuan) / 1e4 FROM three_public"
        " WHERE item NOT IN ('conference', 'training') GROUP BY ALL",
    ),
    "project_wan": (
        ["unit_name", "stage"],
        "SELECT unit_name, stage, sum(amount_yuan) / 1e4 FROM v_project WHERE NOT is_transfer GROUP BY ALL",
    ),
    "printed_execution": (
        ["stage", "project_key"],
        "SELECT stage, project_key, max(execution_rate) FROM v_project GROUP BY ALL",
    ),
    "part_yi": (
        ["stage", "dimension"],
        "SELECT stage, dimension, amount / 1e8"
        " FROM (SELECT stage, sum(amount_yuan) AS amount FROM fact_expenditure GROUP BY ALL),"
        " (SELECT DISTINCT dimension FROM composition)",
    ),
    "unplaced_share": (
        ["stage"],
        "SELECT stage, sum(unplaced_yuan) / sum(loaded_yuan) FROM expenditure_control GROUP BY ALL",
    ),
}
Row = tuple[object, ...]


@pytest.fixture(scope="module")
def published(project_build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    """The published file as a dashboard opens it."""
    config = {"enable_external_access": "false"}
    with duckdb.connect(str(project_build.database), read_only=True, config=config) as connection:
        yield connection


def plain(rows: list[Row]) -> list[Row]:
    """Rows in one order, numbers to nine digits: a share is a quotient."""
    numbers = (int, float, Decimal)
    told = [tuple(f"{float(value):.9g}" if isinstance(value, numbers) else str(value) for value in row) for row in rows]
    return sorted(told)


def test_every_column_is_there(published: duckdb.DuckDBPyConnection) -> None:
    for dataset in DATASETS.values():
        columns = ", ".join(f"{sql} AS {column}" for column, sql in dataset.columns.items())
        found = published.execute(f"SELECT {columns} FROM {dataset.source} AS asked LIMIT 0").description or []
        types = {column["column_name"]: column["type"] for column in dataset.doc["columns"]}
        assert {name: str(kind) for name, kind, *_ in found} == types, dataset.name


@pytest.mark.parametrize(("metric", "own"), [(metric, own) for metric, own in OWN.items() if own])
def test_a_metric_is_what_its_own_sql_says(metric: str, own: str, published: duckdb.DuckDBPyConnection) -> None:
    (dataset,) = (dataset for dataset in DATASETS.values() if metric in dataset.metrics)
    told = published.execute(f"SELECT {dataset.metric(metric)} FROM {dataset.source} AS asked").fetchall()
    assert plain(told) == plain(published.execute(own).fetchall())


@pytest.mark.parametrize("metric", SPLIT)
def test_a_metric_of_one_stage_tells_nothing_of_two(metric: str, published: duckdb.DuckDBPyConnection) -> None:
    """The rows stand there once more under another stage (project, dimension): no sum of both is shown."""
    (dataset,) = (dataset for dataset in DATASETS.values() if metric in dataset.metrics)
    column = SPLIT[metric][0][-1]
    twice = f"SELECT * FROM {dataset.source} UNION ALL SELECT * REPLACE ('other' AS {column}) FROM {dataset.source}"
    assert published.execute(f"SELECT {dataset.metric(metric)} FROM ({twice}) AS asked").fetchall() == [(None,)]


@pytest.mark.parametrize("metric", SPLIT)
def test_a_metric_of_one_stage_is_told_where_stages_are_apart(
    metric: str, published: duckdb.DuckDBPyConnection
) -> None:
    columns, own = SPLIT[metric]
    (dataset,) = (dataset for dataset in DATASETS.values() if metric in dataset.metrics)
    by = ", ".join(columns)
    told = published.execute(f"SELECT {by}, {dataset.metric(metric)} FROM {dataset.source} GROUP BY {by}").fetchall()
    assert told
    assert plain(told) == plain(published.execute(own).fetchall())


def test_every_metric_is_compared() -> None:
    assert set(OWN) == {metric for dataset in DATASETS.values() for metric in dataset.metrics}
    assert {metric for metric, own in OWN.items() if own is None} == set(SPLIT)


def test_a_chosen_stage_is_asked_in_full(published: duckdb.DuckDBPyConnection) -> None:
    """Not only where it is the best of a body: the reader asked for it."""
    dataset = DATASETS["v_expenditure"]
    metric = dataset.metric("expenditure_wan", {"stage_zh": ["年初预算"]})
    told = published.execute(f"SELECT {metric} FROM {dataset.source} WHERE stage_zh = '年初预算'").fetchall()
    own = "SELECT sum(amount_yuan) / 1e4 FROM fact_expenditure WHERE stage = 'original_budget'"
    assert plain(told) == plain(published.execute(own).fetchall())
    assert metric != dataset.metric("expenditure_wan")


@pytest.mark.parametrize("chart", bundle.charts().values(), ids=lambda chart: chart.key)
def test_every_chart_can_be_asked(chart: bundle.Chart, published: duckdb.DuckDBPyConnection) -> None:
    """And shows no amount of two stages as one."""
    rows = published.execute(chart.sql()).fetchall()
    guarded = [n for n, metric in enumerate(chart.metrics, len(chart.columns)) if metric in SPLIT]
    if not {"printed_execution"} & set(chart.metrics):
        assert not [row for row in rows for n in guarded if row[n] is None]
