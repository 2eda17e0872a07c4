"""How far a picture of a page is turned, and the picture turned back.

Belongs here: small angles, from rules or, without any, from lines of text. Does not: pages lying on their side.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Raster = NDArray[np.uint8]  # grey, 0 = black; or a mask, 255 = ink

MOST_DEGREES = 4.0
_WORKING_WIDTH = 1600  # pixels: angles are told as well on a smaller picture
_ENOUGH = 0.5  # of the width: so much rule in all tells the angle better than text does


def binarise(grey: Raster) -> Raster:
    """Ink as 255. The bound follows the paper's own grey, which differs over a scanned page."""
    block = max(15, grey.shape[1] // 40) | 1
    mask = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, block, 25)
    return np.asarray(mask, dtype=np.uint8)


def skew(ink: Raster) -> float:
    """Degrees that the page is turned counter-clockwise, within ±MOST_DEGREES; 0 for an empty page."""
    scale = _WORKING_WIDTH / ink.shape[1]
    small = cv2.resize(ink, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small = np.asarray((small > 60) * 255, dtype=np.uint8)
    if not small.any():
        return 0.0
    runs = cv2.morphologyEx(small, cv2.MORPH_OPEN, np.ones((1, 48), np.uint8))
    mask = np.asarray(runs if np.count_nonzero(runs) > _ENOUGH * small.shape[1] else small, dtype=np.uint8)
    best = _sharpest(mask, np.arange(-MOST_DEGREES, MOST_DEGREES + 0.01, 0.25))
    best = _sharpest(mask, best + np.arange(-0.25, 0.26, 0.05))
    return float(_sharpest(mask, best + np.arange(-0.05, 0.051, 0.01)))


def turn(grey: Raster, degrees: float) -> Raster:
    """The picture turned clockwise by `degrees` about its middle, size kept, corners filled with paper."""
    height, width = grey.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), -degrees, 1.0)
    paper = float(np.median(grey))
    turned = cv2.warpAffine(grey, matrix, (width, height), flags=cv2.INTER_CUBIC, borderValue=(paper,))
    return np.asarray(turned, dtype=np.uint8)


def _sharpest(mask: Raster, angles: NDArray[np.float64]) -> float:
    """The angle at which turning back piles the marks up in the fewest rows."""
    height, width = mask.shape
    ys, xs = np.nonzero(mask)
    ys, xs = ys - height / 2, xs - width / 2
    best, best_score = 0.0, -1.0
    for angle in angles:
        radians = np.deg2rad(angle)
        rows = np.round(ys * np.cos(radians) + xs * np.sin(radians) + height).astype(np.int64)
        score = float(np.sum(np.square(np.bincount(rows).astype(np.float64))))
        if score > best_score:
            best, best_score = float(angle), score
    return best
