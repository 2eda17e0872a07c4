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
from yusuan.reconciliation.told import Printed, Term, plain
from yusuan.reconciliation.wording import Result, Suspect, notice, page_of, sentences

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
_BARE = 8  # characters of a phrase that says little without its heading
_FINEST = Decimal("0.0001")
_LONG = 9  # digits of a figure that a general format may have shortened
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
            _coarse(row),
        )
        for rows in groups
        for row in rows
        if row["amount_key"]
    }


def _coarse(row: Mapping[str, Any]) -> int:
    """Half a unit of the last digit of a long figure with fewer decimals than its table: `480544221.6` for `….62`.

    A spreadsheet's general format has room for about ten digits; short figures only lose their trailing zeros.
    """
    if not row["half_unit_yuan"] or not row["yuan_per_unit"] or _is_percent(row):
        return 0
    whole, _, decimals = (row["amount_text"] or "").replace(",", "").strip().partition(".")
    if len(whole) + len(decimals) < _LONG:
        return 0
    own = units(row["yuan_per_unit"] * Decimal(5).scaleb(-len(decimals) - 1))
    return own if own > units(row["half_unit_yuan"]) else 0


def _fault_row(fault: Fault, rows: Rows, printed: Mapping[str, Printed], sources: Mapping[str, str]) -> dict[str, Any]:
    results = _results(fault.results, rows)
    bases = _bases([rows[key] for key in fault.results])
    located = _suspects(fault.located, printed, bases)
    candidates = _likely(_suspects(fault.candidates, printed, bases))
    figures = {suspect.figure.key for suspect in (*located, *candidates)}
    summary, summary_zh = sentences(results, located, candidates)
    blamed = sorted(figures) or sorted(
        {row["amount_key"] for key in fault.results for row in rows[key] if row["amount_key"]}
    )
    owners = [row["amount_document_key"] for key in fault.results for row in rows[key] if row["amount_key"] in figures]
    return {
        "finding_key": _key("fault", [*sorted(figures), *fault.results]),
        "document_key": min(owners, default=rows[fault.results[0]][0]["document_key"]),
        "page_number": page_of(results, [suspect.figure for suspect in (*located, *candidates)]),
        "kind": _kind({sources[key] for key in blamed}),
        "summary": summary,
        "summary_zh": summary_zh,
        "result_keys": list(fault.results),
        "amounts": [
            {"amount_key": suspect.figure.key, "role": role, "shift_yuan": suspect.shift}
            for role, own in (("located", located), ("candidate", candidates))
            for suspect in sorted(own, key=lambda each: each.figure.key)
        ],
    }


def _suspects(shifts: Mapping[str, int], printed: Mapping[str, Printed], bases: Mapping[str, Decimal]) -> list[Suspect]:
    """The figures with what each is off by; a rate of money (`bases`: of how much) is off by points, not by yuan."""
    return [
        Suspect(printed[key], (in_yuan(shift) * 100 / bases[key]).quantize(_FINEST) if key in bases else in_yuan(shift))
        for key, shift in shifts.items()
        if key in printed
    ]


def _likely(candidates: list[Suspect]) -> list[Suspect]:
    """The candidates without those that a negative amount alone would mend, where others remain: money is not owed."""
    kept = [each for each in candidates if (each.figure.yuan or 0) < 0 or (each.figure.yuan or 0) + each.shift >= 0]
    return kept or candidates


def _bases(groups: Iterable[Sequence[Mapping[str, Any]]]) -> dict[str, Decimal]:
    """The rates of tables among some terms, each with the money that it is a rate of."""
    return {
        row["amount_key"]: base
        for own in groups
        if own[0]["method"] == "rate"
        for row in own
        if _is_percent(row) and (base := _base(own))
    }


def _base(rows: Sequence[Mapping[str, Any]]) -> Decimal:
    """The money that the rate among the terms of an identity is a rate of."""
    return sum((r["amount_yuan"] for r in rows if r["side"] == "right" and not _is_percent(r)), Decimal(0))


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
    results = _results(group, rows)
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
    said = row["amount_yuan"]
    # A percentage in a table stands among amounts; its number is no money.
    if said is not None and _is_percent(row):
        said = said / (row["yuan_per_unit"] or 1)
    return Printed(
        row["amount_key"],
        " ".join((row["amount_text"] or "?").split()),
        _label(row),
        row["column_path"] or "",
        row["page_number"],
        said,
        row["yuan_per_unit"],
        (row["top"] or 0.0, row["x0"] or 0.0),
    )


def _label(row: Mapping[str, Any]) -> str:
    """The words before a figure; bare ones of the narrative (`,增长`) with the heading that their scope tells."""
    label = row["row_label"] or ""
    heading, found, words = row["scope"].rpartition(" · ")
    is_own = found and row["column_path"] is None and words.endswith(row["amount_text"] or "?")
    return " · ".join(part for part in (heading, plain(label)) if part) if is_own and len(label) <= _BARE else label


def _results(keys: Iterable[str], rows: Rows) -> list[Result]:
    return sorted((_result(rows[key]) for key in keys), key=lambda r: (r.page or 0, r.scope, r.key))


def _result(rows: Sequence[Mapping[str, Any]]) -> Result:
    first = rows[0]
    residual, base = first["residual_yuan"], _base(rows) if first["method"] == "rate" else None
    if base:
        # What was spent less what the rate says, in yuan: turned round it is what the rate is off.
        residual = (-residual * 100 / base).quantize(_FINEST)
    left, right = (
        [Term(_printed(row), row["sign"]) for row in rows if row["side"] == side] for side in ("left", "right")
    )
    return Result(
        first["result_key"],
        first["method"],
        first["scope"],
        first["result_page_number"],
        left,
        right,
        first["relation"] == "<=",
        residual,
        bool(base) or any(row["sign"] == 0 for row in rows),
    )


def _key(kind: str, parts: Sequence[str]) -> str:
    """A key that lives as long as the figures and results that it names."""
    return md5("|".join((kind, *parts)).encode(), usedforsecurity=False).hexdigest()[:16]
