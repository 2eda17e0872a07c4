"""The answer key of a document, made from its data file: one record for each amount printed in its money tables.

Labels and paths are as the data contract says them: white space removed, NFKC, so full-width brackets become ASCII.
A row or header that is printed again on a continuation page counts once. What a page looks like plays no part here.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
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


@dataclass
class Place:
    """What stands to the left of an amount: its row's code and label (with their column) and the project's unit."""

    label: str
    code: str | None = None
    column: int | None = None
    project_unit: str | None = None


def grid_records(table: Json, unit: str) -> Iterator[Json]:
    """The amounts of an ordinary table, row by row from left to right."""
    columns = list(leaves(table["header"]))
    parents: dict[int, str] = {}
    for index, row in enumerate(table["rows"], 1):
        place = Place(table.get("row_label", ""))
        for at, span, text in row_spans(row):
            covered = columns[at : at + span]
            if {column.role for column in covered} != {"value"}:
                move(place, at, {column.role for column in covered}, plain(text))
                if place.column == at and not place.label.startswith("("):
                    parents[at] = place.label
            elif text:
                path = "/".join(plain(part) for part in covered[-1].path)
                yield amount_record(place, path, text, unit, index, parents)


def move(place: Place, column: int, roles: set[str], text: str) -> None:
    """Take note of a cell that is no amount; a label merged over code and name has no code."""
    if "code" in roles:
        place.code = text or None if roles == {"code"} else None
        place.label = text if "name" in roles else place.label
    elif "name" in roles:
        place.label, place.column = text, column
    elif "text" in roles:
        place.project_unit = text or None


def amount_record(place: Place, path: str, text: str, unit: str, index: int, parents: dict[int, str]) -> Json:
    """The record of one amount."""
    record: Json = {
        "row_label": place.label,
        "row_code": place.code,
        "column_path": path,
        "value": number(text),
        "unit": unit,
        "row_index": index,
    }
    if place.column is not None and place.label.startswith("(") and not place.code:
        record["row_parent"] = parents[place.column]
    if place.project_unit:
        record["project_unit"] = place.project_unit
    if not place.label:
        record["unlabelled_total"] = True
    return record


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
