"""The site of the samples: every link leads somewhere, and what it says of money is what the warehouse holds."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from urllib.parse import unquote, urlsplit

import duckdb
import pytest

from yusuan.report.addresses import body_page, document_page
from yusuan.report.templating import money, wan
from yusuan.warehouse.build import Build

KEY = re.compile(r"\b[0-9a-f]{16}\b")


@pytest.fixture(scope="module")
def pages(project_build: Build) -> dict[Path, str]:
    return {path: path.read_text(encoding="utf-8") for path in project_build.reports.rglob("*.html")}


@pytest.fixture(scope="module")
def warehouse(project_build: Build) -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect(str(project_build.database), read_only=True) as connection:
        yield connection


def said(page: str) -> str:
    """What a page shows, in Chinese, without its markup."""
    page = re.sub(r'<span class="en" lang="en">.*?</span>|<script.*?</script>|<style>.*?</style>', "", page, flags=re.S)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def test_every_link_leads_somewhere(pages: dict[Path, str]) -> None:
    anchors = {path: set(re.findall(r'\bid="([^"]+)"', page)) for path, page in pages.items()}
    known = {path.resolve(): path for path in pages}
    checked, broken = 0, []
    for path, page in pages.items():
        for href in map(html.unescape, re.findall(r'\b(?:href|src)="([^"]+)"', page)):
            if href.startswith("data:"):
                continue
            parts = urlsplit(href)
            assert parts.scheme == "", href
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            checked += 1
            is_there = target.is_file()
            if parts.fragment and not parts.fragment.startswith(("page=", "f=")):
                is_there = is_there and parts.fragment in anchors[known[target]]
            if not is_there:
                broken.append((path.name, href))
    assert checked > 500
    assert broken == []


def test_what_is_searched_leads_somewhere_too(project_build: Build, pages: dict[Path, str]) -> None:
    script = (project_build.reports / "assets" / "search.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("window.yusuanIndex=").removesuffix(";\n"))
    assert all(index[kind] for kind in ("bodies", "subjects", "projects", "documents", "sentences"))
    for kind in ("bodies", "subjects", "projects", "documents"):
        for _, address, *_ in index[kind]:
            path, _, anchor = address.partition("#")
            page = pages[project_build.reports / path]
            assert not anchor or f'id="{anchor}"' in page, address
    for _, number, page_number in index["sentences"]:
        assert (project_build.reports / unquote(index["documents"][number][3])).is_file()
        assert page_number >= 1


def test_the_search_says_of_a_project_what_the_page_of_its_body_says(
    project_build: Build, pages: dict[Path, str]
) -> None:
    script = (project_build.reports / "assets" / "search.js").read_text(encoding="utf-8")
    index = json.loads(script.removeprefix("window.yusuanIndex=").removesuffix(";\n"))
    compared = 0
    for name, address, about, amount, _ in index["projects"]:
        page = pages[project_build.reports / address.partition("#")[0]]
        listed = re.search(r'<section id="projects">(.*?)</section>', page, flags=re.S)
        if not listed or f'<span class="soft">{about[-4:]} ' not in listed[1]:
            continue  # of a year before that of the page
        amounts = re.findall(rf">{re.escape(html.escape(name))}</a>.*?<td class=\"n\"[^>]*>(.*?)</td></tr>", listed[1])
        assert amount in amounts, (name, about)
        compared += 1
    assert compared > 5


def test_a_table_of_a_paper_has_the_columns_that_are_printed(
    pages: dict[Path, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Two of one header are two, and one that is blank in every row is there."""
    columns = dict(
        warehouse.sql("""
            SELECT table_key, count(*) FROM published_column AS head
            WHERE column_path <> '' OR EXISTS (FROM published_row_text WHERE table_key = head.table_key
                AND column_number = head.column_number) OR EXISTS (FROM published_amount
                WHERE table_key = head.table_key AND column_number = head.column_number)
            GROUP BY table_key
        """).fetchall()
    )
    shown = {}
    for path, page in pages.items():
        if path.parent.name == "documents":
            for key, head in re.findall(
                r'<section class="printed" id="t-(\w+)">(?:(?!</section>).)*?<thead>(.*?)<tbody>', page, flags=re.S
            ):
                shown[key] = head.count("<th>")
    assert len(shown) > 20
    assert shown == {key: columns[key] for key in shown}


def test_the_first_page_begins_with_the_money(
    project_build: Build, pages: dict[Path, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    page = said(pages[project_build.reports / "index.html"])
    year, stage, total = warehouse.sql(
        "SELECT fiscal_year, stage_zh, sum(amount_yuan) FROM v_expenditure GROUP BY ALL "
        "ORDER BY count(DISTINCT department_key) DESC, 3 DESC LIMIT 1"
    ).fetchall()[0]
    whole = said(str(money(total))).strip()
    assert page.index(f"钱花在哪里 {year}") < page.index(whole) < page.index("按功能分类") < page.index("数据是否可信")
    classes = warehouse.execute(
        "SELECT class_name, sum(amount_yuan) FROM v_expenditure WHERE fiscal_year = ? AND stage_zh = ? "
        "GROUP BY ALL ORDER BY 2 DESC",
        [year, stage],
    ).fetchall()
    places = [page.index(f"{name} {said(str(money(amount))).strip()}") for name, amount in classes]
    assert places == sorted(places)
    money_first = pages[project_build.reports / "index.html"].split('<section id="trust">')[0]
    assert not KEY.search(said(money_first))


def test_a_body_says_what_the_warehouse_holds(
    project_build: Build, pages: dict[Path, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    """Each department with all that stands below it, and each unit with its own, in every year and stage."""
    sums = warehouse.sql("""
        SELECT page_key, fiscal_year, stage, sum(amount_yuan) FROM (
            SELECT department_key AS page_key, * FROM v_expenditure
            UNION ALL SELECT unit_key, * FROM v_expenditure WHERE unit_level = 'unit'
        ) GROUP BY ALL
    """).fetchall()
    assert len(sums) > 4
    for key, year, stage, total in sums:
        page = pages[project_build.reports / body_page(key)]
        [row] = re.findall(rf"<tr><td>{year}</td>(.*?)</tr>", page)
        place = ("original_budget", "adjusted_budget", "final").index(stage)
        assert said(row.split("</td>")[place]).strip() in (wan(total), f"{wan(total)} *")
        assert not KEY.search(said(page))
    three_public = warehouse.sql("""
        SELECT department_key, fiscal_year, stage, sum(amount_yuan) FROM fact_three_public
        WHERE is_three_public GROUP BY ALL
    """).fetchall()
    for key, _, _, total in three_public:
        page = said(pages[project_build.reports / body_page(key)])
        assert wan(total) in page[page.index("“三公”合计") :]


def test_a_paper_shows_each_figure_as_printed_once_and_says_what_vouches_for_it(
    project_build: Build, pages: dict[Path, str], warehouse: duckdb.DuckDBPyConnection
) -> None:
    shown: dict[str, list[tuple[str, str]]] = {}
    for path, page in pages.items():
        if path.parent.name == "documents":
            assert len(page.encode()) < 1_000_000
            assert not KEY.search(said(page))
            tables = "".join(re.findall(r"<table class=\"print\">.*?</table>", page, flags=re.S))
            figures = re.findall(r'<i class="(\w)[^"]*"[^>]*>(.*?)</i>', tables, flags=re.S)
            shown.setdefault(path.stem.split("-")[0], []).extend(figures)
    printed = warehouse.sql("SELECT document_key, amount_text FROM published_amount").fetchall()
    for key in {key for key, _ in printed}:
        texts = sorted(html.unescape(text) for _, text in shown[key])
        assert texts == sorted(text for owner, text in printed if owner == key)
    standings = warehouse.sql(
        "SELECT document_key, sum(verified_count), sum(disputed_count) FROM table_standing GROUP BY ALL"
    ).fetchall()
    repeats = warehouse.sql("SELECT count(*) FROM published_amount WHERE repeat_of IS NOT NULL").fetchall()
    if repeats == [(0,)]:
        for key, verified, disputed in standings:
            letters = [letter for letter, _ in shown.get(key, [])]
            assert (letters.count("v"), letters.count("d") + letters.count("x")) == (verified, disputed)
    located = warehouse.sql(
        "SELECT count(DISTINCT amount_key) FROM finding_amount INNER JOIN finding USING (finding_key) "
        "WHERE role = 'located' AND kind NOT IN ('notice', 'layout_in_doubt') AND amount_key IS NOT NULL"
    ).fetchall()
    assert [(sum(letter == "x" for figures in shown.values() for letter, _ in figures),)] == located


def test_both_languages_say_as_much(pages: dict[Path, str]) -> None:
    for path, page in pages.items():
        assert page.count('class="en" lang="en"') == page.count('class="zh" lang="zh"'), path
        assert "http:" not in page, path
        assert "https:" not in page, path


def test_the_parts_of_a_body_add_up_to_what_it_says(project_build: Build, warehouse: duckdb.DuckDBPyConnection) -> None:
    from yusuan.report.body_pages import read_bodies
    from yusuan.report.document_pages import lay_sources

    lay_sources(warehouse, [])
    for page in read_bodies(warehouse).values():
        for parts in (page["classes"], page["natures"], page["funds"]):
            if parts:
                assert sum((part["amount_yuan"] for part in parts), Decimal(0)) == page["total"]
        for of_class in page["classes"]:
            assert sum(each["amount_yuan"] for each in of_class["subjects"]) == of_class["amount_yuan"]
    assert document_page("ab/../c", 2) == "documents/ab____c-2.html"
