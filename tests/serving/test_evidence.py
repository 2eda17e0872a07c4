"""Sides of identities in words: sums as printed, rates and derived figures by their value."""

from dataclasses import replace
from decimal import Decimal

from yusuan.serving.evidence import EvaluatedIdentity, PrintedTerm, _in_points


def term(
    side: str, text: str, yuan: str | None, sign: int = 1, unit: str = "万元", in_prose: bool = False
) -> PrintedTerm:
    amount = None if yuan is None else Decimal(yuan)
    return PrintedTerm(side, sign, f"k{text}", in_prose, text, amount, "行", "栏", 3, "表1", unit, "a.pdf")


def identity(
    terms: list[PrintedTerm], left: str, right: str, is_rate: bool = False, verdict: str = "break"
) -> EvaluatedIdentity:
    value = Decimal(left), Decimal(right)
    return EvaluatedIdentity(
        *("r", "a.pdf", "rule", "A rule", "规则", "prose", "=", is_rate, "甲", 3, *value, value[0] - value[1]),
        *(Decimal("0.1"), verdict, None, False, verdict != "break", None, terms),
    )


def test_a_sum_is_said_as_printed() -> None:
    terms = [term("left", "39.39", "393900"), term("right", "37.43", "374300"), term("right", "1.98", "19800")]
    said = identity(terms, "393900", "394100")
    assert (said.left_text, said.right_text) == ("39.39 万元", "37.43 + 1.98 万元")
    assert said.sentence.endswith("the difference is 200 yuan, rounding allows 0.1 yuan.")
    less = identity(
        [term("left", "1", "10000"), term("right", "2", "20000"), term("right", "1", "10000", -1)], "10000", "10000"
    )
    assert less.right_text == "2 − 1 万元"


def test_figures_of_different_units_each_say_their_own() -> None:
    terms = [term("left", "1.5", "15000"), term("right", "1", "10000"), term("right", "5000", "5000", unit="元")]
    assert identity(terms, "15000", "15000", verdict="exact").right_text == "1 万元 + 5000 元"


def test_a_rate_says_its_value_and_what_it_is_made_of() -> None:
    terms = [
        term("left", "118.6%", None, unit="%", in_prose=True),
        term("right", "613.86", "6138600", 0, in_prose=True),
        term("right", "571.56", "5715600", 0, in_prose=True),
    ]
    said = identity(terms, "118.6", "107.4", is_rate=True)
    assert (said.left_text, said.right_text) == ("118.6%", "107.4 % (613.86 万元, 571.56 万元)")
    assert said.sentence.endswith("the difference is 11.2 %, rounding allows 0.1 %.")


def test_a_rate_of_a_table_is_told_in_points() -> None:
    """Evaluated as money against its share of a budget; told as the rate that is printed against the one that it is."""
    rate = replace(term("right", "1000%", None, unit=""), percent=Decimal(1000))
    terms = [term("left", "140000", "1400000000"), term("right", "140000", "1400000000"), rate]
    said = _in_points(identity(terms, "1400000000", "14000000000", is_rate=True))
    assert (said.left_text, said.sign, said.right_text) == ("1000%", "≠", "140000 / 140000 = 100 %")
    assert (said.left, said.right, said.residual, said.unit) == (1000, 100, 900, "%")


def test_a_long_sum_leaves_its_zeros_out() -> None:
    zeros = [term("right", "0.00", "0") for _ in range(9)]
    said = identity([term("left", "3", "30000"), term("right", "2.5", "25000"), *zeros], "30000", "25000")
    assert said.right_text == "2.5 + 9 × 0 万元"
    assert identity([term("left", "3", "30000"), *zeros], "30000", "0").right_text == "0 万元"


def test_a_relation_is_shown_as_it_is_found() -> None:
    terms = [term("left", "3", "30000"), term("right", "2", "20000")]
    broken = identity(terms, "30000", "20000")
    assert (broken.sign, replace(broken, relation="<=").sign) == ("≠", "≰")
    held = replace(broken, relation="<=", verdict="exact", residual=Decimal(-5))
    assert (held.sign, held.holds_roughly) == ("≤", True)
    assert not replace(held, residual=Decimal(0)).holds_roughly


def test_codes_of_a_scope_are_said_in_words() -> None:
    said = replace(identity([], "1", "2"), scope="2020 · final · 208 project", subjects={"208": "社会保障和就业支出"})
    assert said.scope_en == "2020 · final accounts · 208 社会保障和就业支出 project expenditure"
    assert said.scope_zh == "2020 · 决算 · 208 社会保障和就业支出 项目支出"
    assert replace(said, scope="合计 · 支出/2,000").scope_en == "合计 · 支出/2,000"


def test_a_side_that_prints_nothing_says_so() -> None:
    said = identity([term("right", "97.84", "978400")], "0", "978400")
    assert (said.left_text, said.right_text) == ("—", "97.84 万元")
    assert identity([], "5", "6").left_text == "5 元"
