"""A document as every reader hands it on: pages with sheets and lines, whatever the file was.

Belongs here: the common form between a file's own reader and the steps that all files share. Does not: either of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from yusuan.reading.pages.layout import Line, Sheet


class UnreadableError(Exception):
    """The document cannot be read at all; the message says why in a sentence for the person who dropped it."""

    def __init__(self, reason: str, page_count: int = 0) -> None:
        super().__init__(reason)
        self.page_count = page_count


@dataclass(frozen=True)
class PaperPage:
    """One page: its sheets (tables with their cells) from top to bottom, its lines outside them, running heads apart.

    `text` is everything printed, normalised and without white space. Sizes are points; 0 where a file has no pages.
    `goes_on`: whether a table of the page before may go on here; a worksheet's never does. `gutters`: where several
    pages are printed beside each other, the places between them.
    """

    number: int
    sheets: list[Sheet]
    lines: list[Line]
    furniture: list[Line] = field(default_factory=list)
    text: str = ""
    width: float = 0.0
    height: float = 0.0
    rotation: int = 0
    char_count: int = 0
    unreadable_char_count: int = 0
    picture_share: float = 0.0
    goes_on: bool = True
    gutters: tuple[float, ...] = ()

    def beside(self) -> list[PaperPage]:
        """The pages that are printed beside each other on this one, from the left; mostly it is one."""
        if not self.gutters:
            return [self]
        edges = pairwise((float("-inf"), *self.gutters, float("inf")))
        return [
            replace(
                self,
                sheets=[s for s in self.sheets if left <= (s.grid.columns[0] + s.grid.columns[-1]) / 2 < right],
                lines=[line for line in self.lines if left <= (line.x0 + line.x1) / 2 < right],
            )
            for left, right in edges
        ]


@dataclass(frozen=True)
class Paper:
    """A document as read: `reader` names how (pdf, …); places are real points on a page only where `has_places`."""

    reader: str
    pages: Sequence[PaperPage]
    has_places: bool = True
