"""Word documents with one trait each: merged cells, order, page breaks, deleted text, what cannot be read."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from tests.reading.papers import Frames, document, facts, lexicon, titles
from tests.reading.test_excel import BODY, HEAD, check_rejected

from yusuan.reading import read_document
from yusuan.reading.office import package


def saved(paper: Any) -> bytes:
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def read(paper: Any) -> Frames:
    return read_document(paper if isinstance(paper, bytes) else saved(paper), lexicon(), "docx")


def add_table(parent: Any, rows: Any, **options: Any) -> Any:
    table = parent.add_table(rows=len(rows), cols=max(len(row) for row in rows), **options)
    for own, row in zip(table.rows, rows, strict=True):
        for cell, text in zip(own.cells, row, strict=False):
            cell.text = str(text)
    return table


def paper(*rows: Any) -> Any:
    made = docx.Document()
    made.add_paragraph("某市审计局2025年部门预算")
    made.add_paragraph("支出总表")
    made.add_paragraph("单位：万元")
    add_table(made, rows or [*HEAD, *BODY])
    return made


def test_paragraphs_and_tables_in_their_order() -> None:
    made = paper()
    made.add_paragraph("注：不含结转。")
    made.add_paragraph("收入总表")
    add_table(made, [["项目", "预算数"], ["一、财政拨款", "34.50"]])
    frames = read(made)
    assert titles(frames) == ["支出总表", "收入总表"]
    assert [n for *_, n in facts(frames)] == [30.5, 4.0, 34.5]
    assert frames["table"]["unit_text"][0] == "万元"
    assert frames["table"]["note_text"][0] == "注:不含结转。"
    record = document(frames)
    assert (record["publisher_name"], record["fiscal_year"], record["level"]) == ("某市审计局", 2025, "department")


def test_body_and_unit_apart_on_one_line() -> None:
    made = docx.Document()
    made.add_paragraph("2025年支出总表")
    made.add_paragraph("部门：某市审计局\t\t单位：元")
    add_table(made, [*HEAD, ["208", "社会保障和就业支出", "30.50"]])
    table = read(made)["table"].row(0, named=True)
    assert (table["entity_text"], table["unit_text"]) == ("某市审计局", "元")


def test_merged_cells_of_the_header() -> None:
    made = docx.Document()
    made.add_paragraph("2025年支出总表")
    rows = [["科目", "", "本年支出", ""], ["编码", "名称", "小计", "基本支出"], ["208", "社会保障", "30.50", "30.50"]]
    table = add_table(made, rows)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 2).merge(table.cell(0, 3))
    assert [path for _, _, path, _ in facts(read(made))] == ["本年支出/小计", "本年支出/基本支出"]


def test_a_title_inside_the_table() -> None:
    rows = [["2025年支出总表", "", ""], ["", "", "单位：万元"], *HEAD, ["208", "社会保障和就业支出", "30.50"]]
    made = docx.Document()
    table = add_table(made, rows)
    table.cell(0, 0).merge(table.cell(0, 2))
    frames = read(made)
    assert titles(frames) == ["2025年支出总表"]
    assert frames["table"]["unit_text"][0] == "万元"
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5)]


def test_a_cell_that_only_frames_a_table() -> None:
    made = docx.Document()
    frame = made.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "2025年支出总表"
    add_table(frame.cell(0, 0), [*HEAD, ["208", "社会保障和就业支出", "30.50"]])
    frames = read(made)
    assert titles(frames) == ["2025年支出总表"]
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5)]


def test_pages_end_at_breaks_and_sections() -> None:
    made = docx.Document()
    made.add_paragraph("某市审计局2025年部门预算")
    made.add_page_break()
    made.add_paragraph("支出总表")
    add_table(made, [*HEAD, ["208", "社会保障和就业支出", "30.50"]])
    made.add_section()
    made.add_paragraph("收入总表")
    add_table(made, [["项目", "预算数"], ["一、财政拨款", "34.50"]])
    frames = read(made)
    assert list(frames["table"]["page_from"]) == [2, 3]


def test_a_table_in_two_pieces_goes_on() -> None:
    made = docx.Document()
    made.add_paragraph("2025年支出总表")
    add_table(made, [*HEAD, ["208", "社会保障和就业支出", "30.50"]])
    made.add_page_break()
    add_table(made, [*HEAD, ["210", "卫生健康支出", "4.00"]])
    frames = read(made)
    assert titles(frames) == ["2025年支出总表"]
    assert [code for code, *_ in facts(frames)] == ["208", "210"]


def test_deleted_text_is_gone_and_inserted_text_is_there() -> None:
    made = paper([*HEAD[0]], ["208", "社会保障和就业支出", ""])
    own = made.tables[0].cell(1, 2).paragraphs[0]._p
    for kind, tag, text in (("del", "delText", "99.00"), ("ins", "t", "30.50")):
        own.append(parse_xml(f"<w:{kind} {nsdecls('w')}><w:r><w:{tag}>{text}</w:{tag}></w:r></w:{kind}>"))
    assert [n for *_, n in facts(read(made))] == [30.5]


def test_hidden_text_is_not_read() -> None:
    made = paper([*HEAD[0]], ["208", "社会保障和就业支出", "30.50"])
    run = made.tables[0].cell(1, 2).paragraphs[0].add_run("7")
    run.font.hidden = True
    assert [n for *_, n in facts(read(made))] == [30.5]


def hide(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:hidden"))


def flatten(row: Any) -> None:
    row.height, row.height_rule = docx.shared.Pt(0), docx.enum.table.WD_ROW_HEIGHT_RULE.EXACTLY


def lower(row: Any) -> None:
    row.height, row.height_rule = docx.shared.Pt(1.95), docx.enum.table.WD_ROW_HEIGHT_RULE.EXACTLY


def whiten(row: Any) -> None:
    for cell in row.cells:
        cell.paragraphs[0].runs[0].font.color.rgb = docx.shared.RGBColor(255, 255, 255)


def vanish(row: Any) -> None:
    for cell in row.cells:
        cell.paragraphs[0].runs[0].font.hidden = True


@pytest.mark.parametrize("unseen", [hide, flatten, lower, whiten, vanish])
def test_a_row_that_is_not_seen_is_not_read(unseen: Any) -> None:
    made = paper([*HEAD[0]], ["208", "一", "30.50"], ["210", "二", "77.77"], ["213", "三", "4.00"])
    unseen(made.tables[0].rows[2])
    assert [code for code, *_ in facts(read(made))] == ["208", "213"]


@pytest.mark.parametrize(("points", "rule"), [(2, "EXACTLY"), (0, "AT_LEAST")])
def test_a_low_row_is_read(points: float, rule: str) -> None:
    made = paper([*HEAD[0]], ["208", "一", "30.50"], ["210", "二", "77.77"])
    row = made.tables[0].rows[2]
    row.height, row.height_rule = docx.shared.Pt(points), docx.enum.table.WD_ROW_HEIGHT_RULE[rule]
    assert [code for code, *_ in facts(read(made))] == ["208", "210"]


@pytest.mark.parametrize("shade", ["cell", "style"])
def test_white_text_on_a_dark_ground_is_seen(shade: str) -> None:
    made = paper([*HEAD[0]], ["208", "一", "30.50"], ["210", "二", "77.77"])
    whiten(made.tables[0].rows[2])
    if shade == "style":
        made.tables[0].style = "Medium Shading 1"
    else:
        for cell in made.tables[0].rows[2].cells:
            cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:fill="1F4E78"/>'))
    assert [n for *_, n in facts(read(made))] == [30.5, 77.77]


def test_a_raised_mark_is_no_digit() -> None:
    made = paper([*HEAD[0]], ["208", "社会保障和就业支出", "30.50"])
    made.tables[0].cell(1, 2).paragraphs[0].add_run("1").font.superscript = True
    assert [n for *_, n in facts(read(made))] == [30.5]


def test_rows_that_begin_further_right() -> None:
    made = paper([*HEAD[0]], ["208", "社会保障和就业支出", "30.50"], ["", "合计", "30.50"])
    row = made.tables[0].rows[2]._tr
    row.remove(row.tc_lst[0])
    before = OxmlElement("w:gridBefore")
    before.set(qn("w:val"), "1")
    row.get_or_add_trPr().append(before)
    assert [(label, path) for _, label, path, _ in facts(read(made))] == [
        ("社会保障和就业支出", "合计"),
        ("合计", "合计"),
    ]


def test_a_cell_that_claims_a_million_columns() -> None:
    made = paper([*HEAD[0]], ["208", "社会保障和就业支出", "30.50"])
    span = OxmlElement("w:gridSpan")
    span.set(qn("w:val"), "100000000")
    made.tables[0].cell(1, 2)._tc.get_or_add_tcPr().append(span)
    assert [n for *_, n in facts(read(made))] == [30.5]


def test_no_budget() -> None:
    made = docx.Document()
    made.add_paragraph("会议通知")
    check_rejected(read(made), "No disclosure")


def test_nothing_in_it() -> None:
    check_rejected(read(docx.Document()), "no text")


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 cut off", "damaged"),
        (package.OLE + b"\x00" * 4000, "old Office file"),
        (package.OLE + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_what_cannot_be_opened(data: bytes, word: str) -> None:
    check_rejected(read(data), word)


def test_a_workbook_is_no_word_document() -> None:
    import openpyxl

    check_rejected(read(saved(openpyxl.Workbook())), "no Word document")


def test_a_document_cut_off() -> None:
    data = saved(paper())
    check_rejected(read(data[: len(data) // 2]), "damaged")
