"""Workbooks of which a part is stored and not seen, or seen otherwise than stored."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import xlwt
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import Font, PatternFill
from tests.reading.papers import Frames, facts, lexicon
from tests.reading.test_excel import (
    BODY,
    HEAD,
    Rows,
    changed,
    check_rejected,
    fill,
    read,
    saved,
    texts,
    titled,
    with_results,
    workbook,
)

from yusuan.reading import read_document

THREE: Rows = titled("支出总表", ["208", "一", 1.5], ["210", "二", 77.77], ["213", "三", 2.5])


def said(frames: Frames) -> list[str]:
    return list(frames["line"].filter(frames["line"]["role"] == "furniture")["text"])


def readings(frames: Frames) -> list[tuple[str, Decimal | None, str]]:
    return list(frames["cell"].select("text", "number", "reading").iter_rows())


def flat(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 0


def low(sheet: Any) -> None:
    sheet.row_dimensions[5].height = 0.75


def filtered(sheet: Any) -> None:
    sheet.auto_filter.ref = "A3:C6"
    sheet.auto_filter.add_filter_column(0, ["208", "213"])
    sheet.row_dimensions[5].hidden = True


def folded(sheet: Any) -> None:
    sheet.row_dimensions.group(5, 5, hidden=True)


def white(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.font = Font(color="FFFFFFFF")


def white_of_the_theme(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.font = Font(color=openpyxl.styles.colors.Color(theme=0))


def red_on_red(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.font = Font(color="FFC00000")
        cell.fill = PatternFill("solid", fgColor="FFC00000")


def shown_by_nothing(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.number_format = ";;;"


@pytest.mark.parametrize(
    "change", [flat, low, filtered, folded, white, white_of_the_theme, red_on_red, shown_by_nothing]
)
def test_a_row_that_is_not_seen_is_not_read(change: Callable[[Any], None]) -> None:
    frames = read(workbook(THREE, change))
    assert [code for code, *_ in facts(frames)] == ["208", "213"]
    assert texts(frames) == ["1.50", "2.50"]
    assert len(said(frames)) == (0 if change is shown_by_nothing else 1)


def test_a_row_with_height_zero_as_spreadsheets_write_it() -> None:
    data = changed(
        workbook(THREE), "xl/worksheets/sheet1.xml", lambda x: x.replace(b'<row r="5"', b'<row ht="0" r="5"')
    )
    assert [code for code, *_ in facts(read(data))] == ["208", "213"]


def test_a_column_without_width_is_not_read() -> None:
    rows = [[*row, extra] for row, extra in zip(THREE, ["", "", "核对", 1, 2, 3], strict=True)]

    def narrow(sheet: Any) -> None:
        sheet.column_dimensions["D"].width = 0.1

    assert texts(read(workbook(rows, narrow))) == ["1.50", "77.77", "2.50"]


def test_a_hidden_column_that_claims_to_reach_beyond_the_worksheet() -> None:
    cols = b'<cols><col min="9" max="2000000000" hidden="1"/></cols><sheetData>'
    data = changed(workbook(THREE), "xl/worksheets/sheet1.xml", lambda x: x.replace(b"<sheetData>", cols))
    assert len(facts(read(data))) == 3


def test_parts_in_another_encoding_are_not_opened() -> None:
    def other(text: bytes) -> bytes:
        return text.decode().replace("UTF-8", "UTF-16").encode("utf-16")

    check_rejected(read(changed(workbook(THREE), "xl/worksheets/sheet1.xml", other)), "UTF-8")


def white_on_dark(sheet: Any) -> None:
    for cell in sheet[5]:
        cell.font = Font(color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF1F4E78")


def white_on_a_rule(sheet: Any) -> None:
    white(sheet)
    sheet.conditional_formatting.add("A5:C5", CellIsRule(operator="greaterThan", formula=["0"], fill=PatternFill()))


@pytest.mark.parametrize("change", [white_on_dark, white_on_a_rule])
def test_white_text_on_another_ground_is_seen(change: Callable[[Any], None]) -> None:
    assert texts(read(workbook(THREE, change))) == ["1.50", "77.77", "2.50"]


@pytest.mark.parametrize("how", ["flat", "hidden", "white", "nothing"])
def test_old_workbooks_hide_the_same(how: str) -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出")
    for r, row in enumerate(THREE):
        for c, value in enumerate(row):
            style = xlwt.easyxf(num_format_str="0.00" if isinstance(value, float) else "General")
            if r == 4 and how == "white":
                style.font.colour_index = 9
            if r == 4 and how == "nothing":
                style.num_format_str = ";;;"
            sheet.write(r, c, value, style)
    if how == "flat":
        sheet.row(4).height_mismatch, sheet.row(4).height = True, 0
    sheet.row(4).hidden = how == "hidden"
    frames = read_document(saved(book), lexicon(), "xls")
    assert [code for code, *_ in facts(frames)] == ["208", "213"]


def test_a_raised_mark_is_no_digit() -> None:
    raised = CellRichText("2.50", TextBlock(InlineFont(vertAlign="superscript"), "1"))
    rows = titled(
        "支出总表", ["208", "一", CellRichText("1.", TextBlock(InlineFont(b=True), "5"))], ["210", "二", raised]
    )
    assert [n for *_, n in facts(read(workbook(rows)))] == [1.5, 2.5]


def test_a_raised_mark_of_an_old_workbook_is_no_digit() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出")
    for r, row in enumerate(THREE):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    font = xlwt.Font()
    font.escapement = xlwt.Font.ESCAPEMENT_SUPERSCRIPT
    sheet.write_rich_text(7, 0, ("229",))
    sheet.write_rich_text(7, 2, ("4.50", ("1", font)))
    frames = read_document(saved(book), lexicon(), "xls")
    assert [n for *_, n in facts(frames)] == [1.5, 77.77, 2.5, 4.5]


def test_negative_numbers_shown_in_red() -> None:
    frames = read(workbook(titled("支出总表", ["208", "一", 1.5], ["210", "二", -8.4]), shown="0.00_ ;[Red]0.00"))
    assert readings(frames) == [("1.50", Decimal("1.5"), "exact"), ("8.40", Decimal("-8.4"), "exact")]


def test_negative_numbers_that_lose_their_sign_are_not_known() -> None:
    frames = read(workbook(titled("支出总表", ["208", "一", 1.5], ["210", "二", -8.4]), shown="0.00;0.00"))
    assert readings(frames) == [("1.50", Decimal("1.5"), "exact"), ("8.40", None, "damaged")]


WAN = '0"."0,"万元"'
YUAN: Rows = [["208", "一", 13370000], ["210", "二", 321100]]


@pytest.mark.parametrize(
    ("unit", "numbers"), [("万元", ["1337", "32.11"]), ("元", ["13370000", "321100"]), ("千元", ["13370", "321.1"])]
)
def test_figures_with_a_unit_of_their_own_stand_in_the_unit_of_the_table(unit: str, numbers: list[str]) -> None:
    frames = read(workbook([["支出总表"], ["", "", f"单位：{unit}"], *HEAD, *YUAN], shown=WAN))
    assert readings(frames) == [
        (text, Decimal(number), "exact") for text, number in zip(["1337.0万元", "32.1万元"], numbers, strict=True)
    ]
    assert frames["table"]["unit_text"][0] == unit


def test_the_unit_of_all_figures_is_that_of_a_table_without_one() -> None:
    frames = read(workbook([["支出总表"], [], *HEAD, *YUAN], shown=WAN))
    assert frames["table"]["unit_text"][0] == "万元"
    assert list(frames["cell"]["number"]) == [Decimal("1337"), Decimal("32.11")]


def test_the_unit_of_the_header_is_nearer_than_that_of_the_table() -> None:
    head = ["科目编码", "科目名称", "合计（元）"]
    frames = read(workbook([["支出总表"], ["", "", "单位：万元"], head, *YUAN], shown=WAN))
    assert list(frames["cell"]["number"]) == [Decimal("13370000"), Decimal("321100")]


def test_a_unit_without_one_to_compare_is_not_known() -> None:
    def change(sheet: Any) -> None:
        sheet["C4"].number_format = "0.00"

    frames = read(workbook([["支出总表"], [], *HEAD, *YUAN], change, shown=WAN))
    assert list(frames["cell"]["reading"]) == ["exact", "damaged"]


SUM = [*BODY, ["", "合计", "=SUM(C4:C5)"]]


def money(sheet: Any) -> None:
    sheet["C6"].number_format = "0.00"


def test_a_formula_without_result_is_a_damaged_figure() -> None:
    frames = read(workbook(titled("支出总表", *SUM), money))
    assert readings(frames)[-1] == ("=SUM(C4:C5)", None, "damaged")


@pytest.mark.parametrize("asks", [True, False])
def test_zeros_of_who_reckons_nothing_are_no_results(asks: bool) -> None:
    data = with_results(workbook(titled("支出总表", *SUM), money), {"C6": "0"})
    if not asks:
        data = changed(data, "xl/workbook.xml", lambda x: x.replace(b'fullCalcOnLoad="1"', b""))
    assert readings(read(data))[-1] == (("=SUM(C4:C5)", None, "damaged") if asks else ("0.00", 0, "exact"))


def test_formulas_of_old_workbooks_without_result() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("支出")
    for r, row in enumerate(titled("支出总表", *BODY, ["", "合计", xlwt.Formula("SUM(C4:C5)")])):
        for c, value in enumerate(row):
            sheet.write(r, c, value, xlwt.easyxf(num_format_str="0.00"))
    frames = read_document(saved(book), lexicon(), "xls")
    assert readings(frames)[-1][1:] == (None, "damaged")
    assert any("without a stored result: 1" in text for text in said(frames))


def test_a_worksheet_that_is_hidden_names_no_other(tmp_path: Any) -> None:
    book = openpyxl.Workbook()
    fill(book.active, THREE)
    flat(book.active)
    fill(book.create_sheet("第二"), titled("收入总表"))
    assert [code for code, *_ in facts(read(saved(book)))] == ["208", "213", "208", "210"]


def test_subjects_below_each_other_in_one_row_are_rows() -> None:
    rows = titled(
        "支出总表", ["208", "社会保障", 864], ["2080505\n2080506", "养老\n年金", "576\n288"], ["210", "卫生", 5]
    )
    frames = read(workbook(rows))
    assert frames["row"]["row_code"].to_list() == ["208", "2080505", "2080506", "210"]
    assert frames["row"]["row_label"].to_list() == ["社会保障", "养老", "年金", "卫生"]
    assert [number for _, number, _ in readings(frames)] == [Decimal(n) for n in (864, 576, 288, 5)]


def test_a_row_that_does_not_list_alike_stays_one() -> None:
    rows = titled("支出总表", ["208", "社会保障", 864], ["2080505\n2080506", "养老\n年金", "864"], ["210", "卫生", 5])
    frames = read(workbook(rows))
    assert len(frames["row"]) == 3
