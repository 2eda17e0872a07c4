"""What a page prints: overprinted bold, hidden rectangles, rules as thin fills, turned pages."""

from __future__ import annotations

import io

import pdfplumber
import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader
from tests.reading.papers import Paper, facts, read, titles

from yusuan.reading.pages.page_content import PageContent, read_page

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


def content(paper: Paper) -> PageContent:
    with pdfplumber.open(io.BytesIO(paper.finish())) as pdf:
        return read_page(pdf.pages[0])


def table(paper: Paper, bars: bool = False) -> None:
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [HEAD, *BODY], bars=bars)


def test_a_plain_table() -> None:
    paper = Paper()
    table(paper)
    frames = read(paper)
    assert titles(frames) == ["2025年支出总表"]
    assert facts(frames) == FACTS
    assert frames["table"]["unit_text"].to_list() == ["万元"]


def test_bold_by_overprinting_is_one_text() -> None:
    paper = Paper()
    for shift in (0.0, 0.25, 0.5):
        paper.canvas.saveState()
        paper.canvas.translate(shift, 0)
        table(paper)
        paper.canvas.restoreState()
    frames = read(paper)
    assert titles(frames) == ["2025年支出总表"]
    assert facts(frames) == FACTS


def test_equal_characters_side_by_side_are_not_overprinting() -> None:
    paper = Paper()
    paper.text(50, 100, "111.11 人人")
    assert "".join(c.text for c in content(paper).chars) == "111.11 人人"


def test_white_rectangles_are_no_rules() -> None:
    paper = Paper()
    paper.canvas.setStrokeColorRGB(1, 1, 1)
    paper.canvas.setFillColorRGB(1, 1, 1)
    paper.grid(400, [100, 100], [["", ""], ["", ""]])
    paper.grid(500, [100, 100], [["", ""], ["", ""]], bars=True)
    paper.canvas.rect(60, 700, 300, 40, stroke=1, fill=1)
    page = content(paper)
    assert (page.horizontal, page.vertical) == ([], [])


def test_a_white_grid_behind_the_table_changes_nothing() -> None:
    paper = Paper()
    paper.canvas.setStrokeColorRGB(1, 1, 1)
    paper.grid(93, [35] * 14, [[""] * 14] * 6, height=13)
    paper.canvas.setStrokeColorRGB(0, 0, 0)
    table(paper)
    assert facts(read(paper)) == FACTS


def test_rules_as_thin_filled_rectangles() -> None:
    paper = Paper()
    table(paper, bars=True)
    assert facts(read(paper)) == FACTS


def test_rules_drawn_in_pieces() -> None:
    paper = Paper()
    draw = paper.rule

    def pieces(x0: float, y0: float, x1: float, y1: float) -> None:
        for i in range(4):
            a, b = i / 4, (i + 1) / 4
            draw(x0 + (x1 - x0) * a, y0 + (y1 - y0) * a, x0 + (x1 - x0) * b, y0 + (y1 - y0) * b)

    paper.rule = pieces  # type: ignore[method-assign]
    table(paper)
    assert facts(read(paper)) == FACTS


def test_a_page_turned_by_the_file() -> None:
    paper = Paper((842, 595))
    paper.canvas.setPageSize((842, 595))
    paper.canvas.setPageRotation(90)
    paper.canvas.transform(0, 1, -1, 0, 595, 0)
    paper.width, paper.height = 842, 595
    table(paper)
    frames = read(paper)
    assert frames["page"]["rotation"].to_list() == [90]
    assert facts(frames) == FACTS


def test_content_off_the_page_is_not_printed() -> None:
    paper = Paper()
    table(paper)
    paper.text(-300, 100, "999.99")
    paper.text(2000, 100, "888.88")
    assert facts(read(paper)) == FACTS


def test_a_number_with_a_line_number_in_its_cell_is_not_taken_for_one_figure() -> None:
    paper = Paper()
    paper.title(60, "2025年支出总表")
    paper.grid(100, WIDTHS, [HEAD, BODY[0], ["208", "社会保障和就业支出", "", "20.25", "10.25"]])
    paper.text(303, 150, "1")
    paper.text(377, 150, "1,731.95", align="right")
    cells = read(paper)["cell"]
    assert cells.filter(cells["row_number"] == 2)["reading"].to_list() == ["ambiguous", "exact", "exact"]


def test_large_words_beside_a_rule_are_no_watermark_and_across_it_they_are() -> None:
    def kept(rule_from: float) -> str:
        paper = Paper()
        table(paper)
        paper.text(60, 400, "大字", size=40)
        paper.rule(rule_from, 402, rule_from + 300, 402)
        return "".join(char.text for char in content(paper).chars if char.text in "大字")

    assert kept(250) == "大字"
    assert kept(20) == ""


def test_rules_end_at_the_edge_of_the_page() -> None:
    paper = Paper()
    paper.rule(-200, 100, 300, 100)
    paper.rule(50, -300, 50, 200)
    read_as = content(paper)
    assert [(rule.start, round(rule.end)) for rule in read_as.horizontal] == [(-1.0, 300)]
    assert [(rule.start, round(rule.end)) for rule in read_as.vertical] == [(-1.0, 200)]


def test_how_much_of_a_page_is_pictures() -> None:
    paper = Paper()
    picture = ImageReader(Image.new("RGB", (4, 4), "navy"))
    for x in (0, 300):
        paper.canvas.drawImage(picture, x, 0, width=paper.width / 4, height=paper.height / 2)
    assert content(paper).picture_share == pytest.approx(0.25, abs=0.01)
