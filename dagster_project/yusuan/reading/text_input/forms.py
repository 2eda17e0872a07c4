"""Forms in a text that knows no merged cells: the names of sections and groups are cells over several rows again.

Belongs here: which rows a name in the first column heads. Does not: ordinary tables (merging.py), what a section says
(structure/sections.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yusuan.reading.html_tables import WrittenCell
from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.structure.header import is_body_row
from yusuan.reading.structure.labels import is_code
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.merging import WrittenRows, header_cells, header_rows, is_word, row_cells

_LEAST_SECTIONS = 2  # a lone one may be a header over a row without label


def form_cells(rows: WrittenRows) -> list[WrittenCell]:
    """The cells of a form; none where the rows are no form: several times a name in the first column heads rows that
    begin with a header of their own.
    """
    width = max((len(row) for row in rows), default=0)
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    plain = [[squeeze(t) for t in row] for row in padded]
    sections = list(_sections(plain))
    if len(sections) < _LEAST_SECTIONS:
        return []
    cells: list[WrittenCell] = []
    start = 0
    for first, end in [*sections, (len(rows), len(rows))]:
        for r in range(start, first):
            cells += _row(padded[r], plain[r], r, 0)
        if first < end:
            cells.append(WrittenCell(first, 0, padded[first][0], rows=end - first))
            cells += _section(padded, plain, first, end)
        start = end
    return cells


def _sections(plain: WrittenRows) -> Iterator[tuple[int, int]]:
    """First and end row of each section."""
    if any(is_code(row[0]) for row in plain):
        return
    r = 1
    while r < len(plain):
        name, *others = plain[r]
        end = r + 1
        words = {t for t in others if is_word(t)} - {name}
        if is_word(name) and len(words) > 1 and not any(looks_like_amount(t) for t in others):
            while end < len(plain) and plain[end][0] in ("", name):
                end += 1
            if any(_says_something(row) for row in plain[r + 1 : end]):
                yield r, end
        r = end


def _says_something(row: Sequence[str]) -> bool:
    cells = row_cells(row[1:])
    return is_body_row(cells) or len({t for t in row[1:] if is_word(t)}) > 1


def _section(padded: WrittenRows, plain: WrittenRows, first: int, end: int) -> Iterator[WrittenCell]:
    """The cells beside a section's name: its header, and rows whose groups stand over several of them."""
    inner = [row[1:] for row in padded[first:end]]
    depth = header_rows(inner)
    depth = depth if depth < len(inner) else 1
    for cell in header_cells(inner[:depth]):
        yield WrittenCell(first + cell.row, cell.column + 1, cell.text, cell.rows, cell.columns)
    r = first + depth
    while r < end:
        below = r + 1
        name, beside = plain[r][1], plain[r][2] if len(plain[r]) > 2 else ""
        while below < end and is_word(name) and is_word(beside) and _stands_under(plain[below], name):
            below += 1
        if below - r > 1:
            yield WrittenCell(r, 1, padded[r][1], rows=below - r)
        for k in range(r, below):
            yield from _row(padded[k], plain[k], k, 2 if below - r > 1 else 1)
        r = below


def _stands_under(row: Sequence[str], name: str) -> bool:
    return row[1] in ("", name) and is_word(row[2]) and row[2] != name


def _row(row: Sequence[str], plain: Sequence[str], r: int, start: int) -> Iterator[WrittenCell]:
    """The cells of a row; words that are repeated side by side are one cell."""
    c = start
    while c < len(row):
        end = c + 1
        while end < len(row) and is_word(plain[c]) and plain[end] == plain[c]:
            end += 1
        yield WrittenCell(r, c, row[c], columns=end - c)
        c = end
