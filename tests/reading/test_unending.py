"""What would never end in a file is turned away with its sentence; memory that ran out is no rejection."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from typing import Any

import pytest
from tests.reading.papers import document, lexicon
from tests.reading.raw_pdf import pdf, stream, text
from tests.reading.test_rejected import raw_pdf
from tests.reading.test_word import paper as word_paper
from tests.reading.test_word import saved

from yusuan.reading import pdf as pdf_reader
from yusuan.reading import read_document, unending
from yusuan.reading.office import package

FORM = "/Type /XObject /Subtype /Form /BBox [0 0 200 100]"


def refusal(data: bytes, reader: str = "pdf") -> str:
    record = document(read_document(data, lexicon(), reader))
    assert record["status"] == "rejected"
    return str(record["status_reason"])


@pytest.mark.parametrize("loop", [[b"2 0 R"], [b"3 0 R", b"2 0 R"]], ids=["itself", "each other"])
def test_references_to_themselves(loop: list[bytes]) -> None:
    assert "nothing but a reference to itself" in refusal(raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", *loop))


def test_forms_that_paint_themselves() -> None:
    paints = "/Resources << /XObject << /{} {} 0 R >> >>"
    objects = [stream("/B Do", f"{FORM} {paints.format('B', 7)}"), stream("/A Do", f"{FORM} {paints.format('A', 6)}")]
    data = pdf(text("2025") + " /A Do", "/XObject << /A 6 0 R >>", objects)
    assert "Page 1 of the PDF paints a form that paints itself" in refusal(data)


def test_forms_that_paint_each_other_without_measure() -> None:
    """Each of thirty paints the next twice."""
    objects = [
        stream("/A Do /A Do", f"{FORM} /Resources << /XObject << /A {number} 0 R >> >>") for number in range(7, 37)
    ]
    data = pdf("/A Do", "/XObject << /A 6 0 R >>", [*objects, stream(text("2025"), FORM)])
    assert "paints more than 100,000 forms" in refusal(data)


def test_a_form_that_only_knows_itself_is_read() -> None:
    """Forms share the resources of their page, in which they stand themselves; they do not paint all of them."""
    form = stream(text("2025"), f"{FORM} /Resources << /XObject << /A 6 0 R >> /Font << /F 5 0 R >> >>")
    assert "No disclosure" in refusal(pdf("/A Do /A Do", "/XObject << /A 6 0 R >>", [form]))


def packed(times: int, entries: bytes = b"") -> bytes:
    data = b" " * (3 << 20)
    for _ in range(times):
        data = zlib.compress(data)
    return raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>",
        b"<<%s/Filter[%s]/Length %d>>stream\n%s\nendstream" % (entries, b"/FlateDecode" * times, len(data), data),
    )


@pytest.mark.parametrize("times", [1, 2])
def test_streams_that_unpack_without_measure(times: int, monkeypatch: pytest.MonkeyPatch) -> None:
    unending.refuse_bombs(packed(times))
    monkeypatch.setattr(unending, "MAX_UNPACKED", 3 << 20)
    unending.refuse_bombs(packed(times))  # unpacked to its end, behind which a line end stands
    monkeypatch.setattr(unending, "MAX_UNPACKED", 2 << 20)
    assert refusal(packed(times)) == (
        "A stream of the PDF unpacks to more than the 2 MB that are read: print the paper to a PDF anew."
    )
    unending.refuse_bombs(packed(times, b"/Subtype /Image"))


def none_left(*_: Any, **__: Any) -> None:
    raise MemoryError


@pytest.mark.parametrize(
    ("module", "name", "made", "reader"),
    [
        (pdf_reader, "read_page", lambda: pdf(text("2025")), "pdf"),
        (pdf_reader, "open_pdf", lambda: pdf(text("2025")), "pdf"),
        ("docx.Document", None, lambda: saved(word_paper()), "docx"),
        ("openpyxl.load_workbook", None, lambda: office("xl/workbook.xml"), "xlsx"),
    ],
)
def test_memory_that_ran_out_is_no_rejection(
    module: Any, name: str | None, made: Callable[[], bytes], reader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = made()
    if name is None:
        monkeypatch.setattr(module, none_left)
    else:
        monkeypatch.setattr(module, name, none_left)
    with pytest.raises(MemoryError):
        read_document(data, lexicon(), reader)


def office(part: str, content: bytes = b"<workbook/>", **others: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr(part, content)
        for name, data in others.items():
            made.writestr(name, data)
    return buffer.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16"),
        '<?xml version="1.0" encoding="UTF-16"?><a/>'.encode("utf-16-be"),
        '<?xml version="1.0"?><a/>'.encode("utf-32"),
        b'<?xml version="1.0" encoding="UTF-7"?>+ADwAIQ-DOCTYPE a [+ADwAIQ-ENTITY b "c">]><a/>',
        '<?xml version="1.0" encoding="cp037"?><!DOCTYPE a><a/>'.encode("cp037"),
        b"\n <?xml version='1.0' encoding = 'cp500' ?><a/>",
    ],
)
@pytest.mark.parametrize("name", ["xl/styles.xml", "xl/styles.png"])
def test_xml_in_which_a_tag_cannot_be_seen_is_not_opened(name: str, data: bytes) -> None:
    assert "is not UTF-8" in refusal(office("xl/workbook.xml", **{name: data}), "xlsx")


def test_entities_are_refused_whatever_the_part_is_called() -> None:
    declared = b'\xef\xbb\xbf <!DOCTYPE a [<!ENTITY b "c">]><a/>'
    assert "XML entities" in refusal(office("xl/workbook.xml", **{"xl/worksheets/one.dat": declared}), "xlsx")


@pytest.mark.parametrize(
    "data",
    [b'<?xml version="1.0" encoding="GBK"?><a/>', b'<?xml version="1.0"?><a/>', b"\x89PNG<!DOCTYPE", b"\xff\xd8"],
)
def test_other_parts_are_left_alone(data: bytes) -> None:
    package.check_parts(zipfile.ZipFile(io.BytesIO(office("a.xml", b=data))))
