"""Units of money: one seed, asked by SQL and by Python alike."""

from __future__ import annotations

import csv
import re
from decimal import Decimal

import duckdb
import pytest
from tests.support.sql_macros import rendered

from yusuan.catalogue.money_units import MoneyUnit, money_units
from yusuan.paths import SEEDS
from yusuan.reading.money_words import MONEY_UNIT


def seed() -> list[dict[str, str]]:
    with (SEEDS / "money_unit.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        "CREATE TABLE money_unit AS SELECT * FROM read_csv(?, types = {'yuan_per_unit': 'INTEGER'})",
        [str(SEEDS / "money_unit.csv")],
    )
    return connection


def test_yuan_and_half_units_are_the_same_in_sql_and_in_python(database: duckdb.DuckDBPyConnection) -> None:
    units = money_units(seed())
    for name, unit in units.items():
        for decimals in range(9):
            database.execute(
                f"SELECT {rendered('unit_in_yuan', 'unit')}, {rendered('half_unit', 'unit', 'decimals')} "
                "FROM (SELECT ? AS unit, ? AS decimals)",
                [name, decimals],
            )
            assert database.fetchone() == (unit.yuan, unit.half_yuan(decimals)), (name, decimals)


def test_what_is_no_money_is_no_yuan(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(f"SELECT {rendered('unit_in_yuan', 'unit')} FROM (SELECT unnest(['%', '个', NULL]) AS unit)")
    assert database.fetchall() == [(None,)] * 3


def test_half_a_unit_of_the_last_decimal() -> None:
    wan = MoneyUnit("万元", 10000, 2)
    assert [wan.half_yuan(d) for d in (0, 2, 3)] == [Decimal(50), Decimal(50), Decimal(5)]
    assert MoneyUnit("元", 1, 0).half_digit(1) == Decimal("0.05")


def test_reading_knows_the_words_of_all_units_and_takes_the_longest(database: duckdb.DuckDBPyConnection) -> None:
    names = [row["money_unit"] for row in seed()]
    assert sorted(MONEY_UNIT.split("|")) == sorted(names)
    for name in names:
        assert re.findall(MONEY_UNIT, f"单位:{name}") == [name]
        found = database.execute(f"SELECT {rendered('stated_unit', 'said')} FROM (SELECT ? AS said)", [f"金额({name})"])
        assert found.fetchone() == (name,)
