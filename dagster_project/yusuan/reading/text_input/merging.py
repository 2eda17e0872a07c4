"""Rows of a text that knows no merged cells → cells: what tools repeat in each place of one, or leave blank behind it.

Belongs here: header cells over and beside each other, labels over several columns. Does not: forms (forms.py), rows
that do not fit (written_table.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yusuan.reading.html_tables import WrittenCell
from yusuan.reading.numbers import parse_figure
from yusuan.reading.office.placing import place_cell
from yusuan.reading.pages.layout import TextCell
from yusuan.reading.structure.header import is_body_row, is_index_row
from yusuan.reading.structure.labels import is_code
from yusuan.reading.text import squeeze

_LEVELS = re.compile(r"(?<=[\u4e00-\u9fff)）])\.(?=[\u4e00-\u9fff(（])")  # 基本支出.小计: a header cell over another
_DEEPEST = 8  # rows of a header
_CODES = re.compile(r"编码|代码|科目")

WrittenRows = list[list[str]]
_WORD = re.compile(r"[\u4e00-\u9fff]")


def is_word(text: str) -> bool:
    """Whether a text says something in words."""
    return bool(_WORD.search(text))


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many first rows print no data, up to the one that numbers the columns; of many rows without data, one."""
    for r, row in enumerate(rows[: _DEEPEST + 1]):
        cells = row_cells(row)
        if is_index_row(cells):
            return r + 1
        if is_body_row(cells):
            return r
    return len(rows) if len(rows) <= _DEEPEST else min(1, len(rows))


def merged(rows: WrittenRows) -> list[WrittenCell]:
    """Rows of a text that knows no merged cells → cells: what it repeats in each place of one, or leaves blank behind
    its first, is one cell again.

    Header cells joined by dots (`基本支出.小计`) are cells over each other. In the body only what is repeated from the
    first column on is one cell, and a label that stands far in front of its figure, with columns of codes between.
    """
    depth = header_rows(rows)
    header = split_levels(rows[:depth])
    cells = header_cells(header)
    codes = _code_columns(rows[depth:])
    for r, row in enumerate(rows[depth:], start=len(header)):
        spans = _body_spans(row, header, codes)
        covered = {c for start, size in spans.items() for c in range(start + 1, start + size)}
        cells += [WrittenCell(r, c, t, columns=spans.get(c, 1)) for c, t in enumerate(row) if c not in covered]
    return cells


def split_levels(header: WrittenRows) -> WrittenRows:
    """The header with a row for each level of cells that dots join."""
    out: WrittenRows = []
    for row in header:
        parts = [_LEVELS.split(text) for text in row]
        depth = max((len(p) for p in parts), default=1)
        out += [[p[i] if i < len(p) else "" for p in parts] for i in range(depth)]
    return out


def header_cells(header: WrittenRows) -> list[WrittenCell]:
    """Header cells. Side by side, a text repeated and blanks behind a text are one cell with it, where a row below
    tells their columns apart; down a column, where nothing else stands below.
    """
    numbered = next((r for r, row in enumerate(header) if is_index_row(row_cells(row))), len(header))
    width = max((len(row) for row in header), default=0)
    named = [[squeeze(t) for t in row] + [""] * (width - len(row)) for row in header[:numbered]]
    cells: list[WrittenCell] = []

    def cut(top: int, left: int, right: int) -> None:
        """The cells of the columns from `left` to `right`, from row `top` down."""
        c = left
        while top < numbered and c < right:
            end = _group_end(named, top, c, right)
            bottom = top + 1
            while bottom < numbered and {*named[bottom][c:end]} <= {"", named[top][c]}:
                bottom += 1
            text = header[top][c] if c < len(header[top]) else ""
            cells.append(WrittenCell(top, c, text, bottom - top, end - c))
            cut(bottom, c, end)
            c = end

    cut(0, 0, width)
    cells += [WrittenCell(r, c, text) for r in range(numbered, len(header)) for c, text in enumerate(header[r])]
    return cells


def _group_end(named: WrittenRows, r: int, start: int, right: int) -> int:
    """Where the header cell ends that begins at a place: over columns that rows below tell apart, or over the whole."""
    own = named[r][start]
    end = start + 1
    if not is_word(own):
        return end
    while end < right and (named[r][end] == own or (not named[r][end] and _is_named_below(named, r, start, end))):
        end += 1
    apart = any(len({*row[start:end]}) > 1 for row in named[r + 1 :])
    return end if apart or end - start == len(named[r]) else start + 1


def _is_named_below(named: WrittenRows, r: int, start: int, end: int) -> bool:
    return all(any(row[c] for row in named[r + 1 :]) for c in (start, end))


def row_cells(row: Sequence[str]) -> list[TextCell]:
    """The texts of a row as cells, to be asked what they are."""
    return [place_cell(0, c, text) for c, text in enumerate(row)]


def _code_columns(body: WrittenRows) -> set[int]:
    """The columns that hold codes more than anything else."""
    held: dict[int, list[bool]] = {}
    for row in body:
        for c, text in enumerate(row):
            if plain := squeeze(text):
                held.setdefault(c, []).append(len(plain) > 2 and is_code(plain))
    return {c for c, own in held.items() if sum(own) * 2 > len(own)}


def _body_spans(row: Sequence[str], header: WrittenRows, codes: set[int]) -> dict[int, int]:
    """By first column, how many columns the cells of a row cover that cover more than one."""
    plain = [squeeze(t) for t in row]
    spans: dict[int, int] = {}
    end = 1
    while end < len(row) and plain[end] == plain[0] and _may_repeat(plain[0], header, end):
        end += 1
    if end > 1:
        spans[0] = end
    for c in range(end, len(row)):
        label = next((k for k in range(c - 1, -1, -1) if plain[k]), None)
        alone = label is not None and any(k in codes for k in range(label + 1, c))
        if alone and label is not None and is_word(plain[label]) and parse_figure(plain[c]):
            spans[label] = c - label
    return spans


def _may_repeat(text: str, header: WrittenRows, column: int) -> bool:
    """Whether a text in the first column, and in this one, can be of one cell: words, or a code under one header."""
    over = [(squeeze(own[0]), squeeze(own[column])) for own in header if len(own) > column]
    is_one_code = is_code(text) and any(first == other and _CODES.search(first) for first, other in over)
    return is_word(text) or is_one_code
