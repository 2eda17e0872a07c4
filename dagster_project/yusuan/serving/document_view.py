"""One document as reading sees it: whose paper it is, its tables, one table whole. No warehouse is needed or asked.

Belongs here: reading one file now and wording the raw tables for whoever changes reading. Does not: any meaning (dbt).
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any

from yusuan.errors import YusuanError
from yusuan.paths import SEEDS
from yusuan.reading import Lexicon, read_document
from yusuan.store.kinds import HEAD_BYTES, Kind, kind_of
from yusuan.warehouse.query import render

RawRecord = dict[str, Any]
READINGS = ("exact", "damaged", "ambiguous")
_FIELDS = ("title", "publisher_name", "fiscal_year", "stage", "level")


@dataclass(frozen=True)
class ReadDocument:
    """The raw tables of one document as records."""

    path: Path
    kind: Kind
    raw: dict[str, list[RawRecord]]

    @property
    def document(self) -> RawRecord:
        """The one row of the raw table `document`."""
        return self.raw["document"][0]

    @cached_property
    def tables(self) -> list[ReadTable]:
        """The tables in reading order."""
        parts = [self.raw[name] for name in ("column", "row", "cell")]
        return [
            ReadTable(t, *([r for r in p if r["table_key"] == t["table_key"]] for p in parts))
            for t in self.raw["table"]
        ]

    def table(self, ordinal: int) -> ReadTable:
        """The table with this number, from 1; raises YusuanError where there is none."""
        if not 1 <= ordinal <= len(self.tables):
            count = f"{len(self.tables)} table{'' if len(self.tables) == 1 else 's'}"
            raise YusuanError(f"no table {ordinal}: the document has {count}", str(self.path))
        return self.tables[ordinal - 1]


@dataclass(frozen=True)
class ReadTable:
    """The raw records of one table."""

    table: RawRecord
    columns: list[RawRecord]
    rows: list[RawRecord]
    cells: list[RawRecord]

    @property
    def readings(self) -> dict[str, int]:
        """How many cells were read exact, damaged, ambiguous."""
        counted = Counter(cell["reading"] for cell in self.cells)
        return {reading: counted[reading] for reading in READINGS}


def read_file(path: Path) -> ReadDocument:
    """Read one document now, with the project's seeds.

    Raises YusuanError where there is no such file, no reader for it, or reading turns it away.
    """
    if not path.is_file():
        what = "this is a folder, not a document" if path.is_dir() else "no such document"
        raise YusuanError(what, str(path), "give one file")
    data = path.read_bytes()
    kind = kind_of(data[:HEAD_BYTES], path.name)
    if kind.reader is None:
        raise YusuanError(kind.reason, str(path))
    frames = read_document(data, Lexicon.from_seeds(SEEDS), kind.reader)
    view = ReadDocument(path, kind, {name: frame.to_dicts() for name, frame in frames.items()})
    if view.document["status"] != "read":
        raise YusuanError(f"turned away: {view.document['status_reason']}", str(path))
    return view


def overview(view: ReadDocument) -> str:
    """Whose paper it is, with the evidence, and its tables with their header paths."""
    document = view.document
    evidence = {item["field"]: item for item in json.loads(document["identity_evidence"])}
    pages = _count(document["page_count"], "page")
    lines = [f"document        {view.path.name} ({view.kind.name} read by {document['reader']}, {pages})"]
    for field in _FIELDS:
        found = evidence.get(field)
        where = f"    page {found['page']}: {found['text']}" if found else ""
        lines.append(f"{field:<16}{'—' if document[field] is None else document[field]}{where}")
    total = Counter[str]()
    for table in view.tables:
        total.update(table.readings)
    lines.append(f"tables          {len(view.tables)}; cells: {_readings(total)}")
    lines.append(f"narrative       {_count(len(view.raw['statement']), 'figure')}")
    for table in view.tables:
        lines += ["", _heading(table), *_wrapped(c["header_path"] or "—" for c in table.columns)]
    return "\n".join(lines)


def table_text(table: ReadTable, width: int | None = None) -> str:
    """One table whole: its columns, then each row with its code, label, level, and its values under their columns.

    `width`: of the terminal, if any. Numbers have the digits printed; a value that is not exact is told as printed.
    """
    columns = render(
        ["column", "block", "role", "header path"],
        [(c["column_number"], c["block_number"], c["role"], c["header_path"]) for c in table.columns],
        "table",
        width,
    )
    values = [c for c in table.columns if c["role"] == "value"]
    written = {(c["row_number"], c["column_number"]): c for c in table.cells}
    names = ["row", "block", "page", "code", "level", "label"]
    several_blocks = len({row["block_number"] for row in table.rows}) > 1
    kept = [i for i, name in enumerate(names) if several_blocks or name != "block"]
    body = render(
        [*(names[i] for i in kept), *(f"[{c['column_number']}] {_last(c['header_path'])}" for c in values)],
        [
            [*(_beginning(row)[i] for i in kept), *(_value(written, row, column) for column in values)]
            for row in table.rows
        ],
        "table",
        width,
    )
    note = [f"note: {line}" for line in (table.table["note_text"] or "").splitlines()]
    return "\n".join([_heading(table), columns, "", body, *note])


def statements_text(view: ReadDocument, width: int | None = None) -> str:
    """The figures of the narrative, each with the words before it."""
    names = ["page", "heading", "phrase", "figure", "number", "unit"]
    rows = [
        (s["page_number"], _last(s["heading"]), s["phrase"], s["figure_text"], _digits(s), s["unit"])
        for s in view.raw["statement"]
    ]
    return render(names, rows, "table", width)


def as_json(view: ReadDocument, table: ReadTable | None = None, with_statements: bool = False) -> str:
    """The same as one JSON object; with a table, its columns, rows and cells. Numbers keep their digits."""
    document = view.document | {"identity_evidence": json.loads(view.document["identity_evidence"])}
    content: RawRecord = {"document": document}
    if table is None:
        paths = [{"header_paths": [c["header_path"] for c in t.columns]} for t in view.tables]
        content["tables"] = [t.table | t.readings | p for t, p in zip(view.tables, paths, strict=True)]
    else:
        content["table"] = table.table | {"columns": table.columns, "rows": _rows_with_cells(table)}
    if with_statements:
        content["statements"] = [s | {"number": _digits(s)} for s in view.raw["statement"]]
    return render(list(content), [list(content.values())], "json")[1:-1]


def _rows_with_cells(table: ReadTable) -> list[RawRecord]:
    by_row: dict[tuple[int, int], list[RawRecord]] = {}
    for cell in table.cells:
        own = by_row.setdefault((cell["row_number"], cell["block_number"]), [])
        own.append(cell | {"number": _digits(cell)})
    return [row | {"cells": by_row.get((row["row_number"], row["block_number"]), [])} for row in table.rows]


def _beginning(row: RawRecord) -> list[Any]:
    code = " ".join(part for part in (row["row_code"], row["row_second_code"]) if part)
    label = "  " * ((row["row_level"] or 1) - 1) + row["row_label"]
    said = [label, row["unit_label"], f"(row {row['repeat_of_row_number']} again)" if row["is_repeat"] else None]
    words = "  ".join(part for part in said if part)
    return [row["row_number"], row["block_number"], row["page_number"], code, row["row_level"], words]


def _value(written: dict[tuple[int, int], RawRecord], row: RawRecord, column: RawRecord) -> Decimal | str | None:
    if row["block_number"] != column["block_number"]:
        return None
    cell = written.get((row["row_number"], column["column_number"]))
    if cell is None:
        return None
    number = _digits(cell)
    if cell["reading"] != "exact":
        return f"{cell['text']} ({cell['reading']}{'' if number is None else f', {number:f}'})"
    return str(cell["text"]) if number is None or cell["is_percent"] else number


def _digits(record: RawRecord) -> Decimal | None:
    """The number with the decimals that are printed."""
    number: Decimal | None = record["number"]
    decimals: int | None = record["number_decimals"]
    return number if number is None or decimals is None else number.quantize(Decimal(1).scaleb(-decimals))


def _heading(table: ReadTable) -> str:
    own = table.table
    first, last = own["page_from"], own["page_to"]
    parts = [
        f"table {own['table_ordinal']}",
        " ".join(part for part in (own["number_text"], own["title_text"]) if part) or "no title",
        f"page {first}" if first == last else f"pages {first}–{last}",
        own["unit_text"] or "no unit",
        f"{own['row_count']} × {own['column_count']}",
        _readings(table.readings),
        own["entity_text"],
    ]
    return "  ".join(part for part in parts if part)


def _readings(counted: dict[str, int]) -> str:
    return ", ".join(f"{counted[reading]} {reading}" for reading in READINGS if counted[reading]) or "no cell"


def _wrapped(paths: Iterable[str], at_once: int = 4) -> list[str]:
    """Header paths, a few to a line."""
    numbered: Sequence[str] = [f"[{number}] {path}" for number, path in enumerate(paths, start=1)]
    return ["    " + "   ".join(numbered[i : i + at_once]) for i in range(0, len(numbered), at_once)]


def _last(path: str | None) -> str:
    return (path or "—").rpartition("/")[2]


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
