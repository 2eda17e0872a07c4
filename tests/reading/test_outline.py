"""Rows: codes whole, in pieces and in one cell with the name; outlines by code, numbering and indentation."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.reading.papers import FONT, SIZE, Frames, Paper, facts, read


def paper(rows: list[list[str]], widths: list[float], title: str = "支出总表", **options: object) -> Frames:
    made = Paper()
    made.title(60, title)
    made.grid(100, widths, rows, **options)  # type: ignore[arg-type]
    return read(made)


def paths(frames: Frames) -> list[str]:
    return list(frames["row"]["row_path"])


def test_a_code_stands_under_the_code_it_begins_with() -> None:
    rows = [
        ["科目编码", "科目名称", "合计"],
        ["", "合计", "30.00"],
        ["208", "社会保障和就业支出", "20.00"],
        ["20805", "养老支出", "20.00"],
        ["2080505", "养老保险缴费", "20.00"],
        ["210", "卫生健康支出", "10.00"],
    ]
    frames = paper(rows, [70, 200, 80])
    assert paths(frames) == [
        "合计",
        "社会保障和就业支出",
        "社会保障和就业支出/养老支出",
        "社会保障和就业支出/养老支出/养老保险缴费",
        "卫生健康支出",
    ]
    assert frames["row"]["parent_row_number"].to_list() == [None, None, 2, 3, None]
    assert frames["row"]["row_level"].to_list() == [1, 1, 2, 3, 1]


def test_codes_in_pieces() -> None:
    rows = [
        ["科目编码", "", "", "科目名称", "合计", "基本支出"],
        ["类", "款", "项", "", "", ""],
        ["208", "", "", "社会保障和就业支出", "20.00", "9.00"],
        ["208", "05", "", "养老支出", "20.00", "9.00"],
        ["208", "05", "05", "养老保险缴费", "20.00", "9.00"],
    ]
    spans = {(0, 0): (1, 3), (0, 3): (2, 1), (0, 4): (2, 1), (0, 5): (2, 1)}
    frames = paper(rows, [40, 40, 40, 180, 80, 80], spans=spans)
    assert frames["row"]["row_code"].to_list() == ["208", "20805", "2080505"]
    assert [f[:2] for f in facts(frames) if f[2] == "合计"][-1] == ("2080505", "养老保险缴费")


def test_pieces_that_lost_a_zero_or_leave_the_class_blank() -> None:
    rows = [
        ["类", "款", "项", "科目名称", "合计"],
        ["208", "", "", "社会保障和就业支出", "30.00"],
        ["", "5", "", "养老支出", "30.00"],
        ["", "05", "2", "离退休", "20.00"],
        ["208", "05", "2080505", "养老保险缴费", "10.00"],
    ]
    frames = paper(rows, [40, 40, 60, 160, 80])
    assert frames["row"]["row_code"].to_list() == ["208", "20805", "2080502", "2080505"]


PIECES = [
    ["208", "", "", "社会保障和就业支出", "36.00"],
    ["", "05", "", "养老支出", "36.00"],
    ["", "", "01", "离退休", "20.00"],
    ["", "", "05", "养老保险缴费", "10.00"],
    ["", "", "06", "职业年金缴费", "6.00"],
    ["210", "", "", "卫生健康支出", "7.00"],
]


@pytest.mark.parametrize("cut", range(1, len(PIECES)))
@pytest.mark.parametrize("is_headed_again", [True, False])
def test_pieces_go_on_from_the_page_before(cut: int, is_headed_again: bool) -> None:
    header = ["类", "款", "项", "科目名称", "合计"]
    document = Paper()
    document.text(297, 60, "青岩市水务局2025年部门预算", 16, "center")
    document.page()
    document.title(40, "一般公共预算支出表")
    document.grid(80, [40, 40, 60, 160, 80], [header, *PIECES[:cut]])
    document.page()
    document.grid(40, [40, 40, 60, 160, 80], [*([header] if is_headed_again else []), *PIECES[cut:]])
    frames = read(document)
    assert frames["row"]["row_code"].to_list() == ["208", "20805", "2080501", "2080505", "2080506", "210"]
    assert frames["row"]["row_level"].to_list() == [1, 2, 3, 3, 3, 1]


def test_a_piece_without_anything_before_it_stays_as_it_is_printed() -> None:
    rows = [["类", "款", "项", "科目名称", "合计"], ["", "", "02", "离退休", "20.00"], ["", "", "05", "养老", "9.00"]]
    assert paper(rows, [40, 40, 60, 160, 80])["row"]["row_code"].to_list() == ["02", "05"]


def test_code_and_name_in_one_cell() -> None:
    rows = [
        ["科目", "合计", "基本支出", "项目支出"],
        ["201-一般公共服务支出", "30.00", "20.00", "10.00"],
        ["2010601-行政运行", "30.00", "20.00", "10.00"],
    ]
    frames = paper(rows, [200, 80, 80, 80])
    assert frames["row"]["row_code"].to_list() == ["201", "2010601"]
    assert frames["row"]["row_label"].to_list() == ["一般公共服务支出", "行政运行"]


def test_numbering_makes_the_outline() -> None:
    rows = [
        ["项目", "预算数"],
        ["一、本年收入", "30.00"],
        ["（一）一般公共预算拨款", "30.00"],
        ["1.经费拨款", "20.00"],
        ["二、上年结转", "1.00"],
        ["收入总计", "31.00"],
    ]
    made = Paper()
    made.title(60, "财政拨款收支总表")
    two = [row * 2 for row in rows]
    made.grid(100, [160, 70, 160, 70], two)
    frames = read(made)
    first = [r["row_path"] for r in frames["row"].iter_rows(named=True) if r["block_number"] == 1]
    assert first == [
        "一、本年收入",
        "一、本年收入/(一)一般公共预算拨款",
        "一、本年收入/(一)一般公共预算拨款/1.经费拨款",
        "二、上年结转",
        "收入总计",
    ]


def test_a_number_broken_over_two_lines_is_one() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["208", "社会保障和就业支出", "21,118.5\n1", "20,000.5\n0"],
        ["210", "卫生健康支出", "118.51", "100.50"],
    ]
    frames = paper(rows, [70, 200, 45, 45], height=30)
    assert facts(frames) == [
        ("208", "社会保障和就业支出", "合计", 21118.51),
        ("208", "社会保障和就业支出", "基本支出", 20000.5),
        ("210", "卫生健康支出", "合计", 118.51),
        ("210", "卫生健康支出", "基本支出", 100.5),
    ]
    texts = frames["cell"]["text"].to_list()
    assert texts[0] == "21,118.5\n1"


def test_a_label_wrapped_over_lines_is_one() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["2080505", "机关事业单位基本\n养老保险缴费支出", "20.00", "9.00"],
        ["2080506", "职业年金缴费", "10.00", "1.00"],
    ]
    frames = paper(rows, [70, 100, 80, 80], height=30)
    assert frames["row"]["row_label"].to_list() == ["机关事业单位基本养老保险缴费支出", "职业年金缴费"]


def test_digits_that_make_no_number_are_damaged() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "基本支出"],
        ["208", "社会保障", "1.2.3", "9.00"],
        ["210", "卫生", "4.00", "2.00"],
    ]
    frames = paper(rows, [70, 200, 80, 80])
    assert frames["cell"]["reading"].to_list() == ["damaged", "exact", "exact", "exact"]
    assert frames["cell"]["number"].to_list()[0] is None


def test_centred_labels_tell_no_outline_by_their_left_ends() -> None:
    made = Paper()
    made.title(60, "支出总表")
    made.grid(100, [200, 80], [["项目", "合计"], ["", "20.00"], ["", "10.00"], ["", "10.00"]])
    for y, label in ((130, "财政专户管理资金"), (150, "单位资金"), (170, "其他收入资金")):
        made.text(150, y, label, align="center")
    assert paths(read(made)) == ["财政专户管理资金", "单位资金", "其他收入资金"]


def test_labels_in_the_middle_as_totals_are_stand_beside_each_other() -> None:
    """The shorter one begins further right, and is no part of the longer one above it."""
    made = Paper()
    made.title(60, "收支总表")
    labels = ["一、财政拨款收入", "(一)一般公共预算", "本年收入合计", "使用非财政拨款结余", "上年结转", "收入总计"]
    made.grid(100, [200, 80], [["项目", "预算数"], *[["", "20.00"]] * len(labels)])
    for n, label in enumerate(labels):
        y = 130 + 20 * n
        if n < 2:
            made.text(54 + 12 * n, y, label)
        else:
            made.text(150, y, label, align="center")
    assert paths(read(made)) == [labels[0], f"{labels[0]}/{labels[1]}", *labels[2:]]


def test_two_labels_in_the_middle_of_a_column_that_begins_left_stand_beside_each_other() -> None:
    made = Paper()
    made.title(60, "收支总表")
    labels = ["一、财政拨款收入", "本年收入合计", "使用非财政拨款结余", "上年结转", "收入总计"]
    made.grid(100, [200, 80], [["项目", "预算数"], *[["", "20.00"]] * len(labels)])
    for n, label in enumerate(labels):
        is_middle = n in (2, 3)
        made.text(150 if is_middle else 54, 130 + 20 * n, label, align="center" if is_middle else "left")
    assert paths(read(made)) == labels


@pytest.mark.parametrize("labels", [("会议费支出", "培训费支出"), ("办公用房租赁", "办公用房租赁支出")])
def test_labels_that_stand_in_the_middle_by_chance_keep_their_outline(labels: tuple[str, str]) -> None:
    """Their indentation leaves as much room on the right as on the left."""
    made = Paper()
    made.title(60, "项目支出表")
    wide = 2 * 18 + len(labels[1]) * 9.0
    made.grid(100, [wide, 80], [["项目", "合计"], ["", "20.00"], ["", "10.00"], ["", "10.00"]])
    for y, x, label in ((130, 54, "某中心"), (150, 68, labels[0]), (170, 68, labels[1])):
        made.text(x, y, label)
    assert paths(read(made)) == ["某中心", *(f"某中心/{label}" for label in labels)]


def test_a_label_that_wraps_stands_where_its_first_line_begins() -> None:
    """Its other lines go back to the edge of the cell, and fill it, which is no middle."""
    made = Paper()
    made.title(60, "项目支出表")
    made.grid(100, [120, 80], [["项目", "合计"], ["", "30.00"], *[["", "10.00"]] * 3], height=30)
    made.text(54, 145, "某市财政局")
    for y, first, second in (
        (175, "信息化运行维护服务项", "目"),
        (205, "办公用房修缮改造及配", "套设备购置工程项目"),
        (235, "会议费", ""),
    ):
        made.text(76, y - 6, first)
        made.text(54, y + 6, second)
    assert paths(read(made)) == [
        "某市财政局",
        "某市财政局/信息化运行维护服务项目",
        "某市财政局/办公用房修缮改造及配套设备购置工程项目",
        "某市财政局/会议费",
    ]


def test_words_before_an_amount_among_amounts_are_damage_and_elsewhere_words() -> None:
    rows = [
        ["科目编码", "科目名称", "合计", "说明"],
        ["208", "社会保障和就业支出", "支 30.00", "增加 3.00"],
        ["210", "卫生健康支出", "20.00", "持平"],
        ["221", "住房保障支出", "6.00", "减少"],
    ]
    paper = Paper()
    paper.title(60, "支出总表")
    paper.grid(100, [70, 180, 90, 120], rows)
    frames = read(paper)
    read_as = {c["text"]: c["reading"] for c in frames["cell"].iter_rows(named=True)}
    assert (read_as["支 30.00"], read_as["增加 3.00"], read_as["20.00"]) == ("damaged", "exact", "exact")


def subjects(cells: list[list[str]], **options: object) -> Frames:
    rows = [["科目编码", "科目名称", "合计", "基本支出"], ["208", "社会保障和就业支出", "864000", "864000"], *cells]
    return paper(rows, [70, 200, 90, 90], **options)


def test_codes_and_figures_below_each_other_in_one_band_are_rows() -> None:
    frames = subjects(
        [["2080505\n2080506", "养老保险缴费\n职业年金缴费", "576000\n288000", "576000\n288000"]], height=34
    )
    assert frames["row"]["row_code"].to_list() == ["208", "2080505", "2080506"]
    assert frames["row"]["row_label"].to_list() == ["社会保障和就业支出", "养老保险缴费", "职业年金缴费"]
    assert [(c["text"], c["reading"]) for c in frames["cell"].iter_rows(named=True)][2:] == [
        ("576000", "exact"), ("576000", "exact"), ("288000", "exact"), ("288000", "exact"),
    ]  # fmt: skip


def test_whole_numbers_below_each_other_without_codes_are_damaged() -> None:
    frames = subjects([["20805", "养老保险缴费和职业年金缴费", "576000\n288000", "864000"]], height=34)
    read_as = {c["text"]: (c["reading"], c["number"]) for c in frames["cell"].iter_rows(named=True)}
    assert read_as["576000\n288000"] == ("damaged", None)


def test_a_whole_number_that_fills_its_column_goes_on_below() -> None:
    rows = [["科目名称", "合计"], ["社会保障和就业支出", "123456789\n012"], ["卫生健康支出", "5000"]]
    frames = paper(rows, [200, 43], height=34)
    [cell, _] = frames["cell"].iter_rows(named=True)
    assert (cell["reading"], str(cell["number"])) == ("exact", "123456789012.000000")


@pytest.mark.parametrize(
    ("text", "reading", "number"),
    [("133.33万", "exact", "133.33"), ("500万元", "exact", "500"), ("5,000,000元", "damaged", None),
     ("0.05亿元", "damaged", None), ("612.34②", "exact", "612.34"), ("612.34*", "exact", "612.34"),
     ("万元", "exact", None)],
)  # fmt: skip
def test_what_stands_behind_a_figure(text: str, reading: str, number: str | None) -> None:
    rows = [["科目名称", "合计"], ["一", "20.00"], ["二", "30.00"], ["三", text]]
    cell = paper(rows, [200, 90])["cell"].row(2, named=True)
    assert (cell["text"], cell["reading"]) == (text, reading)
    assert cell["number"] == (None if number is None else Decimal(number))


def test_a_target_with_a_unit_is_no_money_where_the_table_has_none() -> None:
    made = Paper()
    made.title(60, "项目支出绩效目标表", "")
    made.grid(100, [200, 90], [["指标", "指标值"], ["一", "20.00"], ["二", "30.00"], ["三", "152万元"]])
    cells = read(made)["cell"]
    assert cells.row(2, named=True)["reading"] == "exact"
    assert cells.row(2, named=True)["number"] is None


@pytest.mark.parametrize(
    ("size", "lift", "number"), [(5.0, 3.0, "612.34"), (9.0, 0.0, "612.341"), (5.0, -1.4, "612.341")]
)
def test_a_raised_small_digit_is_a_footnote(size: float, lift: float, number: str) -> None:
    made = Paper()
    made.title(60, "支出总表")
    made.grid(100, [200, 90], [["科目名称", "合计"], ["一", "20.00"], ["二", ""]])
    made.text(300, 150, "612.34")
    made.text(300 + made.canvas.stringWidth("612.34", FONT, SIZE), 150 - lift, "1", size)
    cell = read(made)["cell"].row(1, named=True)
    assert cell["number"] == Decimal(number)
    assert cell["reading"] == "exact"


def test_a_figure_wider_than_its_column_is_whole_where_most_of_it_stands() -> None:
    made = Paper()
    made.title(60, "支出总表", "单位：元")
    rows = [["科目名称", "合计", "基本支出"], ["一", "7.00", "6.00"], ["二", "", ""]]
    made.grid(100, [150, 90, 46], rows)
    made.text(335, 150, "6,123,400.00", align="right")
    frames = read(made)
    assert [(c["column_number"], str(c["number"])) for c in frames["cell"].iter_rows(named=True)][2:] == [
        (3, "6123400.000000")
    ]


def test_two_figures_that_touch_across_a_rule_stay_two() -> None:
    made = Paper()
    made.title(60, "支出总表", "单位：元")
    made.grid(100, [150, 60, 46], [["科目名称", "合计", "基本支出"], ["一", "7.00", "6.00"], ["二", "", ""]])
    made.text(260, 150, "1,234.50", align="right")
    made.text(260, 150, "6")
    frames = read(made)
    assert [str(c["number"]) for c in frames["cell"].iter_rows(named=True)][2:] == ["1234.500000", "6.000000"]
