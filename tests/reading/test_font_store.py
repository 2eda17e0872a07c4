"""Fonts without pdfminer's parser for plain maps of codes to text: they say what pdfminer says."""

from __future__ import annotations

import struct
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pdfminer.cmapdb import CMapParser, FileUnicodeMap
from pdfminer.pdftypes import PDFStream
from pdfminer.psparser import LIT

from yusuan.reading.pages.font_store import FontStore, plain_entries

HEAD = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap % a comment
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def /CMapName /Adobe-Identity-UCS def
1 begincodespacerange <0000> <FFFF> endcodespacerange
"""
TAIL = b"endcmap CMapName currentdict /CMap defineresource pop end end"
codes = st.integers(0, 0xFFFF)
texts = st.binary(min_size=1, max_size=9)


def by_pdfminer(written: bytes) -> dict[int, str]:
    texts = FileUnicodeMap()
    CMapParser(texts, BytesIO(written)).run()
    return texts.cid2unichr


def by_us(written: bytes) -> dict[int, str]:
    spec = {"Subtype": LIT("CIDFontType2"), "FontDescriptor": {}, "ToUnicode": PDFStream({}, written)}
    font = FontStore().get_font(None, spec)
    assert isinstance(font.unicode_map, FileUnicodeMap)  # type: ignore[attr-defined]
    return font.unicode_map.cid2unichr  # type: ignore[attr-defined]


@st.composite
def sections(draw: st.DrawFn) -> bytes:
    def hexed(content: bytes) -> bytes:
        return b"<" + (content.hex().upper() if draw(st.booleans()) else content.hex()).encode() + b">"

    blank = draw(st.sampled_from((b"", b" ", b"\n", b"\r\n")))
    rows = []
    if draw(st.booleans()):
        for code, text in draw(st.lists(st.tuples(codes, texts), max_size=5)):
            rows.append(blank.join((hexed(code.to_bytes(2)), hexed(text))))
        return b"%d beginbfchar\n%s\nendbfchar\n" % (len(rows), b"\n".join(rows))
    for first, width, text in draw(st.lists(st.tuples(codes, st.integers(-3, 30), texts), max_size=5)):
        last = max(0, min(first + width, 0xFFFF))
        rows.append(blank.join((hexed(first.to_bytes(2)), hexed(last.to_bytes(2)), hexed(text))))
    return b"%d beginbfrange %s endbfrange\n" % (len(rows), b"\n".join(rows))


@given(st.lists(sections(), max_size=4))
def test_a_plain_map_says_what_pdfminer_makes_of_it(parts: list[bytes]) -> None:
    written = HEAD + b"".join(parts) + TAIL
    assert plain_entries(written) is not None
    try:
        wanted = by_pdfminer(written)
    except struct.error:  # it counts past four bytes, and would end the whole paper
        return
    assert by_us(written) == wanted


@pytest.mark.parametrize(
    "section",
    [
        b"beginbfrange <0001> <0002> [<0041> <0042>] endbfrange",
        b"beginbfchar <0001> /A endbfchar",
        b"beginbfchar <0001> <0 041> endbfchar",
        b"beginbfchar <001> <0041> endbfchar",
        b"beginbfchar % <0001>\n<0002> <0041> endbfchar",
        b"(beginbfchar <0001> <0041> endbfchar)",
        b"beginbfrange <01> <0002> <0041> endbfrange",
        b"beginbfchar <0001> <0041> endbfcharendcmap",
        b"begincidchar 1 <0041> endcidchar",
        b"endcmap beginbfchar <0001> <0041> endbfchar",
    ],
)
def test_what_is_not_plain_is_left_to_pdfminer(section: bytes) -> None:
    written = HEAD + section + b"\n" + TAIL
    assert plain_entries(written) is None
    assert by_us(written) == by_pdfminer(written)


@pytest.mark.parametrize(
    "written",
    [
        b"(" * 200_000,
        b"%" * 200_000,
        b"endcmap " * 50_000,
        b"endbfchar " * 50_000 + b"beginbfchar " * 50_000,
        b"beginbfchar " * 50_000 + b"endbfrange " * 50_000,
        b"beginbfchar " + b"<00" * 100_000 + b" endbfchar",
        b"beginbfrange " + b"<0000><ffff><0041>" * 10_000 + b" endbfrange",
    ],
)
def test_what_is_made_to_cost_time_is_left_to_pdfminer(written: bytes) -> None:
    assert plain_entries(written) is None
