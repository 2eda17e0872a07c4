"""The report over builds of toys: what it says, in which order, in both languages, and that it needs nothing else."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import duckdb
import pytest
from tests.support.world import World

from yusuan.paths import PROJECT, Home
from yusuan.report import coverage, document_pages, finding_cards, holdings, search_index
from yusuan.report.addresses import page_of, source_address
from yusuan.report.body_pages import PROJECTS, body_content
from yusuan.report.body_summaries import BodySummary, without_repeats
from yusuan.report.document_pages import PrintedTable
from yusuan.report.page import write_report
from yusuan.report.pictures import Pictures
from yusuan.report.places import highlighted_pages
from yusuan.report.plots import residuals
from yusuan.report.reasons import reason
from yusuan.report.static_site import write_site
from yusuan.report.templating import cell, change, counted, environment, figure, gist, money, render, share, signed, wan
from yusuan.serving.code_names import plural, word
from yusuan.serving.query_rows import rows
from yusuan.store.originals import Originals
from yusuan.warehouse.build import Build, published

SUPPORT = Path(__file__).parents[1] / "support"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, mini_dbt: Path) -> Iterator[Build]:
    """The second of two builds: one document came, with two faults of different size in all."""
    home = Home.at(tmp_path_factory.mktemp("report") / "home")
    home.make()
    world = World(home, mini_dbt, SUPPORT / "mini_expectations")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")
        world.document("好.pdf", name="甲局", year=2024)
        world.document("小.pdf", name="<i>乙局</i>", amounts={"合计": "3.00", "甲": "1.00", "乙": "2.50"})
        world.build()
        world.document("大.pdf", name="丙局", amounts={"合计": "3000.00", "甲": "1.00", "乙": "2.00"})
        world.document("尾.pdf", name="丁局", amounts={"合计": "3.01", "甲": "1.00", "乙": "2.00"})
        world.document("reject.pdf", do="reject")
        world.build()
        build = published(home)
        assert build is not None
        yield build


@pytest.fixture(scope="module")
def page(built: Build) -> str:
    return (built.reports / "index.html").read_text(encoding="utf-8")


def section(page: str, name: str) -> str:
    found = re.search(rf'<section id="{name}">(.*?)</section>', page, flags=re.DOTALL)
    assert found, name
    return found[1]


def test_it_stands_alone_and_escapes_what_papers_say(page: str) -> None:
    for text in ("http:", "https:", "<script ", 'src="h', "<link", "@import", "url(", "xmlns"):
        assert text not in page
    assert page.count("<script>") == 1
    assert "&lt;i&gt;乙局" in page
    assert "<i>乙局" not in page


def test_the_gist_stands_first(page: str) -> None:
    gist = page[: page.index('<section id="findings">')]
    assert "This warehouse holds 4 documents of 2024–2025 by 4 public bodies (4 budgets, 0 final accounts)" in gist
    assert "12 printed figures from 4 tables on 4 pages" in gist
    assert "4 such identities were checked, and 50.0 % of them hold" in gist
    assert "4 个单位 2024–2025 年公开的 4 份文件" in gist
    assert "of 12 money figures vouched for" in gist
    trust = gist[gist.index('<section id="trust">') :]
    assert "yuan of printed expenditure placed" in trust
    assert not [said for said in re.findall(r'<span class="en" lang="en">(.*?)</span>', trust) if "亿元" in said]
    assert "1 turned away" in gist
    assert "3 documents, 1 new finding, 0 gone" in gist
    assert "2 publisher’s errors" in gist
    assert gist.index("<nav>") < gist.index("This warehouse")


def test_the_gravest_finding_comes_first_with_its_chain_of_evidence(page: str) -> None:
    cards = section(page, "findings").split("<article")[1:]
    assert len(cards) == 2
    assert "丙局" in cards[0]
    assert "2,997 yuan" in cards[0]
    assert "0.2997 万元" in cards[0]
    assert "乙局" in cards[1]
    assert "publisher’s error" in cards[0]
    assert "公布方差错" in cards[0]
    assert "表1 合计 differs" in cards[0]
    assert "表1 合计不符" in cards[0]
    assert "3000.00 元 <b>≠</b> 1.00 + 2.00 元" in cards[0]
    assert "held to be wrong" in cards[0]
    apart = r'by 2,997 yuan</span><span class="zh"[^>]*>[^<]*</span></span> · <span class="soft"><span[^>]*>'
    assert re.search(apart + "no identity that holds vouches for it", cards[0])
    assert "−0.5" in cards[1]


def test_verdicts_stand_by_family_rule_and_document(page: str) -> None:
    families = section(page, "families")
    assert "1 of 1 rules applied" in families
    assert "合计等于各项之和" in families
    assert re.search(r'<td class="n exact">1</td><td class="n rounding">1</td><td class="n break">2</td>', families)
    documents = section(page, "documents")
    bodies = re.findall(r'<td class="file">(.{1,30}?) 20', documents)
    assert bodies[:2] == ["&lt;i&gt;乙局&lt;/i&gt;", "丙局"]
    assert "no disclosure" in documents
    assert "退回" in documents


def test_coverage_counts_all_and_marks_each(page: str) -> None:
    """What such papers do not have is shown apart from what this one lacks."""
    matrix = section(page, "coverage")
    assert "收支总表" in matrix
    assert "not there, nor in most such papers" in matrix
    assert re.search(r"all 4: published.*?<td class=\"c published\">4</td>", matrix, flags=re.DOTALL)
    assert matrix.count('<td class="c published"') == 4 + 1
    assert re.search(r"all 4: not published.*?<td class=\"c not_published\">1</td>", matrix, flags=re.DOTALL)
    assert matrix.count('<td class="c not_published"') == 1 + 1
    assert matrix.count('<td class="c not_usual"') == 3


@pytest.fixture
def changed(built: Build, tmp_path: Path) -> Build:
    """A copy of the build with a table that is not understood, and with a unit whose department is not told."""
    copied = Home.at(Path(shutil.copytree(built.home.root, tmp_path / "home", symlinks=True)))
    build = Build(copied, built.build_id)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute("""
            INSERT INTO finding
            SELECT * REPLACE ('doubt' AS finding_key, 'layout_in_doubt' AS kind) FROM finding LIMIT 1
        """)
        connection.execute("""
            UPDATE v_expenditure SET department_key = NULL, department_name = NULL
            WHERE unit_key = (SELECT min(unit_key) FROM v_expenditure WHERE fiscal_year = 2025)
        """)
    write_report(build, None)
    return build


def test_a_layout_in_doubt_is_no_finding_and_stands_beside_them_on_every_page(changed: Build) -> None:
    index = (changed.reports / "index.html").read_text(encoding="utf-8")
    listed = (changed.reports / "findings.html").read_text(encoding="utf-8")
    assert re.search(r">2</b><span><span[^>]*>findings explain them", index)
    assert '<a href="#layouts"><span class="en" lang="en">besides 1 table that is not understood' in index
    assert '</span> <span class="soft">2</span></h1>' in listed
    assert "Besides, the list holds 1 table that is not understood" in listed
    assert listed.count("<tr data-kind=") == 3


def test_a_unit_whose_department_is_not_told_is_counted_as_no_department(changed: Build) -> None:
    index = (changed.reports / "index.html").read_text(encoding="utf-8")
    assert "printed by 2 departments and 1 unit whose department is not told" in index
    assert "2 个部门及 1 个未载明主管部门的单位公开的" in index


def test_long_lists_of_the_first_page_are_folded() -> None:
    def fold(count: int) -> str:
        template = (
            "{% import 'parts.html.j2' as parts %}{% call parts.fold(n, 'file', ' 份文件') %}<table>{% endcall %}"
        )
        return environment().from_string(template).render(n=count)

    assert fold(12) == "<table>"
    assert fold(13).startswith("<details")
    assert "13 files" in fold(13)


def test_what_a_narrow_screen_shows_of_a_body_is_its_name_money_and_findings(built: Build) -> None:
    page = (built.reports / "bodies.html").read_text(encoding="utf-8")
    kept = [
        name
        for attributes, name in re.findall(r"<th([^>]*)><span[^>]*>(.*?)</span>", page)
        if "second" not in attributes
    ]
    assert kept == ["Body", "万元 (10,000 yuan)", "Findings"]
    assert '<td class="name"><a' in page
    style = (built.reports / "assets" / "style.css").read_text(encoding="utf-8")
    assert re.search(r"max-width: 40rem\) {[^@]*td\.name { min-width: 9rem; }", style)
    assert re.search(r"\.tiles\.money \.tile b {[^}]*white-space: nowrap", style)


def test_headers_begin_with_a_capital(built: Build) -> None:
    pages = [path.read_text(encoding="utf-8") for path in built.reports.glob("*.html")] + _pages(built, "documents")
    headers = {said for page in pages for said in re.findall(r'<th[^>]*><span class="en" lang="en">(.*?)</span>', page)}
    assert "Vouched for" in headers
    assert not headers & {"vouched for", "vouched", "findings", "documents", "trivial"}
    style = (built.reports / "assets" / "style.css").read_text(encoding="utf-8")
    assert "table.wide th::first-letter { text-transform: uppercase; }" in style  # headers that are words of codes


def test_a_file_that_tells_nothing_of_itself_is_named_once() -> None:
    template = "{% import 'parts.html.j2' as parts %}{{ parts.paper(row) }} | {{ parts.paper_also(row) }}"

    def said(**told: object) -> list[str]:
        row = {"file_name": "a.pdf", "title": None, "publisher_name": None, "fiscal_year": None, "stage": None} | told
        text = re.sub(r'<span class="en".*?</span>|<[^>]*>', "", environment().from_string(template).render(row=row))
        return [part.strip() for part in text.split("|")]

    assert said() == ["a.pdf", ""]
    assert said(title="预算公开") == ["预算公开", "a.pdf"]
    whole = {"publisher_name": "甲局", "fiscal_year": 2025, "stage": "budget"}
    assert said(**whole) == ["甲局 2025 年预算", "a.pdf"]
    assert said(**whole, title="预算公开") == ["甲局 2025 年预算", "预算公开 · a.pdf"]


def test_budget_and_final_are_compared(page: str) -> None:
    budgets = section(page, "budgets")
    assert "125.0 %" in budgets
    assert "单位资金" in budgets
    assert 'class="final" style="width:100.00%"' in budgets
    assert 'class="budget" style="width:80.00%"' in budgets


def test_what_changed_is_told(page: str) -> None:
    changes = section(page, "changes")
    assert ">new: </span>" in changes
    assert ">新增：</span>" in changes
    assert re.search(r"New findings.*?1</span></h3>\s*<ul><li><strong>大.pdf", changes, flags=re.DOTALL)
    assert "Findings that are gone" not in changes
    assert re.search(
        r"figures.*?<td class=\"n\">6</td><td class=\"n\">12</td><td class=\"n\">\+6</td>", changes, flags=re.DOTALL
    )


def test_each_language_says_as_much_as_the_other(page: str) -> None:
    assert page.count('class="en" lang="en"') == page.count('class="zh" lang="zh"') > 100


def test_a_page_over_many_documents_shows_the_worst_and_counts_the_rest(
    built: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding_cards, "PICTURED", 1)
    monkeypatch.setattr(finding_cards, "LISTED", 0)
    monkeypatch.setattr(holdings, "DOCUMENTS_SHOWN", 2)
    monkeypatch.setattr(coverage, "DISCLOSURES_SHOWN", 1)
    whole = (built.reports / "index.html").read_text(encoding="utf-8")
    write_report(built, None)
    page = (built.reports / "index.html").read_text(encoding="utf-8")
    (built.reports / "index.html").write_text(whole, encoding="utf-8")
    assert section(page, "findings").count("<article") == 1
    assert "1 more finding is not shown here." in section(page, "findings")
    assert "2 more documents are not shown here." in section(page, "documents")
    assert "另有 3 份未在此列出。" in section(page, "coverage")
    assert "all 4: announced, not read" in section(page, "coverage")
    assert "There is no build before this one." in section(page, "changes")


def test_identities_that_are_not_exact_are_plotted(built: Build) -> None:
    with duckdb.connect(str(built.database), read_only=True) as connection:
        drawn = residuals(connection)
        assert drawn is not None
        assert drawn.startswith("<svg")
        assert "#ad2e2e" in drawn
        assert "#b98a2f" in drawn
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE reconciliation_result "
            "(rule_id VARCHAR, tolerance_yuan DECIMAL, residual_yuan DECIMAL, verdict VARCHAR)"
        )
        connection.execute("CREATE SCHEMA seeds")
        connection.execute(
            "CREATE TABLE seeds.reconciliation_rule (rule_id VARCHAR, tolerance VARCHAR, method VARCHAR)"
        )
        connection.execute("INSERT INTO seeds.reconciliation_rule VALUES ('share', 'last digit', 'prose')")
        connection.execute("INSERT INTO reconciliation_result VALUES ('share', 0.1, 11.2, 'break')")
        assert residuals(connection) is None  # percent are not yuan


def test_cells_are_marked_by_what_is_held_of_them(built: Build) -> None:
    originals = Originals.of(built.manifest, built.home.documents)
    with duckdb.connect(str(built.database), read_only=True) as connection, Pictures(originals) as pictures:
        found = finding_cards.read(connection, pictures)
    [page] = highlighted_pages(found.cards[0].cells)
    assert (page.file_name, page.page) == ("大.pdf", 1)
    assert [mark.side for mark in page.highlights] == ["located", "involved", "involved"]
    assert page.also == ((5.0, 20.0),)  # from the caption on
    assert page.highlights[0].is_face
    assert found.cards[0].pictures == []


def test_numbers_are_never_nicer_than_they_are() -> None:
    assert (share(9999, 10000), share(1, 100000), share(1, 2), share(2, 2), share(0, 0)) == (
        *(">99.9 %", "<0.1 %", "50.0 %", "100.0 %", "—"),
    )
    assert figure(None) == ""
    assert "exact" in counted("identities exact")
    assert "勾稽关系完全相符" in counted("identities exact")
    assert word("nobody_knows_it", "zh") == "nobody_knows_it"
    assert (signed(1200), signed(-3), signed(0)) == ("+1,200", "−3", "+0")
    assert (plural(1, "page"), plural(1200, "identity", "identities")) == ("1 page", "1,200 identities")


def test_years_pages_and_codes_are_no_amounts() -> None:
    assert (cell("2024", "fiscal_year"), cell("2024", "year"), cell("1024", "page_number")) == ("2024", "2024", "1024")
    assert (cell("2080505", "subject_code"), cell("2080505", "residual_yuan")) == ("2080505", "2,080,505")


def test_a_summary_is_shortened_at_its_first_clause() -> None:
    assert gist("A prints 3.7 where its part is 3; 2 identities break on it.") == "A prints 3.7 where its part is 3"
    assert gist("甲 印为 3.7，而其分项为 3；2 条不符。") == "甲 印为 3.7，而其分项为 3"
    assert len(gist("长" * 400)) == 150


def test_reasons_are_said_in_chinese_where_they_are_known() -> None:
    assert "公布单位不明；年度不明" in reason("publisher unknown; year unknown")
    assert "与 a.pdf 逐字节相同" in reason("the same bytes as a.pdf")
    assert "其表格未入库：a.pdf" in reason("its tables are not loaded: a.pdf")
    assert "申报" in reason("year unknown; no other file tells it by its figures: documents.csv may declare it")
    assert reason("a reason of its own").count("a reason of its own") == 2


def test_pages_of_bodies_and_papers_escape_what_papers_say(built: Build) -> None:
    for folder in ("bodies", "documents"):
        [page] = [text for text in _pages(built, folder) if "乙局" in text]
        assert "&lt;i&gt;乙局&lt;/i&gt;" in page
        assert "<i>乙局" not in page
    assert any("&lt;b&gt;项目&lt;/b&gt;" in text for text in _pages(built, "bodies"))
    search = (built.reports / "assets" / "search.js").read_text(encoding="utf-8")
    assert "<b>项目</b>" in search  # a script says it as text and never as markup
    script = (built.reports / "assets" / "site.js").read_text(encoding="utf-8")
    assert "innerHTML" not in script


def test_a_page_that_would_show_the_same_is_not_made_again(built: Build, tmp_path: Path) -> None:
    originals = Originals.of(built.manifest, built.home.documents)
    with duckdb.connect(str(built.database), read_only=True) as connection:
        again = write_site(connection, originals, tmp_path / "again", built.reports)
        moved = write_site(connection, Originals(built.home.documents, {}), tmp_path / "moved", tmp_path / "again")
    assert again.made == 0
    for name in (*again.body_pages.values(), *again.document_pages.values()):
        assert (tmp_path / "again" / name).samefile(built.reports / name)
    # Without the files no page leads to them: those that did are made again, and the lists that did not stay.
    made = len(moved.document_pages) + sum("../source/" in text for text in _pages(built, "bodies"))
    assert made < moved.made <= made + 1
    assert (tmp_path / "moved" / "subjects.html").samefile(built.reports / "subjects.html")


def test_a_site_that_took_pages_over_is_what_it_would_be_from_scratch(built: Build, tmp_path: Path) -> None:
    originals = Originals.of(built.manifest, built.home.documents)
    with duckdb.connect(str(built.database), read_only=True) as connection:
        scratch = write_site(connection, originals, tmp_path / "scratch")
    taken_over = 0
    for page in (*scratch.body_pages.values(), *scratch.document_pages.values(), "bodies.html", "assets/search.js"):
        assert (tmp_path / "scratch" / page).read_bytes() == (built.reports / page).read_bytes()
        taken_over += (built.reports / page).stat().st_nlink > 1
    assert taken_over > 4  # 好.pdf and 小.pdf were there before, and their bodies


def test_what_is_too_much_to_search_is_left_out_whole(built: Build, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_index, "MOST", 0)
    with duckdb.connect(str(built.database), read_only=True) as connection:
        assert '"projects":null' in search_index.search_index(connection, {}, [], [])


def test_a_search_says_of_a_project_what_the_page_of_its_body_says() -> None:
    """The last year that tells it, the budget before the final accounts, and all funds together."""
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE prose_figure (document_key TEXT, page_number INT, sentence TEXT, sentence_number INT)"
        )
        connection.execute("CREATE TABLE dim_unit AS SELECT 'u' AS unit_key, 'd' AS department_key")
        connection.execute("""
            CREATE TABLE v_project AS
            SELECT 'u' AS unit_key, '甲所' AS unit_name, 'k' AS project_key, '运维' AS project_name, *,
                false AS is_transfer, 'paper' AS document_key
            FROM (VALUES (2024, 'final', 900000::DECIMAL(24, 2)), (2025, 'original_budget', 300000),
                (2025, 'original_budget', 200000), (2025, 'final', 700000)) AS told (fiscal_year, stage, amount_yuan)
        """)
        found = searched(search_index.search_index(connection, {"u": summary("u", "d", 9, 1)}, [], []))
        [project] = found["projects"]
        assert project == ["运维", "bodies/u.html#projects", "甲所 2025", "50.00", ["original_budget"]]
        projects = rows(connection, PROJECTS)
    body = dict.fromkeys(("province", "city", "district", "sector"))
    body |= {"unit_key": "u", "level": "unit", "unit_name": "甲所", "department_key": "d"}
    page = render(
        "body.html.j2", root="../", department=None, units=[], **body_content(body, [], [], [], projects, [], [], [])
    )
    assert '<td class="n" data-sort="500000.00">50.00</td>' in page


def test_a_search_tells_bodies_of_one_name_apart() -> None:
    with duckdb.connect() as connection:
        connection.execute(
            "CREATE TABLE prose_figure (document_key TEXT, page_number INT, sentence TEXT, sentence_number INT)"
        )
        connection.execute("CREATE TABLE dim_unit (unit_key TEXT, department_key TEXT)")
        connection.execute(
            "CREATE TABLE v_project (unit_key TEXT, unit_name TEXT, project_key TEXT, project_name TEXT, "
            "fiscal_year INT, stage TEXT, is_transfer BOOLEAN, document_key TEXT, amount_yuan DECIMAL(24, 2))"
        )
        bodies = {"d": replace(summary("d", "d", 9, 1), level="department"), "u": summary("u", "d", 4, 1)}
        bodies["o"] = replace(summary("o", "d", 1, 1), unit_name="乙所")
        found = searched(search_index.search_index(connection, bodies, [], []))
    assert [(row[0], row[4]) for row in found["bodies"]] == [
        ("甲局", ["final", "department"]),
        ("甲局", ["final", "unit"]),
        ("乙所", ["final", "unit", "甲局"]),
    ]
    assert found["words"]["unit"] == ["unit", "单位"]


def test_a_search_leads_to_the_page_and_to_the_file(built: Build) -> None:
    found = searched((built.reports / "assets" / "search.js").read_text(encoding="utf-8"))
    [(address, source)] = [row[1::2] for row in found["documents"] if row[0] == "丙局 2025 年预算"]
    assert "丙局" in (built.reports / address).read_text(encoding="utf-8")
    assert (built.reports / unquote(source)).is_file()


def test_a_paper_is_shown_as_printed_with_the_way_to_its_page(built: Build) -> None:
    [page] = [text for text in _pages(built, "documents") if "丙局" in text]
    assert '<i class="x" data-e="0">3000.00</i>' in page
    assert '<i class="d" data-e="0">1.00</i>' in page
    assert '<a href="../source/%E5%A4%A7.pdf#page=1">' in page
    assert "<th>备注" in page  # a column that is blank
    assert (built.reports / "source" / "大.pdf").is_file()
    assert '<li id="f-' in page


def test_long_papers_are_parted_and_every_line_is_in_one_part(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_pages, "PART", 60)
    lines = [[f"行{number}", None] for number in range(9)]
    table = PrintedTable(
        {"table_key": "t"}, ["a", "b"], [{"page": 1, "lines": lines[:5]}, {"page": 2, "lines": lines[5:]}]
    )
    short = PrintedTable({"table_key": "s"}, ["a"], [{"page": 3, "lines": [["末"]]}])
    parts = list(document_pages.in_parts([table, short]))
    assert len(parts) > 2
    found = [line for part in parts for piece in part for page in piece.pages for line in page["lines"]]
    assert found == [*lines, ["末"]]
    assert [piece.is_continued for part in parts for piece in part if piece.facts == table.facts][:2] == [False, True]
    assert list(document_pages.in_parts([])) == [[]]


def test_a_cell_beside_several_rows_is_shown_once() -> None:
    text = {"page_number": 1, "column_number": 1}
    texts = [text | {"row_number": n, "text": "甲" if n < 3 else "乙", "row_span": 2} for n in (1, 2, 3, 4)]
    texts += [text | {"row_number": n, "text": "丙", "row_span": 1} for n in (5, 6)]
    table = document_pages.put_together({}, [{"column_number": 1, "column_path": "项目"}], [], texts)
    assert [line[0] for line in table.pages[0]["lines"]] == ["甲", None, "乙", None, "丙", "丙"]


def test_columns_of_one_header_are_several_and_a_blank_one_is_shown() -> None:
    """But not a column of the grid of which nothing is printed, not even a header."""
    headers = {1: "编码", 2: "名称", 3: "金额", 4: "编码", 5: "名称", 6: "金额", 7: "", 8: "备注", 9: ""}
    columns = [{"column_number": number, "column_path": path} for number, path in headers.items()]
    cell = {"page_number": 1, "row_number": 1, "row_span": 1}
    texts = [
        cell | {"column_number": number, "text": text} for number, text in ((1, "30203"), (2, "咨询费"), (9, "元"))
    ]
    texts += [cell | {"column_number": number, "text": text} for number, text in ((4, "310"), (5, "资本性支出"))]
    figure = cell | {"column_number": 6, "text": "1.98"}
    table = document_pages.put_together({}, columns, [figure], texts)
    assert table.columns == ["编码", "名称", "金额", "编码", "名称", "金额", "备注", ""]
    assert table.pages[0]["lines"] == [["30203", "咨询费", None, "310", "资本性支出", figure, None, "元"]]


def test_a_department_without_its_own_paper_says_that_the_sum_is_of_its_units() -> None:
    """And final accounts are told of before a budget of the same year, but not where they are only its units'."""
    row = {"class_code": "205", "class_name": "教育支出", "subject_code": "2050101", "subject_name": "行政运行"}
    row |= {"subject_level": "item", "nature": "project", "fund": "unit_funds", "fiscal_year": 2025, "paper": None}
    money_rows = [
        row | {"stage": "original_budget", "amount_yuan": Decimal(9)},
        row | {"stage": "final", "amount_yuan": Decimal(4)},
    ]
    paper = {"document_key": "d", "status": "loaded", "fiscal_year": 2025, "stage": "budget", "tells_total": True}
    body = {"unit_key": "k", "level": "department", "unit_name": "甲局", "sector": None, "department_key": "k"}
    body |= dict.fromkeys(("province", "city", "district"))
    page = body_content(body, money_rows, [], [], [], [paper], [], [])
    assert page["partial"] == [(2025, "final")]
    assert (page["stage"], page["total"]) == ("original_budget", 9)
    page = body_content(body, money_rows, [], [], [], [paper, paper | {"stage": "final"}], [], [])
    assert page["partial"] == []
    assert (page["stage"], page["total"]) == ("final", 4)
    later = row | {"fiscal_year": 2026, "stage": "original_budget", "amount_yuan": Decimal(1)}
    page = body_content(body, [*money_rows, later], [], [], [], [paper], [], [])
    assert (page["year"], page["total"]) == (2025, 9)
    page = body_content(body, [later], [], [], [], [], [], [])
    assert (page["year"], page["total"], page["partial"]) == (2026, 1, [(2026, "original_budget")])
    assert "仅所收录的所属单位" in render("body.html.j2", root="../", department=None, units=[], **page)


def test_what_is_not_told_of_the_nature_of_money_is_seen_on_a_card() -> None:
    row = {"class_code": "205", "class_name": "教育支出", "subject_code": "2050101", "subject_name": "行政运行"}
    row |= {"subject_level": "item", "fund": "unit_funds", "fiscal_year": 2025, "stage": "final", "paper": None}
    money_rows = [
        row | {"nature": nature, "amount_yuan": Decimal(amount)}
        for nature, amount in (("not_stated", 80), ("personnel", 15), ("basic", 5))
    ]
    body = {"unit_key": "k", "level": "unit", "unit_name": "甲局", "sector": None, "department_key": "k"}
    body |= dict.fromkeys(("province", "city", "district"))
    content = body_content(body, money_rows, [], [], [], [], [], [])
    page = render("body.html.j2", root="../", department=None, units=[], **content)
    tiles = page[page.index('<div class="tiles') : page.index('<section id="years">')]
    assert re.search(r"nature not stated</span><span[^>]*>支出性质未注明</span> 80\.0 %", tiles)
    assert re.search(r"basic expenditure, not parted .*?未分人员、公用经费）</span> 5\.0 %", tiles)
    assert "未分人员、公用经费" in page[page.index('<section id="natures">') :]


def test_money_is_said_in_units_that_people_use() -> None:
    assert (money(Decimal("322958000000"), "en"), money(Decimal("322958000000"), "zh")) == (
        *("322.96 billion yuan", "3,229.58 亿元"),
    )
    assert "1.23 亿元" in money(Decimal("123000000"))
    assert "123.00 million yuan" in money(Decimal("123000000"))
    assert "12.35 万元" in money(Decimal("123456.78"))
    assert "-" not in money(Decimal("-123456.78"))
    assert "7.5 元" in money(Decimal("7.50"))
    assert (wan(Decimal("0.4")), wan(Decimal("-0.4")), wan(Decimal(0)), wan(None)) == ("<0.01", ">−0.01", "0.00", "")
    assert (change(Decimal(11), Decimal(10)), change(Decimal(9), Decimal(10)), change(Decimal(1), Decimal(0))) == (
        *("+10.0 %", "−10.0 %", "—"),
    )


def test_only_addresses_of_the_web_lead_out_of_the_home() -> None:
    originals = Originals(Path("/nowhere"), {})
    paper = {"file_name": "a.pdf", "source_url": "javascript:alert(1)"}
    assert source_address(paper, originals) is None
    web = paper | {"source_url": "https://a.gov.cn/b.pdf"}
    assert page_of(source_address(web, originals), 3) == "https://a.gov.cn/b.pdf#page=3"
    assert page_of("source/a.xlsx", 3) == "source/a.xlsx"


def searched(script: str) -> dict[str, Any]:
    """What a script of the search holds."""
    found: dict[str, Any] = json.loads(script.removeprefix("window.yusuanIndex=").removesuffix(";\n"))
    return found


def _pages(build: Build, folder: str) -> list[str]:
    return [path.read_text(encoding="utf-8") for path in sorted((build.reports / folder).glob("*.html"))]


def test_a_department_that_only_says_its_one_unit_again_is_left_out_of_lists() -> None:
    def listed(unit_total: int, documents: int) -> list[str]:
        department = summary("d", "d", 9, documents)
        return [body.unit_key for body in without_repeats({"d": department, "u": summary("u", "d", unit_total, 1)})]

    assert listed(9, 0) == ["u"]
    assert listed(4, 0) == ["d", "u"]
    assert listed(9, 1) == ["d", "u"]


def summary(key: str, department: str, total: int, documents: int) -> BodySummary:
    return BodySummary(
        unit_key=key,
        unit_name="甲局",
        level="unit",
        department_key=department,
        province=None,
        city=None,
        district=None,
        year=2024,
        stage="final",
        total=Decimal(total),
        before=None,
        is_partial=False,
        has_partial_years=False,
        document_count=documents,
        finding_count=0,
        mark="",
    )
