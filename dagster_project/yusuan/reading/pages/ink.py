"""Which text of a PDF page is seen, and which way it runs.

Belongs here: colours, seals, turned text. Does not: what is painted over or not at all (painting.py), positions and
rules (page_content.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yusuan.reading.pages.canvas import Colour, Shape
from yusuan.reading.pages.painting import Painting

_SMALLEST = 1.0  # points: smaller characters are not seen
_SEAL = 40.0  # points: a round outline so large may be a seal
_ALONG = 0.05  # share of a text direction that may lie across an axis
_INKS = ("Separation", "DeviceN", "Indexed", "Pattern")  # colour spaces in which numbers tell no brightness


def seen_chars(painting: Painting) -> tuple[NDArray[np.intp], NDArray[np.int_]]:
    """Which characters of a page are seen, and by how many degrees each of them is turned against the clock.

    Left out: what is painted in no colour or in that of its background, what is too small to see, what runs aslant
    (watermarks, stamps), and the words of a seal.
    """
    numbers, boxes = painting.style_numbers, painting.boxes
    turns = [_turn(direction) for direction in painting.directions]
    has_ink = [_has_ink(style.fill, style.stroke, style.colour_space) for style in painting.styles]
    is_seen = np.array([t is not None and ink is not False for t, ink in zip(turns, has_ink, strict=True)], bool)[
        numbers
    ]
    is_seen &= boxes.size >= _SMALLEST
    x, y = (boxes.x0 + boxes.x1) / 2, (boxes.y0 + boxes.y1) / 2
    if None in has_ink:
        grounds = [s.box for s in painting.shapes if s.kind != "line" and s.fill is not None and not is_white(s.fill)]
        grounds += [picture.box for picture in painting.pictures]
        needs_ground = np.array([ink is None for ink in has_ink], bool)[numbers]
        is_seen &= ~needs_ground | _in_any(grounds, x, y)
    for seal in filter(_is_seal, painting.shapes):
        is_its_colour = np.array([style.fill_colour == seal.stroke for style in painting.styles], bool)[numbers]
        is_seen &= ~(is_its_colour & _in_any([seal.box], x, y))
    seen = np.flatnonzero(is_seen)
    return seen, np.array([turn or 0 for turn in turns], dtype=int)[numbers[seen]]


def is_white(colour: Any) -> bool:
    """White, or so nearly that nobody sees it: Chinese exports hide rectangles in white."""
    if colour is None:
        return False
    parts = tuple(colour) if isinstance(colour, (tuple, list)) else (colour,)
    if not parts or not all(isinstance(p, (int, float)) for p in parts):
        return False
    return all(p < 0.03 for p in parts) if len(parts) == 4 else all(p > 0.97 for p in parts)


@lru_cache(maxsize=1024)
def _turn(direction: tuple[float, float]) -> int | None:
    a, b = direction
    if abs(b) <= _ALONG * abs(a):
        return 0 if a > 0 else 180
    if abs(a) <= _ALONG * abs(b):
        return 90 if b > 0 else 270
    return None


@lru_cache(maxsize=1024)
def _has_ink(fill: Colour | None, stroke: Colour | None, space: str) -> bool | None:
    """Whether characters are painted in a colour; None where it is that of paper, and shows on another ground."""
    colours = [colour for colour in (fill, stroke) if colour is not None]
    if space in _INKS or not all(map(is_white, colours)):
        return bool(colours)
    return None if colours else False


def _in_any(boxes: Sequence[tuple[float, float, float, float]], x: Any, y: Any) -> NDArray[np.bool_]:
    """Whether each place lies in one of the boxes."""
    inside = np.zeros(len(x), dtype=bool)
    for x0, y0, x1, y1 in boxes:
        inside |= (x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1)
    return inside


def _is_seal(shape: Shape) -> bool:
    """Whether a shape is a round outline in a colour, as of a seal drawn on the page."""
    if shape.kind != "curve" or not shape.is_curved or not _is_coloured(shape.stroke):
        return False
    x0, y0, x1, y1 = shape.box
    return min(x1 - x0, y1 - y0) >= _SEAL and 0.6 <= (x1 - x0) / (y1 - y0) <= 1.7


def _is_coloured(colour: Any) -> bool:
    """Whether a colour is no grey: three parts of which one stands out, or four of which the first three differ."""
    if not isinstance(colour, (tuple, list)) or len(colour) not in (3, 4):
        return False
    parts = [part for part in colour[:3] if isinstance(part, (int, float))]
    return len(parts) == 3 and max(parts) - min(parts) > 0.3
