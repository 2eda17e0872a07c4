from pathlib import Path

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from yusuan.corpus.boxes import OUTCOMES, Place, compare, inset, read_boxes, to_pdf_space


@pytest.mark.parametrize(
    ("printed", "found", "outcome"),
    [
        ("1,234.50", "1234.50 \r\n", "equal"),
        ("21,118.5\n1", "21,118.51", "equal"),
        ("—", "—", "equal"),
        ("-", "\x02", "equal"),
        ("0.00", "出0.00 ", "overrun"),
        ("1839311.66", "18心39311.66", "overrun"),
        ("12.30", "", "empty"),
        ("12.30", "2.30", "part"),
        ("2.30", "12.30", "more"),
        ("12.3", "3.12", "order"),
        ("12.30", "98.76", "different"),
        ("见附件", "见附件一", "more"),
    ],
)
def test_compare(printed: str, found: str, outcome: str) -> None:
    assert compare(printed, found) == outcome
    assert outcome in OUTCOMES


def test_a_box_is_drawn_in_by_part_of_a_line() -> None:
    assert inset((10, 20, 30, 40), 2) == pytest.approx((10.3, 21.2, 29.7, 38.8))
    x0, top, x1, bottom = inset((10, 20, 10.2, 80), 1)
    assert x0 < x1
    assert bottom - top > 59


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
@pytest.mark.parametrize("origin", [(0, 0), (-12, 30)])
def test_pdf_space_undoes_origin_and_rotation(rotation: int, origin: tuple[int, int], tmp_path: Path) -> None:
    """A figure at a known place of a page is found there however the page is turned and wherever it begins."""
    path = tmp_path / "page.pdf"
    canvas = Canvas(str(path), pagesize=(400, 300))
    canvas.drawString(100 + origin[0], 200 + origin[1], "123.45")
    canvas.save()
    with pypdfium2.PdfDocument(path) as document:
        page = document[0]
        page.set_mediabox(origin[0], origin[1], 400 + origin[0], 300 + origin[1])
        page.set_rotation(rotation)
        document.save(path)
    # The box of the figure on the unturned page, from its top left, and turned clockwise with it.
    x0, top, x1, bottom = 100.0, 90.0, 140.0, 102.0
    shown = {
        0: (x0, top, x1, bottom),
        90: (300 - bottom, x0, 300 - top, x1),
        180: (400 - x1, 300 - bottom, 400 - x0, 300 - top),
        270: (top, 400 - x1, bottom, 400 - x0),
    }[rotation]
    page_box = (origin[0], origin[1], 400 + origin[0], 300 + origin[1])
    assert to_pdf_space(shown, page_box, rotation) == (
        origin[0] + x0,
        origin[1] + 300 - bottom,
        origin[0] + x1,
        origin[1] + 300 - top,
    )
    places = [Place("a", 1, "123.45", shown), Place("b", 1, "9", (0, 0, 20, 20))]
    assert [(r.place.amount_key, r.outcome) for r in read_boxes(path.read_bytes(), places)] == [
        ("a", "equal"),
        ("b", "empty"),
    ]
