"""Workbooks in the XML of Excel 2003: places, formats, what is hidden, what cannot be read."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

import pytest
from tests.reading.papers import Frames, document, facts, lexicon, titles
from tests.reading.test_excel import check_rejected, texts
from tests.reading.test_excel_seen import readings, said

from yusuan.reading import read_document
from yusuan.reading.office import excel_2003

OPENS = (
    '<?xml version="1.0"?>\r\n<?mso-application progid="Excel.Sheet"?>\r\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet" xmlns:html="http://www.w3.org/TR/REC-html40">'
)
HEAD = ["科目编码", "科目名称", "合计"]


def cell(value: object, attributes: str = "") -> str:
    if value == "":
        return f"<Cell {attributes}/>"
    number = isinstance(value, int | float)
    style = ' ss:StyleID="money"' if number and "StyleID" not in attributes else ""
    kind = "Number" if number else "String"
    return f'<Cell{style} {attributes}><Data ss:Type="{kind}">{escape(str(value))}</Data></Cell>'


def row(values: Sequence[object], attributes: str = "", each: str = "") -> str:
    return f"<Row {attributes}>{''.join(cell(v, each) for v in values)}</Row>"


def workbook(*rows: str, shown: str = "0.00", styles: str = "", columns: str = "", options: str = "") -> str:
    title = row(["2025年支出总表"]) + row(["", "", "单位：万元"]) + row(HEAD)
    own = f'<Style ss:ID="Default"/><Style ss:ID="money"><NumberFormat ss:Format="{escape(shown)}"/></Style>{styles}'
    table = f"<Table>{columns}{title}{''.join(rows)}</Table>"
    about = f'<WorksheetOptions xmlns="urn:schemas-microsoft-com:office:excel">{options}</WorksheetOptions>'
    return f'{OPENS}<Styles>{own}</Styles><Worksheet ss:Name="支出">{table}{about}</Worksheet></Workbook>'


ONE, TWO = row(["208", "社会保障和就业支出", 30.5]), row(["210", "卫生健康支出", -1204])
GONE = ["229", "其他支出（作废）", 77.77]


def read(text: str | bytes, reader: str = "xls") -> Frames:
    return read_document(text if isinstance(text, bytes) else text.encode(), lexicon(), reader)


@pytest.mark.parametrize(
    ("shown", "figures"),
    [
        ("Fixed", ["30.50", "-1204.00"]),
        ("Standard", ["30.50", "-1,204.00"]),
        ("#,##0.0_);(#,##0.0)", ["30.5", "(1,204.0)"]),
        ("0.00;[Red]0.00", ["30.50", "1204.00"]),
    ],
)
def test_figures_are_what_their_format_shows(shown: str, figures: list[str]) -> None:
    frames = read(workbook(ONE, TWO, shown=shown))
    assert document(frames)["reader"] == "spreadsheetml"
    assert titles(frames) == ["2025年支出总表"]
    assert texts(frames) == figures
    assert [n for *_, n in facts(frames)] == [30.5, -1204.0]


def test_styles_take_from_their_parents() -> None:
    styles = (
        '<Style ss:ID="wan"><NumberFormat ss:Format="0&quot;.&quot;0,&quot;万元&quot;"/></Style>'
        '<Style ss:ID="bold" ss:Parent="wan"><Font ss:Bold="1"/></Style>'
    )
    frames = read(workbook(row(["208", "一", 321100], each='ss:StyleID="bold"'), ONE, styles=styles))
    assert readings(frames)[0] == ("32.1万元", Decimal("32.11"), "exact")


@pytest.mark.parametrize(
    ("attributes", "each"),
    [
        ('ss:Hidden="1"', ""),
        ('ss:Height="0"', ""),
        ('ss:AutoFitHeight="0" ss:Height="0.75"', ""),
        ("", 'ss:StyleID="white"'),
        ("", 'ss:StyleID="nothing"'),
    ],
)
def test_a_row_that_is_not_seen_is_not_read(attributes: str, each: str) -> None:
    styles = (
        '<Style ss:ID="white"><Font ss:Color="#FFFFFF"/></Style>'
        '<Style ss:ID="nothing"><NumberFormat ss:Format=";;;"/></Style>'
    )
    frames = read(workbook(ONE, row(GONE, attributes, each), TWO, styles=styles))
    assert [code for code, *_ in facts(frames)] == ["208", "210"]
    assert len(said(frames)) == ("nothing" not in each)


def test_white_on_a_dark_ground_is_seen() -> None:
    ground = '<Interior ss:Color="#1F4E78" ss:Pattern="Solid"/>'
    style = f'<Style ss:ID="head"><Font ss:Color="#FFFFFF"/>{ground}<NumberFormat ss:Format="0.00"/></Style>'
    frames = read(workbook(ONE, row(GONE, each='ss:StyleID="head"'), styles=style))
    assert texts(frames) == ["30.50", "77.77"]


@pytest.mark.parametrize("how", ['ss:Hidden="1"', 'ss:Width="0"'])
def test_columns_that_are_not_seen(how: str) -> None:
    extra = row(["208", "社会保障和就业支出", 30.5, 1, 2])
    frames = read(workbook(extra, columns=f'<Column ss:Index="4" {how} ss:Span="1"/>'))
    assert texts(frames) == ["30.50"]


def test_places_that_are_named_and_merged() -> None:
    rows = [
        '<Row ss:Index="4">' + cell("科目编码", 'ss:MergeDown="1"') + cell("科目名称", 'ss:MergeDown="1"')
        + cell("本年支出", 'ss:MergeAcross="1"') + cell("备注", 'ss:MergeDown="1"') + "</Row>",
        '<Row><Cell ss:Index="3"><Data ss:Type="String">小计</Data></Cell>' + cell("基本支出") + "</Row>",
        '<Row ss:Index="7">' + cell("208") + cell("一") + cell(30.5, 'ss:Index="4"') + "</Row>",
    ]  # fmt: skip
    text = workbook(*rows).replace(row(HEAD), "")
    assert facts(read(text)) == [("208", "一", "本年支出/基本支出", 30.5)]


def test_a_formula_without_result_is_a_damaged_figure() -> None:
    total = '<Row><Cell/><Cell><Data ss:Type="String">合计</Data></Cell><Cell ss:Formula="=SUM(R[-2]C:R[-1]C)"/></Row>'
    frames = read(workbook(ONE, TWO, total))
    assert readings(frames)[-1] == ("=SUM(R[-2]C:R[-1]C)", None, "damaged")
    assert any("without a stored result: 1" in text for text in said(frames))


def test_a_raised_mark_is_no_digit() -> None:
    data = '<ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>30</B>.50<Sup>1</Sup></ss:Data>'
    assert texts(read(workbook(f"<Row>{cell('208')}{cell('一')}<Cell>{data}</Cell></Row>"))) == ["30.50"]


def test_hidden_worksheets_and_zeros() -> None:
    zero = workbook(row(["208", "一", 0]), ONE, options="<DoNotDisplayZeros/>")
    assert texts(read(zero)) == ["30.50"]
    check_rejected(read(workbook(ONE, options="<Visible>SheetHidden</Visible>")), "no visible worksheet")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings(encoding: str) -> None:
    assert texts(read(workbook(ONE, TWO).encode(encoding))) == ["30.50", "-1204.00"]


def test_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = workbook(ONE, TWO)
    check_rejected(read(whole[: len(whole) * 2 // 3]), "damaged")
    check_rejected(read(whole.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "b">]><Workbook', 1)), "entities")
    check_rejected(read(whole.replace("<Row ", '<Row ss:Index="99999999" ', 1)), "beyond")
    check_rejected(read(whole.replace("<Cell ", '<Cell ss:MergeDown="99999" ss:MergeAcross="99" ', 1)), "cells")
    monkeypatch.setattr(excel_2003, "MAX_CELLS", 5)
    check_rejected(read(whole), "cells")
