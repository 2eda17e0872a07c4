"""Counting in a small build: the tables that the check reads, filled by hand."""

import duckdb
import polars as pl
import pytest

from yusuan.corpus.figures import Document
from yusuan.corpus.measure import measure, reconciling_seconds
from yusuan.paths import Home
from yusuan.reading.schema import CELL
from yusuan.store.manifest import MANIFEST
from yusuan.warehouse.build import Build, begin, write_json


@pytest.fixture
def build(home: Home) -> Build:
    made = begin(home)
    with duckdb.connect(str(made.database)) as connection:
        connection.execute("""
            CREATE TABLE dim_document AS SELECT *, 'pdf' AS reader, '甲局' AS publisher_name, 'unit' AS level,
                2026 AS fiscal_year, 'budget' AS stage, '[{"field": "stage"}]' AS identity_evidence,
                NULL AS superseded_by, NULL AS duplicate_of
            FROM (VALUES ('k1', '上海/a.pdf', 'loaded', NULL, 6), ('k2', 'b.pdf', 'quarantined', 'year unknown', 4))
                AS t (document_key, file_name, status, status_reason, page_count);
            CREATE TABLE published_table AS FROM (VALUES ('t1', 'k1', 'revenue', false), ('t2', 'k1', 'other', true))
                AS t (table_key, document_key, table_kind, declared_empty);
            CREATE TABLE published_amount AS FROM (VALUES
                ('m1', 't1', 'k1', 'money', 'exact', NULL, 5), ('m2', 't1', 'k1', 'money', 'exact', NULL, 0),
                ('m3', 't1', 'k1', 'money', 'damaged', NULL, NULL), ('m4', 't1', 'k1', 'money', 'exact', 'm1', 5),
                ('m5', 't1', 'k1', 'percent', 'exact', NULL, NULL))
                AS t (amount_key, table_key, document_key, measure, reading, repeat_of, amount_yuan);
            CREATE TABLE reconciliation_result AS FROM (VALUES
                ('r1', 'k1', 'break', false), ('r2', 'k1', 'exact', true), ('r3', 'k1', 'not_evaluable', false))
                AS t (result_key, document_key, verdict, trivial);
            CREATE TABLE reconciliation_term AS FROM (VALUES ('r1', 'm1'), ('r1', 'm1'), ('r2', 'm2'), ('r3', 'm3'))
                AS t (result_key, amount_key);
        """)
    rows = [{"document_key": key, "set_name": "batch-1", "extractor_version": "v"} for key in ("k1", "k2")]
    pl.DataFrame(rows, schema=MANIFEST).write_parquet(made.manifest)
    folder = home.extracted / "v" / "batch-1"
    folder.mkdir(parents=True)
    cells = [
        {"document_key": "k1", "number": "1", "is_percent": False},
        {"document_key": "k2", "number": "2", "is_percent": False},
        {"document_key": "k2", "number": "3", "is_percent": True},
        {"document_key": "k2", "number": None, "is_percent": False},
    ]
    frame = pl.DataFrame(
        [{name: cell.get(name) for name in CELL} for cell in cells], schema_overrides={"number": pl.String}
    )
    frame.with_columns(pl.col("number").cast(CELL["number"])).write_parquet(folder / "cell.parquet")
    return made


def test_a_small_build(build: Build) -> None:
    loaded, away = sorted(measure(build, {"k1": (6, 2.0), "gone": (1, 1.0)}), key=lambda d: d.document_key)
    assert isinstance(loaded, Document)
    assert (loaded.status, loaded.place, loaded.evidence) == ("loaded", "上海", [{"field": "stage"}])
    assert (loaded.pages, loaded.timed_pages, loaded.seconds) == (6, 6, 2.0)
    assert (dict(loaded.tables), loaded.declared_empty) == ({"revenue": 1, "other": 1}, 1)
    assert dict(loaded.amounts) == {"exact": 4, "damaged": 1}
    # m4 repeats m1 and m5 is no money; m2 stands in a trivial identity only, m3 in one that was not evaluated.
    assert (loaded.repeats, loaded.money, loaded.vouched) == (1, 3, 1)
    assert (loaded.money_not_zero, loaded.vouched_not_zero) == (2, 1)
    assert loaded.kinds() == [("other", 1, 0, None), ("revenue", 1, 3, pytest.approx(1 / 3))]
    assert (dict(loaded.verdicts), loaded.trivial) == ({"break": 1, "exact": 1, "not_evaluable": 1}, 1)
    assert (away.status, away.reason, away.loaded, away.turned_away_figures) == ("quarantined", "year unknown", 0, 1)
    assert (away.pages, away.timed_pages) == (4, 0)


def test_the_time_that_reconciling_took(build: Build) -> None:
    build.dbt_target.mkdir()
    names = {"int_identity": "identities", "finding_amount": "marts", "int_row": "meaning"}
    nodes = {
        f"model.yusuan.{name}": {
            "resource_type": "model",
            "name": name,
            "fqn": ["yusuan", "intermediate", folder, name],
        }
        for name, folder in names.items()
    }
    test = {
        "test.yusuan.finding_x": {"resource_type": "test", "name": "finding_x", "fqn": ["yusuan", "marts", "finding_x"]}
    }
    manifest = build.folder / "manifest.json"
    write_json(manifest, {"nodes": nodes | test})
    results = [{"unique_id": key, "status": "success", "execution_time": 1.25} for key in nodes | test]
    write_json(build.dbt_target / "run_results.json", {"results": results})
    assert reconciling_seconds(build, manifest) == 2.5
