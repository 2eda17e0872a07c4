"""A worksheet as both Excel formats give it.

Belongs here: the form between opening a workbook (excel_xlsx.py, excel_xls.py) and reading it (excel.py).

openpyxl and xlrd open workbooks because a figure is what its number format shows, and calamine does not tell formats,
indentation or hidden rows. Nothing is evaluated: a formula is what the file stores as its result.
"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Entry:
    """A cell of a worksheet with text: row and column from 0, and its indentation in steps."""

    row: int
    column: int
    text: str
    indent: float = 0.0


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
