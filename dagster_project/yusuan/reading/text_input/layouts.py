"""The standard header layouts of the forms (seed table_layout), and which of them lines of header words print.

Belongs here: exact cover of a layout's header characters by whole lines, in any order. Does not: body lines.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby

from yusuan.reading.declared import index_number
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.source import SourceLine

_YEAR = re.compile(r"20\d\d(?=年)")
_COLUMN_NUMBERS = re.compile(r"栏次[\d栏次=+\-()….]*$")
_MOST_REMOVED = 6


@dataclass(frozen=True)
class LayoutColumn:
    """A column of a layout: role code, label, index, value, text (words that are no label, such as remarks), or
    `section` (a form's section name, no column).
    """

    number: int
    block: int
    role: str
    path: tuple[str, ...]


@dataclass(frozen=True)
class Layout:
    """A header as the forms have it; paths from the outermost cell, `{Y}` for a year."""

    layout_id: str
    table_kind: str
    stage: str
    columns: tuple[LayoutColumn, ...]

    @cached_property
    def header_cells(self) -> list[str]:
        """The texts of the header's cells, each merged cell once; years left out."""
        cells: list[str] = []
        depth = max(len(c.path) for c in self.columns)
        for level in range(depth):
            groups = groupby(self.columns, key=lambda c: (c.path[: level + 1], _cell_key(c, level)))
            cells.extend(path[level] for (path, _), _ in groups if len(path) > level)
        return [c.replace("{Y}", "") for c in cells]

    @cached_property
    def characters(self) -> Counter[str]:
        """How often every character stands in the header."""
        return Counter("".join(self.header_cells))

    @property
    def blocks(self) -> list[int]:
        """Block numbers from the left."""
        return sorted({c.block for c in self.columns})

    def of_block(self, block: int, role: str) -> list[LayoutColumn]:
        """The columns of one role in a block."""
        return [c for c in self.columns if c.block == block and c.role == role]

    @property
    def has_codes(self) -> bool:
        """Whether a block has a column of codes."""
        return any(c.role == "code" for c in self.columns)

    def with_years(self, years: Sequence[str]) -> Layout:
        """The layout with its years filled in from left to right."""
        left = list(years)
        columns = []
        for column in self.columns:
            path = tuple(p.replace("{Y}", left.pop(0)) if "{Y}" in p and left else p for p in column.path)
            columns.append(replace(column, path=path))
        return replace(self, columns=tuple(columns))


def _cell_key(column: LayoutColumn, level: int) -> int:
    """What keeps cells of one text side by side apart: a section's name, and years, which differ."""
    if column.role == "section":
        return -1
    return column.number if "{Y}" in column.path[min(level, len(column.path) - 1)] else 0


@dataclass(frozen=True)
class HeaderMatch:
    """A layout that lines print, `times` over (a header comes again on every page), by the numbers of those lines."""

    layout: Layout
    lines: tuple[int, ...]
    times: int
    removed: int


def layouts_of(seed: Sequence[Mapping[str, str]]) -> tuple[Layout, ...]:
    """The layouts of the rows of seed table_layout."""
    out = []
    for layout_id, rows in groupby(seed, key=lambda r: r["layout_id"]):
        own = list(rows)
        columns = tuple(
            LayoutColumn(
                int(r["column_number"]), int(r["block_number"]), r["structure_role"], tuple(r["header_path"].split("/"))
            )
            for r in own
        )
        out.append(Layout(layout_id, own[0]["table_kind"], own[0]["stage"], columns))
    return tuple(out)


def header_text(line: SourceLine) -> str:
    """A line's characters as headers are compared: normalised, without white space, years and 栏次 1 2 3."""
    return _COLUMN_NUMBERS.sub("", _YEAR.sub("", line.plain))


def years_of(lines: Sequence[SourceLine]) -> list[str]:
    """The years that header lines print, in order."""
    return [m for line in lines for m in _YEAR.findall(line.plain)]


def match_header(lines: Sequence[SourceLine], layout: Layout) -> HeaderMatch | None:
    """The layout's header among the lines: whole lines that hold exactly its characters, or a multiple of them."""
    runs = _runs(lines, layout)
    if runs:
        return HeaderMatch(layout, tuple(n for run in runs for n in run), len(runs), 0)
    candidates = [line for line in lines if _can_be_header(line, layout)]
    bags = {line.number: Counter(header_text(line)) for line in candidates}
    total: Counter[str] = sum(bags.values(), Counter())
    if not total:
        return None
    most = min((total[c] // n for c, n in layout.characters.items()), default=0)
    for times in range(most, 0, -1):
        wanted = Counter({c: n * times for c, n in layout.characters.items()})
        removed = _remove(bags, total - wanted)
        if removed is not None:
            kept = tuple(n for n in bags if n not in removed)
            return HeaderMatch(layout, kept, times, len(removed))
    return None


def _runs(lines: Sequence[SourceLine], layout: Layout) -> list[list[int]]:
    """Stretches of lines one below the other that hold exactly the header's characters."""
    found: list[list[int]] = []
    start = 0
    while start < len(lines):
        bag: Counter[str] = Counter()
        end = start
        while end < len(lines) and _can_be_header(lines[end], layout):
            bag += Counter(header_text(lines[end]))
            end += 1
            if not bag <= layout.characters:
                break
            if bag == layout.characters:
                found.append([line.number for line in lines[start:end]])
                start = end - 1
                break
        start += 1
    return found


def _remove(bags: Mapping[int, Counter[str]], surplus: Counter[str]) -> set[int] | None:
    """Few whole lines that hold exactly the surplus characters, the last lines first; None where there are none."""
    if not surplus:
        return set()
    possible = [n for n in sorted(bags, reverse=True) if bags[n] <= surplus]

    def search(left: Counter[str], start: int, depth: int) -> set[int] | None:
        if not left:
            return set()
        if depth == 0:
            return None
        for i in range(start, len(possible)):
            bag = bags[possible[i]]
            if bag <= left and (found := search(left - bag, i + 1, depth - 1)) is not None:
                return {possible[i], *found}
        return None

    return search(surplus, 0, _MOST_REMOVED) if len(possible) <= 24 else None


def _can_be_header(line: SourceLine, layout: Layout) -> bool:
    """Whether every word of the line is made of fragments of header cells, three at most."""
    if not layout.characters.keys() >= set(header_text(line)) - set("0123456789"):
        return False
    words = [squeeze(w.text) for w in line.words()]
    if (end := next((i for i, w in enumerate(words) if w == "栏次"), None)) is not None:
        words = words[:end] if all(w == "栏次" or index_number(w) is not None for w in words[end:]) else words
    texts = [re.sub(r"^20\d\d$", "", _YEAR.sub("", w)) for w in words]
    return all(_fewest_fragments(t, layout.header_cells) <= 3 for t in texts if t)


def _fewest_fragments(text: str, cells: Sequence[str]) -> int:
    """The fewest fragments of header cells that make up the text; 9 where none do."""
    best = [0] + [9] * len(text)
    for end in range(1, len(text) + 1):
        for start in range(end):
            if best[start] < 9 and any(text[start:end] in cell for cell in cells):
                best[end] = min(best[end], best[start] + 1)
    return best[-1]
