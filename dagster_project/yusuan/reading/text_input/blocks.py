"""A text → what it writes, in order: lines, tables whose cells it keeps apart, and the ends of its pages.

Belongs here: where a table begins and ends in the text. Does not: rows and cells of it, what a line is for.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yusuan.reading.html_tables import WrittenCell, split_tables, table_cells
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.marks import heading, plain_line, without_formula
from yusuan.reading.text_input.merging import header_rows
from yusuan.reading.text_input.pipe_tables import has_pipe, is_pipe_table, joined_rows, pipe_tables
from yusuan.reading.text_input.tab_tables import BlankCells, blank_cells, tab_tables, with_tabs
from yusuan.reading.text_input.written_table import WrittenTable, doubtful_rows

_PAGE_COMMENT = re.compile(r"<!--\s*page[\s_-]*(?:break|end|\d+)\s*-->", re.IGNORECASE)
_WIDE_GAP = re.compile(r"[ \u3000]{50,}")  # tells no more than fifty, and costs
_FENCE = re.compile(r"\s*(?:```|~~~)\w*\s*")
_RULE = re.compile(r"\s*(?:\{\d+\})?(?:-\s*){3,}|\s*(?:\*\s*){3,}|\s*(?:_\s*){3,}")
_UNDERLINE = re.compile(r"\s*(?:-{3,}|={3,})\s*")
_PAGE_NUMBER = re.compile(r"[-—–]+\d{1,4}[-—–]+|第\d{1,4}页(?:[,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}")
_GOES_ON = re.compile(r"\(?(?:[续接]上?[表页]|续)\d*\)?")


@dataclass(frozen=True)
class PageEnd:
    """Where a page ends; `text` is the page number, or the word of a table that goes on (续表), that says so."""

    text: str = ""


@dataclass(frozen=True)
class Drawn:
    """A table, and whether marks of Markdown draw it (`has_marks`) or tabs and commas."""

    table: WrittenTable
    has_marks: bool


Block = str | Drawn | PageEnd


def read_blocks(text: str, is_caption: Callable[[str], bool]) -> list[Block]:
    """What a text writes. `is_caption`: whether a line names a table, its unit of money or its body."""
    text = _without_comments(_PAGE_COMMENT.sub("\n\f\n", _WIDE_GAP.sub(" " * 50, text)))
    blocks: list[Block] = []
    parts = list(split_tables(text))
    blanks = blank_cells([line for part, is_table in parts if not is_table for line in part.splitlines()])
    for part, is_table in parts:
        if is_table:
            blocks += _drawn(_html_table(part))
            continue
        for n, page in enumerate(part.split("\f")):
            if n:
                blocks.append(PageEnd())
            for lines in _runs(page.splitlines()):
                blocks += _run_blocks(lines, blanks, is_caption)
    return blocks


def _without_comments(text: str) -> str:
    kept: list[str] = []
    start = 0
    while (opened := text.find("<!--", start)) >= 0 and (closed := text.find("-->", opened)) >= 0:
        kept.append(text[start:opened])
        start = closed + len("-->")
    return "".join([*kept, text[start:]])


def _drawn(table: WrittenTable) -> list[Block]:
    """A table that marks draw, or the lines that it is where it is a contents page."""
    return [*table.contents()] or [Drawn(table, has_marks=True)]


def _html_table(part: str) -> WrittenTable:
    cells = [WrittenCell(c.row, c.column, without_formula(c.text), c.rows, c.columns) for c in table_cells(part)]
    height = max((c.row + c.rows for c in cells), default=0)
    rows: list[list[str]] = [[] for _ in range(height)]
    counts = [0] * height
    for cell in cells:
        rows[cell.row].append(cell.text)
        for r in range(cell.row, cell.row + cell.rows):
            counts[r] += cell.columns
    return WrittenTable(cells, doubtful_rows(rows, counts), has_header=header_rows(rows) > 0)


def _runs(lines: Sequence[str]) -> Iterator[list[str]]:
    """Lines with nothing blank between; where each row of a table with tabs stands alone, blank lines are none."""
    tabbed = [i for i, line in enumerate(lines) if "\t" in line.strip("\t ")]
    alone = [i for i in tabbed if not "".join([*lines[max(0, i - 1) : i], *lines[i + 1 : i + 2]]).strip()]
    spaced = set(alone) if len(alone) * 2 > len(tabbed) > 1 else set()
    run: list[str] = []
    for i, line in enumerate(lines):
        if squeeze(line):
            run.append(line)
        elif run and not (i - 1 in spaced and i + 1 in spaced):
            yield run
            run = []
    if run:
        yield run


def _run_blocks(run: Sequence[str], blanks: BlankCells, is_caption: Callable[[str], bool]) -> Iterator[Block]:
    """The blocks of lines that follow on each other; lines that fence code or underline a heading print nothing."""
    lines = [
        line
        for i, line in enumerate(run)
        if not _FENCE.fullmatch(line) and not (i and _UNDERLINE.fullmatch(line) and not has_pipe(run[i - 1]))
    ]
    start = 0
    while start < len(lines):
        end = start + 1
        if page_end := _page_end(lines[start]):
            yield page_end
        elif end_of_pipes := _end_of_pipes(lines, start):
            end = end_of_pipes
            for table in pipe_tables(joined_rows(lines[start:end])):
                yield from _drawn(table)
        else:
            while end < len(lines) and not _page_end(lines[end]):
                if not has_pipe(lines[end - 1]) and _end_of_pipes(lines, end):
                    break
                end += 1
            for block in tab_tables(with_tabs(lines[start:end]), blanks, is_caption):
                if isinstance(block, WrittenTable):
                    yield Drawn(block, has_marks=False)
                else:
                    yield from (text for text in plain_line(block).split("\n") if squeeze(text))
        start = end


def _page_end(line: str) -> PageEnd | None:
    if _RULE.fullmatch(line):
        return PageEnd()
    says_so = _PAGE_NUMBER.fullmatch(squeeze(line)) or _GOES_ON.fullmatch(squeeze(plain_line(line)))
    return PageEnd(line) if says_so else None


def _end_of_pipes(lines: Sequence[str], start: int) -> int:
    """Where a pipe table that begins at a line ends; 0 where none begins there."""
    end = start
    while end < len(lines) and (has_pipe(lines[end]) or _is_torn_on(lines, start, end)):
        end += 1
    return end if end > start and is_pipe_table(joined_rows(lines[start:end])) else 0


def _is_torn_on(lines: Sequence[str], start: int, i: int) -> bool:
    """Whether a line without pipes goes on with a torn row of a table whose rows pipes close."""
    before = lines[i - 1].strip() if i > start else ""
    closed = lines[start].strip().endswith("|")
    return closed and before.startswith("|") and not before.endswith("|") and not heading(lines[i])
