"""The kept list of breaks, and how it is renewed; that a build agrees with it is asked in test_published."""

from __future__ import annotations

from pathlib import Path

import duckdb
from tests.corpus.breaks import WHOSE, Break, Found, breaks_of, changes, listed, renewed
from tests.corpus.published import entries

TOY = Break("ab12", "某市/某局.pdf", "3", "row_total", "合计 · 合计", "300000", "200000", "", "30 = 10 + 10")


def test_the_list_itself() -> None:
    papers = {entry["sha256"][:16]: entry for entry in entries()}
    rows = listed()
    assert rows == sorted(rows, key=lambda b: (b.file, int(b.page), *b.key))
    for row in rows:
        # Breaks are reviewed over more papers than those whose tables are.
        assert row.document not in papers or int(row.page) <= papers[row.document]["pages"], row
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
