"""Location of faults: one wrong figure, several, edits carried through some tables, what stays open."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reconciliation.worlds import HALF, UNIT, Paper, papers

from yusuan.reconciliation.location import Fault, locate
from yusuan.reconciliation.system import CheckedFigure, CheckedIdentity, EquationSystem

FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def sums(*equations: tuple[str, str], **values: int) -> Paper:
    """A paper from `("t", "a b")` = t is a + b; one figure on the right is the same printed twice."""
    return Paper(
        {key: value * UNIT for key, value in values.items()},
        tuple(((left,), tuple(right.split()), len(right.split()) == 1) for left, right in equations),
    )


def faults(paper: Paper, suspect: tuple[str, ...] = ()) -> list[Fault]:
    figures = {key: CheckedFigure(key, UNIT, key in suspect) for key in paper.values}
    return locate(paper.identities(), figures)


def test_what_holds_has_no_fault() -> None:
    assert faults(sums(("t", "a b"), t=3, a=1, b=2)) == []


def test_one_figure_explains_two_breaks() -> None:
    """小计 3.7 = 0 + 3 and 合计 3.7 = 3.7 + 0.7: the subtotal should be 3."""
    (fault,) = faults(sums(("sub", "buy run"), ("all", "sub eat"), sub=370, buy=0, run=300, all=370, eat=70))
    assert (dict(fault.located), dict(fault.candidates)) == ({"sub": -70 * UNIT}, {})
    assert len(fault.results) == 2


def test_what_nothing_else_vouches_for_stays_open() -> None:
    (fault,) = faults(sums(("t", "a b"), t=20, a=1, b=2))
    assert not fault.located
    assert set(fault.candidates) == {"t", "a", "b"}


def test_a_holding_identity_vouches() -> None:
    paper = sums(("t", "a b"), ("t", "again"), ("a", "c d"), t=20, again=20, a=1000, c=400, d=600, b=2)
    (fault,) = faults(paper)
    assert set(fault.located) | set(fault.candidates) == {"b"}


def test_many_copies_outvote_one() -> None:
    (fault,) = faults(sums(("a", "b"), ("a", "c"), ("b", "c"), a=90, b=50, c=50))
    assert set(fault.located) == {"a"}


def test_an_only_child_does_not_vouch_for_its_parent() -> None:
    paper = Paper(
        {"t": 20 * UNIT, "a": UNIT, "child": UNIT, "b": 2 * UNIT},
        ((("t",), ("a", "b"), False), (("a",), ("child",), False)),
    )
    (fault,) = faults(paper)
    assert set(fault.candidates) == {"t", "a", "child", "b"}


def test_unrelated_faults_are_separate_though_they_share_a_total() -> None:
    values = {"t": 100, "a": 30, "b": 70, "a1": 10, "a2": 20, "b1": 30, "b2": 40}
    paper = sums(
        ("t", "a b"),
        ("a", "a1 a2"),
        ("b", "b1 b2"),
        ("t", "t2"),
        ("a", "a3"),
        ("b", "b3"),
        **values,
        t2=100,
        a3=30,
        b3=70,
    )
    wrong = Paper({**paper.values, "a": 45 * UNIT, "b": 99 * UNIT}, paper.equations)
    found = faults(wrong)
    assert sorted(key for fault in found for key in fault.located) == ["a", "b"]
    assert len(found) == 2


def test_an_edit_carried_through_some_tables_is_one_fault() -> None:
    """One table says 5 more for a class and its total; the two other tables agree with each other."""
    tables = {f"{n}{k}": v for n, v in (("x", 30), ("y", 70), ("t", 100)) for k in "123"}
    tables |= {"x3": 35, "t3": 105}
    paper = sums(
        *((f"t{k}", f"x{k} y{k}") for k in "123"),
        *((f"{n}{a}", f"{n}{b}") for n in "xyt" for a, b in ("12", "23", "13")),
        **tables,
    )
    (fault,) = faults(paper)
    assert dict(fault.located) == {"x3": -5 * UNIT, "t3": -5 * UNIT}


def test_an_inequality_that_holds_vouches_for_nothing() -> None:
    most = CheckedIdentity("m", (("a", 1), ("z", -1)), -50 * UNIT, UNIT, at_most=True)
    broken = CheckedIdentity("b", (("t", 1), ("a", -1), ("b", -1)), 20 * UNIT, 3 * HALF)
    (fault,) = locate([most, broken], {})
    assert set(fault.candidates) == {"t", "a", "b"}


def test_suspect_readings_are_likelier() -> None:
    (fault,) = faults(sums(("t", "a b"), t=20, a=1, b=2), suspect=("a",))
    assert set(fault.located) == {"a"}


def in_print(paper: Paper) -> list[Fault]:
    figures = {key: CheckedFigure(key, UNIT, printed=value) for key, value in paper.values.items()}
    return locate(paper.identities(), figures)


LOST = {"t": 936647884, "a": 13490826, "b": 9963328, "c": 5400, "d": 87446000, "e": 60000, "f": 38193730}


def test_zeros_that_several_figures_lost_explain_more_than_any_one_of_them() -> None:
    """5400, 60000 and 87446000 were each ten times as much, here and where they are printed again."""
    total = sum(LOST[key] for key in "abf") + 10 * sum(LOST[key] for key in "cde")
    (fault,) = in_print(sums(("t", "a b c d e f"), ("c", "again"), **{**LOST, "t": total}, again=LOST["c"]))
    lost = {key: 9 * LOST[key] * UNIT for key in "cde"} | {"again": 9 * LOST["c"] * UNIT}
    assert (dict(fault.located), dict(fault.candidates)) == (lost, {})


def test_one_key_explains_more_than_zeros_that_were_lost() -> None:
    total = sum(LOST[key] for key in "abcdef") + 9 * (LOST["c"] + LOST["e"])
    slip = 9 * (LOST["c"] + LOST["e"]) - 1_000_000
    (fault,) = in_print(sums(("t", "a b c d e f g"), **{**LOST, "t": total + 10**6 * 2 - slip + slip}, g=1_000_000))
    assert not fault.located


@FEW
@given(papers(), st.data())
def test_zeros_are_not_said_to_be_lost_where_one_figure_is_wrong(paper: Paper, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from(sorted(paper.values)))
    shift = data.draw(st.integers(20, 5000)) * UNIT * data.draw(st.sampled_from([1, -1]))
    wrong = Paper({**paper.values, key: paper.values[key] + shift}, paper.equations)
    for fault in in_print(wrong):
        assert key in {*fault.located, *fault.candidates} or len(fault.located) <= 1


def test_tolerance_bounds_the_shift() -> None:
    system = EquationSystem(
        [CheckedIdentity("r", (("a", 1), ("b", 1)), 3 * UNIT, UNIT)], {"a": CheckedFigure("a", UNIT)}
    )
    assert system.single_shift(system.variable["a"], {}) == -3 * UNIT


def test_a_figure_of_which_nothing_is_known_may_be_off_by_the_least_there_is() -> None:
    system = EquationSystem([CheckedIdentity("r", (("a", 1), ("b", -1)), 3, 0)], {})
    assert system.single_shift(system.variable["a"], {}) == -3


@FEW
@given(papers(), st.data())
def test_a_wrong_figure_that_two_identities_cover_is_located(paper: Paper, data: st.DataObject) -> None:
    key = data.draw(st.sampled_from([k for k in sorted(paper.values) if paper.covering(k) >= 2]))
    shift = data.draw(st.integers(20, 5000)) * UNIT * data.draw(st.sampled_from([1, -1]))
    wrong = Paper({**paper.values, key: paper.values[key] + shift}, paper.equations)
    (fault,) = faults(wrong)
    assert {k: abs(s + shift) <= 6 * UNIT for k, s in fault.located.items()} == {key: True}


@FEW
@given(papers(), st.data())
def test_every_break_is_explained_and_wrong_figures_are_among_those_blamed(paper: Paper, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(sorted(paper.values)), min_size=2, max_size=3, unique=True))
    shifts = {k: data.draw(st.integers(20, 5000)) * UNIT for k in keys}
    wrong = Paper({k: v + shifts.get(k, 0) for k, v in paper.values.items()}, paper.equations)
    found = faults(wrong)
    broken = {i.key for i in wrong.identities() if not i.holds(i.residual)}
    assert {key for fault in found for key in fault.results} == broken
    blamed = {k for fault in found for k in (*fault.located, *fault.candidates)}
    assert not broken or blamed
