"""Pages on their side or head."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from tests.reading.ocr.pictures import paper, word

from yusuan.reading.ocr import upright
from yusuan.reading.ocr.engine import Glyph, Glyphs
from yusuan.reading.ocr.ink_lines import Area
from yusuan.reading.ocr.straighten import Raster


def recognise(lines: Sequence[Raster]) -> list[Glyphs]:
    """Sure of lines whose ink is heavier on the left, as those are that `page` draws."""
    left = [float((p[:, : p.shape[1] // 2] < 128).mean()) for p in lines]
    right = [float((p[:, p.shape[1] // 2 :] < 128).mean()) for p in lines]
    return [(Glyph("字", 0.5, 0.9 if a > b else 0.4),) for a, b in zip(left, right, strict=True)]


def page() -> tuple[Raster, list[Area]]:
    picture = paper()
    for y in (100, 160, 220):
        word(picture, 100, y, 4)
    return picture, [(95, y - 5, 300, y + 29) for y in (100, 160, 220)]


@pytest.mark.parametrize("turns", [0, 1, 2, 3])
def test_the_turn_that_makes_text_stand(turns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upright, "recognise", recognise)
    picture, boxes = page()
    height, width = picture.shape
    for _ in range(turns):  # lay the page down clockwise, quarter by quarter
        picture = np.ascontiguousarray(np.rot90(picture, -1))
        boxes = [(height - y1, x0, height - y0, x1) for x0, y0, x1, y1 in boxes]
        height, width = width, height
    assert upright.quarter_turns(picture, boxes) == turns


def test_without_long_lines_nothing_is_turned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upright, "recognise", lambda _: pytest.fail("nothing to read"))
    assert upright.quarter_turns(paper(), [(10, 10, 30, 30)]) == 0
