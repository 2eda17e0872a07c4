"""What a finding says of two figures that stand in each other's place, in both languages."""

from decimal import Decimal

from tests.reconciliation.test_error_patterns import A, B, C, identity

from yusuan.reconciliation.wording import FaultContent, Suspect, sentences


def test_two_figures_that_are_exchanged_are_told_to_be() -> None:
    located = FaultContent([identity(A, B, C)], [Suspect(A, Decimal(-9))], [], slip="swapped")
    assert sentences(located) == (
        "甲 · 合计 is printed as 100 where 60 + 31 makes 91 (9 too much). The two stand in each other's place.",
        "甲 · 合计 印为 100，而 60 + 31 得 91（多 9）。两数互换了位置。",
    )


def test_where_it_is_not_known_which_of_several_it_is_said_of_some() -> None:
    either = [Suspect(B, Decimal(5)), Suspect(C, Decimal(-5))]
    english, chinese = sentences(FaultContent([identity(A, B, C)], [], either, slip="swapped"))
    assert english.endswith("31 of 合计 (26 would fit). Two of them stand in each other's place.")
    assert chinese.endswith("合计 的 31（26 方可相符）。其中两数互换了位置。")
