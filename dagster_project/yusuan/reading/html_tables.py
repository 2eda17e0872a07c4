"""HTML tables → cells in rows and columns, as a browser lays them out.

Belongs here: colspan, rowspan, line breaks, entities, what is not shown. Does not: which rows are a header, files.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser

from yusuan.reading.text import is_footnote_mark

MOST_COLUMNS = 500  # that a cell may span: more is damage, and would fill memory

_TABLE = re.compile(r"<(?P<end>/?)table\b[^>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"<[!?][^<>]*>?")
_LAST_ROW = re.compile(r".*</t[rdh]\s*>", re.IGNORECASE | re.DOTALL)
_BREAKS = {"br", "p", "div", "li", "tr"}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_VOID = {"br", "img", "hr", "col", "wbr", "input", "meta", "link"}


@dataclass(frozen=True)
class WrittenCell:
    """A cell as a text writes it, `rows` × `columns` large; line feeds keep its lines apart, blanks in front stay."""

    row: int
    column: int
    text: str
    rows: int = 1
    columns: int = 1


def split_tables(text: str) -> Iterator[tuple[str, bool]]:
    """The parts of a text in order, each with whether it is a table: `<table>` to its `</table>`.

    A table that is not closed ends with its last row.
    """
    tags = list(_TABLE.finditer(text))
    closing = _closing(tags)
    start = 0
    for i, tag in enumerate(tags):
        if tag.start() < start:
            continue
        yield text[start : tag.start()], False
        start = tag.end()
        if not tag["end"]:
            following = tags[i + 1].start() if i + 1 < len(tags) else len(text)
            start = tags[closing[i]].end() if i in closing else _end_of_rows(text, start, following)
            yield text[tag.start() : start], True
    yield text[start:], False


def table_cells(html: str) -> list[WrittenCell]:
    """The cells of one table in order of their rows; a table within a cell is text of that cell."""
    parser = _Parser()
    parser.feed(_DECLARATION.sub("", html))
    parser.close()
    parser.finish()
    return _laid_out(parser.rows)


def _closing(tags: Sequence[re.Match[str]]) -> dict[int, int]:
    """By the place of each tag that opens a table, the place of the one that closes it."""
    opened: list[int] = []
    found: dict[int, int] = {}
    for i, tag in enumerate(tags):
        if not tag["end"]:
            opened.append(i)
        elif opened:
            found[opened.pop()] = i
    return found


def _end_of_rows(text: str, start: int, end: int) -> int:
    rows = _LAST_ROW.match(text, start, end)
    return rows.end() if rows else start


@dataclass
class _Cell:
    rows: int
    columns: int
    parts: list[str] = field(default_factory=list)


class _Parser(HTMLParser):
    """Rows of cells with their text; end tags may be left out, as HTML allows."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[_Cell]] = []
        self.cell: _Cell | None = None
        self.depth = 0
        self.hidden: list[str] = []  # the open tags from the first on that is not shown
        self.raised: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        own = dict(attrs)
        if self.hidden or "hidden" in own or _HIDDEN.search(own.get("style") or "") or tag in ("style", "script"):
            if tag not in _VOID:
                self.hidden.append(tag)
            return
        if tag == "table":
            self.depth += 1
        elif self.depth == 1 and tag == "tr":
            self.finish()
            self.rows.append([])
        elif self.depth == 1 and tag in ("td", "th"):
            self.finish()
            if not self.rows:
                self.rows.append([])
            self.cell = _Cell(_span(own.get("rowspan")), _span(own.get("colspan")))
            self.rows[-1].append(self.cell)
        elif tag == "sup":
            self.raised = []
        if self.cell and tag in _BREAKS:
            self.cell.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if self.hidden:
            if tag in self.hidden:
                del self.hidden[len(self.hidden) - 1 - self.hidden[::-1].index(tag) :]
            return
        if tag == "table":
            self.depth -= 1
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self.finish()
        elif tag == "sup":
            self._lower()
        elif self.cell and tag in _BREAKS:
            self.cell.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if self.hidden or self.cell is None:
            return
        text = re.sub(r"[ \t\r\n\f]+", " ", data)
        (self.cell.parts if self.raised is None else self.raised).append(text)

    def finish(self) -> None:
        """Close the open cell."""
        self._lower()
        self.cell = None

    def _lower(self) -> None:
        """Put raised text back into its cell, but a footnote's digit, which would join the figure in front."""
        if self.raised is not None and self.cell is not None:
            raised = "".join(self.raised)
            self.cell.parts.append("" if is_footnote_mark(raised) else raised)
        self.raised = None


def _span(text: str | None) -> int:
    return min(max(1, int(text)), MOST_COLUMNS) if text and text.isascii() and text.strip().isdigit() else 1


def _laid_out(rows: list[list[_Cell]]) -> list[WrittenCell]:
    """Cells in the next column that no cell from above covers."""
    cells: list[WrittenCell] = []
    covered: dict[int, int] = {}  # column → the first row that is free below the cell that covers it
    for r, row in enumerate(rows):
        column = 0
        for cell in row:
            while covered.get(column, 0) > r:
                column += 1
            rows_here = min(cell.rows, len(rows) - r)
            width = 1
            while width < cell.columns and covered.get(column + width, 0) <= r:
                width += 1
            cells.append(WrittenCell(r, column, _text(cell.parts), rows_here, width))
            for c in range(column, column + width):
                covered[c] = r + rows_here
            column += width
    return cells


def _text(parts: list[str]) -> str:
    lines = [re.sub(r"^ +| +$", "", line) for line in "".join(parts).split("\n")]
    return "\n".join(line for line in lines if line.strip())
