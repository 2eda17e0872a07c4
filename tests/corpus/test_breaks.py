"""Every break over the published papers is known, and the build says whose it is as the person did who looked.

`breaks.csv` holds them (see breaks.py). Where YUSUAN_CORPUS is set, a build over the sampled papers is compared with
it: a break that is not listed fails, and so does a listed one that is gone.
"""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest
from tests.corpus.breaks import WHOSE, Break, Found, breaks_of, changes, listed, renewed
from tests.corpus.published import EVERYTHING, entries, in_corpus, sample

from yusuan.warehouse.build import Build

LEAST_AGREEMENT = 0.95
TOY = Break("ab12", "某市/某局.pdf", "3", "row_total", "合计 · 合计", "300000", "200000", "", "30 = 10 + 10")


def test_the_list_itself() -> None:
    papers = {entry["sha256"][:16]: entry for entry in entries()}
    rows = listed()
    assert rows == sorted(rows, key=lambda b: (b.file, int(b.page), *b.key))
    for row in rows:
        assert row.document in papers, row
        assert int(row.page) <= papers[row.document]["pages"], row
        assert row.whose in WHOSE, f"not classified: {row}"
        assert row.reason, f"no reason: {row}"


def test_what_is_new_and_what_is_gone() -> None:
    other = Break(**(vars(TOY) | {"scope": "208 · 合计"}))
    assert changes([TOY, TOY], [TOY, other]) == ([other], [TOY])
    assert changes([TOY], [TOY]) == ([], [])


def test_a_break_keeps_what_was_found_out_about_it() -> None:
    known = Break(**(vars(TOY) | {"whose": "publisher_error", "reason": "one class is missing"}))
    later = Break(**(vars(TOY) | {"printed": "30 = 10 + 10 + 0"}))
    new = Break(**(vars(TOY) | {"page": "4"}))
    assert [(b.whose, b.printed) for b in renewed([known], [later, new])] == [
        ("publisher_error", "30 = 10 + 10 + 0"),
        ("", "30 = 10 + 10"),
    ]


def test_breaks_of_a_build(tmp_path: Path) -> None:
    database = tmp_path / "toy.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute("""
            CREATE TABLE dim_document AS SELECT 'ab12' AS document_key, 'published/某市/某局.pdf' AS file_name;
            CREATE TABLE reconciliation_result AS SELECT * FROM (VALUES
                ('r1', 'ab12', NULL::VARCHAR, 'row_total', '合计 · 合计', 3, 300000.0000, 200000.0000, 'break'),
                ('r2', 'ab12', NULL, 'row_total', '208 · 合计', 3, 1.0000, 1.0000, 'exact'))
                AS r (result_key, document_key, other_document_key, rule_id, scope, page_number, left_yuan,
                      right_yuan, verdict);
            CREATE TABLE reconciliation_term AS SELECT * FROM (VALUES
                ('r1', 'a1', NULL, 'left', 1), ('r1', 'a2', NULL, 'right', 1), ('r1', NULL, 'p1', 'right', 1))
                AS t (result_key, amount_key, prose_figure_key, side, sign);
            CREATE TABLE published_amount AS SELECT * FROM (VALUES
                ('a1', '30', 3, 1.0, 1.0), ('a2', '1 0', 3, 2.0, 1.0))
                AS a (amount_key, amount_text, page_number, top, x0);
            CREATE TABLE prose_figure AS SELECT * FROM (VALUES
                ('p1', '10', 4, 1.0, 1.0)) AS p (prose_figure_key, figure_text, page_number, top, x0);
            CREATE TABLE finding AS SELECT 'f1' AS finding_key, 'publisher_error' AS kind;
            CREATE TABLE finding_result AS SELECT 'f1' AS finding_key, 'r1' AS result_key;
        """)
    assert breaks_of(database) == [Found(TOY, ("publisher_error",))]


@pytest.fixture(scope="session")
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
