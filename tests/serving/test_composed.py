"""A row of a fact, and a finding, told with the printed figures that they are of."""

from collections.abc import Iterator

import duckdb
import pytest

from yusuan.serving.composed import of_a_fact, of_a_finding

_TABLES = """
CREATE TABLE dim_document AS SELECT 'd' AS document_key, 'a.pdf' AS file_name, '甲局' AS publisher_name,
    2031 AS fiscal_year, 'final' AS stage;
CREATE TABLE fact_expenditure (expenditure_key VARCHAR, fund VARCHAR, amount_yuan DECIMAL(24, 2));
INSERT INTO fact_expenditure VALUES ('one', NULL, 50000), ('two', 'general', 30000);
CREATE TABLE published_table AS SELECT 't' AS table_key, NULL::VARCHAR AS table_title, 'expenditure' AS table_kind;
CREATE TABLE published_amount (amount_key VARCHAR, document_key VARCHAR, table_key VARCHAR, page_number INTEGER,
    row_label VARCHAR, column_path VARCHAR, amount_text VARCHAR, printed_unit VARCHAR);
INSERT INTO published_amount
SELECT 'k' || i, 'd', 't', 3, '行' || i, '合计', i || '.00', '万元' FROM range(1, 61) AS r(i);
CREATE TABLE prose_figure AS SELECT 'p' AS prose_figure_key, 'd' AS document_key, 9 AS page_number, '支出' AS phrase,
    '5万元' AS figure_text;
CREATE TABLE fact_amount_link (fact VARCHAR, fact_key VARCHAR, sign INTEGER, amount_key VARCHAR,
    prose_figure_key VARCHAR);
INSERT INTO fact_amount_link VALUES ('fact_expenditure', 'one', 1, NULL, 'p'),
    ('fact_expenditure', 'two', -1, 'k2', NULL), ('fact_expenditure', 'two', 1, 'k5', NULL);
CREATE TABLE finding (finding_key VARCHAR, document_key VARCHAR, kind VARCHAR, pattern VARCHAR, page_number INTEGER,
    summary VARCHAR, summary_zh VARCHAR);
INSERT INTO finding VALUES ('f', 'd', 'publisher_error', 'swapped', 3, 'Two figures are swapped.', '两个数字对调。');
CREATE TABLE finding_result (finding_key VARCHAR, result_key VARCHAR);
"""


@pytest.fixture
def held() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        connection.execute(_TABLES)
        yield connection


def test_a_row_of_one_figure_is_printed_as_it(held: duckdb.DuckDBPyConnection) -> None:
    assert of_a_fact(held, "one") == [
        "fact        fact_expenditure one",
        "amount_yuan           50,000 yuan",
        "",
        "is printed as:",
        "  + 5万元  a.pdf, page 9, in words · 支出  [p]",
        "",
        "`yusuan explain KEY` of a figure says what vouches for it.",
    ]


def test_a_row_of_several_is_their_sum_those_added_first(held: duckdb.DuckDBPyConnection) -> None:
    assert of_a_fact(held, "two")[1:7] == [
        "fund                  general",
        "amount_yuan           30,000 yuan",
        "",
        "is the sum of:",
        "  + 5.00 万元  a.pdf, page 3, expenditure · 行5 · 合计  [k5]",
        "  − 2.00 万元  a.pdf, page 3, expenditure · 行2 · 合计  [k2]",
    ]


def test_of_very_many_figures_the_rest_is_counted(held: duckdb.DuckDBPyConnection) -> None:
    held.execute(
        "INSERT INTO fact_amount_link SELECT 'fact_expenditure', 'one', 1, amount_key, NULL FROM published_amount"
    )
    said = of_a_fact(held, "one")
    assert len([line for line in said if line.startswith("  + ")]) == 40
    assert "  … 21 more figures in fact_amount_link" in said


def test_a_finding_says_whose_paper_and_page(held: duckdb.DuckDBPyConnection) -> None:
    with pytest.MonkeyPatch.context() as patched:  # evidence has tests and tables of its own
        patched.setattr("yusuan.serving.composed.identities", lambda _connection, keys: list(keys))
        said = of_a_finding(held, "f")
    assert said[:5] == [
        "finding     f: publisher_error (swapped)",
        "document    a.pdf, page 3",
        "            甲局 2031 final",
        "says        Two figures are swapped.",
        "            两个数字对调。",
    ]
    assert said[-1] == "explains 0 identities:"


def test_a_key_of_nothing_tells_nothing(held: duckdb.DuckDBPyConnection) -> None:
    assert of_a_fact(held, "none") == []
    assert of_a_finding(held, "none") == []
