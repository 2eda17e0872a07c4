"""The bundle of dashboards as files: its parts fit together, whatever a build holds."""

from __future__ import annotations

import csv
import re

import pytest

from bi import bundle
from yusuan.paths import PROJECT

DATASETS = bundle.datasets()
CHARTS = bundle.charts()
NO_YEAR = {"reconciliation_result"}  # an identity is of a document, or of two
CHINESE, LATIN = re.compile(r"[一-鿿]"), re.compile(r"[A-Za-z]")


def of_chart(chart: bundle.Chart) -> str:
    return chart.key


def of_dataset(dataset: bundle.Dataset) -> str:
    return dataset.name


@pytest.mark.parametrize("chart", CHARTS.values(), ids=of_chart)
def test_a_chart_shows_what_its_dataset_has_and_no_key(chart: bundle.Chart) -> None:
    assert chart.columns or chart.metrics
    assert set(chart.columns) <= set(chart.dataset.columns)
    assert set(chart.metrics) <= set(chart.dataset.metrics)
    assert not [column for column in chart.columns if column.endswith("_key")]
    assert set(chart.doc["params"].get("column_config", {})) <= {*chart.columns, *chart.metrics}


def test_every_chart_is_on_a_dashboard_and_no_row_is_too_wide() -> None:
    placed = [(meta["uuid"], meta["chartId"]) for dashboard in bundle.dashboards() for meta in bundle.placed(dashboard)]
    assert {uuid for uuid, _ in placed} == set(CHARTS)
    assert len({number for _, number in placed}) == len(placed), "the import tells charts apart by this number"
    for dashboard in bundle.dashboards():
        position = dashboard["position"]
        rows = [item for item in position.values() if isinstance(item, dict) and item["type"] == "ROW"]
        assert all(sum(position[child]["meta"]["width"] for child in row["children"]) <= 12 for row in rows)


def test_filters_are_by_place_department_year_and_stage() -> None:
    for dashboard in bundle.dashboards():
        filters = dashboard["metadata"]["native_filter_configuration"]
        targets = {(one["targets"][0]["datasetUuid"], one["targets"][0]["column"]["name"]) for one in filters}
        assert all(column in DATASETS[uuid].columns for uuid, column in targets)
        assert {c for _, c in targets} == {
            "province",
            "city",
            "department_name",
            "unit_name",
            "fiscal_year",
            "stage_zh",
        }
        numbers = {meta["chartId"] for meta in bundle.placed(dashboard)}
        assert all(set(one["scope"]["excluded"]) <= numbers for one in filters)


def test_a_filter_spares_a_chart_only_where_it_means_to() -> None:
    """Superset passes over a filter whose column a chart's dataset does not have, and the reader would not see it."""
    for dashboard in bundle.dashboards():
        for one in dashboard["metadata"]["native_filter_configuration"]:
            column = one["targets"][0]["column"]["name"]
            reached = [m["uuid"] for m in bundle.placed(dashboard) if m["chartId"] not in one["scope"]["excluded"]]
            lacking = [CHARTS[uuid].key for uuid in reached if column not in CHARTS[uuid].dataset.columns]
            assert lacking == [], column


@pytest.mark.parametrize("dataset", DATASETS.values(), ids=of_dataset)
def test_a_dataset_is_one_view_with_a_date_and_words_in_both_languages(dataset: bundle.Dataset) -> None:
    sql = dataset.doc["sql"] or f"SELECT * FROM {dataset.source}"
    assert sql.count("main.") == 1
    assert f" FROM main.{dataset.name}" in sql
    assert "\n" not in sql
    assert "join" not in sql.lower()
    date = dataset.doc["main_dttm_col"]
    assert (date is None) == (dataset.name in NO_YEAR)
    assert date is None or {c["column_name"]: c["is_dttm"] for c in dataset.doc["columns"]}[date]
    assert not [column for column in dataset.columns if column.endswith("_key")], "a key leads nobody anywhere here"
    for part in (*dataset.doc["columns"], *dataset.doc["metrics"]):
        for text in (part["verbose_name"], part["description"]):
            assert CHINESE.search(text), part
            assert LATIN.search(text), part
    assert all(metric["d3format"] for metric in dataset.doc["metrics"])


def test_a_name_of_a_metric_is_there_once() -> None:
    names = [name for dataset in DATASETS.values() for name in dataset.metrics]
    assert sorted(names) == sorted(set(names))


def test_charts_and_metrics_call_codes_as_the_seed_does() -> None:
    with (PROJECT / "dbt" / "seeds" / "code_word.csv").open(encoding="utf-8") as file:
        words = {row["code"]: row["word_zh"] for row in csv.DictReader(file)}
    labels = {"stage_zh", "status_label", "结论", "规则族"}
    said = [
        pair
        for dataset in DATASETS.values()
        for name in labels & set(dataset.columns)
        for pair in re.findall(r"WHEN '(\w+)' THEN '([^']+)'", dataset.columns[name])
    ]
    assert said
    assert [(code, word) for code, word in said if words[code] != word] == []


def test_the_connection_reads_only_and_names_no_place() -> None:
    """The path is put in where it is imported."""
    (path,) = (bundle.FOLDER / "databases").glob("*.yaml")
    text = path.read_text(encoding="utf-8")
    database = bundle.yaml.safe_load(text)
    connection = database["extra"]["engine_params"]["connect_args"]
    assert connection["read_only"] is True
    assert connection["config"] == {"enable_external_access": "false"}
    assert not any(database[right] for right in ("allow_dml", "allow_ctas", "allow_cvas", "allow_csv_upload"))
    assert database["sqlalchemy_uri"] == "duckdb:////PUT/THE/PATH/HERE/warehouse/yusuan.duckdb"
    assert {dataset.doc["database_uuid"] for dataset in DATASETS.values()} == {database["uuid"]}
