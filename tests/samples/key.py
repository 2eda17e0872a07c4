"""The answer key of a document, made from its data file: one record for each amount printed in its money tables.

Labels and paths are as the data contract says them: white space removed, NFKC, so full-width brackets become ASCII.
A row or header that is printed again on a continuation page counts once. What a page looks like plays no part here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal

from tests.samples.model import Json, leaves, row_spans, tables


def plain(text: str) -> str:
    """`text` without white space and in NFKC; the quotation marks of “三公” stay."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def number(text: str) -> str:
    """The figure of a printed amount without separators and per cent sign, digits unchanged."""
    value = text.replace(",", "").rstrip("%")
    Decimal(value)
    return value


def key(document: Json) -> list[Json]:
    """All records of a document in print order."""
    records: list[Json] = []
    for table in tables(document):
        make = performance_records if table.get("layout") == "performance" else grid_records
        for record in make(table, document["amount_unit"]):
            head = {"doc": document["doc"], "table_no": table["number"], "table_title": plain(table["title"])}
            records.append(head | record)
    return records


def key_text(document: Json) -> str:
    """The key as JSON lines."""
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in key(document))


def grid_records(table: Json, unit: str) -> Iterator[Json]:
    """The amounts of an ordinary table, row by row from left to right."""
    columns = list(leaves(table["header"]))
    parents: dict[int, str] = {}
    for index, row in enumerate(table["rows"], 1):
        code: str | None = None
        label = table.get("row_label", "")
        side = project_unit = None
        for at, span, text in row_spans(row):
            covered = columns[at : at + span]
            roles = {column.role for column in covered}
            if "code" in roles:
                code = plain(text) or None if roles == {"code"} else None
                label = plain(text) if "name" in roles else label
            elif "name" in roles:
                label, side = plain(text), at
                if not label.startswith("("):
                    parents[at] = label
            elif "text" in roles:
                project_unit = plain(text) or None
            elif "value" in roles and text:
                record = {
                    "row_label": label,
                    "row_code": code,
                    "column_path": "/".join(plain(part) for part in covered[-1].path),
                    "value": number(text),
                    "unit": unit,
                    "row_index": index,
                }
                if side is not None and label.startswith("(") and not code:
                    record["row_parent"] = parents[side]
                if project_unit:
                    record["project_unit"] = project_unit
                if not label:
                    record["unlabelled_total"] = True
                yield record


def performance_records(table: Json, unit: str) -> Iterator[Json]:
    """The money part of an overall performance table; its group stands in front of the row label."""
    paths = ["当年金额", "占比", *(f"近两年收支金额/{plain(year)}" for year in table["years"])]
    index = table["first_row_index"]
    for group in table["groups"]:
        for label, *values in group["rows"]:
            for path, text in zip(paths, values, strict=True):
                if text:
                    yield {
                        "row_label": f"{plain(group['label'])}/{plain(label)}",
                        "row_code": None,
                        "column_path": path,
                        "value": number(text),
                        "unit": "%" if text.endswith("%") else unit,
                        "row_index": index,
                    }
            index += 1
