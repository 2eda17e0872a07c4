"""What is painted on a page → what of it is still there in the end.

Belongs here: what lies in a layer that is off, outside the clip, or under what is painted later. Does not: how a page
is painted (interpreter.py), colours of text and its direction (ink.py), positions as shown (page_content.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pdfminer.pdftypes import list_value, resolve1
from pdfplumber.page import Page
from pdfplumber.utils.exceptions import PdfminerException

from yusuan.reading.pages.canvas import Canvas, Light, PaintedPicture, Shape, Style
from yusuan.reading.pages.file_values import common, dictionary, layers_off, unpacks
from yusuan.reading.pages.glyphs import Boxes
from yusuan.reading.pages.interpreter import Interpreter

_OPAQUE = 0.95  # less, and what lies below shows through
_SEEN = 0.05  # less, and nothing is seen
_THIN = 2.0  # points: what is thinner is a rule, and covers no text
_RIM = 1.0  # points that a clip may cut off a character's middle by, as clips are stated roughly


@dataclass(frozen=True)
class Painting:
    """What a page shows in the end, in points of its media box, y upwards.

    Of each character: its text, its box, the numbers of its string and of its style. `directions`: of lines, one for
    each style. `is_pasted_over`: a picture lies over digits;
    `is_whole`: its content unpacks to the last byte.
    """

    texts: list[str]
    boxes: Boxes
    string_numbers: NDArray[np.intp]
    style_numbers: NDArray[np.intp]
    styles: list[Style]
    directions: list[tuple[float, float]]
    shapes: list[Shape]
    pictures: list[PaintedPicture]
    is_pasted_over: bool
    is_whole: bool


def paint(page: Page) -> Painting:
    """What is seen of a pdfplumber page, annotations too.

    What lies in a layer that is off, outside the clip, or under something opaque that is painted later is gone. Raises
    PdfminerException where the page cannot be interpreted.
    """
    try:
        canvas = _canvas(page)
        boxes = canvas.strings.boxes()
    except Exception as error:
        raise PdfminerException(error) from error
    texts, styles, counts = canvas.strings.texts, canvas.styles, canvas.strings.counts
    numbers = np.repeat(canvas.strings.stretch_numbers(), counts)
    clips = np.array([style.light.clip for style in styles], dtype=float).reshape(-1, 4)[numbers].T
    covered, is_pasted_over = _covered(canvas, boxes)
    kept = np.flatnonzero(
        _inside(boxes, clips) & ~covered & np.array([_is_painted(s.light) for s in styles], bool)[numbers]
    )
    return Painting(
        [texts[i] for i in kept],
        _cut_to_clip(boxes.of(kept), clips[:, kept]),
        np.repeat(np.array(canvas.strings.numbers, dtype=int), counts)[kept],
        numbers[kept],
        styles,
        canvas.strings.directions(),
        [shape for shape in canvas.shapes if _is_painted(shape.light)],
        [picture for picture in canvas.pictures if _is_painted(picture.light)],
        is_pasted_over,
        canvas.is_whole,
    )


def _canvas(page: Page) -> Canvas:
    """A page as it is painted, with the annotations behind."""
    source = page.page_obj
    x0, y0, x1, y1 = source.mediabox
    matrix = {
        90: (0, -1, 1, 0, -y0, x1),
        180: (-1, 0, 0, -1, x1, y1),
        270: (0, 1, -1, 0, y1, -x0),
    }.get(source.rotate, (1, 0, 0, 1, -x0, -y0))
    canvas = Canvas()
    canvas.is_whole = all(unpacks(resolve1(content)) for content in source.contents)
    interpreter = Interpreter(page.pdf.rsrcmgr, canvas, layers_off(page.pdf.doc.catalog))
    interpreter.paint(source.resources, source.contents, matrix, Light())
    for reference in list_value(source.annots or []):
        interpreter.paint_annotation(dictionary(reference), matrix)
    return canvas


def _is_painted(light: Light) -> bool:
    """Whether anything of an object is painted at all."""
    return not light.layers_off and light.alpha >= _SEEN


def _inside(boxes: Boxes, clips: Any) -> NDArray[np.bool_]:
    """Whether the middle of each character is inside its clip."""
    left, low, right, high = clips
    x, y = (boxes.x0 + boxes.x1) / 2, (boxes.y0 + boxes.y1) / 2
    inside: NDArray[np.bool_] = (left - _RIM <= x) & (x <= right + _RIM) & (low - _RIM <= y) & (y <= high + _RIM)
    return inside


def _cut_to_clip(boxes: Boxes, clips: Any) -> Boxes:
    """Characters that a clip cuts through made as narrow as they are seen: they do not reach into the next cell."""
    left, _, right, _ = clips
    x0, x1 = boxes.x0, boxes.x1
    is_cut = ((x0 < right) & (right < x1)) | ((x0 < left) & (left < x1))
    return boxes._replace(x0=np.where(is_cut, np.maximum(x0, left), x0), x1=np.where(is_cut, np.minimum(x1, right), x1))


def _covered(canvas: Canvas, boxes: Boxes) -> tuple[NDArray[np.bool_], bool]:
    """Whether something opaque is painted over each character, and whether what is last over a digit is a picture."""
    covered = np.zeros(len(canvas.strings.texts), dtype=bool)
    covers = sorted(_covers(canvas), key=lambda cover: cover.order)
    if not canvas.orders or not covers or covers[-1].order < canvas.orders[0]:
        return covered, False
    orders = np.repeat(canvas.orders, canvas.strings.counts)
    under_picture = covered.copy()
    x, y = (boxes.x0 + boxes.x1) / 2, (boxes.y0 + boxes.y1) / 2
    for cover in covers:
        before = int(np.searchsorted(orders, cover.order))
        if before:
            x0, y0, x1, y1 = common(cover.box, cover.light.clip)
            below = (x0 <= x[:before]) & (x[:before] <= x1) & (y0 <= y[:before]) & (y[:before] <= y1)
            covered[:before] |= below
            under_picture[:before][below] = isinstance(cover, PaintedPicture)
    return covered, any(canvas.strings.texts[i].isdigit() for i in np.flatnonzero(under_picture))


def _covers(canvas: Canvas) -> Sequence[Shape | PaintedPicture]:
    """The objects that hide all that lies below their boxes."""
    shapes = [
        s for s in canvas.shapes if s.fill is not None and _is_opaque(s) and _is_colour(s.fill) and _fills_its_box(s)
    ]
    return [*shapes, *filter(_is_opaque, canvas.pictures)]


def _is_opaque(painted: Shape | PaintedPicture) -> bool:
    x0, y0, x1, y1 = painted.box
    light = painted.light
    return min(x1 - x0, y1 - y0) > _THIN and light.is_plain and light.alpha >= _OPAQUE and not light.layers_off


def _fills_its_box(shape: Shape) -> bool:
    """Whether a filled outline is as large as its box: a rectangle, however it is drawn."""
    if shape.kind == "rect":
        return True
    x0, y0, x1, y1 = shape.box
    x, y = np.array(shape.points).T
    area = abs(float(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))) / 2
    return bool(area >= 0.95 * (x1 - x0) * (y1 - y0))


def _is_colour(colour: Any) -> bool:
    """Whether a colour is one: a pattern may have holes."""
    parts = colour if isinstance(colour, (tuple, list)) else (colour,)
    return bool(parts) and all(isinstance(part, (int, float)) for part in parts)
