"""Money of a whole warehouse, as a newcomer asks: how much, on what, by whom, in which years.

Belongs here: sums over the published marts, each of one year and stage, so that no yuan stands there twice. Does not:
one body (body_pages), looks (templates).
"""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from yusuan.paths import SEEDS
from yusuan.serving.query_rows import QueryRow, Shown, first, rows

BODIES_SHOWN = 20
STAGES = ("original_budget", "adjusted_budget", "final")

_YEARS = """
WITH told AS (
    SELECT fiscal_year, stage, count(DISTINCT coalesce(department_key, unit_key)) AS bodies,
        count(DISTINCT department_key) AS departments, count(DISTINCT document_key) AS documents,
        sum(amount_yuan) AS amount_yuan
    FROM main.v_expenditure GROUP BY ALL
)
SELECT * FROM told ORDER BY fiscal_year DESC, stage
"""
_CLASSES = """
SELECT class_code, arg_max(class_name, amount_yuan) AS class_name, sum(amount_yuan) AS amount_yuan,
    count(DISTINCT coalesce(department_key, unit_key)) AS bodies
FROM main.v_expenditure WHERE {chosen} GROUP BY class_code HAVING sum(amount_yuan) <> 0
ORDER BY amount_yuan DESC, class_code
"""
_BODIES = """
SELECT coalesce(department_key, unit_key) AS unit_key, min(coalesce(department_name, unit_name)) AS unit_name,
    sum(amount_yuan) AS amount_yuan
FROM main.v_expenditure WHERE {chosen} GROUP BY coalesce(department_key, unit_key)
ORDER BY amount_yuan DESC, unit_key
"""
_PLACES = """
SELECT province, city, sum(amount_yuan) AS amount_yuan,
    count(DISTINCT coalesce(department_key, unit_key)) AS bodies
FROM main.v_expenditure WHERE {chosen} GROUP BY ALL ORDER BY amount_yuan DESC, province, city
"""
_NATURES = """
SELECT nature_group AS code, sum(amount_yuan) AS amount_yuan
FROM main.v_expenditure WHERE {chosen} GROUP BY ALL HAVING sum(amount_yuan) <> 0 ORDER BY amount_yuan DESC, code
"""
_THREE_PUBLIC = """
SELECT item, sum(amount_yuan) AS amount_yuan, count(DISTINCT coalesce(department_key, unit_key)) AS bodies
FROM main.fact_three_public WHERE is_three_public AND {chosen} GROUP BY ALL ORDER BY amount_yuan DESC, item
"""


@dataclass(frozen=True)
class Spending:
    """`years`: by year the sums of each stage; the rest is of `year` and `stage`, those that most bodies tell.

    A body is here a department with all that stands below it, or a unit of which no department is known.
    """

    year: int
    stage: str
    total: Decimal
    bodies: Shown
    departments: int
    lone_units: int
    documents: int
    years: dict[int, dict[str, QueryRow]]
    classes: list[QueryRow]
    places: list[QueryRow]
    natures: list[QueryRow]
    three_public: list[QueryRow]


def read_spending(connection: duckdb.DuckDBPyConnection) -> Spending | None:
    """The money of a warehouse; None where no expenditure is held."""
    told = rows(connection, _YEARS)
    if not told:
        return None
    most = max(told, key=lambda row: (row["bodies"], row["amount_yuan"], row["fiscal_year"]))
    year, stage = most["fiscal_year"], most["stage"]
    chosen = f"fiscal_year = {year:d} AND stage = '{stage}'"
    years: dict[int, dict[str, QueryRow]] = {}
    for row in told:
        years.setdefault(row["fiscal_year"], {})[row["stage"]] = row
    return Spending(
        year=year,
        stage=stage,
        total=most["amount_yuan"],
        bodies=first(connection, _BODIES.format(chosen=chosen), BODIES_SHOWN),
        departments=most["departments"],
        lone_units=most["bodies"] - most["departments"],
        documents=most["documents"],
        years=years,
        classes=[
            row | {"name_en": class_in_english(row["class_code"]) or row["class_name"]}
            for row in rows(connection, _CLASSES.format(chosen=chosen))
        ],
        places=rows(connection, _PLACES.format(chosen=chosen)),
        natures=rows(connection, _NATURES.format(chosen=chosen)),
        three_public=rows(connection, _THREE_PUBLIC.format(chosen=chosen)),
    )


def class_in_english(code: str | None) -> str | None:
    """The English name of a functional class, or None."""
    return _english().get(code or "")


@functools.cache
def _english() -> dict[str, str]:
    with (SEEDS / "functional_class.csv").open(encoding="utf-8", newline="") as seed:
        return {row["code"]: row["name_en"] for row in csv.DictReader(seed)}
