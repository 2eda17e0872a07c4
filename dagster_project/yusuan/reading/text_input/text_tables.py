"""The common form of tables read from text: figures, rows, tables.

Belongs here: what a figure, a row and a table of a text are. Does not: finding them, placing figures in columns.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from yusuan.reading.text_input.layouts import Layout
from yusuan.reading.text_input.source import Word


@dataclass
class TextFigure:
    """A figure as printed. `number` is None where digits are lost; `column` is the column number given to it.

    `reading` is exact, ambiguous (not proven which column) or damaged; `positions` are the columns that a
    tool's cell borders name, empty where nothing does.
    """

    word: Word
    number: Decimal | None
    decimals: int
    is_percent: bool = False
    column: int | None = None
    reading: str = "ambiguous"
    position: int | None = None


@dataclass
class TextRow:
    """A printed row of one block, its figures in order.

    `unit` is the unit of a project, or the label of the second code; `group` the heading merged over several rows.
    """

    block: int
    line: int
    code: str = ""
    label: str = ""
    second_code: str = ""
    unit: str = ""
    group: str = ""
    indent: int = 0
    index: str = ""
    figures: list[TextFigure] = field(default_factory=list)
    label_parts: list[str] = field(default_factory=list)  # parts of label and unit as the lines break them
    is_repeat: bool = False
    is_doubtful: bool = False  # whether the figures are the row's own is not sure: they prove nothing


@dataclass
class TextTable:
    """A table: its layout, what its caption says, and its rows line by line of the grid, in segments.

    A segment begins where the header is printed again; a grid row holds at most one row of every block.
    `column_numbers` are the printed numbers of its value columns from the left, where it prints one for each.
    """

    layout: Layout
    kind: str
    title: str
    first_line: int
    segments: list[list[list[TextRow]]] = field(default_factory=list)
    column_numbers: tuple[str, ...] = ()

    @property
    def rows(self) -> list[TextRow]:
        """All rows that are no repeats, in order."""
        return [r for segment in self.segments for line in segment for r in line if not r.is_repeat]
