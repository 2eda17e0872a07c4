"""The identities by which reading places figures are those of the warehouse: same rule, same terms, on the samples."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any

import duckdb
import pytest
from tests.support.placed_views import PlacedTables

from yusuan.paths import SEEDS, Home
from yusuan.reading.emit import place_key
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.ocr.arithmetic import sums
from yusuan.reading.pdf import read_pdf
from yusuan.reading.structure.tables import find_tables
from yusuan.reading.text_input.identities import identities
from yusuan.reading.text_input.meaning import Meaning
from yusuan.warehouse.build import Build

Sides = tuple[frozenset[str], frozenset[str]]  # the cells that add to the left side, and to the right one
Identities = dict[str, set[Sides]]  # by rule

# What the warehouse alone evaluates, and why reading does not place figures by it.
WAREHOUSE_ALONE = {
    "declared_rows": "a note of the table itself states it; reading hands the note on",
    "declared_columns": "a note of the table itself states it; reading hands the note on",
    "row_total_level_2": "follows from row_total and row_children, unless a row in between is blank",
    "row_total_level_3": "follows from row_total and row_children, unless a row in between is blank",
    "row_total_level_4": "follows from row_total and row_children, unless a row in between is blank",
    "row_total_level_5": "follows from row_total and row_children, unless a row in between is blank",
}
# The samples have none of these, which reading does not form either.
NOT_IN_SAMPLES = {
    "column_of_which": "a bound within a row places no figure",
    "column_change": "a change may be of any sign, and its column is told by its header",
    "list_total": "the outline of such a list is found by its sums, so it cannot prove them",
    "list_children": "the outline of such a list is found by its sums, so it cannot prove them",
    "execution_rate": "a rate is no sum",
    "economic_fiscal_subject": "a gate opens it, which is told by figures that are not placed yet",
    "economic_operating_cost": "a gate opens it, which is told by figures that are not placed yet",
}
# Reading has one more where a list of projects prints no total: its outermost rows stand for it, to place figures.
WITHOUT_TOTAL = {"project_total", "project_general", "project_fund"}
# One method with a rule of its own for one kind of table.
SAME_RULE = {"column_parts_three_public": "column_parts"}


def fetched(connection: duckdb.DuckDBPyConnection, query: str, *parameters: object) -> list[dict[str, Any]]:
    return connection.execute(query, list(parameters)).pl().to_dicts()


def of_the_warehouse(connection: duckdb.DuckDBPyConnection) -> Identities:
    """Every identity of a document as dbt forms it; a figure that its side takes away adds to the other side."""
    found: Identities = defaultdict(set)
    for identity in fetched(
        connection,
        """
        SELECT any_value(rule_id) AS rule_id,
            coalesce(list(amount_key) FILTER ((side = 'left') = (sign > 0)), []) AS left_side,
            coalesce(list(amount_key) FILTER ((side = 'left') <> (sign > 0)), []) AS right_side
        FROM document.int_candidate_term GROUP BY result_key
        """,
    ):
        rule = SAME_RULE.get(identity["rule_id"], identity["rule_id"])
        found[rule].add((frozenset(identity["left_side"]), frozenset(identity["right_side"])))
    return found


def placed(connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[PlacedTables, Meaning, str]]:
    """The raw tables of each document as reading sees them, and the document's stage."""
    meaning = Meaning(Lexicon.from_seeds(SEEDS).seeds)
    for document in fetched(connection, "SELECT document_key, stage FROM raw.document"):
        tables = PlacedTables()
        for table in fetched(
            connection,
            """
            SELECT table_key, title_text, table_kind, printed_unit FROM document.int_table
            WHERE document_key = ? ORDER BY table_ordinal
            """,
            document["document_key"],
        ):
            query = 'SELECT * FROM raw."{}" WHERE table_key = ? ORDER BY ALL'
            raw = {
                name: fetched(connection, query.format(name), table["table_key"]) for name in ("column", "row", "cell")
            }
            tables.add(table, raw, meaning, table["table_kind"], document["stage"], table["printed_unit"] or "万元")
        yield tables, meaning, document["stage"]


def of_reading(connection: duckdb.DuckDBPyConnection) -> Identities:
    """Every identity as reading forms it over the places of the same raw tables, by the cells printed there."""
    found: Identities = defaultdict(set)
    for tables, meaning, stage in placed(connection):
        for identity in identities(tables.views, meaning, stage):
            found[identity.rule_id].add((tables.cells(identity.left), tables.cells(identity.right)))
    return found


def of_pictures(keys: dict[str, str]) -> Iterator[Sides]:
    """Every sum by which readings of pictures are doubted, over the samples; `keys` by the hash of their bytes."""
    lexicon = Lexicon.from_seeds(SEEDS)
    meaning = Meaning(lexicon.seeds)
    for path in sorted(Home.at().samples.glob("*.pdf")):
        data = path.read_bytes()
        document_key = keys[hashlib.sha256(data).hexdigest()]
        for table in find_tables(read_pdf(data, lexicon).pages, lexicon):
            cell_keys = {
                id(cell): place_key(
                    document_key, part.sheet.page_number, round(cell.x0), round(cell.top), round(cell.x1)
                )
                for part in table.parts
                for cell in part.sheet.cells.values()
            }
            for each in sums(table, meaning):
                parts = frozenset(cell_keys[id(part.cell)] for part in each.parts)
                yield frozenset({cell_keys[id(each.total.cell)]}), parts


def said(found: Identities, rule: str) -> set[Sides]:
    """The identities of a rule that print something on both sides: what one leaves blank only places show."""
    return {sides for sides in found.get(rule, ()) if all(sides)}


@pytest.fixture(scope="module")
def both(project_build: Build) -> tuple[Identities, Identities]:
    with duckdb.connect(str(project_build.stages), read_only=True) as connection:
        return of_the_warehouse(connection), of_reading(connection)


def test_reading_and_the_warehouse_form_the_same_identities(both: tuple[Identities, Identities]) -> None:
    warehouse, reading = both
    rules = (set(warehouse) | set(reading)) - set(WAREHOUSE_ALONE)
    missing = {rule: len(said(warehouse, rule) - said(reading, rule)) for rule in rules}
    more = {rule: len(said(reading, rule) - said(warehouse, rule)) for rule in rules}
    assert {rule: count for rule, count in missing.items() if count} == {}
    assert {rule: count for rule, count in more.items() if count} == dict.fromkeys(WITHOUT_TOTAL, 1)


def test_enough_is_compared(both: tuple[Identities, Identities]) -> None:
    warehouse, reading = both
    compared = Counter({rule: len(said(warehouse, rule) & said(reading, rule)) for rule in warehouse})
    assert sum(count > 0 for count in compared.values()) > 35
    assert compared.total() > 1400


def test_what_is_left_out_is_said(both: tuple[Identities, Identities], project_build: Build) -> None:
    warehouse, reading = both
    assert set(reading).isdisjoint({*WAREHOUSE_ALONE, *NOT_IN_SAMPLES})
    assert set(warehouse).isdisjoint(NOT_IN_SAMPLES), "a sample has one now: compare it, or say why not"
    with duckdb.connect(str(project_build.database), read_only=True) as connection:
        rules = {rule for (rule,) in connection.execute("SELECT rule_id FROM seeds.reconciliation_rule").fetchall()}
    assert {*WAREHOUSE_ALONE, *NOT_IN_SAMPLES, *SAME_RULE} <= rules


def test_reading_and_the_warehouse_see_the_same_outline(project_build: Build) -> None:
    """What a row is, in which group, below which row, and whether it is of what is carried over."""
    with duckdb.connect(str(project_build.stages), read_only=True) as connection:
        warehouse = {
            tuple(row.values())[:3]: tuple(row.values())[3:]
            for row in fetched(
                connection,
                """
                SELECT rows.table_key, rows.block_number, rows.row_number,
                    rows.row_entity, rows.row_role, rows.row_group, parents.block_number AS parent_block,
                    parents.row_number AS parent_row, outline.is_beside_the_year
                FROM document.int_row AS rows
                INNER JOIN document.int_row_outline AS outline USING (table_key, position)
                LEFT JOIN document.int_row AS parents
                    ON rows.table_key = parents.table_key AND outline.parent_position = parents.position
                """,
            )
        }
        reading = {
            (key, line.row.block, line.row.line): (
                line.entity,
                line.role,
                line.group,
                line.parent.row.block if line.parent else None,
                line.parent.row.line if line.parent else None,
                line.is_beside_the_year,
            )
            for tables, _, _ in placed(connection)
            for key, view in zip(tables.keys, tables.views, strict=True)
            for line in view.lines
        }
    assert len(reading) > 1300
    assert {place: row for place, row in reading.items() if warehouse[place] != row} == {}


def test_what_doubts_readings_of_pictures_are_identities_of_the_warehouse(
    both: tuple[Identities, Identities], project_build: Build
) -> None:
    warehouse, _ = both
    with duckdb.connect(str(project_build.stages), read_only=True) as connection:
        keys = dict(connection.execute("SELECT sha256, document_key FROM raw.document").fetchall())
    found = list(of_pictures(keys))
    rules = Counter(next((rule for rule, own in warehouse.items() if sides in own), "none") for sides in found)
    assert rules["none"] == 0
    assert {"column_parts", "row_children_subject", "row_total", "grand_total", "row_total_group"} <= set(rules)
    assert rules.total() > 1000
