"""Chaos itself: what it makes can be written and is made again from its seed; search and judge see what is there."""

from __future__ import annotations

from pathlib import Path
from random import Random

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.chaos.documents import make_document
from tests.chaos.drawn import draw_paper
from tests.chaos.faults import FAULTS
from tests.chaos.find import fewest
from tests.chaos.judge import differences
from tests.chaos.paper import Paper
from tests.chaos.real import another_body, part_of

from yusuan.reading.schema import RAW_TABLES
from yusuan.store.sets import SetStore

FAMILIES = ("printed", "broken", "impostor")


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_document_is_made_again_from_its_seed_and_number(seed: int, number: int) -> None:
    one, again = (make_document(seed, number, [draw_paper(Random(1))], "v", FAMILIES) for _ in range(2))
    assert repr(one) == repr(again)  # a number may be none
    assert {row["document_key"] for rows in one.paper.rows.values() for row in rows} <= {one.key}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 10**6))
def test_what_a_page_may_print_keeps_the_promises_of_reading(number: int) -> None:
    rows = make_document(3, number, [draw_paper(Random(1))], "v", ("printed",)).paper.rows
    assert len(rows["document"]) == 1
    keys = {
        "page": ("page_number",),
        "line": ("page_number", "line_number"),
        "table": ("table_key",),
        "column": ("table_key", "column_number"),
        "row": ("table_key", "block_number", "row_number"),
        "cell": ("cell_key",),
        "row_text": ("table_key", "row_number", "column_number"),
        "statement": ("statement_key",),
        "declared_term": ("table_key", "declared_number", "term_number"),
    }
    named = ("table_key", "declared_number", "side", "index_number")  # one that counts twice has the sign 2
    place = ("table_key", "block_number", "row_number", "column_number")
    for name, columns in [*keys.items(), ("cell", place), ("declared_term", named)]:
        found = [tuple(row[column] for column in columns) for row in rows[name]]
        assert len(set(found)) == len(found), name
    tables = {row["table_key"] for row in rows["table"]}
    lines = {(row["table_key"], row["block_number"], row["row_number"]) for row in rows["row"]}
    columns = {(row["table_key"], row["block_number"], row["column_number"]) for row in rows["column"]}
    assert {table for table, _, _ in lines | columns} <= tables
    for cell in [*rows["cell"], *rows["row_text"]]:
        assert (cell["table_key"], cell["block_number"], cell["row_number"]) in lines
        assert (cell["table_key"], cell["block_number"], cell["column_number"]) in columns
    for row in rows["row"]:
        assert row["row_level"] >= 1
        above = row["parent_row_number"]
        assert above is None or above < row["row_number"]
        assert above is None or (row["table_key"], row["block_number"], above) in lines


@pytest.mark.parametrize("name", sorted(FAULTS))
def test_every_fault_leaves_a_set_that_can_be_written(name: str, tmp_path: Path) -> None:
    document = make_document(1, 1, [draw_paper(Random(2))], "v", (), [name])
    assert set(document.recipe) <= {"real", "drawn", name}
    store = SetStore(tmp_path, "v")
    store.write(document.key, document.paper.frames())
    assert store.names() == [document.key]


def test_faults_change_something() -> None:
    idle = set(FAULTS)
    for seed in range(8):
        for name in sorted(idle):
            paper, untouched = (draw_paper(Random(seed)) for _ in range(2))
            FAULTS[name].change(paper, Random(seed))
            if repr(paper) != repr(untouched):
                idle.discard(name)
    assert idle == set()


def test_another_body_and_its_parts_lead_nowhere_to_the_original() -> None:
    paper = Paper({name: [] for name in RAW_TABLES})
    paper.add("document", publisher_name="武汉市某局", content_hash="0", fiscal_year=2024)
    key = paper.add_table("武汉市某局收支总表", [("label", "项目"), ("value", "合计")], [])
    paper.add("row", table_key=key, row_label="武汉市某局", row_number=1)
    other = another_body(part_of(paper, Random(3)), Random(3))
    texts = {value for rows in other.rows.values() for row in rows for value in row.values() if isinstance(value, str)}
    assert texts
    assert not any("武汉" in text for text in texts)
    assert other.document["content_hash"] != "0"
    assert paper.document["publisher_name"] == "武汉市某局"


@given(st.sets(st.integers(0, 60), min_size=1, max_size=4), st.integers(61, 90), st.booleans())
def test_the_search_finds_exactly_those_that_fail(guilty: set[int], count: int, together: bool) -> None:
    def fails(items: object) -> bool:
        found = guilty & set(items)  # type: ignore[call-overload]
        return found == guilty if together else bool(found)

    culprits = fewest(range(count), fails)
    assert set(culprits) == guilty if together else len(culprits) == 1 and culprits[0] in guilty


def warehouse(path: Path, amount: str, chaos: bool) -> Path:
    """A database with a document `a`, and with one of chaos beside it."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            f"""
            CREATE TABLE published_amount AS
                SELECT 'a1' AS amount_key, 'a' AS document_key, {amount}::DECIMAL(24, 2) AS yuan;
            CREATE TABLE finding AS SELECT 'f1' AS finding_key, 'a' AS document_key;
            CREATE TABLE finding_amount AS SELECT 'f1' AS finding_key, 'a1' AS amount_key;
            CREATE TABLE dim_unit AS SELECT 'u1' AS unit_key, '甲局' AS unit_name, 2024 AS valid_to_year;
            CREATE TABLE build AS SELECT {int(chaos)} AS document_count;
            """
        )
        if chaos:
            connection.execute(
                """
                INSERT INTO published_amount VALUES ('b1', 'b', 7);
                INSERT INTO finding VALUES ('f2', 'b');
                INSERT INTO finding_amount VALUES ('f2', 'b1');
                INSERT INTO dim_unit VALUES ('u2', '乙局', 2031);
                UPDATE dim_unit SET valid_to_year = 9999;
                """
            )
    return path


def test_the_judge_compares_what_is_of_the_documents_and_nothing_else(tmp_path: Path) -> None:
    alone = warehouse(tmp_path / "alone.duckdb", "1.50", chaos=False)
    assert differences(alone, warehouse(tmp_path / "same.duckdb", "1.50", chaos=True), ["a"]) == []
    [found] = differences(alone, warehouse(tmp_path / "other.duckdb", "1.51", chaos=True), ["a"])
    assert (found.table, len(found.lost), len(found.came)) == ("published_amount", 1, 1)
    assert "1.50" in str(found)


@pytest.mark.parametrize(
    ("statement", "table"),
    [
        ("DELETE FROM finding_amount WHERE finding_key = 'f1'", "finding_amount"),
        ("INSERT INTO finding_amount VALUES ('f1', 'b1')", "finding_amount"),
        ("UPDATE dim_unit SET unit_name = '丙局' WHERE unit_key = 'u1'", "dim_unit"),
        ("UPDATE published_amount SET document_key = 'b'", "published_amount"),
    ],
)
def test_the_judge_sees_what_came_what_went_and_what_changed(tmp_path: Path, statement: str, table: str) -> None:
    alone = warehouse(tmp_path / "alone.duckdb", "1.50", chaos=False)
    beside = warehouse(tmp_path / "beside.duckdb", "1.50", chaos=True)
    with duckdb.connect(str(beside)) as connection:
        connection.execute(statement)
    assert table in [found.table for found in differences(alone, beside, ["a"])]
