"""Paragraphs and tables in the order in which they are written → pages, where a file has an order but no places.

Belongs here: rows counted on over what is written, page by page. Does not: taking files apart (office/word.py,
text_input), which rows of a table are its title (office/placing.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.office.placing import place, place_line
from yusuan.reading.pages.layout import Line, Sheet, TextCell
from yusuan.reading.paper import PaperPage
from yusuan.reading.text import squeeze, unreadable_count


@dataclass
class FlowPage:
    """A page under way: the next free row, and what stands above it."""

    row: int = 0
    sheets: list[Sheet] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def add_line(self, text: str) -> None:
        """A line in a row of its own; a blank one leaves its row empty."""
        if squeeze(text):
            self.lines.append(place_line(self.row, text))
            self.texts.append(text)
        self.row += 1

    def add_furniture(self, text: str) -> None:
        """A page number or the like in a row of its own."""
        self.furniture.append(place_line(self.row, text))
        self.texts.append(text)
        self.row += 1

    def add_table(self, number: int, cells: Sequence[TextCell], lexicon: Lexicon, *, has_header: bool = True) -> None:
        """A table of page `number`, its rows counted from `row` on; its title or notes may be rows of it."""
        sheets, lines = place(number, cells, lexicon, goes_on=not has_header)
        self.sheets += sheets
        self.lines += lines
        self.texts += [c.text for c in cells if c.plain]
        self.row = max([self.row, *(c.row_end for c in cells)]) + (0 if cells else 1)

    def done(self, number: int) -> PaperPage:
        """The page as every reader hands it on."""
        text = "".join(squeeze(t) for t in self.texts)
        return PaperPage(
            number,
            [replace(s, page_number=number) for s in self.sheets],
            self.lines,
            self.furniture,
            text=text,
            char_count=len(text),
            unreadable_char_count=unreadable_count(text),
        )
