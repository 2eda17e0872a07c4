"""Tables whose cells the text itself keeps apart (pipes, tabs, HTML tags) → placed cells, and rows that do not fit.

Belongs here: what a table as written is, how many columns it has, which rows have other numbers of cells. Does not:
finding such tables (pipe_tables.py, tab_tables.py), merged cells (merging.py, forms.py), what rows mean.
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
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.forms import form_cells
from yusuan.reading.text_input.merging import WrittenRows, header_rows, merged, split_levels

MOST_IN_CAPTION = 4  # cells

_LEAST_CONTENTS = 3  # rows
_NAME_AND_PAGE = 2
_PAGE = re.compile(r"\d{1,3}")
_CAPTION = re.compile(r"(?:单位|部门)(?:名称)?:|金额单位")
_FOOTNOTE = re.compile(r"(?<=\d)\s*(?:[\u00b9\u00b2\u00b3\u2070-\u2079\u2460-\u2473*※]+|\[\d{1,2}\])$")


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

    def contents(self) -> list[str]:
        """Its rows as lines where it is a contents page: names with page numbers that never fall; else nothing."""
        rows: dict[int, dict[str, str]] = {}
        for cell in self.cells:
            if squeeze(cell.text):
                rows.setdefault(cell.row, {})[squeeze(cell.text)] = " ".join(cell.text.split())
        numbered = [list(row)[-1] for row in rows.values() if len(row) > 1 and "页码" not in row]
        numbers = [int(text) for text in numbered if _PAGE.fullmatch(text)]
        is_contents = len(numbers) == len(numbered) >= _LEAST_CONTENTS and numbers == sorted(numbers)
        is_contents = is_contents and all(len(row) <= _NAME_AND_PAGE for row in rows.values())
        return ["  ".join(row.values()) for row in rows.values()] if is_contents else []

    def doubted(self) -> WrittenTable:
        """The table with all rows doubtful."""
        return replace(self, doubtful=frozenset(range(self.height)))

    def placed(self, first: int) -> list[TextCell]:
        """The cells at made-up places from row `first` on; what stands in a doubtful row is ambiguous."""
        return [self._place(cell, first) for cell in self.cells]

    def _place(self, cell: WrittenCell, first: int) -> TextCell:
        placed = place_cell(first + cell.row, cell.column, cell.text, rows=cell.rows, columns=cell.columns)
        verdict = _verdict(cell.text, is_doubtful=cell.row in self.doubtful)
        return replace(placed, verdict=verdict) if verdict else placed


def _verdict(text: str, *, is_doubtful: bool) -> Verdict | None:
    """What is to be said of a figure beyond its text: doubtful, behind it a footnote's mark, or lines of digits, which
    may be two figures. None for anything else.
    """
    marked = _FOOTNOTE.search(text.rstrip())
    figure = parse_figure(text.rstrip()[: marked.start()] if marked else text)
    if figure is None:
        return None
    if sum(bool(re.search(r"\d", line)) for line in text.split("\n")) > 1:
        return Verdict("damaged", None, 0)
    if is_doubtful:
        return Verdict("ambiguous", figure.value, figure.decimals)
    return Verdict("exact", figure.value, figure.decimals) if marked else None


def is_caption_row(row: Sequence[str]) -> bool:
    """Whether a row has one text only, or names unit and body: it tells nothing of the columns."""
    texts = {squeeze(t) for t in row} - {""}
    return len(texts) <= 1 or (len(texts) <= MOST_IN_CAPTION and any(_CAPTION.search(t) for t in texts))


def written_table(rows: WrittenRows, doubtful: frozenset[int]) -> WrittenTable:
    """The table of rows of texts, merged cells found again."""
    depth = header_rows(rows)
    if form := form_cells(rows):
        return WrittenTable(form, doubtful, has_header=depth > 0)
    more = len(split_levels(rows[:depth])) - depth
    return WrittenTable(merged(rows), frozenset(r + more for r in doubtful), has_header=depth > 0)


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
