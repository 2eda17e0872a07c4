"""Digits that are known by their picture: those of the faces that papers are set in, and those read on a paper."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pytest
from numpy.typing import NDArray
from tests.reading.papers import Paper

from yusuan.reading.ocr import known_digits
from yusuan.reading.ocr.known_digits import KnownDigits, parted

Raster = NDArray[np.uint8]


def drawn(text: str, face: str = "Times-Roman", size: float = 10, scale: float = 4) -> Raster:
    """A text as a viewer draws it, with white round it."""
    paper = Paper((12 + size * len(text), 3 * size))
    paper.canvas.setFont(face, size)
    paper.canvas.drawString(6, size, text)
    picture: Raster = pdfium.PdfDocument(paper.finish())[0].render(scale=scale, grayscale=True).to_numpy()
    return picture.reshape(picture.shape[:2])


@pytest.mark.parametrize(("size", "scale"), [(9, 4.4), (10, 4), (10, 6), (14, 6)])
@pytest.mark.parametrize("face", ["Times-Roman", "Helvetica"])
def test_digits_of_a_common_face_are_known_at_any_size(face: str, size: float, scale: float) -> None:
    known, text = KnownDigits(), "1,234,567.890"
    picture = drawn(text, face, size, scale)
    assert known.shows(picture, text)
    for digit in "0123456789":
        for other in set("0123456789") - {digit}:
            assert not known.shows(picture, text.replace(digit, other))


def test_a_point_is_no_comma_and_nothing_is_left_out() -> None:
    known, picture = KnownDigits(), drawn("1,234.50")
    for text in ("1.234.50", "1,234,50", "1234.50", "1,234.5", "1,234.500", "-1,234.50", "1,234.50%", ""):
        assert not known.shows(picture, text), text


def test_what_does_not_come_apart_or_is_cut_off_is_not_known() -> None:
    picture = drawn("128")
    inked = np.flatnonzero((picture < 128).any(axis=0))
    assert KnownDigits().shows(picture, "128")
    assert not KnownDigits().shows(picture[:, : inked[-1]], "128")
    touching = picture.copy()
    touching[picture.shape[0] // 2, inked[0] : inked[-1]] = 0
    assert not KnownDigits().shows(touching, "128")
    assert not KnownDigits().shows(np.full((20, 30), 255, np.uint8), "1")


def test_a_rule_beside_a_figure_is_none_of_its_characters() -> None:
    picture = drawn("128")
    inked = np.flatnonzero((picture < 200).any(axis=0))
    for edge in (3, inked[0] - 3, inked[-1] + 1):
        ruled = picture.copy()
        ruled[:, edge : edge + 3] = 0
        assert KnownDigits().shows(ruled, "128")


def test_what_begins_a_neighbour_is_none_of_its_characters() -> None:
    picture = drawn("128")
    picture[20:24, -2:] = 0
    assert KnownDigits().shows(picture, "128")
    cut_off = drawn("1285")
    cut_off = cut_off[:, : np.flatnonzero((cut_off < 128).any(axis=0))[-1] - 3]
    assert not KnownDigits().shows(cut_off, "1285")


def test_what_was_read_on_a_paper_is_known_and_what_was_read_as_two_digits_is_not() -> None:
    odd = np.full((20, 30), 255, np.uint8)
    odd[4:16, 4:9] = odd[4:16, 14:19] = 0
    odd[6:9, 5:9] = odd[6:9, 15:19] = 255
    known = KnownDigits()
    assert not known.shows(odd, "11")
    known.note(odd, "11")
    assert known.shows(odd, "11")
    assert not known.shows(odd, "17")
    assert not KnownDigits().shows(odd, "11")
    known.note(odd, "77")
    assert not known.shows(odd, "11")
    assert not known.shows(odd, "77")


def test_no_two_digits_of_the_faces_are_nearly_as_like_as_one_must_be() -> None:
    """Else one face's digit could be taken for another's."""
    digits, pictures = known_digits._faces()
    assert set(digits) == set("0123456789")
    with Path(known_digits.__file__).with_name("digit_faces.csv").open(encoding="utf-8", newline="") as file:
        assert {len(row["picture"]) for row in csv.DictReader(file)} == {known_digits._ROWS * known_digits._COLUMNS}
    likeness = np.where(digits[:, np.newaxis] == digits, 0, pictures @ pictures.T)
    assert likeness.max() < known_digits._LIKE - 0.02


def test_a_picture_keeps_its_shape_at_any_size() -> None:
    [small], [large] = parted(drawn("5", scale=4), "5"), parted(drawn("5", scale=12), "5")
    assert float(small @ large) > 0.97
