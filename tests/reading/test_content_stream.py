"""Content streams: the fast reading of operations is that of pdfminer's parser, and what is painted what it paints."""

from __future__ import annotations

import gc
import io
import weakref
from collections.abc import Iterator
from typing import Any

import pdfplumber
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import PSLiteral
from tests.reading.raw_pdf import pdf, stream

from yusuan.reading.pages.content_stream import (
    CLIPPED,
    FILLED,
    SHOWING,
    TEXT_OBJECT,
    Operation,
    operations,
    parsed_operations,
    parts_of,
    showing_operations,
    string_of,
)
from yusuan.reading.pages.painting import paint


def plain(operand: Any) -> Any:
    """An operand without what tells the two readings apart: whole numbers, dictionaries as they are written."""
    if isinstance(operand, PSLiteral):
        return f"/{operand.name}"
    if isinstance(operand, (list, tuple)):
        return [plain(part) for part in operand]
    if isinstance(operand, PDFStream):
        return operand.rawdata
    return {} if isinstance(operand, dict) or (isinstance(operand, bytes) and operand.startswith(b"<<")) else operand


def one_by_one(content: bytes) -> Iterator[Operation]:
    """Operations, those in a row one by one."""
    for name, operands in operations(content):
        if name == TEXT_OBJECT:
            settings, row = operands
            yield from ((b"q", ()), (b"BT", ()), *operations(settings), *in_row(row), (b"ET", ()), (b"Q", ()))
        elif name == SHOWING:
            yield from in_row(*operands)
        elif name in (FILLED, CLIPPED):
            settings, *rectangle = operands
            yield from ((b"q", ()), *operations(settings), (b"re", tuple(rectangle)))
            yield from ((b"f", ()), (b"Q", ())) if name == FILLED else ((b"W", ()), (b"n", ()))
        else:
            yield name, operands


def in_row(row: bytes) -> Iterator[Operation]:
    for numbers, move, string, array in showing_operations(row):
        if move:
            yield b"T" + move, tuple(map(float, numbers.split()))
        if string:
            yield b"Tj", [string_of(string)]
        elif array:
            yield b"TJ", [parts_of(array)]


SAME = {b"f*": b"f", b"W*": b"W"}  # as far as boxes go


def read_fast(content: bytes) -> list[Any]:
    return [(SAME.get(name, name), plain(operands)) for name, operands in one_by_one(content)]


def read_slowly(content: bytes) -> list[Any]:
    return [(SAME.get(name, name), plain(operands)) for name, operands in parsed_operations(content)]


_NUMBERS = st.one_of(
    st.integers(-999, 9999).map(str),
    st.decimals(-99, 999, places=3).map(str),
    st.sampled_from(["-.5", "5.", "+7", "00.50", "--5", "1-2", "-"]),
)
_STRINGS = st.one_of(
    st.binary(max_size=6).map(lambda data: f"<{data.hex()}>"),
    st.sampled_from(
        ["<4E0>", "<4E 00>", "()", "(a b)", r"(\\)", r"(\101\7z)", r"(\(\))", "(a(b)c)", r"(\q)", "(\\\n)"]
    ),
)
_OPERANDS = st.one_of(
    _NUMBERS,
    _STRINGS,
    st.sampled_from(["/F1", "/A#42", "/Fm.0", "true", "<</MCID 3>>", "<</A <</B 1>>>>", "% a remark\n"]),
    st.lists(st.one_of(_NUMBERS, _STRINGS), max_size=4).map(lambda parts: f"[{' '.join(parts)}]"),
)
_OPERATORS = st.sampled_from(["q", "Q", "Tj", "TJ", "Tf", "f*", "T*", "'", '"', "BDC", "rg", "unknown"])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.lists(_OPERANDS, max_size=4), _OPERATORS), max_size=6), st.sampled_from([" ", "\r", "\n "])
)
def test_operations_are_those_of_pdfminers_parser(steps: list[tuple[list[str], str]], between: str) -> None:
    content = between.join(between.join([*operands, operator]) for operands, operator in steps).encode("latin-1")
    assert read_fast(content) == read_slowly(content)


@pytest.mark.parametrize(
    "content",
    [
        b"BT/F1 12 Tf(1)Tj[(2)-30<33>]TJ ET",
        b"1 0 0 rg/GS gs 0 0 5 5 re W*n",
        b"q BI /W 1 /H 1 ID \xff EI Q 7 w",
        b"0 0 m 1 1 l S % the end",
        b"q BT 1 g/F 9 Tf 1 0 0 1 2 3 Tm(a)Tj 4 -5 TD<3233>Tj ET Q Q",
        b"1 2 Td (a) Tj 1 2 3 Td (b) Tj q BT 1 2 rg (c) Tj ET Q q BT 1 g (d) Tj 1 g (e) Tj ET Q",
        b"q 1 2 3 4 re f Q q 1 g /G gs 1 2 3 4 re f* Q q 1 2 3 4 re W n q 2 w 1 2 3 4 re W* n Q Q",
        b"q 1 2 3 4 re f q 1 2 3 re f Q q 1 2 3 4 5 re f Q q 1 2 3 4 re W f Q q 1 2 3 4 re W n1 q 1 2 3 4 re fQ",
        b"1 2 3",
        b"",
    ],
)
def test_content_without_blanks_with_pictures_and_remarks(content: bytes) -> None:
    assert read_fast(content) == read_slowly(content)


_FORM = stream("1 0 0 1 5 5 cm BT /F 8 Tf 3 3 Td (in) Tj ET", "/Type /XObject /Subtype /Form /BBox [0 0 90 90]")
_TYPE_3 = (
    "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 750 750] /FontMatrix [0.001 0 0 0.001 0 0] /FirstChar 49"
    " /LastChar 50 /Widths [1000 500] /CharProcs << >> /Encoding << /Differences [49 /one /two] >> >>"
)


@pytest.mark.parametrize("font", ["", _TYPE_3])
@pytest.mark.parametrize("page", ["", "/Rotate 90 ", "/Rotate 270 ", "/CropBox [10 10 150 90] "])
@pytest.mark.parametrize(
    "content",
    [
        "BT /F 10 Tf 2 Tc 3 Tw 80 Tz 14 TL 20 50 Td (1 2) Tj T* (12) Tj (21) ' 1 2 (1 1) \" 4 Ts [(1) -300 (2)] TJ ET",
        "BT 20 50 Td /F 10 Tf (1) Tj 3 4 TD 0.5 g (2) Tj T* (1) Tj 5 5 Td 1 Tc (2) Tj ET",
        "q .5 0 0 -2 10 90 cm BT /F 10 Tf 0 1 -1 0 20 -10 Tm (12) Tj 5 0 TD (21) Tj T* (1) Tj ET Q BT (2) Tj ET",
        "BT /F 10 Tf 1 0 .3 1 50 50 Tm (12) Tj ET q 2 w 1 J [3] 0 d 10 10 m 90 10 l S q /A Do Q Q BT /F 6 Tf (1) Tj ET",
        "q BT 1 0 0 rg /F 10 Tf 1 0 0 -1 9 9 Tm (1) Tj 8 0 TD (2) Tj 0 1 -1 0 50 50 Tm (1) Tj (12) Tj ET Q BT (1) Tj"
        " /F 8 Tf 5 5 Td (2) Tj 9 3 TD <31> Tj 1 0 0 1 60 60 Tm (2) Tj [(1) 20 (2)] TJ T* (1) Tj 1 Tc 3 3 Td (2) Tj ET",
        "10 20 30 40 re f 1 7 m 6 7 l 6 8 l 1 8 l h B 5 5 m 9 9 2 9 3 5 c 40 8 50 5 v 1 2 3 4 y s 5 5 m 6 6 l f",
        "q 1 0 0 rg 10 20 30 40 re f Q q 5 5 -3 -4 re f* Q q 5 5 3 0 re f Q q 5 5 0 3 re f Q q 0 1 -1 0 50 50 cm"
        " q 1 2 3 4 re f Q q -99 -99 300 300 re W n 2 2 4 4 re f Q Q q 2 0 .5 3 1 1 cm q 1 2 3 4 re f Q Q 1 1 m"
        " q 1 2 3 4 re f Q q .5 g -9 -9 200 200 re W* n BT /F 10 Tf (1) Tj ET 7 7 1 1 re f Q 8 8 1 1 re f"
        " q -2 0 0 3 90 9 cm q 3 4 5 6 re f Q Q",
        "5 6 7 8 re 20 20 m 40 20 l 40 40 l 20 40 l 20 20 l h 70 70 m f* 10 10 m 10 30 l h S 1 2 l S F 3 3 4 4 re b",
        "1 0 0 RG 0.2 g /Pattern cs /P scn 0 0 9 9 re f /DeviceCMYK CS 0 1 0 0 SCN 0 0 8 8 re S 1 Q 2 2 4 4 re b*",
    ],
)
def test_what_is_painted_is_what_pdfplumber_sees(content: str, page: str, font: str) -> None:
    """Nothing is hidden here: both witnesses say the same."""
    data = pdf(content, "/XObject << /A 6 0 R >>", [_FORM], page=page, **({"font": font} if font else {}))
    witness = pdfplumber.open(io.BytesIO(data)).pages[0]
    painting = paint(pdfplumber.open(io.BytesIO(data)).pages[0])
    boxes = zip(*(side.tolist() for side in painting.boxes[:4]), strict=True)
    assert list(zip(painting.texts, map(rounded, boxes), strict=True)) == [
        (char["text"], rounded((char["x0"], char["y0"], char["x1"], char["y1"]))) for char in witness.chars
    ]
    for kind in ("line", "rect", "curve"):
        shapes = [shape for shape in painting.shapes if shape.kind == kind]
        others = witness.objects.get(kind, [])
        assert [rounded(shape.box) for shape in shapes] == [
            rounded([o["x0"], o["y0"], o["x1"], o["y1"]]) for o in others
        ]
        assert [shape.fill for shape in shapes] == [o["non_stroking_color"] if o["fill"] else None for o in others]


def test_what_a_form_moves_ends_with_it() -> None:
    """No viewer goes on in the form's place, as pdfminer does."""
    data = pdf("/A Do BT /F 10 Tf 20 50 Td (1) Tj ET", "/XObject << /A 6 0 R >>", [_FORM])
    painting = paint(pdfplumber.open(io.BytesIO(data)).pages[0])
    assert dict(zip(painting.texts, painting.boxes.x0.tolist(), strict=True)) == pytest.approx(
        {"i": 8, "n": 9.776, "1": 20}
    )


def rounded(box: Any) -> list[float]:
    return [round(float(side), 6) for side in box]


def test_fonts_go_with_their_document() -> None:
    with pdfplumber.open(io.BytesIO(pdf("BT /F 10 Tf (1) Tj ET"))) as opened:
        paint(opened.pages[0])
        [font] = map(weakref.ref, opened.rsrcmgr._cached_fonts.values())
    del opened
    gc.collect()
    assert font() is None
