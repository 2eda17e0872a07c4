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
from yusuan.reading.text import squeeze

_WORD = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = re.compile(r"(?<=[\u4e00-\u9fff)）])\.(?=[\u4e00-\u9fff(（])")  # 基本支出.小计: a header cell over another
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
        cells = [place_cell(0, c, text) for c, text in enumerate(row)]
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
    """Rows of a tool that knows no merged cells → cells: what it repeats in each of them is one cell again.

    Header cells joined by dots (`基本支出.小计`) are cells over each other. In the body only a text
    repeated from the first column on is one cell: figures never are.
    """
    depth = header_rows(rows)
    header = _split_levels(rows[:depth])
    cells = _merged_header(header)
    for r, row in enumerate(rows[depth:], start=len(header)):
        run = _run(row, 0)
        cells.append(WrittenCell(r, 0, row[0] if row else "", columns=run))
        cells += [WrittenCell(r, c, text) for c, text in enumerate(row) if c >= run]
    return cells


def levels(rows: Rows) -> int:
    """How many rows more `merged` has than the rows given."""
    depth = header_rows(rows)
    return len(_split_levels(rows[:depth])) - depth


def _run(row: Sequence[str], start: int) -> int:
    """How many cells from `start` on print the same words."""
    first = squeeze(row[start]) if start < len(row) else ""
    if not _WORD.search(first):
        return 1
    end = start + 1
    while end < len(row) and squeeze(row[end]) == first:
        end += 1
    return end - start


def _split_levels(header: Rows) -> Rows:
    out: Rows = []
    for row in header:
        parts = [_LEVELS.split(text) for text in row]
        depth = max((len(p) for p in parts), default=1)
        out += [[p[i] if i < len(p) else p[-1] if depth > 1 else "" for p in parts] for i in range(depth)]
    return out


def _merged_header(header: Rows) -> list[WrittenCell]:
    """Header cells; those side by side with one text are one where a row below tells them apart, or the row is one."""
    cells: list[WrittenCell] = []
    taken: set[tuple[int, int]] = set()
    for r, row in enumerate(header):
        for c, text in enumerate(row):
            if (r, c) in taken:
                continue
            run = 1
            while run < _run(row, c) and (r, c + run) not in taken:
                run += 1
            apart = any(len({squeeze(t) for t in below[c : c + run]}) > 1 for below in header[r + 1 :])
            columns = run if apart or run == len(row) else 1
            bottom = r + 1
            while _WORD.search(text) and bottom < len(header) and _is_same(header[bottom], c, columns, text):
                bottom += 1
            taken |= {(i, j) for i in range(r, bottom) for j in range(c, c + columns)}
            cells.append(WrittenCell(r, c, text, bottom - r, columns))
    return cells


def _is_same(row: Sequence[str], column: int, columns: int, text: str) -> bool:
    own = [squeeze(t) for t in row[column : column + columns]]
    return len(own) == columns and set(own) == {squeeze(text)}
