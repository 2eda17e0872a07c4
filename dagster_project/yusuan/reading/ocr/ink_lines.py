"""Where to read: what the detector found, cut at the cells, and ink that it missed → lines of cells.

Belongs here: rectangles of pixels, and cutting them out. Does not: what they say (engine.py), grids (grid.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from yusuan.reading.ocr.straighten import Raster
from yusuan.reading.pages.grid import Grid

_SPECK = 2.0  # points: ink smaller than this both ways is dirt, unless it stands in a line of text
_LINE_APART = 0.5  # of the height: lines whose middles are nearer than this stand in one line
_WORD_APART, _WIDE_GAP = 1.0, 0.5  # of the line's and of the usual height: what stands nearer is read together
_RUN_APART = 0.3  # of the height: characters nearer than this may touch
_RIM = 0.1  # of a box's height: ink whose middle lies in its rim is of the line above or below
_LEAST_LINE = 0.4  # of the usual height (of the detector's boxes): a line of type is no lower
_LARGEST_CHARACTER = 60.0  # points
_LONGEST_DASH = 24.0  # points: a longer stroke is a rule
_FEWEST_CHARACTERS = 4  # a page with less ink of their size is empty
_INSET = 1.0  # points: the rim of a cell belongs to its rules

Area = tuple[int, int, int, int]  # x0, y0, x1, y1 in pixels, end exclusive
Components = NDArray[np.int64]  # areas of ink that hangs together, one a row


@dataclass(frozen=True)
class InkLine:
    """A line of text to read: the box of its ink, where that begins and ends between gaps, its cell (or the page)."""

    ink: Area
    runs: tuple[tuple[int, int], ...]
    bounds: Area

    @property
    def height(self) -> int:
        """Pixels from top to bottom."""
        return self.ink[3] - self.ink[1]


def find_ink_lines(ink: Raster, found: Sequence[Area], grids: Sequence[Grid], points: float) -> list[InkLine]:
    """The lines to read. `ink` is without rules, `found` are the detector's boxes, `points` the size of a pixel."""
    components = _components(ink, found, points)
    usual = median([y1 - y0 for _, y0, _, y1 in found] or [12 / points])
    cells = [_pixels(box.x0, box.top, box.x1, box.bottom, points) for grid in grids for box in grid.cells]
    lines: list[InkLine] = []
    for cell in cells:
        parts = [part for area in found if (part := _common(area, cell)) and _belongs(area, part)]
        own = components[_inside(components, cell)]
        lines.extend(_ink_line(line, cell) for line in _lines_of(own, parts, usual))
        components = components[~_inside(components, cell)]
    free, components = _free_lines(components, found, usual)
    page = (0, 0, ink.shape[1], ink.shape[0])
    lines.extend(_ink_line(line, page) for line in [*free, *_missed(components, free, usual)])
    return lines


def has_text(ink: Raster, points: float) -> bool:
    """Whether enough of the ink (without rules) has the size of characters for a detector to be asked."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    size = np.maximum(stats[1:, cv2.CC_STAT_WIDTH], stats[1:, cv2.CC_STAT_HEIGHT]) * points
    return int(np.count_nonzero((size >= 2 * _SPECK) & (size <= _LARGEST_CHARACTER))) >= _FEWEST_CHARACTERS


def cut_out(grey: Raster, paper: int, line: InkLine, height: int, rim: float) -> tuple[Raster, int]:
    """The line's picture with a rim of paper (its grey level is given), and where it begins (x).

    The picture is as high as the ink, or `height` where that is more (a dash), and `rim` of it on every side. What lies
    beyond the bounds is paper.
    """
    x0, y0, x1, y1 = line.ink
    tall = max(height, y1 - y0)
    edge = max(2, round(rim * tall))
    top = (y0 + y1 - tall) // 2 - edge
    left, bottom, right = x0 - edge, top + tall + 2 * edge, x1 + edge
    first_x, first_y = max(left, line.bounds[0]), max(top, line.bounds[1])
    source = grey[first_y : min(bottom, line.bounds[3]), first_x : min(right, line.bounds[2])]
    x, y = first_x - left, first_y - top
    out = np.full((bottom - top, right - left), paper, dtype=np.uint8)
    out[y : y + source.shape[0], x : x + source.shape[1]] = source
    return out, left


def _components(ink: Raster, found: Sequence[Area], points: float) -> Components:
    """Ink that hangs together, without dirt: what is smaller than a full stop counts only in the detector's boxes."""
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats = stats[1:][stats[1:, cv2.CC_STAT_AREA] >= 3].astype(np.int64)
    components = np.column_stack([stats[:, 0], stats[:, 1], stats[:, 0] + stats[:, 2], stats[:, 1] + stats[:, 3]])
    keep = np.maximum(stats[:, 2], stats[:, 3]) >= _SPECK / points
    drawn = (stats[:, 3] > _LARGEST_CHARACTER / points) | (
        (stats[:, 2] > _LONGEST_DASH / points) & (stats[:, 3] < _SPECK / points)
    )
    for area in found:
        keep |= _inside(components, area)
    return components[keep & ~drawn]


def _pixels(x0: float, top: float, x1: float, bottom: float, points: float) -> Area:
    return (
        max(0, round((x0 + _INSET) / points)),
        max(0, round((top + _INSET) / points)),
        round((x1 - _INSET) / points),
        round((bottom - _INSET) / points),
    )


def _inside(components: Components, area: Area) -> NDArray[np.bool_]:
    """Which marks have their middle in the area."""
    x, y = (components[:, 0] + components[:, 2]) / 2, (components[:, 1] + components[:, 3]) / 2
    return np.asarray((x >= area[0]) & (x <= area[2]) & (y >= area[1]) & (y <= area[3]), dtype=np.bool_)


def _common(a: Area, b: Area) -> Area | None:
    x0, y0, x1, y1 = max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
    return (x0, y0, x1, y1) if x1 - x0 >= 3 and y1 - y0 >= 3 else None


def _belongs(area: Area, part: Area) -> bool:
    """Whether a box's part in a cell is text of that cell, and not the rim of text of the row above or below."""
    return 2 * (part[3] - part[1]) > area[3] - area[1]


def _core(area: Area) -> Area:
    rim = round(_RIM * (area[3] - area[1]))
    return area[0], area[1] + rim, area[2], area[3] - rim


def _union(components: Components) -> Area:
    x0, y0 = components[:, :2].min(axis=0)
    x1, y1 = components[:, 2:].max(axis=0)
    return int(x0), int(y0), int(x1), int(y1)


def _ink_line(components: Components, bounds: Area) -> InkLine:
    _, top, _, bottom = _union(components)
    runs = (_union(run) for run in _words(components, _RUN_APART * (bottom - top)))
    return InkLine(_union(components), tuple((x0, x1) for x0, _, x1, _ in runs), bounds)


def _free_lines(components: Components, found: Sequence[Area], usual: float) -> tuple[list[Components], Components]:
    """The detector's lines outside cells, and the marks that are left."""
    lines: list[Components] = []
    for area in found:
        inside = _inside(components, _core(area))
        lines.extend(_split(components[inside], _LEAST_LINE * usual))
        components = components[~inside]
    return lines, components


def _missed(components: Components, lines: Sequence[Components], usual: float) -> Iterator[Components]:
    """Words of type's size that the detector missed beside the lines it found: lone characters of a header."""
    for line in lines:
        left, top, right, bottom = _union(line)
        if right - left < bottom - top:
            continue
        beside = _inside(components, (0, top, np.iinfo(np.int32).max, bottom))
        for word in _words(components[beside], _WIDE_GAP * usual):
            if _LEAST_LINE * usual <= _height(word) <= usual:
                yield word
        components = components[~beside]


def _lines_of(components: Components, parts: Sequence[Area], usual: float) -> list[Components]:
    """The lines of a cell from its marks: the detector's parts with the ink beside them, and ink that it missed.

    `usual` is the height of the page's lines: what is twice as high may be two.
    """
    bands: list[list[int]] = []  # top and bottom of each line
    for part in sorted(parts, key=lambda p: p[1] + p[3]):
        own = components[_inside(components, _core(part))]
        for line in _split(own, _LEAST_LINE * usual):
            _, top, _, bottom = _union(line)
            if bands and _same_line(bands[-1], top, bottom):
                bands[-1] = [min(bands[-1][0], top), max(bands[-1][1], bottom)]
            else:
                bands.append([top, bottom])
    lines: list[Components] = []
    for top, bottom in bands:
        middle = (components[:, 1] + components[:, 3]) / 2
        inside = (middle >= top) & (middle <= bottom)
        lines.append(components[inside])
        components = components[~inside]
    lines.extend(_split(components, 0))  # what the detector missed: lone digits, dashes
    return [word for line in lines for word in _words(line, max(_WORD_APART * _height(line), _WIDE_GAP * usual))]


def _height(components: Components) -> int:
    return int(components[:, 3].max() - components[:, 1].min()) if len(components) else 0


def _same_line(band: Sequence[int], top: int, bottom: int) -> bool:
    height = min(band[1] - band[0], bottom - top)
    return abs(band[0] + band[1] - top - bottom) < 2 * _LINE_APART * height


def _split(components: Components, lowest: float) -> Iterator[Components]:
    """The marks line by line: cut at blank rows that leave at least `lowest` pixels above and below."""
    if not len(components):
        return
    components = components[np.argsort(components[:, 1], kind="stable")]
    reach = np.maximum.accumulate(components[:, 3])
    start, last = 0, int(reach[-1])
    for i in range(1, len(components)):
        top, above = int(components[i, 1]), int(reach[i - 1])
        if top > above and above - int(components[start, 1]) >= lowest and last - top >= lowest:
            yield components[start:i]
            start = i
    yield components[start:]


def _words(components: Components, gap: float) -> Iterator[Components]:
    """The marks of a line, cut where they stand further apart than `gap` pixels."""
    if not len(components):
        return
    components = components[np.argsort(components[:, 0], kind="stable")]
    reach = np.maximum.accumulate(components[:, 2])
    cuts = [i for i in range(1, len(components)) if components[i, 0] - reach[i - 1] > gap]
    for start, end in pairwise([0, *cuts, len(components)]):
        yield components[start:end]
