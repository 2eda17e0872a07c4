"""The report over builds of toys: what it says, in which order, in both languages, and that it needs nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from tests.support.world import World

from yusuan.paths import PROJECT, Home
from yusuan.report import coverage, finding_cards, holdings
from yusuan.report.page import write_report
from yusuan.report.pictures import Pictures
from yusuan.report.places import highlighted_pages
from yusuan.report.plots import residuals
from yusuan.report.reasons import reason
from yusuan.report.templating import cell, counted, figure, gist, share, signed
from yusuan.serving.code_names import plural, word
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
    assert "no identity that holds vouches for it" in cards[0]
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
