"""Which text of a PDF page is seen, and which way it runs.

Belongs here: rendering modes, colours, turned text. Does not: positions and rules (page_content.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter
from pdfplumber.page import Page, PDFPageAggregatorWithMarkedContent
from pdfplumber.utils.exceptions import PdfminerException

_PAINTS_FILL, _PAINTS_STROKE = (0, 2, 4, 6), (1, 2, 5, 6)  # text rendering modes; 3 and 7 paint nothing
_SMALLEST = 1.0  # points: smaller characters are not seen
_ALONG = 0.05  # share of a text direction that may lie across an axis
_INKS = ("Separation", "DeviceN", "Indexed", "Pattern")  # colour spaces in which numbers tell no brightness


class _Device(PDFPageAggregatorWithMarkedContent):  # type: ignore[misc]  # pdfplumber is not typed
    """Characters know whether they are filled and stroked, as shapes do."""

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        self.mode = textstate.render
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, *args: Any, **kwargs: Any) -> float:
        advance: float = super().render_char(*args, **kwargs)
        char: Any = self.cur_item._objs[-1]
        char.fill, char.stroke = self.mode in _PAINTS_FILL, self.mode in _PAINTS_STROKE
        return advance


def seen_chars(page: Page) -> Iterator[tuple[dict[str, Any], int]]:
    """The characters (as pdfplumber has them) that are seen, and by how many degrees each is turned against the clock.

    Left out: what is painted in no colour or in that of its background, what is too small to see, and what runs
    aslant (watermarks, stamps). To be called before any other object of the page is asked for.
    """
    device = _Device(page.pdf.rsrcmgr, pageno=page.page_number, laparams=page.pdf.laparams)
    try:
        PDFPageInterpreter(page.pdf.rsrcmgr, device).process_page(page.page_obj)
    except Exception as error:
        raise PdfminerException(error) from error
    page._layout = device.get_result()
    for char in page.chars:
        turn = _turn(char)
        if turn is not None and char["size"] >= _SMALLEST and _is_seen(char, page):
            yield char, turn


def is_white(colour: Any) -> bool:
    """White, or so nearly that nobody sees it: Chinese exports hide rectangles in white."""
    if colour is None:
        return False
    parts = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    if not parts or not all(isinstance(p, (int, float)) for p in parts):
        return False
    return all(p < 0.03 for p in parts) if len(parts) == 4 else all(p > 0.97 for p in parts)


def _turn(char: dict[str, Any]) -> int | None:
    a, b = char["matrix"][:2]
    if abs(b) <= _ALONG * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= _ALONG * abs(b):
        return 90 if b > 0 else 270
    return None


def _is_seen(char: dict[str, Any], page: Page) -> bool:
    paints = ((char["fill"], char["non_stroking_color"]), (char["stroke"], char["stroking_color"]))
    colours = [colour for painted, colour in paints if painted]
    if char.get("ncs") in _INKS or not all(map(is_white, colours)):
        return bool(colours)
    return bool(colours) and _has_ground(char, page)


def _has_ground(char: dict[str, Any], page: Page) -> bool:
    """Whether a coloured shape or a picture lies behind a character."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    shapes = [s for s in (*page.rects, *page.curves) if s.get("fill") and not is_white(s.get("non_stroking_color"))]
    return any(s["x0"] <= x <= s["x1"] and s["top"] <= y <= s["bottom"] for s in (*shapes, *page.images))
