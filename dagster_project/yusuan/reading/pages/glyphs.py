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

Numbers = NDArray[np.float64]


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
        self._text, self._width = font.to_unichr, font.char_width

    def __missing__(self, code: int) -> tuple[str, float]:
        try:
            text = self._text(code)
        except PDFUnicodeNotDefined:
            text = f"(cid:{code})"
        self[code] = glyph = (text, self._width(code))
        return glyph


def glyphs_of(font: PDFFont) -> FontGlyphs:
    """The glyphs of a font, kept with it: they go when its document does."""
    kept = vars(font)
    if "glyphs" not in kept:
        kept["glyphs"] = FontGlyphs(font)
    found: FontGlyphs = kept["glyphs"]
    return found


class TextState:
    """How the next string is shown; part of the graphics state."""

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
    """What the strings of a page show: texts of characters, and what their boxes follow from."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.counts: list[int] = []  # characters of each run
        # Of each run: matrix, how far beside its line it stands, three sides of its boxes, whether it runs downwards.
        self._runs: list[tuple[float, ...]] = []
        self._along: list[float] = []  # where each character begins on its line
        self._ends: list[float] = []  # the right side of its box

    def show(self, parts: Iterable[Any], state: TextState, ctm: Matrix) -> int:
        """Add the characters of a string, moving the state behind it; the number of runs added."""
        glyphs = state.glyphs
        if glyphs is None:
            return 0
        if glyphs.is_vertical:
            return self._show_downwards(glyphs, parts, state, ctm)
        size, scaling = state.size, state.scaling * 0.01
        character_space = state.character_space * scaling
        word_space = 0 if glyphs.is_multibyte else state.word_space * scaling
        kerning = 0.001 * size * scaling
        x, y = state.x, state.y
        texts, along, ends = self.texts, self._along, self._ends
        before, is_behind = len(texts), False
        for part in parts:
            if isinstance(part, bytes):
                for code in glyphs.decode(part):
                    if is_behind:
                        x += character_space
                    text, width = glyphs[code]
                    texts.append(text)
                    along.append(x)
                    advance = width * size * scaling
                    ends.append(advance)
                    x += advance
                    if code == 32 and word_space:
                        x += word_space
                    is_behind = True
            elif isinstance(part, (int, float)):
                x -= part * kerning
                is_behind = True
        state.x = x
        if len(texts) == before:
            return 0
        low = glyphs.descent * size + state.rise
        self._runs.append((*mult_matrix(state.matrix, ctm), y, 0, low, low + size, False))
        self.counts.append(len(texts) - before)
        return 1

    def _show_downwards(self, glyphs: FontGlyphs, parts: Iterable[Any], state: TextState, ctm: Matrix) -> int:
        """Each character is a run of its own: it stands in its own way about the line."""
        size, scaling = state.size, state.scaling * 0.01
        character_space = state.character_space * scaling
        word_space = 0 if glyphs.is_multibyte else state.word_space * scaling
        kerning = 0.001 * size * scaling
        matrix = mult_matrix(state.matrix, ctm)
        before, is_behind = len(self.texts), False
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
                    self._ends.append(left + size)
                    self._runs.append((*matrix, state.y, left, high + advance, high, True))
                    self.counts.append(1)
                    state.y += advance
                    if code == 32 and word_space:
                        state.y += word_space
                    is_behind = True
            elif isinstance(part, (int, float)):
                state.y -= part * kerning
                is_behind = True
        return len(self.texts) - before

    def boxes(self) -> Boxes:
        """Where the characters stand."""
        rows = np.repeat(np.array(self._runs, dtype=float).reshape(-1, 11), self.counts, axis=0)
        a, b, c, d, e, f, across, left, low, high, is_vertical = rows.T
        along, right = np.array(self._along, dtype=float), np.array(self._ends, dtype=float)
        e, f = along * a + across * c + e, along * b + across * d + f
        corners = [(x, y) for x in (left, right) for y in (low, high)]
        xs = np.array([a * x + c * y + e for x, y in corners])
        ys = np.array([b * x + d * y + f for x, y in corners])
        x0, y0, x1, y1 = xs.min(axis=0), ys.min(axis=0), xs.max(axis=0), ys.max(axis=0)
        return Boxes(x0, y0, x1, y1, np.where(is_vertical, x1 - x0, y1 - y0), f, (b == 0) & (c == 0))
