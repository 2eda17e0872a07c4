"""Markdown pipe tables: lines → rows of cells.

Belongs here: which lines are such a table, pipes that are escaped, alignment, rows that a line break tears. Does not:
merged cells and rows that do not fit (written_table.py), marks within a cell (marks.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from yusuan.reading.text_input.marks import plain_cell
from yusuan.reading.text_input.written_table import WrittenTable, doubtful_rows, written_table

_PIPE = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r"\s*:?-+:?\s*|\s*:-*:?\s*")


def has_pipe(line: str) -> bool:
    """Whether a line can be a row: a pipe that is not escaped."""
    return bool(_PIPE.search(line))


def is_pipe_table(lines: Sequence[str]) -> bool:
    """Whether lines that all have pipes are a table: one of them rules off a header, or pipes frame each."""
    if any(_is_rule(line) for line in lines[1:]):
        return True
    return len(lines) > 1 and all(line.strip().startswith("|") and len(_split(line)) > 1 for line in lines)


def joined_rows(lines: Sequence[str]) -> list[str]:
    """The lines with rows that a line break inside a cell tears put together again, where pipes close all rows."""
    closed = lines[0].strip().endswith("|") if lines else False
    out: list[str] = []
    for line in lines:
        torn = closed and out and out[-1].strip().startswith("|") and not out[-1].strip().endswith("|")
        if torn and not line.strip().startswith("|"):
            out[-1] = f"{out[-1].rstrip()}<br>{line.strip()}"
        else:
            out.append(line)
    return out


def pipe_tables(lines: Sequence[str]) -> Iterator[WrittenTable]:
    """The tables in lines that follow on each other: each begins with the row over a rule."""
    rules = [i for i, line in enumerate(lines) if _is_rule(line)]
    starts = sorted({0, *(i - 1 for i in rules if i > 0 and i - 1 not in rules)})
    for start, end in pairwise([*starts, len(lines)]):
        if table := _table(lines[start:end]):
            yield table


def _table(lines: Sequence[str]) -> WrittenTable | None:
    rule = next((_split(line) for line in lines if _is_rule(line)), None)
    rows = [_cells(line, rule or []) for line in lines if not _is_rule(line)]
    if not rows:
        return None
    doubtful = doubtful_rows(rows, [len(row) for row in rows], len(rule) if rule else None)
    return written_table(rows, doubtful)


def _cells(line: str, rule: Sequence[str]) -> list[str]:
    cells = []
    for i, text in enumerate(_split(line)):
        own = plain_cell(text.replace("\\|", "|").removeprefix(" "))
        is_left = i >= len(rule) or not rule[i].strip().endswith(":")
        cells.append(own if is_left else own.lstrip())  # blanks that centre a text are no indentation
    return cells


def _split(line: str) -> list[str]:
    text = line.strip()
    if text.startswith("|"):
        text = text[1:]
    if re.search(r"(?<!\\)\|$", text):
        text = text[:-1]
    return _PIPE.split(text)


def _is_rule(line: str) -> bool:
    cells = _split(line)
    return has_pipe(line) and "-" in line and all(_RULE.fullmatch(cell) for cell in cells)
