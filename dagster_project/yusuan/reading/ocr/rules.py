"""The rules in a picture of a page, and the picture without them.

Belongs here: long straight ink that hangs together. Does not: grids (grid.py makes them of these rules).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from yusuan.reading.ocr.straighten import Raster
from yusuan.reading.pages.page_content import Rule

_SHORTEST_ACROSS = 14.0  # points: shorter runs of ink across the page are strokes of characters
_SHORTEST_DOWN = 11.0
_SMALLEST_FRAME = 40.0  # points: rules that hang together and reach no further are a character's strokes
_GAP = 3.0  # points: a rule that fades out for no longer goes on
_TOUCH = 2.0  # points: a rule that ends this near to another ends at it
_THICKEST = 4.0  # points: what is thicker is an area, not a rule


class _Run(NamedTuple):
    """A straight run of ink in pixels, and its label in the picture it was found in."""

    position: float
    start: float
    end: float
    label: int


@dataclass(frozen=True)
class Ruling:
    """The rules of a page in points, and `mask`: their pixels."""

    horizontal: list[Rule]
    vertical: list[Rule]
    mask: Raster


def find_rules(ink: Raster, points: float) -> Ruling:
    """The rules in a straightened picture; `points` is the size of a pixel."""
    across = _runs(ink, points, _SHORTEST_ACROSS, (1, 0))
    down = _runs(ink, points, _SHORTEST_DOWN, (0, 1))
    frames = _large_parts(across | down, _SMALLEST_FRAME / points)
    horizontal, across_labels = _lines(across & frames, points)
    vertical, down_labels = _lines((down & frames).T, points)
    horizontal, vertical = _anchored(horizontal, vertical, points)
    mask = np.isin(across_labels, [h.label for h in horizontal]) | np.isin(down_labels.T, [v.label for v in vertical])
    return Ruling(
        horizontal=[Rule(*(v * points for v in h[:3])) for h in horizontal],
        vertical=[Rule(*(v * points for v in h[:3])) for h in vertical],
        mask=np.asarray(mask * np.uint8(255), dtype=np.uint8),
    )


def _anchored(across: list[_Run], down: list[_Run], points: float) -> tuple[list[_Run], list[_Run]]:
    """Long runs, and short ones that end at long runs both ways: others are strokes of large type in a table."""
    long, touch = _SMALLEST_FRAME / points, _TOUCH / points

    def held(run: _Run, others: list[_Run]) -> bool:
        meeting = [o for o in others if o.start - touch <= run.position <= o.end + touch]
        return all(any(abs(o.position - end) <= touch for o in meeting) for end in (run.start, run.end))

    long_across = [r for r in across if r.end - r.start >= long]
    long_down = [r for r in down if r.end - r.start >= long]
    return (
        [r for r in across if r.end - r.start >= long or held(r, long_down)],
        [r for r in down if r.end - r.start >= long or held(r, long_across)],
    )


def without_rules(grey: Raster, ruling: Ruling) -> Raster:
    """The picture with the rules painted over in the colour of the paper."""
    out = grey.copy()
    out[cv2.dilate(ruling.mask, np.ones((3, 3), np.uint8)) > 0] = np.uint8(np.median(grey))
    return out


def _runs(ink: Raster, points: float, shortest: float, axis: tuple[int, int]) -> Raster:
    """Ink in straight runs of at least `shortest` points along the axis, (1, 0) across or (0, 1) down."""
    length, gap, thick = (round(v / points) for v in (shortest, _GAP, _THICKEST))
    along = _bar(length, axis)
    # A rule that leans by a pixel still is one run: ink is thickened across before runs are looked for.
    thickened = cv2.dilate(ink, _bar(2, (axis[1], axis[0])))
    runs = cv2.morphologyEx(thickened, cv2.MORPH_OPEN, along)
    runs = cv2.morphologyEx(runs, cv2.MORPH_CLOSE, _bar(gap, axis))
    areas = cv2.morphologyEx(runs, cv2.MORPH_OPEN, np.ones((thick, thick), np.uint8))
    return np.asarray(cv2.subtract(runs, areas), dtype=np.uint8)


def _bar(length: int, axis: tuple[int, int]) -> Raster:
    return np.ones((max(1, length * axis[1]), max(1, length * axis[0])), np.uint8)


def _large_parts(mask: Raster, smallest: float) -> Raster:
    """The parts of the mask that hang together (over gaps of two pixels) and reach as far as `smallest`."""
    joined = cv2.dilate(mask, np.ones((5, 5), np.uint8))
    _, labels, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    large = np.maximum(stats[:, cv2.CC_STAT_WIDTH], stats[:, cv2.CC_STAT_HEIGHT]) >= smallest
    large[0] = False
    return np.asarray(large[labels] * mask, dtype=np.uint8)


def _lines(mask: Raster, points: float) -> tuple[list[_Run], NDArray[np.int32]]:
    """Each run across the mask, and the labels of all pixels."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(np.ascontiguousarray(mask), connectivity=8)
    lines = []
    for i in range(1, count):
        x, y, width, height = (int(v) for v in stats[i, :4])
        if width < height or height > 2 * _THICKEST / points:
            continue
        rows = np.nonzero(labels[y : y + height, x : x + width] == i)[0]
        lines.append(_Run(y + float(rows.mean()) + 0.5, float(x), float(x + width), i))
    return lines, np.asarray(labels, dtype=np.int32)
