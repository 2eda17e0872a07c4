"""A raw set as rows that may be changed at will.

Belongs here: the rows of one document, short hands to add tables and prose, sealing keys, frames with right schemas.
Does not: anything absurd (faults).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reading.schema import AMOUNT, RAW_TABLES
from yusuan.reading.statements import read_statements
from yusuan.reading.text import squeeze

Row = dict[str, Any]
Column = tuple[str, str]  # role and header path
Amount = Decimal | str | None  # a str is a cell that prints words
MOST = Decimal(10) ** (AMOUNT.precision - AMOUNT.scale) - 1  # what a raw amount has room for
_BOX = {"x0": 100.0, "top": 100.0, "x1": 160.0, "bottom": 112.0}


@dataclass(frozen=True)
class Line:
    """A row of a table to be added: its printed code and label, level of the outline, second label, figures."""

    label: str = ""
    code: str | None = None
    level: int = 1
    unit: str | None = None
    index: int | None = None
    amounts: Sequence[Amount] = ()


@dataclass
class Paper:
    """The rows of every raw table of one document; keys are any texts until `sealed` makes them the document's own."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {name: [] for name in RAW_TABLES})
    made: int = 0  # keys made so far

    @property
    def document(self) -> Row:
        """What the document says of itself: of several such rows the first, an empty one where there is none."""
        return self.rows["document"][0] if self.rows["document"] else {}

    @property
    def table_keys(self) -> list[str]:
        """The keys of its tables, each once, in order."""
        return list(dict.fromkeys(row["table_key"] for row in self.rows["table"] if row["table_key"] is not None))

    def of(self, name: str, table_key: str) -> list[Row]:
        """The rows of a raw table that belong to one printed table."""
        return [row for row in self.rows[name] if row["table_key"] == table_key]

    def new_key(self, key: str) -> str:
        """A key that nothing in the paper has yet, for a copy of what has this one."""
        self.made += 1
        return f"{key} {self.made}"

    def add(self, name: str, **values: Any) -> Row:
        """Add one row to a raw table; what is not given is NULL."""
        row = dict.fromkeys(RAW_TABLES[name]) | values
        self.rows[name].append(row)
        return row

    def remove(self, name: str, rows: Iterable[Row]) -> None:
        """Take rows out of a raw table."""
        gone = {id(row) for row in rows}
        self.rows[name] = [row for row in self.rows[name] if id(row) not in gone]

    def add_table(
        self,
        title: str,
        columns: Sequence[Column],
        lines: Sequence[Line],
        unit: str | None = "万元",
        block: int = 1,
        key: str | None = None,
    ) -> str:
        """Add a printed table and return its key; `amounts` of a line fill the value columns from the left.

        With the `key` of a table that is there its columns and rows are added to that one, as another block.
        """
        fresh = key is None
        key = key or self.new_key("table")
        first = len(self.of("column", key))
        if fresh:
            self.add(
                "table",
                table_key=key,
                table_ordinal=len(self.rows["table"]) + 1,
                page_from=1,
                page_to=1,
                title_text=title,
                unit_text=unit,
                header_text=" ".join(path.replace("/", " ") for _, path in columns),
                row_count=len(lines),
                column_count=len(columns),
            )
        values = []
        for number, (role, path) in enumerate(columns, start=first + 1):
            place = {"column_number": number, "block_number": block, "x0": 1.0 * number, "x1": 2.0 * number}
            self.add("column", table_key=key, role=role, header_path=path, **place)
            if role == "value":
                values.append(number)
        above: list[tuple[int, int, str]] = []  # (level, row, label) of the rows that the next one may stand below
        for number, line in enumerate(lines, start=1):
            above = [entry for entry in above if entry[0] < line.level]
            self.add(
                "row",
                table_key=key,
                row_number=number,
                block_number=block,
                page_number=1,
                row_code=line.code,
                row_label=line.label,
                row_text=line.label,
                row_path="/".join([*(label for *_, label in above), line.label]),
                row_level=line.level,
                parent_row_number=above[-1][1] if above else None,
                unit_label=line.unit,
                index_number=line.index,
                is_repeat=False,
            )
            above.append((line.level, number, line.label))
            printed = {"label": line.label, "code": line.code}
            for offset, (role, _) in enumerate(columns, start=1):
                if words := printed.pop(role, None):
                    self.add_words(key, number, first + offset, words, block)
            for column, amount in zip(values, line.amounts, strict=False):
                if amount is not None:
                    self.add_cell(key, number, column, amount, block)
        return key

    def add_cell(self, table_key: str, row_number: int, column_number: int, amount: Amount, block: int = 1) -> Row:
        """Add a cell that prints an amount, or words."""
        number = amount if isinstance(amount, Decimal) else None
        return self.add(
            "cell",
            cell_key=self.new_key("cell"),
            table_key=table_key,
            page_number=1,
            row_number=row_number,
            block_number=block,
            column_number=column_number,
            text=f"{number:,f}" if number is not None else amount,
            number=number,
            number_decimals=max(0, -int(number.as_tuple().exponent)) if number is not None else None,
            is_percent=False,
            reading="exact",
            **_BOX,
        )

    def add_words(self, table_key: str, row_number: int, column_number: int, words: str, block: int = 1) -> Row:
        """Add a cell that prints the words of a row."""
        return self.add(
            "row_text",
            table_key=table_key,
            page_number=1,
            row_number=row_number,
            block_number=block,
            column_number=column_number,
            text=words,
            row_span=1,
            **_BOX,
        )

    def say(self, paragraphs: Sequence[str]) -> None:
        """Add lines of prose on a page of their own, and the figures that they print, as a reader finds them."""
        page = max((row["page_number"] or 0 for row in self.rows["line"]), default=1) + 1
        lines: list[Row] = [
            {"page_number": page, "line_number": n, "text": text, "plain_text": squeeze(text)}
            | {"role": "prose", "table_key": None}
            | {"x0": 60.0, "top": 20.0 * n, "x1": 540.0, "bottom": 20.0 * n + 12}
            for n, text in enumerate(paragraphs, start=1)
        ]
        for line in lines:
            self.add("line", **line)
        said = self.rows["statement"]
        paragraph = max((row["paragraph_number"] or 0 for row in said), default=0)
        sentence = max((row["sentence_number"] or 0 for row in said), default=0)
        for record in read_statements(self.new_key("prose"), lines):
            row = self.add("statement", **record)
            if row["paragraph_number"]:
                row["paragraph_number"] += paragraph
                row["sentence_number"] += sentence

    def sealed(self, data: bytes, version: str) -> Paper:
        """A copy whose keys come from the document's bytes, as a reader's do; equal keys stay equal."""
        sha256 = hashlib.sha256(data).hexdigest()
        own = {"document_key": sha256[:16]}
        document = own | {"sha256": sha256, "extractor_version": version}

        def seal(name: str, row: Row) -> Row:
            keys = {column: _key(sha256, row[column]) for column in _LOCAL_KEYS & row.keys()}
            return row | keys | (document if name == "document" else own)

        return Paper({name: [seal(name, row) for row in rows] for name, rows in self.rows.items()})

    def frames(self) -> dict[str, pl.DataFrame]:
        """The raw tables with their schemas; a number that has no room there is NULL."""
        return {
            name: pl.DataFrame([_fitting(row) for row in self.rows[name]], schema=schema, orient="row")
            for name, schema in RAW_TABLES.items()
        }


_LOCAL_KEYS = {"table_key", "cell_key", "statement_key"}


def _key(sha256: str, key: str | None) -> str | None:
    return None if key is None else hashlib.sha256(f"{sha256}:{key}".encode()).hexdigest()[:16]


def _fitting(row: Row) -> Row:
    number = row.get("number")
    return row if number is None or abs(number) <= MOST else row | {"number": None}
