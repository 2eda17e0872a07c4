"""Whether a number can be what a damaged text was printed as.

Belongs here: what tools do to printed figures (cut ends, lost digits, look-alikes). Does not: arithmetic (repair).
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

_LOOKS_LIKE = str.maketrans({"O": "0", "o": "0", "D": "0", "Q": "0", "l": "1", "I": "1", "i": "1", "|": "1", "!": "1",
                             "Z": "2", "z": "2", "S": "5", "s": "5", "b": "6", "G": "6", "T": "7", "B": "8", "g": "9",
                             "q": "9", "，": ",", "−": "-", "。": ".", "·": "."})  # fmt: skip
_KEPT = re.compile(r"[\d.\-]")
_RULES = "|!/\\()[]Il "  # at an end they may as well be what is left of a rule, or of a digit that is cut
_WHOLE = re.compile(r"\d")


def characters_left(text: str) -> str:
    """The digits, points and signs of a damaged text, look-alikes read as the digits that they look like."""
    return "".join(_KEPT.findall(text.translate(_LOOKS_LIKE)))


def fits(text: str, number: Decimal, decimals: int) -> bool:
    """Whether the characters left can be what remains of the number, printed with so many decimals or fewer.

    An end may be cut off, however much; inside, up to a third of the characters may be lost or read as others.
    """
    return misfit(text, number, decimals) is not None


def misfit(text: str, number: Decimal, decimals: int) -> int | None:
    """How many characters must have been lost or read as others inside the number; None where it cannot be."""
    lefts = {characters_left(text), characters_left(text.strip(_RULES))}
    found = [
        _between(left, printed) for left in lefts if _WHOLE.search(left) for printed in _printings(number, decimals)
    ]
    return min((each for each in found if each is not None), default=None)


def _printings(number: Decimal, decimals: int) -> set[str]:
    """The number with all decimals of its table, and without trailing zeros."""
    short = f"{number.normalize():f}"
    return {short, f"{number:.{decimals}f}"}


def _between(left: str, printed: str) -> int | None:
    if left in printed:
        return 0
    distance = _distance(left, printed)
    return distance if distance <= len(printed) // 3 else None


@lru_cache(maxsize=65536)
def _distance(left: str, printed: str) -> int:
    """Characters to lose or to read otherwise, or to have added, to get from the one text to the other."""
    row = list(range(len(printed) + 1))
    for i, a in enumerate(left, 1):
        last, row = row, [i]
        for j, b in enumerate(printed, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
    return row[-1]
