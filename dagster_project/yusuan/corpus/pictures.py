"""Pictures of pages, cut out around marked cells, as data URIs for a page that needs no other file.

Belongs here: rendering with pdfium, cropping, framing, packing. Does not: which cells to mark (choice).
"""

from __future__ import annotations

import base64
import io
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pypdfium2
from PIL import Image, ImageDraw

from yusuan.corpus.choice import Mark

FRAMES = {"left": (28, 93, 170), "right": (190, 30, 30), "box": (190, 30, 30)}
_ABOVE, _BELOW = 46.0, 22.0  # points shown around the marked cells
_WIDEST = 1150  # pixels
_DENSEST = 2.0  # pixels per point
_GREYS = 12
_PAGES_KEPT = 2


def window(marks: Sequence[Mark], height: float) -> tuple[float, float]:
    """From where to where down the page a picture of the marked cells reaches, in points."""
    top = min(mark.box[1] for mark in marks) - _ABOVE
    bottom = max(mark.box[3] for mark in marks) + _BELOW
    return max(0.0, top), min(height, bottom)


def density(width: float) -> float:
    """Pixels per point for a page of that width in points."""
    return min(_DENSEST, _WIDEST / width)


class Pictures:
    """Pictures of the pages of documents below one folder; the page rendered last is kept at hand."""

    def __init__(self, documents: Path) -> None:
        self._documents = documents
        self._open: tuple[str, pypdfium2.PdfDocument] | None = None
        self._pages: OrderedDict[tuple[str, int], tuple[Image.Image, float, float]] = OrderedDict()

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._open is not None:
            self._open[1].close()

    def cut(self, file_name: str, page: int, marks: Sequence[Mark]) -> str | None:
        """A PNG of the page around the marks, as a data URI; None where the file has no page that can be drawn."""
        drawn = self._page(file_name, page)
        if drawn is None or not marks:
            return None
        image, scale, height = drawn
        top, bottom = window(marks, height)
        picture = image.crop((0, int(top * scale), image.width, max(int(top * scale) + 1, round(bottom * scale))))
        frames = [
            (mark.side, [(v - w * top) * scale for v, w in zip(mark.box, (0, 1, 0, 1), strict=True)]) for mark in marks
        ]
        return _data_uri(framed(picture, frames))

    def _page(self, file_name: str, number: int) -> tuple[Image.Image, float, float] | None:
        """The page's picture, its pixels per point, and its height in points."""
        key = (file_name, number)
        if key not in self._pages:
            try:
                page = self._document(file_name)[number - 1]
            except pypdfium2.PdfiumError:
                return None
            width, height = page.get_size()
            scale = density(width)
            image = page.render(scale=scale).to_pil().convert("RGB")
            page.close()
            self._pages[key] = (image, scale, height)
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[key]

    def _document(self, file_name: str) -> pypdfium2.PdfDocument:
        if self._open is None or self._open[0] != file_name:
            if self._open is not None:
                self._open[1].close()
                self._open = None
            self._open = (file_name, pypdfium2.PdfDocument(self._documents / file_name))
        return self._open[1]


def framed(picture: Image.Image, frames: Sequence[tuple[str, Sequence[float]]]) -> Image.Image:
    """The picture in few colours, which a page of text does not need more of, and frames in colours of their own.

    `frames`: the key of FRAMES, and the box (x0, top, x1, bottom) in pixels, which the frame goes around.
    """
    small = picture.convert("L").quantize(_GREYS)
    palette = (small.getpalette() or [])[: 3 * _GREYS]
    palette += [0] * (3 * _GREYS - len(palette))
    for colour in FRAMES.values():
        palette += colour
    small.putpalette(palette)
    pen = ImageDraw.Draw(small)
    for side, (x0, top, x1, bottom) in frames:
        pen.rectangle([x0 - 3, top - 3, x1 + 3, bottom + 3], outline=_GREYS + list(FRAMES).index(side), width=2)
    return small


def _data_uri(picture: Image.Image) -> str:
    packed = io.BytesIO()
    picture.save(packed, "PNG", optimize=True)
    return "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode("ascii")
