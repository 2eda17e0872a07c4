"""The fewest documents that make a build fail, by halving.

Belongs here: the search, over any question of the kind `do these fail?`. Does not: what failing is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def fewest(items: Sequence[T], fails: Callable[[Sequence[T]], bool]) -> list[T]:
    """A smallest set of items that fails: no item of it can be left out. `fails(items)` must be true.

    Halves while a half fails; where only both halves together do, each is narrowed beside the other.
    """
    return _narrowed(list(items), [], fails)


def _narrowed(items: list[T], beside: list[T], fails: Callable[[Sequence[T]], bool]) -> list[T]:
    """The fewest of `items` that fail together with those `beside`; none where those fail by themselves."""
    if len(items) <= 1:
        return items
    half = len(items) // 2
    first, second = items[:half], items[half:]
    if fails([*beside, *first]):
        return _narrowed(first, beside, fails)
    if fails([*beside, *second]):
        return _narrowed(second, beside, fails)
    kept = _narrowed(first, [*beside, *second], fails)
    return [*kept, *_narrowed(second, [*beside, *kept], fails)]
