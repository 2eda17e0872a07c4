"""Which text of a PDF page is seen, and which way it runs.

Belongs here: colours, seals, turned text. Does not: what is painted over or not at all (painting.py), positions and
rules (page_content.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pdfplumber.page import Page

_SMALLEST = 1.0  # points: smaller characters are not seen
_SEAL = 40.0  # points: a round outline so large may be a seal
_ALONG = 0.05  # share of a text direction that may lie across an axis
_INKS = ("Separation", "DeviceN", "Indexed", "Pattern")  # colour spaces in which numbers tell no brightness


def seen_chars(page: Page) -> Iterator[tuple[dict[str, Any], int]]:
    """The characters (as pdfplumber has them) that are seen, and by how many degrees each is turned against the clock.

    Left out: what is painted in no colour or in that of its background, what is too small to see, what runs aslant
    (watermarks, stamps), and the words of a seal.
    """
    seals = _seals(page)
    for char in page.chars:
        turn = _turn(char)
        if turn is not None and char["size"] >= _SMALLEST and _is_seen(char, page) and not _is_of_seal(char, seals):
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


def _seals(page: Page) -> list[dict[str, Any]]:
    """Round outlines in a colour, as of a seal drawn on the page."""
    return [
        curve
        for curve in page.curves
        if curve.get("stroke")
        and _is_coloured(curve.get("stroking_color"))
        and min(curve["width"], curve["height"]) >= _SEAL
        and 0.6 <= curve["width"] / curve["height"] <= 1.7
        and any(segment[0] == "c" for segment in curve["path"])
    ]


def _is_of_seal(char: dict[str, Any], seals: Sequence[dict[str, Any]]) -> bool:
    """Whether a character stands inside a seal, in its colour."""
    x, y = (char["x0"] + char["x1"]) / 2, (char["top"] + char["bottom"]) / 2
    return any(
        seal["x0"] <= x <= seal["x1"]
        and seal["top"] <= y <= seal["bottom"]
        and tuple(char["non_stroking_color"] or ()) == tuple(seal["stroking_color"])
        for seal in seals
    )


def _is_coloured(colour: Any) -> bool:
    """Whether a colour is no grey: three parts of which one stands out, or four of which the first three differ."""
    if not isinstance(colour, (tuple, list)) or len(colour) not in (3, 4):
        return False
    parts = [part for part in colour[:3] if isinstance(part, (int, float))]
    return len(parts) == 3 and max(parts) - min(parts) > 0.3
