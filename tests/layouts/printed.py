"""A table set on pages of a PDF, in a setting of its own, as reading gives it back.

Belongs here: pages, code columns, page breaks. Does not: amounts (drawn).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from random import Random

import polars as pl
from tests.chaos.paper import Line
from tests.reading import papers

_MARGIN, _TOP = 40.0, 90.0


@dataclass(frozen=True)
class PrintedTable:
    """What is set: the paper's title, the table's, the paths of its value columns, its lines with codes."""

    document: str
    title: str
    headers: Sequence[str]
    lines: Sequence[Line]


def set_on_pages(table: PrintedTable, rng: Random) -> Mapping[str, pl.DataFrame]:
    """The raw tables of the PDF: three columns of codes, in each its own digits; pages break anywhere."""
    paper = papers.Paper((842.0, 595.0))
    paper.text(421, 60, table.document, 16, "center")
    paper.page()
    rows = [_row(line, repeats=False) for line in table.lines]
    header, spans = _header(table.headers)
    height = rng.choice((16.0, 18.0, 21.0))
    widths = [rng.choice((28.0, 34.0))] * 3 + [rng.choice((170.0, 200.0))] + [90.0] * len(table.headers)
    cut = rng.randint(2, len(rows) - 2)
    is_titled_again = rng.random() < 0.3
    for number, part in enumerate((rows[:cut], rows[cut:])):
        if number:
            paper.page()
        if not number or is_titled_again:
            paper.title(30, table.title)
        paper.grid(_TOP, widths, [*header, *part], spans, left=_MARGIN, height=height)
    return papers.read(paper)


def _row(line: Line, *, repeats: bool) -> list[str]:
    """The cells of a line; `repeats`: the digits of what it stands under are printed again beside its own."""
    code = line.code or ""
    parts = [code[:3], code[3:5], code[5:7]]
    last = max((n for n, part in enumerate(parts) if part), default=0)
    shown = [part if repeats or n == last else "" for n, part in enumerate(parts)]
    return [*shown, line.label, *(f"{amount:,f}" if amount is not None else "" for amount in line.amounts)]


def _header(paths: Sequence[str]) -> tuple[list[list[str]], dict[tuple[int, int], tuple[int, int]]]:
    """Two rows of header cells, and which of them are merged."""
    names = [path.split("/") for path in paths]
    upper = ["科目编码", "", "", "科目名称", *(name[0] for name in names)]
    lower = ["类", "款", "项", "", *(name[1] if len(name) > 1 else "" for name in names)]
    spans = {(0, 0): (1, 3), (0, 3): (2, 1)}
    for n, name in enumerate(names):
        if len(name) == 1:
            spans[0, 4 + n] = (2, 1)
        elif not n or names[n - 1][0] != name[0]:
            spans[0, 4 + n] = (1, sum(other[0] == name[0] for other in names))
    return [upper, lower], spans
