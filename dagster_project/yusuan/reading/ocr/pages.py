"""Which pages of a PDF are pictures, or have a text layer that lies, and what their pictures are.

Belongs here: telling such pages apart, rendering them with pdfium. Does not: reading a picture (recognition.py).
"""

from __future__ import annotations

import ctypes
import logging
import math
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from typing import Any

import pypdfium2 as pdfium
from pypdfium2 import raw

from yusuan.reading.ocr.text_layer import untrusted_fonts
from yusuan.reading.pages.page_content import Char, PageContent
from yusuan.reading.paper import UnreadableError

_DPI, _FINEST_DPI = 200, 300  # coarser pictures are enlarged, finer ones read as they are up to the second
_MOST_PIXELS = 70_000_000  # of a page: A0 at the first; a larger one is drawn coarser
_PICTURE = 0.3  # of the page: pictures that cover less are illustrations
_WHOLE_PAGE = 0.6  # of the page, where it has a text layer too: less is an illustration beside the text
_FEW = 200  # characters of text beside the picture: more, and the picture is a background
_LYING = 0.2  # of the characters: so many without a meaning, and the text layer says nothing
_POINTS_PER_INCH = 72
_INK = 40  # grey levels between the paper and the darkest spots: less is an empty page

_log = logging.getLogger(__name__)


def read_pictures(data: bytes, pages: Sequence[PageContent]) -> list[PageContent]:
    """The pages; those that are pictures, or whose text layer lies, with what their pictures say.

    Characters of a visible text layer stay, but for those of fonts that say nothing or something else than is shown;
    what the picture says beside them is added. Raises UnreadableError where pdfium cannot draw them.
    """
    if any(page.chars for page in pages) and (fonts := untrusted_fonts(data, pages)):
        pages = [_without(page, fonts) for page in pages]
    if not any(_may_be_picture(page) for page in pages):
        return list(pages)
    try:
        with closing(pdfium.PdfDocument(data)) as document:
            return [_read(document, page) if _may_be_picture(page) else page for page in pages]
    except pdfium.PdfiumError as error:
        raise UnreadableError(f"The PDF is damaged and cannot be drawn ({error}).", len(pages)) from error


def _without(page: PageContent, fonts: set[str]) -> PageContent:
    """The page without the characters of some fonts."""
    kept = [char for char in page.chars if char.font not in fonts]
    return page if len(kept) == len(page.chars) else replace(page, chars=kept, is_incomplete=True)


def _may_be_picture(page: PageContent) -> bool:
    inked = page.inked.total()
    if not inked:  # without pictures either the page is empty, or its text is drawn as outlines
        return page.picture_share == 0 or page.picture_share >= _PICTURE
    return page.is_incomplete or page.unreadable_count > _LYING * inked or page.picture_share >= _WHOLE_PAGE


def _read(document: Any, page: PageContent) -> PageContent:
    if page.width <= 0:  # it claims to have no size: nothing on it has a place
        return page
    sheet = document[page.number - 1]
    printed = _trusted(page)
    if len(printed) >= _FEW and not page.is_incomplete:
        return page
    dpi = min(max(_DPI, _resolution(sheet)), _FINEST_DPI)
    scale = min(dpi / _POINTS_PER_INCH, math.sqrt(_MOST_PIXELS / (sheet.get_width() * sheet.get_height())))
    bitmap = sheet.render(scale=scale, grayscale=True).to_numpy()
    grey = bitmap.reshape(bitmap.shape[:2])
    if int(grey.max()) - int(grey.min()) < _INK:
        return page
    from yusuan.reading.ocr.recognition import read_picture  # OpenCV and the models load only where a page is a picture

    started = time.monotonic()
    seen = read_picture(grey, page.width / grey.shape[1], page)
    _log.info("page %d of %d read from its picture in %.1f s", page.number, len(document), time.monotonic() - started)
    if seen.rotation != page.rotation:  # it lay on its side: the text layer's places are others
        printed = []
    chars = [*printed, *_beside(seen.chars, printed)]
    return replace(seen, chars=chars, from_picture=True) if chars else page


def _trusted(page: PageContent) -> list[Char]:
    """The characters of a text layer that does not lie."""
    if page.unreadable_count > _LYING * page.inked.total():
        return []
    return [char for char in page.chars if not char.text.isspace()]


def _resolution(sheet: Any) -> float:
    """Dots per inch of the largest picture on the page; 0 without one."""
    best, largest = 0.0, 0.0
    for picture in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        width, height = ctypes.c_uint(), ctypes.c_uint()
        left, bottom, right, top = picture.get_bounds()
        known = raw.FPDFImageObj_GetImagePixelSize(picture.raw, width, height)
        area = (right - left) * (top - bottom)
        if known and area > largest:
            sideways = (width.value > height.value) != (right - left > top - bottom)
            dots = height.value if sideways else width.value
            best, largest = dots * _POINTS_PER_INCH / (right - left), area
    return best


def _beside(seen: Sequence[Char], printed: Sequence[Char]) -> list[Char]:
    """The characters of a picture that the text layer does not print.

    A word of which it prints as many characters says nothing new: pictures of a font that the file does not hold have
    other widths, and the last digit of a figure would stand behind it once more.
    """
    if not printed:
        return list(seen)
    added: list[Char] = []
    for word in _words(seen):
        reach = word[0].size / 2
        there = [
            char
            for char in printed
            if word[0].x0 - reach <= char.middle[0] <= word[-1].x1 + reach
            and min(c.top for c in word) <= char.middle[1] <= max(c.bottom for c in word)
        ]
        if len(there) < len(word):
            added += (char for char in word if not _covered(char, there))
    return added


def _words(chars: Sequence[Char]) -> list[list[Char]]:
    """Characters that stand beside each other on a line."""
    words: list[list[Char]] = []
    for char in chars:
        last = words[-1][-1] if words else None
        if last and abs(char.top - last.top) < last.size / 2 and -last.size < char.x0 - last.x1 < last.size / 2:
            words[-1].append(char)
        else:
            words.append([char])
    return words


def _covered(char: Char, printed: Sequence[Char]) -> bool:
    x, y = char.middle
    return any(c.x0 <= x <= c.x1 and c.top <= y <= c.bottom for c in printed)
