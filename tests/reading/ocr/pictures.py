"""Pictures drawn on the spot: rules, and blocks of ink in place of characters. 200 dots per inch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from yusuan.reading.ocr.straighten import Raster

POINTS = 72 / 200  # the size of a pixel


def paper(width: int = 900, height: int = 700, grey: int = 245) -> Raster:
    return np.full((height, width), grey, dtype=np.uint8)


def table(picture: Raster, columns: Sequence[int], rows: Sequence[int], thick: int = 2) -> None:
    for x in columns:
        picture[rows[0] : rows[-1] + thick, x : x + thick] = 20
    for y in rows:
        picture[y : y + thick, columns[0] : columns[-1] + thick] = 20


def word(picture: Raster, x: int, y: int, count: int, height: int = 24, pitch: int = 26) -> None:
    """Characters as hollow boxes (strokes of three pixels), `pitch` apart."""
    for i in range(count):
        left = x + i * pitch
        picture[y : y + height, left : left + 20] = 20
        picture[y + 4 : y + height - 4, left + 4 : left + 16] = 245


def noisy(picture: Raster, deviation: float = 10.0) -> Raster:
    noise = np.random.default_rng(7).normal(0, deviation, picture.shape)
    return np.asarray((picture + noise).clip(0, 255), dtype=np.uint8)
