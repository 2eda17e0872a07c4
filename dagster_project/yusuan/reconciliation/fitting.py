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
_WHOLE = re.compile(r"\d")


def characters_left(text: str) -> str:
    """The digits, points and signs of a damaged text, look-alikes read as the digits that they look like."""
    return "".join(_KEPT.findall(text.translate(_LOOKS_LIKE)))


def fits(text: str, number: Decimal, decimals: int) -> bool:
    """Whether the characters left can be what remains of the number, printed with so many decimals or fewer.

    An end may be cut off, however much; inside, up to a third of the characters may be lost or read as others.
    """
    left = characters_left(text)
    if not _WHOLE.search(left):
        return False
    return any(_remains(left, printed) for printed in _printings(number, decimals))


def _printings(number: Decimal, decimals: int) -> set[str]:
    """The number with all decimals of its table, and without trailing zeros."""
    short = f"{number.normalize():f}"
    return {short, f"{number:.{decimals}f}"}


def _remains(left: str, printed: str) -> bool:
    if left in printed:
        return True
    return _distance(left, printed) <= len(printed) // 3


@lru_cache(maxsize=65536)
def _distance(left: str, printed: str) -> int:
    """Characters to lose or to read otherwise, or to have added, to get from the one text to the other."""
    row = list(range(len(printed) + 1))
    for i, a in enumerate(left, 1):
        last, row = row, [i]
        for j, b in enumerate(printed, 1):
            row.append(min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a != b)))
    return row[-1]
