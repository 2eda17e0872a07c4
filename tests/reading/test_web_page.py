"""Web pages as offices and finance systems save them under other names: tables, what is not seen, encodings."""

from __future__ import annotations

import base64

import pytest
from tests.reading.papers import Frames, document, facts, lexicon, titles
from tests.reading.test_excel import check_rejected, texts

from yusuan.reading import read_document
from yusuan.reading.office import web_page

HEAD = "<tr><td>科目编码</td><td>科目名称</td><td>合计</td></tr>"
ONE = "<tr><td>208</td><td>社会保障和就业支出</td><td>30.50</td></tr>"
TWO = "<tr><td>210</td><td>卫生健康支出</td><td>4.00</td></tr>"
UNSEEN = "<tr{}><td>229</td><td>其他支出（作废）</td><td>77.77</td></tr>"


def page(*rows: str, style: str = "", head: str = "", title: str = "<p>2025年支出总表</p><p>单位：万元</p>") -> str:
    table = f"<table border=1>{head}{''.join(rows or (HEAD, ONE, TWO))}</table>"
    return f"<html><head><meta charset=utf-8><style>{style}</style></head><body>{title}{table}</body></html>"


def read(text: str | bytes) -> Frames:
    return read_document(text if isinstance(text, bytes) else text.encode(), lexicon(), "html")


def check_plain(frames: Frames) -> None:
    assert document(frames)["reader"] == "html"
    assert titles(frames) == ["2025年支出总表"]
    assert list(frames["table"]["unit_text"]) == ["万元"]
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5), ("210", "卫生健康支出", "合计", 4.0)]


@pytest.mark.parametrize(
    "text",
    [
        page(),
        page("<thead>", HEAD, "</thead><tbody>", ONE, "</tbody><tbody>", TWO, "</tbody>"),
        page(HEAD.replace("</td>", ""), ONE.replace("</tr>", ""), TWO),
        page(
            HEAD, ONE, TWO, title="", head="<tr><th colspan=3>2025年支出总表</th></tr><tr><td colspan=3>单位：万元</td>"
        ),
        page(HEAD.replace("科目名称", "科目<br>名称"), ONE.replace("30.50", "&nbsp;30.50&nbsp;"), TWO),
        page(HEAD, ONE.replace("30.50", "<p><span>30.</span><b>50</b></p>"), TWO),
        page(HEAD, ONE.replace("30.50", "30.50<sup>1</sup>"), TWO),
        "<table><tr><td>" + page() + "</td></tr></table>",
        page().replace("<body>", "<body><!--[if gte mso 9]><xml><x:Name>a</x:Name></xml><![endif]-->"),
        '<?xml version="1.0" encoding="utf-8"?>\n' + page(),
    ],
)
def test_a_table_however_it_is_written(text: str) -> None:
    check_plain(read(text))


@pytest.mark.parametrize(
    ("style", "how"),
    [
        ("", ' style="display:none"'),
        ("", " style='height:0pt;display: none'"),
        ("", " height=0"),
        ("", " hidden"),
        ("", ' style="visibility:hidden"'),
        ("", ' style="color:#FFFFFF"'),
        ("", ' style="color:red;background:red"'),
        ("", ' style="font-size:0"'),
        ("tr.gone{display:none}", ' class="other gone"'),
        ("<!-- .gone, .lost {mso-hide:all} -->", " class=lost"),
        (".pale {color:white;}", " class=pale"),
        ("#one{display:none}", " id=one"),
    ],
)
def test_a_row_that_is_not_seen_is_not_read(style: str, how: str) -> None:
    frames = read(page(HEAD, ONE, UNSEEN.format(how), TWO, style=style))
    check_plain(frames)
    assert texts(frames) == ["30.50", "4.00"]


@pytest.mark.parametrize(
    "how", [' style="color:white;background:#1F4E78"', " bgcolor=navy style='color:white'", ' style="color:#C00000"']
)
def test_text_on_another_ground_is_seen(how: str) -> None:
    assert texts(read(page(HEAD, ONE, UNSEEN.format(how), TWO))) == ["30.50", "77.77", "4.00"]


@pytest.mark.parametrize("cells_too", [True, False])
def test_a_column_that_is_not_displayed(cells_too: bool) -> None:
    rows = [
        row.replace("</td><td>", f"</td><td{' style=display:none' if cells_too else ''}>{n}</td><td>", 1)
        for n, row in enumerate((HEAD, ONE, TWO))
    ]
    check_plain(read(page(*rows, head="<colgroup><col><col width=0 style='display:none'><col span=2></colgroup>")))


def test_merged_cells() -> None:
    rows = [
        "<tr><td rowspan=2>科目编码</td><td rowspan=2>科目名称</td><td colspan=2>本年支出</td></tr>",
        "<tr><td>小计</td><td>基本支出</td></tr>",
        "<tr><td>208</td><td>社会保障和就业支出</td><td>30.50</td><td>30.50</td></tr>",
    ]
    assert [path for *_, path, _ in facts(read(page(*rows)))] == ["本年支出/小计", "本年支出/基本支出"]


@pytest.mark.parametrize(
    ("attribute", "lead"),
    [("", "&nbsp;&nbsp;"), ("", "　"), (" style='padding-left:9.0px'", "\n"), (" style='mso-char-indent-count:1'", "")],
)
def test_indentation_makes_the_outline(attribute: str, lead: str) -> None:
    inner = [f"<tr><td{attribute}>{lead}{name}</td><td>{n}</td></tr>" for name, n in (("工资", 20), ("补贴", 10))]
    rows = ["<tr><td>项目</td><td>预算数</td></tr>", "<tr><td>人员支出</td><td>30</td></tr>", *inner]
    assert list(read(page(*rows))["row"]["row_path"]) == ["人员支出", "人员支出/工资", "人员支出/补贴"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("stated", ["utf-8", "gb2312", "nonsense", ""])
def test_encodings(encoding: str, stated: str) -> None:
    text = page().replace(
        "<meta charset=utf-8>", f"<meta http-equiv=Content-Type content='text/html; charset={stated}'>"
    )
    check_plain(read(text.encode(encoding)))


def archive(*parts: str) -> bytes:
    head = 'From: <Saved by an office>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    out = head.encode()
    for part in parts:
        out += b'--b\r\nContent-Type: text/html; charset="utf-8"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
        out += base64.encodebytes(part.encode()) + b"\r\n"
    return out + b"--b--\r\n"


def test_a_web_archive_is_its_pages() -> None:
    frames = read(archive("<html><frameset><frame src=a></frameset></html>", page(), page(title="<p>收入总表</p>")))
    assert titles(frames) == ["2025年支出总表", "收入总表"]
    assert list(frames["table"]["page_from"]) == [1, 2]


def test_a_page_that_only_frames_others() -> None:
    frames = "<html><head></head><frameset><frame src='a.files/sheet001.htm'></frameset></html>"
    check_rejected(read(frames), "other files", ".xlsx")


def test_what_cannot_be_read(monkeypatch: pytest.MonkeyPatch) -> None:
    check_rejected(read(b""), "empty")
    check_rejected(read("<html><body></body></html>"), "no text")
    check_rejected(read("<html>404 Not Found</html>"), "No disclosure")
    check_rejected(read("<div>" * 5000 + page()), "deeper")
    monkeypatch.setattr(web_page, "MAX_CELLS", 5)
    check_rejected(read(page()), "cells")


def test_entities_of_its_own_are_not_opened() -> None:
    frames = read(
        '<!DOCTYPE html [<!ENTITY a SYSTEM "file:///etc/hostname">]>' + page(HEAD, ONE.replace("30.50", "&a;"))
    )
    assert texts(frames) in ([], ["&a;"])


def test_a_rule_for_cells_of_a_class_wins_over_one_for_all_cells() -> None:
    style = "td.seen{color:black} td{color:white}"
    rows = [row.replace("<td>", "<td class=seen>") for row in (HEAD, ONE, TWO)]
    check_plain(read(page(*rows, UNSEEN.format(""), style=style)))


@pytest.mark.parametrize(
    ("text", "stored", "reading"),
    [("8.40", "-8.4", "damaged"), ("8.40", "8.4", "exact"), ("-8.40", "-8.4", "exact"), ("8.40", "", "exact")],
)
def test_a_sign_that_only_the_spreadsheet_knows(text: str, stored: str, reading: str) -> None:
    cell = f'<td style="color:red" x:num="{stored}">{text}</td>'
    frames = read(page(HEAD, ONE, TWO.replace("<td>4.00</td>", cell)))
    assert list(frames["cell"]["reading"]) == ["exact", reading]


def test_a_code_where_an_amount_stands_costs_no_paper() -> None:
    frames = read(page(HEAD, ONE, TWO.replace("4.00", "420100225030030000105.00")))
    assert facts(frames) == [("208", "社会保障和就业支出", "合计", 30.5)]
    last = frames["cell"].row(-1, named=True)
    assert (last["text"], last["number"], last["reading"]) == ("420100225030030000105.00", None, "damaged")
