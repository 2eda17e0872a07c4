"""A small table as a scan: detector, recogniser and all steps after them."""

from __future__ import annotations

import pypdfium2
import pytest
from tests.reading.papers import Paper, amounts, document, facts, read
from tests.samples.scans import TURNED, scan

pytestmark = pytest.mark.slow  # recognises whole pages

ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["208", "社会保障和就业支出", "1,547.08", "683.21"],
    ["210", "卫生健康支出", "86.63", "7.5"],
]


def made(rows: list[list[str]] = ROWS) -> Paper:
    paper = Paper((380.0, 190.0))
    paper.text(190, 22, "某市财政局2024年单位预算", 14, "center")
    paper.text(190, 46, "支出总表", 12, "center")
    paper.text(330, 64, "单位：万元", 9, "right")
    paper.grid(80, [60, 110, 60, 60], rows, left=40)
    return paper


def shows_chinese(document: bytes) -> bool:
    """Whether this machine has a font to draw what stands in the title line in the middle of the page."""
    with pypdfium2.PdfDocument(document) as pdf:
        title = pdf[0].render(scale=1).to_numpy()[38:54, 165:215]
    return bool(title.min() < 128)


@pytest.fixture(scope="module")
def scanned() -> bytes:
    document = made().finish()
    if not shows_chinese(document):
        pytest.skip("left out: no font with Chinese characters on this machine; any will do, as in fonts-noto-cjk")
    return scan(document, TURNED)


def test_a_scanned_table_reads_like_a_digital_one(scanned: bytes) -> None:
    frames = read(scanned)
    assert document(frames)["reader"] == "ocr"
    assert facts(frames) == facts(read(made()))
    assert amounts(frames)[0][0] == "支出总表"
    assert [document(frames)[k] for k in ("publisher_name", "fiscal_year", "stage")] == ["某市财政局", 2024, "budget"]
    confidences = frames["cell"]["confidence"].to_list()
    assert all(0.7 <= c <= 1 for c in confidences)


def test_pages_with_a_readable_text_layer_are_not_read_as_pictures() -> None:
    frames = read(made())
    assert document(frames)["reader"] == "pdf"
    assert frames["cell"]["confidence"].null_count() == frames["cell"].height
