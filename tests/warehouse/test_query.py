"""Read-only queries: every digit kept, nothing else allowed."""

import csv
import io
import json
import tempfile
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import Build
from yusuan.warehouse.parquet_export import export
from yusuan.warehouse.publish import point, publish, row_counts, settle
from yusuan.warehouse.query import QueryLimits, open_published, render, run_query

ROWS = "SELECT label, amount, NULL AS nothing, DATE '2025-02-14' AS day FROM amounts ORDER BY amount"


@pytest.fixture
def published_home(home: Home) -> Home:
    build = Build(home, "20250101-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("CREATE TABLE amounts (label VARCHAR, amount DECIMAL(24, 6))")
        connection.execute("INSERT INTO amounts VALUES ('合计,\"甲\"', 123456789012345678.123456), ('乙', 0.100000)")
    settle(build)
    export(build, None, Path("no manifest is read"))
    assert row_counts(build) == {"amounts": 2}
    assert duckdb.read_parquet(str(build.parquet / "amounts.parquet")).fetchall()[1][1] == Decimal("0.100000")
    publish(build)
    return home


def test_every_format_keeps_every_digit(published_home: Home) -> None:
    names, rows = run_query(published_home, ROWS)
    assert rows[1][1] == Decimal("123456789012345678.123456")
    parsed = json.loads(render(names, rows, "json"), parse_float=Decimal)
    assert [row["amount"] for row in parsed] == [Decimal("0.100000"), Decimal("123456789012345678.123456")]
    assert parsed[0]["nothing"] is None
    lines = list(csv.reader(io.StringIO(render(names, rows, "csv"))))
    assert lines[2] == ['合计,"甲"', "123456789012345678.123456", "", "2025-02-14"]
    table = render(names, rows, "table").splitlines()
    assert table[2].split() == ["乙", "0.100000", "2025-02-14"]
    assert table[-1] == "(2 rows)"


def test_a_table_fits_the_terminal_and_numbers_stay_whole() -> None:
    names = ["key", "sentence", "amount_yuan"]
    rows = [["a1", "一般公共预算财政拨款支出年初预算" * 4, Decimal("123456789012345678.12")], ["b2", "短", Decimal(1)]]
    table = render(names, rows, "table", 60).splitlines()
    assert all(sum(2 if ord(char) > 0x2E80 else 1 for char in line) <= 60 for line in table[:-1])
    assert "…" in table[2]
    assert table[2].endswith("123456789012345678.12")
    assert table[-1] == "(2 rows; texts are cut to the terminal, --format csv shows them whole)"
    assert "…" not in render(names, rows, "table")
    assert "…" not in render(names, rows, "csv", 60)


@pytest.mark.parametrize(
    "query",
    [
        "INSERT INTO amounts VALUES ('x', 1)",
        "CREATE TABLE x AS SELECT 1",
        "CREATE TEMP TABLE x AS SELECT 1",
        "DROP TABLE amounts",
        "ATTACH 'other.duckdb'",
        "COPY amounts TO 'x.csv'",
        "COPY (SELECT 1) TO 'x.csv'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET threads = 1",
        "SET enable_external_access = true",
        "PRAGMA enable_profiling",
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM glob('/*')",
        "EXPORT DATABASE 'x'",
        "SELECT 1; DROP TABLE amounts",
        "SELEC 1",
        "",
    ],
)
def test_nothing_but_reading_the_warehouse(
    published_home: Home, query: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = published_home.database.read_bytes()
    with pytest.raises(YusuanError) as caught:
        run_query(published_home, query)
    assert "\n" not in str(caught.value)
    assert published_home.database.read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("SELECT count(*) FROM range(3000000) a, range(3000000) b", "longer than 0.2 seconds"),
        ("WITH RECURSIVE r AS (SELECT 1 i UNION ALL SELECT i + 1 FROM r) SELECT count(*) FROM r", "0.2 seconds"),
        ("SELECT * FROM range(2000000000)", "more than 1,000 rows"),
        ("SELECT list(i) FROM range(200000000) t (i)", "more memory"),
    ],
)
def test_a_query_that_takes_too_much_is_stopped(published_home: Home, query: str, said: str) -> None:
    limits = QueryLimits(seconds=60 if "memory" in said else 0.2, rows=1000, memory="50MB", spill="1MB")
    with pytest.raises(YusuanError, match=said):
        run_query(published_home, query, limits)


def test_what_does_not_fit_into_memory_lies_beside_no_build(
    published_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build, spill = published_home.database.resolve().parent, tmp_path / "spill"
    spill.mkdir()
    before = {path.name for path in build.iterdir()}
    monkeypatch.setattr(tempfile, "tempdir", str(spill))
    limits = QueryLimits(memory="60MB", spill="1GB", rows=10)
    with open_published(published_home, limits) as connection:
        connection.execute("SELECT i FROM range(10000000) t (i) ORDER BY hash(i)").fetchone()
        assert [path for path in spill.rglob("*") if path.is_file()]
        assert {path.name for path in build.iterdir()} == before
    assert not list(spill.iterdir())


def test_a_table_obeys_no_text() -> None:
    table = render(["name"], [["甲\x1b[31m乙\x07\u202e"]], "table")
    assert table.splitlines()[2] == "甲\\x1b[31m乙\\x07\\u202e"


def test_nothing_published_yet_says_what_to_do(home: Home) -> None:
    with pytest.raises(YusuanError, match="run `yusuan build` first"):
        run_query(home, "SELECT 1")


@pytest.mark.parametrize("name", ["amount", "main.amount", '"amount"'])
def test_of_a_table_that_is_not_there_those_that_are_there_are_told(published_home: Home, name: str) -> None:
    with pytest.raises(YusuanError) as caught:
        run_query(published_home, f"SELECT * FROM {name}")
    assert str(caught.value) == "there is no table `amount` — one of: amounts"


def test_a_link_is_never_put_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(YusuanError, match="must be a symbolic link"):
        point(tmp_path / "current", Path("builds/x"))
