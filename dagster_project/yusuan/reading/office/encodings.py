"""Office files that are text (XML, HTML): bytes → characters, within bounds.

Belongs here: encodings, sizes. Does not: what the text says (excel_2003.py, web_page.py).
"""

from __future__ import annotations

import codecs
import re

from yusuan.reading.paper import UnreadableError

MAX_BYTES = 50 * 1024 * 1024  # nothing is packed in these formats: more is no document to print

_MARKS = {codecs.BOM_UTF8: "utf-8", codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}
_STATED = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030"}
_HEAD = 4096  # bytes in which an encoding is stated


def written_text(data: bytes) -> str:
    """The characters, by the byte order mark, or else as UTF-8, as the encoding stated, or GB 18030, what fits first.

    Raises UnreadableError where the file is empty or too large. What fits no encoding becomes U+FFFD.
    """
    if not data:
        raise UnreadableError("The file is empty (0 bytes).")
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"The file has {len(data) // 2**20} MB, more than the {MAX_BYTES // 2**20} MB read.")
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if data[:40].count(b"\x00") >= 10:  # characters of two bytes without a mark
        return data.decode("utf-16-be" if data[:1] == b"\x00" else "utf-16-le", "replace")
    stated = _STATED.search(data[:_HEAD])
    name = stated[1].decode("ascii", "ignore").lower() if stated else ""
    for encoding in ("utf-8", _WIDER.get(name, name), "gb18030"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeDecodeError):
            continue
    return data.decode("utf-8", "replace")
