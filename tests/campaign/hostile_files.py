"""Hostile files of our own making: bombs, loops, absurd sizes, and names and kinds that no paper has.

Belongs here: making one by its number. Does not: trying it.
"""

from __future__ import annotations

import io
import os
import random
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import docx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl import Workbook
from tests.campaign.mutations import mutated, papers
from tests.reading.raw_pdf import pdf, stream, text
from tests.reading.test_rejected import raw_pdf

_FORM = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
_NESTED = (f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefghi", "bcdefghij", strict=True))
_ENTITIES = f'<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">{"".join(_NESTED)}]>'


def make(number: int, folder: Path) -> Path:
    """Write the hostile file of a number into a folder, under its name; the same number is the same file."""
    chance = random.Random(number)
    kind = _KINDS[number % len(_KINDS)]
    ending, data = kind(chance)
    stem = os.fsencode(f"{number:04}-") + _name(chance)
    path = folder / os.fsdecode(stem[:200] + f".{ending}".encode())
    match data:
        case bytes():
            path.write_bytes(data)
        case "pipe":
            os.mkfifo(path)
        case "loop":
            path.symlink_to(path.name)
        case "nowhere":
            path.symlink_to("nothing/there")
        case _:
            path.mkdir()
    return path


def _name(chance: random.Random) -> bytes:
    """Bytes that a name may have on a disk."""
    made = chance.choice(
        (
            "2024年部门预算".encode("gbk"),
            "预算\u202efdp".encode(),
            b"a\nb\x1b[31m\x1b]0;title\x07",
            "预".encode() * 60,
            chance.randbytes(20),
            b"plain",
            b"-rf",
            b"'; DROP TABLE build; --",
        )
    )
    return made.replace(b"/", b"_").replace(b"\0", b"_")


def _cut(chance: random.Random) -> tuple[str, bytes]:
    name, data = chance.choice(papers(None))
    return name.rpartition(".")[2], data[: chance.randrange(len(data))]


def _flipped(chance: random.Random) -> tuple[str, bytes]:
    name, data = chance.choice(papers(None))
    changed = bytearray(data)
    for _ in range(chance.choice((1, 10, 1000))):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return name.rpartition(".")[2], bytes(changed)


def _changed(chance: random.Random) -> tuple[str, bytes]:
    name, data = mutated(chance.randrange(1 << 30))
    return name.rpartition(".")[2], data


def _zipped(ending: str, parts: dict[str, bytes], *, claimed: int | None = None) -> tuple[str, bytes]:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    data = buffer.getvalue()
    if claimed is not None:  # what the directory says of the size is a lie
        at = data.rfind(b"PK\x01\x02")
        data = data[: at + 24] + claimed.to_bytes(4, "little") + data[at + 28 :]
    return ending, data


def _zip_bomb(chance: random.Random) -> tuple[str, bytes]:
    ending, main = chance.choice((("docx", "word/document.xml"), ("xlsx", "xl/workbook.xml")))
    blank = b"<a>" + b" " * (250 << 20)
    return _zipped(ending, {main: b"<a/>", "big.xml": blank}, claimed=chance.choice((None, 10)))


def _deflate_bomb(chance: random.Random) -> tuple[str, bytes]:
    times, data = chance.choice((1, 2, 3)), b" " * (300 << 20)
    for _ in range(times):
        data = zlib.compress(data, 9)
    bomb = b"<</Filter[%s]/Length %d>>stream\n%s\nendstream" % (b"/FlateDecode" * times, len(data), data)
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>"
    return "pdf", raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>", page, bomb)


def _entities(chance: random.Random) -> tuple[str, bytes]:
    encoding = chance.choice(("utf-8", "utf-16", "utf-16-be", "utf-7", "cp037", "utf-32"))
    data = f'<?xml version="1.0" encoding="{encoding}"?>{_ENTITIES}<a>&j;</a>'.encode(encoding)
    part = chance.choice(("word/document.xml", "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/other.bin"))
    match chance.randrange(3):
        case 0:
            return "html", f"<!doctype html>{_ENTITIES}<p>&j;</p>".encode(encoding)
        case 1:
            return _zipped("docx", {"word/document.xml": b"<a/>", part: data})
        case _:
            return _zipped("xlsx", {"xl/workbook.xml": b"<a/>", part: data})


def _reference_loop(chance: random.Random) -> tuple[str, bytes]:
    length = chance.choice((1, 2, 50))
    loop = [b"%d 0 R" % (2 + (i + 1) % length) for i in range(length)]
    return "pdf", raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", *loop)


def _page_tree(chance: random.Random) -> tuple[str, bytes]:
    kids = chance.choice((b"2 0 R", b"3 0 R 2 0 R", b"2 0 R " * 1000))
    deep = [b"<</Type/Pages/Count 99999/Kids[%d 0 R]>>" % (i + 4) for i in range(chance.choice((1, 3000)))]
    return "pdf", raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Count 9/Kids[%s]>>" % kids, *deep)


def _form_loop(chance: random.Random) -> tuple[str, bytes]:
    length, times = chance.choice(((1, 1), (2, 2), (30, 2), (60, 1)))
    closes = chance.random() < 0.5
    forms = []
    for i in range(length):
        below = 6 + (i + 1) % length if closes or i + 1 < length else 5
        entries = f"{_FORM} /Resources << /XObject << /A {below} 0 R >> >>"
        forms.append(stream("/A Do " * times, entries))
    return "pdf", pdf(text("2025") + " /A Do", "/XObject << /A 6 0 R >>", forms)


def _huge_page(chance: random.Random) -> tuple[str, bytes]:
    size = chance.choice(((14_400, 14_400), (2_000_000_000, 2), (1, 1), (0, 0), (-5, 9)))
    return "pdf", pdf("0 0 m 14400 14400 l S", size=size)


def _many_numbers(chance: random.Random) -> tuple[str, bytes]:
    return "pdf", pdf("q " * chance.choice((10, 100_000)) + "[" * chance.choice((100, 50_000)) + text("2025"))


def _wide_word(chance: random.Random) -> tuple[str, bytes]:
    made = docx.Document()
    made.add_paragraph("某市审计局2025年部门预算")
    table = made.add_table(rows=3, cols=3)
    first, cell = table.cell(0, 0)._tc.get_or_add_tcPr(), table.cell(1, 1)
    for _ in range(chance.choice((2, 60))):
        cell = cell.add_table(rows=1, cols=2).cell(0, 0)
    for name in ("gridSpan", "vMerge"):  # last: the library believes them
        mark = OxmlElement(f"w:{name}")
        mark.set(qn("w:val"), chance.choice(("100000000", "-1", "restart", "x")))
        first.append(mark)
    buffer = io.BytesIO()
    made.save(buffer)
    return "docx", buffer.getvalue()


def _wide_excel(chance: random.Random) -> tuple[str, bytes]:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = "2025年部门预算", chance.choice((1, '=HYPERLINK("http://x","y")', "=1+1"))
    sheet.column_dimensions.group("B", "XFC", hidden=True)
    if chance.random() < 0.5:
        sheet.merged_cells.add("A2:XFD1048575")  # `merge_cells` would make each of them
    buffer = io.BytesIO()
    book.save(buffer)
    return "xlsx", buffer.getvalue()


def _deep_page(chance: random.Random) -> tuple[str, bytes]:
    tag = chance.choice(("div", "table><tr><td", "b", "ul><li"))
    return "html", f"<html><body>{f'<{tag}>' * chance.choice((100, 20_000))}2025年部门预算".encode()


def _not_a_paper(chance: random.Random) -> tuple[str, bytes]:
    data = chance.choice(
        (b"", b"\0", b"%PDF-", chance.randbytes(5000), b"%PDF-1.7\n" + chance.randbytes(5000), b"PK\3\4")
    )
    return chance.choice(("pdf", "xlsx", "docx", "xls", "html", "txt", "md")), data


def _long_text(chance: random.Random) -> tuple[str, bytes]:
    data = chance.choice(
        (b"|" * 1_000_000, "一、".encode() * 100_000, b"1 " * 500_000, b"\t" * 1_000_000, b"<td>" * 600_000)
    )
    return chance.choice(("txt", "md", "html")), data


def _no_file(chance: random.Random) -> tuple[str, str]:
    return chance.choice(("pdf", "xlsx", "docx")), chance.choice(("pipe", "loop", "nowhere", "folder"))


_KINDS: list[Callable[[random.Random], tuple[str, bytes | str]]] = [
    _cut,
    _flipped,
    _changed,
    _zip_bomb,
    _cut,
    _entities,
    _reference_loop,
    _flipped,
    _page_tree,
    _form_loop,
    _deflate_bomb,
    _huge_page,
    _changed,
    _many_numbers,
    _wide_word,
    _wide_excel,
    _deep_page,
    _not_a_paper,
    _long_text,
    _no_file,
]
