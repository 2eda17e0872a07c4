"""The pages of the rules are what seeds, record and reviewed breaks make of them, and no break went unread."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest
from tests.corpus.breaks import LIST, listed

from yusuan.corpus.rule_pages import main, pages, read_record, record, write
from yusuan.paths import PROJECT, SEEDS

RULES = PROJECT / "docs" / "rules"


def reviewed() -> list[dict[str, str]]:
    with LIST.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_pages_are_written_by_nobody_but_make_rules() -> None:
    made = pages(read_record(RULES), reviewed())
    assert {path.name: path.read_text(encoding="utf-8") for path in RULES.glob("*.md")} == made


def test_every_rule_has_a_page() -> None:
    with (SEEDS / "reconciliation_rule.csv").open(encoding="utf-8", newline="") as file:
        rules = {row["rule_id"] for row in csv.DictReader(file)}
    assert {path.stem for path in RULES.glob("*.md")} == rules | {"README"}
    assert {row["rule_id"] for row in read_record(RULES)} == rules


def test_a_rule_is_released_when_its_breaks_were_read() -> None:
    counted = {row["rule_id"]: int(row["break_count"]) for row in read_record(RULES) if row["break_count"] != "0"}
    read = [row.rule_id for row in listed() if row.whose]
    assert counted == {rule: read.count(rule) for rule in set(read)}


def test_the_record_of_a_build(tmp_path: Path) -> None:
    rule = next(row for row in read_record(RULES))["rule_id"]
    with duckdb.connect() as connection:
        connection.execute(f"""
            CREATE SCHEMA seeds;
            CREATE TABLE seeds.reconciliation_rule AS SELECT '{rule}' AS rule_id;
            CREATE TABLE dim_document AS SELECT 'd' AS document_key, '甲局' AS publisher_name, 2026 AS fiscal_year;
            CREATE TABLE reconciliation_result AS SELECT * FROM (VALUES
                ('long', 'd', '{rule}', '合计', 3, 5, false, 9.0, 'exact', NULL),
                ('short', 'd', '{rule}', '小计', 4, 3, false, 9.0, 'exact', NULL),
                ('trivial', 'd', '{rule}', '零', 1, 3, true, 0.0, 'exact', NULL),
                ('broken', 'd', '{rule}', '合计', 3, 3, false, 9.0, 'break', NULL),
                ('unread', 'e', '{rule}', '合计', 3, 3, false, 9.0, 'not_evaluable', 'why'))
                AS r (result_key, document_key, rule_id, scope, page_number, term_count, trivial, left_yuan, verdict,
                      not_evaluable_reason);
            CREATE TABLE reconciliation_term AS SELECT * FROM (VALUES
                ('short', 'a', NULL, 'left', 1), ('short', 'b', NULL, 'right', 1), ('short', NULL, 'p', 'right', -1))
                AS t (result_key, amount_key, prose_figure_key, side, sign);
            CREATE TABLE published_amount AS SELECT * FROM (VALUES
                ('a', ' 9', 4, 1.0, 1.0), ('b', '11', 4, 2.0, 1.0))
                AS a (amount_key, amount_text, page_number, top, x0);
            CREATE TABLE prose_figure AS SELECT * FROM (VALUES ('p', '2', 5, 1.0, 1.0))
                AS p (prose_figure_key, figure_text, page_number, top, x0);
        """)
        (row,) = record(connection)
    assert row == {
        "rule_id": rule, "document_count": 1, "exact_count": 3, "rounding_count": 0, "break_count": 1,
        "not_evaluable_count": 1, "not_evaluable_reasons": "why: 1", "example_of": "甲局 2026", "example_page": 4,
        "example_scope": "小计", "example": "9 = 11 + −2",
    }  # fmt: skip
    others = [each for each in read_record(RULES) if each["rule_id"] != rule]
    (tmp_path / "gone.md").write_text("a rule that is no more", encoding="utf-8")
    write(tmp_path, [row, *others], [{"rule_id": rule, "file": "a|b", "page": "3", "whose": "publisher_error",
                                      "printed": "9 = 8", "reason": "seen"}])  # fmt: skip
    page = (tmp_path / f"{rule}.md").read_text(encoding="utf-8")
    assert "甲局 2026, page 4, 小计: 9 = 11 + −2" in page
    assert "| a\\|b | 3 | publisher_error | 9 = 8 | seen |" in page
    assert not (tmp_path / "gone.md").exists()


def test_a_database_that_is_none_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.duckdb"
    duckdb.connect(str(empty)).close()
    for database, what in ((tmp_path / "nope", "there is no such file"), (empty, "this is no database of a build")):
        assert main([str(database), "--breaks", str(LIST), "--out", str(tmp_path / "out")]) == 1
        said = capsys.readouterr().err
        assert said.startswith(f"rules: {what} [{database}] — name ")
        assert said.count("\n") == 1
    assert not (tmp_path / "out").exists()
