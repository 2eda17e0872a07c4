"""Two readings of a figure, and where the characters of a line stand. No model is asked."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pytest
from tests.reading.ocr.pictures import POINTS, paper, table, word

from yusuan.reading.ocr import recognition
from yusuan.reading.ocr.engine import Glyph, Glyphs
from yusuan.reading.ocr.ink_lines import Area
from yusuan.reading.ocr.straighten import Raster
from yusuan.reading.pages.page_content import Char, PageContent


def said(text: str, confidence: float = 0.99) -> Glyphs:
    return tuple(Glyph(t, (i + 0.5) / len(text), confidence) for i, t in enumerate(text))


def chars(monkeypatch: pytest.MonkeyPatch, first: list[Glyphs], second: list[Glyphs]) -> list[Char]:
    """What a page with a word in each of two cells yields when the model says `first` and then `second`."""
    page = paper()
    table(page, [50, 300, 500], [100, 160, 240])
    word(page, 60, 120, 4)
    word(page, 310, 120, 4)
    answers = [first, second]
    boxes: list[Area] = [(55, 112, 170, 150), (305, 112, 420, 150)]

    def recognise(lines: Sequence[Raster]) -> list[Glyphs]:
        answer = answers.pop(0)
        assert len(answer) == len(lines)
        return answer

    monkeypatch.setattr(recognition, "recognise", recognise)
    monkeypatch.setattr(recognition, "detect", lambda _: boxes)
    monkeypatch.setattr(recognition, "_DETECTOR_DPI", 300)
    return recognition.read_picture(page, POINTS, PageContent(1, 324.0, 252.0, 0, [], [], [], 1.0)).chars


def text(found: Sequence[Char]) -> str:
    return "".join(c.text for c in found)


def test_a_figure_read_twice_alike_has_the_lower_confidence(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chars(monkeypatch, [said("收入合计"), said("12.5", 0.95)], [said("12.5", 0.8)])
    assert text(found) == "收入合计12.5"
    assert [c.confidence for c in found] == [0.99] * 4 + [0.8] * 4


def test_readings_of_a_figure_that_differ_are_worth_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chars(monkeypatch, [said("收入合计"), said("12.5")], [said("12.6")])
    assert [c.confidence for c in found[4:]] == [0.0] * 4


def test_of_two_readings_the_one_that_is_a_figure_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chars(monkeypatch, [said("收入合计"), said("1,23.4")], [said("1,234.5")])
    assert text(found[4:]) == "1,234.5"
    assert {c.confidence for c in found[4:]} == {0.0}


def test_unsure_words_are_read_again_and_the_surer_reading_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chars(monkeypatch, [said("收人合计", 0.4), said("支出合计")], [said("收入合计", 0.9)])
    assert text(found) == "收入合计支出合计"


def test_characters_share_the_ink_of_their_line(monkeypatch: pytest.MonkeyPatch) -> None:
    found = chars(monkeypatch, [said("收入合计"), said("支出合计")], [])
    assert [round(c.x0 / POINTS) for c in found[:4]] == pytest.approx([60, 84, 109, 134], abs=6)
    assert all(a.x1 <= b.x0 + 0.01 for a, b in pairwise(found))
    assert all(c.size == pytest.approx(24 / 0.9 * POINTS, abs=0.5) for c in found)


def test_an_empty_picture_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recognition, "detect", lambda _: pytest.fail("no text to detect"))
    page = PageContent(1, 324.0, 252.0, 0, [], [], [], 1.0)
    assert recognition.read_picture(paper(), POINTS, page) == page
