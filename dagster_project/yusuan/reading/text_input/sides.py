"""Body lines of two-sided tables → rows: revenue on the left, expenditure on the right, each label's figures.

Belongs here: which side a label stands on, by line numbers beside it or by what it names. Does not: other forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yusuan.reading.structure.labels import is_total, marker_level
from yusuan.reading.text_input.layouts import Layout
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import SourceLine, Word
from yusuan.reading.text_input.text_figures import figure_of, is_amount
from yusuan.reading.text_input.text_tables import TextRow

_BEGINS = re.compile(r"^(?:其中|本年|当年|上年|年初|年末|年终|使用|动用|结余|结转|收入|支出|总计|合计)")


def read_sides(lines: Sequence[SourceLine], layout: Layout, meaning: Meaning) -> list[list[TextRow]]:
    """The grid rows of a two-sided table, each with a row of either side or both."""
    if any(c.role == "index" for c in layout.columns):
        return _by_line_numbers(lines)
    return _by_labels(lines, meaning)


def _by_line_numbers(lines: Sequence[SourceLine]) -> list[list[TextRow]]:
    """Left label, its line number, its figures, then the same on the right: line numbers count up on either side."""
    grid: list[list[TextRow]] = []
    label: list[str] = []
    last = [0, 0]
    row: TextRow | None = None
    for line in lines:
        for word in line.words():
            text = word.plain
            side = _side_of_number(text, last, grid)
            if side is not None:
                last[side] = int(text)
                row = TextRow(side + 1, line.number, label="".join(label), index=text)
                label = []
                if side == 0 or not grid or any(r.block == 2 for r in grid[-1]):
                    grid.append([])
                grid[-1].append(row)
            elif row is not None and not label and is_amount(text) and (figure := figure_of(word)):
                row.figures.append(figure)
            else:
                label.append(text)
    if grid and label and not any(map(str.isdigit, "".join(label))) and len("".join(label)) <= 4 and row is not None:
        row.label += "".join(label)
    return grid


def _side_of_number(text: str, last: Sequence[int], grid: Sequence[Sequence[TextRow]]) -> int | None:
    """0 or 1 for the side whose next line number this is; None where it is no line number."""
    if not text.isdigit() or len(text) > 3 or text.startswith("0"):
        return None
    value = int(text)
    if grid and grid[-1][-1].block == 1:
        right = value == last[1] + 1 if last[1] else value > last[0] + 1
        return 1 if right else None
    return 0 if value == last[0] + 1 else None


def _by_labels(lines: Sequence[SourceLine], meaning: Meaning) -> list[list[TextRow]]:
    """Labels tell their side by what they name; a figure belongs to the label in front of it."""
    grid: list[list[TextRow]] = []
    row: TextRow | None = None
    for line in lines:
        new_line = True
        for word in line.words():
            if is_amount(word.plain) and row is not None:
                if figure := figure_of(word):
                    row.figures.append(figure)
                continue
            if row is not None and _goes_on(row, word, new_line):
                row.label += word.plain
                new_line = False
                continue
            block = meaning.side_of(word.plain)
            row = TextRow(block, line.number, label=word.plain)
            if new_line or (grid and any(r.block >= block for r in grid[-1])):
                grid.append([])
            grid[-1].append(row)
            new_line = False
    return grid


def _goes_on(row: TextRow, word: Word, new_line: bool) -> bool:
    """Whether a word without a marker goes on with the label before it, which is open and has no figure."""
    if row.figures or marker_level(word.plain) is not None or is_total(word.plain) or _BEGINS.match(word.plain):
        return False
    return new_line or row.label.count("(") > row.label.count(")")
