"""Whatever is asked of the tables for questions, they count each yuan of the facts once: sums over drawn filters."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yusuan.warehouse.build import Build

# Columns by which a person filters, and the fact's own way to say the same.
FILTERS = {
    "department_key": "fact.department_key",
    "unit_key": "fact.unit_key",
    "fiscal_year": "fact.fiscal_year",
    "stage": "fact.stage",
    "fund": "fact.fund",
    "nature": "fact.nature",
    "class_code": "subject.class_code",
    "document_key": "fact.document_key",
}
FACTS = "fact_expenditure AS fact INNER JOIN dim_subject AS subject ON fact.subject_key = subject.subject_key"
# Each view, which of its rows show a fact, that fact, and the filters that both know.
VIEWS = {
    "v_project": ("true", "fact_project", ("unit_key", "fiscal_year", "stage", "fund", "document_key")),
    "three_public": ("source = 'own'", "fact_three_public", ("unit_key", "fiscal_year", "stage", "document_key")),
}
SETTINGS = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def warehouse(project_build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(project_build.database), read_only=True) as connection:
        yield connection


def total(warehouse: duckdb.DuckDBPyConnection, table: str, where: str = "true") -> Decimal:
    [(yuan,)] = warehouse.execute(f"SELECT coalesce(sum(amount_yuan), 0) FROM {table} WHERE {where}").fetchall()
    return Decimal(yuan)


def drawn_filter(
    data: st.DataObject, warehouse: duckdb.DuckDBPyConnection, table: str, names: list[str]
) -> dict[str, str]:
    """Some columns of a table, each with the condition that it is one of a few of its values."""
    conditions = {}
    for name in data.draw(st.lists(st.sampled_from(names), unique=True, max_size=3), "columns"):
        values = [value for (value,) in warehouse.execute(f"SELECT DISTINCT {name} FROM {table} ORDER BY 1").fetchall()]
        chosen = data.draw(st.lists(st.sampled_from(values), min_size=1, max_size=4, unique=True), name)
        listed = ", ".join(f"'{value}'" for value in chosen if value is not None) or "''"
        conditions[name] = f"({{column}} IN ({listed}){' OR {column} IS NULL' if None in chosen else ''})"
    return conditions


def said(conditions: dict[str, str], columns: dict[str, str]) -> str:
    return " AND ".join(text.format(column=columns.get(name, name)) for name, text in conditions.items()) or "true"


@SETTINGS
@given(st.data())
def test_a_filter_counts_each_yuan_once(warehouse: duckdb.DuckDBPyConnection, data: st.DataObject) -> None:
    conditions = drawn_filter(data, warehouse, "v_expenditure", list(FILTERS))
    shown = total(warehouse, "v_expenditure", said(conditions, {}))
    assert shown == total(warehouse, FACTS, said(conditions, FILTERS))
    # The parts of any cut are the whole of what is asked.
    cut = data.draw(
        st.sampled_from(["nature_group", "section_code", "unit_name", "quality", "page_number", "sector"]), "cut"
    )
    parts = warehouse.execute(
        f"SELECT sum(amount_yuan) FROM v_expenditure WHERE {said(conditions, {})} GROUP BY {cut}"
    ).fetchall()
    assert sum((Decimal(yuan) for (yuan,) in parts), Decimal()) == shown


@SETTINGS
@given(st.data(), st.sampled_from(sorted(VIEWS)))
def test_a_view_shows_its_fact(warehouse: duckdb.DuckDBPyConnection, data: st.DataObject, view: str) -> None:
    shown, fact, columns = VIEWS[view]
    conditions = drawn_filter(data, warehouse, view, list(columns))
    where = said(conditions, {})
    assert total(warehouse, view, f"{shown} AND {where}") == total(warehouse, fact, where)


def test_three_public_of_a_body_year_and_stage_has_one_source(warehouse: duckdb.DuckDBPyConnection) -> None:
    twice = warehouse.execute(
        """
        SELECT unit_key, fiscal_year, stage, if(is_three_public, 'three_public', item) AS item_group
        FROM three_public GROUP BY ALL
        HAVING count(DISTINCT source) > 1 OR min(amount_yuan) FILTER (WHERE source <> 'own') < 0
        """
    ).fetchall()
    assert twice == []


@SETTINGS
@given(st.data())
def test_a_body_is_its_printed_total_from_every_side(warehouse: duckdb.DuckDBPyConnection, data: st.DataObject) -> None:
    controls = warehouse.execute(
        """
        SELECT control.printed_yuan, control.tolerance_yuan, body.level, body.department_key, control.unit_key,
            control.fiscal_year, if(control.stage = 'final', 'final', 'original_budget')
        FROM expenditure_control AS control INNER JOIN dim_unit AS body ON control.unit_key = body.unit_key
        WHERE control.holds ORDER BY control.document_key
        """
    ).fetchall()
    printed, tolerance, level, department, unit, year, stage = data.draw(st.sampled_from(controls), "paper")
    body = f"department_key = '{department}'" if level == "department" else f"unit_key = '{unit}'"
    when = f"fiscal_year = {year} AND stage = '{stage}'"
    held = total(warehouse, "v_expenditure", f"{body} AND {when}")
    assert abs(held - printed) <= tolerance
    # By fund, nature and class it is made of the same money, whichever of its units one looks at.
    units = f"unit_key IN (SELECT unit_key FROM v_expenditure WHERE {body})"
    for dimension in ("fund", "nature", "class"):
        assert total(warehouse, "composition", f"{units} AND {when} AND dimension = '{dimension}'") == held


# What a cut of a body's money may not exceed: the cut, its rows, the rows of the whole.
CUTS = (
    ("fact_basic_expenditure", "true", "nature IN ('basic', 'personnel', 'operating', 'not_stated')"),
    ("fact_economic_expenditure", "true", "true"),
    (
        "fact_economic_expenditure",
        "fund = 'general_public_budget'",
        "fund IN ('general_public_budget', 'other_funds')",
    ),
    ("fact_unit_expenditure", "true", "true"),
)


@pytest.mark.parametrize(("cut", "rows", "whole"), CUTS)
def test_no_cut_of_the_money_is_more_than_the_whole(
    warehouse: duckdb.DuckDBPyConnection, cut: str, rows: str, whole: str
) -> None:
    beyond = warehouse.execute(
        f"""
        SELECT department_key, fiscal_year, stage, cut_yuan, whole_yuan
        FROM (
            SELECT department_key, fiscal_year, stage, sum(amount_yuan) AS cut_yuan FROM {cut} WHERE {rows} GROUP BY ALL
        )
        INNER JOIN (
            SELECT department_key, fiscal_year, stage, sum(amount_yuan) AS whole_yuan
            FROM fact_expenditure WHERE {whole} GROUP BY ALL
        ) USING (department_key, fiscal_year, stage)
        -- Rounded parts may be a little more than what they make up.
        WHERE cut_yuan > whole_yuan * 1.001 + 20000
        """
    ).fetchall()
    assert beyond == []
