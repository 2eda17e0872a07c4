"""Which pages are read from their pictures, and what of their text layer is kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw
from tests.reading.papers import Paper

from yusuan.reading.ocr import pages, recognition
from yusuan.reading.ocr.straighten import Raster
from yusuan.reading.pages.page_content import Char, PageContent
from yusuan.reading.paper import UnreadableError

SEEN = Char("图", 50.0, 50.0, 60.0, 60.0, 10.0, 0.9)


def content(text: str, share: float = 0.0) -> PageContent:
    chars = [Char(t, 10.0 * i, 100.0, 10.0 * i + 9, 109.0, 9.0) for i, t in enumerate(text)]
    return PageContent(1, 300.0, 200.0, 0, chars, [], [], share)


def drawn(dpi: int = 100) -> bytes:
    """A PDF of one picture with some ink."""
    picture = Image.new("L", (300 * dpi // 72, 200 * dpi // 72), 255)
    ImageDraw.Draw(picture).rectangle((20, 20, 60, 60), fill=0)
    out = io.BytesIO()
    picture.save(out, "PDF", resolution=float(dpi))
    return out.getvalue()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Sizes of the pictures that were read."""
    sizes: list[tuple[int, int]] = []

    def read_picture(grey: Raster, _points: float, page: PageContent) -> PageContent:
        sizes.append((grey.shape[1], grey.shape[0]))
        return replace(page, chars=[SEEN])

    monkeypatch.setattr(recognition, "read_picture", read_picture)
    return sizes


Asked = Sequence[tuple[int, int]]


def test_a_page_without_text_is_read_at_two_hundred_dots(asked: Asked) -> None:
    (page,) = pages.read_pictures(drawn(), [content("", 1.0)])
    assert page.from_picture
    assert page.chars == [SEEN]
    assert asked[0] == pytest.approx((300 * 200 / 72, 200 * 200 / 72), abs=4)


def test_a_finer_picture_is_read_as_it_is(asked: Asked) -> None:
    pages.read_pictures(drawn(300), [content("", 1.0)])
    assert asked[0] == pytest.approx((1250, 833), abs=4)


def test_a_page_larger_than_any_printed_one_is_drawn_coarser(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_MOST_PIXELS", 10_000)
    pages.read_pictures(drawn(), [content("", 1.0)])
    assert asked[0] == pytest.approx((122, 82), abs=2)


def test_a_page_without_size_is_not_read(asked: Asked) -> None:
    page = replace(content("", 1.0), width=0.0)
    assert pages.read_pictures(drawn(), [page]) == [page]
    assert asked == []


def test_a_text_layer_that_lies_is_not_kept(asked: Asked) -> None:
    (page,) = pages.read_pictures(drawn(), [content("合计\ue001\ue002\ufffd")])
    assert page.chars == [SEEN]


def test_a_page_number_printed_over_the_picture_is_kept(asked: Asked) -> None:
    (page,) = pages.read_pictures(drawn(), [content("-5-", 0.95)])
    assert [c.text for c in page.chars] == ["-", "5", "-", "图"]


@pytest.mark.parametrize(
    "page",
    [content("字" * 300, 1.0), content("字" * 20, 0.4), content("", 0.2), content("字" * 99 + "\ue001")],
    ids=["text on a background", "text beside a chart", "a small chart", "one character without a meaning"],
)
def test_other_pages_are_left_alone(asked: Asked, page: PageContent) -> None:
    assert pages.read_pictures(drawn(), [page]) == [page]
    assert asked == []


def test_an_empty_page_is_not_read(asked: Asked) -> None:
    page = content("")
    assert pages.read_pictures(Paper((300.0, 200.0)).finish(), [page]) == [page]
    assert asked == []


def test_what_a_wider_picture_shows_of_a_printed_figure_is_not_added(monkeypatch: pytest.MonkeyPatch) -> None:
    """The text layer prints 12.76; the picture, of a font that the file does not hold, shows it wider."""
    page = replace(content("12.76", 0.0), is_incomplete=True)
    wide = [Char(t, 13.0 * i, 100.0, 13.0 * i + 12, 109.0, 9.0, 0.9) for i, t in enumerate("12.76")]
    beside = [Char(t, 150 + 13.0 * i, 100.0, 162 + 13.0 * i, 109.0, 9.0, 0.9) for i, t in enumerate("208")]
    half = [Char(t, 9.5 * i, 130.0, 9.5 * i + 9, 139.0, 9.0, 0.9) for i, t in enumerate("3.14")]
    printed_half = [Char(t, 9.5 * i, 130.0, 9.5 * i + 9, 139.0, 9.0) for i, t in enumerate("3.")]
    page = replace(page, chars=[*page.chars, *printed_half])
    shown = replace(page, chars=[*wide, *beside, *half])
    monkeypatch.setattr(recognition, "read_picture", lambda *_: shown)
    (read,) = pages.read_pictures(drawn(), [page])
    assert "".join(c.text for c in read.chars) == "12.763." + "208" + "14"


@pytest.mark.parametrize(("data", "number"), [(drawn(), 2), (b"%PDF-1.4 and nothing more", 1)])
def test_what_cannot_be_drawn_is_turned_away_in_a_sentence(data: bytes, number: int) -> None:
    with pytest.raises(UnreadableError, match=r"The PDF is damaged and cannot be drawn \(.*\)\.") as turned_away:
        pages.read_pictures(data, [replace(content("", 1.0), number=number)])
    assert turned_away.value.page_count == 1
