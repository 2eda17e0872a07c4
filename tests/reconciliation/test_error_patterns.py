"""What kind of slip a finding is."""

from decimal import Decimal

import pytest

from yusuan.reconciliation.error_patterns import pattern_of
from yusuan.reconciliation.formatting import PrintedFigure, WordedTerm
from yusuan.reconciliation.slips import differ_by_one_key
from yusuan.reconciliation.wording import FaultContent, PrintedIdentity, Suspect, cents


@pytest.mark.parametrize(
    ("printed", "expected"),
    [("1234.56", "1334.56"), ("1243.56", "1234.56"), ("8916000", "89160000"), ("120.5", "12.05"), ("-3", "-4")],
)
def test_one_key_makes_one_figure_of_the_other(printed: str, expected: str) -> None:
    assert differ_by_one_key(cents(Decimal(printed)), cents(Decimal(expected)))
    assert differ_by_one_key(cents(Decimal(expected)), cents(Decimal(printed)))


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("1234.56", "1234.56"),
        ("1234.56", "1324.65"),
        ("1432", "1234"),
        ("3", "-3"),
        ("29440", "2944000"),
        ("0", "77.5"),
    ],
)
def test_more_than_one_key_is_no_slip_of_a_finger(printed: str, expected: str) -> None:
    assert not differ_by_one_key(cents(Decimal(printed)), cents(Decimal(expected)))


def figure(key: str, yuan: str, column: str = "合计", text: str = "") -> PrintedFigure:
    return PrintedFigure(key, text or yuan, "甲", column, 1, Decimal(yuan), Decimal(1))


def identity(left: PrintedFigure | None, *right: PrintedFigure, is_rate: bool = False) -> PrintedIdentity:
    own = [WordedTerm(left, 1)] if left else []
    return PrintedIdentity(
        "r", "total", "s", 1, own, [WordedTerm(each, 1) for each in right], False, Decimal(9), is_rate
    )


A, B, C = figure("a", "100"), figure("b", "60"), figure("c", "31")


@pytest.mark.parametrize(
    ("content", "printed", "pattern"),
    [
        (FaultContent([identity(A, B, C)], [], []), "100", None),
        (FaultContent([identity(A, B, C)], [], []), "92", "digit"),
        (FaultContent([identity(None, B)], [], []), None, "blank"),
        (FaultContent([identity(A, B), identity(None, B)], [], []), "92", "digit"),
        (FaultContent([identity(A, B, is_rate=True)], [], []), None, "rate"),
        (FaultContent([identity(A, B, is_rate=True), identity(A, B)], [], []), "100", None),
        (FaultContent([identity(A, figure("p", "91", column=""))], [], []), "100", "text_against_table"),
        (FaultContent([identity(figure("q", "100", column=""), figure("p", "91", column=""))], [], []), "100", None),
        (
            FaultContent([identity(A, B)], [Suspect(A, Decimal(-9)), Suspect(B, Decimal(9))], []),
            "100",
            "edit_not_carried_through",
        ),
        (FaultContent([identity(A, B)], [Suspect(A, Decimal(-9)), Suspect(B, Decimal(8))], []), "100", None),
    ],
)
def test_patterns(content: FaultContent, printed: str | None, pattern: str | None) -> None:
    told = Decimal(printed) if printed else None
    assert pattern_of(content, told, Decimal(91) if printed else None) == pattern
