"""Tables and lines of a text → pages with sheets, as every reader hands them on.

Belongs here: the grid of a table from its layout: header cells merged as the forms merge them, rows, figures under
their columns. Does not: reading them. Places are no points: lines count 12 each, and only their order means something;
a figure's box is its line and its characters in that line, so that keys come from the text.
"""

from __future__ import annotations

from collections.abc import Sequence, Set
from itertools import groupby, pairwise

from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Line, Sheet, TextCell, Verdict
from yusuan.reading.paper import PaperPage
from yusuan.reading.text import normalise
from yusuan.reading.text_input.source import SourceLine
from yusuan.reading.text_input.text_tables import TextFigure, TextRow, TextTable
from yusuan.reading.text_input.zone_tables import FoundTable
from yusuan.reading.text_input.zones import as_line

_LINE = 12.0
_WIDTH = 1000.0  # of a grid column: more than any line's indentation
_INDENT = 8.0


def pages_of(
    lines: Sequence[SourceLine], found: Sequence[FoundTable], running: Set[int] = frozenset()
) -> list[PaperPage]:
    """The pages of a text by its form feeds. A table stands where its zone begins, its caption above, notes below.

    `running` are the numbers of running heads and feet.
    """
    held = {n for item in found for n in item.used}
    held |= {line.number for item in found for line in (*item.zone.caption, *item.zone.notes)}
    pages = []
    for number in range(1, max((line.page for line in lines), default=1) + 1):
        own = [line for line in lines if line.page == number]
        texts = [as_line(line) for line in own if line.number not in held and line.number not in running]
        sheets: list[Sheet] = []
        for item in found:
            if _page_of(item) == number:
                texts.extend(_captions(item))
                sheets.extend(_sheets(item, number))
        pages.append(
            PaperPage(
                number=number,
                sheets=sorted(sheets, key=lambda s: s.grid.top),
                lines=sorted(texts, key=lambda t: (t.top, t.x0)),
                furniture=[as_line(line) for line in own if line.number in running],
                text="".join(line.plain for line in own),
                char_count=sum(len(line.plain) for line in own),
            )
        )
    return pages


def _page_of(item: FoundTable) -> int:
    return min(line.page for line in (*item.zone.caption, *item.zone.rest, *item.zone.notes))


def _captions(item: FoundTable) -> list[Line]:
    """Caption lines just above the table, number and title first, and its notes just below."""
    top = item.table.first_line * _LINE
    order = sorted(item.zone.caption, key=lambda c: (":" in normalise(c.text), c.number))
    above = [_moved(line, top + 0.1 * i / (len(order) + 1)) for i, line in enumerate(order)]
    notes = [_moved(line, top + 10.0 + 0.1 * i / (len(item.zone.notes) + 1)) for i, line in enumerate(item.zone.notes)]
    return above + notes


def _moved(line: SourceLine, top: float) -> Line:
    return Line(line.text.strip(), 0.0, top, float(len(line.text)), top + 0.001, 10.0)


def _sheets(item: FoundTable, page: int) -> list[Sheet]:
    """One sheet for every time the header is printed, each under the one before."""
    top = item.table.first_line * _LINE + 2.0
    height = 6.0 / max(1, len(item.table.segments))
    return [
        _Builder(item.table, segment, page, top + i * height, height).build()
        for i, segment in enumerate(item.table.segments)
    ]


class _Builder:
    def __init__(self, table: TextTable, lines: list[list[TextRow]], page: int, top: float, height: float) -> None:
        self.columns = [c for c in table.layout.columns if c.role != "section"]
        self.lines = lines
        self.page = page
        self.names = max(len(c.path) for c in self.columns)  # rows of header cells, without the column numbers
        self.numbers = table.column_numbers
        self.depth = self.names + bool(self.numbers)
        count = self.depth + len(lines)
        step = 0.99 * height / count
        self.edges = [i * _WIDTH for i in range(len(self.columns) + 1)]
        self.tops = [top + i * step for i in range(count + 1)]
        self.cells: dict[tuple[int, int], TextCell] = {}

    def build(self) -> Sheet:
        """The sheet."""
        self._header(0, 0, len(self.columns))
        self._number_columns()
        for r, rows in enumerate(self.lines, start=self.depth):
            for c in range(len(self.columns)):
                self.cells[r, c] = self._cell(r, r + 1, c, c + 1, "")
            for row in rows:
                self._row(r, row)
        self._merge_groups()
        return Sheet(self.page, Grid(self.tops, self.edges, []), self.cells)

    def _header(self, level: int, start: int, end: int) -> None:
        """Header cells of one level: columns that share their path so far share the cell, leaves reach the bottom."""
        keys = [c.path[: level + 1] for c in self.columns]
        for _, group in groupby(range(start, end), key=lambda i: keys[i]):
            own = list(group)
            first = self.columns[own[0]]
            if len(first.path) <= level:
                continue
            leaf = len(first.path) == level + 1
            bottom = self.names if leaf else level + 1
            self._fill(level, bottom, own[0], own[-1] + 1, first.path[level])
            if not leaf:
                self._header(level + 1, own[0], own[-1] + 1)

    def _number_columns(self) -> None:
        """The row of column numbers under the header: 栏次 over the first words, the numbers over the values."""
        left = iter(self.numbers)
        for i, column in enumerate(self.columns) if self.numbers else ():
            text = next(left) if column.role == "value" else "" if i else "栏次"
            self.cells[self.names, i] = self._cell(self.names, self.depth, i, i + 1, text)

    def _fill(self, row: int, row_end: int, column: int, column_end: int, text: str) -> None:
        cell = self._cell(row, row_end, column, column_end, text)
        for r in range(row, row_end):
            for c in range(column, column_end):
                self.cells[r, c] = cell

    def _cell(self, row: int, row_end: int, column: int, column_end: int, text: str) -> TextCell:
        x0, x1 = self.edges[column], self.edges[column_end]
        return TextCell(row, row_end, column, column_end, text, x0, self.tops[row], x1, self.tops[row_end])

    def _row(self, r: int, row: TextRow) -> None:
        own = [(i, c) for i, c in enumerate(self.columns) if c.block == row.block]
        codes = [i for i, c in own if c.role == "code"]
        labels = [i for i, c in own if c.role == "label"]
        indexes = [i for i, c in own if c.role == "index"]
        if row.code and codes:
            self._put(r, codes[0], row.code, row.indent)
        second = next((i for i, following in pairwise(codes) if following > i + 1), None)
        if row.second_code and second is not None:
            self._put(r, codes[codes.index(second) + 1], row.second_code, 0)
        if indexes and row.index:
            self._put(r, indexes[0], row.index, 0)
        texts = [row.group, row.label] if row.group else [row.label, row.unit]
        for i, text in zip(labels, texts, strict=False):
            if text:
                self._put(r, i, text, row.indent)
        for figure in row.figures:
            place = next((i for i, c in own if c.number == figure.column), None)
            if place is not None:
                self.cells[r, place] = _figure_cell(r, place, figure)

    def _put(self, r: int, column: int, text: str, indent: int) -> None:
        x0 = self.edges[column] + _INDENT * indent
        self.cells[r, column] = TextCell(
            r, r + 1, column, column + 1, text, x0, self.tops[r], self.edges[column + 1], self.tops[r + 1]
        )

    def _merge_groups(self) -> None:
        """A group's name is one cell over its rows."""
        start = self.depth
        for group, rows in groupby(self.lines, key=lambda line: line[0].group if line else ""):
            size = len(list(rows))
            if group:
                column = next(i for i, c in enumerate(self.columns) if c.role == "label")
                self._fill(start, start + size, column, column + 1, group)
            start += size


def _figure_cell(r: int, column: int, figure: TextFigure) -> TextCell:
    word = figure.word
    top = word.line * _LINE
    verdict = Verdict(figure.reading, figure.number, figure.decimals)
    box = (float(word.start), top, float(word.start + len(word.text)), top + 10.0)
    return TextCell(r, r + 1, column, column + 1, word.text, *box, verdict=verdict)
