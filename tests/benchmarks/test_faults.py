"""The benchmark's own parts: what is done to figures, copies, outcomes, shares; and one batch through dbt."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from random import Random

import polars as pl
import pytest

from yusuan.benchmarks.batch import Amount, Outcome
from yusuan.benchmarks.copies import Trial, _copied
from yusuan.benchmarks.damage import changed, damaged, printed_like
from yusuan.benchmarks.faults import shares
from yusuan.benchmarks.trials import draw, judge
from yusuan.reading.numbers import parse_figure
from yusuan.reading.schema import RAW_TABLES

AMOUNT = Amount("a", "1,547.08", Decimal("1547.08"), 2, Decimal(10000), (Decimal(150), Decimal(200)))
EMPTY: frozenset[str] = frozenset()


@pytest.mark.parametrize("seed", range(40))
def test_changes_are_beyond_or_within_what_is_asked(seed: int) -> None:
    rng = Random(seed)
    beyond = changed(rng, Decimal("1547.08"), 2, Decimal("0.02"))
    assert beyond is not None
    assert abs(beyond - Decimal("1547.08")) > Decimal("0.02")
    within = changed(rng, Decimal("1547.08"), 2, Decimal(0), Decimal("0.015"))
    assert within is not None
    assert abs(within - Decimal("1547.08")) == Decimal("0.01")
    assert changed(rng, Decimal(15), 0, Decimal(0), Decimal("0.5")) is None


def test_numbers_are_printed_like_the_ones_they_replace() -> None:
    assert printed_like("1,547.08", Decimal("2547.08"), 2) == "2,547.08"
    assert printed_like("1547.1", Decimal("2547.1"), 1) == "2547.1"


@pytest.mark.parametrize("seed", range(60))
def test_damage_leaves_digits_that_say_another_number_or_none(seed: int) -> None:
    done = damaged(Random(seed), "1,547.08")
    assert done is not None
    figure = parse_figure(done[1])
    assert figure is None or figure.value != Decimal("1547.08")
    assert any(map(str.isdigit, done[1]))


def test_copies_have_keys_of_their_own_and_the_changed_text() -> None:
    cells = pl.DataFrame(
        {name: [None] for name in RAW_TABLES["cell"]}
        | {"cell_key": ["a"], "document_key": ["d"], "table_key": ["t"], "text": ["1.00"], "reading": ["exact"]},
        schema=RAW_TABLES["cell"],
    )
    copied = _copied(cells, "cell", Trial(7, {"a": "2.5("}, confidence=0.6)).row(0, named=True)
    assert (copied["cell_key"], copied["document_key"], copied["table_key"]) == ("a.7", "d.7", "t.7")
    assert (copied["text"], copied["number"], copied["reading"]) == ("2.5(", None, "damaged")
    assert copied["confidence"] < 1
    doubted = _copied(cells, "cell", Trial(9, {"a": "2.5"}, confidence=0.6)).row(0, named=True)
    assert (doubted["number"], doubted["number_decimals"], doubted["reading"]) == (None, None, "damaged")
    changed_cell = _copied(cells, "cell", Trial(8, {"a": "2.5"})).row(0, named=True)
    assert (changed_cell["number"], changed_cell["number_decimals"]) == (Decimal("2.5"), 1)
    assert (changed_cell["reading"], changed_cell["confidence"]) == ("exact", None)


def test_outcomes_of_trials() -> None:
    amounts = {"a": AMOUNT}
    clean = Trial(1, {"a": "1,647.08"}, facts={"mode": "clean", "changes": 1, "covering": 2})
    before = Outcome(frozenset({"z"}), frozenset({"z"}), frozenset({"z"}), {})
    said = Outcome(frozenset({"a", "t", "z"}), frozenset({"a", "z"}), frozenset({"a", "z"}), {})
    assert {k: judge(clean, said, before, amounts)[k] for k in ("detected", "located", "blamed")} == {
        "detected": 1, "located": 1, "blamed": 1,
    }  # fmt: skip
    assert judge(clean, before, before, amounts)["detected"] == 0
    suspect = Trial(2, {"a": "1,547"}, confidence=0.8, facts={"mode": "misread", "changes": 1, "covering": 2})
    right = Outcome(EMPTY, EMPTY, EMPTY, {"a": ("repaired", Decimal(15470800))})
    wrong = Outcome(EMPTY, EMPTY, EMPTY, {"a": ("repaired", Decimal(15470900))})
    assert (
        judge(suspect, right, before, amounts)["repaired"],
        judge(suspect, right, before, amounts)["false_repairs"],
    ) == (1, 0)
    assert (
        judge(suspect, wrong, before, amounts)["repaired"],
        judge(suspect, wrong, before, amounts)["false_repairs"],
    ) == (0, 1)
    assert judge(suspect, before, before, amounts)["wrong_and_exact"] == 1


def test_shares_are_by_mode_changes_and_covering() -> None:
    facts = {"mode": "clean", "changes": 1, "covering": 2, "apart": 0, "detected": 1, "located": 0, "blamed": 1}
    misled_facts = {**facts, "misled": 1, "detected": 0, "in_doubt": 1}
    two, apart, misled = shares([facts, {**facts, "located": 1, "apart": 1}, misled_facts, misled_facts])
    assert (two["covering"], two["trials"], two["detected"], two["located"]) == ("2", 4, 0.5, 0.25)
    assert (apart["covering"], apart["trials"], apart["located"]) == ("2 apart", 1, 1.0)
    assert (misled["covering"], misled["trials"], misled["detected"]) == ("2 misled", 2, 0.0)


def test_a_layout_that_a_change_puts_in_doubt_is_told() -> None:
    clean = Trial(1, {"a": "1,647.08"}, facts={"mode": "clean", "changes": 1, "covering": 2, "misled": 1})
    before = Outcome(EMPTY, EMPTY, EMPTY, {}, frozenset({"t"}))
    assert judge(clean, before, before, {"a": AMOUNT})["in_doubt"] == 0
    lost = Outcome(EMPTY, EMPTY, EMPTY, {}, frozenset({"t", "u"}))
    assert judge(clean, lost, before, {"a": AMOUNT})["in_doubt"] == 1


def test_a_change_beside_a_header_that_misleads_says_so() -> None:
    amounts = [replace(AMOUNT, is_misled=True), replace(AMOUNT, key="b", is_misled=True)]
    trials = draw(Random(1), amounts, 40, 1)
    assert {trial.facts["misled"] for trial in trials if trial.facts["mode"] == "clean"} == {1}
    assert {t.facts["misled"] for t in draw(Random(1), [AMOUNT], 40, 1) if t.facts["mode"] == "clean"} == {0}


def test_draws_are_the_same_for_one_seed() -> None:
    amounts = [AMOUNT, Amount("b", "12.08", Decimal("12.08"), 2, Decimal(10000), (Decimal(900),))]
    assert draw(Random(1), amounts, 20, 1) == draw(Random(1), amounts, 20, 1)
    modes = {trial.facts["mode"] for trial in draw(Random(1), amounts, 400, 1)}
    assert modes == {"clean", "within tolerance", "doubtful", "misread", "misread within tolerance"}
