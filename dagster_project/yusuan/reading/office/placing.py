"""Cells of a worksheet or a Word table, which have rows and columns but no places → sheets and lines at made-up places.

Belongs here: which rows are tables and which are lines around them, and the geometry that later steps go by. Does not:
opening files (excel.py, word.py), captions (captions.py), headers (header.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Line, Sheet, TextCell, Verdict
from yusuan.reading.structure.captions import is_title_line, note_lines, read_caption
from yusuan.reading.structure.header import is_body_row
from yusuan.reading.structure.labels import are_codes

ROW = 24.0  # points from row to row: apart enough that no line seems to wrap into the next
COLUMN = 60.0
SIZE = 10.0
_PAD = 3.0


def place_cell(
    row: int,
    column: int,
    text: str,
    *,
    rows: int = 1,
    columns: int = 1,
    indent: float = 0.0,
    verdict: Verdict | None = None,
) -> TextCell:
    """A cell at its made-up place; leading blanks stand in for indentation, besides `indent` points."""
    leading = text[: len(text) - len(text.lstrip())]
    x0 = column * COLUMN + _PAD + indent + sum(SIZE if b in "\u3000\t" else SIZE / 2 for b in leading)
    top = row * ROW + (ROW - SIZE) / 2
    end = max(x0 + SIZE, (column + columns) * COLUMN - _PAD)
    return TextCell(row, row + rows, column, column + columns, text, x0, top, end, top + SIZE, verdict=verdict)


def place_line(row: int, text: str) -> Line:
    """A line of text in a row of its own."""
    cell = place_cell(row, 0, text)
    return Line(text, cell.x0, cell.top, cell.x0 + SIZE * len(cell.plain), cell.bottom, SIZE)


def place(
    page_number: int, cells: Sequence[TextCell], lexicon: Lexicon, *, goes_on: bool = False
) -> tuple[list[Sheet], list[Line]]:
    """The tables among the cells, and the lines above, between and below them.

    `goes_on`: the cells have no header, and may be the rest of a table: one row is enough, and blank columns are its.
    """
    rows = _Rows(_unstacked(cells), lexicon)
    sheets: list[Sheet] = []
    lines: list[Line] = []
    for start, end in rows.blocks():
        first, last = rows.table(start, end)
        enough = last - first > (0 if goes_on else 1)
        sheet = _sheet(page_number, rows.between(first, last), first, last, goes_on) if enough else None
        if sheet is None:
            first = last = end
        else:
            sheets.append(sheet)
        lines += [line for r in (*range(start, first), *range(last, end)) for line in rows.lines(r)]
    return sheets, lines


def _unstacked(cells: Sequence[TextCell]) -> list[TextCell]:
    """The cells, rows that print several subjects line by line as so many rows.

    A row does where one cell lists codes of one length and every other one prints as many lines, or none.
    """
    more: dict[int, int] = {}
    for r in sorted({cell.row for cell in cells}):
        own = [cell for cell in cells if cell.row == r and cell.row_end == r + 1 and cell.plain]
        counts = {len(_lines_of(cell.text)) for cell in own}
        if len(counts) == 1 and (count := counts.pop()) > 1 and any(are_codes(_lines_of(cell.text)) for cell in own):
            more[r] = count - 1
    if not more:
        return list(cells)

    def moved(row: int) -> int:
        return row + sum(extra for r, extra in more.items() if r < row)

    placed: list[TextCell] = []
    for cell in cells:
        lines = _lines_of(cell.text) if cell.row in more and cell.row_end == cell.row + 1 else []
        if len(lines) == more.get(cell.row, 0) + 1 and lines:
            for n, text in enumerate(lines):
                row = moved(cell.row) + n
                placed.append(_at(replace(cell, text=text, verdict=None), row, row + 1))
        else:
            placed.append(_at(cell, moved(cell.row), moved(cell.row_end)))
    return placed


def _at(cell: TextCell, row: int, row_end: int) -> TextCell:
    """The cell in other rows."""
    down = (row - cell.row) * ROW
    return replace(cell, row=row, row_end=row_end, top=cell.top + down, bottom=cell.bottom + down)


def _lines_of(text: str) -> list[str]:
    """The lines of a cell that print something."""
    return [line for line in text.split("\n") if line.strip()]


@dataclass(frozen=True)
class _Rows:
    """Rows of cells with text, asked what they are; cells without text take no part."""

    cells: Sequence[TextCell]
    lexicon: Lexicon

    @cached_property
    def covering(self) -> dict[int, list[TextCell]]:
        """By row, the cells with text that cover it, from the left."""
        found: dict[int, list[TextCell]] = {}
        for cell in sorted(self.cells, key=lambda c: (c.column, c.row)):
            for r in range(cell.row, cell.row_end) if cell.plain else ():
                found.setdefault(r, []).append(cell)
        return found

    @cached_property
    def captions(self) -> dict[int, bool]:
        """What is_caption said of a row."""
        return {}

    @cached_property
    def width(self) -> int:
        """The columns that the cells take up."""
        return max((c.column_end for c in self.cells if c.plain), default=0)

    def between(self, first: int, last: int) -> list[TextCell]:
        """The cells, blank ones too, that begin in rows [first, last)."""
        return [c for c in self.cells if first <= c.row < last]

    def lines(self, r: int) -> list[Line]:
        """A line for each cell that begins in row r; a name that ends in a colon takes the cell after it."""
        lines: list[Line] = []
        for cell in (c for c in self.covering.get(r, ()) if c.row == r):
            text = re.sub(r"\s*\n\s*", "", cell.text)
            line = Line(text, cell.x0, cell.top, max(cell.x1, cell.x0 + SIZE * len(cell.plain)), cell.bottom, SIZE)
            if lines and re.search(r"[:：]\s*$", lines[-1].text):
                lines[-1] = lines[-1]._replace(text=lines[-1].text + text, x1=line.x1)
            else:
                lines.append(line)
        return lines

    def is_caption(self, r: int) -> bool:
        """Whether row r holds nothing but a title, a number, a money unit, a body's name or the like."""
        if r not in self.captions:
            cells = self.covering.get(r, [])
            self.captions[r] = len(cells) <= 4 and all(c.row == r for c in cells) and self._says_caption(r)
        return self.captions[r]

    def _says_caption(self, r: int) -> bool:
        lines = self.lines(r)
        said = [bool(read_caption([line], self.lexicon).lines) for line in lines]
        return any(said) and all(s or re.search(r"[:：]", line.text) for s, line in zip(said, lines, strict=True))

    def is_title(self, r: int) -> bool:
        """Whether the title of a table stands in row r."""
        return any(is_title_line(line, self.lexicon) for line in self.lines(r))

    def is_header(self, r: int) -> bool:
        """Whether row r looks like the first of a header: several header words and no data."""
        cells = self.covering.get(r, [])
        words = [c for c in cells if len(c.plain) <= 30 and self.lexicon.is_header_word(c.plain)]
        return len(cells) > 1 and len(words) * 2 > len(cells) and not is_body_row(cells)

    def blocks(self) -> Iterator[tuple[int, int]]:
        """Row ranges that hold one table each, with the lines around it."""
        start = 0
        end = max(self.covering, default=-1) + 1
        for r in range(1, end):
            if self._begins(r) and r > start:
                yield start, r
                start = r
        if end:
            yield start, end

    def _begins(self, r: int) -> bool:
        """Whether a table's caption begins in row r, or after a blank row its header, below another table."""
        if r not in self.covering or (r - 1 in self.covering and self.is_caption(r - 1)):
            return False
        after_blank = r - 1 not in self.covering
        if not self.is_caption(r):
            return after_blank and self.is_header(r) and not self._only_captions_above(r)
        run = r
        while run in self.covering and self.is_caption(run):
            run += 1
        titled = any(self.is_title(i) for i in range(r, run))
        return after_blank or (titled and (self.is_header(run) or run not in self.covering))

    def _only_captions_above(self, r: int) -> bool:
        above = r - 1
        while above >= 0 and above not in self.covering:
            above -= 1
        return above < 0 or len(self.covering[above]) < 2 or self.is_caption(above)

    def table(self, start: int, end: int) -> tuple[int, int]:
        """The rows of a block that are its table: below the captions, above the notes; (end, end) without one."""
        head = start
        for r in range(start, end):
            if self.is_caption(r):
                head = r + 1
            elif is_body_row(self.covering.get(r, [])):
                break
        wide = [r for r in range(head, end) if len(self.covering.get(r, ())) > 1 and not self.is_caption(r)]
        if not wide:
            return end, end
        first, last = wide[0], wide[-1] + 1
        while first > head and self._opens_header(first - 1):
            first -= 1
        while last < end and self._is_data(last):
            last += 1
        return first, last

    def _opens_header(self, r: int) -> bool:
        """Whether a lone cell is a group of the header below: it covers some columns only, the first not among them."""
        cells = self.covering.get(r, [])
        return (
            len(cells) == 1
            and cells[0].column > 0
            and not self.is_caption(r)
            and (1 < cells[0].column_end - cells[0].column < 0.8 * self.width)
        )

    def _is_data(self, r: int) -> bool:
        """Whether a row with one cell, below a table's last full row, still belongs to it."""
        cells = self.covering.get(r, [])
        if not cells or self.is_caption(r):
            return False
        long = cells[0].column_end - cells[0].column > max(2, 0.6 * self.width) or len(cells[0].plain) > 40
        return not long and not note_lines(self.lines(r), self.lexicon)


def _sheet(page_number: int, cells: Sequence[TextCell], first: int, last: int, has_blank: bool) -> Sheet | None:
    """Rows [first, last) as a sheet; columns in which no text begins are none, unless it `has_blank` ones. None with
    fewer than two.
    """
    starts = sorted({c.column for c in cells if c.plain or has_blank})
    if len(starts) < 2:
        return None
    right = max(c.column_end for c in cells if c.plain or has_blank)
    index = {column: i for i, column in enumerate(starts)}
    upto = [sum(1 for s in starts if s < column) for column in range(max(c.column_end for c in cells) + 1)]
    placed: dict[tuple[int, int], TextCell] = {}
    for cell in cells:
        column = index.get(cell.column, upto[cell.column])
        column_end = max(upto[cell.column_end], column + 1) if cell.plain else upto[cell.column_end]
        moved = replace(
            cell, row=cell.row - first, row_end=min(cell.row_end, last) - first, column=column, column_end=column_end
        )
        for r in range(moved.row, moved.row_end):
            for c in range(column, column_end):
                placed.setdefault((r, c), moved)
    for r in range(last - first):
        for c, start in enumerate(starts):
            if (r, c) not in placed:
                blank = place_cell(first + r, start, "")
                placed[r, c] = replace(blank, row=r, row_end=r + 1, column=c, column_end=c + 1)
    edges = [*(column * COLUMN for column in starts), right * COLUMN]
    return Sheet(page_number, Grid([r * ROW for r in range(first, last + 1)], edges, []), placed)
