"""What is painted on a page: strings, shapes and pictures in their order, and how each is painted.

Belongs here: the objects that the interpreter notes. Does not: operators (interpreter.py), what of them is still there
in the end (painting.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from pdfminer.utils import Point

from yusuan.reading.pages.file_values import PageBox
from yusuan.reading.pages.glyphs import Strings

Colour = Any  # a number, a tuple of numbers, the name of a pattern, or a pair of a colour and such a name

_EVERYWHERE: PageBox = (-1e9, -1e9, 1e9, 1e9)


class Light(NamedTuple):
    """How an object is painted: inside `clip`, how opaque, whether it hides what lies below, in how many layers that
    are off.
    """

    clip: PageBox = _EVERYWHERE
    alpha: float = 1.0
    is_plain: bool = True  # normal blending without a soft mask
    layers_off: int = 0


class Style(NamedTuple):
    """What the characters of one stretch have in common."""

    font: str
    fill: Colour | None  # None: it is not filled, or stroked
    stroke: Colour | None
    fill_colour: Colour
    colour_space: str
    light: Light


class Shape(NamedTuple):
    """A line, a rectangle or another outline: its points, how it is painted; `order`: how many things were before."""

    order: int
    kind: str  # line, rect, curve
    box: PageBox
    points: Sequence[Point]
    fill: Colour | None  # None: it is not filled, or stroked
    stroke: Colour | None
    is_curved: bool
    light: Light


class PaintedPicture(NamedTuple):
    """A picture; `order` as of Shape."""

    order: int
    box: PageBox
    light: Light


class Canvas:
    """What is painted on a page so far."""

    def __init__(self) -> None:
        self.strings = Strings()
        self.styles: list[Style] = []  # of each stretch of `strings`
        self.orders: list[int] = []  # of each run of them, as of Shape
        self.shapes: list[Shape] = []
        self.pictures: list[PaintedPicture] = []
        self.order = 0
        self.is_whole = True  # every content stream unpacks
