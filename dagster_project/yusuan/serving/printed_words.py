"""Patterns that find a word however a paper prints it.

Belongs here: turning round what reading says of equal texts (reading.text), so that texts are looked through as they
are printed, by RE2 and by Python's `re` alike. Does not: which characters are equal, or any query.
"""

from __future__ import annotations

import re
from functools import cache

from yusuan.reading.text import squeeze

_CODE_POINTS = [*range(1, 0xD800), *range(0xE000, 0x30000)]  # beyond them nothing is equal to anything but itself
_APART = "\0"  # joins with no character, and is none of them


def compared(text: str) -> str:
    """A text as words are looked for in it: squeezed as reading does, without capitals."""
    return squeeze(text).lower()


def word_pattern(word: str) -> str:
    """A pattern of what is compared as the word is, character by character; empty for a word of white space.

    A character that stands for several (`㎡`) is found by all of these, and by none of them alone.
    """
    text, printings = compared(word), _printings()
    longest = max(map(len, printings))
    between = f"{_one_of(printings[''])}*"
    parts, at = [], 0
    while at < len(text):
        sizes = range(min(longest, len(text) - at), 1, -1)
        piece = text[at : at + next((size for size in sizes if text[at : at + size] in printings), 1)]
        spelled = between.join(_one_of(char + printings.get(char, "")) for char in piece)
        parts.append(f"(?:{spelled}|{_one_of(printings[piece])})" if len(piece) > 1 else spelled)
        at += len(piece)
    return between.join(parts)


@cache
def _printings() -> dict[str, str]:
    """What characters are compared as → all others that are compared so; of the empty text, white space."""
    printings: dict[str, str] = {}
    printed = [chr(code_point) for code_point in _CODE_POINTS]
    for char, text in zip(printed, compared(_APART.join(printed)).split(_APART), strict=True):
        if char != text:
            printings[text] = printings.get(text, "") + char
    return printings


def _one_of(chars: str) -> str:
    return f"[{''.join(map(re.escape, chars))}]"
