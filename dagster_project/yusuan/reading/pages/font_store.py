"""The fonts of one file as pdfminer knows them, without its parser for what most fonts write plainly.

Belongs here: entries of a font's map from codes to text (ToUnicode) that are pairs and ranges of hexadecimal strings
and nothing else; pdfminer reads them token by token, at the price of all else in a font. Does not: what else a map or
a font may hold (pdfminer), what is printed with a font (glyphs.py).
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator, Mapping

from pdfminer.cmapdb import FileUnicodeMap
from pdfminer.pdffont import PDFFont
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdftypes import PDFStream, resolve1

_TO_UNICODE = "ToUnicode"
_MARK = re.compile(rb"\b(begin|end)(bfchar|bfrange)\b")
_STRING = rb"\s*+<((?:[0-9A-Fa-f]{2})++)>"
_ROWS = {b"bfchar": _STRING * 2, b"bfrange": _STRING * 3}
_PLAIN = {kind: re.compile(rb"(?:" + row + rb")*+\s*+") for kind, row in _ROWS.items()}
_EACH = {kind: re.compile(row) for kind, row in _ROWS.items()}
# Other kinds of entries, and sections that are none: in a comment, in a string, after the end.
_NOT_PLAIN = re.compile(rb"usecmap|cidrange|cidchar|%[^\r\n]*bf|\([^)]*bf|endcmap.*begin", re.DOTALL)
_MARKS = (b"%", b"(", b"endcmap")  # where one of these begins, the end may be sought
_MOST_MARKS, _MOST_ENTRIES = 100, 1 << 17  # of a plain map: more, and it is made to cost time
_WIDEST = 2  # bytes of a code
_COUNTED = 4  # bytes at the end of a text that are counted up in a range

Entries = list[tuple[int, bytes]]  # of a map: code, and text in UTF-16


class FontStore(PDFResourceManager):
    """pdfminer's own, which asks it for less."""

    def get_font(self, objid: object, spec: Mapping[str, object]) -> PDFFont:
        """A font by its number in the file, or anew where it has none. Raises what pdfminer does."""
        written = resolve1(spec.get(_TO_UNICODE)) if objid not in self._cached_fonts else None
        entries = plain_entries(written.get_data()) if isinstance(written, PDFStream) else None
        if entries is None:
            return super().get_font(objid, spec)
        font = super().get_font(objid, {**spec, _TO_UNICODE: PDFStream({}, b"")})
        texts = getattr(font, "unicode_map", None)
        if isinstance(texts, FileUnicodeMap):
            for code, text in entries:
                texts.add_cid2unichr(code, text)
        return font


def plain_entries(written: bytes) -> Entries | None:
    """The entries of a map in their order; None where it is not plain, or holds what is not known here."""
    if any(written.count(mark) > _MOST_MARKS for mark in _MARKS) or _NOT_PLAIN.search(written):
        return None
    marks = list(_MARK.finditer(written))
    if len(marks) != written.count(b"beginbf") + written.count(b"endbf") or len(marks) % 2:
        return None
    entries: Entries = []
    for begin, end in zip(marks[::2], marks[1::2], strict=True):
        kind, section = begin[2], written[begin.end() : end.start()]
        if (begin[1], end[1], end[2]) != (b"begin", b"end", kind) or not _PLAIN[kind].fullmatch(section):
            return None
        for row in _EACH[kind].findall(section):
            *codes, text = map(bytes.fromhex, map(bytes.decode, row))
            first, last = int.from_bytes(codes[0]), int.from_bytes(codes[-1])
            widths = {len(code) for code in codes}
            if len(widths) > 1 or max(widths) > _WIDEST or len(entries) + last - first > _MOST_ENTRIES:
                return None
            entries += _entries(first, last, text)
    return entries


def _entries(first: int, last: int, text: bytes) -> Iterator[tuple[int, bytes]]:
    """The entries of a range: the end of the text is counted up."""
    before, counted = text[:-_COUNTED], text[-_COUNTED:]
    begin = int.from_bytes(counted)
    for code in range(first, last + 1):
        number = (begin + code - first) % (1 << 8 * _COUNTED)
        yield code, before + struct.pack(">L", number)[-len(counted) :]
