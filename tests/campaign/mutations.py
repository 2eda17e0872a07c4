"""Papers changed by chance: bytes, objects and streams of PDFs, parts of Office files, characters of text.

Belongs here: what is changed, by a seeded chance. Does not: reading it, or judging what came of it.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
import zlib
from collections.abc import Callable
from functools import cache
from pathlib import Path

from tests.samples import model, office, office_text

from yusuan.paths import Home

_OBJECT = re.compile(rb"(?<=[\r\n])(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
_STREAM = re.compile(rb"^(.*?)\bstream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+\.?\d*")
_ATTRIBUTE = re.compile(rb'="[^"]*"')
_TAG = re.compile(rb"<[^>]*>")
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"99999999999999999999", b"1e9", b"-0.0001", b"00", b"NaN")
_WORDS = (
    b"",
    b"null",
    b"<<",
    b">>",
    b"[",
    b"]",
    b"true",
    b"()",
    b"/A",
    b"1 0 R",
    b"q",
    b"Q",
    b"BT",
    b"ET",
    b"\0",
    b"Do",
)


@cache
def papers(corpus: Path | None) -> list[tuple[str, bytes]]:
    """Name and bytes of what is changed: the bundled papers and their likes as Office files, or those of a folder."""
    if corpus is not None:
        return [(path.name, path.read_bytes()) for path in sorted(corpus.rglob("*")) if path.is_file()]
    found = [(path.name, path.read_bytes()) for path in sorted(Home.at().samples.glob("*.pdf"))]
    document = model.load(model.names()[0])
    return [
        *found,
        ("paper.xlsx", office.xlsx(document)),
        ("paper.xls", office.xls(document)),
        ("paper.docx", office.word(document)),
        ("paper.xml", office_text.excel_2003(document)),
        ("paper.html", office_text.web_page(document)),
    ]


def mutated(number: int, corpus: Path | None = None) -> tuple[str, bytes]:
    """Name and bytes of the paper that this number changes by chance."""
    chance = random.Random(number)
    name, data = chance.choice(papers(corpus))
    for _ in range(chance.choice((1, 1, 2, 5))):
        if data.startswith(b"PK\x03\x04") and chance.random() < 0.9:
            data = _package(data, chance)
        elif b"%PDF-" in data[:1024] and chance.random() < 0.8:
            data = _pdf(data, chance)
        elif data[:1] == b"<" and chance.random() < 0.8:
            data = _marked_up(data, chance)
        else:
            data = _bytes(data, chance)
    return f"{number:06}-{name}", data


def _bytes(data: bytes, chance: random.Random) -> bytes:
    """Bits that flipped, a part that is lost, stands twice, elsewhere, or is overwritten."""
    if len(data) < 16:
        return data + b"\0"
    at, size = chance.randrange(len(data)), min(chance.choice((1, 4, 64, 4096)), len(data) // 2)
    part = data[at : at + size]
    ways: list[Callable[[], bytes]] = [
        lambda: data[:at],
        lambda: data[:at] + data[at + size :],
        lambda: data[:at] + part + data[at:],
        lambda: data[:at] + chance.randbytes(size) + data[at + size :],
        lambda: data[:at] + bytes([data[at] ^ 1 << chance.randrange(8)]) + data[at + 1 :],
    ]
    return chance.choice(ways)()


def _pdf(data: bytes, chance: random.Random) -> bytes:
    """An object, or what a stream of it unpacks to, changed: told in an update at the end, as programs save changes."""
    found = _OBJECT.findall(data)
    if not found:
        return _bytes(data, chance)
    number, body = chance.choice(found)
    if stream := _STREAM.match(body):
        entries, packed = stream.groups()
        if b"/FlateDecode" in entries and b"ASCII85" not in entries and chance.random() < 0.7:
            try:
                content = zlib.decompress(packed)
            except zlib.error:
                content = packed
            packed = zlib.compress(_content(content, chance))
            entries = re.sub(rb"/Length \d+", b"/Length %d" % len(packed), entries)
        else:
            entries = _dictionary(entries, chance)
        body = entries + b"stream\n" + packed + b"\nendstream\n"
    elif chance.random() < 0.1:
        body = b" " + chance.choice((number + b" 0 R", b"null", b"[]", b"<<>>", chance.choice(found)[1])) + b"\n"
    else:
        body = _dictionary(body, chance)
    return updated(data, int(number), body)


def updated(data: bytes, number: int, body: bytes) -> bytes:
    """A PDF in which an object has another body, by an update behind its end."""
    begun = re.findall(rb"startxref\s+(\d+)", data)
    root = re.findall(rb"/Root \d+ 0 R", data)
    if not begun or not root:
        return data + b"\n%d 0 obj%bendobj\n" % (number, body)
    data += b"\n"
    entry = len(data)
    data += b"%d 0 obj%bendobj\n" % (number, body)
    start = len(data)
    size = max(int(found[0]) for found in _OBJECT.findall(data)) + 1
    data += b"xref\n%d 1\n%010d 00000 n \n" % (number, entry)
    trailer = b"trailer\n<</Size %d %b/Prev %b>>\nstartxref\n%d\n%%%%EOF\n"
    return data + trailer % (size, root[-1], begun[-1], start)


def _content(content: bytes, chance: random.Random) -> bytes:
    """Operators and operands, some of them others, lost, or many times there."""
    words = content.split(b" ")
    at = chance.randrange(len(words))
    match chance.randrange(5):
        case 0:
            words[at] = chance.choice(_NUMBERS)
        case 1:
            words[at] = chance.choice(_WORDS)
        case 2:
            del words[at : at + chance.choice((1, 3, 50))]
        case 3:
            words[at:at] = words[at : at + chance.choice((1, 10))] * chance.choice((2, 100, 5000))
        case _:
            return _bytes(content, chance)
    return b" ".join(words)


def _dictionary(entries: bytes, chance: random.Random) -> bytes:
    """Numbers, references or names of a dictionary, one of them another or lost."""
    places = list((_NUMBER if chance.random() < 0.6 else re.compile(rb"/\w+|<<|>>|\[|\]")).finditer(entries))
    if not places:
        return entries
    place = chance.choice(places)
    instead = chance.choice(_NUMBERS if place[0][:1] not in b"/<>[]" else _WORDS)
    return entries[: place.start()] + instead + entries[place.end() :]


def _package(data: bytes, chance: random.Random) -> bytes:
    """A part of an Office file changed, lost, or there twice."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = [(info.filename, package.read(info)) for info in package.infolist()]
    except Exception:  # noqa: BLE001  it was changed before
        return _bytes(data, chance)
    if not parts:
        return _bytes(data, chance)
    at = chance.randrange(len(parts))
    name, content = parts[at]
    match chance.randrange(12):
        case 0:
            del parts[at]
        case 1:
            parts[at] = (name, chance.choice(parts)[1])
        case 2:
            parts[at] = (name, _bytes(content, chance))
        case _:
            parts[at] = (name, _marked_up(content, chance))
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as changed:
        for part, content_of in parts:
            changed.writestr(part, content_of)
    return buffer.getvalue()


def _marked_up(content: bytes, chance: random.Random) -> bytes:
    """XML or HTML with an attribute, a tag or a text that is another, lost, or many times there."""
    attributes, tags = list(_ATTRIBUTE.finditer(content)), list(_TAG.finditer(content))
    if not tags:
        return _bytes(content, chance)
    if attributes and chance.random() < 0.5:
        place = chance.choice(attributes)
        value = chance.choice((*_NUMBERS, b"A1:XFD1048576", b"x" * 70_000, b"&amp;", "预算".encode(), b""))
        return content[: place.start()] + b'="' + value + b'"' + content[place.end() :]
    one, other = sorted((chance.choice(tags).start(), chance.choice(tags).end()))
    match chance.randrange(4):
        case 0:
            return content[:one] + content[other:]
        case 1:
            return content[:one] + content[one:other] * chance.choice((2, 3)) + content[other:]
        case 2:
            tag = chance.choice(tags)
            return content[: tag.start()] + tag[0] * chance.choice((2, 50, 2000)) + content[tag.end() :]
        case _:
            return content[:one] + chance.choice(_WORDS) + content[one:]
