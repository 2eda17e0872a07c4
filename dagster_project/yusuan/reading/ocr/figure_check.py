"""A figure read from a text layer, looked at again on the picture of its page.

Belongs here: cutting a figure out of the rendered page, recognising it, and whether that says the same digits. Does
not: which figures deserve it (dbt), processes and time limits (picture_process).
"""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import ceil
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from yusuan.reading.text import squeeze

if TYPE_CHECKING:
    from yusuan.reading.ocr.engine import Glyphs
    from yusuan.reading.ocr.known_digits import KnownDigits
    from yusuan.reading.ocr.straighten import Raster

_HEIGHT = 40.0  # pixels that a line of a figure is rendered high, where the page allows it
_COARSEST, _FINEST = 2.0, 6.0  # pixels per point
_LARGEST = 60e6  # pixels of a page
# Shares of the height that a cut reaches beyond the characters, across and up: what stands beside a figure may come
# into one of these cuts and not into another.
_RIMS = ((0.3, 0.12), (0.15, 0.02), (0.5, 0.25))
_NO_RIM = (0.05, 0.02)  # nothing but the figure
_SURE = 0.9  # of each character: less, and a different reading contradicts nothing
_LONE_DASHES = {"-", "一", "_"}  # as recognisers give the accountant's zero
_NUMBER = re.compile(r"[(\-]?\d[\d,]*(?:\.\d+)?%?")
# Fonts that no file need hold, since every program that draws has them. Their sorts are named after them.
_EVERYWHERE = re.compile(r"(?:Helvetica|Times|Courier)\b|Symbol|ZapfDingbats")
_NEAR = 3.0  # points around the middle of a figure in which one of its characters stands
_FINE = 100  # of a point: pdfium takes whole numbers for places


class Sight(StrEnum):
    """What the picture says of a figure."""

    SAME = "same"
    OTHER = "other"  # other digits, read alike in every cut and without doubt
    UNREAD = "unread"
    STAND_IN = "stand_in"  # neither: the file does not hold the font, and what is drawn is another


@dataclass(frozen=True)
class FigurePlace:
    """Where a figure is printed: its page from 1, its box (x0, top, x1, bottom) in points, what the text layer says.

    `is_line`: the box is a line of the narrative in which the figure stands.
    """

    page_number: int
    box: tuple[float, float, float, float]
    text: str
    is_line: bool = False


@dataclass(frozen=True)
class Sighting:
    """What was seen of one figure; `text` as recognised, NULL where no page could be drawn."""

    sight: Sight
    text: str | None


UNSEEN = Sighting(Sight.UNREAD, None)


def look_again(data: bytes, places: Sequence[FigurePlace], known: KnownDigits | None = None) -> list[Sighting]:
    """What the pages of a PDF show at these places, in the order given.

    A figure that is made of `known` digits is not read. A page that is not there, or cannot be drawn, shows nothing.
    Raises pdfium's PdfiumError where the bytes are no PDF.
    """
    found = [UNSEEN] * len(places)
    document = pdfium.PdfDocument(data)
    try:
        for page_number in sorted({place.page_number for place in places}):
            own = [i for i, place in enumerate(places) if place.page_number == page_number]
            if not 1 <= page_number <= len(document):
                continue
            page = document[page_number - 1]
            drawing = _drawn(page, [places[i] for i in own])
            for i, sighting in zip(own, _sightings(drawing, [places[i] for i in own], known), strict=True):
                is_drawn = sighting.sight is Sight.SAME or not _is_stand_in(page, places[i])
                found[i] = sighting if is_drawn else replace(sighting, sight=Sight.STAND_IN)
    finally:
        document.close()
    return found


class _Drawing(NamedTuple):
    """The picture of what of a page holds figures: in grey, its pixels per point, and where on the page it begins."""

    picture: Raster
    scale: float
    left: int
    top: int


def _drawn(page: Any, places: Sequence[FigurePlace]) -> _Drawing:
    """The picture of these places and what lies between them: so fine that most of the figures can be read."""
    heights = [(place.box[3] - place.box[1]) / len(_lines(place)) for place in places]
    width, length = page.get_size()
    scale = min(max(_HEIGHT / max(float(np.median(heights)), 1.0), _COARSEST), _FINEST)
    scale = min(scale, (_LARGEST / (width * length)) ** 0.5)
    rim = max(*heights, 1.0)  # more than any cut reaches beyond its figure
    left, top = (max(0.0, min(place.box[i] for place in places) - rim) for i in (0, 1))
    right, bottom = (
        max(0.0, side - max(place.box[i] for place in places) - rim) for i, side in ((2, width), (3, length))
    )
    if left + right >= width - rim or top + bottom >= length - rim:  # they lie off the page
        left = top = right = bottom = 0.0
    bitmap = page.render(scale=scale, grayscale=True, crop=(left, bottom, right, top)).to_numpy()
    return _Drawing(bitmap.reshape(bitmap.shape[:2]), scale, ceil(left * scale), ceil(top * scale))


def _is_stand_in(page: Any, place: FigurePlace) -> bool:
    """Whether the file does not hold the font of a figure, so that each program draws it in a font of its own."""
    width, height = page.get_size()
    x0, top, x1, bottom = place.box
    middle = [round((low + high) / 2 * _FINE) for low, high in ((x0, x1), (top, bottom))]
    size = (round(width * _FINE), round(height * _FINE))
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium_c.FPDF_DeviceToPage(page, 0, 0, *size, 0, *middle, x, y)
    text = page.get_textpage()
    try:
        index = pdfium_c.FPDFText_GetCharIndexAtPos(text, x.value, y.value, _NEAR, _NEAR)
        printed = pdfium_c.FPDFText_GetTextObject(text, index) if index >= 0 else None
        font = pdfium_c.FPDFTextObj_GetFont(printed) if printed else None
        if not font or pdfium_c.FPDFFont_GetIsEmbedded(font):
            return False
        name = ctypes.create_string_buffer(64)
        pdfium_c.FPDFFont_GetBaseFontName(font, name, len(name))
        return _EVERYWHERE.match(name.value.decode("utf-8", "replace")) is None
    finally:
        text.close()


def _sightings(drawing: _Drawing, places: Sequence[FigurePlace], known: KnownDigits | None) -> list[Sighting]:
    if known is None:
        return _read(drawing, places)
    figures = [_cuts(drawing, place, _NO_RIM) for place in places]
    is_known = [
        len(figure) == 1 and known.shows(figure[0], place.text) for place, figure in zip(places, figures, strict=True)
    ]
    found = [Sighting(Sight.SAME, place.text) for place in places]
    unknown = [i for i, shown in enumerate(is_known) if not shown]
    for i, sighting in zip(unknown, _read(drawing, [places[i] for i in unknown]), strict=True):
        found[i] = sighting
        if sighting.sight is Sight.SAME and len(figures[i]) == 1:
            known.note(figures[i][0], places[i].text)
    return found


def _read(drawing: _Drawing, places: Sequence[FigurePlace]) -> list[Sighting]:
    if not places:
        return []
    from yusuan.reading.ocr.engine import recognise  # OpenCV and the models load only where there is something to see

    readings: list[list[Glyphs]] = [[] for _ in places]
    for rims in _RIMS:  # most figures are seen in the first cut
        open_ones = [i for i, place in enumerate(places) if not any(_agrees(place, r) for r in readings[i])]
        cuts = [(i, cut) for i in open_ones for cut in _cuts(drawing, places[i], rims)]
        recognised = recognise([cut for _, cut in cuts])
        for i in open_ones:
            parts = [glyphs for (owner, _), glyphs in zip(cuts, recognised, strict=True) if owner == i]
            readings[i].append(tuple(glyph for part in parts for glyph in part))
    return [_judged(place, own) for place, own in zip(places, readings, strict=True)]


def _lines(place: FigurePlace) -> list[str]:
    return [place.text] if place.is_line else place.text.split("\n")


def _cuts(drawing: _Drawing, place: FigurePlace, rims: tuple[float, float]) -> list[Raster]:
    """The picture of each printed line of a figure."""
    picture, scale, *begin = drawing
    x0, top, x1, bottom = place.box
    count = len(_lines(place))
    height = (bottom - top) / count
    cuts = []
    for number in range(count):
        left, right = x0 - rims[0] * height, x1 + rims[0] * height
        upper, lower = top + (number - rims[1]) * height, top + (number + 1 + rims[1]) * height
        columns, rows = (
            slice(max(0, int(low * scale) - edge), max(1, int(high * scale) + 1 - edge))
            for low, high, edge in zip((left, upper), (right, lower), begin, strict=True)
        )
        cut = picture[rows, columns]
        if cut.size:
            cuts.append(np.ascontiguousarray(cut))
    return cuts


def _text(reading: Glyphs) -> str:
    return "".join(glyph.text for glyph in reading)


def _numbers(text: str) -> list[str]:
    """The numbers that a text prints, without separators; a lone dash is one."""
    plain = unicodedata.normalize("NFKC", text).translate(str.maketrans("−—–", "---"))
    if plain in _LONE_DASHES:
        return ["-"]
    return [number.replace(",", "") for number in _NUMBER.findall(plain)]


def _agrees(place: FigurePlace, reading: Glyphs) -> bool:
    seen = _text(reading)
    if not place.is_line:
        wanted = _numbers(squeeze(place.text))
        return bool(wanted) and wanted == _numbers(squeeze(seen))
    # A bracket or a dash before a figure is the sentence's. White space parts the figures of a form's line, and stands
    # in the middle of those of loose type.
    there = {number.lstrip("(-") for text in (seen, squeeze(seen)) for number in _numbers(text)}
    wanted = [number.lstrip("(-") for number in _numbers(place.text)]
    return bool(wanted) and set(wanted) <= there


def _judged(place: FigurePlace, readings: Sequence[Glyphs]) -> Sighting:
    for reading in readings:
        if _agrees(place, reading):
            return Sighting(Sight.SAME, _text(reading))
    said = [_numbers(squeeze(_text(reading))) for reading in readings]
    is_sure = all(glyph.confidence >= _SURE for reading in readings for glyph in reading)
    alike = bool(said and said[0]) and all(numbers == said[0] for numbers in said)
    return Sighting(Sight.OTHER if alike and is_sure else Sight.UNREAD, _text(readings[0]) if readings else None)
