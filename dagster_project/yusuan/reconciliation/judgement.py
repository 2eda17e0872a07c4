"""What arithmetic says of suspect readings: contradicted ones are damaged, proven ones repaired.

Belongs here: which readings are in question, frames in and out. Does not: the proof itself (repair), clean digital
readings, which stay as printed whatever contradicts them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from yusuan.catalogue.verdict import is_only_child
from yusuan.reconciliation.contracts import ColumnKind, FrameSchema, checked_input, checked_output
from yusuan.reconciliation.equations import Equation, FigureReading, rounded_tables
from yusuan.reconciliation.fault_terms import Rows, TermRow, figures_of, identity_of
from yusuan.reconciliation.limits import SUSPECT_STEPS, WorkLimit
from yusuan.reconciliation.location import locate
from yusuan.reconciliation.proof import Repair
from yusuan.reconciliation.repair import repair
from yusuan.reconciliation.set_aside import SetAside, StageOutcome, attempt
from yusuan.reconciliation.system import in_yuan, units

SUSPECT_TERM: Mapping[str, ColumnKind] = {
    "result_key": ColumnKind.TEXT,
    "rule_id": ColumnKind.TEXT,
    "scope": ColumnKind.TEXT,
    "relation": ColumnKind.TEXT,
    "same_figure": ColumnKind.FLAG,
    "trivial": ColumnKind.FLAG,
    "verdict": ColumnKind.TEXT,
    "residual_yuan": ColumnKind.DECIMAL,
    "tolerance_yuan": ColumnKind.DECIMAL,
    "side": ColumnKind.TEXT,
    "sign": ColumnKind.WHOLE,
    "is_ambiguous": ColumnKind.FLAG,
    "amount_key": ColumnKind.TEXT,
    "document_key": ColumnKind.TEXT,
    "table_key": ColumnKind.TEXT,
    "page_number": ColumnKind.WHOLE,
    "row_label": ColumnKind.TEXT,
    "column_path": ColumnKind.TEXT,
    "amount_text": ColumnKind.TEXT,
    "reading": ColumnKind.TEXT,
    "amount_yuan": ColumnKind.DECIMAL,
    "half_unit_yuan": ColumnKind.DECIMAL,
    "yuan_per_unit": ColumnKind.DECIMAL,
    "decimals": ColumnKind.WHOLE,
    "confidence": ColumnKind.NUMBER,
    "source": ColumnKind.TEXT,
}
JUDGEMENT: FrameSchema = {
    "document_key": pl.String,
    "amount_key": pl.String,
    "reading": pl.String,
    "repaired_amount_yuan": pl.Decimal(24, 2),
    "repair_evidence": pl.String,
}
JUDGED = "the readings of a document are judged"
TRIED = "every damaged reading is tried within the limit of work"
_SURE = 0.9  # confidence of a reading that is not repaired


def judge(terms: pl.DataFrame) -> StageOutcome:
    """One row of JUDGEMENT per reading that is not what it was read as; `terms` is int_suspect_term, as read.

    `damaged`: a suspect reading that identities contradict. `repaired`: one that they prove, or a damaged one.
    Identities with figures of several documents judge none. Of a document on which the work fails nothing is judged,
    and it is set aside. Raises YusuanError where the frame is not as SUSPECT_TERM says.
    """
    own = checked_input(terms, "int_suspect_term", SUSPECT_TERM)
    own = own.filter(pl.col("document_key").n_unique().over("result_key") == 1)
    judged: list[pl.DataFrame] = []
    aside: list[SetAside] = []
    for frame in own.sort("document_key").partition_by("document_key", maintain_order=True):
        document_key = frame["document_key"][0]
        found = attempt(partial(_judged, frame, document_key, aside), JUDGED, document_key)
        aside.append(found) if isinstance(found, SetAside) else judged.append(found)
    return StageOutcome(pl.concat([pl.DataFrame(schema=JUDGEMENT), *judged]), aside)


def _judged(terms: pl.DataFrame, document_key: str, aside: list[SetAside]) -> pl.DataFrame:
    """The judgement of one document's readings."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in terms.sort("result_key", "side", "amount_key").iter_rows(named=True):
        rows.setdefault(row["result_key"], []).append(row)
    readings = {r["amount_key"]: _reading(r) for own in rows.values() for r in own}
    equations = [e for key, own in rows.items() if (e := _equation(key, own))]
    contradicted = _contradicted(rows) | _at_odds(rows, equations, readings)
    damaged = {r["amount_key"] for own in rows.values() for r in own if r["reading"] == "damaged"}
    unknown = damaged | contradicted - _sure(rows)
    usable = _among(equations, _read(readings) - contradicted | unknown)
    repairs = repair(usable, readings, unknown)
    if repairs.untried:
        detail = f"{len(repairs.untried)} of {len(unknown)} readings that may be wrong were not tried to the end"
        aside.append(SetAside(document_key, None, None, TRIED, detail))
    repaired = {each.key: each for each in repairs.proven}
    out = [_repaired_row(each, rows) for each in repaired.values() if each.value != readings[each.key].value]
    out += [
        {"amount_key": key, "reading": "damaged", "repaired_amount_yuan": None, "repair_evidence": None}
        for key in sorted(contradicted - set(repaired))
    ]
    frame = pl.DataFrame([{"document_key": document_key, **row} for row in out], schema=JUDGEMENT, orient="row")
    return checked_output(frame, "int_judgement", JUDGEMENT)


def _contradicted(rows: Rows) -> set[str]:
    """Suspect readings that are, or may be, what makes identities break."""
    evaluable = {key: own for key, own in rows.items() if own[0]["verdict"] != "not_evaluable"}
    sources = {r["amount_key"]: r["source"] for own in evaluable.values() for r in own}
    out: set[str] = set()
    identities = (identity_of(k, own) for k, own in evaluable.items())
    for fault in locate(identities, figures_of(evaluable.values()), WorkLimit(SUSPECT_STEPS)):
        blamed = {*fault.located, *fault.candidates}
        blamed = blamed or {r["amount_key"] for key in fault.results for r in rows[key]}
        out |= {key for key in blamed if sources[key] == "picture"}
    return out


def _at_odds(rows: Rows, equations: Sequence[Equation], readings: Mapping[str, FigureReading]) -> set[str]:
    """Readings that their tool is unsure of, and through which an identity is off where rounding keeps none from 0.

    A misread last digit hides in the tolerance of a sum; among sums that are exact it stands out.
    """
    doubts = {r["amount_key"]: r["confidence"] for own in rows.values() for r in own if r["source"] == "picture"}
    unsure = {key for key, confidence in doubts.items() if confidence is not None and confidence < _SURE}
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


def _read(readings: Mapping[str, FigureReading]) -> set[str]:
    return {key for key, reading in readings.items() if reading.value is not None}


def _among(equations: Sequence[Equation], figures: set[str]) -> list[Equation]:
    """The equations that have no other figures in them."""
    return [equation for equation in equations if all(key in figures for key, _ in equation.terms)]


def _reading(row: TermRow) -> FigureReading:
    yuan = row["amount_yuan"] if row["reading"] == "exact" else None
    return FigureReading(
        row["amount_key"],
        row["amount_text"] or "",
        None if yuan is None else units(yuan),
        units(row["half_unit_yuan"] or Decimal(0)),
        units(row["yuan_per_unit"] or Decimal(0)),
        row["decimals"] or 0,
    )


def _equation(key: str, rows: Sequence[TermRow]) -> Equation | None:
    """The identity as an equation; None where a side has no figure, or it is open which cell a figure is of."""
    if len({row["side"] for row in rows}) < 2 or any(row["is_ambiguous"] for row in rows):
        return None
    terms = tuple((row["amount_key"], row["sign"] if row["side"] == "left" else -row["sign"]) for row in rows)
    tables = frozenset(row["table_key"] for row in rows)
    at_most, twice = rows[0]["relation"] == "<=", rows[0]["same_figure"]
    left = sum(row["side"] == "left" for row in rows)
    trivial = is_only_child(left, len(rows) - left, len(tables), twice)
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


def _side(rows: Sequence[TermRow], side: str, found: Repair) -> str:
    """One side in yuan, each figure with its place: `p. 3 八、社会保障 · 支出/金额 15470800 + …`."""
    parts = []
    for row in rows:
        if row["side"] == side:
            place = " · ".join(part for part in (row["row_label"], row["column_path"]) if part)
            number = in_yuan(found.values[row["amount_key"]]).normalize()
            parts.append(f"{'- ' if row['sign'] < 0 else ''}p. {row['page_number']} {place} {number:f}")
    return " + ".join(parts)
