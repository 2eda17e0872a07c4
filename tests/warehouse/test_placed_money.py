"""Whatever papers of a department and its units are there, no yuan of them is placed twice and none is lost.

Departments of made-up money: units with lines of class, section and item, of funds and natures; each paper prints as
deep and as finely as it likes, some papers are there, some in several versions, some totals hold more than their lines.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import count

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.sql_macros import model, rendered

MODELS = ("int_speaking_line", "int_remainder_side", "int_remainder", "int_placed_part")
CODES = ("2080101", "2080102", "2080501", "2100101", "2210201")
FUNDS = ("general_public_budget", "government_fund", "unit_funds", "other_funds")
NATURES = ("personnel", "operating", "project")
STAGES = ("budget", "final")
DEPTHS = (3, 5, 7)

Line = tuple[str, str, str]  # code, fund, nature


@dataclass(frozen=True)
class Paper:
    """One file: whose it is, how finely it prints, whether another file of its disclosure speaks instead."""

    body: str  # the department itself, or a unit
    lines: tuple[tuple[Line, int], ...]
    is_superseded: bool = False


def printed(money: Counter[Line], depth: int, names_natures: bool, names_funds: bool, hides: int) -> Counter[Line]:
    """The money as a paper prints it; `hides`: of the first classes nothing is printed but their sums."""
    hidden = sorted({code[:3] for code, _, _ in money})[:hides]
    shown: Counter[Line] = Counter()
    for (code, fund, nature), yuan in money.items():
        shown[
            f"{code[:3]}*" if code[:3] in hidden else code[:depth],
            fund if names_funds else "other_funds",
            nature if names_natures else "not_stated",
        ] += yuan
    return shown


MONEY = st.dictionaries(
    st.tuples(st.sampled_from(CODES), st.sampled_from(FUNDS), st.sampled_from(NATURES)),
    st.integers(1, 10**6),
    max_size=6,
)


@st.composite
def departments(draw: st.DrawFn, names_funds: bool | None = None) -> tuple[dict[str, Counter[Line]], list[Paper]]:
    """Each body's own money, the department's its office's, and the papers that are there."""
    bodies = ["department", *(f"unit {n}" for n in range(draw(st.integers(1, 3))))]
    money = {body: Counter(draw(MONEY)) for body in bodies}
    papers = []
    for body in bodies:
        told = sum(money.values(), Counter()) if body == "department" else money[body]
        if draw(st.booleans()):
            by_fund = draw(st.booleans()) if names_funds is None else names_funds
            manner = draw(st.sampled_from(DEPTHS)), draw(st.booleans()), by_fund, draw(st.sampled_from([0, 0, 1]))
            papers.append(Paper(body, tuple(printed(told, *manner).items())))
            # An older version of it, that said something else.
            if draw(st.booleans()):
                papers.append(Paper(body, tuple(draw(MONEY).items()), is_superseded=True))
    return money, papers


@pytest.fixture(scope="module")
def placing() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(":memory:")
    connection.execute(
        "CREATE TABLE doc_fact_line (document_key VARCHAR, stage VARCHAR, code VARCHAR, fund VARCHAR, nature VARCHAR, "
        "amount_yuan DECIMAL(24, 2), tolerance_yuan DECIMAL(24, 8), terms STRUCT(amount_key VARCHAR, sign INTEGER)[], "
        "family VARCHAR, derived BOOLEAN)"
    )
    connection.execute(
        "CREATE TABLE int_disclosure (document_key VARCHAR, unit_key VARCHAR, department_key VARCHAR, level VARCHAR, "
        "fiscal_year INTEGER, stage VARCHAR, superseded_by VARCHAR)"
    )
    connection.execute(
        "CREATE TABLE doc_unit_three_public AS SELECT document_key, stage AS name_key, stage AS unit_code, * EXCLUDE "
        "(document_key, family, derived) FROM doc_fact_line"
    )
    connection.execute(
        "CREATE TABLE int_body_name (document_key VARCHAR, name_key VARCHAR, unit_code VARCHAR, body_name VARCHAR, "
        "is_body BOOLEAN)"
    )
    for name in MODELS:
        connection.execute(f"CREATE VIEW {name} AS {model(name)}")
    return connection


def place(placing: duckdb.DuckDBPyConnection, papers: list[Paper], family: str) -> None:
    """Load the papers, of one department, year and stage."""
    placing.execute("DELETE FROM doc_fact_line")
    placing.execute("DELETE FROM int_disclosure")
    figure = count(1)
    for number, paper in enumerate(papers):
        key, level = f"paper {number}", "department" if paper.body == "department" else "unit"
        placing.execute(
            "INSERT INTO int_disclosure VALUES (?, ?, 'department', ?, 2031, 'budget', ?)",
            [key, paper.body, level, "another" if paper.is_superseded else None],
        )
        for (code, fund, nature), yuan in paper.lines:
            terms = [{"amount_key": f"figure {next(figure)}", "sign": 1}]
            placing.execute(
                "INSERT INTO doc_fact_line VALUES (?, 'original_budget', ?, ?, ?, ?, 0, ?, ?, false)",
                [key, code, fund, nature, yuan, terms, family],
            )


def known_money(money: dict[str, Counter[Line]], papers: list[Paper]) -> dict[str, Counter[Line]]:
    """The money that the papers tell: all of it where the department's own is there."""
    there = {paper.body for paper in papers}
    return money if "department" in there else {body: money[body] for body in there}


@settings(max_examples=40, deadline=None)
@given(departments())
def test_a_department_is_its_printed_total_whichever_papers_are_there(
    placing: duckdb.DuckDBPyConnection, drawn: tuple[dict[str, Counter[Line]], list[Paper]]
) -> None:
    money, papers = drawn
    place(placing, papers, "expenditure")
    known = known_money(money, papers)

    def total(where: str = "true") -> int:
        [(yuan,)] = placing.execute(
            f"SELECT coalesce(sum(amount_yuan), 0) FROM int_placed_part WHERE department_key = 'department' AND {where}"
        ).fetchall()
        return int(yuan)

    assert total() == sum(sum(lines.values()) for lines in known.values())
    # Each unit's row is its own paper's, and of no unit without one is anything said.
    for unit in {paper.body for paper in papers} - {"department"}:
        assert total(f"unit_key = '{unit}'") == sum(money[unit].values())
    # A class, and what is not of the three budgets, is the same money however the papers print it.
    for part in {code[:3] for code in CODES}:
        own = sum(yuan for lines in known.values() for (code, _, _), yuan in lines.items() if code[:3] == part)
        assert total(f"starts_with(code, '{part}')") == own
    # Papers that agree leave no remainder below zero.
    assert not placing.execute("SELECT * FROM int_placed_part WHERE amount_yuan < 0").fetchall()
    # No printed figure counts twice in the whole.
    terms = "SELECT unnest(terms) AS term FROM int_placed_part"
    assert not placing.execute(
        f"SELECT term.amount_key FROM ({terms}) GROUP BY ALL HAVING sum(term.sign) NOT IN (0, 1)"
    ).fetchall()


@settings(max_examples=20, deadline=None)
@given(departments(names_funds=True))
def test_funds_that_all_papers_name_stay_apart(
    placing: duckdb.DuckDBPyConnection, drawn: tuple[dict[str, Counter[Line]], list[Paper]]
) -> None:
    money, papers = drawn
    place(placing, papers, "expenditure")
    known = known_money(money, papers)
    own: Counter[str] = Counter()
    for lines in known.values():
        for (_, fund, _), yuan in lines.items():
            own[fund if fund in {"general_public_budget", "government_fund"} else "other_funds"] += yuan
    group = rendered("fund_group", "fund")
    rows = placing.execute(f"SELECT {group}, sum(amount_yuan) FROM int_placed_part GROUP BY 1").fetchall()
    assert {fund: int(yuan) for fund, yuan in rows if yuan} == own
