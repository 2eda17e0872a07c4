"""One PDF page as characters and rules, in points from the top left of the page as shown.

Belongs here: where on the page as shown it stands. Does not: what is seen (painting.py, ink.py), tables, lines.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, partial
from itertools import pairwise, repeat
from operator import attrgetter
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from pdfplumber.page import Page

from yusuan.reading.pages.canvas import Shape
from yusuan.reading.pages.file_values import PageBox
from yusuan.reading.pages.glyphs import Numbers
from yusuan.reading.pages.ink import is_white, seen_chars
from yusuan.reading.pages.painting import Painting, paint
from yusuan.reading.text import unreadable_count

_THIN = 3.0  # points: a filled rectangle no wider than this is a rule
_SHORT = 2.0  # points: shorter ones are dots of a pattern, not rules
_TWINS = 40  # characters of one text: bold is overprinted before so many others follow
_KINDS = ("line", "rect", "curve")  # of shapes, in the order in which rules are made of them
_LARGE = 1.8  # times the size of other text: a watermark may be that large


class Char(NamedTuple):
    """One printed character and its box."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    size: float
    confidence: float | None = None  # of a reading from a picture, 0 to 1
    turn: int = 0  # degrees against the clock: 90 is read upwards
    font: str = ""
    string: int = 0  # characters of one string have one number; 0: not known

    @property
    def middle(self) -> tuple[float, float]:
        """The middle of the box (x, y), which decides the cell."""
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


class CharPlaces(NamedTuple):
    """Where each of many characters stands, as arrays in their order.

    `is_ink`: it is no blank. `is_exact`: it is upright, and was not read from a picture.
    """

    x0: Numbers
    top: Numbers
    x1: Numbers
    bottom: Numbers
    size: Numbers
    is_ink: NDArray[np.bool_]
    is_upright: NDArray[np.bool_]
    is_exact: NDArray[np.bool_]

    @staticmethod
    def of(chars: Sequence[Char]) -> CharPlaces:
        """The places of characters."""
        texts, x0, top, x1, bottom, size, confidences, turns, *_ = zip(*chars, strict=True) if chars else [()] * 8
        is_ink = ~np.fromiter(map(str.isspace, texts), bool, len(chars))
        is_upright = np.array(turns, int) == 0
        is_exact = is_upright & np.array([confidence is None for confidence in confidences], bool)
        left, above, right, below, sizes = (np.array(values, float) for values in (x0, top, x1, bottom, size))
        return CharPlaces(left, above, right, below, sizes, is_ink, is_upright, is_exact)

    @property
    def x(self) -> Numbers:
        """The middles from left to right."""
        return (self.x0 + self.x1) / 2

    @property
    def y(self) -> Numbers:
        """The middles from top to bottom."""
        return (self.top + self.bottom) / 2

    def of_some(self, kept: NDArray[np.bool_ | np.intp]) -> CharPlaces:
        """The places of some of the characters, in the order given."""
        return CharPlaces(*(values[kept] for values in self))  # type: ignore[arg-type]


_NEW_CHAR = partial(tuple.__new__, Char)  # of its fields in a row: a page has thousands
_TEXT = attrgetter("text")
_TURN = attrgetter("turn")
_FONT_AND_TEXT = attrgetter("font", "text")


class Rule(NamedTuple):
    """A straight rule: at `position` across, from `start` to `end` along (x for horizontal rules, y for vertical)."""

    position: float
    start: float
    end: float


@dataclass(frozen=True)
class PageContent:
    """What a page prints: characters in reading position, horizontal and vertical rules.

    `is_incomplete`: they are not all that is seen: a picture lies over figures, a font says nothing, something did not
    unpack.
    """

    number: int
    width: float
    height: float
    rotation: int
    chars: list[Char]
    horizontal: list[Rule]
    vertical: list[Rule]
    picture_share: float
    is_incomplete: bool = False
    from_picture: bool = False

    @cached_property
    def places(self) -> CharPlaces:
        """Where its characters stand."""
        return CharPlaces.of(self.chars)

    @cached_property
    def inked(self) -> Counter[tuple[str, str]]:
        """How often each font prints each text that is no blank."""
        printed = Counter(map(_FONT_AND_TEXT, self.chars))
        return Counter({key: count for key, count in printed.items() if not key[1].isspace()})

    @cached_property
    def unreadable(self) -> Counter[tuple[str, str]]:
        """Those of `inked` in which a character carries no meaning."""
        return Counter({key: count for key, count in self.inked.items() if unreadable_count(key[1])})

    @property
    def unreadable_count(self) -> int:
        """How many of its characters carry no meaning."""
        return sum(count * unreadable_count(text) for (_, text), count in self.unreadable.items())


def read_page(page: Page) -> PageContent:
    """The characters and visible rules of a pdfplumber page.

    The page ends at its crop box; watermarks are left out. A character drawn again within a third of its size (bold by
    overprinting) counts once. Objects that lie a whole page off (a transform that pdfplumber leaves out) are moved
    back; what is still outside the page is not printed.
    """
    painting = paint(page)
    left, top, right, bottom = _visible_box(page)
    width, height = right - left, bottom - top
    seen, turns = seen_chars(painting)
    tops = _from_top(page, painting.boxes.y1[seen])
    shift = _vertical_shift(page, tops) + float(page.bbox[1]) - top
    x_shift = -left
    chars = _chars(page, painting, seen, turns, x_shift, shift, (width, height))
    horizontal, vertical = [], []
    for x0, top, x1, bottom in _visible_strokes(page, painting):
        x0, x1 = max(-1.0, x0 + x_shift), min(width + 1, x1 + x_shift)
        top, bottom = max(-1.0, top + shift), min(height + 1, bottom + shift)
        if x1 - x0 >= bottom - top and x1 - x0 > _SHORT:
            horizontal.append(Rule((top + bottom) / 2, x0, x1))
        elif bottom - top > x1 - x0 and bottom - top > _SHORT:
            vertical.append(Rule((x0 + x1) / 2, top, bottom))
    pictures = sum(
        max(0.0, x1 - x0) * max(0.0, bottom - top)
        for x0, top, x1, bottom in (_placed(page, picture.box) for picture in painting.pictures)
    )
    content = PageContent(
        number=page.page_number,
        width=width,
        height=height,
        rotation=int(page.rotation or 0),
        chars=chars,
        horizontal=horizontal,
        vertical=vertical,
        picture_share=min(1.0, pictures / (width * height)) if width and height else 0.0,
        is_incomplete=painting.is_pasted_over or not painting.is_whole,
    )
    content = _without_overprint(content)
    if not painting.is_whole:  # what did not unpack may have been anything, and garbled what follows
        content = replace(content, chars=[char._replace(confidence=0.0) for char in content.chars])
    return _without_watermark(_upright(content))


def upright(char: Char, turn: int, width: float = 0.0, height: float = 0.0) -> Char:
    """A character where it stands when the page (0 × 0: nothing but the text) is turned so that `turn` is upright."""
    x0, top, x1, bottom = char.x0, char.top, char.x1, char.bottom
    box = {
        90: (height - bottom, x0, height - top, x1),
        180: (width - x1, height - bottom, width - x0, height - top),
        270: (top, width - x1, bottom, width - x0),
    }.get(turn, (x0, top, x1, bottom))
    return char._replace(x0=box[0], top=box[1], x1=box[2], bottom=box[3], turn=(char.turn - turn) % 360)


def _upright(page: PageContent) -> PageContent:
    """A page on which most text is turned, as it is read; `rotation` is then how it has to be turned to be read."""
    if not any(map(_TURN, page.chars)):
        return page
    turns = Counter(c.turn for c in page.chars if not c.text.isspace())
    turn = max(turns, key=lambda t: turns[t], default=0)
    if turn == 0:
        return page
    w, h = page.width, page.height
    across, down = page.horizontal, page.vertical
    if turn == 90:
        across, down = (
            [Rule(r.position, h - r.end, h - r.start) for r in down],
            [Rule(h - r.position, r.start, r.end) for r in across],
        )
    elif turn == 270:
        across, down = (
            [Rule(w - r.position, r.start, r.end) for r in down],
            [Rule(r.position, w - r.end, w - r.start) for r in across],
        )
    else:
        across = [Rule(h - r.position, w - r.end, w - r.start) for r in across]
        down = [Rule(w - r.position, h - r.end, h - r.start) for r in down]
    return replace(
        page,
        width=w if turn == 180 else h,
        height=h if turn == 180 else w,
        rotation=(page.rotation + turn) % 360,
        chars=[upright(c, turn, w, h) for c in page.chars],
        horizontal=across,
        vertical=down,
    )


def _visible_box(page: Page) -> tuple[float, float, float, float]:
    """What of the page is shown (left, top, right, bottom): its crop box, as far as that lies on it."""
    whole, crop = tuple(map(float, page.bbox)), tuple(map(float, page.cropbox))
    left, top = max(whole[0], crop[0]), max(whole[1], crop[1])
    right, bottom = min(whole[2], crop[2]), min(whole[3], crop[3])
    return (left, top, right, bottom) if right > left and bottom > top else (whole[0], whole[1], whole[2], whole[3])


def _vertical_shift(page: Page, tops: Numbers) -> float:
    """How far to move everything down: to the page's origin, and back by whole pages where nearly all lies off it."""
    shift = -float(page.bbox[1])
    height = float(page.height)
    if not len(tops) or not height:
        return shift
    ordered = np.sort(tops + shift)
    low, high = float(ordered[len(tops) // 20]), float(ordered[-1 - len(tops) // 20])
    return shift - (low // height) * height if low // height == high // height else shift


def _chars(
    page: Page,
    painting: Painting,
    seen: NDArray[np.intp],
    turns: NDArray[np.int_],
    x_shift: float,
    shift: float,
    size: tuple[float, float],
) -> list[Char]:
    """The characters that are seen on a page of this size, each moved to its place.

    Their boxes end a fifth of their size under the baseline: fonts state their descent, and some state it wrongly by a
    whole line; the baseline is what is drawn.
    """
    x0, y0, x1, y1, sizes, baselines, is_level = painting.boxes.of(seen)
    down = shift + np.where(is_level, y0 - baselines + 0.2 * sizes, 0.0)
    left, right = x0 + page.mediabox[0] + x_shift, x1 + page.mediabox[0] + x_shift
    top, bottom = _from_top(page, y1) + down, _from_top(page, y0) + down
    sizes = np.where((turns == 90) | (turns == 270), x1 - x0, sizes)
    x, y = (left + right) / 2, (top + bottom) / 2
    is_on_page = (x >= -2) & (x <= size[0] + 2) & (y >= -2) & (y <= size[1] + 2)
    numbers, styles, texts = painting.style_numbers.tolist(), painting.styles, painting.texts
    strings = painting.string_numbers[seen]
    kept, *columns, turned, strings = (
        values[is_on_page].tolist() for values in (seen, left, top, right, bottom, sizes, turns, strings)
    )
    fonts = [styles[numbers[i]].font for i in kept]
    printed = map(texts.__getitem__, kept)
    return list(map(_NEW_CHAR, zip(printed, *columns, repeat(None), turned, fonts, strings)))


def _from_top(page: Page, y: Any) -> Any:
    """Heights of the media box, as pdfplumber counts them: from its top."""
    return (page.height - y) + page.mediabox[1]


def _placed(page: Page, box: PageBox) -> PageBox:
    """A box of the media box as pdfplumber has it: left, top, right, bottom."""
    x0, y0, x1, y1 = box
    return x0 + page.mediabox[0], _from_top(page, y1), x1 + page.mediabox[0], _from_top(page, y0)


def _without_overprint(page: PageContent) -> PageContent:
    doubled = _perhaps_doubled(page)
    if not doubled:
        return page
    chars = []
    seen: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for char in page.chars:
        text, x0, top, x1, _, size, *_ = char
        if text in doubled:
            slack = max(0.5, min(size / 3, (x1 - x0) * 0.6))
            twins = seen[text]
            if any(
                abs(x - x0) < slack and abs(y - top) < slack and abs(s - size) < slack for x, y, s in twins[-_TWINS:]
            ):
                continue
            twins.append((x0, top, size))
        chars.append(char)
    return replace(page, chars=chars)


def _perhaps_doubled(page: PageContent) -> set[str]:
    """The texts of which two characters stand almost at one place: of no others is any overprinted."""
    places = page.places
    texts = list(map(_TEXT, page.chars))
    if not texts:
        return set()
    numbers = {text: number for number, text in enumerate(dict.fromkeys(texts))}
    text = np.fromiter(map(numbers.__getitem__, texts), int, len(texts))
    slack = np.zeros(len(numbers))  # the most of any character of a text
    np.maximum.at(slack, text, np.maximum(0.5, np.minimum(places.size / 3, (places.x1 - places.x0) * 0.6)))
    order = np.lexsort((places.top, text))
    is_apart = (np.diff(text[order]) != 0) | (np.diff(places.top[order]) >= slack[text[order[1:]]])
    row = np.concatenate([[0], np.cumsum(is_apart)])
    across = np.lexsort((places.x0[order], row))
    order, row = order[across], row[across]
    is_near = (np.diff(row) == 0) & (np.diff(places.x0[order]) < slack[text[order[1:]]])
    return {page.chars[k].text for k in order[1:][is_near & places.is_ink[order[1:]]].tolist()}


def _without_watermark(page: PageContent) -> PageContent:
    """The page without the characters of a watermark: large ones that are printed over smaller ones or over rules.

    What has the size and direction of such a character belongs to the watermark too.
    """
    places = page.places
    usual = float(np.median(places.size)) if page.chars else 0.0
    large = [page.chars[k] for k in np.flatnonzero(places.is_ink & (places.size >= _LARGE * usual)).tolist()]
    if not large:
        return page
    x, y, smaller = places.x, places.y, np.where(places.is_ink, places.size * _LARGE, np.inf)

    def over_others(char: Char) -> bool:
        inset = 0.2 * (char.bottom - char.top)
        top, bottom = char.top + inset, char.bottom - inset
        ruled = any(top < r.position < bottom and r.start < char.middle[0] < r.end for r in page.horizontal)
        is_under = (smaller <= char.size) & (char.x0 < x) & (x < char.x1) & (top < y) & (y < bottom)
        return ruled or bool(is_under.any())

    watermarks = {(round(c.size), c.turn) for c in large if over_others(c)}
    if not watermarks:
        return page
    return replace(page, chars=[c for c in page.chars if (round(c.size), c.turn) not in watermarks])


def _visible_strokes(page: Page, painting: Painting) -> Iterator[PageBox]:
    """Boxes (x0, top, x1, bottom) of everything drawn that can be a rule."""
    for shape in sorted(painting.shapes, key=lambda s: _KINDS.index(s.kind)):
        is_filled = shape.fill is not None and not is_white(shape.fill)
        is_stroked = shape.stroke is not None and not is_white(shape.stroke)
        x0, top, x1, bottom = _placed(page, shape.box)
        if shape.kind == "line":
            if is_stroked:
                yield x0, top, x1, bottom
        elif min(x1 - x0, bottom - top) <= _THIN:
            if is_filled or is_stroked:
                yield x0, top, x1, bottom
        elif is_stroked:
            yield from _sides(page, shape)


def _sides(page: Page, shape: Shape) -> Iterator[PageBox]:
    """The straight sides of a stroked outline."""
    x0, top, x1, bottom = _placed(page, shape.box)
    if shape.kind == "rect":
        yield from ((x0, top, x1, top), (x0, bottom, x1, bottom), (x0, top, x0, bottom), (x1, top, x1, bottom))
        return
    points = [_placed(page, (x, y, x, y))[:2] for x, y in shape.points]
    for (ax, ay), (bx, by) in pairwise(points):
        if abs(ax - bx) < 1 or abs(ay - by) < 1:
            yield min(ax, bx), min(ay, by), max(ax, bx), max(ay, by)
