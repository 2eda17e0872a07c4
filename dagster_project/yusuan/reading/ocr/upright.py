"""Pages that lie on their side or head: how they have to be turned for their text to stand upright.

Belongs here: quarter turns. Does not: the small angles of a scan (straighten.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from yusuan.reading.ocr.engine import recognise
from yusuan.reading.ocr.ink_lines import Area
from yusuan.reading.ocr.straighten import Raster

_LONG = 2.0  # times as long as high: such a box tells which way its line runs
_SAMPLE = 8  # lines that are read to tell the top from the bottom
_READABLE = 0.75  # mean confidence above which nobody asks whether the page stands on its head


def quarter_turns(grey: Raster, found: Sequence[Area]) -> int:
    """Quarter turns against the clock that make the text in the detector's boxes upright: 0 to 3."""
    level = [a for a in found if a[2] - a[0] >= _LONG * (a[3] - a[1])]
    steep = [a for a in found if a[3] - a[1] >= _LONG * (a[2] - a[0])]
    lines = sorted(steep if len(steep) > len(level) else level, key=lambda a: -max(a[2] - a[0], a[3] - a[1]))[:_SAMPLE]
    if not lines:
        return 0
    first, other = (1, 3) if len(steep) > len(level) else (0, 2)
    confidence = _confidence(grey, lines, first)
    if confidence >= _READABLE or confidence >= _confidence(grey, lines, other):
        return first
    return other


def _confidence(grey: Raster, lines: Sequence[Area], turns: int) -> float:
    """How sure the recogniser is of some lines when the page is turned so."""
    cuts = [np.ascontiguousarray(np.rot90(grey[y0:y1, x0:x1], turns)) for x0, y0, x1, y1 in lines]
    return fmean(fmean(g.confidence for g in reading) if reading else 0.0 for reading in recognise(cuts))
