"""Every promise of a build is kept by a small sound warehouse, and is seen to fail on rows that break it."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from yusuan.paths import EXPECTATIONS, SEEDS
from yusuan.quality.suite_run import run_suites
from yusuan.quality.suites import Suite, load_suites

STOPPING = {
    "documents_are_accounted_for",
    "turned_away_with_a_reason",
    "turned_away_reason_is_there",
    "loaded_documents_have_money_tables",
    "conversion_is_exact",
    "damaged_figures_have_no_amount",
    "verdicts_follow_from_figures",
    "terms_make_the_sides",
    "coverage_is_complete",
}
SHOWN = {
    "expenditure_is_placed",
    "nothing_is_set_aside",
    "facts_add_up_to_the_printed_total",
    "every_rule_was_evaluated_somewhere",
    "names_are_of_bodies",
    "a_code_is_of_one_unit",
    "lines_of_facts_add_up_to_printed_totals",
}

# Two documents, one of them turned away; a sum that holds, one that does so but for rounding, one that breaks, and a
# rate; a sum of which a figure is not there.
SOUND = """
CREATE SCHEMA seeds;
CREATE TABLE seeds.reconciliation_rule AS FROM (VALUES
    ('sum', 'Sum', '=', 'between_terms', 'none'), ('bound', 'Bound', '<=', 'between_terms', 'none'),
    ('execution_rate', 'Rate', '=', 'rate', 'last digit'), ('told', 'Told', '=', 'prose_value', 'last digit')
) AS v(rule_id, rule_name, relation, method, tolerance);
CREATE TABLE seeds.table_word AS FROM (VALUES ('office_suffix', '本级$'), ('place', '^甲')) AS v(kind, pattern);
CREATE TABLE dim_unit AS FROM (VALUES
    ('u', '1', '甲局', 'unit', 'k', '甲局'), ('v', '2', '乙所', 'unit', 'k', '甲局'),
    ('w', NULL, '丙所', 'unit', 'k', '甲局'), ('x', NULL, '丁所', 'unit', 'k', '甲局'),
    ('k', '1', '甲局', 'department', 'k', '甲局'), ('y', '1', '戊所', 'unit', 'l', '己局')
) AS v(unit_key, unit_code, unit_name, level, department_key, department_name);
CREATE TABLE dim_document AS FROM (VALUES
    ('d', 'd.pdf', 'x', 'loaded', NULL, NULL::VARCHAR), ('e', 'e.pdf', 'y', 'quarantined', 'publisher unknown', NULL)
) AS v(document_key, file_name, disclosure_key, status, status_reason, partner_key);
CREATE TABLE published_amount AS FROM (VALUES
    ('a', 'd', 'money', 'exact', '1.50', '万元', 1.50, 15000.00, NULL),
    ('b', 'd', 'money', 'exact', '1.00', '万元', 1.00, 10000.00, NULL),
    ('c', 'd', 'money', 'exact', '5000', '元', 5000, 5000.00, NULL),
    ('k', 'd', 'money', 'exact', '7', '千元', 7, 7000.00, NULL),
    ('m', 'd', 'money', 'exact', '7', '百万元', 7, 7000000.00, NULL),
    ('y', 'd', 'money', 'exact', '7', '亿元', 7, 700000000.00, NULL),
    ('n', 'd', 'count', 'exact', '3', '辆', 3, NULL, NULL),
    ('x', 'd', 'money', 'damaged', '1.?0', '万元', NULL, NULL, 15000.00)
) AS v(
    amount_key, document_key, measure, reading, amount_text, printed_unit, amount, amount_yuan, repaired_amount_yuan
);
CREATE TABLE prose_figure AS FROM (VALUES ('p', 15000.00)) AS v(prose_figure_key, amount_yuan);
CREATE TABLE reconciliation_result AS FROM (VALUES
    ('1', 'd', 'sum', 'between_tables', 'exact', 15000.00, 15000.00, 0.00, 0.00, NULL),
    ('2', 'd', 'sum', 'between_tables', 'rounding', 15000.00, 14999.00, 1.00, 50.00, NULL),
    ('3', 'd', 'bound', 'between_tables', 'exact', 5000.00, 10000.00, -5000.00, 0.00, NULL),
    ('4', 'd', 'execution_rate', 'within_table', 'exact', 100.10, 100.12, -0.02, 0.05, NULL),
    ('5', 'd', 'told', 'prose', 'exact', 1.50, 1.49, 0.01, 0.01, NULL),
    ('6', 'd', 'sum', 'between_tables', 'break', 10000.00, 5000.00, 5000.00, 50.00, NULL),
    ('7', 'd', 'sum', 'between_tables', 'not_evaluable', NULL, NULL, NULL, NULL, 'a figure is not there'),
    ('8', 'd', 'sum', 'between_tables', 'exact', 15000.00, 15000.00, 0.00, 0.00, NULL)
) AS v(
    result_key, document_key, rule_id, family, verdict, left_yuan, right_yuan, residual_yuan, tolerance_yuan,
    not_evaluable_reason
);
ALTER TABLE reconciliation_result ADD COLUMN scope VARCHAR;
CREATE TABLE reconciliation_term AS FROM (VALUES
    ('1', 'left', 1, 'a', NULL), ('1', 'right', 1, 'b', NULL), ('1', 'right', 1, 'c', NULL),
    ('2', 'left', 1, 'a', NULL), ('2', 'right', 1, 'r', NULL),
    ('3', 'left', 1, 'c', NULL), ('3', 'right', 1, 'b', NULL),
    ('6', 'left', 1, 'b', NULL), ('6', 'right', 1, 'b', NULL), ('6', 'right', -1, 'c', NULL),
    ('8', 'left', 1, 'x', NULL), ('8', 'right', 1, NULL, 'p')
) AS v(result_key, side, sign, amount_key, prose_figure_key);
ALTER TABLE reconciliation_term ADD COLUMN document_key VARCHAR DEFAULT 'd';
INSERT INTO published_amount VALUES ('r', 'd', 'money', 'exact', '14999', '元', 14999, 14999.00, NULL);
CREATE TABLE coverage AS FROM (VALUES ('x', 'revenue')) AS v(disclosure_key, table_kind);
CREATE TABLE set_aside (document_key VARCHAR, page_number INTEGER, part VARCHAR, promise VARCHAR, detail VARCHAR);
CREATE TABLE expenditure_control AS FROM (VALUES
    ('d', 2031, 'budget', 100.00, 100.00, 0.00, 0.00, 0.00, true)
) AS v(
    document_key, fiscal_year, stage, printed_yuan, loaded_yuan, unplaced_yuan, residual_yuan, tolerance_yuan, holds
);
CREATE TABLE fact_control AS FROM (VALUES
    ('d', 'fact_revenue', 2031, 'original_budget', 100.00, 100.00, 0.00, 0.00, true)
) AS v(document_key, fact, fiscal_year, stage, printed_yuan, lines_yuan, residual_yuan, tolerance_yuan, holds);
CREATE SCHEMA stages.raw;
CREATE TABLE stages.raw.manifest AS FROM (VALUES
    ('d', 'd.pdf', 'new'), ('e', 'e.pdf', 'new')
) AS v(document_key, file_name, file_status);
CREATE TABLE stages.raw.affected AS FROM (VALUES ('d'), ('e')) AS v(document_key);
"""

# Promise, what breaks it, and how many rows then fail.
BROKEN = [
    ("documents_are_accounted_for", "INSERT INTO stages.raw.manifest VALUES ('f', 'f.pdf', 'new')", 1),
    ("documents_are_accounted_for", "DELETE FROM dim_document WHERE document_key = 'e'", 1),
    ("turned_away_with_a_reason", "UPDATE dim_document SET status_reason = 'no' WHERE document_key = 'e'", 1),
    ("turned_away_reason_is_there", "UPDATE dim_document SET status_reason = NULL WHERE document_key = 'e'", 1),
    ("loaded_documents_have_money_tables", "UPDATE dim_document SET status = 'loaded'", 1),
    ("conversion_is_exact", "UPDATE published_amount SET amount_yuan = 15000.01 WHERE amount_key = 'a'", 1),
    ("conversion_is_exact", "UPDATE published_amount SET printed_unit = '元' WHERE amount_key IN ('b', 'k')", 2),
    ("conversion_is_exact", "UPDATE published_amount SET printed_unit = '亿元' WHERE amount_key = 'm'", 1),
    ("conversion_is_exact", "UPDATE published_amount SET printed_unit = '百万元' WHERE amount_key = 'y'", 1),
    ("conversion_is_exact", "UPDATE published_amount SET printed_unit = '兆元' WHERE amount_key = 'y'", 1),
    ("damaged_figures_have_no_amount", "UPDATE published_amount SET amount = 1.50 WHERE amount_key = 'x'", 1),
    *(
        ("verdicts_follow_from_figures", f"UPDATE reconciliation_result SET {change} WHERE result_key = '{result}'", 1)
        for result, change in (
            ("1", "residual_yuan = 0.01"),
            ("1", "verdict = 'break'"),
            ("1", "verdict = 'rounding'"),
            ("1", "verdict = 'holds'"),
            ("2", "residual_yuan = -50.01"),
            ("2", "verdict = 'exact'"),
            ("4", "residual_yuan = -0.06"),
            ("5", "residual_yuan = 0.02"),
            ("6", "residual_yuan = 50.00"),
            ("7", "not_evaluable_reason = NULL"),
        )
    ),
    ("terms_make_the_sides", "UPDATE reconciliation_result SET left_yuan = 1 WHERE result_key = '1'", 1),
    ("terms_make_the_sides", "UPDATE reconciliation_result SET right_yuan = 1 WHERE result_key = '6'", 1),
    ("terms_make_the_sides", "UPDATE reconciliation_term SET sign = -sign WHERE result_key = '3'", 1),
    ("terms_make_the_sides", "DELETE FROM reconciliation_term WHERE prose_figure_key = 'p'", 1),
    ("terms_make_the_sides", "DELETE FROM reconciliation_term WHERE result_key = '1'", 1),
    ("coverage_is_complete", "UPDATE coverage SET disclosure_key = 'y'", 1),
    ("coverage_is_complete", "UPDATE coverage SET table_kind = NULL", 1),
    ("nothing_is_set_aside", "INSERT INTO set_aside VALUES ('d', 1, 'row', 'unique', 'a')", 1),
    ("facts_add_up_to_the_printed_total", "UPDATE expenditure_control SET holds = false", 1),
    ("expenditure_is_placed", "UPDATE expenditure_control SET unplaced_yuan = 0.01", 1),
    ("names_are_of_bodies", "UPDATE dim_unit SET unit_name = '甲局本级' WHERE unit_key = 'u'", 1),
    ("a_code_is_of_one_unit", "UPDATE dim_unit SET unit_code = '1' WHERE unit_key = 'v'", 1),
    ("lines_of_facts_add_up_to_printed_totals", "UPDATE fact_control SET holds = false", 1),
    ("every_rule_was_evaluated_somewhere", "DELETE FROM reconciliation_result WHERE rule_id = 'told'", 1),
    ("every_rule_was_evaluated_somewhere", "UPDATE reconciliation_result SET verdict = 'not_evaluable'", 4),
]


@pytest.fixture(scope="module")
def promises() -> Suite:
    """The suite of the build's promises."""
    return next(suite for suite in load_suites(EXPECTATIONS, SEEDS) if suite.name == "promises")


def failing(suite: Suite, folder: Path, change: str = "") -> dict[str, int]:
    """The promises that a warehouse does not keep, with the number of rows that break each."""
    database, stages = folder / "yusuan.duckdb", folder / "stages.duckdb"
    with duckdb.connect(str(database)) as connection:
        connection.execute(f"ATTACH '{stages}' AS stages")
        connection.execute(SOUND)
        if change:
            connection.execute(change)
        connection.execute("DETACH stages")
    results = run_suites([suite], database, stages)
    assert not [result.exception for result in results if result.exception]
    return {result.name: result.failing_count for result in results if not result.passed}


def test_what_is_promised_and_what_stops_a_build(promises: Suite) -> None:
    assert {entry.name for entry in promises.expectations if entry.stops} == STOPPING
    assert {entry.name for entry in promises.expectations if not entry.stops} == SHOWN
    assert {name for name, *_ in BROKEN} == STOPPING | SHOWN


def test_a_sound_warehouse_keeps_every_promise(promises: Suite, tmp_path: Path) -> None:
    assert failing(promises, tmp_path) == {}


@pytest.mark.parametrize(("name", "change", "rows"), BROKEN)
def test_what_breaks_a_promise_is_seen(promises: Suite, tmp_path: Path, name: str, change: str, rows: int) -> None:
    alone = Suite("promises", "", "", "", "", [entry for entry in promises.expectations if entry.name == name])
    assert failing(alone, tmp_path, change) == {name: rows}
