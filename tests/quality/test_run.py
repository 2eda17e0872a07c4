"""Running suites: passed, failed and raised are three things."""

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import EXPECTATIONS, SEEDS, Home
from yusuan.quality.docs import write_docs
from yusuan.quality.results import read_results, write_results
from yusuan.quality.run import frame_of, run_suites
from yusuan.quality.suites import Expectation, Suite, load_suites
from yusuan.warehouse.build import Build


def entry(name: str, rows: str, kind: str, **arguments: object) -> Expectation:
    return Expectation("s", name, f"{name} <holds>", "成立", "dim", "warn", rows, kind, arguments)


@pytest.fixture
def build(home: Home) -> Build:
    made = Build(home, "20250101-000000-aaaaaa")
    made.folder.mkdir(parents=True)
    with duckdb.connect(str(made.database)) as connection:
        connection.execute(
            "CREATE TABLE t AS SELECT * FROM (VALUES ('甲<b>', 1.10::DECIMAL(24, 6)), ('乙', NULL)) AS v(label, amount)"
        )
    return made


def test_holding_failing_and_raising_are_told_apart(build: Build) -> None:
    rows = "SELECT * FROM t"
    suite = Suite(
        "s",
        "Suite",
        "套件",
        "About.",
        [
            entry("holds", rows, "expect_column_values_to_not_be_null", column="label"),
            entry("fails", rows, "expect_column_values_to_not_be_null", column="amount"),
            entry("set_fails", rows, "expect_column_values_to_not_be_in_set", column="label", value_set=["甲<b>"]),
            entry("table_fails", rows, "expect_table_row_count_to_equal", value=0),
            entry("no_column", rows, "expect_column_values_to_not_be_null", column="nothing"),
            entry("no_table", "SELECT * FROM nothing", "expect_table_row_count_to_equal", value=0),
            entry("no_rows", "SELECT * FROM t WHERE false", "expect_column_values_to_not_be_null", column="amount"),
        ],
    )
    results = {result.name: result for result in run_suites([suite], build.database)}

    assert [name for name, result in results.items() if result.passed] == ["holds", "no_rows"]
    assert results["fails"].failing_rows == [["乙", None]]
    assert results["set_fails"].failing_rows == [["甲<b>", "1.100000"]]
    assert results["table_fails"].failing_count == 2
    assert [name for name, result in results.items() if result.exception] == ["no_column", "no_table"]
    assert {results[name].severity for name in ("no_column", "no_table")} == {"error"}
    assert results["fails"].severity == "warn"

    write_results(build.checks, list(results.values()))
    assert read_results(build.checks) == list(results.values())
    write_docs([suite], list(results.values()), build)
    page = (build.reports / "expectations" / "s.html").read_text(encoding="utf-8")
    assert "甲&lt;b&gt;" in page
    assert "<b>" not in page.split("<body>")[1].replace("</b>", "")
    for text in (page, (build.reports / "expectations" / "index.html").read_text(encoding="utf-8")):
        assert "http" not in text
        assert "<script" not in text


def test_frames_keep_decimals(build: Build) -> None:
    with duckdb.connect(str(build.database), read_only=True) as connection:
        frame = frame_of(connection, "SELECT amount FROM t ORDER BY label")
    assert Decimal("1.100000") in frame["amount"].tolist()
    assert None in frame["amount"].tolist()


def test_the_projects_suites_are_well_formed() -> None:
    suites = {suite.name: suite for suite in load_suites(EXPECTATIONS, SEEDS)}
    assert set(suites) == {"promises", "reconciliation"}
    assert {entry.severity for entry in suites["reconciliation"].expectations} == {"warn"}
    names = [entry.name for suite in suites.values() for entry in suite.expectations]
    assert len(names) == len(set(names))
    assert not any("{" in entry.rows + entry.title for suite in suites.values() for entry in suite.expectations)


def test_a_malformed_suite_is_named(tmp_path: Path) -> None:
    with pytest.raises(YusuanError, match="there are no suites"):
        load_suites(tmp_path, tmp_path)
    (tmp_path / "odd.yml").write_text(
        "title: x\ntitle_zh: x\nseverity: warn\ndescription: x\nexpectations: [{name: a}]\n"
    )
    with pytest.raises(YusuanError, match=r"malformed: 'a: title, title_zh, asset, rows, expect' is missing .*odd.yml"):
        load_suites(tmp_path, tmp_path)
