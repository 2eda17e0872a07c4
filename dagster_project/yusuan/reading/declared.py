"""Identities that a table states itself: `27行＝（1+2+…+8）行`, `6栏各行＝（1＋2－3）栏各行`, a header `1=2+3`.

Belongs here: the text of notes and of printed line and column numbers → terms by those numbers, exactly as stated.
Does not: which cells the numbers mean, and whether the identity holds (dbt).

A statement that is no sum of lines or of columns of its own table (a ratio, a line of another table) is none of ours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from yusuan.reading.text import normalise

Axis = Literal["row", "column"]
Side = Literal["left", "right"]

_AXES: dict[str, Axis] = {"行": "row", "栏": "column", "列": "column"}
_MOST = 999  # no table numbers more lines
_TOKEN = re.compile(
    r"(?P<blank>\s+)"
    r"|(?P<dots>\.{2,}|…+|⋯+|[·・•]{2,}|。{2,})"
    r"|(?P<number>\d+)"
    r"|(?P<axis>[行栏列]次?(?:各行|各栏|各列|每行)?)"
    r"|(?P<sum>之和|的和|合计|相加|之差)"
    r"|(?P<to>~|至|到)"
    r"|(?P<sign>[+\-])"
    r"|(?P<open>\()|(?P<close>\))|(?P<equals>=)|(?P<ordinal>第)"
)
_INDEX = re.compile(r"(\d{1,3})(?:=[\d+\-*/×÷()%.…\s]+)?")
_MINUS = str.maketrans("−–—", "---")
_HEAD = re.compile(r"(?:第?\s*\(?第?\s*\d+\s*\)?\s*[行栏列]次?|[行栏列]次?\s*\d+)\s*(?:各行|各栏|各列|每行)?\s*=")
# A line of another table, of a product, of a longer number; `本表27行` is a line of this one.
_FOREIGN_BEFORE = re.compile(r"(?:(?<!本)表[:,第]?|\d[.,]?\d*表[:,第]?|[+\-*/×÷=<>≤≥(A-Za-z]|\d)\s*$")
_FOREIGN_BEHIND = re.compile(r"\s*[*/×÷%<>≤≥.A-Za-z表+\-]|\s*\d+\s*表")


@dataclass(frozen=True)
class DeclaredTerm:
    """A line or column number on one side of an identity, with how often it counts there: 1, -1, rarely more."""

    side: Side
    sign: int
    index: int


@dataclass(frozen=True)
class DeclaredIdentity:
    """An identity as stated: `text` normalised without white space; lines (`row`) or columns (`column`) are meant."""

    text: str
    axis: Axis
    terms: tuple[DeclaredTerm, ...]


def read_declared(lines: Sequence[str]) -> list[DeclaredIdentity]:
    """The identities that lines of notes state, in order; one may be broken over lines."""
    text = normalise("\n".join(lines)).translate(_MINUS)
    found: list[DeclaredIdentity] = []
    at = done = 0
    while head := _HEAD.search(text, at):
        at = head.end()
        if _FOREIGN_BEFORE.search(text, done, head.start()) and not _is_item_number(text, head.start()):
            continue
        axis = next(_AXES[c] for c in head[0] if c in _AXES)
        left = int(re.sub(r"\D", "", head[0]))
        for sum_ in _sums(text, at, axis):
            found.append(_declared(text[head.start() : head.end() - 1], left, sum_, axis))
            at = done = sum_.end
    return found


def read_formula(cell: str, axis: Axis) -> DeclaredIdentity | None:
    """The identity that a cell of line or column numbers states beside its own number (`1=2+3`), or None."""
    text = normalise(cell).translate(_MINUS).strip()
    own = re.match(r"\(?(\d{1,3})\)?\s*=", text)
    if own is None:
        return None
    sums = list(_sums(text, own.end(), axis))
    if len(sums) != 1 or text[sums[0].end :].strip():
        return None
    return _declared(own[0].rstrip("= "), int(own[1]), sums[0], axis)


@lru_cache(maxsize=1 << 12)
def index_number(cell: str) -> int | None:
    """The number of a line or column that a cell prints, with or without how it is summed (`1`, `1=2+3`), or None."""
    match = _INDEX.fullmatch(normalise(cell).translate(_MINUS).strip())
    return int(match[1]) if match else None


@dataclass(frozen=True)
class _Sum:
    """The right side of an identity: (sign, number) in order, its text, and where it ends."""

    parts: tuple[tuple[int, int], ...]
    text: str
    end: int


def _declared(head: str, left: int, right: _Sum, axis: Axis) -> DeclaredIdentity:
    text = re.sub(r"\.{2,}", "…", re.sub(r"\s", "", f"{head}={right.text}"))
    counted: Counter[int] = Counter()
    for sign, number in right.parts:
        counted[number] += sign
    terms = (
        DeclaredTerm("left", 1, left),
        *(DeclaredTerm("right", count, number) for number, count in counted.items() if count),
    )
    return DeclaredIdentity(text, axis, terms)


def _is_item_number(text: str, start: int) -> bool:
    """Whether the digits before a place number the note's item (`2.27行=…`), so that they are no part of a figure."""
    return bool(re.search(r"(?:^|[\s:;。,(])\(?\d{1,2}[.、)]\s*$", text[:start]))


def _sums(text: str, start: int, axis: Axis) -> Iterator[_Sum]:
    """The sums that follow an equals sign: more than one where the statement goes on with another."""
    while True:
        reader = _Reader(text, start, axis)
        parts = reader.read()
        if parts is None:
            return
        yield _Sum(parts, text[start : reader.end], reader.end)
        following = re.compile(r"\s*=").match(text, reader.end)
        if following is None:
            return
        start = following.end()


class _UnclearError(Exception):
    """The text is no sum of numbers."""


class _Reader:
    """Reads one sum by descent; a blank or a line's end parts two numbers outside brackets and nothing else."""

    def __init__(self, text: str, start: int, axis: Axis) -> None:
        self.text = text
        self.at = start
        self.end = start
        self.axis = axis

    def read(self) -> tuple[tuple[int, int], ...] | None:
        """The signed numbers, or None where there is no sum or where it goes on as something else."""
        try:
            parts = self._sum(depth=0)
        except _UnclearError:
            return None
        if _FOREIGN_BEHIND.match(self.text, self.end):
            return None
        return tuple(parts)

    def _next(self) -> tuple[str, str]:
        match = _TOKEN.match(self.text, self.at)
        if match is not None and match.lastgroup == "blank":
            match = _TOKEN.match(self.text, match.end())
        if match is None:
            return "", ""
        return str(match.lastgroup), match[0]

    def _take(self, *kinds: str) -> str | None:
        kind, token = self._next()
        if kind not in kinds:
            return None
        self.at = self.text.index(token, self.at) + len(token)
        self.end = self.at
        return token

    def _sum(self, depth: int) -> list[tuple[int, int]]:
        sign = -1 if self._take("sign") == "-" else 1
        parts = [(sign * s, n) for s, n in self._item(depth)]
        while True:
            dots = self._take("dots")
            operator = self._take("sign")
            dots = dots or (self._take("dots") if operator else None)
            if dots:
                operator = self._take("sign") or operator
                parts += self._up_to(parts, self._item(depth), operator)
            elif operator:
                sign = -1 if operator == "-" else 1
                parts += [(sign * s, n) for s, n in self._item(depth)]
            elif self._take("to"):
                parts += self._up_to(parts, self._item(depth), "+")
            else:
                break
        if self._take("sum") and depth == 0:
            parts = _whole_range(parts)
        return parts

    def _item(self, depth: int) -> list[tuple[int, int]]:
        self._take("ordinal")
        if self._take("open"):
            inner = self._sum(depth + 1)
            if not self._take("close"):
                raise _UnclearError
            self._axis_word()
            if self._take("sum"):
                inner = _whole_range(inner)
            return inner
        before = self._axis_word()
        digits = self._take("number")
        if digits is None:
            raise _UnclearError
        while depth and (more := self._take("number")):  # a number broken over two lines
            digits += more
        if not 0 < int(digits) <= _MOST:
            raise _UnclearError
        if not before:
            self._axis_word()
        return [(1, int(digits))]

    def _axis_word(self) -> bool:
        """Take 行 or 栏 behind or before a number. Raises where it is the other axis."""
        word = self._take("axis")
        if word is not None and _AXES[word[0]] != self.axis:
            raise _UnclearError
        return word is not None

    def _up_to(
        self, before: Sequence[tuple[int, int]], last: Sequence[tuple[int, int]], operator: str | None
    ) -> list[tuple[int, int]]:
        """The numbers that dots leave out, and the last one: counted on by the step that stands before the dots."""
        if not before or len(last) != 1 or operator == "-":
            raise _UnclearError
        sign, first = before[-1]
        end = last[0][1]
        step = first - before[-2][1] if len(before) > 1 and before[-2][0] == sign else 1
        if step < 1 or end <= first or (end - first) % step:
            raise _UnclearError
        return [(sign, n) for n in range(first + step, end + 1, step)]


def _whole_range(parts: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """`31-56` said to be a sum (`31-56行之和`) runs from the one to the other."""
    if len(parts) == 2 and parts[0][0] == 1 and parts[1][0] == -1 and parts[0][1] < parts[1][1]:
        return [(1, n) for n in range(parts[0][1], parts[1][1] + 1)]
    return list(parts)
