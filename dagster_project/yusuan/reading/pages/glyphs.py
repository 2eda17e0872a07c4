"""Strings of a content stream → characters with their boxes, a whole page at once.

Belongs here: what a font makes of the codes of a string, where its characters stand. Does not: operators
(interpreter.py), what is seen (painting.py, ink.py).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from pdfminer.pdffont import PDFFont, PDFUnicodeNotDefined
from pdfminer.utils import MATRIX_IDENTITY, Matrix, mult_matrix
from pdfplumber.page import fix_fontname_bytes

from yusuan.reading.pages.content_stream import parts_of, showing_operations, string_of

Numbers = NDArray[np.float64]


_BLANK = 32  # the code that word space widens


class FontGlyphs(dict[int, tuple[str, float]]):
    """What a font prints: code → text and width, of which pdfminer is asked once."""

    def __init__(self, font: PDFFont) -> None:
        super().__init__()
        name = font.fontname
        self.name = fix_fontname_bytes(name) if isinstance(name, bytes) else str(name)
        self.descent = font.get_descent()
        self.is_vertical = font.is_vertical()
        self.is_multibyte = font.is_multibyte()
        self.decode = font.decode
        self.origin = font.char_disp
        self.single = _SingleGlyphs(self)
        self._text, self._width = font.to_unichr, font.char_width

    def __missing__(self, code: int) -> tuple[str, float]:
        try:
            text = self._text(code)
        except PDFUnicodeNotDefined:
            text = f"(cid:{code})"
        self[code] = glyph = (text, self._width(code))
        return glyph


class _SingleGlyphs(dict[bytes, tuple[str, float] | None]):
    """Strings as they are written → the text and width of those that are one character across, and no blank."""

    def __init__(self, glyphs: FontGlyphs) -> None:
        super().__init__()
        self._glyphs = glyphs

    def __missing__(self, written: bytes) -> tuple[str, float] | None:
        codes = tuple(self._glyphs.decode(string_of(written)))
        is_single = len(codes) == 1 and codes[0] != _BLANK and not self._glyphs.is_vertical
        self[written] = glyph = self._glyphs[codes[0]] if is_single else None
        return glyph


def glyphs_of(font: PDFFont) -> FontGlyphs:
    """The glyphs of a font, kept with it: they go when its document does."""
    kept = vars(font)
    if "glyphs" not in kept:
        kept["glyphs"] = FontGlyphs(font)
    found: FontGlyphs = kept["glyphs"]
    return found


class TextState:
    """How the next string is shown, and where; part of the graphics state."""

    glyphs: FontGlyphs | None = None
    size: float = 0
    scaling: float = 100
    character_space: float = 0
    word_space: float = 0
    leading: float = 0
    rise: float = 0
    matrix: Matrix = MATRIX_IDENTITY
    x: float = 0
    y: float = 0

    def begin_line(self, matrix: Matrix) -> None:
        """Go to where a line begins, in its direction."""
        self.matrix, self.x, self.y = matrix, 0, 0

    def next_line(self, x: float, y: float) -> None:
        """Go to a line that begins so far from where the last began."""
        a, b, c, d, e, f = self.matrix
        self.matrix, self.x, self.y = (a, b, c, d, x * a + y * c + e, x * b + y * d + f), 0, 0


class Boxes(NamedTuple):
    """The boxes of characters in points of the page, y upwards; `size` is their height, across their line."""

    x0: Numbers
    y0: Numbers
    x1: Numbers
    y1: Numbers
    size: Numbers
    baseline: Numbers
    is_level: NDArray[np.bool_]  # whether its line runs along the page's

    def of(self, kept: NDArray[np.intp]) -> Boxes:
        """The boxes of some of the characters."""
        return Boxes(*(values[kept] for values in self))  # type: ignore[arg-type]


class Strings:
    """What the strings of a page show: texts of characters, and what their boxes follow from.

    A run is what of a string stands in one piece, a stretch is runs that are shown in one way and direction.
    """

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._along: list[float] = []  # where each character begins on its line
        self._widths: list[float] = []
        self.counts: list[int] = []  # characters of each run
        self.numbers: list[int] = []  # of each run: that of its string
        self._line_x: list[float] = []  # where the line of each run begins
        self._line_y: list[float] = []
        self.run_counts: list[int] = []  # runs of each stretch
        # Of each stretch: the direction of its lines and the matrix that they stand in, size and scaling, how far
        # beside its line it stands, three sides of its boxes, whether it runs downwards.
        self._stretches: list[tuple[float, ...]] = []
        self._string = 0

    def show(self, parts: Iterable[Any], state: TextState, ctm: Matrix) -> None:
        """Add the characters of a string, moving the state behind it."""
        glyphs = state.glyphs
        self._string += 1
        if glyphs is None:
            return
        if glyphs.is_vertical:
            self._show_downwards(glyphs, parts, state, ctm)
            return
        size, scaling = state.size, state.scaling * 0.01
        character_space = state.character_space * scaling
        word_space = 0 if glyphs.is_multibyte else state.word_space * scaling
        kerning = 0.001 * size * scaling
        x = state.x
        texts, along, widths = self.texts, self._along, self._widths
        before, is_behind = len(texts), False
        for part in parts:
            if isinstance(part, bytes):
                for code in glyphs.decode(part):
                    if is_behind:
                        x += character_space
                    text, width = glyphs[code]
                    texts.append(text)
                    along.append(x)
                    widths.append(width)
                    x += width * size * scaling
                    if code == _BLANK and word_space:
                        x += word_space
                    is_behind = True
            elif isinstance(part, (int, float)):
                x -= part * kerning
                is_behind = True
        state.x = x
        if len(texts) > before:
            self._begin_stretch(glyphs, state, ctm)
            self._add_run(len(texts) - before, state.matrix)

    def show_row(self, row: bytes, state: TextState, ctm: Matrix) -> None:
        """Do operations in a row (SHOWING). Single characters, each at a place of its own, are one stretch."""
        glyphs = state.glyphs
        goes_on = False
        for numbers, move, string, array in showing_operations(row):
            if move == b"m":
                matrix = cast(Matrix, tuple(map(float, numbers.split())))
                goes_on = goes_on and matrix[:4] == state.matrix[:4]
                state.begin_line(matrix)
            elif move:
                x, y = numbers.split()
                state.next_line(float(x), float(y))
                if move == b"D":
                    state.leading = float(y)
            if string and glyphs and (glyph := glyphs.single[string]) and not (state.x or state.y):
                if not goes_on:
                    goes_on = True
                    self._begin_stretch(glyphs, state, ctm)
                text, width = glyph
                self.texts.append(text)
                self._along.append(0.0)
                self._widths.append(width)
                self._string += 1
                self._add_run(1, state.matrix)
                state.x = width * state.size * (state.scaling * 0.01)
            elif string or array:
                goes_on = False
                self.show([string_of(string)] if string else parts_of(array), state, ctm)

    def _begin_stretch(self, glyphs: FontGlyphs, state: TextState, ctm: Matrix) -> None:
        low = glyphs.descent * state.size + state.rise
        direction = mult_matrix(state.matrix, ctm)[:4]
        scaling = state.scaling * 0.01
        self._stretches.append((*direction, *ctm, state.size, scaling, state.y, 0, low, low + state.size, False))
        self.run_counts.append(0)

    def _add_run(self, count: int, matrix: Matrix) -> None:
        self.run_counts[-1] += 1
        self.counts.append(count)
        self.numbers.append(self._string)
        self._line_x.append(matrix[4])
        self._line_y.append(matrix[5])

    def _show_downwards(self, glyphs: FontGlyphs, parts: Iterable[Any], state: TextState, ctm: Matrix) -> None:
        """Each character is a stretch of its own: it stands in its own way about the line."""
        size, scaling = state.size, state.scaling * 0.01
        character_space = state.character_space * scaling
        word_space = 0 if glyphs.is_multibyte else state.word_space * scaling
        kerning = 0.001 * size * scaling
        direction = mult_matrix(state.matrix, ctm)[:4]
        is_behind = False
        for part in parts:
            if isinstance(part, bytes):
                for code in glyphs.decode(part):
                    if is_behind:
                        state.y += character_space
                    text, width = glyphs[code]
                    x, y = cast(tuple[float | None, float], glyphs.origin(code))
                    left = -(size * 0.5 if x is None else x * size * 0.001)
                    high = (1000 - y) * size * 0.001 + state.rise
                    advance = width * size * scaling
                    self.texts.append(text)
                    self._along.append(state.x)
                    self._widths.append(width)
                    self._stretches.append((*direction, *ctm, size, scaling, state.y, left, high + advance, high, True))
                    self.run_counts.append(0)
                    self._add_run(1, state.matrix)
                    state.y += advance
                    if code == _BLANK and word_space:
                        state.y += word_space
                    is_behind = True
            elif isinstance(part, (int, float)):
                state.y -= part * kerning
                is_behind = True

    def stretch_numbers(self) -> NDArray[np.intp]:
        """Of each run: the number of its stretch."""
        return np.repeat(np.arange(len(self.run_counts)), self.run_counts)

    def directions(self) -> list[tuple[float, float]]:
        """Of each stretch: the direction of its lines, as in their matrix."""
        return [(stretch[0], stretch[1]) for stretch in self._stretches]

    def boxes(self) -> Boxes:
        """Where the characters stand."""
        stretches = np.array(self._stretches, dtype=float).reshape(-1, 17)
        columns = np.repeat(stretches, self.run_counts, axis=0).T
        line_x, line_y = np.array(self._line_x, dtype=float), np.array(self._line_y, dtype=float)
        a, b, c, d, e, f = columns[4:10]
        e, f = a * line_x + c * line_y + e, b * line_x + d * line_y + f
        a, b, c, d, e, f, size, scaling, across, left, low, high, is_vertical = np.repeat(
            np.array([*columns[:4], e, f, *columns[10:]]), self.counts, axis=1
        )
        along = np.array(self._along, dtype=float)
        right = np.where(is_vertical, left + size, np.array(self._widths, dtype=float) * size * scaling)
        e, f = along * a + across * c + e, along * b + across * d + f
        corners = [(x, y) for x in (left, right) for y in (low, high)]
        xs = np.array([a * x + c * y + e for x, y in corners])
        ys = np.array([b * x + d * y + f for x, y in corners])
        x0, y0, x1, y1 = xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)
        return Boxes(x0, y0, x1, y1, np.where(is_vertical, x1 - x0, y1 - y0), f, (b == 0) & (c == 0))
