"""Pictures of pages, cut out around marked cells, as data URIs for a page that needs no other file.

Belongs here: rendering with pdfium, cropping, framing, packing. Does not: which cells to mark, and
which part of the page shows them (marks).
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

from yusuan.report.marks import Mark, Span, spans

_RED, _AMBER, _BLUE = (190, 30, 30), (196, 120, 0), (28, 93, 170)
FRAMES = {"left": _BLUE, "right": _RED, "box": _RED, "involved": _BLUE, "candidate": _AMBER, "located": _RED}
_WIDEST = 1150  # pixels
_DENSEST = 2.0  # pixels per point
_GREYS = 13  # and the colours of frames: sixteen, which PNG packs into half a byte
_PENS = list(dict.fromkeys(FRAMES.values()))
_FOLD = 14  # pixels
_PAGES_KEPT = 2


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

    def cut(self, file_name: str, page: int, marks: Sequence[Mark], also: Sequence[Span] = ()) -> str | None:
        """A picture of the page around the marks, as a data URI; None where the file has no page that can be drawn."""
        drawn = self._page(file_name, page)
        if drawn is None or not marks:
            return None
        image, scale, height = drawn
        parts = [(int(top * scale), round(bottom * scale)) for top, bottom in spans(marks, height, also)]
        frames = [(mark.side, [side * scale for side in mark.box]) for mark in marks]
        return _data_uri(framed(image, parts, frames))

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
            image = page.render(scale=scale, grayscale=True).to_pil()
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


def framed(
    picture: Image.Image, parts: Sequence[tuple[int, int]], frames: Sequence[tuple[str, Sequence[float]]]
) -> Image.Image:
    """Only these parts of a grey picture, parted by broken lines, with frames in colours of their own.

    In few colours, which a page of text does not need more of. `parts`: from where to where down, in pixels, in order;
    `frames`: the key of FRAMES, and the box (x0, top, x1, bottom) in pixels of the whole picture, inside a part.
    """
    height = sum(bottom - top for top, bottom in parts) + _FOLD * (len(parts) - 1)
    made = Image.new("P", (picture.width, max(1, height)), _GREYS - 1)
    made.putpalette(
        [255 * grey // (_GREYS - 1) for grey in range(_GREYS) for _ in "rgb"] + [v for p in _PENS for v in p]
    )
    pen, down = ImageDraw.Draw(made), 0
    for number, (top, bottom) in enumerate(parts):
        if number:
            for x in range(0, made.width, 2 * _FOLD):
                pen.line([(x, down + _FOLD // 2), (x + _FOLD, down + _FOLD // 2)], fill=_GREYS // 2, width=2)
            down += _FOLD
        greys = picture.crop((0, top, picture.width, bottom)).point([value * _GREYS // 256 for value in range(256)])
        made.paste(Image.frombytes("P", greys.size, greys.tobytes()), (0, down))
        for side, (x0, y0, x1, y1) in frames:
            if top <= (y0 + y1) / 2 <= bottom:
                place = [x0 - 3, y0 - top + down - 3, x1 + 3, y1 - top + down + 3]
                pen.rectangle(place, outline=_GREYS + _PENS.index(FRAMES[side]), width=2)
        down += bottom - top
    return made


def _data_uri(picture: Image.Image) -> str:
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=7)
    return "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode("ascii")
