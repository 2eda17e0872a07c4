"""The data dictionary of a small database: its two languages, units, keys, and both of its forms."""

from __future__ import annotations

import csv

import duckdb
import pytest

from yusuan.paths import Home
from yusuan.report.data_dictionary import meanings, unit, write_dictionary
from yusuan.warehouse.build import Build, begin

_TABLES = """
CREATE TABLE dim_unit (unit_key VARCHAR);
CREATE TABLE fact (unit_key VARCHAR, amount_yuan DECIMAL(24, 2), fiscal_year INTEGER);
CREATE TABLE relationship AS FROM (VALUES
    ('fact', 'unit_key', 'foreign_key', 'dim_unit', 'unit_key'),
    ('fact', 'unit_key', 'primary_key', NULL, NULL)
) AS r (table_name, column_name, kind, references_table, references_column);
COMMENT ON TABLE fact IS 'Grain: unit × year (of a <b>body</b>). Adds up. 粒度：单位 × 年度。可加。';
COMMENT ON COLUMN fact.amount_yuan IS 'Amount in yuan. 金额（元）。 NULL where none is. 无则为空。';
"""


@pytest.fixture
def build(home: Home) -> Build:
    made = begin(home)
    with duckdb.connect(str(made.database)) as connection:
        connection.execute(_TABLES)
    write_dictionary(made)
    return made


def test_each_table_and_column_is_a_row_with_unit_and_keys(build: Build) -> None:
    path = build.reports / "data_dictionary.csv"
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = {(row["table"], row["column"]): row for row in csv.DictReader(file)}
    fact, amount, key = rows["fact", ""], rows["fact", "amount_yuan"], rows["fact", "unit_key"]
    assert (fact["meaning_zh"], fact["grain_en"], fact["grain_zh"]) == (
        "粒度：单位 × 年度。可加。",
        "unit × year (of a <b>body</b>)",
        "单位 × 年度",
    )
    assert (amount["type"], amount["unit"], amount["unit_zh"], amount["grain_zh"]) == (
        "DECIMAL(24,2)",
        "yuan",
        "元",
        "单位 × 年度",
    )
    assert (amount["meaning_en"], amount["meaning_zh"]) == (
        "Amount in yuan. NULL where none is.",
        "金额（元）。无则为空。",
    )
    assert (key["key"], key["references"]) == ("primary key, foreign key", "dim_unit.unit_key")
    assert rows["fact", "fiscal_year"]["unit"] == rows["dim_unit", "unit_key"]["key"] == ""


def test_the_page_leads_from_a_key_to_what_it_refers_to_and_escapes(build: Build) -> None:
    page = (build.reports / "data_dictionary.html").read_text(encoding="utf-8")
    assert 'href="#dim_unit.unit_key"' in page
    assert 'id="dim_unit.unit_key"' in page
    assert "<b>body" not in page
    assert not any(address in page for address in ("http:", "https:", "<link", "@import"))


def test_a_file_without_keys_or_comments_has_a_dictionary_too(home: Home) -> None:
    made = begin(home)
    with duckdb.connect(str(made.database)) as connection:
        connection.execute("CREATE TABLE t (a_share DOUBLE)")
    write_dictionary(made)
    assert "t,a_share,DOUBLE,share of 1," in (made.reports / "data_dictionary.csv").read_text(encoding="utf-8-sig")


def test_the_more_particular_unit_wins_and_texts_have_none() -> None:
    assert unit("amount_wan_yuan", "DECIMAL(24,6)") == ("10,000 yuan", "万元")
    assert unit("printed_yuan", "VARCHAR") == ("", "")
    assert meanings("") == ("", "")
    assert meanings("Rate, in %. 比率（%）。") == ("Rate, in %.", "比率（%）。")
