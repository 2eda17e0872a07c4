"""Rows of a table that have one name → the further words by which their page tells them apart.

Belongs here: which columns of words part rows of one code, label and path. Does not: any of these (outline.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from yusuan.reading.numbers import parse_figure
from yusuan.reading.structure.outline import Row

if TYPE_CHECKING:
    from yusuan.reading.structure.tables import SheetPart

Words = dict[int, str]  # column number → what a row prints there, where that is no figure

_MOST = 100  # characters of a text that is a name; longer ones describe
_OWN = {"label": 0, "code": 0, "year": 1, "value": 4}  # an item before its remark
_BESIDE = {"label": 2, "code": 3, "year": 3, "value": 4}  # of other blocks names before codes, which may be parts


def told_apart(parts: Sequence[SheetPart], rows: Sequence[Row]) -> list[Row]:
    """The rows; those that share block, codes, label and path have `telling_words` of as few columns as part them.

    Columns beside the label come first, then a year, then what other blocks of the line say, and remarks.
    """
    namesakes: dict[tuple[object, ...], list[int]] = {}
    for position, row in enumerate(rows):
        key = (row.block_number, row.code, row.second_code, row.label, row.path)
        namesakes.setdefault(key, []).append(position)
    shared = {rows[p].row_number for own in namesakes.values() if len(own) > 1 for p in own}
    if not shared:
        return list(rows)
    words = dict(_words(parts, shared))
    ranked = {block: _ranked(parts, block) for block in {row.block_number for row in rows}}
    out = list(rows)
    for own in namesakes.values():
        if len(own) > 1:
            said = {rows[own[0]].label, *rows[own[0]].path}
            lines = [{c: t for c, t in words.get(rows[p].row_number, {}).items() if t not in said} for p in own]
            columns = list(_telling(lines, ranked[rows[own[0]].block_number]))
            for position, line in zip(own, lines, strict=True):
                told = tuple(line[c] for c in sorted(columns) if c in line)
                out[position] = replace(rows[position], telling_words=told)
    return out


def _ranked(parts: Sequence[SheetPart], block: int) -> list[int]:
    """The columns of a table in the order in which they are asked."""
    ranks: dict[int, int] = {}
    for part in parts:
        for column in (c for c in part.columns if c.role != "index"):
            ranks[column.number] = (_OWN if column.block_number == block else _BESIDE)[column.role]
    return sorted(ranks, key=lambda number: (ranks[number], number))


def _telling(lines: Sequence[Mapping[int, str]], columns: Sequence[int]) -> Iterator[int]:
    """The columns, each of which tells some lines apart that those before leave alike."""
    told: list[tuple[str, ...]] = [() for _ in lines]
    for column in columns:
        if len(set(told)) == len(lines):
            return
        more = [(*before, line.get(column, "")) for before, line in zip(told, lines, strict=True)]
        if len(set(more)) > len(set(told)):
            told = more
            yield column


def _words(parts: Sequence[SheetPart], numbers: set[int]) -> Iterator[tuple[int, Words]]:
    """The words of some rows; a cell that is drawn over several columns says its own in the first."""
    number = 0
    for part in parts:
        for r in range(part.start, part.sheet.row_count):
            number += 1
            if number in numbers:
                yield number, _row_words(part, r)


def _row_words(part: SheetPart, r: int) -> Words:
    words: Words = {}
    seen: set[int] = set()
    for column in part.columns:
        cell = part.sheet.cells[r, column.index]
        is_figure = column.role == "value" and parse_figure(cell.text) is not None
        if cell.plain and id(cell) not in seen and not is_figure and len(cell.plain) <= _MOST:
            words[column.number] = cell.plain
        seen.add(id(cell))
    return words
