"""A picture of a page → its characters and rules, every figure read twice.

Belongs here: the order of the steps, which readings agree, where each character stands. Does not: models (engine.py).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

import cv2
import numpy as np

from yusuan.reading.numbers import parse_figure
from yusuan.reading.ocr.engine import Glyph, Glyphs, detect, recognise
from yusuan.reading.ocr.ink_lines import Area, InkLine, cut_out, find_ink_lines, has_text
from yusuan.reading.ocr.rules import find_rules, without_rules
from yusuan.reading.ocr.straighten import Raster, binarise, skew, turn
from yusuan.reading.ocr.upright import quarter_turns
from yusuan.reading.pages.grid import find_grids
from yusuan.reading.pages.page_content import Char, PageContent
from yusuan.reading.text import squeeze

_DETECTOR_DPI = 150  # finer pictures are made coarser for the detector alone
_RIM, _TIGHT_RIM = 0.28, 0.2  # share of the height around a line: as detectors leave it, and closer to the ink
_NARROW = 0.5  # of the size: how wide figures and Latin letters are set; other characters are as wide as high
_TOUCH = 0.2  # of the size: boxes nearer than this are of one word
_NOISE = 15.0  # grey levels that the second reading takes for noise
_UNSURE = 0.6  # a line of words with a character below this is read again
_FIGURE_SHARE = 0.5  # of a text's characters: so many digits, and it may be a figure or a code
_WORD_HEIGHT, _FIGURE_HEIGHT = 0.9, 0.75  # of the size: how high the ink of words and of figures stands


def read_picture(grey: Raster, points: float, page: PageContent, upright: bool = False) -> PageContent:
    """The page with the characters and rules of its picture; `points` is the size of a pixel.

    A character's confidence is the model's probability; of a figure, which is read twice, the lower one, and 0 where
    the two readings differ. A page on its side or head comes back turned, its width and height with it; `upright` says
    that it has been turned.
    """
    grey = turn(grey, skew(binarise(grey)))
    ruling = find_rules(binarise(grey), points)
    plain = without_rules(grey, ruling)
    ink = binarise(plain)
    if not has_text(ink, points):
        return page
    found = _detect(plain, points)
    if not upright and (turns := quarter_turns(plain, found)):
        return read_picture(np.ascontiguousarray(np.rot90(grey, turns)), points, _turned(page, turns), upright=True)
    grids = find_grids(ruling.horizontal, ruling.vertical)
    lines = find_ink_lines(ink, found, grids, points)
    chars = [
        char
        for line, reading in zip(lines, _read_lines(plain, lines), strict=True)
        for char in _chars(line, reading, points)
    ]
    return replace(page, chars=chars, horizontal=ruling.horizontal, vertical=ruling.vertical)


def _turned(page: PageContent, turns: int) -> PageContent:
    width, height = (page.height, page.width) if turns % 2 else (page.width, page.height)
    return replace(page, width=width, height=height, rotation=(page.rotation - 90 * turns) % 360)


def _detect(grey: Raster, points: float) -> list[Area]:
    scale = min(1.0, _DETECTOR_DPI * points / 72)
    if scale == 1.0:
        return detect(grey)
    small = np.asarray(cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    boxes = np.asarray(detect(small), dtype=np.float64).reshape(-1, 4) / scale
    return [(int(x0), int(y0), int(x1) + 1, int(y1) + 1) for x0, y0, x1, y1 in boxes]


def _read_lines(grey: Raster, lines: Sequence[InkLine]) -> list[Glyphs]:
    """What each line says, places as x of the page in pixels."""
    if not lines:
        return []
    height = round(0.8 * median(p.height for p in lines))
    first = _read_all(grey, lines, height, _RIM)
    again = [i for i, reading in enumerate(first) if _may_be_figure(reading) or _lowest(reading) < _UNSURE]
    second = _read_all(grey, [lines[i] for i in again], height, _TIGHT_RIM, _denoised)
    for i, other in zip(again, second, strict=True):
        first[i] = _agreed(first[i], other)
    return first


def _read_all(
    grey: Raster, lines: Sequence[InkLine], height: int, rim: float, prepare: Callable[[Raster], Raster] | None = None
) -> list[Glyphs]:
    paper = int(np.median(grey))
    cuts = [cut_out(grey, paper, line, height, rim) for line in lines]
    readings = recognise([prepare(picture) if prepare else picture for picture, _ in cuts])
    return [
        tuple(replace(g, place=left + g.place * picture.shape[1]) for g in reading if not g.text.isspace())
        for (picture, left), reading in zip(cuts, readings, strict=True)
    ]


def _denoised(line: Raster) -> Raster:
    return np.asarray(cv2.fastNlMeansDenoising(line, None, _NOISE, 5, 15), dtype=np.uint8)


def _text(reading: Glyphs) -> str:
    return squeeze("".join(g.text for g in reading)).replace("，", ",")


def _lowest(reading: Glyphs) -> float:
    return min((g.confidence for g in reading), default=0.0)


def _may_be_figure(reading: Glyphs) -> bool:
    text = _text(reading)
    digits = len(re.findall(r"[\d.,%\-−—]", text))
    return digits > 0 and digits >= _FIGURE_SHARE * len(text)


def _agreed(first: Glyphs, second: Glyphs) -> Glyphs:
    """One reading of two: of equal ones the lower confidence; of figures that differ either is worth nothing."""
    if _text(first) == _text(second):
        if len(first) == len(second):
            return tuple(
                replace(a, confidence=min(a.confidence, b.confidence)) for a, b in zip(first, second, strict=True)
            )
        return first
    if not (_may_be_figure(first) or _may_be_figure(second)):
        return max(first, second, key=_lowest)
    better = max(first, second, key=lambda r: (parse_figure(_text(r)) is not None, _lowest(r)))
    return tuple(replace(g, confidence=0.0) for g in better)


def _chars(line: InkLine, reading: Glyphs, points: float) -> list[Char]:
    """The characters of a line with their boxes in points: each in its run of ink, shared where it has several.

    Boxes are as wide as type of this size at least, for ink is narrower; characters of a word touch.
    """
    size = _size(line, reading)
    middle = (line.ink[1] + line.ink[3]) / 2
    top, bottom = (middle - size / 2) * points, (middle + size / 2) * points
    runs = [min(line.runs, key=lambda r: max(r[0] - g.place, g.place - r[1], 0.0)) for g in reading]
    places = [min(max(g.place, x0), x1) for g, (x0, x1) in zip(reading, runs, strict=True)]
    boxes = [[float(x0), float(x1)] for x0, x1 in runs]
    for i in range(len(reading) - 1):
        if runs[i] == runs[i + 1]:
            boxes[i][1] = boxes[i + 1][0] = (places[i] + places[i + 1]) / 2
    for glyph, box in zip(reading, boxes, strict=True):
        short = max(0.0, size * (1.0 if _is_wide(glyph) else _NARROW) - (box[1] - box[0])) / 2
        box[:] = [box[0] - short, box[1] + short]
    for one, other in pairwise(boxes):
        if other[0] - one[1] < _TOUCH * size:
            one[1] = other[0] = (one[1] + other[0]) / 2
    return [
        Char(g.text, x0 * points, top, x1 * points, bottom, size * points, g.confidence)
        for g, (x0, x1) in zip(reading, boxes, strict=True)
    ]


def _is_wide(glyph: Glyph) -> bool:
    return glyph.text > "\u2e80"


def _size(line: InkLine, reading: Glyphs) -> float:
    """The type's size in pixels, from the height of the ink; of a lone dash from its width."""
    if any(map(_is_wide, reading)):
        return line.height / _WORD_HEIGHT
    if any(g.text.isalnum() for g in reading):
        return line.height / _FIGURE_HEIGHT
    return float(max(line.height, line.ink[2] - line.ink[0]))
