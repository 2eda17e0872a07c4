"""Every figure's box read again through pdfium, another program than the one that read the document.

Belongs here: the question "is in this box what `amount_text` says?", its geometry, and words for the differences.
Does not: judging amounts (dbt), pictures (pictures).

Geometry. A figure's place is in points from the top left of the page as shown; pdfium asks in the PDF's own space,
whose origin is wherever the page's box says (a media box may begin at -12, or be written upside down; pdfium gives it
in order), before the page is rotated. pdfium counts a character as inside when its ink touches the box, so the box is
drawn in by a hair: a neighbour that only touches it is not in it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import pypdfium2

_INSET_X = 0.3  # points, on either side
_INSET_Y = 0.12  # of a line's height (of the width, where that is less: text that runs upwards), above and below

_LEFT_OUT = re.compile(r"[\s,，\u200b\ufeff\x00]+")
_FIGURE = re.compile(r"[\d.%()（）+\-−—–]*")
_NO_FIGURE = re.compile(r"[^\d.%()（）+\-−—–]+")
# pdfium writes these for a hyphen at the end of a line.
_HYPHENS = str.maketrans({"\x02": "-", "\ufffe": "-"})

Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Place:
    """A loaded figure with its box (x0, top, x1, bottom): points from the top left of the page as shown."""

    amount_key: str
    page: int
    text: str
    box: Box


@dataclass(frozen=True)
class BoxReading:
    """What pdfium finds in a figure's box; `outcome` is one of OUTCOMES."""

    place: Place
    found: str
    outcome: str


OUTCOMES = {
    "equal": "the same characters",
    "overrun": "the same figure; words of another cell reach into its box (in print often clipped off)",
    "empty": "no text in the box",
    "part": "only a part of the figure is in the box",
    "more": "the figure, and other figures or words beside it",
    "order": "the same characters in another order",
    "different": "other characters",
}


def squeezed(text: str) -> str:
    """Text without white space and separators: all that the comparison leaves out."""
    return _LEFT_OUT.sub("", text.translate(_HYPHENS))


def compare(printed: str, found: str) -> str:
    """The outcome for a figure printed as `printed` where pdfium finds `found`."""
    want, got = squeezed(printed), squeezed(found)
    if want == got:
        return "equal"
    if not got:
        return "empty"
    if _FIGURE.fullmatch(want) and _NO_FIGURE.sub("", got) == want:
        return "overrun"
    if Counter(want) == Counter(got):
        return "order"
    if got in want:
        return "part"
    return "more" if want in got else "different"


def inset(box: Box, lines: int) -> Box:
    """A box of that many text lines, drawn in by a hair on every side."""
    x0, top, x1, bottom = box
    dx = min(_INSET_X, (x1 - x0) / 4)
    dy = _INSET_Y * min(x1 - x0, (bottom - top) / max(1, lines))
    return x0 + dx, top + dy, x1 - dx, bottom - dy


def to_pdf_space(box: Box, page: Box, rotation: int) -> Box:
    """A box on the page as shown → (left, bottom, right, top) in the PDF's space.

    `page` is the page's own box in that space (left, bottom, right, top); `rotation` is clockwise, in degrees.
    """
    x0, top, x1, bottom = box
    left, low, right, high = page
    if rotation == 90:
        return left + top, low + x0, left + bottom, low + x1
    if rotation == 180:
        return right - x1, low + top, right - x0, low + bottom
    if rotation == 270:
        return right - bottom, high - x1, right - top, high - x0
    return left + x0, high - bottom, left + x1, high - top


def read_boxes(data: bytes, places: Iterable[Place]) -> Iterator[BoxReading]:
    """What pdfium finds in each place of a PDF, page by page."""
    with pypdfium2.PdfDocument(data) as document:
        for number, group in groupby(sorted(places, key=lambda p: p.page), key=lambda p: p.page):
            page = document[number - 1]
            text = page.get_textpage()
            frame, rotation = page.get_bbox(), page.get_rotation()
            for place in group:
                box = inset(place.box, place.text.count("\n") + 1)
                found = text.get_text_bounded(*to_pdf_space(box, frame, rotation))
                yield BoxReading(place, found, compare(place.text, found))
            text.close()
            page.close()
