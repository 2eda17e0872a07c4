"""Repair of damaged readings: two proofs, characters left, no rival; and never a false one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reconciliation.worlds import HALF, UNIT, Paper, papers

from yusuan.reconciliation.equations import Equation, FigureReading
from yusuan.reconciliation.fitting import fits
from yusuan.reconciliation.limits import WorkLimit
from yusuan.reconciliation.repair import repair

MANY = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
PER_UNIT = 100 * UNIT  # 万元


def reading(key: str, text: str, value: str | None = None) -> FigureReading:
    number = None if value is None else int(Decimal(value) * PER_UNIT)
    return FigureReading(key, text, number, HALF, PER_UNIT, 2)


def known(**values: str) -> dict[str, FigureReading]:
    return {key: reading(key, value, value) for key, value in values.items()}


def equation(left: str, right: str, at_most: bool = False, table: str = "t", trivial: bool = False) -> Equation:
    terms = ((left, 1), *((key, -1) for key in right.split()))
    twice = len(right.split()) == 1 and not trivial
    return Equation(f"{table}: {left}={right}", terms, at_most, twice, trivial, frozenset({table}))


def repaired(readings: Mapping[str, FigureReading], *equations: Equation) -> dict[str, Decimal]:
    unknown = {key for key, r in readings.items() if r.value is None}
    return {r.key: Decimal(r.value) / PER_UNIT for r in repair(equations, readings, unknown).proven}


def test_two_identities_without_a_common_figure_prove_a_value() -> None:
    readings = known(again="1547.08", t="1731.95", b="86.63", c="98.24") | {"a": reading("a", "1, 547. (")}
    assert repaired(readings, equation("a", "again"), equation("t", "a b c")) == {"a": Decimal("1547.08")}


def test_one_identity_proves_nothing() -> None:
    readings = known(t="1731.95", b="184.87") | {"a": reading("a", "1, 547. (")}
    assert repaired(readings, equation("t", "a b")) == {}


def test_two_identities_with_a_common_figure_prove_nothing() -> None:
    readings = known(t="10.00", u="10.00", b="4.00") | {"a": reading("a", "6.0")}
    assert repaired(readings, equation("t", "a b"), equation("u", "a b")) == {}


def test_a_value_that_the_characters_left_cannot_be_is_none() -> None:
    readings = known(x="86.63", y="86.63") | {"a": reading("a", "1, 547. (")}
    assert repaired(readings, equation("a", "x"), equation("a", "y")) == {}


@pytest.mark.parametrize("at_most", [False, True])
def test_two_readings_that_add_up_stay_damaged(at_most: bool) -> None:
    """86.63 and 86.64 are both printed elsewhere, and both fit `86. 6`."""
    readings = known(x="86.63", y="86.63", z="86.64") | {"a": reading("a", "86. 6")}
    assert repaired(readings, equation("a", "x"), equation("a", "y"), equation("z", "a", at_most)) == {}


def test_an_identity_that_the_value_breaks_speaks_against_it() -> None:
    readings = known(x="86.63", y="86.63", t="500.00", b="1.00") | {"a": reading("a", "86. 6")}
    assert repaired(readings, equation("a", "x"), equation("a", "y"), equation("t", "a b")) == {}


def test_zeros_prove_nothing() -> None:
    readings = known(x="0.00", y="0.00") | {"a": reading("a", "0.")}
    assert repaired(readings, equation("a", "x"), equation("a", "y")) == {}


def test_two_sums_can_be_rounded_alike() -> None:
    """Where another sum of the document is off by its rounding, the digit that is lost is not proven by sums alone."""
    readings = known(t="10.01", b="4.00", u="9.01", c="3.00", x="2.00", y="1.00", z="0.99")
    rules = (equation("t", "a b"), equation("u", "a c"))
    off = equation("x", "y z")
    assert repaired(readings | {"a": reading("a", "6.0(")}, *rules) == {"a": Decimal("6.01")}
    assert repaired(readings | {"a": reading("a", "6.0(")}, *rules, off) == {}
    assert repaired(readings | {"a": reading("a", ".01")}, *rules, off) == {"a": Decimal("6.01")}


def test_a_table_whose_sums_are_exact_is_not_rounded() -> None:
    """What another table of the document rounds says nothing against a table with enough exact sums of its own."""
    readings = known(t="10.01", b="4.00", u="9.01", c="3.00", x="2.00", y="1.00", z="0.99")
    readings |= {"a": reading("a", "6.0(")}
    rules = [equation("t", "a b"), equation("u", "a c"), equation("x", "y z", table="other")]
    assert repaired(readings, *rules) == {}
    for n in range(12):
        readings |= known(**{f"p{n}": "1.00", f"q{n}": "2.00", f"s{n}": "3.00"})
        rules.append(equation(f"s{n}", f"p{n} q{n}"))
    assert repaired(readings, *rules) == {"a": Decimal("6.01")}


def test_an_only_child_is_a_witness_but_not_two() -> None:
    readings = known(parent="6.01", grandparent="6.01", t="10.01", b="4.00") | {"a": reading("a", "6.(")}
    above = equation("parent", "a", trivial=True)
    far_above = equation("grandparent", "a", trivial=True)
    assert repaired(readings, above, far_above) == {}
    assert repaired(readings, above, equation("t", "a b")) == {"a": Decimal("6.01")}


def test_what_one_row_says_of_itself_is_no_proof() -> None:
    """小计 3.7 stands between 合计 3.7 = 小计 + 0.7 and 小计 = 0 + 3: the rest of the row says 3, the page does not."""
    readings = known(total="3.70", eat="0.70", buy="0.00", run="3.00") | {"a": reading("a", "3.")}
    own_row = [replace(e, row="1") for e in (equation("total", "a eat"), equation("a", "buy run"))]
    assert repaired(readings, *own_row) == {}
    assert repaired(readings, own_row[0], replace(own_row[1], row="")) == {"a": Decimal("3.00")}


def test_the_characters_left_decide_between_two_that_identities_support() -> None:
    """A lost point leaves all digits: the value that they spell, not its neighbour that two rounded sums say."""
    readings = known(t="10.01", b="4.00", again="6.01", u="9.00", c="3.00", v="8.00", d="2.00")
    rules = (equation("t", "a b"), equation("a", "again"), equation("u", "a c"), equation("v", "a d"))
    assert repaired(readings | {"a": reading("a", "6 01")}, *rules) == {"a": Decimal("6.01")}
    assert repaired(readings | {"a": reading("a", "6.0(")}, *rules) == {}


def test_a_figure_printed_elsewhere_is_not_rounded() -> None:
    readings = known(t="10.01", b="4.00", again="6.01", x="2.00", y="1.00", z="0.99") | {"a": reading("a", "6.0(")}
    rules = (equation("t", "a b"), equation("a", "again"), equation("x", "y z"))
    assert repaired(readings, *rules) == {"a": Decimal("6.01")}


def test_what_is_derived_from_a_figure_does_not_prove_it() -> None:
    """Where b is only what t leaves of a, that t = a + b says nothing of a."""
    readings = known(t="10.00", x="6.00") | {"a": reading("a", "6.0("), "b": reading("b", "4.0(")}
    assert repaired(readings, equation("t", "a b"), equation("a", "x")) == {}


def test_several_damaged_figures_are_proven_together() -> None:
    readings = known(revenue="1731.95", table="1731.95", a2="1547.08", b="184.87") | {
        "total": reading("total", "1, 731. 9"),
        "year": reading("year", "1, 731. 9"),
        "a": reading("a", "1, 547. ("),
    }
    rules = (equation("revenue", "total"), equation("year", "table"), equation("total", "year"))
    found = repaired(readings, *rules, equation("a", "a2"), equation("year", "a b"))
    assert found == {"total": Decimal("1731.95"), "year": Decimal("1731.95"), "a": Decimal("1547.08")}


@pytest.mark.parametrize(
    ("text", "number", "fit"),
    [
        ("1, 547. (", "1547.08", True),
        ("86. 6", "86.63", True),
        ("86. 6", "98.24", False),
        ("1,S47.O8", "1547.08", True),
        ("1,547.03", "1547.08", True),
        ("547.08", "1547.08", True),
        ("65.2", "65.20", True),
        ("(", "1547.08", False),
        ("15.|", "15.94", True),
        ("0|", "0", True),
        ("1547.08", "2658.19", False),
    ],
)
def test_characters_left(text: str, number: str, fit: bool) -> None:
    assert fits(text, Decimal(number), 2) is fit


@st.composite
def damages(draw: st.DrawFn, text: str) -> str:
    """A text as a bad reading leaves it: cut, digits lost or taken for others."""
    kind = draw(st.sampled_from(["cut left", "cut right", "lost", "other"]))
    if kind == "cut left":
        return text[draw(st.integers(1, max(1, len(text) - 1))) :]
    if kind == "cut right":
        return text[: draw(st.integers(1, max(1, len(text) - 1)))]
    place = draw(st.integers(0, len(text) - 1))
    return text[:place] + ("" if kind == "lost" else draw(st.sampled_from("0123456789"))) + text[place + 1 :]


@MANY
@given(papers(), st.data())
def test_never_a_false_repair(paper: Paper, data: st.DataObject) -> None:
    """Whatever is damaged, and even where another figure is printed wrong: what is repaired is what was printed."""
    keys = data.draw(st.lists(st.sampled_from(sorted(paper.values)), min_size=1, max_size=3, unique=True))
    values = dict(paper.values)
    if data.draw(st.booleans()):
        other = data.draw(st.sampled_from(sorted(set(values) - set(keys))))
        values[other] += data.draw(st.integers(1, 9)) * UNIT
    texts = {key: data.draw(damages(f"{Decimal(values[key]) / PER_UNIT:.2f}")) for key in keys}
    readings = {
        key: FigureReading(key, texts.get(key, ""), None if key in keys else value, HALF, PER_UNIT, 2)
        for key, value in values.items()
    }
    equations = [
        Equation(f"r{n}", (*((k, 1) for k in left), *((k, -1) for k in right)), False, twice)
        for n, (left, right, twice) in enumerate(paper.equations)
    ]
    assert all(found.value == values[found.key] for found in repair(equations, readings, set(keys)).proven)


def test_a_group_that_costs_too_much_stays_untried_and_the_next_is_proven() -> None:
    """Of two groups the one with fewer readings comes first, and its identities have too many terms."""
    parts = {f"{side}{n}": "1.00" for side in "pq" for n in range(6_000)}
    readings = known(**parts, x="86.63", y="86.63", t="100.00", u="100.00") | {
        "a": reading("a", "6 000.0"),
        "b": reading("b", "86. 6"),
        "c": reading("c", "13. 7"),
    }
    equations = [
        equation("a", " ".join(key for key in parts if key[0] == "p")),
        equation("a", " ".join(key for key in parts if key[0] == "q")),
        *(equation("b", "x"), equation("b", "y"), equation("t", "b c"), equation("u", "b c")),
    ]
    found = repair(equations, readings, {"a", "b", "c"}, WorkLimit(12_000))
    assert [each.key for each in found.proven] == ["b"]
    assert found.untried == {"a"}
