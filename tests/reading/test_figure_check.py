"""What a page's picture says of a figure: cut out at the box that reading gives, and recognised."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from tests.reading.papers import SIZE, Paper, read

from yusuan.reading.ocr import figure_check
from yusuan.reading.ocr.figure_check import UNSEEN, FigurePlace, Sight, Sighting, look_again
from yusuan.reading.ocr.known_digits import KnownDigits

ROWS = [
    ["科目编码", "科目名称", "合计", "基本支出"],
    ["208", "社会保障和就业支出", "1,547.08", "-683.21"],
    ["210", "卫生健康支出", "86.63", "0.00"],
    ["211", "节能环保支出", "0.50", "120258,600.40"],
]
FIGURES = {text for row in ROWS[1:] for text in row[2:]}


class Digits(Paper):
    """A paper whose figures stand in a font that every machine draws."""

    def text(self, x: float, y: float, text: str, size: float = SIZE, align: str = "left") -> None:
        if not text.isascii():
            super().text(x, y, text, size, align)
            return
        self.canvas.setFont("Helvetica", size)
        (self.canvas.drawRightString if align == "right" else self.canvas.drawString)(x, self.height - y - 3, text)


def made(rotation: int = 0, *, cropped: bool = False) -> bytes:
    """A unit's budget with one ruled table, upright as the page is shown."""
    paper = Digits((420.0, 300.0), cropBox=(30, 20, 400, 290) if cropped else None)
    if rotation:
        paper.canvas.setPageRotation(rotation)
        paper.canvas.translate(*((300, 0) if rotation == 90 else (0, 420)))
        paper.canvas.rotate(90 if rotation == 90 else -90)
    paper.text(210, 22, "某市财政局2024年单位预算", 14, "center")
    paper.text(210, 46, "支出总表", 12, "center")
    paper.text(370, 64, "单位：万元", 9, "right")
    paper.grid(80, [60, 110, 80, 80], ROWS, left=45)
    return paper.finish()


def places(data: bytes) -> list[FigurePlace]:
    """The figures of the table as reading places them."""
    cells: list[dict[str, Any]] = read(data)["cell"].to_dicts()
    return [
        FigurePlace(c["page_number"], (c["x0"], c["top"], c["x1"], c["bottom"]), c["text"])
        for c in cells
        if c["text"] in FIGURES
    ]


@pytest.mark.parametrize(("rotation", "cropped"), [(0, False), (90, False), (270, False), (0, True)])
def test_what_is_printed_is_seen(rotation: int, cropped: bool) -> None:
    data = made(rotation, cropped=cropped)
    figures = places(data)
    assert {place.text for place in figures} == FIGURES
    assert {sighting.sight for sighting in look_again(data, figures)} == {Sight.SAME}


def test_a_text_that_says_other_digits_is_contradicted() -> None:
    data = made()
    figures = places(data)
    altered = [FigurePlace(f.page_number, f.box, f.text.replace("8", "3").replace("6", "9")) for f in figures]
    seen = {
        figure.text: sighting
        for figure, place, sighting in zip(figures, altered, look_again(data, altered), strict=True)
        if place.text != figure.text
    }
    assert seen["1,547.08"] == Sighting(Sight.OTHER, "1,547.08")
    assert Sight.SAME not in {sighting.sight for sighting in seen.values()}


def test_figures_of_known_digits_are_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    data, asked = made(), list[str]()
    figures = [figure for figure in places(data) if "-" not in figure.text]

    def read_none(_drawing: Any, places: Sequence[FigurePlace]) -> list[Sighting]:
        asked.extend(place.text for place in places)
        return [UNSEEN] * len(places)

    monkeypatch.setattr(figure_check, "_read", read_none)
    assert {sighting.sight for sighting in look_again(data, figures, KnownDigits())} == {Sight.SAME}
    assert asked == []
    altered = [FigurePlace(f.page_number, f.box, f.text.replace("8", "3").replace(".", ",")) for f in figures]
    look_again(data, altered, KnownDigits())
    assert asked == [place.text for place in altered]


def test_where_nothing_stands_nothing_is_contradicted() -> None:
    data = made()
    blank, elsewhere = FigurePlace(1, (60.0, 20.0, 120.0, 30.0), "12.30"), FigurePlace(9, (0.0, 0.0, 9.0, 9.0), "1")
    assert [sighting.sight for sighting in look_again(data, [blank, elsewhere])] == [Sight.UNREAD, Sight.UNREAD]


def test_a_figure_is_one_of_those_on_its_line() -> None:
    paper = Paper((420.0, 100.0))
    paper.canvas.setFont("Helvetica", 10)
    paper.canvas.drawString(40, 50, "total 1,808.33 of 1,882.08 (98.0%), 2 of them")
    data, line = paper.finish(), (40.0, 40.0, 260.0, 52.0)
    wanted = ["1,808.33", "98.0%", "2", "808.33", "1,808.38"]
    seen = look_again(data, [FigurePlace(1, line, text, is_line=True) for text in wanted])
    assert [sighting.sight is Sight.SAME for sighting in seen] == [True, True, True, False, False]


def test_a_font_that_the_file_does_not_hold_contradicts_nothing() -> None:
    """What is drawn then is a font of the machine, and without the font's own widths points vanish between digits."""
    paper = Paper((420.0, 100.0))
    paper.text(40, 50, "1,547.08 与 62.91", 10)
    held = made()
    [figure] = [f for f in places(held) if f.text == "1,547.08"]
    said_other = FigurePlace(figure.page_number, figure.box, "1,547.03")
    assert look_again(held, [said_other])[0].sight is Sight.OTHER
    seen = look_again(paper.finish(), [FigurePlace(1, (40.0, 42.0, 86.0, 55.0), "1,547.03")])
    assert [sighting.sight for sighting in seen] == [Sight.STAND_IN]
