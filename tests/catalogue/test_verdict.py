"""What an identity says: the macros of dbt, asked of DuckDB, and the functions of Python, over the same cases."""

from __future__ import annotations

from decimal import Decimal

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.support.sql_macros import rendered

from yusuan.catalogue.verdict import (
    Evaluation,
    IdentityTerm,
    evaluated,
    holds,
    verdict_of,
    vouches,
)

RULES = [(relation, same) for relation in ("=", "<=") for same in (False, True)]
HALVES = [Decimal("0.005"), Decimal("0.5"), Decimal(50)]


@pytest.fixture(scope="module")
def database() -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect()
    connection.execute(
        """
        CREATE TABLE reconciliation_rule (
            rule_id VARCHAR, relation VARCHAR, same_figure BOOLEAN, family VARCHAR
        )
        """
    )
    for number, rule in enumerate(RULES):
        connection.execute("INSERT INTO reconciliation_rule VALUES (?, ?, ?, 'between_tables')", [str(number), *rule])
    connection.execute(
        """
        CREATE TABLE terms (
            result_key VARCHAR, rule_id VARCHAR, document_key VARCHAR, scope VARCHAR, page_number INTEGER,
            table_key VARCHAR, side VARCHAR, sign INTEGER, amount_yuan DECIMAL(24, 2), half_unit_yuan DECIMAL(24, 8),
            reading VARCHAR, is_ambiguous BOOLEAN, blank_says_zero BOOLEAN
        )
        """
    )
    return connection


def asked(database: duckdb.DuckDBPyConnection, rule: int, terms: list[IdentityTerm]) -> Evaluation:
    """What the macro says of the terms of one identity."""
    database.execute("DELETE FROM terms")
    database.executemany(
        "INSERT INTO terms VALUES ('r', ?, 'd', '', 1, ?, ?, ?, ?, ?, 'exact', false, false)",
        [[str(rule), t.place, "left" if t.is_left else "right", t.sign, t.value, t.half] for t in terms],
    )
    says = rendered("vouches", "verdict", "trivial", repr(RULES[rule][0]))
    identity = rendered("evaluated_identities", "terms")
    row = database.execute(
        f"SELECT residual_yuan, tolerance_yuan, verdict, trivial, {says} FROM ({identity})"
    ).fetchone()
    assert row is not None
    return Evaluation(*row)


def term(value: str | int, place: str = "t", *, left: bool = False, sign: int = 1, half: str = "50") -> IdentityTerm:
    return IdentityTerm(Decimal(value), Decimal(half), place, left, sign)


TERMS = st.builds(
    IdentityTerm,
    st.integers(-3, 3).map(lambda n: Decimal(50 * n)) | st.decimals(-200, 200, places=2),
    st.sampled_from(HALVES),
    st.sampled_from("tu"),
    st.booleans(),
    st.sampled_from([1, 1, 1, -1]),
)
BOTH_SIDES = st.lists(TERMS, min_size=2, max_size=6).filter(lambda terms: len({t.is_left for t in terms}) == 2)
PARENT = [term(700, left=True), term(700)]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.sampled_from(range(len(RULES))), BOTH_SIDES)
@example(0, PARENT)
@example(1, PARENT)
@example(2, PARENT)
@example(0, [term(700, left=True), term(700, "u")])
@example(0, [term(700, left=True), term(600), term(100)])
@example(0, [term(300, left=True), term(400, left=True), term(700)])  # a sum printed on the left is one as well
@example(0, [term(700, left=True), term(600)])
@example(0, [term(0, left=True), term(0), term(0)])
@example(0, [term(0, left=True), term(100), term(100, sign=-1)])
@example(0, [term(700, left=True), term(550), term(0)])  # a zero leaves nothing open
@example(0, [term(700, left=True), term(600, half="0.005")])
@example(1, [term(700, left=True), term(600, half="0.005")])
@example(3, [term(700, left=True), term(900, half="0.005")])
@example(1, [term(1000, left=True), *[term(300)] * 4])  # one figure, and its parts: each is rounded
def test_sql_and_python_say_the_same(database: duckdb.DuckDBPyConnection, rule: int, terms: list[IdentityTerm]) -> None:
    relation, same = RULES[rule]
    assert asked(database, rule, terms) == evaluated(terms, relation == "<=", same)


def test_what_is_exact_what_rounds_and_what_breaks() -> None:
    assert [verdict_of(r, 2) for r in (0, 2, -2, 3, -3)] == ["exact", "rounding", "rounding", "break", "break"]
    assert [verdict_of(r, 2, at_most=True) for r in (0, 2, 3, -3)] == ["exact", "rounding", "break", "exact"]
    assert [holds(r, 2) for r in (2, 3)] == [True, False]


def test_a_figure_against_its_parts_leaves_open_what_each_does() -> None:
    parts = [term(4980, left=True), term(1000, "u"), term(2000, "v"), term(2100, "w")]
    assert (evaluated(parts, same_figure=True).tolerance, evaluated(parts, same_figure=True).verdict) == (
        200,
        "rounding",
    )
    assert evaluated([term(4980, left=True), term(5100, "u")], same_figure=True).verdict == "break"


def test_zeros_and_only_children_are_trivial_and_a_sum_is_not() -> None:
    assert evaluated([term(0, left=True), term(0)]).trivial
    assert evaluated(PARENT).trivial
    assert not evaluated(PARENT, same_figure=True).trivial
    assert not evaluated([term(700, left=True), term(700, "u")]).trivial
    assert not evaluated([term(700, left=True), term(650)]).trivial
    assert not evaluated([term(300, left=True), term(400, left=True), term(700)]).trivial


def test_what_holds_as_an_equality_of_more_than_that_vouches() -> None:
    assert vouches("rounding", trivial=False, at_most=False)
    assert not vouches("exact", trivial=True, at_most=False)
    assert not vouches("exact", trivial=False, at_most=True)
    assert not vouches("break", trivial=False, at_most=False)


def test_what_is_below_an_equality_breaks_it_unless_it_is_said_to_be_a_bound() -> None:
    below, rounding = Decimal(-5), Decimal(1)
    assert not holds(below, rounding)
    assert verdict_of(below, rounding) == "break"
    assert holds(below, rounding, at_most=True)
    assert verdict_of(below, rounding, at_most=True) == "exact"
