"""Which files are one disclosure: a narrative without tables and the tables without narrative that print its figures.

Belongs here: proving such a pair by figures of the raw sets, and what the one file tells the other: publisher, year,
stage and level, with the evidence. It is worked out before the document stage, which takes it as it takes what a person
declares; so a file is worked out anew when its partner comes, changes or goes. Does not: names of files and folders,
which prove nothing; what a figure means (dbt).

A narrative's own figures are those of its own year that it states, with digits enough to meet by no chance. They prove
a pair where the largest and most of the others stand in the tables of one file and not in another's, whoever that is
of: a department's figures may stand in its only unit's tables too.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from yusuan.catalogue.money_units import money_units
from yusuan.reading.schema import RAW_TABLES
from yusuan.reading.text import squeeze
from yusuan.sql_text import array
from yusuan.store.sets import SetStore

PAIRING: dict[str, pl.DataType | type[pl.DataType]] = {
    "document_key": pl.String,
    "partner_key": pl.String,
    "is_narrative": pl.Boolean,  # whether this file is the narrative of the two
    "publisher_name": pl.String,  # what the partner tells of this file; NULL where its own pages say it
    "fiscal_year": pl.Int32,
    "stage": pl.String,
    "level": pl.String,
    "identity_evidence": pl.String,  # this file's own evidence and the partner's, as the raw table has it
}
FIELDS = ("publisher_name", "fiscal_year", "stage", "level")

LEAST_FIGURES = 5  # that a pair must share
LEAST_OF_ONE_BODY = 3  # where both files name the same body
LEAST_DIGITS = 5  # of a figure that meets another by no chance, without the zeros at its ends
_SHOWN_FIGURES = 5  # of the proof in the evidence

# What a narrative states, in yuan and by the last digit that it prints, once each; whether of its own year, or
# of another that the words name or look to.
_STATED = """
SELECT DISTINCT ON (document_key, yuan)
    statement.document_key,
    statement.page_number,
    statement.figure_text,
    CAST(statement.number * unit.yuan AS DECIMAL(38, 6)) AS yuan,
    CAST(unit.yuan * power(10, -statement.number_decimals) AS DECIMAL(18, 6)) AS digit_yuan,
    NOT regexp_matches(lead, $another_time) AND len(list_filter(
        regexp_extract_all(lead, '20\\d\\d'), said -> said <> CAST(narrative.fiscal_year AS VARCHAR)
    )) = 0 AS is_own
FROM statement
INNER JOIN narrative USING (document_key)
INNER JOIN unit ON statement.unit = unit.name
WHERE statement.scope = 'statement' AND statement.direction IS NULL AND statement.number > 0
    AND length(trim(replace(CAST(statement.number AS VARCHAR), '.', ''), '0')) >= $least_digits
ORDER BY document_key, yuan, is_own DESC, statement.page_number, statement.figure_number
"""
_PRINTED = """
SELECT
    cell.document_key,
    cell.number * unit.yuan AS yuan
FROM cell
INNER JOIN (
    SELECT document_key, table_key, coalesce(unit_text, max(unit_text) OVER one_document) AS unit_text
    FROM "table" WINDOW one_document AS (PARTITION BY document_key)
) AS printed USING (document_key, table_key)
INNER JOIN unit ON printed.unit_text = unit.name
WHERE cell.number > 0 AND cell.reading = 'exact' AND NOT cell.is_percent
"""
# A figure that a table prints with more digits is rounded to those of the narrative.
_SHARED = """
WITH digits AS (SELECT DISTINCT digit_yuan FROM stated),
told_elsewhere AS (
    SELECT stated.document_key AS narrative_key, statement.document_key
    FROM stated
    INNER JOIN unit ON true
    INNER JOIN statement ON statement.unit = unit.name AND statement.number * unit.yuan = stated.yuan
    WHERE stated.is_own AND statement.document_key <> stated.document_key
    GROUP BY ALL
    HAVING count(DISTINCT stated.yuan) >= $least_figures
)
SELECT
    stated.document_key AS narrative_key,
    printed.document_key AS tables_key,
    stated.is_own,
    stated.page_number,
    stated.figure_text,
    stated.yuan,
    told_elsewhere.document_key IS NOT NULL AS is_told_there
FROM (
    SELECT DISTINCT printed.document_key, digit_yuan, round(printed.yuan / digit_yuan) AS digits
    FROM printed CROSS JOIN digits
) AS printed
INNER JOIN stated
    ON printed.digit_yuan = stated.digit_yuan AND printed.digits = round(stated.yuan / stated.digit_yuan)
LEFT JOIN told_elsewhere
    ON stated.document_key = told_elsewhere.narrative_key AND printed.document_key = told_elsewhere.document_key
"""
# Narratives print no figure in a table.
_NARRATIVES = """
SELECT document.document_key, document.fiscal_year
FROM document
ANTI JOIN (SELECT document_key FROM cell WHERE number IS NOT NULL) AS figures USING (document_key)
WHERE status = 'read'
"""


@dataclass(frozen=True)
class _Told:
    """The own figures of a narrative: how many, and the largest in yuan."""

    count: int
    largest: Decimal


@dataclass(frozen=True)
class _Candidate:
    """A file that prints figures of a narrative: how many, the largest in yuan, and how many of another time."""

    key: str
    found: int
    largest: Decimal | None
    found_of_another_time: int


def find_pairs(manifest: pl.DataFrame, raw: SetStore, seeds: Path) -> pl.DataFrame:
    """The pairs among the files of a manifest, a row for each of the two, in the schema PAIRING.

    `seeds`: the dbt seeds folder, for the units of money and the words of another time.
    """
    read = manifest.filter(pl.col("set_name").is_not_null() & (pl.col("file_status") == "found"))
    read = read.unique("document_key", keep="first", maintain_order=True)
    with duckdb.connect(":memory:") as connection:
        _lay(connection, read.select("document_key", "set_name"), raw)
        documents = _documents(connection, read)
        if not connection.execute("SELECT count(*) FROM narrative").fetchall()[0][0]:
            return pl.DataFrame(schema=PAIRING)
        _lay_figures(connection, seeds)
        shared = connection.execute(_SHARED, {"least_figures": LEAST_FIGURES}).pl()
        counted = "SELECT document_key, count(*), max(yuan) FROM stated WHERE is_own GROUP BY ALL"
        told = {key: _Told(*rest) for key, *rest in connection.execute(counted).fetchall()}
    proven = {
        narrative: tables
        for (narrative,), rows in shared.group_by("narrative_key", maintain_order=True)
        if (tables := _proven(documents, str(narrative), told.get(str(narrative)), rows)) is not None
    }
    rows = []
    for narrative, tables in sorted(proven.items()):
        others = [documents[other] for other, found in proven.items() if found == tables and other != narrative]
        if any(_contradict(documents[narrative], other) for other in others):
            continue  # two bodies tell the figures of these tables
        own = shared.filter(
            (pl.col("narrative_key") == narrative) & (pl.col("tables_key") == tables) & pl.col("is_own")
        ).sort("yuan", descending=True)
        for one, other in ((narrative, tables), (tables, narrative)):
            rows.append(_told(documents[one], documents[other], one == narrative, own))
    return pl.DataFrame(rows, schema=PAIRING, orient="row").unique("document_key", keep="first", maintain_order=True)


def _lay(connection: duckdb.DuckDBPyConnection, read: pl.DataFrame, raw: SetStore) -> None:
    """The raw tables that are asked, as views over the sets, and the narratives among the documents."""
    connection.register("held", read)
    for name in ("document", "statement", "table", "cell"):
        files = [str(raw.folder / set_name / f"{name}.parquet") for set_name in sorted(set(read["set_name"]))]
        if not files:
            connection.register(name, pl.DataFrame(schema=RAW_TABLES[name]))
            continue
        connection.execute(
            f'CREATE VIEW "{name}" AS SELECT read.* '
            f"FROM read_parquet({array(files)}, filename = true, union_by_name = true) AS read "
            "SEMI JOIN held ON read.document_key = held.document_key"
            " AND string_split(read.filename, '/')[-2] = held.set_name"
        )
    connection.execute(f"CREATE TABLE narrative AS {_NARRATIVES}")


def _lay_figures(connection: duckdb.DuckDBPyConnection, seeds: Path) -> None:
    with (seeds / "money_unit.csv").open(encoding="utf-8", newline="") as file:
        units = [(unit.name, unit.yuan) for unit in money_units(csv.DictReader(file)).values()]
    with (seeds / "prose_word.csv").open(encoding="utf-8", newline="") as file:
        words = [row["pattern"] for row in csv.DictReader(file) if row["kind"] in ("last_year", "comparison")]
    connection.register("unit", pl.DataFrame(units, schema={"name": pl.String, "yuan": pl.Int64}, orient="row"))
    another_time = "|".join(f"(?:{word})" for word in words)
    asked = {"another_time": another_time, "least_digits": LEAST_DIGITS}
    connection.execute(f"CREATE TABLE stated AS {_STATED}", asked)
    connection.execute(f"CREATE VIEW printed AS {_PRINTED}")


def _documents(connection: duckdb.DuckDBPyConnection, read: pl.DataFrame) -> dict[str, dict[str, Any]]:
    """document_key → what a document says of itself, and what a person declared where it is silent."""
    declared = {row["document_key"]: row for row in read.iter_rows(named=True)}
    found: dict[str, dict[str, Any]] = {}
    for row in connection.execute("SELECT * FROM document").pl().iter_rows(named=True):
        line = declared[row["document_key"]]
        known = {name: row[name] or line[f"declared_{name}"] or None for name in FIELDS}
        found[row["document_key"]] = row | known
    return found


def _proven(
    documents: Mapping[str, dict[str, Any]], narrative: str, told: _Told | None, shared: pl.DataFrame
) -> str | None:
    """The tables that a narrative's figures prove to be of its disclosure, or None.

    Other tables that print half as many of them make it doubtful, unless they are the same paper, or say themselves
    that they are of the same disclosure.
    """
    own = documents[narrative]
    counted = shared.group_by("tables_key").agg(
        own=pl.col("yuan").filter("is_own").n_unique(),
        largest=pl.col("yuan").filter("is_own").max(),
        other=pl.col("yuan").filter(~pl.col("is_own")).n_unique(),
    )
    candidates = [_Candidate(*row) for row in counted.sort("own", "tables_key", descending=[True, False]).iter_rows()]
    # A file whose own narrative tells the same is whole without another.
    whole = set(shared.filter("is_told_there")["tables_key"])
    best = next((c for c in candidates if c.key not in whole and not _contradict(own, documents[c.key])), None)
    if told is None or best is None or best.largest != told.largest:
        return None
    tables = documents[best.key]
    is_one_body = bool(own["publisher_name"]) and _agree(own, tables, "publisher_name")
    least = LEAST_OF_ONE_BODY if is_one_body else LEAST_FIGURES
    if best.found < max(least, (told.count + 1) // 2) or best.found < 2 * best.found_of_another_time:
        return None
    for rival in candidates:
        other = documents[rival.key]
        is_one = other["content_hash"] == tables["content_hash"] or _is_of(own, other)
        if 2 * rival.found > best.found and not is_one:
            return None
    return best.key


def _contradict(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    return any(one[name] and other[name] and not _agree(one, other, name) for name in FIELDS)


def _is_of(one: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether two files say themselves that they are of one disclosure."""
    return all(one[name] and other[name] and _agree(one, other, name) for name in FIELDS[:3])


def _agree(one: Mapping[str, Any], other: Mapping[str, Any], name: str) -> bool:
    return squeeze(str(one[name])) == squeeze(str(other[name]))


def _told(
    one: Mapping[str, Any], other: Mapping[str, Any], is_narrative: bool, figures: pl.DataFrame
) -> tuple[Any, ...]:
    """The row of one of two files: what the other tells of it, and by which figures they are known to be one."""
    told = {name: other[name] if one[name] is None else None for name in FIELDS}
    evidence = json.loads(one["identity_evidence"] or "[]")
    pages = {piece["field"]: piece["page"] for piece in json.loads(other["identity_evidence"] or "[]")}
    shown = "、".join(figures["figure_text"].unique(maintain_order=True)[:_SHOWN_FIGURES])
    for name, value in told.items():
        if value is not None:
            text = f"document {other['document_key']}: {figures.height} figures stand in both: {shown}"
            evidence.append({"field": name, "value": value, "page": pages.get(name), "text": text})
    keys = (one["document_key"], other["document_key"], is_narrative)
    return *keys, *told.values(), json.dumps(evidence, ensure_ascii=False)
