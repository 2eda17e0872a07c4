"""What cannot be read, or is no budget, is turned away with a reason; nothing is raised."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reportlab.lib.pdfencrypt import StandardEncryption
from tests.reading.papers import Frames, Paper, document, read

from yusuan.reading.schema import RAW_TABLES


def raw_pdf(*objects: bytes) -> bytes:
    """A PDF of these objects, numbered from 1; the first is the catalogue."""
    out = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    start = len(out)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out + head + table + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    )


def stream(entries: bytes, data: bytes) -> bytes:
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries, len(data), data)


def paper() -> Paper:
    made = Paper()
    made.title(60, "支出总表")
    made.grid(100, [70, 180, 80], [["科目编码", "科目名称", "合计"], ["208", "社会保障和就业支出", "30.50"]])
    return made


def check_rejected(frames: Frames, *reason: str) -> None:
    record = document(frames)
    assert record["status"] == "rejected"
    assert all(word in record["status_reason"] for word in reason), record["status_reason"]
    assert record["sha256"]
    assert record["document_key"] == record["sha256"][:16]
    assert set(frames) == set(RAW_TABLES)
    assert all(frame.height == 0 for name, frame in frames.items() if name != "document")


def test_the_paper_itself_is_read() -> None:
    assert document(read(paper()))["status"] == "read"


def test_an_empty_file() -> None:
    check_rejected(read(b""), "empty")


@pytest.mark.parametrize("data", [b"PK\x03\x04 a spreadsheet", b"<html>404</html>", "预算".encode(), b"\x00" * 5000])
def test_not_a_pdf(data: bytes) -> None:
    check_rejected(read(data), "not a PDF")


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9])
def test_a_file_cut_off(share: float) -> None:
    data = paper().finish()
    frames = read(data[: int(len(data) * share)])
    if document(frames)["status"] == "rejected":
        check_rejected(frames)


def test_only_the_head_of_a_pdf() -> None:
    check_rejected(read(b"%PDF-1.7\n"), "damaged")


def test_a_password_is_asked_for() -> None:
    made = Paper(encrypt=StandardEncryption("secret", ownerPassword="owner"))
    made.title(60, "支出总表")
    check_rejected(read(made), "password")


def test_encryption_without_a_password_is_opened() -> None:
    made = Paper(encrypt=StandardEncryption("", ownerPassword="owner", canPrint=0))
    made.canvas.drawString(50, 700, "Annual report")
    check_rejected(read(made), "No disclosure")


def test_no_pages() -> None:
    check_rejected(read(raw_pdf(b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")), "no pages")


def test_pictures_without_a_text_layer() -> None:
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</P 4 0 R>>>>/Contents 5 0 R>>"
    picture = b"/Type/XObject/Subtype/Image/Width 2/Height 2/BitsPerComponent 8/ColorSpace/DeviceGray"
    data = raw_pdf(
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R 6 0 R]/Count 2>>",
        page,
        stream(picture, b"\x00\x40\x80\xff"),
        stream(b"", b"q 500 0 0 700 40 40 cm /P Do Q"),
        page,
    )
    frames = read(data)
    check_rejected(frames, "2 pages", "text")
    assert document(frames)["page_count"] == 2


def test_pages_with_rules_and_no_text() -> None:
    made = Paper()
    made.grid(100, [100, 100], [["", ""], ["", ""]])
    frames = read(made)
    check_rejected(frames, "text")
    assert document(frames)["page_count"] == 1


@pytest.mark.parametrize(
    "lines",
    [
        ["关于召开2025年工作会议的通知", "各区人民政府，市政府各部门：", "现将有关事项通知如下。"],
        ["某市2024年国民经济和社会发展统计公报", "全年地区生产总值21106.23亿元，比上年增长5.2%。"],
        ["采购公告", "项目预算金额：120.00万元"],
    ],
)
def test_a_paper_that_is_no_budget(lines: list[str]) -> None:
    made = Paper()
    for i, line in enumerate(lines):
        made.text(80, 100 + 30 * i, line, 12)
    check_rejected(read(made), "No disclosure")


def test_a_table_of_something_else_is_no_budget() -> None:
    made = Paper()
    made.text(297, 60, "某市2024年各区常住人口统计表", 14, "center")
    made.grid(
        100, [200, 100, 100], [["区", "常住人口", "增长"], ["江岸区", "98.10", "1.20"], ["江汉区", "66.05", "0.80"]]
    )
    check_rejected(read(made), "No disclosure")


@settings(max_examples=12, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3000), st.booleans())
def test_nothing_is_raised_for_bytes_gone_wrong(noise: bytes, at: int, headed: bool) -> None:
    data = paper().finish()
    broken = data[:at] + noise + data[at + len(noise) :] if headed else b"%PDF-1.4\n" + noise
    assert document(read(broken))["status"] in ("read", "rejected")
