"""corrections.csv: amounts that a person decided are other than printed, or than read.

Belongs here: reading and validating that list. Does not: whether the source still says what a line expects (the gate),
or what a correction changes (dbt: facts use it and say so; what is printed, its identities and its findings stay).

A line that cannot be understood stops the build: somebody decided something, and leaving it out would be silent.
"""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl

from yusuan.errors import YusuanError
from yusuan.reading.numbers import parse_figure

CORRECTIONS: dict[str, pl.DataType | type[pl.DataType]] = {
    "line_number": pl.Int32,  # in corrections.csv
    "file": pl.String,  # relative to raw/documents
    "amount_key": pl.String,
    "printed": pl.String,  # what the source says today: `amount_text`
    "corrected": pl.Decimal(24, 6),  # in the table's printed unit
    "reason": pl.String,
    "decided_by": pl.String,
    "decided_on": pl.Date,
}
_COLUMNS = [name for name in CORRECTIONS if name != "line_number"]


def read_corrections(path: Path) -> pl.DataFrame:
    """One row per decided correction, in the schema `CORRECTIONS`; a list that is not there corrects nothing.

    Raises YusuanError naming the line and what is wrong with it.
    """
    rows = []
    if path.is_file():
        try:
            reader = csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True)
            if reader.fieldnames != _COLUMNS:
                raise _wrong(path, 1, f"the columns must be {','.join(_COLUMNS)}")
            rows = [_line(path, reader.line_num, row) for row in reader if any(row.values())]
        except (UnicodeDecodeError, csv.Error, OSError) as error:
            raise YusuanError(f"could not be read: {error}", str(path), "save it as UTF-8 with commas") from error
    frame = pl.DataFrame(rows, schema=CORRECTIONS, orient="row")
    again = frame.filter(pl.col("amount_key").is_duplicated()).rows(named=True)
    if again:
        raise _wrong(
            path, again[-1]["line_number"], f"{again[0]['amount_key']} is corrected on an earlier line already"
        )
    return frame


def _line(path: Path, number: int, row: dict[str, str]) -> dict[str, object]:
    if None in row:
        raise _wrong(path, number, "there are more fields than columns; put quotes around a field with a comma")
    values = {name: (row[name] or "").strip() for name in _COLUMNS}
    empty = [name for name, value in values.items() if not value]
    if empty:
        raise _wrong(path, number, f"{', '.join(empty)} is empty")
    return values | {
        "line_number": number,
        "corrected": _amount(path, number, values["corrected"]),
        "decided_on": _date(path, number, values["decided_on"]),
    }


def _amount(path: Path, number: int, text: str) -> Decimal:
    figure = parse_figure(text)
    if figure is None or figure.is_percent:
        raise _wrong(path, number, f"`corrected` is {text!r}, not an amount like 1,234.56")
    return figure.value


def _date(path: Path, number: int, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise _wrong(path, number, f"`decided_on` is {text!r}, not a date like 2025-02-14") from error


def _wrong(path: Path, number: int, what: str) -> YusuanError:
    return YusuanError(f"{path.name} line {number}: {what}", str(path), "mend the line; nothing was published")
