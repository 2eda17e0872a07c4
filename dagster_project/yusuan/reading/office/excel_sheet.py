"""A worksheet as both Excel formats give it.

Belongs here: the form between opening a workbook (excel_xlsx.py, excel_xls.py) and reading it (excel.py).

openpyxl and xlrd open workbooks because a figure is what its number format shows, and calamine does not tell formats,
indentation or hidden rows. Nothing is evaluated: a formula is what the file stores as its result, or not known.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from yusuan.reading.pages.layout import Verdict

LEAST_HEIGHT = 2.0  # points: in a row below that nothing can be seen
LEAST_WIDTH = 0.3  # widths of a digit: nor in a column narrower than that
UNKNOWN = Verdict("damaged", None, 0)  # a figure stands there, and the file does not say which


@dataclass(frozen=True)
class Entry:
    """A cell of a worksheet with text: row and column from 0, and its indentation in steps.

    `verdict` where the text alone does not say which figure the worksheet shows.
    """

    row: int
    column: int
    text: str
    indent: float = 0.0
    verdict: Verdict | None = None


@dataclass
class Worksheet:
    """A worksheet as stored: entries with text, merged ranges (rows, columns, ends exclusive), what is hidden."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unstored: int = 0  # formulas without a stored result
    unseen: int = 0  # cells in the colour of their ground
