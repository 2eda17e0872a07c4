"""Fiscal Data Package: expenditure as a CSV file and the description that programs of fiscal data read.

Belongs here: the descriptor and its validation by the format's own library. Does not: what the columns are to it (seed
column_word).
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from yusuan.errors import YusuanError
from yusuan.exporting.plain_files import inert
from yusuan.exporting.taken import Taken, TakenColumn

FISCAL_TABLE = "v_expenditure"
_DATA = "expenditure.csv"
_TYPES = {"INTEGER": "integer", "BIGINT": "integer", "BOOLEAN": "boolean", "DATE": "date"}


def write_fiscal_package(what: Taken, target: Path) -> int:
    """A folder with `datapackage.json` and `expenditure.csv`, validated; raises YusuanError if it is not valid."""
    target.mkdir()
    count = 0
    with (target / _DATA).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([column.name for column in what.columns])
        for row in what.rows():
            count += 1
            writer.writerow([inert(value) for value in row])
    described = json.dumps(_descriptor(what), ensure_ascii=False, indent=1)
    (target / "datapackage.json").write_text(described + "\n", encoding="utf-8")
    _require_valid(target)
    return count


def _descriptor(what: Taken) -> dict[str, Any]:
    return {
        "name": "yusuan-expenditure",
        "title": "Expenditure of Chinese government departments and units, as published",
        "description": what.comment,
        "version": what.build_id,
        "countryCode": "CN",
        "resources": [
            {
                "name": "expenditure",
                "type": "table",
                "path": _DATA,
                "format": "csv",
                "mediatype": "text/csv",
                "encoding": "utf-8",
                "schema": {
                    "fields": [_field(column) for column in what.columns],
                    "primaryKey": [column.name for column in what.columns if column.fiscal_type == "budget-line-id"],
                },
            }
        ],
    }


def _field(column: TakenColumn) -> dict[str, Any]:
    number = column.type.startswith("DECIMAL")
    field: dict[str, Any] = {
        "name": column.name,
        "type": "number" if number else _TYPES.get(column.type, "string"),
        "title": column.heading_zh,
        "description": column.comment,
    }
    if column.fiscal_type:
        field["columnType"] = column.fiscal_type
    if column.fiscal_type == "value":
        field |= {"currency": "CNY", "factor": 1}
    return field


def _require_valid(folder: Path) -> None:
    from frictionless import Package  # late: it is needed by nothing else

    report = Package(str(folder / "datapackage.json")).validate()
    if not report.valid:
        said = "; ".join(str(error[-1]) for error in report.flatten(["rowNumber", "fieldNumber", "note"])[:3])
        raise YusuanError("the package is not valid", said)
