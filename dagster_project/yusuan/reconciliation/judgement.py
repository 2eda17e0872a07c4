"""What arithmetic says of suspect readings: contradicted ones are damaged, proven ones repaired.

Belongs here: which readings are in question, frames in and out. Does not: the proof itself (repair), clean digital
readings, which stay as printed whatever contradicts them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

import polars as pl

from yusuan.reconciliation.equations import Equation, Reading, rounded_tables
from yusuan.reconciliation.faults import locate
from yusuan.reconciliation.findings import figures_of, identity_of
from yusuan.reconciliation.proof import Repair
from yusuan.reconciliation.repair import repair
from yusuan.reconciliation.system import in_yuan, units

JUDGEMENT: dict[str, pl.DataType | type[pl.DataType]] = {
    "amount_key": pl.String,
    "reading": pl.String,
    "repaired_amount_yuan": pl.Decimal(24, 2),
    "repair_evidence": pl.String,
}
_SURE = 0.9  # confidence of a reading that is not repaired
Rows = Mapping[str, list[dict[str, Any]]]  # by result


def judge(terms: pl.DataFrame) -> pl.DataFrame:
    """One row per reading that is not what it was read as; `terms` is the table int_suspect_term, as read.

    `damaged`: a suspect reading that identities contradict. `repaired`: one that they prove, or a damaged one.
    """
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in terms.sort("result_key", "side", "amount_key").iter_rows(named=True):
        rows.setdefault(row["result_key"], []).append(row)
    readings = {r["amount_key"]: _reading(r) for own in rows.values() for r in own}
    equations = [e for key, own in rows.items() if (e := _equation(key, own))]
    contradicted = _contradicted(rows) | _at_odds(rows, equations, readings)
    damaged = {r["amount_key"] for own in rows.values() for r in own if r["reading"] == "damaged"}
    unknown = damaged | contradicted - _sure(rows)
    usable = _among(equations, _read(readings) - contradicted | unknown)
    repaired = {each.key: each for each in repair(usable, readings, unknown)}
    out = [_repaired_row(each, rows) for each in repaired.values() if each.value != readings[each.key].value]
    out += [
        {"amount_key": key, "reading": "damaged", "repaired_amount_yuan": None, "repair_evidence": None}
        for key in sorted(contradicted - set(repaired))
    ]
    return pl.DataFrame(out, schema=JUDGEMENT, orient="row")


def _contradicted(rows: Rows) -> set[str]:
    """Suspect readings that are, or may be, what makes identities break."""
    evaluable = {key: own for key, own in rows.items() if own[0]["verdict"] != "not_evaluable"}
    sources = {r["amount_key"]: r["source"] for own in evaluable.values() for r in own}
    out: set[str] = set()
    for fault in locate((identity_of(k, own) for k, own in evaluable.items()), figures_of(evaluable.values())):
        blamed = {*fault.located, *fault.candidates}
        blamed = blamed or {r["amount_key"] for key in fault.results for r in rows[key]}
        out |= {key for key in blamed if sources[key] == "picture"}
    return out


def _at_odds(rows: Rows, equations: Sequence[Equation], readings: Mapping[str, Reading]) -> set[str]:
    """Readings that their tool is unsure of, and through which an identity is off where rounding keeps none from 0.

    A misread last digit hides in the tolerance of a sum; among sums that are exact it stands out.
    """
    doubts = {r["amount_key"]: r["confidence"] for own in rows.values() for r in own if r["confidence"] is not None}
    unsure = {key for key, confidence in doubts.items() if confidence < _SURE}
    evaluable = _among(equations, _read(readings)) if unsure else []
    printed = {key: reading.value for key, reading in readings.items()}
    rounded = rounded_tables(evaluable, readings, printed | dict.fromkeys(unsure))
    return {
        key
        for equation in evaluable
        if not equation.at_most and equation.is_firm(rounded) and equation.residual(printed)
        for key, _ in equation.terms
        if key in unsure
    }


def _sure(rows: Rows) -> set[str]:
    """Readings of pictures that their tool is sure of: contradicted, they may be what the page prints all the same."""
    return {r["amount_key"] for own in rows.values() for r in own if (r["confidence"] or 0.0) >= _SURE}


def _read(readings: Mapping[str, Reading]) -> set[str]:
    return {key for key, reading in readings.items() if reading.value is not None}


def _among(equations: Sequence[Equation], figures: set[str]) -> list[Equation]:
    """The equations that have no other figures in them."""
    return [equation for equation in equations if all(key in figures for key, _ in equation.terms)]


def _reading(row: Mapping[str, Any]) -> Reading:
    yuan = row["amount_yuan"] if row["reading"] == "exact" else None
    return Reading(
        row["amount_key"],
        row["amount_text"] or "",
        None if yuan is None else units(yuan),
        units(row["half_unit_yuan"] or Decimal(0)),
        units(row["yuan_per_unit"] or Decimal(0)),
        row["decimals"] or 0,
    )


def _equation(key: str, rows: Sequence[Mapping[str, Any]]) -> Equation | None:
    """The identity as an equation; None where a side has no figure, or it is open which cell a figure is of."""
    if len({row["side"] for row in rows}) < 2 or any(row["is_ambiguous"] for row in rows):
        return None
    terms = tuple((row["amount_key"], row["sign"] if row["side"] == "left" else -row["sign"]) for row in rows)
    tables = frozenset(row["table_key"] for row in rows)
    at_most, twice = rows[0]["relation"] == "<=", rows[0]["same_figure"]
    trivial = len(rows) == 2 and len(tables) == 1 and not (twice or at_most)
    places = {(row["table_key"], row["page_number"], row["row_label"]) for row in rows}
    place = "|".join(map(str, *places)) if len(places) == 1 else ""
    return Equation(key, terms, at_most, twice, trivial, tables, rows[0]["document_key"], place)


def _repaired_row(found: Repair, rows: Rows) -> dict[str, Any]:
    evidence = [
        {
            "rule": rows[key][0]["rule_id"],
            "scope": rows[key][0]["scope"],
            "left": _side(rows[key], "left", found),
            "right": _side(rows[key], "right", found),
        }
        for key in found.proof
    ]
    return {
        "amount_key": found.key,
        "reading": "repaired",
        "repaired_amount_yuan": in_yuan(found.value),
        "repair_evidence": json.dumps(evidence, ensure_ascii=False),
    }


def _side(rows: Sequence[Mapping[str, Any]], side: str, found: Repair) -> str:
    """One side in yuan, each figure with its place: `p. 3 八、社会保障 · 支出/金额 15470800 + …`."""
    parts = []
    for row in rows:
        if row["side"] == side:
            place = " · ".join(part for part in (row["row_label"], row["column_path"]) if part)
            number = in_yuan(found.values[row["amount_key"]]).normalize()
            parts.append(f"{'- ' if row['sign'] < 0 else ''}p. {row['page_number']} {place} {number:f}")
    return " + ".join(parts)
