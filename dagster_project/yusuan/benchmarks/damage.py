"""What is done to a printed figure: another amount in its place, or the remains that a bad reading leaves.

Belongs here: texts in, texts out. Does not: which figures are chosen (faults), files (copies).
"""

from __future__ import annotations

from decimal import Decimal
from random import Random

from yusuan.reading.numbers import parse_figure

_LOOKS_LIKE = {
    "0": "O68", "1": "l7I", "2": "Z7", "3": "8", "4": "1", "5": "S6", "6": "b8", "7": "1", "8": "3B", "9": "g4",
    ".": ",", ",": ".",
}  # fmt: skip
KINDS = ("dropped", "look-alike", "split", "cut left", "cut right", "torn")


def printed_like(text: str, number: Decimal, decimals: int) -> str:
    """A number as the publisher would print it in the place of `text`: its separators, so many decimals."""
    return f"{number:,.{decimals}f}" if "," in text else f"{number:.{decimals}f}"


def changed(rng: Random, number: Decimal, decimals: int, least: Decimal, most: Decimal | None = None) -> Decimal | None:
    """Another number, off by more than `least` and by `most` at most (both in the printed unit).

    None where there is none: `most` leaves no room for a whole last digit.
    """
    unit = Decimal(1).scaleb(-decimals)
    if most is not None:
        steps = int(most / unit)
        return number + rng.choice((-1, 1)) * rng.randint(1, steps) * unit if steps else None
    for _ in range(40):
        place = unit.scaleb(rng.randrange(0, max(1, len(str(int(abs(number) / unit))))))
        shift = rng.choice((-1, 1)) * rng.randint(1, 9) * place
        if abs(shift) > least and (number + shift >= 0 or number < 0):
            return number + shift
    return number + (int(least / unit) + rng.randint(1, 9)) * unit


def damaged(rng: Random, text: str) -> tuple[str, str] | None:
    """(kind, what a bad reading leaves of the text); None where every damage tried says the same number still."""
    plain = "".join(text.split())
    before = parse_figure(plain)
    for _ in range(20):
        kind = rng.choice(KINDS)
        left = _damage(rng, kind, plain)
        after = parse_figure(left)
        if (
            left != plain
            and any(map(str.isdigit, left))
            and (after is None or before is None or after.value != before.value)
        ):
            return kind, left
    return None


def _damage(rng: Random, kind: str, text: str) -> str:
    place = rng.randrange(len(text))
    if kind == "dropped":
        return text[:place] + text[place + 1 :]
    if kind == "look-alike":
        return text[:place] + rng.choice(_LOOKS_LIKE.get(text[place], text[place])) + text[place + 1 :]
    if kind == "split":
        return text[:place] + " " + text[place + rng.randint(0, 1) :]
    if kind == "cut left":
        return text[min(len(text) - 1, rng.randint(1, 3)) :]
    if kind == "cut right":
        return text[: max(1, len(text) - rng.randint(1, 3))]
    return text[: max(1, len(text) - rng.randint(1, 2))] + rng.choice("([|/")
