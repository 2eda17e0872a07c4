"""Terms of evaluated identities in, findings out: both as frames of a warehouse.

Belongs here: frames to equations, faults and notices to rows. Does not: reading or writing tables (dbt's models do).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from hashlib import md5
from typing import Any

import polars as pl

from yusuan.reconciliation.faults import Fault, locate
from yusuan.reconciliation.system import Figure, Identity, in_yuan, units
from yusuan.reconciliation.wording import Printed, Result, notice, page_of, sentences

FINDING: dict[str, pl.DataType | type[pl.DataType]] = {
    "finding_key": pl.String,
    "document_key": pl.String,
    "page_number": pl.Int32,
    "kind": pl.String,
    "summary": pl.String,
    "summary_zh": pl.String,
    "result_keys": pl.List(pl.String),
    "amounts": pl.List(pl.Struct({"amount_key": pl.String, "role": pl.String, "shift_yuan": pl.Decimal(24, 4)})),
}
_PARTS = 10**4  # of the money that a rate is of: two decimals of a hundredth
Rows = Mapping[str, list[dict[str, Any]]]  # by result


def findings(terms: pl.DataFrame) -> pl.DataFrame:
    """One row per fault and per notice; `terms` is the table int_fault_term, the result one of FINDING."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in terms.sort("result_key", "side", "page_number", "top", "x0", "amount_key").iter_rows(named=True):
        rows.setdefault(row["result_key"], []).append(row)
    figures = figures_of(rows.values())
    printed = {row["amount_key"]: _printed(row) for own in rows.values() for row in own}
    sources = {row["amount_key"]: row["source"] for own in rows.values() for row in own}
    blank = {key for key, own in rows.items() if own[0]["verdict"] == "break" and len({r["side"] for r in own}) == 1}
    evaluable = [identity_of(key, own) for key, own in rows.items() if key not in blank]
    faults = [*locate(evaluable, figures), *_stated_of_blanks(blank, rows)]
    found = [_fault_row(fault, rows, printed, sources) for fault in faults]
    found += [_notice_row(group, rows) for group in _notices(rows)]
    return pl.DataFrame(found, schema=FINDING, orient="row")


def identity_of(key: str, rows: Sequence[Mapping[str, Any]]) -> Identity:
    """The equation of one result from its terms."""
    first = rows[0]
    scale, weights = _weights(rows)
    terms = tuple((r["amount_key"], weights[r["amount_key"]] * (1 if r["side"] == "left" else -1)) for r in rows)
    return Identity(
        key,
        tuple((key, weight) for key, weight in terms if key),
        units(first["residual_yuan"]) * scale,
        units(first["tolerance_yuan"]) * scale,
        bool(first["trivial"]),
        first["relation"] == "<=",
    )


def _weights(rows: Sequence[Mapping[str, Any]]) -> tuple[int, dict[str, int]]:
    """What a yuan of each figure adds to its side, all of it times a scale that makes it whole.

    Of a rate the money that it is a rate of counts by so much of a hundred; the rate itself by what it is off in yuan.
    """
    if rows[0].get("method") != "rate":
        return 1, {r["amount_key"]: r["sign"] for r in rows}
    rate = next((r["amount_yuan"] / r["yuan_per_unit"] for r in rows if _is_percent(r)), Decimal(100))
    return _PARTS, {
        r["amount_key"]: r["sign"] * (_PARTS if r["side"] == "left" or _is_percent(r) else round(rate * _PARTS / 100))
        for r in rows
    }


def _is_percent(row: Mapping[str, Any]) -> bool:
    return bool(row["amount_text"]) and row["amount_text"].strip()[-1:] in "%％"


def figures_of(groups: Iterable[Sequence[Mapping[str, Any]]]) -> dict[str, Figure]:
    """The figures that terms use, with the last digit that their tables print."""
    return {
        row["amount_key"]: Figure(
            row["amount_key"],
            max(1, units(2 * row["half_unit_yuan"])) if row["half_unit_yuan"] else 1,
            row["source"] != "digital",
        )
        for rows in groups
        for row in rows
        if row["amount_key"]
    }


def _fault_row(fault: Fault, rows: Rows, printed: Mapping[str, Printed], sources: Mapping[str, str]) -> dict[str, Any]:
    results = sorted((_result(rows[key]) for key in fault.results), key=lambda r: (r.page or 0, r.scope, r.key))
    figures = {**fault.located, **fault.candidates}
    summary, summary_zh = sentences(results, fault.located, fault.candidates, printed)
    blamed = sorted(figures) or sorted(
        {row["amount_key"] for key in fault.results for row in rows[key] if row["amount_key"]}
    )
    owners = [row["amount_document_key"] for key in fault.results for row in rows[key] if row["amount_key"] in figures]
    return {
        "finding_key": _key("fault", [*sorted(figures), *fault.results]),
        "document_key": min(owners, default=rows[fault.results[0]][0]["document_key"]),
        "page_number": page_of(results, [printed[key] for key in figures if key in printed]),
        "kind": _kind({sources[key] for key in blamed}),
        "summary": summary,
        "summary_zh": summary_zh,
        "result_keys": list(fault.results),
        "amounts": [
            {"amount_key": key, "role": role, "shift_yuan": in_yuan(shift)}
            for role, own in (("located", fault.located), ("candidate", fault.candidates))
            for key, shift in sorted(own.items())
        ],
    }


def _stated_of_blanks(blank: set[str], rows: Rows) -> list[Fault]:
    """Sums said to stand where nothing is printed: what is said is wrong, not a figure. One fault per statement."""
    stated: dict[tuple[str, str, str], list[str]] = {}
    for key in sorted(blank):
        first = rows[key][0]
        stated.setdefault((first["document_key"], first["rule_name"], first["scope"].split(" · ")[0]), []).append(key)
    return [Fault(tuple(keys), {}, {}) for keys in stated.values()]


def _kind(sources: set[str]) -> str:
    """Whose error it is: the page itself prints a clean digital figure, whichever of them is wrong."""
    if sources <= {"digital"}:
        return "publisher_error"
    return "reading_error" if sources == {"picture"} else "undetermined"


def _notices(rows: Rows) -> list[list[str]]:
    """The results that are notices, in groups that share a figure."""
    wanted = {key for key, own in rows.items() if own[0]["is_notice"]}
    by_figure: dict[str, list[str]] = {}
    for key in sorted(wanted):
        for row in rows[key]:
            by_figure.setdefault(row["amount_key"], []).append(key)
    groups: list[list[str]] = []
    while wanted:
        group, queue = [], [min(wanted)]
        wanted.discard(queue[0])
        while queue:
            key = queue.pop()
            group.append(key)
            near = {other for row in rows[key] for other in by_figure[row["amount_key"]]} & wanted
            wanted -= near
            queue += sorted(near)
        groups.append(sorted(group))
    return groups


def _notice_row(group: list[str], rows: Rows) -> dict[str, Any]:
    results = sorted((_result(rows[key]) for key in group), key=lambda r: (r.page or 0, r.scope, r.key))
    summary, summary_zh = notice(results)
    return {
        "finding_key": _key("notice", group),
        "document_key": min(rows[key][0]["document_key"] for key in group),
        "page_number": page_of(results, []),
        "kind": "notice",
        "summary": summary,
        "summary_zh": summary_zh,
        "result_keys": group,
        "amounts": [],
    }


def _printed(row: Mapping[str, Any]) -> Printed:
    place = " · ".join(part for part in (row["row_label"], row["column_path"]) if part)
    text = " ".join((row["amount_text"] or "?").split())
    return Printed(row["amount_key"], text, place, row["page_number"], row["amount_yuan"], row["yuan_per_unit"])


def _result(rows: Sequence[Mapping[str, Any]]) -> Result:
    first = rows[0]
    sides = {"left": "", "right": ""}
    for row in rows:
        text = " ".join((row["amount_text"] or "?").split())
        # What a rate is made of is named with it: no sum.
        sign = " − " if row["sign"] < 0 else " + " if row["sign"] else ", "
        sign = sign if sides[row["side"]] or row["sign"] < 0 else ""
        sides[row["side"]] += sign.lstrip() + text if not sides[row["side"]] else sign + text
    return Result(
        first["result_key"],
        first["rule_name"],
        first["rule_name_zh"],
        first["scope"],
        first["result_page_number"],
        sides["left"],
        sides["right"],
        first["relation"] == "<=",
        first["residual_yuan"],
        first["tolerance_yuan"],
        any(row["sign"] == 0 for row in rows),
    )


def _key(kind: str, parts: Sequence[str]) -> str:
    """A key that lives as long as the figures and results that it names."""
    return md5("|".join((kind, *parts)).encode(), usedforsecurity=False).hexdigest()[:16]
