"""Terms of evaluated identities, as rows of a frame, to equations over figures.

Belongs here: which columns location reads, what a yuan of each figure adds to its side, how fine a figure is printed.
Does not: the equations themselves (system), what is said of them (finding_rows).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reconciliation.contracts import ColumnKind
from yusuan.reconciliation.system import CheckedFigure, CheckedIdentity, units

FAULT_TERM: Mapping[str, ColumnKind] = {
    "result_key": ColumnKind.TEXT,
    "document_key": ColumnKind.TEXT,
    "rule_name": ColumnKind.TEXT,
    "relation": ColumnKind.TEXT,
    "method": ColumnKind.TEXT,
    "scope": ColumnKind.TEXT,
    "result_page_number": ColumnKind.WHOLE,
    "trivial": ColumnKind.FLAG,
    "verdict": ColumnKind.TEXT,
    "is_notice": ColumnKind.FLAG,
    "residual_yuan": ColumnKind.DECIMAL,
    "tolerance_yuan": ColumnKind.DECIMAL,
    "side": ColumnKind.TEXT,
    "sign": ColumnKind.WHOLE,
    "amount_key": ColumnKind.TEXT,
    "amount_document_key": ColumnKind.TEXT,
    "table_key": ColumnKind.TEXT,  # of figures of tables, with their row and column in it
    "position": ColumnKind.WHOLE,
    "column_number": ColumnKind.WHOLE,
    "page_number": ColumnKind.WHOLE,
    "top": ColumnKind.NUMBER,
    "x0": ColumnKind.NUMBER,
    "row_label": ColumnKind.TEXT,
    "column_path": ColumnKind.TEXT,
    "amount_text": ColumnKind.TEXT,
    "amount_yuan": ColumnKind.DECIMAL,
    "printed_unit": ColumnKind.TEXT,
    "yuan_per_unit": ColumnKind.DECIMAL,
    "half_unit_yuan": ColumnKind.DECIMAL,
    "source": ColumnKind.TEXT,
}
TermRow = Mapping[str, Any]  # one term
Rows = Mapping[str, list[dict[str, Any]]]  # by result

_PARTS = 10**4  # of the money that a rate is of: two decimals of a hundredth


def rows_by_result(terms: pl.DataFrame) -> dict[str, list[dict[str, Any]]]:
    """The terms of each result, in the order in which they are printed."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in terms.sort("result_key", "side", "page_number", "top", "x0", "amount_key").iter_rows(named=True):
        rows.setdefault(row["result_key"], []).append(row)
    return rows


def identity_of(key: str, rows: Sequence[TermRow]) -> CheckedIdentity:
    """The equation of one result from its terms."""
    first = rows[0]
    scale, weights = _weights(rows)
    terms = tuple((r["amount_key"], weights[r["amount_key"]] * (1 if r["side"] == "left" else -1)) for r in rows)
    return CheckedIdentity(
        key,
        tuple((key, weight) for key, weight in terms if key),
        units(first["residual_yuan"]) * scale,
        units(first["tolerance_yuan"]) * scale,
        bool(first["trivial"]),
        first["relation"] == "<=",
    )


def _weights(rows: Sequence[TermRow]) -> tuple[int, dict[str, int]]:
    """What a yuan of each figure adds to its side, all of it times a scale that makes it whole.

    Of a rate the money that it is a rate of counts by so much of a hundred; the rate itself by what it is off in yuan.
    """
    if rows[0].get("method") != "rate":
        return 1, {r["amount_key"]: r["sign"] for r in rows}
    rate = next((r["amount_yuan"] / r["yuan_per_unit"] for r in rows if is_percent(r)), Decimal(100))
    return _PARTS, {
        r["amount_key"]: r["sign"] * (_PARTS if r["side"] == "left" or is_percent(r) else round(rate * _PARTS / 100))
        for r in rows
    }


def is_percent(row: TermRow) -> bool:
    """Whether the figure of a term is printed as a percentage."""
    return bool(row["amount_text"]) and row["amount_text"].strip()[-1:] in "%％"


def base_of(rows: Sequence[TermRow]) -> Decimal:
    """The money that the rate among the terms of an identity is a rate of."""
    return sum((r["amount_yuan"] for r in rows if r["side"] == "right" and not is_percent(r)), Decimal(0))


def figures_of(groups: Iterable[Sequence[TermRow]]) -> dict[str, CheckedFigure]:
    """The figures that terms use, with the last digit that their tables print."""
    last = {row["amount_key"]: row for rows in groups for row in rows if row["amount_key"]}
    return {
        key: CheckedFigure(
            key,
            max(1, units(2 * row["half_unit_yuan"])) if row["half_unit_yuan"] else 1,
            row["source"] != "digital",
            units(row["amount_yuan"] or Decimal(0)),
        )
        for key, row in last.items()
    }
