"""What a page paints is what is read: layers, clips, covers, transparency, annotations, seals."""

from __future__ import annotations

import io
import zlib

import pdfplumber
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfplumber.page import Page
from tests.reading.raw_pdf import pdf, stream, text

from yusuan.reading.pages.ink import seen_chars
from yusuan.reading.pages.page_content import read_page
from yusuan.reading.pages.painting import paint

_IMAGE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 {}/Length 1 >>\n"
    "stream\n\xff\nendstream"
)


def opened(data: bytes) -> Page:
    return pdfplumber.open(io.BytesIO(data)).pages[0]


def seen(data: bytes) -> str:
    painting = paint(opened(data))
    return "".join(painting.texts[i] for i in seen_chars(painting)[0])


def box(x: float = 10, y: float = 40, width: float = 60, height: float = 30, fill: str = "1 g") -> str:
    return f"q {fill} {x} {y} {width} {height} re f Q"


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (f"{text('512.34')} {box()}", ""),
        (f"{box()} {text('512.34')}", "512.34"),
        (f"{text('512.34')} {box()} {text('612.34')}", "612.34"),
        (f"{text('512.34')} {box(x=100)}", "512.34"),
        (f"{text('512.34')} {box(height=1.5, y=52)}", "512.34"),  # a rule drawn through it
        (f"{text('512.34')} q 0 0 1 rg 10 40 m 70 40 l 70 70 l 10 70 l h f Q", ""),
        (f"{text('512.34')} q 1 g 10 40 m 70 40 l 40 70 l h f Q", "512.34"),  # no rectangle: what it covers is not told
        (f"{text('512.34')} q 1 g 10 40 60 30 re S Q", "512.34"),
        (f"{text('512.34')} q 100 0 50 90 re W n {box()} Q", "512.34"),  # what covers is clipped itself
        (f"q 100 0 50 90 re W n {text('512.34')} Q {text('7')}", "7"),
        (f"q 0 0 35 90 re W n {text('512.34')} Q", "512"),
        (f"q 100 0 50 90 re W n q 0 0 200 90 re W* n {text('512.34')} Q Q {text('7')}", "7"),
    ],
)
def test_what_is_covered_or_cut_off_is_not_seen(content: str, shown: str) -> None:
    assert seen(pdf(content)) == shown


def test_a_character_that_a_clip_cuts_is_as_wide_as_it_is_seen() -> None:
    painting = paint(opened(pdf(f"q 0 0 35 90 re W n {text('512.34')} Q")))
    assert [round(x1, 1) for x1 in painting.boxes.x1] == [25.6, 31.1, 35.0]


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        *((hiding, "") for hiding in ("/ca 1", "/BM /Normal", "/SMask /None", "/CA 0.2")),
        *((clear, "512.34") for clear in ("/ca 0.4", "/BM /Multiply", "/BM [/Screen]", "/SMask << /S /Alpha >>")),
    ],
)
def test_what_shows_through_is_seen(settings: str, shown: str) -> None:
    content = f"{text('512.34')} q /G gs {box()} Q"
    assert seen(pdf(content, f"/ExtGState << /G << {settings} >> >>")) == shown


def test_text_without_opacity_is_not_seen_and_the_setting_ends_with_its_block() -> None:
    content = f"q /G gs {text('512.34')} Q {text('7')}"
    assert seen(pdf(content, "/ExtGState << /G << /ca 0 >> >>")) == "7"


@pytest.mark.parametrize(("mask", "is_pasted"), [("", True), ("/SMask 7 0 R ", False), ("/ImageMask true ", False)])
def test_a_picture_over_figures_is_told(mask: str, is_pasted: bool) -> None:
    content = f"{text('512.34')} q 60 0 0 30 10 40 cm /I Do Q"
    painting = paint(opened(pdf(content, "/XObject << /I 6 0 R >>", [_IMAGE.format(mask), _IMAGE.format("")])))
    assert painting.is_pasted_over is is_pasted
    assert "".join(painting.texts) == ("" if is_pasted else "512.34")


def test_a_picture_over_words_alone_is_none_over_figures() -> None:
    content = f"{text('abc')} q 60 0 0 30 10 40 cm /I Do Q"
    painting = paint(opened(pdf(content, "/XObject << /I 6 0 R >>", [_IMAGE.format("")])))
    assert not painting.is_pasted_over
    assert not painting.texts


_LAYER = "<< /Type /OCG /Name (old) >>"
_OFF = "/OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >>"


@pytest.mark.parametrize(
    ("catalog", "layer", "shown"),
    [
        (_OFF, "6 0 R", "57"),
        (_OFF, "7 0 R", "567"),
        ("/OCProperties << /OCGs [6 0 R 7 0 R] /D << /BaseState /OFF /ON [7 0 R] >> >>", "6 0 R", "57"),
        ("/OCProperties << /OCGs [6 0 R 7 0 R] /D << /BaseState /OFF /ON [6 0 R] >> >>", "6 0 R", "567"),
        (_OFF, "<< /Type /OCMD /OCGs [6 0 R 7 0 R] >>", "567"),
        (_OFF, "<< /Type /OCMD /OCGs [6 0 R 7 0 R] /P /AllOn >>", "57"),
        (_OFF, "<< /Type /OCMD /OCGs 6 0 R >>", "57"),
        (_OFF, "<< /Type /OCMD /OCGs [7 0 R] /P /AllOff >>", "57"),
        (_OFF, "<< /Type /OCMD /OCGs [7 0 R 6 0 R] /P /AnyOff >>", "567"),
    ],
)
def test_layers_that_are_off_are_not_seen(catalog: str, layer: str, shown: str) -> None:
    content = f"{text('5')} /OC /L BDC /Span BMC {text('6', 30)} EMC EMC {text('7', 40)}"
    assert seen(pdf(content, f"/Properties << /L {layer} >>", [_LAYER, _LAYER], catalog=catalog)) == shown


def test_a_form_in_a_layer_that_is_off_is_not_seen_nor_what_it_cuts_off() -> None:
    def form(extra: str, inside: str) -> str:
        head = f"<< /Type /XObject /Subtype /Form /BBox [0 0 35 100] {extra} /Length {len(inside)} >>"
        return f"{head}\nstream\n{inside}\nendstream"

    objects = [_LAYER, _LAYER, form("/OC 6 0 R", text("512.34")), form("", text("612.34"))]
    content = f"/A Do /B Do {text('7', 100)}"
    assert seen(pdf(content, "/XObject << /A 8 0 R /B 9 0 R >>", objects, catalog=_OFF)) == "6127"


def annotation(extra: str = "", inside: str = "", rect: str = "[10 40 70 70]") -> list[str]:
    look = f"{box(0, 0, 60, 30)} {text(inside, 10, 10)}"
    return [
        f"<< /Type /Annot /Subtype /FreeText /Rect {rect} /AP << /N 7 0 R >> {extra} >>",
        f"<< /Type /XObject /Subtype /Form /BBox [0 0 60 30] /Resources << /Font << /F 5 0 R >> >> "
        f"/Length {len(look)} >>\nstream\n{look}\nendstream",
    ]


@pytest.mark.parametrize(
    ("extra", "shown"), [("", "612.34"), ("/F 4", "612.34"), ("/F 2", "512.34"), ("/F 32", "512.34")]
)
def test_what_an_annotation_shows_is_seen_and_what_it_covers_is_not(extra: str, shown: str) -> None:
    assert seen(pdf(text("512.34"), "", annotation(extra, "612.34"), page="/Annots [6 0 R] ")) == shown


def test_a_link_has_no_look_of_its_own() -> None:
    data = pdf(text("512.34"), "", annotation("", "612.34"), page="/Annots [6 0 R] ").replace(
        b"/FreeText", b"/Link    "
    )
    assert seen(data) == "512.34"


@pytest.mark.parametrize(("state", "shown"), [("/Yes", "612.34"), ("/Off", "512.34")])
def test_a_field_shows_the_look_of_its_state(state: str, shown: str) -> None:
    objects = annotation(f"/AS {state}", "612.34")
    objects[0] = objects[0].replace("/N 7 0 R", "/N << /Yes 7 0 R >>")
    assert seen(pdf(text("512.34"), "", objects, page="/Annots [6 0 R] ")) == shown


def test_an_annotation_is_fitted_into_its_place() -> None:
    painting = paint(opened(pdf("", "", annotation("", "8", "[100 40 220 70]"), page="/Annots [6 0 R] ")))
    assert painting.boxes.x0.tolist() == pytest.approx([120])


@pytest.mark.parametrize(
    ("seal", "words", "shown"),
    [
        ("0.8 0 0", "0.8 0 0", "5"),
        ("0.8 0 0", "0 0 0", "52025"),
        ("0 0 0", "0 0 0", "52025"),
        ("0.8 0 0", "0 0 0.8", "52025"),
    ],
)
def test_the_words_of_a_seal_are_no_figures(seal: str, words: str, shown: str) -> None:
    circle = (
        f"q {seal} RG 130 50 m 130 67 117 80 100 80 c 83 80 70 67 70 50 c"
        " 70 33 83 20 100 20 c 117 20 130 33 130 50 c S Q"
        f" BT {words} rg /F 8 Tf 90 50 Td (2025) Tj ET"
    )
    assert seen(pdf(f"{text('5')} {circle}")) == shown


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 9)), min_size=1, max_size=8))
def test_the_last_thing_painted_is_seen(steps: list[tuple[bool, int]]) -> None:
    """Boxes and digits on one place: the digits after the last box are what is seen."""
    content = " ".join(box() if covers else text(str(digit)) for covers, digit in steps)
    last = max((number for number, (covers, _) in enumerate(steps) if covers), default=-1)
    assert seen(pdf(content)) == "".join(str(digit) for covers, digit in steps[last + 1 :] if not covers)


def packed(content: str, flipped: int | None = None) -> bytes:
    """A page whose content is packed, in a form too; one byte of it is another."""
    data = bytearray(zlib.compress(content.encode("latin-1")))
    if flipped is not None:
        data[flipped] ^= 0x10
    form = stream(data.decode("latin-1"), "/Type /XObject /Subtype /Form /BBox [0 0 200 100] /Filter /FlateDecode")
    return pdf("/A Do", "/XObject << /A 6 0 R >>", [form])


@pytest.mark.parametrize(("flipped", "is_whole"), [(None, True), (20, False), (40, False), (-2, False)])
def test_content_that_does_not_unpack_makes_its_figures_damaged(flipped: int | None, is_whole: bool) -> None:
    content = " ".join(text(f"{n}12.34", 20, 90 - 8 * n, size=7) for n in range(10))
    page = opened(packed(content, flipped))
    assert paint(page).is_whole is is_whole
    content_read = read_page(opened(packed(content, flipped)))
    assert {char.confidence for char in content_read.chars} <= ({None} if is_whole else {0.0})
