"""The enumerators at the beginning of a line: 第一部分, 一、, （一）, 1., (1), ①.

Belongs here: which enumerator a line begins with, how deep it stands. Does not: where a paragraph ends (paragraphs.py).
"""

from __future__ import annotations

import re

from yusuan.reading.text import squeeze

_NUMERAL = "一二三四五六七八九十"
# From the outermost to the innermost. `1.5万元` and `2024年` begin with none.
_ENUMERATORS = (
    re.compile(rf"第[{_NUMERAL}]+(部分|章)"),
    re.compile(rf"[{_NUMERAL}]+[、.]"),
    re.compile(rf"\([{_NUMERAL}]+\)"),
    re.compile(r"\d{1,2}([.、](?!\d)|\))"),
    re.compile(r"\(\d{1,2}\)"),
)
_BULLET = re.compile(r"^[#*•●·■◆▪\-—]+(?=\D)")
# NFKC would make `①工资` the figure `1工资`.
_CIRCLED = {ord("①") + i: f"({i + 1})" for i in range(20)}
PAGE_NUMBER = re.compile(r"[-—–~·\d/第页共]*")


def plain(text: str) -> str:
    """Text as it is compared here: normalised, without white space, bullets, and circled numbers as `(1)`."""
    return _BULLET.sub("", squeeze(text.translate(_CIRCLED)))


def enumerator_level(text: str) -> int | None:
    """How deep the enumerator stands that a plain text begins with, 0 = outermost; None where it begins with none."""
    return next((level for level, pattern in enumerate(_ENUMERATORS) if pattern.match(text)), None)
