"""CSV for spreadsheets, and Parquet.

Belongs here: the two files. Does not: Excel's own format (spreadsheet), or the CSV of a package (fiscal_package).
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from yusuan.exporting.taken import Taken
from yusuan.warehouse.query import as_text

# What a spreadsheet would take for a formula, and act on.
_ACTING = tuple("=+-@\t\r\n＝＋－＠")


def write_csv(what: Taken, target: Path) -> int:
    """A CSV file that spreadsheets open as it is: UTF-8 with a mark, a row of headings, decimals with all digits.

    A text that they would run as a formula begins with an apostrophe.
    """
    count = 0
    with target.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in what.columns])
        for row in what.rows():
            count += 1
            writer.writerow([inert(value) for value in row])
    return count


def inert(value: Any) -> str:
    """A value as text of which no spreadsheet makes a formula."""
    text = as_text(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_ACTING) else text


def write_parquet(what: Taken, target: Path) -> int:
    """A Parquet file with the types of the warehouse; columns carry their comments."""
    count = 0
    reader = what.cursor.fetch_record_batch(100_000)
    with pq.ParquetWriter(target, reader.schema, compression="zstd") as writer:
        for batch in reader:
            writer.write_batch(batch)
            count += batch.num_rows
    return count
