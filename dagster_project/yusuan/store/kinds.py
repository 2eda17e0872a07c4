"""What a file is, told by its first bytes: one table from magic to reader, or to the reason why it is turned away.

Belongs here: recognition of file kinds. Does not: opening or reading them.
"""

from __future__ import annotations

import codecs
import re
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


def _to_save_anew(name: str, ending: str) -> Kind:
    return Kind(name, None, f"{name} is not read: open it in Word, Excel or WPS and save it as {ending}")


WEB_PAGE = Kind("web page", reader="html")
EXCEL_2003 = Kind("Excel 2003 XML", reader="xlsx")
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
    (_ZIP, {"pptx": "PowerPoint", "ofd": "OFD"}, "ZIP archive"),
    (_OLE, {"ppt": "PowerPoint 97"}, "old Office file"),
    (b"\x89PNG\r\n\x1a\n", {}, "picture"),
    (b"\xff\xd8\xff", {}, "picture"),
    (b"II*\x00", {}, "picture"),
    (b"MM\x00*", {}, "picture"),
    (b"Rar!\x1a\x07", {}, "RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", {}, "7z archive"),
]
_WRITTEN = {"txt": Kind("text", "text"), "md": Kind("Markdown", "markdown"), "markdown": Kind("Markdown", "markdown")}
_SAVE_ANEW = {
    (_ZIP, "xlsb"): _to_save_anew("Binary Excel (.xlsb)", ".xlsx"),
    (_OLE, "doc"): _to_save_anew("Word 97 (.doc)", ".docx or PDF"),
    (_OLE, "wps"): _to_save_anew("WPS (.wps)", ".docx or PDF"),
}
_MARKS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_UTF_16 = tuple(_MARKS)
_TEXT_ENDINGS = {"csv": "CSV"}
_RTF = b"{\\rtf"
# Offices and finance systems save text under the names of their binary files; what it begins with says what it is.
_SAVED_AS_TEXT = {"xls", "xlsx", "et", "xml", "doc", "docx", "wps", "rtf", "html", "htm", "mht", "mhtml"}
_BEGINS_PAGE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*"
    r"<(?:!doctype\s+html|html|head|body|meta|table|div|style|title|script|p|center|base|link)\b",
    re.IGNORECASE | re.DOTALL,
)
_BEGINS_ARCHIVE = re.compile(r"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.IGNORECASE)


def _saved_as_text(head: bytes) -> Kind | None:
    """The kind of an Office file that is text, or nothing."""
    encoding = next((name for mark, name in _MARKS.items() if head.startswith(mark)), "utf-8")
    text = head.decode(encoding, "ignore").lstrip("\ufeff")
    if text.startswith("{\\rtf"):
        return _to_save_anew("RTF", ".docx or PDF")
    if "urn:schemas-microsoft-com:office:spreadsheet" in text and text.lstrip().startswith("<?xml"):
        return EXCEL_2003
    if 'progid="Word.Document"' in text or "schemas.microsoft.com/office/word/2003/wordml" in text:
        return _to_save_anew("Word XML", ".docx or PDF")
    return WEB_PAGE if _BEGINS_PAGE.match(text) or _BEGINS_ARCHIVE.match(text) else None


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
            return _SAVE_ANEW.get((magic, ending)) or _not_read_yet(endings.get(ending, otherwise))
    if (head.startswith(_RTF) or ending in _SAVED_AS_TEXT) and (kind := _saved_as_text(head)):
        return kind
    if ending in _WRITTEN and (b"\x00" not in head or head.startswith(_UTF_16)):
        return _WRITTEN[ending]
    if ending in _TEXT_ENDINGS and b"\x00" not in head:
        return _not_read_yet(_TEXT_ENDINGS[ending])
    if ending == "pdf":
        return Kind("not a PDF", None, "the name says PDF, but the file does not begin as one")
    return UNKNOWN
