"""Pictures of pages, cut out around highlighted cells, as data URIs for a page that needs no other file.

Belongs here: rendering with pdfium, cropping, framing, packing. Does not: which cells to highlight, and
which part of the page shows them (highlights).
"""

from __future__ import annotations

import base64
import io
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from types import TracebackType

import pypdfium2
from PIL import Image, ImageDraw

from yusuan.report.figure_boxes import PageCharacter, characters_of, figure_on_line
from yusuan.report.highlights import Highlight, Span, spans
from yusuan.store.originals import Originals

_RED, _AMBER, _BLUE = (190, 30, 30), (196, 120, 0), (28, 93, 170)
FRAMES = {"left": _BLUE, "right": _RED, "box": _RED, "involved": _BLUE, "candidate": _AMBER, "located": _RED}
_WIDEST = 1150  # pixels
_DENSEST = 2.0  # pixels per point
_GREYS = 13  # and the colours of frames: sixteen, which PNG packs into half a byte
_PENS = [_BLUE, _AMBER, _RED]  # in the order in which they are drawn: what is in doubt lies above the rest
_FOLD = 14  # pixels
_SNAP = 14.0  # points that a cut may move to fall between lines
_PAGES_KEPT = 2


def density(width: float) -> float:
    """Pixels per point for a page of that width in points."""
    return min(_DENSEST, _WIDEST / width)


class Pictures:
    """Pictures of the pages of a build's documents; the page rendered last is kept at hand."""

    def __init__(self, originals: Originals) -> None:
        self._originals = originals
        self._open: tuple[str, pypdfium2.PdfDocument | None] | None = None
        self._pages: OrderedDict[tuple[str, int], _Drawn] = OrderedDict()

    def __enter__(self) -> Pictures:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._close()

    def _close(self) -> None:
        if self._open is not None and self._open[1] is not None:
            self._open[1].close()
        self._open = None

    def cut(self, file_name: str, page: int, highlights: Sequence[Highlight], also: Sequence[Span] = ()) -> str | None:
        """The page around the highlights, as a data URI; None where the file has no page that can be drawn."""
        drawn = self._page(file_name, page)
        if drawn is None or not highlights:
            return None
        scale, ink = drawn.scale, ink_of_rows(drawn.image)
        parts = [
            (
                snapped(ink, int(top * scale), -1, round(_SNAP * scale)),
                snapped(ink, round(bottom * scale), 1, round(_SNAP * scale)),
            )
            for top, bottom in spans(highlights, drawn.height, also)
        ]
        frames = [drawn.frame(highlight) for highlight in highlights]
        return _data_uri(framed(drawn.image, parts, frames))

    def _page(self, file_name: str, number: int) -> _Drawn | None:
        key = (file_name, number)
        if key not in self._pages:
            document = self._document(file_name)
            if document is None:
                return None
            try:
                page = document[number - 1]
                width, height = page.get_size()
                scale = density(width)
                image = page.render(scale=scale, grayscale=True).to_pil()
                self._pages[key] = _Drawn(image, scale, height, characters_of(page))
                page.close()
            except pypdfium2.PdfiumError:
                return None
            while len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        return self._pages[key]

    def _document(self, file_name: str) -> pypdfium2.PdfDocument | None:
        """The document, opened; None where it is not there any more, or cannot be opened."""
        if self._open is None or self._open[0] != file_name:
            self._close()
            data = self._originals.read(file_name)
            try:
                self._open = (file_name, pypdfium2.PdfDocument(data) if data else None)
            except pypdfium2.PdfiumError:
                self._open = (file_name, None)
        return self._open[1]


@dataclass(frozen=True)
class Frame:
    """What is drawn around a cell: the key of FRAMES and the box in pixels; of a whole line no frame, a line below."""

    side: str
    box: Sequence[float]
    is_line: bool = False


@dataclass(frozen=True)
class _Drawn:
    """A page's picture, its pixels per point, its height in points, and its characters."""

    image: Image.Image
    scale: float
    height: float
    characters: list[PageCharacter]

    def frame(self, highlight: Highlight) -> Frame:
        box = figure_on_line(self.characters, highlight.box, *highlight.on_line) if highlight.on_line else highlight.box
        return Frame(highlight.side, [side * self.scale for side in box or highlight.box], box is None)


def ink_of_rows(picture: Image.Image) -> list[int]:
    """How dark each row of pixels is, 0 to 255; the rules down a table darken all rows alike."""
    return [255 - value for value in picture.resize((1, picture.height), Image.Resampling.BOX).tobytes()]


def snapped(ink: Sequence[int], row: int, outward: int, reach: int) -> int:
    """The row nearest to a cut, outwards before inwards, that no line of text crosses: the lightest within reach."""
    rows = [row + step * outward for step in (*range(reach + 1), *range(-1, -reach // 2, -1))]
    rows = [each for each in rows if 0 <= each < len(ink)]
    return min(rows, key=lambda each: ink[each]) if rows else max(0, min(row, len(ink)))


def framed(picture: Image.Image, parts: Sequence[tuple[int, int]], frames: Sequence[Frame]) -> Image.Image:
    """Only these parts of a grey picture, parted by broken lines, with frames in colours of their own.

    In few colours, which a page of text does not need more of. `parts`: from where to where down, in pixels, in order;
    `frames`: their boxes (x0, top, x1, bottom) are in pixels of the whole picture, inside a part.
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
        for frame in sorted(frames, key=lambda each: _PENS.index(FRAMES[each.side])):
            x0, y0, x1, y1 = frame.box
            if top <= (y0 + y1) / 2 <= bottom:
                colour = _GREYS + _PENS.index(FRAMES[frame.side])
                below = y1 - top + down + 3
                if frame.is_line:
                    pen.line([(x0, below), (x1, below)], fill=colour, width=2)
                else:
                    pen.rectangle([x0 - 3, y0 - top + down - 3, x1 + 3, below], outline=colour, width=2)
        down += bottom - top
    return made


def _data_uri(picture: Image.Image) -> str:
    packed = io.BytesIO()
    picture.save(packed, "PNG", compress_level=7)
    return "data:image/png;base64," + base64.b64encode(packed.getvalue()).decode("ascii")
