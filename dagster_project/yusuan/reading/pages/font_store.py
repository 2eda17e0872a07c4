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
_SECTION = re.compile(rb"\bbegin(bfchar|bfrange)\b(.*?)\bend\1\b", re.DOTALL)
_STRING = rb"\s*<((?:[0-9A-Fa-f]{2})+)>"
_PLAIN = {
    b"bfchar": re.compile(rb"(?:" + _STRING + _STRING + rb")*\s*"),
    b"bfrange": re.compile(rb"(?:" + _STRING + _STRING + _STRING + rb")*\s*"),
}
_EACH = {
    b"bfchar": re.compile(_STRING + _STRING),
    b"bfrange": re.compile(_STRING + _STRING + _STRING),
}
# Other kinds of entries, and sections that are none: in a comment, in a string, after the end.
_NOT_PLAIN = re.compile(rb"usecmap|cidrange|cidchar|%[^\r\n]*bf|\([^)]*bf|endcmap.*begin", re.DOTALL)
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
    sections = _SECTION.findall(written)
    if _NOT_PLAIN.search(written) or written.count(b"beginbf") != len(sections):
        return None
    entries: Entries = []
    for kind, section in sections:
        if not _PLAIN[kind].fullmatch(section):
            return None
        for row in _EACH[kind].findall(section):
            *codes, text = map(bytes.fromhex, map(bytes.decode, row))
            if any(len(code) > _WIDEST for code in codes) or len({len(code) for code in codes}) > 1:
                return None
            entries += _entries(int.from_bytes(codes[0]), int.from_bytes(codes[-1]), text)
    return entries


def _entries(first: int, last: int, text: bytes) -> Iterator[tuple[int, bytes]]:
    """The entries of a range: the end of the text is counted up."""
    before, counted = text[:-_COUNTED], text[-_COUNTED:]
    begin = int.from_bytes(counted)
    for code in range(first, last + 1):
        number = (begin + code - first) % (1 << 8 * _COUNTED)
        yield code, before + struct.pack(">L", number)[-len(counted) :]
