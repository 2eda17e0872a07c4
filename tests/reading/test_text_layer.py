"""Fonts whose text says something else than the page shows, or nothing, are not trusted."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from tests.reading.raw_pdf import pdf, stream, text

from yusuan.reading.ocr.pages import read_pictures
from yusuan.reading.ocr.text_layer import untrusted_fonts
from yusuan.reading.pages.page_content import PageContent, read_page

FIGURES = [f"{n}{(n * 7) % 10}{(n * 3 + 8) % 10}.{(n * 9 + 3) % 10}{n % 10}" for n in range(1, 15)]


def paper(swapped: dict[str, str], figures: list[str] | None = None) -> tuple[bytes, list[PageContent]]:
    """Figures in two columns, in a font whose map says of some characters that they are others."""
    pairs = "\n".join(f"<{ord(shown):02x}> <{ord(said):04x}>" for shown, said in swapped.items())
    mapping = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /A def\n"
        f"1 begincodespacerange <00> <ff> endcodespacerange\n{len(swapped)} beginbfchar\n{pairs}\nendbfchar endcmap"
    )
    font = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /ToUnicode 6 0 R >>"
    shown = FIGURES if figures is None else figures
    content = " ".join(text(each, 40 + 150 * (n % 2), 380 - 24 * (n // 2), size=12) for n, each in enumerate(shown))
    data = pdf(content, objects=[stream(mapping)], font=font, size=(400, 400))
    with pdfplumber.open(io.BytesIO(data)) as file:
        return data, [read_page(page) for page in file.pages]


def said(pages: list[PageContent]) -> str:
    return "".join(char.text for char in pages[0].chars if not char.text.isspace())


def test_a_font_that_says_what_it_shows_is_trusted() -> None:
    data, pages = paper({"3": "3"})
    assert said(pages) == "".join(FIGURES)
    assert untrusted_fonts(data, pages) == set()


@pytest.mark.parametrize(("one", "other"), [("3", "8"), ("1", "7"), ("0", "9")])
def test_a_font_with_two_digits_exchanged_is_not(one: str, other: str) -> None:
    data, pages = paper({one: other, other: one})
    assert said(pages) != "".join(FIGURES)
    assert untrusted_fonts(data, pages) == {"Helvetica"}


def test_a_few_figures_are_no_table() -> None:
    data, pages = paper({"3": "8", "8": "3"}, FIGURES[:5])
    assert untrusted_fonts(data, pages) == set()


def test_a_font_without_meaning_is_not_trusted_whatever_else_the_page_prints() -> None:
    data, pages = paper(dict.fromkeys("0123456789", "�"))
    assert untrusted_fonts(data, pages) == {"Helvetica"}
    data, pages = paper({"9": "\ufffd"})
    assert untrusted_fonts(data, pages) == set()


def test_a_file_that_cannot_be_drawn_has_nothing_against_its_text() -> None:
    _, pages = paper({"3": "8", "8": "3"})
    assert untrusted_fonts(b"no PDF at all", pages) == set()


@pytest.mark.slow
def test_what_such_a_font_prints_is_read_from_the_picture() -> None:
    data, pages = paper({"3": "8", "8": "3"})
    [page] = read_pictures(data, pages)
    assert page.from_picture
    lines = {round(char.middle[1] / 12) for char in page.chars}
    assert len(lines) == 7
    assert sorted(said([page])) == sorted("".join(FIGURES))
    assert all(char.confidence is not None for char in page.chars)
