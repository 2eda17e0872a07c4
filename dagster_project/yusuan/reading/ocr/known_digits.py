"""Pictures of single digits that are known, so that figures made of them need not be read.

Belongs here: parting a figure's picture into its characters, and which digit each of them shows. Does not: reading
(figure_check.py).

The faces that papers are set in are few, and ten digits in two faces are never as like as one digit in one face, at
whatever size: `digit_faces.csv` has them, and what is read on a paper is added for that paper.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from yusuan.reading.ocr.straighten import Raster

_ROWS, _COLUMNS = 18, 12  # to which pictures are brought
_LIKE = 0.93  # pictures of one digit; those of two digits are 0.90 alike at most (tests.corpus.digit_faces measures it)
_APART = 0.05  # and less alike than that to any other digit
_INK = 0.3  # of the way from paper to the darkest ink
_TALL = 0.6  # of the highest character: digits are no lower, points and commas are
_BELOW = 0.1  # of a digit's height: a comma reaches so far below it, a point does not
_MOST = 1000  # pictures that are kept

DigitPicture = NDArray[np.float32]  # of one character, from paper (0) to ink, in a row, of length 1


class KnownDigits:
    """What pictures of single digits show: those of the common faces, and those that have been read on a paper."""

    def __init__(self) -> None:
        self._digits, self._pictures = _faces()

    def shows(self, picture: Raster, text: str) -> bool:
        """Whether a figure's picture is made of known digits, and these are the digits of this text."""
        parts = parted(picture, text)
        return bool(parts) and [self.nearest(part) for part in parts] == [char for char in text if char.isdigit()]

    def nearest(self, part: DigitPicture) -> str | None:
        """The digit that a picture shows; None where it is like none, or like two."""
        likeness = self._pictures @ part
        best = int(likeness.argmax())
        digit = str(self._digits[best])
        other = likeness[self._digits != digit].max(initial=0.0)
        return digit if likeness[best] >= _LIKE and likeness[best] - other >= _APART else None

    def note(self, picture: Raster, text: str) -> None:
        """Keep that a figure's picture was read as this text."""
        parts = parted(picture, text)
        if parts and len(self._digits) + len(parts) <= _MOST:
            self._digits = np.append(self._digits, [char for char in text if char.isdigit()])
            self._pictures = np.vstack([self._pictures, *parts])


@lru_cache(maxsize=1)
def _faces() -> tuple[NDArray[np.str_], DigitPicture]:
    """The digits of the common faces, and their pictures."""
    with Path(__file__).with_name("digit_faces.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    shades = np.array([[int(shade, 16) for shade in row["picture"]] for row in rows], np.float32)
    return np.array([row["digit"] for row in rows]), shades / np.linalg.norm(shades, axis=1, keepdims=True)


def parted(picture: Raster, text: str) -> Sequence[DigitPicture]:
    """The pictures of the digits of a figure; none where its characters do not come apart, or are no such text.

    What goes through from top to bottom is a rule beside the figure, and what is cut off left or right a neighbour:
    were it a character of the figure, there would be too few.
    """
    dark = picture.max(initial=0) - picture.astype(np.float32)
    ink = dark > max(_INK * dark.max(initial=0), 0.5)
    ink[:, ink.all(axis=0)] = False
    edges = np.flatnonzero(np.diff(ink.any(axis=0), prepend=False, append=False)).tolist()
    boxes: list[_Box] = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        if left == 0 or right == ink.shape[1] or (top == 0 and bottom == len(ink)):
            continue
        if top == 0 or bottom == len(ink):
            return ()  # it may be cut off
        boxes.append(_Box(left, right, top, bottom))
    tall = max((box.height for box in boxes), default=0)
    digits = [box for box in boxes if box.height >= _TALL * tall]
    if "".join(_kind(box, digits) for box in boxes) != "".join("0" if char.isdigit() else char for char in text):
        return ()
    return [_scaled(dark[box.top : box.bottom, box.left : box.right]) for box in digits]


class _Box(NamedTuple):
    left: int
    right: int
    top: int
    bottom: int

    @property
    def height(self) -> int:
        return self.bottom - self.top


def _kind(box: _Box, digits: Sequence[_Box]) -> str:
    """Whether a character is a digit (0), a point or a comma."""
    if box in digits:
        return "0"
    below = box.bottom - float(np.median([digit.bottom for digit in digits]))
    return "," if below > _BELOW * float(np.median([digit.height for digit in digits])) else "."


def _scaled(dark: DigitPicture) -> DigitPicture:
    """A picture brought to the common size, each of its points the mean of what it covers."""
    for count in (_ROWS, _COLUMNS):  # rows, and then columns as rows
        sums = np.vstack([np.zeros((1, dark.shape[1]), np.float32), np.cumsum(dark, axis=0)])
        places = np.linspace(0, len(dark), count + 1)
        whole = places.astype(int)
        part = (places - whole).astype(np.float32)[:, np.newaxis]
        after = np.minimum(whole + 1, len(dark))
        dark = np.diff(sums[whole] * (1 - part) + sums[after] * part, axis=0).T
    flat: DigitPicture = dark.ravel()
    return flat / np.linalg.norm(flat)
