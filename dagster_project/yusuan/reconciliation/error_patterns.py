"""What kind of slip a finding is, where its figures tell.

Belongs here: telling kinds apart by what is printed and what would fit. Does not: slips of whole columns (dbt,
int_shifted_column), sentences (wording).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from yusuan.reconciliation.wording import FaultContent, PrintedIdentity


def pattern_of(content: FaultContent, printed: Decimal | None, expected: Decimal | None) -> str | None:
    """`blank`, `rate`, `text_against_table`, `digit`, `edit_not_carried_through`, or None where nothing tells.

    `printed`, `expected`: of the figure that the finding is told of, in yuan.
    """
    if all(identity.is_blank for identity in content.results):
        return "blank"
    if all(identity.is_rate for identity in content.results):
        return "rate"
    if any(_is_text_against_table(identity) for identity in content.results):
        return "text_against_table"
    if printed is not None and expected is not None and differ_by_one_key(printed, expected):
        return "digit"
    shifts = Counter(abs(suspect.shift) for suspect in content.located)
    return "edit_not_carried_through" if shifts and shifts.most_common(1)[0][1] > 1 else None


def _is_text_against_table(identity: PrintedIdentity) -> bool:
    """Whether the narrative says one thing and a table another: a figure of a table has a column."""
    sides = [{bool(term.figure.column) for term in side} for side in (identity.left, identity.right)]
    return sides in ([{True}, {False}], [{False}, {True}])


def differ_by_one_key(printed: Decimal, expected: Decimal) -> bool:
    """Whether one slip of a finger makes one figure of the other: a digit, two neighbours, one too many or too few."""
    if printed == expected or printed.is_signed() != expected.is_signed():
        return False
    ours, theirs = (str(abs(int(figure.scaleb(2)))) for figure in (printed, expected))
    if len(ours) == len(theirs):
        wrong = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
        swapped = len(wrong) == 2 and wrong[1] == wrong[0] + 1 and ours[wrong[0]] == theirs[wrong[1]]
        return len(wrong) == 1 or (swapped and ours[wrong[1]] == theirs[wrong[0]])
    shorter, longer = sorted((ours, theirs), key=len)
    return len(longer) == len(shorter) + 1 and any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))
