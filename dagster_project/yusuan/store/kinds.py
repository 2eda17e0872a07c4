"""What a file is, told by its first bytes: one table from magic to reader, or to the reason why it is turned away.

Belongs here: recognition of file kinds. Does not: opening or reading them.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

HEAD_BYTES = 1024


@dataclass(frozen=True)
class Kind:
    """A kind of file: `reader` names who reads it, or is None and `reason` says why nobody does."""

    name: str
    reader: str | None
    reason: str = ""


PDF = Kind("PDF", reader="pdf")
EMPTY = Kind("empty", None, "the file is empty")
UNKNOWN = Kind("unknown", None, "not a document: neither a PDF nor any other kind of file that is known here")


def _not_read_yet(name: str) -> Kind:
    return Kind(name, None, f"this kind of file is not read yet ({name})")


EXCEL = Kind("Excel", reader="xlsx")
EXCEL_97 = Kind("Excel 97", reader="xls")
WORD = Kind("Word", reader="docx")

# In order: the first magic found at the start of the file decides. Office files share the ZIP and the OLE magic,
# so the name's ending says which one it is. An encrypted new file has the old magic: its reader says so.
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OFFICE: dict[bytes, dict[str, Kind]] = {
    _ZIP: {
        "xlsx": EXCEL,
        "xlsm": EXCEL,
        "xls": EXCEL,
        "et": EXCEL,
        "docx": WORD,
        "docm": WORD,
        "doc": WORD,
        "wps": WORD,
    },
    _OLE: {"xls": EXCEL_97, "et": EXCEL_97, "xlsx": EXCEL_97, "xlsm": EXCEL_97, "docx": WORD, "docm": WORD},
}
_MAGIC: list[tuple[bytes, dict[str, str], str]] = [
    (_ZIP, {"pptx": "PowerPoint", "ofd": "OFD", "xlsb": "binary Excel"}, "ZIP archive"),
    (_OLE, {"doc": "Word 97", "wps": "WPS", "ppt": "PowerPoint 97"}, "old Office file"),
    (b"\x89PNG\r\n\x1a\n", {}, "picture"),
    (b"\xff\xd8\xff", {}, "picture"),
    (b"II*\x00", {}, "picture"),
    (b"MM\x00*", {}, "picture"),
    (b"{\\rtf", {}, "RTF"),
    (b"Rar!\x1a\x07", {}, "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", {}, "7z archive"),
]
_WRITTEN = {"txt": Kind("text", "text"), "md": Kind("Markdown", "markdown"), "markdown": Kind("Markdown", "markdown")}
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXT_ENDINGS = {
    "html": "web page",
    "htm": "web page",
    "csv": "CSV",
}


def kind_of(head: bytes, file_name: str) -> Kind:
    """The kind of a file, from its first `HEAD_BYTES` bytes; its name only words what the bytes leave open."""
    if not head:
        return EMPTY
    # Readers of PDF accept leading bytes before the header, and published files have them.
    if b"%PDF-" in head:
        return PDF
    ending = file_name.rpartition(".")[2].lower()
    for magic, endings, otherwise in _MAGIC:
        if head.startswith(magic):
            if office := _OFFICE.get(magic, {}).get(ending):
                return office
            return _not_read_yet(endings.get(ending, otherwise))
    if ending in _WRITTEN and (b"\x00" not in head or head.startswith(_UTF_16)):
        return _WRITTEN[ending]
    if ending in _TEXT_ENDINGS and b"\x00" not in head:
        return _not_read_yet(_TEXT_ENDINGS[ending])
    if ending == "pdf":
        return Kind("not a PDF", None, "the name says PDF, but the file does not begin as one")
    return UNKNOWN
