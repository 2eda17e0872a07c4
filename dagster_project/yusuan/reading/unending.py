"""What in a PDF would never end: streams that unpack without measure, forms that paint themselves, objects that are
references to themselves.

Belongs here: bounds that no paper comes near, and the sentence that says which one was passed. Does not: time and
memory of the process (store.bounds), which end what is not foreseen here.
"""

from __future__ import annotations

import copy
import re
import zlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from yusuan.reading.paper import UnreadableError

MAX_UNPACKED = 256 << 20  # bytes of one stream that is no picture: the largest published one seen has a fiftieth of it
MAX_FORMS = 100_000  # paintings of forms on one page
_MAX_DEPTH = 40  # of forms within forms
_MOST_PACKED = 1032  # times that the method of packing can make bytes fewer
_CHUNK = 1 << 20
_STREAM = re.compile(rb"\bstream\r?\n")
_DICTIONARY = 2000  # bytes before a stream in which its filters stand
_PACKED = re.compile(rb"/(?:FlateDecode|Fl)\b")
_PAINTED = re.compile(rb"/([^\s/<>\[\](){}%]+)\s+Do\b")
_PICTURE = re.compile(rb"/Subtype\s*/Image\b")


def refuse_bombs(data: bytes) -> None:
    """Raise UnreadableError where a stream of a PDF unpacks to more than any paper's."""
    for begin in _STREAM.finditer(data):
        entries = data[max(0, begin.start() - _DICTIONARY) : begin.start()].rpartition(b" obj")[2]
        times = len(_PACKED.findall(entries))
        end = data.find(b"endstream", begin.end())
        packed = (len(data) if end < 0 else end) - begin.end()
        if not times or packed * _MOST_PACKED**times <= MAX_UNPACKED or _PICTURE.search(entries):
            continue  # it cannot come to so much, or nothing here unpacks it
        chunks: Iterable[bytes] = (data[i : i + _CHUNK] for i in range(begin.end(), begin.end() + packed, _CHUNK))
        for _ in range(times):
            chunks = _unpacked(chunks)
        for _ in chunks:
            pass


def _unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
    unpacker, total = zlib.decompressobj(), 0
    try:
        for chunk in chunks:
            rest = chunk
            while rest and not unpacker.eof:  # what stands behind the end would stay unconsumed for ever
                piece = unpacker.decompress(rest, _CHUNK)
                total += len(piece)
                if total > MAX_UNPACKED:
                    raise UnreadableError(
                        f"A stream of the PDF unpacks to more than the {MAX_UNPACKED >> 20} MB that are read: "
                        "print the paper to a PDF anew."
                    )
                yield piece
                rest = unpacker.unconsumed_tail
    except zlib.error:
        return  # damaged, or encrypted: who reads the stream says so


def refuse_endless_forms(number: int, page: PDFPage) -> None:
    """Raise UnreadableError where page `number` paints forms within themselves, or without measure."""
    what = ""
    try:
        contents = [resolve1(part) for part in page.contents]
        if _paintings(contents, page.resources, {}, ()) > MAX_FORMS:
            what = f"paints more than {MAX_FORMS:,} forms"
    except _EndlessFormError as error:
        what = str(error)
    if what:
        raise UnreadableError(f"Page {number} of the PDF {what}: print the paper to a PDF anew.")


class _EndlessFormError(Exception):
    """A form paints itself, or the forms in it go too deep."""


def _paintings(streams: Iterable[Any], resources: Any, known: dict[int, int], within: tuple[int, ...]) -> int:
    """How many forms are painted by streams that lie in the forms `within`; `known` are those of single forms."""
    named = resolve1(resolve1(resources).get("XObject")) if isinstance(resolve1(resources), Mapping) else None
    found = {name: resolve1(each) for name, each in named.items()} if isinstance(named, Mapping) else {}
    forms = {name: each for name, each in found.items() if _is_form(each)}
    if not forms:  # nearly every page: its content need not be unpacked for this
        return 0
    count = 0
    for stream in streams:
        for name in _PAINTED.findall(_content(stream)) if isinstance(stream, PDFStream) else ():
            form = forms.get(name.decode("latin-1"))
            if form is not None:
                count += _paintings_of(form, resources, known, within)
    return count


def _is_form(found: Any) -> bool:
    return isinstance(found, PDFStream) and getattr(found.attrs.get("Subtype"), "name", None) == "Form"


def _paintings_of(form: PDFStream, resources: Any, known: dict[int, int], within: tuple[int, ...]) -> int:
    key = form.objid if form.objid is not None else id(form)
    if key in within:
        raise _EndlessFormError("paints a form that paints itself")
    if len(within) >= _MAX_DEPTH:
        raise _EndlessFormError(f"paints forms more than {_MAX_DEPTH} deep")
    if key not in known:
        inside = _paintings([form], form.attrs.get("Resources", resources), known, (*within, key))
        known[key] = min(1 + inside, MAX_FORMS + 1)
    return known[key]


def _content(stream: PDFStream) -> bytes:
    """What a stream holds, taken of a copy: who reads the page notices whether the stream itself unpacks."""
    try:
        data: bytes = copy.copy(stream).get_data()
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001  whatever a broken stream raises: who reads it says so
        return b""
    return data


def _resolve(reference: PDFObjRef, default: object = None) -> Any:
    """What a reference leads to in the end."""
    found, passed = _resolve_once(reference, default), {reference.objid}
    while isinstance(found, PDFObjRef):
        if found.objid in passed:
            raise UnreadableError(
                f"Object {found.objid} of the PDF is nothing but a reference to itself: print the paper to a PDF anew."
            )
        passed.add(found.objid)
        found = _resolve_once(found, default)
    return found


# The library follows references that lead to each other without end, wherever it meets one.
_resolve_once = PDFObjRef.resolve
PDFObjRef.resolve = _resolve  # type: ignore[assignment, method-assign]
