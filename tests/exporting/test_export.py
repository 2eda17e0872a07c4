"""Exports: every form holds the rows with all digits, nothing acts in a spreadsheet, and a refusal leaves nothing."""

from __future__ import annotations

import csv
import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import duckdb
import polars as pl
import pytest
from frictionless import Package
from openpyxl import load_workbook

from yusuan.errors import YusuanError
from yusuan.exporting import spreadsheet
from yusuan.exporting.export import export
from yusuan.exporting.plain_files import inert
from yusuan.paths import SEEDS, Home
from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import publish

_ROWS = """
CREATE TABLE v_expenditure AS FROM (VALUES
    ('k1', '=HYPERLINK("http://x")', 2030, DATE '2030-01-01', '208', 2437312345678.95::DECIMAL(24, 2), true),
    ('k2', '甲局' || chr(7), 2030, DATE '2030-01-01', '20805', -0.10::DECIMAL(24, 2), false),
    ('k3', NULL, 2031, DATE '2031-01-01', '208', 9999999999999999999999.99::DECIMAL(24, 2), NULL)
) AS rows (expenditure_key, unit_name, fiscal_year, year_start, class_code, amount_yuan, derived);
COMMENT ON TABLE v_expenditure IS 'One row. 一行。';
COMMENT ON COLUMN v_expenditure.amount_yuan IS 'Amount in yuan. 金额（元）。';
"""


@pytest.fixture
def published(home: Home) -> Home:
    """A home whose published build holds three rows of expenditure."""
    home.make()
    build = Build(home, "20300301-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(_ROWS)
    publish(build)
    return home


def test_a_workbook_has_types_headings_and_no_formula(published: Home, tmp_path: Path) -> None:
    target = tmp_path / "支出.xlsx"
    assert export(published, target) == 3
    book = load_workbook(target)
    sheet = book["v_expenditure"]
    heading, first, second, third = sheet.iter_rows()
    assert [cell.value for cell in heading] == [
        "支出行键",
        "单位",
        "年度",
        "年度首日",
        "类级编码",
        "金额（元）",
        "由差额推得",
    ]
    assert first[1].value == '=HYPERLINK("http://x")'
    assert first[1].data_type == "s"
    assert second[1].value == "甲局"
    assert first[3].value == datetime(2030, 1, 1)
    assert first[4].value == "208"
    assert Decimal(str(first[5].value)) == Decimal("2437312345678.95")
    assert first[5].number_format == "#,##0.00####"
    assert Decimal(str(second[5].value)) == Decimal("-0.10")
    # More digits than Excel keeps: a text rather than another number.
    assert third[5].value == "9999999999999999999999.99"
    assert third[1].value is None
    assert sheet.freeze_panes == "A2"
    said = [[cell.value for cell in row] for row in book["说明"].iter_rows()]
    assert ["构建", "20300301-000000-aaaaaa"] in [row[:2] for row in said]
    assert ["金额（元）", "amount_yuan", "Amount in yuan. 金额（元）。"] in said


def test_more_rows_than_a_sheet_holds_are_refused(
    published: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spreadsheet, "MOST_ROWS", 2)
    with pytest.raises(YusuanError, match="a sheet holds 2 rows and there are more"):
        export(published, tmp_path / "a.xlsx")
    assert list(tmp_path.glob("**/*.xlsx")) == []


def test_a_csv_opens_in_a_spreadsheet_and_acts_in_none(published: Home, tmp_path: Path) -> None:
    target = tmp_path / "a.csv"
    query = (
        "SELECT unit_name, amount_yuan FROM v_expenditure UNION ALL VALUES ('+1', 1), ('-', 2), ('@a', 3), ('a-b', 4)"
    )
    assert export(published, target, query=query) == 7
    assert target.read_bytes().startswith(b"\xef\xbb\xbf")
    with target.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["unit_name"] for row in rows] == ['\'=HYPERLINK("http://x")', "甲局\a", "", "'+1", "'-", "'@a", "a-b"]
    assert [row["amount_yuan"] for row in rows][:3] == ["2437312345678.95", "-0.10", "9999999999999999999999.99"]


@pytest.mark.parametrize("text", ["=1", "＝1", "＋1", "－", "＠a", "\t=1", "\n=1"])
def test_no_text_acts(text: str) -> None:
    assert inert(text) == f"'{text}"


def test_parquet_keeps_types(published: Home, tmp_path: Path) -> None:
    assert export(published, tmp_path / "a.parquet") == 3
    rows = pl.read_parquet(tmp_path / "a.parquet")
    assert rows.schema["amount_yuan"] == pl.Decimal(24, 2)
    assert rows["amount_yuan"].to_list()[2] == Decimal("9999999999999999999999.99")
    assert rows["unit_name"].to_list()[0] == '=HYPERLINK("http://x")'


def test_a_fiscal_data_package_is_valid_and_says_what_columns_are(published: Home, tmp_path: Path) -> None:
    target = tmp_path / "package"
    assert export(published, target) == 3
    described = json.loads((target / "datapackage.json").read_text(encoding="utf-8"))
    fields = {field["name"]: field for field in described["resources"][0]["schema"]["fields"]}
    assert fields["amount_yuan"]["columnType"] == "value"
    assert fields["amount_yuan"]["type"] == "number"
    assert fields["class_code"]["columnType"] == "functional-classification:generic:level1:code:full"
    assert fields["year_start"]["type"] == "date"
    assert described["resources"][0]["schema"]["primaryKey"] == ["expenditure_key"]
    [resource] = Package(str(target / "datapackage.json")).resources
    first = next(iter(resource.read_rows()))
    assert first["amount_yuan"] == Decimal("2437312345678.95")
    assert first["unit_name"] == '\'=HYPERLINK("http://x")'


def test_a_package_that_is_not_valid_is_none(published: Home, tmp_path: Path) -> None:
    build = Build(published, "20300302-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(_ROWS)
        connection.execute("INSERT INTO v_expenditure FROM v_expenditure")
    publish(build)
    with pytest.raises(YusuanError, match="the package is not valid"):
        export(published, tmp_path / "package")
    assert not (tmp_path / "package").exists()


@pytest.mark.parametrize(
    ("name", "asked", "said"),
    [
        ("a.doc", {}, "no form of an export"),
        ("there.csv", {}, "exists already"),
        ("nowhere/a.csv", {}, "no such folder"),
        ("package", {"table": "mention"}, "holds v_expenditure"),
        ("a.csv", {"table": "nothing"}, "there is no table `nothing`"),
        ("a.csv", {"query": "DROP TABLE v_expenditure"}, "read-only"),
    ],
)
def test_a_refusal_leaves_nothing(published: Home, tmp_path: Path, name: str, asked: dict[str, str], said: str) -> None:
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / "there.csv").write_text("mine", encoding="utf-8")
    with pytest.raises(YusuanError, match=said):
        export(published, folder / name, **asked)
    assert [path.name for path in folder.iterdir()] == ["there.csv"]
    assert (folder / "there.csv").read_text(encoding="utf-8") == "mine"


def test_every_column_of_the_tables_for_questions_has_a_heading() -> None:
    with (SEEDS / "column_word.csv").open(encoding="utf-8", newline="") as file:
        words = {row["column_name"] for row in csv.DictReader(file)}
    described = (SEEDS.parent / "models" / "marts" / "questions" / "_questions.yml").read_text(encoding="utf-8")
    named = {line.split(":")[1].strip() for line in described.splitlines() if line.startswith("  - name: ")}
    assert named == words
