"""What of a page's text is seen: hidden layers, white text, watermarks, turned headers, the edge of the crop box."""

from __future__ import annotations

import pytest
from tests.reading.papers import FONT, Paper, document, facts, read, titles

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
BODY = [["", "合计", "30.50", "20.25", "10.25"], ["208", "社会保障和就业支出", "30.50", "20.25", "10.25"]]
WIDTHS = [70, 180, 80, 80, 80]
FACTS = [
    ("", "合计", "合计", 30.5),
    ("", "合计", "基本支出", 20.25),
    ("", "合计", "项目支出", 10.25),
    ("208", "社会保障和就业支出", "合计", 30.5),
    ("208", "社会保障和就业支出", "基本支出", 20.25),
    ("208", "社会保障和就业支出", "项目支出", 10.25),
]


def drawn() -> Paper:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [HEAD, *BODY])
    return paper


def hidden(paper: Paper, mode: int, grey: float, size: float, y: float = 130) -> None:
    for x in (80, 200, 330, 410, 500):
        line = paper.canvas.beginText(x, paper.height - y)
        line.setFont(FONT, size)
        line.setTextRenderMode(mode)
        line.setFillGray(grey)
        line.textOut("77")
        line.setTextRenderMode(0)
        line.setFillGray(0)
        paper.canvas.drawText(line)


@pytest.mark.parametrize(("mode", "grey", "size"), [(3, 0.0, 9.0), (0, 1.0, 9.0), (2, 1.0, 0.4), (7, 0.0, 9.0)])
def test_text_that_nobody_sees_is_not_printed(mode: int, grey: float, size: float) -> None:
    paper = drawn()
    hidden(paper, mode, grey, size)
    assert facts(read(paper)) == FACTS


def test_white_text_on_a_coloured_ground_is_printed() -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.canvas.setFillGray(0.3)
    paper.canvas.rect(50, paper.height - 120, 490, 20, stroke=0, fill=1)
    paper.canvas.setFillGray(1)
    paper.grid(100, WIDTHS, [HEAD])
    paper.canvas.setFillGray(0)
    paper.grid(120, WIDTHS, BODY)
    assert facts(read(paper)) == FACTS


@pytest.mark.parametrize("angle", [0, 45, 90])
@pytest.mark.parametrize("text", ["内部资料", "2024"])
def test_a_watermark_is_in_no_cell_and_no_title(angle: int, text: str) -> None:
    paper = drawn()
    for x, y in ((150, 130), (310, 62)):
        paper.canvas.saveState()
        paper.canvas.setFillGray(0.8)
        paper.canvas.translate(x, paper.height - y)
        paper.canvas.rotate(angle)
        paper.canvas.setFont(FONT, 40)
        paper.canvas.drawCentredString(0, -14, text)
        paper.canvas.restoreState()
    frames = read(paper)
    assert titles(frames) == ["2025年支出总表"]
    assert facts(frames) == FACTS


@pytest.mark.parametrize(
    ("angle", "is_read"), [(2, True), (-2, True), (6, False), (20, False), (45, False), (-60, False)]
)
def test_what_runs_aslant_is_a_stamp_however_small(angle: int, is_read: bool) -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [HEAD, *BODY])
    paper.canvas.translate(60, paper.height - 300)
    paper.canvas.rotate(angle)
    paper.canvas.setFont(FONT, 9)
    paper.canvas.drawString(0, 0, "经办人甲")
    lines = read(paper)["line"]["plain_text"].to_list()
    assert any("经" in line for line in lines) is is_read


def test_a_digit_of_a_watermark_takes_none_of_the_table_away() -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.canvas.setFillGray(0.8)
    paper.text(382, 130, "3", 40)
    paper.canvas.setFillGray(0)
    paper.grid(100, WIDTHS, [HEAD, *BODY])
    assert facts(read(paper)) == FACTS


@pytest.mark.parametrize("angle", [90, 270])
def test_turned_headers_are_read_in_their_direction(angle: int) -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [[*HEAD[:2], "", "", ""]], height=50)
    for x, text in zip((340, 420, 500), HEAD[2:], strict=True):
        paper.canvas.saveState()
        paper.canvas.translate(x, paper.height - 125)
        paper.canvas.rotate(angle)
        paper.canvas.setFont(FONT, 9)
        paper.canvas.drawCentredString(0, -3, text)
        paper.canvas.restoreState()
    paper.grid(150, WIDTHS, BODY)
    assert facts(read(paper)) == FACTS


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_page_whose_text_runs_sideways_is_read_as_if_turned(angle: int) -> None:
    paper = Paper((842.0, 842.0))
    paper.canvas.translate(421, 421)
    paper.canvas.rotate(angle)
    paper.canvas.translate(-421, -421)
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [HEAD, *BODY])
    frames = read(paper)
    assert titles(frames) == ["2025年支出总表"]
    assert facts(frames) == FACTS
    assert frames["page"]["rotation"].to_list() == [angle]


def test_what_lies_outside_the_crop_box_is_not_printed() -> None:
    paper = drawn()
    paper.text(5, 130, "77.77")
    paper.grid(100, [40], [["9.99"], ["8.88"], ["7.77"]], left=10)
    paper.canvas.setCropBox((50, 0, 595, 842))
    frames = read(paper)
    assert facts(frames) == FACTS
    assert frames["page"]["width"].to_list() == [545.0]
    assert document(frames)["status"] == "read"
