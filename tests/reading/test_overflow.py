"""Text that runs over the rule beside its cell."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.reading.papers import SIZE, Paper, facts, read

from yusuan.reading.pages.filling import fill
from yusuan.reading.pages.grid import build_grid
from yusuan.reading.pages.page_content import Char, Rule

HEAD = ["科目编码", "科目名称", "合计", "基本支出", "项目支出"]
WIDTHS = [70, 100, 80, 80, 80]
EDGES = [0.0, 100.0, 180.0, 260.0]


def drawn(text: str, x: float, width: float = SIZE) -> list[Char]:
    return [Char(c, x + i * width, 5.0, x + (i + 1) * width, 5.0 + SIZE, SIZE) for i, c in enumerate(text)]


def row(chars: list[Char]) -> list[str]:
    """What one row of three cells prints."""
    grid = build_grid([0.0, 20.0], EDGES, [Rule(y, 0, 260) for y in (0, 20)], [Rule(x, 0, 20) for x in EDGES])
    sheet = fill(1, grid, chars)
    return [c.plain for c in sheet.row(0)]


def test_a_label_that_runs_into_the_amount_beside_it() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    rows = [HEAD, ["", "合计", "60.00", "40.00", "20.00"], ["2080506", "", "43608.96", "43600.00", "8.96"]]
    paper.grid(100, WIDTHS, rows)
    paper.text(123, 150, "机关事业单位职业年金缴费支出")
    frames = read(paper)
    assert facts(frames)[3:] == [
        ("2080506", "机关事业单位职业年金缴费支出", "合计", 43608.96),
        ("2080506", "机关事业单位职业年金缴费支出", "基本支出", 43600.00),
        ("2080506", "机关事业单位职业年金缴费支出", "项目支出", 8.96),
    ]


@given(st.integers(1, 99_999_999), st.integers(12, 15), st.booleans())
def test_a_figure_is_the_same_under_the_end_of_a_label(cents: int, length: int, label_first: bool) -> None:
    figure = f"{cents / 100:.2f}"
    label = drawn("机关事业单位基本养老保险缴费支出项"[:length], 2)
    amount = drawn(figure, 178 - 5 * len(figure), 5.0)
    assert row(label + amount if label_first else amount + label) == ["".join(c.text for c in label), figure, ""]


def test_a_label_that_runs_into_a_blank_cell_is_whole() -> None:
    assert row(drawn("十四、债务发行费用支出等", 2)) == ["十四、债务发行费用支出等", "", ""]


def test_a_label_in_the_middle_runs_over_on_both_sides() -> None:
    assert row(drawn("府预算支出经济科目大类", 92)) == ["", "府预算支出经济科目大类", ""]


def test_a_figure_right_behind_a_label_that_runs_over_is_a_figure() -> None:
    assert row(drawn("机关事业单位职业年金缴费", 2) + drawn("43608.96", 110, 5.0)) == [
        "机关事业单位职业年金缴费",
        "43608.96",
        "",
    ]


def test_texts_that_fill_their_cells_are_two() -> None:
    assert row(drawn("政府性基金预算拨款收入等", 0, 8.4) + drawn("国有资本经营预算拨", 100.8, 8.7)) == [
        "政府性基金预算拨款收入等",
        "国有资本经营预算拨",
        "",
    ]


def test_figures_that_touch_across_a_rule_are_two() -> None:
    assert row(drawn("合计", 2) + drawn("1234", 160.5, 5.0) + drawn("567", 180.5, 5.0)) == ["合计", "1234", "567"]


def test_a_figure_and_the_label_behind_it_are_two() -> None:
    assert row(drawn("852063605", 54, 5.0) + drawn("一、部门预算", 99.5)) == ["852063605", "一、部门预算", ""]


def test_a_line_that_the_rule_cuts_belongs_to_the_nearer_text() -> None:
    paper = Paper()
    paper.title(60, "支出总表", "")
    paper.text(400, 90, "单位：万")
    paper.text(435, 101.5, "元")
    paper.grid(
        100, WIDTHS, [["科目编码", "科目名称", "合计", "基本支出", ""], ["", "", "60.00", "40.00", "20.00"]], height=40
    )
    paper.text(385, 122, "项目支出")
    paper.text(125, 154, "合计")
    frames = read(paper)
    assert [c["header_path"] for c in frames["column"].iter_rows(named=True)][-1] == "项目支出"
    assert frames["table"]["unit_text"][0] == "万元"


def test_the_first_line_of_a_text_that_is_too_long_stays() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    paper.grid(100, WIDTHS, [HEAD, ["", "其他支出", "60.00", "40.00", "20.00"], ["", "", "1.00", "1.00", "0.00"]])
    for k, line in enumerate(("机关事业单位", "基本养老保险", "缴费")):
        paper.text(123, 141.5 + 8.5 * k, line)
    assert [label for _, label, *_ in facts(read(paper))][3:] == ["机关事业单位基本养老保险缴费"] * 3
