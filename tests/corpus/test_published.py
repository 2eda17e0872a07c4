"""The reviewed lists of 93 published papers, against one build of them: whose they are, their tables, their breaks.

`published.jsonl`, one line per paper: `paper` is `disclosure`, `text_only` (the prose of one, its tables are another
file) or `no_disclosure`. Pages count from 1 and include a page that holds a table's title only. `open: true` marks a
table that is not found yet.
"""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any

import polars as pl
import pytest
from tests.corpus.alone import differences, worked_out
from tests.corpus.breaks import Found, breaks_of, changes, listed
from tests.corpus.published import EVERYTHING, Entry, entries, in_corpus, sample, sample_files

from yusuan.corpus import scratch
from yusuan.paths import SEEDS, Home
from yusuan.store.intake import take_in
from yusuan.store.sets import SetStore
from yusuan.warehouse.build import Build

LEAST_AGREEMENT = 0.95  # of the build with the person who looked at the pages
# Forms of a page or more per project: counted by the page they begin on only.
FORMS = {"performance_project", "performance_overall"}


def squeeze(text: str | None) -> str:
    """A name as it is compared: brackets, quotes and white space differ between its places in one paper."""
    return re.sub(r"[\s:()“”\"·|]", "", unicodedata.normalize("NFKC", text or ""))


@pytest.fixture(scope="module")
def kind_of() -> Callable[[str | None, str | None], str]:
    """The kind that a title and a header lead to by the seed."""
    with (SEEDS / "table_title.csv").open(encoding="utf-8", newline="") as file:
        rules = sorted(csv.DictReader(file), key=lambda rule: int(rule["priority"]))

    def of(title: str | None, header: str | None) -> str:
        for rule in rules:
            wanted = rule["header_pattern"]
            if re.search(rule["title_pattern"], title or "") and (not wanted or re.search(wanted, header or "")):
                return rule["table_kind"]
        return "other"

    return of


class Papers:
    """What was read of the sampled papers: raw tables `document` and `table`."""

    def __init__(self, store: SetStore) -> None:
        names = store.names()
        frames = {
            name: pl.concat([pl.read_parquet(store.folder / set_name / f"{name}.parquet") for set_name in names])
            for name in ("document", "table")
        }
        self.documents = {row["sha256"]: row for row in frames["document"].iter_rows(named=True)}
        self.tables = frames["table"]

    def of(self, entry: Entry) -> dict[str, Any]:
        return self.documents[entry["sha256"]]

    def tables_of(self, entry: Entry) -> Iterator[dict[str, Any]]:
        key = entry["sha256"][:16]
        return self.tables.filter(pl.col("document_key") == key).iter_rows(named=True)


@pytest.fixture(scope="module")
def sample_build(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """The warehouse of the sampled papers in a home of its own."""
    home = Home.at(tmp_path_factory.mktemp("published"))
    home.make()
    take_in(home, sample_files())
    return scratch.build(home).build


@pytest.fixture(scope="module")
def papers(sample_build: Build) -> Papers:
    """The sampled papers as the build read them."""
    return Papers(SetStore(sample_build.home.extracted, sample_build.record["extractor_version"]))


def sampled(paper: str) -> list[Any]:
    return [pytest.param(entry, id=entry["file"]) for entry in sample() if entry["paper"] == paper]


def test_the_list_itself() -> None:
    listed = entries()
    assert len({entry["sha256"] for entry in listed}) == len(listed) == 93
    assert sum(entry["pages"] for entry in listed) == 2972
    for entry in listed:
        assert (entry["paper"] == "disclosure") == bool(entry["tables"]), entry["file"]
        for table in entry["tables"]:
            assert table["pages"] == list(range(table["pages"][0], table["pages"][-1] + 1)), entry["file"]
            assert table["pages"][-1] <= entry["pages"], entry["file"]
    assert {entry["paper"] for entry in sample(everything=False)} == {"disclosure", "text_only", "no_disclosure"}


@in_corpus
@pytest.mark.parametrize("entry", sampled("disclosure"))
def test_identity(entry: Entry, papers: Papers) -> None:
    document = papers.of(entry)
    assert document["status"] == "read"
    assert document["page_count"] == entry["pages"]
    assert squeeze(document["publisher_name"]) == squeeze(entry["publisher"])
    assert (document["fiscal_year"], document["stage"]) == (entry["fiscal_year"], entry["stage"])
    assert document["level"] in (entry["level"], None)  # not every paper says it; what is said must be right


@in_corpus
@pytest.mark.parametrize("entry", sampled("disclosure"))
def test_tables(entry: Entry, papers: Papers, kind_of: Callable[[str | None, str | None], str]) -> None:
    found: dict[str, set[int]] = {}
    for table in papers.tables_of(entry):
        kind = kind_of(table["title_text"], table["header_text"])
        found.setdefault(kind, set()).update(range(table["page_from"], table["page_to"] + 1))
    for table in entry["tables"]:
        if table.get("open") or table["kind"] == "other":
            continue
        pages = table["pages"][:1] if table["kind"] in FORMS else table["pages"]
        assert found.get(table["kind"], set()) & set(pages), f"{table['kind']} on pages {table['pages']} is not found"


@in_corpus
def test_pages_of_money_tables(papers: Papers, kind_of: Callable[[str | None, str | None], str]) -> None:
    """Nearly every money table is found from its first page to its last, and on no other."""
    whole, right = 0, 0
    for entry in sample():
        found = {
            (kind_of(table["title_text"], table["header_text"]), table["page_from"], table["page_to"])
            for table in papers.tables_of(entry)
        }
        listed = [table for table in entry["tables"] if table["kind"] not in FORMS]
        whole += len(listed)
        right += sum((table["kind"], table["pages"][0], table["pages"][-1]) in found for table in listed)
    assert right >= 0.98 * whole, f"{right} of {whole}"


@in_corpus
@pytest.mark.parametrize("entry", sampled("text_only"))
def test_prose_without_tables(entry: Entry, papers: Papers) -> None:
    """Its identity may be known; what is said must be right."""
    document = papers.of(entry)
    for field in ("fiscal_year", "stage"):
        assert document[field] in (entry[field], None)
    if document["publisher_name"] is not None:
        assert squeeze(document["publisher_name"]) == squeeze(entry["publisher"])


@in_corpus
@pytest.mark.parametrize("entry", sampled("no_disclosure"))
def test_no_disclosure_is_turned_away(entry: Entry, papers: Papers) -> None:
    document = papers.of(entry)
    assert document["status"] == "rejected"
    assert document["status_reason"]


@in_corpus
def test_papers_beside_others_are_what_they_are_alone(sample_build: Build) -> None:
    """All of them: python -m tests.corpus.alone HOME."""
    chosen = worked_out(sample_build)[::5]
    assert len(chosen) >= 2
    assert not [(document, found) for document in chosen if (found := differences(sample_build, document))]


@pytest.fixture(scope="module")
def found(sample_build: Build) -> list[Found]:
    """The breaks of a build over the sampled papers."""
    return breaks_of(sample_build.database)


@in_corpus
def test_every_break_is_known(found: list[Found]) -> None:
    """In a sample, rules between two papers are left out: the other one may not be there."""
    read = {entry["sha256"][:16] for entry in sample()}
    known = [b for b in listed() if b.document in read and (EVERYTHING or not b.other)]
    new, gone = changes(known, [f.row for f in found if EVERYTHING or not f.row.other])
    assert not new, f"{len(new)} breaks are not listed: {new[:3]}"
    assert not gone, f"{len(gone)} listed breaks are gone: {gone[:3]}"


@in_corpus
def test_the_build_says_whose_a_break_is(found: list[Found]) -> None:
    whose = {b.key: b.whose for b in listed()}
    judged = [(f.row, f.kinds, whose[f.row.key]) for f in found if f.row.key in whose]
    otherwise = [(row, kinds, expected) for row, kinds, expected in judged if kinds != (expected,)]
    assert len(otherwise) <= (1 - LEAST_AGREEMENT) * len(judged), otherwise[:5]
