"""Cells to highlight on the pages that print them, and which part of a page shows them.

Belongs here: geometry in points, with nothing drawn. Does not: rendering (pictures), choosing cells (finding_cards,
corpus.choice).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_ABOVE, _BELOW = 46.0, 22.0  # points shown around highlighted cells
_FOLDED = 60.0  # points between two parts of a page from which on what lies between them is left out

Span = tuple[float, float]


@dataclass(frozen=True)
class Highlight:
    """A cell to highlight: its box in points on the page as shown, and the kind of frame it gets (pictures.FRAMES).

    `on_line`: the box is the line of a figure of the narrative, (its text, the how manieth such on that line).
    `is_face`: the figure that the others are held against.
    """

    side: str
    box: tuple[float, float, float, float]
    on_line: tuple[str, int] | None = None
    is_face: bool = False


@dataclass(frozen=True)
class HighlightedPage:
    """A page of a document and the cells to highlight on it.

    `also`: other parts of the page to show, from where to where in points (the header of the table).
    """

    file_name: str
    page: int
    highlights: tuple[Highlight, ...]
    also: tuple[Span, ...] = ()


def spans(highlights: Sequence[Highlight], height: float, also: Sequence[Span] = ()) -> list[Span]:
    """From where to where a picture of the highlighted cells reaches down a page of that height, folded between."""
    wanted = [(highlight.box[1] - _ABOVE, highlight.box[3] + _BELOW) for highlight in highlights] + list(also)
    found: list[Span] = []
    for top, bottom in sorted((max(0.0, top), min(height, bottom)) for top, bottom in wanted):
        if found and top - found[-1][1] < _FOLDED:
            found[-1] = (found[-1][0], max(found[-1][1], bottom))
        else:
            found.append((top, bottom))
    return found


def choose_pages(pages: Sequence[HighlightedPage], first: Sequence[str], room: int) -> list[HighlightedPage]:
    """At most `room` pages, in order: one of the figure in dispute, those with the kinds `first`, most highlights."""

    def rank(page: HighlightedPage) -> tuple[bool, int]:
        return any(highlight.side in first for highlight in page.highlights), len(page.highlights)

    ranked = sorted(pages, key=rank, reverse=True)
    face = next((page for page in ranked if any(highlight.is_face for highlight in page.highlights)), None)
    chosen = [face, *(page for page in ranked if page is not face)] if face else ranked
    return sorted(chosen[:room], key=lambda p: (p.file_name, p.page))
