"""Workbooks with one trait each: formats, merged titles, several tables, what is hidden, what cannot be read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from typing import Any

import openpyxl
import pytest
import xlwt
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.papers import Frames, amounts, document, facts, lexicon, titles

from yusuan.reading import read_document
from yusuan.reading.office import package
from yusuan.reading.schema import RAW_TABLES

Rows = Sequence[Sequence[Any]]
HEAD: Rows = [["科目编码", "科目名称", "合计"]]
BODY: Rows = [["208", "社会保障和就业支出", 30.5], ["210", "卫生健康支出", 4]]


def saved(book: Any) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(rows: Rows, change: Callable[[Any], None] = lambda sheet: None, shown: str = "0.00") -> bytes:
    """A workbook of one worksheet with these rows, then changed."""
    book = openpyxl.Workbook()
    fill(book.active, rows, shown)
    change(book.active)
    return saved(book)


def fill(sheet: Any, rows: Rows, shown: str = "0.00") -> None:
    for r, row in enumerate(rows, start=1):
        for c, value in enumerate(row, start=1):
            cell = sheet.cell(r, c, value)
            if isinstance(value, float | int):
                cell.number_format = shown


def read(data: bytes) -> Frames:
    return read_document(data, lexicon(), "xlsx")


def texts(frames: Frames) -> list[str]:
    return list(frames["cell"]["text"])


def titled(title: str, *rows: Sequence[Any]) -> list[Sequence[Any]]:
    return [[title], ["", "", "单位：万元"], *HEAD, *(rows or BODY)]


def check_rejected(frames: Frames, *words: str) -> None:
    record = document(frames)
    assert record["status"] == "rejected"
    assert all(word in record["status_reason"] for word in words), record["status_reason"]
    assert set(frames) == set(RAW_TABLES)
    assert all(frame.height == 0 for name, frame in frames.items() if name != "document")


def test_figures_are_what_their_format_shows() -> None:
    frames = read(
        workbook(titled("支出总表", ["208", "一", 1116.0300000000002], ["210", "二", -20.1]), shown="#,##0.00")
    )
    assert texts(frames) == ["1,116.03", "-20.10"]
    assert [str(n) for n in frames["cell"]["number_decimals"]] == ["2", "2"]


def test_a_share_keeps_its_sign() -> None:
    rows = [["支出总表"], ["科目编码", "科目名称", "合计", "占比"], ["208", "社会保障和就业支出", 30.5, 0.125]]
    frames = read(workbook(rows, lambda s: setattr(s["D3"], "number_format", "0.0%")))
    assert texts(frames) == ["30.50", "12.5%"]
    assert list(frames["cell"]["is_percent"]) == [False, True]


def test_figures_stored_as_text_are_taken_as_printed() -> None:
    frames = read(workbook(titled("支出总表", ["208", "一", "1,116.030"], ["210", "二", " 20.10 "])))
    assert [n for *_, n in facts(frames)] == [1116.03, 20.1]
    assert texts(frames)[0] == "1,116.030"


@pytest.mark.parametrize("merged", ["A1:C1", "A1:IV1", None])
def test_title_number_and_unit_above_the_header(merged: str | None) -> None:
    rows = [["2025年支出总表"], ["", "", "公开03表"], ["部门：某市审计局", "", "单位：万元"], *HEAD, *BODY]
    frames = read(workbook(rows, lambda s: s.merge_cells(merged) if merged else None))
    table = frames["table"].row(0, named=True)
    assert table["title_text"] == "2025年支出总表"
    assert (table["number_text"], table["unit_text"], table["entity_text"]) == ("公开03表", "万元", "某市审计局")
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5), ("210", "卫生健康支出", "合计", 4.0)]
    assert document(frames)["publisher_name"] == "某市审计局"


def test_blank_rows_and_columns_around_a_table_are_no_part_of_it() -> None:
    rows = [[], [], *([None, None, *row, None, None] for row in titled("支出总表")), [], []]
    frames = read(workbook(rows, lambda s: s.cell(500, 60, " ")))
    assert frames["table"].row(0, named=True)["column_count"] == 3
    assert len(facts(frames)) == 2


def test_a_far_away_cell_costs_nothing() -> None:
    frames = read(workbook(titled("支出总表"), lambda s: s.cell(1048576, 16384, "。")))
    assert len(facts(frames)) == 2


def test_two_tables_on_one_worksheet() -> None:
    rows = [
        *titled("收入总表"),
        ["注：本表反映收入。"],
        [],
        *titled("支出总表", ["221", "住房保障支出", 7.25]),
        ["无其他支出。"],
    ]
    frames = read(workbook(rows))
    assert titles(frames) == ["收入总表", "支出总表"]
    assert [(*a[:3], str(a[4])) for a in amounts(frames)] == [
        ("收入总表", "208", "社会保障和就业支出", "30.5"),
        ("收入总表", "210", "卫生健康支出", "4"),
        ("支出总表", "221", "住房保障支出", "7.25"),
    ]
    assert frames["table"]["note_text"][0] == "注:本表反映收入。"


def test_two_tables_without_a_blank_row_between() -> None:
    assert titles(read(workbook([*titled("收入总表"), *titled("支出总表")]))) == ["收入总表", "支出总表"]


def test_a_worksheet_is_a_table_of_its_own() -> None:
    book = openpyxl.Workbook()
    fill(book.active, titled("支出总表"))
    fill(book.create_sheet("第二单位"), titled("支出总表", ["221", "住房保障支出", 7.25]))
    fill(book.create_sheet("目录"), [["目录"], ["一、收入总表"], ["二、支出总表"]])
    fill(book.create_sheet("其他"), [["名称", "数量", "金额"], ["车辆", 2, 3.5]])
    assert titles(read(saved(book))) == ["支出总表", "支出总表", None]


def test_a_blank_row_inside_a_table_ends_nothing() -> None:
    frames = read(workbook(titled("支出总表", *BODY, [], ["", "合计", 34.5])))
    assert [n for *_, n in facts(frames)] == [30.5, 4.0, 34.5]


def test_a_label_without_amount_at_the_end_stays_a_row() -> None:
    frames = read(workbook(titled("支出总表", *BODY, ["", "年终结转结余"])))
    assert frames["row"]["row_label"][-1] == "年终结转结余"


def test_a_header_group_over_some_columns_is_header() -> None:
    rows = [
        ["2025年支出总表"],
        ["单位：万元"],
        ["", "", "本年支出", ""],
        ["科目编码", "科目名称", "小计", "基本支出"],
        ["208", "社会保障和就业支出", 30.5, 30.5],
    ]
    frames = read(workbook(rows, lambda s: s.merge_cells("C3:D3")))
    assert [path for _, _, path, _ in facts(frames)] == ["本年支出/小计", "本年支出/基本支出"]


@pytest.mark.parametrize("indented", ["spaces", "style"])
def test_indentation_makes_the_outline(indented: str) -> None:
    rows = [["2025年支出总表"], ["项目", "预算数"], ["人员支出", 30], ["工资", 20], ["补贴", 10], ["公用支出", 5]]

    def indent(sheet: Any) -> None:
        for r in (4, 5):
            if indented == "style":
                sheet.cell(r, 1).alignment = openpyxl.styles.Alignment(indent=1)
            else:
                sheet.cell(r, 1).value = "　" + sheet.cell(r, 1).value

    frames = read(workbook(rows, indent))
    assert list(frames["row"]["row_path"]) == ["人员支出", "人员支出/工资", "人员支出/补贴", "公用支出"]


def test_the_tab_is_the_title_where_there_is_no_other() -> None:
    frames = read(workbook([*HEAD, *BODY], lambda s: setattr(s, "title", "表3支出总表")))
    assert titles(frames) == ["支出总表"]


def test_what_is_hidden_is_not_read_but_said() -> None:
    book = openpyxl.Workbook()
    fill(book.active, [[*row, extra] for row, extra in zip(titled("支出总表"), ["", "", "核对", 1, 2], strict=True)])
    book.active.column_dimensions["D"].hidden = True
    book.active.row_dimensions[5].hidden = True
    draft = book.create_sheet("草稿")
    fill(draft, titled("收入总表"))
    draft.sheet_state = "hidden"
    frames = read(saved(book))
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5)]
    said = list(frames["line"].filter(frames["line"]["role"] == "furniture")["text"])
    assert len(said) == 3
    assert all(any(word in text for text in said) for word in ("草稿", "rows", "columns"))


def with_results(data: bytes, results: dict[str, str]) -> bytes:
    """The workbook with stored results of its formulas, which openpyxl cannot write."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            for place, result in results.items():
                pattern = rf'(<c r="{place}"[^>]*><f>[^<]*</f>)(?:<v\s*/>|<v></v>)'.encode()
                text = re.sub(pattern, rb"\g<1><v>" + result.encode() + b"</v>", text)
            new.writestr(info, text)
    return out.getvalue()


def test_formulas_are_their_stored_results() -> None:
    data = workbook(
        titled("支出总表", *BODY, ["", "合计", "=SUM(C4:C5)"]), lambda s: setattr(s["C6"], "number_format", "0.00")
    )
    stored = read(with_results(data, {"C6": "99.000000000001"}))
    assert texts(stored) == ["30.50", "4.00", "99.00"]
    never = read(data)
    assert texts(never)[-1] == "=SUM(C4:C5)"
    assert list(never["cell"]["number"])[-1] is None
    assert any("without a stored result: 1" in text for text in never["line"]["text"])


def test_dates_are_no_figures() -> None:
    from datetime import date

    rows = [["项目支出表"], ["项目名称", "开始时间", "预算数"], ["系统运维", date(2025, 3, 1), 12.5]]
    frames = read(workbook(rows, lambda s: setattr(s["B3"], "number_format", "yyyy-mm-dd")))
    assert [n for *_, n in facts(frames)] == [12.5]


def test_no_budget() -> None:
    rows = [["姓名", "电话"], ["张三", "12345"], ["李四", "23456"]]
    check_rejected(read(workbook(rows)), "No disclosure")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "damaged"),
        (b"<html>404</html>", "no Excel workbook"),
        (package.OLE + b"\x00" * 4000, "no Excel workbook"),
        (package.OLE + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 4000, "password"),
    ],
)
def test_what_cannot_be_opened(data: bytes, word: str) -> None:
    check_rejected(read(data), word)


def test_a_workbook_without_anything_in_it() -> None:
    check_rejected(read(workbook([])), "no visible worksheet")


@pytest.mark.parametrize("share", [0.3, 0.6, 0.9])
def test_a_workbook_cut_off(share: float) -> None:
    data = workbook(titled("支出总表"))
    check_rejected(read(data[: int(len(data) * share)]), "damaged")


def changed(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, change(old.read(info)) if info.filename == part else old.read(info))
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
INTACT = workbook(titled("支出总表"))


def test_a_broken_part() -> None:
    check_rejected(read(changed(workbook(titled("支出总表")), SHEET, lambda text: text[:-40])), "damaged")


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbook(titled("支出总表"))
    bomb = changed(data, SHEET, lambda text: text + b" " * (package.MAX_UNPACKED + 1))
    check_rejected(read(bomb), "unpacks to", "MB")
    wide = changed(
        data, SHEET, lambda text: text.replace(b"</sheetData>", b"<c/>" * package.MAX_CELLS + b"</sheetData>")
    )
    check_rejected(read(wide), "cells")
    merged = workbook(titled("支出总表"))
    range_of_all = b'</sheetData><mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>'
    check_rejected(read(changed(merged, SHEET, lambda text: text.replace(b"</sheetData>", range_of_all))), "cells")


STYLES = "xl/styles.xml"


@pytest.mark.parametrize(
    ("found", "malformed"),
    [
        (rb"<fill>.*?</fill>", b"<fill/>"),
        (rb"<border>.*?</border>", b'<border><left style="wavy"/></border>'),
        (rb"<cellStyles>.*?</cellStyles>", b""),
    ],
)
def test_malformed_styles_do_not_hide_the_formats(found: bytes, malformed: bytes) -> None:
    data = workbook(titled("支出总表", ["208", "一", 1116.03], ["210", "二", -20.1]), shown="#,##0.00")
    frames = read(changed(data, STYLES, lambda text: re.sub(found, malformed, text, flags=re.DOTALL)))
    assert texts(frames) == ["1,116.03", "-20.10"]


def test_entities_are_not_opened() -> None:
    declared = b'<!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = changed(
        workbook(titled("支出总表")), SHEET, lambda text: text.replace(b"<worksheet", declared + b"<worksheet", 1)
    )
    check_rejected(read(data), "entities")


WORDS = [
    *("支出总表", "单位：万元", "科目编码", "科目名称", "合计", "小计", "208", "20801", "1,116.03", "一、财政拨款"),
    *("注：无", "部门：某局", "公开01表", "1", "2", "栏次", "类", "款", "项", "“三公”经费支出表", "项目", "", 30.5),
]
GRID = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=7), min_size=1, max_size=10)
RANGE = st.tuples(st.integers(1, 11), st.integers(1, 7), st.integers(0, 3), st.integers(0, 3))


@settings(max_examples=60, deadline=None)
@given(GRID, st.lists(RANGE, max_size=4), st.sets(st.integers(1, 9), max_size=2))
def test_any_grid_is_read_or_turned_away(rows: Rows, ranges: list[tuple[int, int, int, int]], hidden: set[int]) -> None:
    def change(sheet: Any) -> None:
        for r, c, down, across in ranges:
            sheet.merged_cells.add(f"{sheet.cell(r, c).coordinate}:{sheet.cell(r + down, c + across).coordinate}")
        for r in hidden:
            sheet.row_dimensions[r].hidden = True

    frames = read(workbook([["2025年支出总表"], *rows], change))
    assert document(frames)["status"] in ("read", "rejected")


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0, 0.9999), st.integers(0, 255)), min_size=1, max_size=20))
def test_damaged_bytes_raise_nothing(damage: list[tuple[float, int]]) -> None:
    data = bytearray(INTACT)
    for place, value in damage:
        data[int(place * len(data))] = value
    assert document(read(bytes(data)))["status"] in ("read", "rejected")


def test_old_workbooks_show_the_same() -> None:
    book = xlwt.Workbook(encoding="utf-8")
    sheet, hidden = book.add_sheet("支出"), book.add_sheet("草稿")
    hidden.visibility = 1
    hidden.write(0, 0, "收入总表")
    sheet.write_merge(0, 0, 0, 2, "2025年支出总表")
    for r, row in enumerate([*HEAD, *BODY, ["", "合计", -34.5]], start=1):
        for c, value in enumerate(row):
            sheet.write(r, c, value, xlwt.easyxf(num_format_str="#,##0.00"))
    sheet.row(3).hidden = True
    frames = read_document(saved(book), lexicon(), "xls")
    assert document(frames)["reader"] == "xls"
    assert texts(frames) == ["30.50", "-34.50"]
    assert titles(frames) == ["2025年支出总表"]
    said = list(frames["line"].filter(frames["line"]["role"] == "furniture")["text"])
    assert len(said) == 2


def test_the_bytes_say_which_format_it_is() -> None:
    assert document(read_document(workbook(titled("支出总表")), lexicon(), "xls"))["reader"] == "xlsx"
