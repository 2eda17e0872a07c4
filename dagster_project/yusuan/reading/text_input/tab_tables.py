"""Tables whose cells tabs keep apart (or commas, where figures stand in quotation marks): lines → rows of cells.

Belongs here: which lines are such tables and which caption them, what a text does to blank cells. Does not: damage that
OCR does to tables with tabs (markdown.py), rows that do not fit (written_table.py).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from yusuan.reading.numbers import looks_like_amount
from yusuan.reading.structure.labels import is_code
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.merging import WrittenRows, header_rows
from yusuan.reading.text_input.written_table import MOST_IN_CAPTION, WrittenTable, doubtful_rows, written_table

_FORMULA = re.compile(r"\$[^$\t]{1,60}\$")
_PARTED = re.compile(r"\d[\d,]*[.,]\s+\d+.*|\d[\d,]*\.\d+\s+[\d,]+(?:\.\d+)?")  # `1, 731. 95`, `683.21 683.21`
_QUOTED = re.compile(r'"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?"')
_SENTENCE = re.compile(r"[。;；]|.{41}")
_MOST_TORN = 50  # one of so many figures may have blanks inside before a text counts as torn
_LEAST_QUOTED = 2


@dataclass(frozen=True)
class BlankCells:
    """What a text keeps of blank cells, as far as it shows: those in front of a row, between cells, and at its end."""

    in_front: bool
    between: bool
    at_end: bool


def blank_cells(lines: Sequence[str]) -> BlankCells:
    """What the lines of a text show of blank cells."""
    rows = [line for line in lines if _has_cells(line)]
    return BlankCells(
        any(line.startswith("\t") for line in rows),
        any("\t\t" in line.strip("\t ") for line in rows),
        any(line.endswith("\t") for line in rows),
    )


def is_torn(lines: Sequence[str]) -> bool:
    """Whether the tables of a text were seen by OCR, which loses and moves cells: formulas, blanks inside figures."""
    cells = [cell.strip() for line in lines if "\t" in line for cell in line.split("\t")]
    if any(_FORMULA.search(cell) for cell in cells):
        return True
    figures = [cell for cell in cells if re.fullmatch(r"[\d,.\s]*\d[\d,.\s]*", cell)]
    return sum(bool(_PARTED.fullmatch(cell)) for cell in figures) * _MOST_TORN > len(figures)


def with_tabs(lines: Sequence[str]) -> list[str]:
    """Lines whose cells commas keep apart with tabs instead, where quotation marks around figures show that they do."""
    if any("\t" in line for line in lines) or sum(bool(_QUOTED.search(line)) for line in lines) < _LEAST_QUOTED:
        return list(lines)
    try:
        parsed = [next(csv.reader([line]), []) for line in lines]
    except csv.Error:
        return list(lines)
    return ["\t".join(cells) if len(cells) > 1 else line for line, cells in zip(lines, parsed, strict=True)]


def tab_tables(
    lines: Sequence[str], blanks: BlankCells, is_caption: Callable[[str], bool]
) -> Iterator[str | WrittenTable]:
    """Lines that follow on each other → the tables among them, and the lines between as they are.

    A row of captions, and a sentence, end a table; a lone word between rows is a row.
    """
    rows: WrittenRows = []
    last = max((i for i, line in enumerate(lines) if _has_cells(line)), default=-1)
    for i, line in enumerate(lines):
        cells = [cell.rstrip() for cell in line.split("\t")]
        texts = [cell.strip() for cell in cells if squeeze(cell)]
        captioned = _is_captioned(texts, is_caption)
        lone = not _has_cells(line) and (not rows or i > last or bool(_SENTENCE.search(texts[0] if texts else "")))
        if captioned or lone:
            yield from _table(rows, blanks)
            rows = []
            yield "  ".join(texts)
        else:
            rows.append(cells)
    yield from _table(rows, blanks)


def _is_captioned(texts: Sequence[str], is_caption: Callable[[str], bool]) -> bool:
    """Whether a row holds nothing but captions, and what else has a colon."""
    others = [text for text in texts if not re.search("[:：]", text)]
    return 0 < len(texts) <= MOST_IN_CAPTION and all(map(is_caption, others)) and any(map(is_caption, texts))


def _has_cells(line: str) -> bool:
    return "\t" in line.strip("\t ")


def _table(rows: WrittenRows, blanks: BlankCells) -> Iterator[str | WrittenTable]:
    """The rows as a table, or as lines where nothing shows that they are one: two rows of cells, and amounts or three
    columns. A contents page has neither.
    """
    several = [[c for c in row if squeeze(c)] for row in rows]
    wide = [row for row in several if len(row) > 1]
    if len(wide) < 2 or not any(len(row) > 2 or looks_like_amount(squeeze(cell)) for row in wide for cell in row[1:]):
        yield from ("  ".join(cell.strip() for cell in row) for row in several if row)
        return
    rows = _without_blank_edge(rows)
    depth = header_rows(rows)
    coded = sum(is_code(squeeze(row[0])) for row in rows[depth:]) * 2 > len(rows) - depth

    def is_cut(row: Sequence[str]) -> bool:
        begins = blanks.in_front or (coded and is_code(squeeze(row[0])))
        return blanks.between and not blanks.at_end and begins

    yield written_table(rows, doubtful_rows(rows, [len(row) for row in rows], is_cut=is_cut))


def _without_blank_edge(rows: WrittenRows) -> WrittenRows:
    """The rows without columns at the right edge that print nothing, which a worksheet's selection takes along."""
    width = max((i + 1 for row in rows for i, cell in enumerate(row) if squeeze(cell)), default=0)
    return [row[:width] for row in rows]
