"""Rows as tables that Dagster's UI shows on an asset.

Belongs here: the form, and how many rows are shown. Does not: which rows (store, warehouse).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import dagster as dg

ROWS_SHOWN = 50


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], shown: int = ROWS_SHOWN) -> dg.TableMetadataValue:
    """The first rows, and where there are more a last one that says how many; NULL is shown as nothing."""
    held = [["" if value is None else str(value) for value in row] for row in rows]
    cut = held[:shown]
    if len(held) > shown:
        cut.append([f"… and {len(held) - shown:,} more", *[""] * (len(columns) - 1)])
    return dg.MetadataValue.table(
        [dg.TableRecord(dict(zip(columns, row, strict=True))) for row in cut],
        dg.TableSchema([dg.TableColumn(column) for column in columns]),
    )
