"""Pictures of single digits that have been read, so that the same picture need not be read again.

Belongs here: parting a figure's picture into its characters, and what each of them was read as. Does not: reading
(figure_check.py).

The digits of one face and size are drawn alike to the last pixel.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from yusuan.reading.ocr.straighten import Raster

_TALL = 0.6  # of the highest character: digits are no lower, points and commas are
_MOST = 1 << 14  # pictures that are kept


class SeenDigits:
    """What pictures of single characters were read as. One that was read as two different ones says nothing."""

    def __init__(self) -> None:
        self._read: dict[bytes, str | None] = {}

    def shows(self, picture: Raster, text: str) -> bool:
        """Whether a figure's picture is made of those that were read as the characters of this text."""
        parts = _parts(picture, text)
        return bool(parts) and all(self._read.get(part) == char for part, char in zip(parts, text, strict=True))

    def note(self, picture: Raster, text: str) -> None:
        """Keep that a figure's picture was read as this text."""
        for part, char in zip(_parts(picture, text), text, strict=False):
            if part in self._read or len(self._read) < _MOST:
                self._read[part] = char if self._read.get(part, char) == char else None


def _parts(picture: Raster, text: str) -> Sequence[bytes]:
    """The pictures of the characters of a figure, from its digits and separators; none where they do not come apart.

    What goes through from top to bottom is a rule beside the figure.
    """
    ink = picture != picture.max(initial=0)
    edges = np.flatnonzero(np.diff(ink.any(axis=0), prepend=False, append=False)).tolist()
    found, heights = [], []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        rows = np.flatnonzero(ink[:, left:right].any(axis=1))
        top, bottom = int(rows[0]), int(rows[-1]) + 1
        if top == 0 and bottom == len(ink):
            continue
        if min(top, left) == 0 or bottom == len(ink) or right == ink.shape[1]:
            return ()  # it may be cut off
        found.append(b"%d " % (right - left) + picture[top:bottom, left:right].tobytes())
        heights.append(bottom - top)
    is_tall = [height >= _TALL * max(heights) for height in heights]
    return found if is_tall == [char.isdigit() for char in text] else ()
