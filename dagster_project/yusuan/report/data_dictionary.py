"""The data dictionary of one build: what each published table and column means, in English and Chinese.

Belongs here: reading it off the build's own database, where dbt left its descriptions as comments and mart
`relationship` its keys; the CSV file and the page. Does not: what anything means (the descriptions of the models).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import astuple, dataclass, fields
from itertools import groupby

import duckdb

from yusuan.report.templating import render_to
from yusuan.warehouse.build import Build

NAME = "data_dictionary"

# A column's name ends with the unit of its numbers; the first that fits.
_UNITS = (
    (r"(^|_)wan_yuan$", "10,000 yuan", "万元"),
    (r"(^|_)yuan$", "yuan", "元"),
    (r"(^|_)share$", "share of 1", "比值（1 为全部）"),
    (r"(^|_)rate$", "percent", "%"),
    (r"_points$", "percentage points", "百分点"),
    (r"^(score|weight)$", "points scored", "分"),
    (r"^(x0|x1)$|(^|_)(top|bottom)$", "points of the page (1/72 inch)", "磅（1/72 英寸）"),
    (r"^amount$|^number$", "as printed", "印刷单位"),
    (r"_number$", "as in the text", "同原文"),
    (r"^confidence$", "0 to 1", "0 至 1"),
)
_MEASURED = re.compile(r"DECIMAL|DOUBLE")
_SENTENCES = re.compile(r"(?<=[.。]) +")
_GRAIN = re.compile(r"Grain: (.+?)(?:\.(?= |$)|$)"), re.compile(r"粒度：(.+?)(?:。|$)")

_COLUMNS = """
SELECT t.table_name, t.comment, c.column_name, c.data_type, c.comment
FROM duckdb_tables() AS t INNER JOIN duckdb_columns() AS c USING (database_name, schema_name, table_name)
WHERE t.database_name = current_database() AND t.schema_name = 'main'
ORDER BY t.table_name, c.column_index
"""
_KEYS = """
SELECT table_name, column_name, bool_or(kind = 'primary_key'),
    coalesce(string_agg(references_table || '.' || references_column, ', ' ORDER BY references_table), '')
FROM main.relationship GROUP BY ALL
"""


@dataclass(frozen=True)
class DictionaryEntry:
    """What is said of a column, or, where that is empty, of its table; the names are the headings of the CSV file."""

    table: str
    column: str
    type: str
    unit: str
    unit_zh: str
    meaning_en: str
    meaning_zh: str
    key: str  # primary key | foreign key | primary key, foreign key | nothing
    references: str  # table.column that a foreign key holds
    grain_en: str
    grain_zh: str


def write_dictionary(build: Build) -> None:
    """Write `reports/data_dictionary.csv` and `reports/data_dictionary.html` of a settled build."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        said = list(entries(connection))
    build.reports.mkdir(exist_ok=True)
    # The mark tells spreadsheets that it is UTF-8.
    with (build.reports / f"{NAME}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([field.name for field in fields(DictionaryEntry)])
        writer.writerows(astuple(entry) for entry in said)
    tables = [(head, list(columns)) for _, (head, *columns) in groupby(said, lambda entry: entry.table)]
    known = {head.table for head, _ in tables}  # a key may be a seed's, which is not published as a table
    render_to(build.reports / f"{NAME}.html", f"{NAME}.html.j2", build_id=build.build_id, tables=tables, known=known)


def entries(connection: duckdb.DuckDBPyConnection) -> Iterator[DictionaryEntry]:
    """Of every table of `main` an entry of its own, then one of each column."""
    columns = connection.execute(_COLUMNS).fetchall()
    tables = {table: comment or "" for table, comment, *_ in columns}
    keys = {}
    if "relationship" in tables:
        keys = {(table, column): more for table, column, *more in connection.execute(_KEYS).fetchall()}
    for table, comment in tables.items():
        english, chinese = meanings(comment)
        grains = [form.match(text) for form, text in zip(_GRAIN, (english, chinese), strict=True)]
        grain = [found[1] if found else "" for found in grains]
        yield DictionaryEntry(table, "", "", "", "", english, chinese, "", "", *grain)
        for _, _, column, kind, said in (row for row in columns if row[0] == table):
            is_primary, references = keys.get((table, column), (False, ""))
            key = ", ".join(["primary key"] * is_primary + ["foreign key"] * bool(references))
            yield DictionaryEntry(
                table, column, kind, *unit(column, kind), *meanings(said or ""), key, references, *grain
            )


def meanings(comment: str) -> tuple[str, str]:
    """A comment's English and its Chinese sentences: these end with a full stop of their own."""
    sentences = [sentence for sentence in _SENTENCES.split(comment) if sentence]
    chinese = [sentence for sentence in sentences if sentence.endswith("。")]
    return " ".join(sentence for sentence in sentences if sentence not in chinese), "".join(chinese)


def unit(column: str, kind: str) -> tuple[str, str]:
    """What the numbers of a column are counted in, in English and Chinese; nothing of a count, a year or a text."""
    if _MEASURED.match(kind):
        for form, english, chinese in _UNITS:
            if re.search(form, column):
                return english, chinese
    return "", ""
