"""What one document may take."""

import io

import pytest
from reportlab.pdfgen.canvas import Canvas

from yusuan.store.bounds import SECONDS_TO_OPEN, seconds_for


def pdf(pages: int) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for page in range(pages):
        canvas.drawString(72, 720, f"{page} " * 200)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def test_the_more_pages_the_more_time() -> None:
    one, twelve = (seconds_for(pdf(pages), "pdf") - SECONDS_TO_OPEN for pages in (1, 12))
    assert one > 0
    assert twelve == 12 * one


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 no more", pdf(1)[:300]])
def test_what_cannot_be_opened_has_the_least(data: bytes) -> None:
    assert seconds_for(data, "pdf") == SECONDS_TO_OPEN


def test_a_claim_of_pages_is_not_believed() -> None:
    claimed = pdf(1).replace(b"/Count 1", b"/Count 99999999")
    assert claimed != pdf(1)
    assert seconds_for(claimed, "pdf") < SECONDS_TO_OPEN + 60 * len(claimed) / 500 + 1


def test_other_kinds_have_time_by_their_size() -> None:
    assert seconds_for(bytes(2_000_000), "xlsx") == SECONDS_TO_OPEN + 120
