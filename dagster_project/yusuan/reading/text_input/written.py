"""Tables whose cells the text itself keeps apart (pipes, tabs, HTML tags) → placed cells, and rows that do not fit.

Belongs here: what a table as written is, how many columns it has, which rows have other numbers of cells, header cells
that a tool repeats or joins. Does not: finding such tables (pipe_tables.py, tab_tables.py), what rows mean.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from yusuan.reading.html_tables import WrittenCell
from yusuan.reading.numbers import parse_figure
from yusuan.reading.office.placing import place_cell
from yusuan.reading.pages.layout import TextCell, Verdict
from yusuan.reading.structure.header import is_body_row, is_index_row
from yusuan.reading.structure.labels import is_code
from yusuan.reading.text import squeeze

_WORD = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = re.compile(r"(?<=[\u4e00-\u9fff)）])\.(?=[\u4e00-\u9fff(（])")  # 基本支出.小计: a header cell over another
_CODES = re.compile(r"编码|代码|科目")
_CAPTION = re.compile(r"(?:单位|部门)(?:名称)?:|金额单位")
_MOST_IN_CAPTION = 4

Rows = list[list[str]]


@dataclass(frozen=True)
class WrittenTable:
    """Cells by row and column; `doubtful` are the rows whose figures may belong to other columns than they stand in.

    Without a header it may be the rest of the table before.
    """

    cells: list[WrittenCell]
    doubtful: frozenset[int] = frozenset()
    has_header: bool = True

    @property
    def width(self) -> int:
        """Its columns."""
        return max((c.column + c.columns for c in self.cells), default=0)

    @property
    def height(self) -> int:
        """Its rows."""
        return max((c.row + c.rows for c in self.cells), default=0)

    def doubted(self) -> WrittenTable:
        """The table with all rows doubtful."""
        return replace(self, doubtful=frozenset(range(self.height)))

    def placed(self, first: int) -> list[TextCell]:
        """The cells at made-up places from row `first` on; what stands in a doubtful row is ambiguous."""
        return [self._place(cell, first) for cell in self.cells]

    def _place(self, cell: WrittenCell, first: int) -> TextCell:
        placed = place_cell(first + cell.row, cell.column, cell.text, rows=cell.rows, columns=cell.columns)
        figure = parse_figure(cell.text) if cell.row in self.doubtful else None
        return replace(placed, verdict=Verdict("ambiguous", figure.value, figure.decimals)) if figure else placed


def header_rows(rows: Sequence[Sequence[str]]) -> int:
    """How many first rows print no data."""
    for r, row in enumerate(rows):
        cells = _cells(row)
        if is_body_row(cells) and not is_index_row(cells):
            return r
    return len(rows)


def is_caption_row(row: Sequence[str]) -> bool:
    """Whether a row has one text only, or names unit and body: it tells nothing of the columns."""
    texts = {squeeze(t) for t in row} - {""}
    return len(texts) <= 1 or (len(texts) <= _MOST_IN_CAPTION and any(_CAPTION.search(t) for t in texts))


def doubtful_rows(
    rows: Sequence[Sequence[str]],
    counts: Sequence[int],
    width: int | None = None,
    is_cut: Callable[[Sequence[str]], bool] = lambda _: False,
) -> frozenset[int]:
    """The rows that have another number of cells than the header; all, where the header does not fit itself.

    `width` is the number of columns where the text says it. `is_cut`: whether only blank cells at the end of a row
    that is too short are left out.
    """
    depth = header_rows(rows)
    header = [r for r in range(depth) if not is_caption_row(rows[r])]
    body = range(depth, len(rows))
    if width is None:
        known = [counts[r] for r in header] or [counts[r] for r in body]
        width = max(known, default=0) if header else Counter(known).most_common(1)[0][0] if known else 0

    def fits(r: int) -> bool:
        return counts[r] == width or (counts[r] < width and is_cut(rows[r]))

    if not all(fits(r) for r in header):
        return frozenset(range(len(rows)))
    return frozenset(r for r in body if not fits(r))


def merged(rows: Rows) -> list[WrittenCell]:
    """Rows of a text that knows no merged cells → cells: what it repeats in each place of one, or leaves blank behind
    its first, is one cell again.

    Header cells joined by dots (`基本支出.小计`) are cells over each other. In the body only what is repeated from the
    first column on is one cell, and a label that stands far in front of its figure, with columns of codes between.
    """
    depth = header_rows(rows)
    header = _split_levels(rows[:depth])
    cells = _merged_header(header)
    codes = _code_columns(rows[depth:])
    for r, row in enumerate(rows[depth:], start=len(header)):
        spans = _body_spans(row, header, codes)
        covered = {c for start, size in spans.items() for c in range(start + 1, start + size)}
        cells += [WrittenCell(r, c, t, columns=spans.get(c, 1)) for c, t in enumerate(row) if c not in covered]
    return cells


def levels(rows: Rows) -> int:
    """How many rows more `merged` has than the rows given."""
    depth = header_rows(rows)
    return len(_split_levels(rows[:depth])) - depth


def _split_levels(header: Rows) -> Rows:
    out: Rows = []
    for row in header:
        parts = [_LEVELS.split(text) for text in row]
        depth = max((len(p) for p in parts), default=1)
        out += [[p[i] if i < len(p) else "" for p in parts] for i in range(depth)]
    return out


def _merged_header(header: Rows) -> list[WrittenCell]:
    """Header cells. Side by side, a text repeated and blanks behind a text are one cell with it, where a row below
    tells their columns apart; down a column, where nothing else stands below.
    """
    numbered = next((r for r, row in enumerate(header) if is_index_row(_cells(row))), len(header))
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


def _group_end(named: Rows, r: int, start: int, right: int) -> int:
    """Where the header cell ends that begins at a place: over columns that rows below tell apart, or over the whole."""
    own = named[r][start]
    end = start + 1
    if not _WORD.search(own):
        return end
    while end < right and (named[r][end] == own or (not named[r][end] and _is_named_below(named, r, start, end))):
        end += 1
    apart = any(len({*row[start:end]}) > 1 for row in named[r + 1 :])
    return end if apart or end - start == len(named[r]) else start + 1


def _is_named_below(named: Rows, r: int, start: int, end: int) -> bool:
    return all(any(row[c] for row in named[r + 1 :]) for c in (start, end))


def _cells(row: Sequence[str]) -> list[TextCell]:
    return [place_cell(0, c, text) for c, text in enumerate(row)]


def _code_columns(body: Rows) -> set[int]:
    """The columns that hold codes more than anything else."""
    held: dict[int, list[bool]] = {}
    for row in body:
        for c, text in enumerate(row):
            if plain := squeeze(text):
                held.setdefault(c, []).append(len(plain) > 2 and is_code(plain))
    return {c for c, own in held.items() if sum(own) * 2 > len(own)}


def _body_spans(row: Sequence[str], header: Rows, codes: set[int]) -> dict[int, int]:
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
        if alone and label is not None and _WORD.search(plain[label]) and parse_figure(plain[c]):
            spans[label] = c - label
    return spans


def _may_repeat(text: str, header: Rows, column: int) -> bool:
    """Whether a text in the first column, and in this one, can be of one cell: words, or a code under one header."""
    over = [(squeeze(own[0]), squeeze(own[column])) for own in header if len(own) > column]
    is_one_code = is_code(text) and any(first == other and _CODES.search(first) for first, other in over)
    return bool(_WORD.search(text)) or is_one_code
