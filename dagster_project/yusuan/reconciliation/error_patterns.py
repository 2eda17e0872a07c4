"""What kind of slip a finding is, where its figures tell.

Belongs here: telling kinds apart by what is printed and what would fit. Does not: slips of whole columns (dbt,
int_row_slip), sentences (wording).
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from yusuan.reconciliation.slips import differ_by_one_key
from yusuan.reconciliation.wording import FaultContent, PrintedIdentity, cents


def pattern_of(content: FaultContent, printed: Decimal | None, expected: Decimal | None) -> str | None:
    """`row_slip`, `column_shift`, `blank`, `rate`, `row_missing`, `text_against_table`, `digit`,
    `edit_not_carried_through`; None: nothing tells.

    `printed`, `expected`: of the figure that the finding is told of, in yuan.
    """
    if content.slip:
        return content.slip
    if all(identity.is_blank for identity in content.results):
        return "blank"
    if all(identity.is_rate for identity in content.results):
        return "rate"
    if content.lacks_row:
        return "row_missing"
    if any(_is_text_against_table(identity) for identity in content.results):
        return "text_against_table"
    if printed is not None and expected is not None and differ_by_one_key(cents(printed), cents(expected)):
        return "digit"
    shifts = Counter(abs(suspect.shift) for suspect in content.located)
    return "edit_not_carried_through" if shifts and shifts.most_common(1)[0][1] > 1 else None


def _is_text_against_table(identity: PrintedIdentity) -> bool:
    """Whether the narrative says one thing and a table another: a figure of a table has a column."""
    sides = [{bool(term.figure.column) for term in side} for side in (identity.left, identity.right)]
    return sides in ([{True}, {False}], [{False}, {True}])
