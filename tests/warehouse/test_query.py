"""Read-only queries: every digit kept, nothing else allowed."""

import csv
import io
import json
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import exported_beside, point, publish, row_counts, settle
from yusuan.warehouse.query import render, run_query

ROWS = "SELECT label, amount, NULL AS nothing, DATE '2025-02-14' AS day FROM amounts ORDER BY amount"


@pytest.fixture
def published_home(home: Home) -> Home:
    build = Build(home, "20250101-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("CREATE TABLE amounts (label VARCHAR, amount DECIMAL(24, 6))")
        connection.execute("INSERT INTO amounts VALUES ('合计,\"甲\"', 123456789012345678.123456), ('乙', 0.100000)")
    settle(build)
    with exported_beside(build):
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


def test_nothing_published_yet_says_what_to_do(home: Home) -> None:
    with pytest.raises(YusuanError, match="run `yusuan build` first"):
        run_query(home, "SELECT 1")


def test_a_link_is_never_put_over_a_file(tmp_path: Path) -> None:
    (tmp_path / "current").mkdir()
    with pytest.raises(YusuanError, match="must be a symbolic link"):
        point(tmp_path / "current", Path("builds/x"))
