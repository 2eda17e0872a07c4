"""Running suites: passed, failed and raised are three things; the catalogue makes a suite."""

import csv
import dataclasses
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yusuan.errors import YusuanError
from yusuan.orchestration.checks import describe
from yusuan.paths import EXPECTATIONS, SEEDS, Home
from yusuan.quality.docs import write_docs
from yusuan.quality.results import read_results, write_results
from yusuan.quality.suite_run import frame_of, run_suites
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
        "说明。",
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
    assert {name for name, result in results.items() if result.stops} == {"no_column", "no_table"}

    write_results(build.checks, list(results.values()))
    assert read_results(build.checks) == list(results.values())
    write_docs([suite], list(results.values()), build)
    page = (build.reports / "expectations" / "s.html").read_text(encoding="utf-8")
    assert "甲&lt;b&gt;" in page
    assert "<b>" not in page.split("<body>")[1].replace("</b>", "")
    for text in (page, (build.reports / "expectations" / "index.html").read_text(encoding="utf-8")):
        assert "http" not in text
        assert "<script " not in text


def test_a_query_asks_for_single_values_by_name(build: Build) -> None:
    """A value that is not there is told: of NULL nothing would ever fail."""
    rows = "SELECT label, regexp_matches(label, getvariable('pattern')) AS is_word FROM t"
    asked = entry("asked", rows, "expect_column_values_to_be_in_set", column="is_word", value_set=[False])
    patterns = {"found": "SELECT '^甲'", "not_found": "SELECT '^丙'", "not_there": "SELECT label FROM t WHERE false"}
    entries = [dataclasses.replace(asked, name=name, variables={"pattern": sql}) for name, sql in patterns.items()]
    found, not_found, not_there = run_suites([Suite("s", "", "", "", "", entries)], build.database)

    assert (found.passed, found.failing_rows) == (False, [["甲<b>", "True"]])
    assert not_found.passed
    assert "pattern has no value" in (not_there.exception or "")


def test_the_rows_shown_are_the_first_in_order(build: Build) -> None:
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(
            "CREATE TABLE many AS SELECT (7 * i) % 1009 AS place, true AS fails FROM range(1009) AS r(i)"
        )
    one = entry("s", "SELECT * FROM many", "expect_column_values_to_be_in_set", column="fails", value_set=[False])
    (result,) = run_suites([Suite("s", "", "", "", "", [one])], build.database)

    assert [row[0] for row in result.failing_rows] == [str(place) for place in range(len(result.failing_rows))]
    assert result.failing_count == 1009


JUDGED: list[tuple[str, dict[str, Any], Callable[[str | None], bool]]] = [
    ("expect_column_values_to_not_be_null", {}, lambda v: v is not None),
    ("expect_column_values_to_be_null", {}, lambda v: v is None),
    ("expect_column_values_to_be_in_set", {"value_set": ["a", "bb"]}, lambda v: v in (None, "a", "bb")),
    ("expect_column_values_to_not_be_in_set", {"value_set": ["a", "bb"]}, lambda v: v not in ("a", "bb")),
    ("expect_column_value_lengths_to_be_between", {"min_value": 2}, lambda v: v is None or len(v) >= 2),
]


@settings(max_examples=10, deadline=None)
@given(st.lists(st.sampled_from([None, "a", "bb", "ccc", "d'"]), max_size=8))
def test_rows_are_counted_whatever_is_judged_of_them(values: list[str | None]) -> None:
    rows = "SELECT * FROM t ORDER BY number -- in order"
    entries = [entry(kind, rows, kind, column="value", **arguments) for kind, arguments, _ in JUDGED]
    suite = Suite("s", "Suite", "套件", "About.", "说明。", entries)
    with TemporaryDirectory() as folder:
        database = Path(folder) / "x.duckdb"
        with duckdb.connect(str(database)) as connection:
            connection.execute("CREATE TABLE t (number INTEGER, value VARCHAR)")
            for number, value in enumerate(values):
                connection.execute("INSERT INTO t VALUES (?, ?)", [number, value])
        results = run_suites([suite], database)
    for result, (_, _, is_met) in zip(results, JUDGED, strict=True):
        failing = [[str(number), value] for number, value in enumerate(values) if not is_met(value)]
        assert (result.exception, result.columns) == (None, ["number", "value"])
        assert (result.row_count, result.failing_count, result.failing_rows) == (len(values), len(failing), failing)
        assert result.passed == (not failing)


def test_numbers_are_judged_by_their_value_and_a_share_by_all_rows(build: Build) -> None:
    rows = "SELECT (i % 3)::DECIMAL(24, 6) AS n FROM range(9) AS r(i)"
    kind = "expect_column_values_to_be_between"
    entries = [
        entry("fails", rows, kind, column="n", min_value=1),
        entry("share", rows, kind, column="n", min_value=1, mostly=0.6),
        entry("unique", rows, "expect_column_values_to_be_unique", column="n"),
    ]
    fails, share, unique = run_suites([Suite("s", "S", "套", "A.", "说。", entries)], build.database)
    assert (fails.passed, fails.row_count, fails.failing_count) == (False, 9, 3)
    assert fails.failing_rows == [["0.000000"]] * 3
    assert (share.passed, share.row_count) == (True, 9)
    assert (unique.passed, unique.failing_count) == (False, 9)


def test_the_pages_say_what_each_rule_means_by_family_and_show_its_failing_rows(build: Build) -> None:
    rows = "SELECT label, amount, 'break' AS verdict FROM t WHERE amount IS NOT NULL"
    check = {"column": "verdict", "value_set": ["break"]}
    rule = Expectation(
        "r", "rule", "A rule", "规则甲", "dim", "error", rows, "expect_column_values_to_not_be_in_set", check
    )
    family = {"group": "between_tables", "meaning": "Two tables print it.", "meaning_zh": "两表均有。"}
    suite = Suite("r", "Rules", "规则", "About.", "说明。", [dataclasses.replace(rule, **family)])
    write_docs([suite], run_suites([suite], build.database), build)
    page = (build.reports / "expectations" / "r.html").read_text(encoding="utf-8")
    for text in (
        "Between tables",
        "表间",
        "A rule",
        "规则甲",
        "Two tables print it.",
        "两表均有。",
        "does not hold",
        "不成立",
    ):
        assert text in page
    assert '<td>甲&lt;b&gt;</td><td class="n">1.1</td><td>break</td>' in page
    index = (build.reports / "expectations" / "index.html").read_text(encoding="utf-8")
    assert re.search(
        r'<td class="n">1</td><td class="n pass">0</td><td class="n none">0</td><td class="n warn">1</td>', index
    )
    assert "is shown only" in page
    rule = dataclasses.replace(rule, gate=True)
    write_docs([suite], run_suites([dataclasses.replace(suite, expectations=[rule])], build.database), build)
    index = (build.reports / "expectations" / "index.html").read_text(encoding="utf-8")
    assert re.search(r'<td class="n pass">0</td><td class="n fail">1</td><td class="n none">0</td>', index)


def test_frames_keep_decimals(build: Build) -> None:
    with duckdb.connect(str(build.database), read_only=True) as connection:
        frame = frame_of(connection, "SELECT amount FROM t ORDER BY label")
    assert Decimal("1.100000") in frame["amount"].tolist()
    assert None in frame["amount"].tolist()


def test_the_projects_suites_are_well_formed() -> None:
    suites = {suite.name: suite for suite in load_suites(EXPECTATIONS, SEEDS)}
    assert set(suites) == {"promises", "reconciliation"}
    assert not any(entry.stops for entry in suites["reconciliation"].expectations)
    assert any(entry.stops for entry in suites["promises"].expectations)
    names = [entry.name for suite in suites.values() for entry in suite.expectations]
    assert len(names) == len(set(names))
    assert not any("{" in entry.rows + entry.title for suite in suites.values() for entry in suite.expectations)


def test_a_malformed_suite_is_named(tmp_path: Path) -> None:
    with pytest.raises(YusuanError, match="there are no suites"):
        load_suites(tmp_path, tmp_path)
    (tmp_path / "odd.yml").write_text(
        "title: x\ntitle_zh: x\nseverity: warn\ngate: true\ndescription: x\ndescription_zh: x\n"
        "expectations: [{name: a}]\n"
    )
    with pytest.raises(YusuanError, match=r"malformed: 'a: title, title_zh, asset, rows, expect' is missing .*odd.yml"):
        load_suites(tmp_path, tmp_path)


def test_every_rule_of_the_catalogue_is_an_expectation_that_says_what_it_means() -> None:
    [suite] = [suite for suite in load_suites(EXPECTATIONS, SEEDS) if suite.name == "reconciliation"]
    with (SEEDS / "reconciliation_rule.csv").open(encoding="utf-8", newline="") as file:
        rules = {rule["rule_id"]: rule for rule in csv.DictReader(file)}
    assert [entry.name for entry in suite.expectations] == list(rules)
    for entry in suite.expectations:
        rule = rules[entry.name]
        assert (entry.asset, entry.severity, entry.group) == (rule["asset"], rule["severity"], rule["family"])
        assert (entry.title, entry.title_zh) == (rule["rule_name"], rule["rule_name_zh"])
        assert (entry.meaning, entry.meaning_zh) == (rule["description"], rule["description_zh"])
        assert entry.meaning, entry.name
        assert re.search("[一-鿿]", entry.meaning_zh), entry.name
        assert f"'{entry.name}'" in entry.rows


def test_a_rule_added_to_the_catalogue_becomes_an_expectation_of_its_own(tmp_path: Path) -> None:
    columns = "rule_id,family,rule_name,rule_name_zh,severity,description,description_zh,asset"
    row = "share,prose,A share agrees,占比与表格一致,warn,To the digits printed.,按印出的位数核对。,dim_unit"
    (tmp_path / "reconciliation_rule.csv").write_text(f"{columns}\n{row}\n", encoding="utf-8")
    [suite] = [suite for suite in load_suites(EXPECTATIONS, tmp_path) if suite.name == "reconciliation"]
    [entry] = suite.expectations
    assert (entry.name, entry.asset, entry.severity, entry.group) == ("share", "dim_unit", "warn", "prose")
    assert not entry.stops
    assert describe(entry) == "A share agrees. To the digits printed. 占比与表格一致。按印出的位数核对。"


def test_a_severity_that_nobody_knows_is_named(tmp_path: Path) -> None:
    (tmp_path / "odd.yml").write_text(
        "title: x\ntitle_zh: x\nseverity: loud\ngate: true\ndescription: x\ndescription_zh: x\nexpectations: "
        "[{name: a, title: a, title_zh: a, asset: a, rows: a, expect: {type: a}}]\n"
    )
    with pytest.raises(YusuanError, match="severity is one of error, warn, not 'loud'"):
        load_suites(tmp_path, tmp_path)
