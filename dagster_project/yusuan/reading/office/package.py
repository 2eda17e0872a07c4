"""The container of an Office file: is it one, is it open to all, and is it of a size that can be read.

Belongs here: ZIP and OLE containers, encryption, bounds. Does not: what is in the parts (excel.py, word.py).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

from yusuan.reading.paper import UnreadableError

MAX_UNPACKED = 200 * 1024 * 1024  # bytes: the largest published workbook seen has under a tenth of it
MAX_CELLS = 500_000  # those merged over counted one by one; more is a database, no document to print
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CHUNK = 1 << 20
_HEAD = 1024
# Parsers tell encodings by the first bytes and by what is declared; in some, a tag does not begin with the byte `<`.
_XML = re.compile(rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?[\s\x00]*<|\x4c\x6f\xa7\x94")
_OTHER = re.compile(rb"\x4c\x6f\xa7\x94|\xff\xfe|\xfe\xff")
_STATED = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml[^>]*?\bencoding\s*=\s*[\"']([^\"'>]+)")
_ASCII = re.compile(rb"(?:utf-?8|us-ascii|ascii|gb2312|gbk|gb18030|iso-8859-\d+|windows-125\d)$", re.IGNORECASE)


def open_package(data: bytes, kind: str, main_part: str) -> zipfile.ZipFile:
    """The ZIP package of an Office file with its main part. Raises UnreadableError, whose sentence names the `kind`."""
    if not data:
        raise UnreadableError("The file is empty (0 bytes).")
    if data.startswith(OLE):
        refuse_encrypted(data, kind)
        raise UnreadableError(f"The file is an old Office file, not the {kind} that its name says.")
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except Exception as error:  # a damaged directory raises what its bytes happen to say
        raise UnreadableError(f"The file is damaged, cut off or no {kind}: it cannot be unpacked ({error}).") from error
    names = package.namelist()
    if main_part not in names:
        binary = " (binary workbooks, .xlsb, are not read)" if "xl/workbook.bin" in names else ""
        raise UnreadableError(f"The file is a ZIP archive but no {kind}: it has no {main_part}{binary}.")
    unpacked = sum(info.file_size for info in package.infolist())
    if unpacked > MAX_UNPACKED:
        raise UnreadableError(
            f"The {kind} unpacks to {unpacked // 2**20} MB, more than the {MAX_UNPACKED // 2**20} MB that are read."
        )
    if any(info.flag_bits & 0x1 for info in package.infolist()):
        raise UnreadableError(f"The {kind} is encrypted and asks for a password: publish or supply an open copy.")
    return package


def refuse_encrypted(data: bytes, kind: str) -> None:
    """Raise UnreadableError where an OLE container holds an encrypted Office file."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise UnreadableError(f"The {kind} is encrypted and asks for a password: publish or supply an open copy.")


def part_chunks(package: zipfile.ZipFile, name: str) -> Iterator[bytes]:
    """A part in pieces, each overlapping the one before by what a tag may take; declared entities are refused."""
    tail = b""
    with package.open(name) as part:
        while chunk := part.read(_CHUNK):
            if not tail and (_OTHER.match(chunk) or ((stated := _STATED.match(chunk)) and not _ASCII.match(stated[1]))):
                raise UnreadableError("The file's XML is not UTF-8, as Office programs write it: it is not opened.")
            if re.search(rb"<!(?:DOCTYPE|ENTITY)", tail + chunk):
                raise UnreadableError("The file declares XML entities, as no Office program does: it is not opened.")
            if b"\x00" in chunk:
                raise UnreadableError("The file's XML is not UTF-8, as Office programs write it: it is not opened.")
            yield chunk
            tail = chunk[-16:]


def check_parts(package: zipfile.ZipFile) -> None:
    """Raise UnreadableError where a part that is XML, whatever its name, declares entities."""
    for name in package.namelist():
        with package.open(name) as part:
            is_xml = _XML.match(part.read(_HEAD))
        if is_xml:
            for _ in part_chunks(package, name):
                pass


def count_tags(package: zipfile.ZipFile, name: str, tag: bytes) -> int:
    """How many elements of a name (any prefix) a part has, without building them."""
    pattern = re.compile(rb"<(?:\w+:)?" + tag + rb"[\s>/]")
    count, tail = 0, b""
    for chunk in part_chunks(package, name):
        text = tail + chunk
        cut = max(text.rfind(b"<"), 0)
        count += len(pattern.findall(text[:cut]))
        tail = text[cut:]
    return count + len(pattern.findall(tail))
