"""Faults and notices as rows of a warehouse.

Belongs here: the row of a finding, its key, its kind, the printed identities and figures that it is told with. Does
not: which faults there are (location), sentences (wording).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from hashlib import md5
from typing import Any

import polars as pl

from yusuan.reconciliation.contracts import FrameSchema
from yusuan.reconciliation.error_patterns import pattern_of
from yusuan.reconciliation.fault_terms import Rows, TermRow, base_of, is_percent
from yusuan.reconciliation.formatting import PrintedFigure, WordedTerm, plain
from yusuan.reconciliation.location import Fault
from yusuan.reconciliation.system import in_yuan
from yusuan.reconciliation.wording import (
    FaultContent,
    PrintedIdentity,
    Suspect,
    against,
    notice,
    page_of,
    sentences,
    unlocated,
)

FINDING: FrameSchema = {
    "finding_key": pl.String,
    "document_key": pl.String,
    "page_number": pl.Int32,
    "kind": pl.String,
    "summary": pl.String,
    "summary_zh": pl.String,
    "pattern": pl.String,  # what kind of slip it is, where its figures tell (pattern_of)
    "severity_yuan": pl.Decimal(24, 4),  # how much money is wrong, or two sides are apart; NULL of rates and blanks
    "severity_points": pl.Decimal(24, 4),  # of a rate: percentage points
    "printed_yuan": pl.Decimal(24, 4),  # of the one figure held to be wrong, else the one that a sum or twin denies
    "expected_yuan": pl.Decimal(24, 4),  # what would fit
    "result_keys": pl.List(pl.String),
    "amounts": pl.List(
        pl.Struct(
            {"amount_key": pl.String, "role": pl.String, "shift_yuan": pl.Decimal(24, 4), "likelihood_rank": pl.Int32}
        )
    ),
}
FindingRow = dict[str, Any]
_UNMEASURED = dict.fromkeys(("pattern", "severity_yuan", "severity_points", "printed_yuan", "expected_yuan"))
_BARE = 8  # characters of a phrase that says little without its heading
_FINEST = Decimal("0.0001")


@dataclass(frozen=True)
class PrintedTerms:
    """The terms of some identities: by result, and for each figure the last of its terms."""

    rows: Rows
    figures: Mapping[str, TermRow]
    scope: str = ""  # keeps the keys of findings between documents apart from those of a document's own

    @cached_property
    def printings(self) -> Counter[Decimal]:
        """How often each amount is printed."""
        return Counter(row["amount_yuan"] for row in self.figures.values() if row["amount_yuan"])

    @cached_property
    def columns_that_owe(self) -> set[str | None]:
        """The columns in which a negative amount is printed."""
        return {row["column_path"] for row in self.figures.values() if (row["amount_yuan"] or 0) < 0}

    def is_possible(self, suspect: Suspect) -> bool:
        """Whether what would fit can stand there: no table prints money that is owed, unless in that column it does.

        The narrative may say `增加` of what fell, and then it is the word that is wrong.
        """
        column = suspect.figure.column
        return not column or column in self.columns_that_owe or not _is_owed(suspect)

    @classmethod
    def of(cls, rows: Rows, scope: str = "") -> PrintedTerms:
        """The terms by result, with their figures."""
        return cls(rows, {row["amount_key"]: row for own in rows.values() for row in own}, scope)

    def identities(self, keys: Iterable[str]) -> list[PrintedIdentity]:
        """The identities of some results, in the order of their pages."""
        return sorted(
            (_identity(self.rows[key]) for key in keys), key=lambda each: (each.page or 0, each.scope, each.key)
        )

    def key(self, kind: str, parts: Sequence[str]) -> str:
        """The key of a finding: it lives as long as the figures and results that the finding names."""
        return md5("|".join((self.scope + kind, *parts)).encode(), usedforsecurity=False).hexdigest()[:16]


def fault_row(fault: Fault, terms: PrintedTerms) -> FindingRow:
    """The finding of a fault."""
    broken = [terms.rows[key] for key in fault.results]
    bases = _bases(broken)
    located, candidates = (
        [each for each in _suspects(shifts, terms.figures, bases) if terms.is_possible(each)]
        for shifts in (fault.located, fault.candidates)
    )
    candidates = _ranked(_likely(candidates), terms.printings, bases)
    content = FaultContent(terms.identities(fault.results), located, candidates, fault.stop, fault.slip)
    figures = {suspect.figure.key for suspect in content.suspects}
    if content.may_lack_row:
        content = content.lacking_row()
    blamed = figures or {row["amount_key"] for own in broken for row in own if row["amount_key"]}
    owners = [row["amount_document_key"] for own in broken for row in own if row["amount_key"] in figures]
    summary, summary_zh = sentences(content)
    return {
        "finding_key": terms.key("fault", [*sorted(figures), *fault.results]),
        "document_key": min(owners, default=broken[0][0]["document_key"]),
        "page_number": content.page,
        "kind": "undetermined" if fault.stop else _kind({terms.figures[key]["source"] for key in blamed}),
        "summary": summary,
        "summary_zh": summary_zh,
        **_measured(content),
        "result_keys": list(fault.results),
        "amounts": [
            {
                "amount_key": suspect.figure.key,
                "role": role,
                "shift_yuan": suspect.shift,
                "likelihood_rank": suspect.rank,
            }
            for role, own in (("located", content.located), ("candidate", content.candidates))
            for suspect in sorted(own, key=lambda each: each.figure.key)
        ],
    }


def notice_row(results: list[str], terms: PrintedTerms) -> FindingRow:
    """The finding of figures that are printed twice a little differently."""
    identities = terms.identities(results)
    summary, summary_zh = notice(identities)
    return {
        "finding_key": terms.key("notice", results),
        "document_key": min(terms.rows[key][0]["document_key"] for key in results),
        "page_number": page_of(identities, []),
        "kind": "notice",
        "summary": summary,
        "summary_zh": summary_zh,
        **_measured(FaultContent(identities, [], [])),
        "result_keys": results,
        "amounts": [],
    }


def unlocated_row(result: str, terms: PrintedTerms) -> FindingRow:
    """The finding of one broken result whose fault was not located because our work failed: nothing in it can fail."""
    first = terms.rows[result][0]
    summary, summary_zh = unlocated(str(first["scope"] or result))
    return {
        "finding_key": terms.key("unlocated", [result]),
        "document_key": first["document_key"],
        "page_number": first["result_page_number"],
        "kind": "undetermined",
        "summary": summary,
        "summary_zh": summary_zh,
        **_UNMEASURED,
        "result_keys": [result],
        "amounts": [],
    }


def _measured(content: FaultContent) -> FindingRow:
    """By how much: of rates alone in points, else in yuan; what is printed, and what would fit."""
    is_of_rates = all(identity.is_rate for identity in content.results)
    shifts = [abs(suspect.shift) for suspect in content.located if suspect.figure.is_rate == is_of_rates]
    severity = max(shifts, default=abs(content.apart.residual) if content.apart else None)
    printed, expected = (None, None) if is_of_rates else against(content)
    return {
        "pattern": pattern_of(content, printed, expected),
        "severity_yuan": None if is_of_rates else severity,
        "severity_points": severity if is_of_rates else None,
        "printed_yuan": printed,
        "expected_yuan": expected,
    }


def _kind(sources: set[str]) -> str:
    """Whose error it is: the page itself prints a clean digital figure, whichever of them is wrong."""
    if sources <= {"digital"}:
        return "publisher_error"
    return "reading_error" if sources == {"picture"} else "undetermined"


def _suspects(shifts: Mapping[str, int], figures: Mapping[str, TermRow], bases: Mapping[str, Decimal]) -> list[Suspect]:
    """The figures with what each is off by; a rate of money (`bases`: of how much) is off by points, not by yuan."""
    return [
        Suspect(
            _figure(figures[key]),
            (in_yuan(shift) * 100 / bases[key]).quantize(_FINEST) if key in bases else in_yuan(shift),
        )
        for key, shift in shifts.items()
    ]


def _is_owed(suspect: Suspect) -> bool:
    """Whether a negative amount alone would fit where none is printed."""
    printed = suspect.figure.yuan or Decimal(0)
    return printed >= 0 > printed + suspect.shift


def _likely(candidates: list[Suspect]) -> list[Suspect]:
    """The candidates without those that a negative amount alone would mend, where others remain."""
    return [each for each in candidates if not _is_owed(each)] or candidates


def _ranked(candidates: list[Suspect], printings: Counter[Decimal], rates: Collection[str]) -> list[Suspect]:
    """The candidates with their ranks.

    A rate is worked out by hand from amounts that the books give. What would fit is printed elsewhere; it is one key
    away; the figure itself is printed nowhere else: each makes it likelier that this is where it went wrong.
    """

    def unlikeliness(suspect: Suspect) -> tuple[bool, bool, bool, bool]:
        yuan = suspect.figure.yuan or Decimal(0)
        wanted = yuan + suspect.shift
        return (
            suspect.figure.key not in rates,
            not printings[wanted],
            not suspect.is_one_key,
            printings[yuan] > 1,
        )

    ranks = {value: rank for rank, value in enumerate(sorted({unlikeliness(each) for each in candidates}), start=1)}
    return [replace(each, rank=ranks[unlikeliness(each)]) for each in candidates]


def _bases(groups: Iterable[Sequence[TermRow]]) -> dict[str, Decimal]:
    """The rates of tables among some terms, each with the money that it is a rate of."""
    return {
        row["amount_key"]: base
        for own in groups
        if own[0]["method"] == "rate"
        for row in own
        if is_percent(row) and (base := base_of(own))
    }


def _figure(row: TermRow) -> PrintedFigure:
    said = row["amount_yuan"]
    # A percentage in a table stands among amounts; its number is no money.
    if said is not None and is_percent(row):
        said = said / (row["yuan_per_unit"] or 1)
    return PrintedFigure(
        row["amount_key"],
        " ".join((row["amount_text"] or "?").split()),
        _label(row),
        row["column_path"] or "",
        row["page_number"],
        said,
        row["yuan_per_unit"],
        row["printed_unit"] or "",
        (row["top"] or 0.0, row["x0"] or 0.0),
    )


def _label(row: TermRow) -> str:
    """The words before a figure; bare ones of the narrative (`,增长`) with the heading that their scope tells."""
    label = row["row_label"] or ""
    heading, found, words = row["scope"].rpartition(" · ")
    is_own = found and row["column_path"] is None and words.endswith(row["amount_text"] or "?")
    return " · ".join(part for part in (heading, plain(label)) if part) if is_own and len(label) <= _BARE else label


def _identity(rows: Sequence[TermRow]) -> PrintedIdentity:
    first = rows[0]
    residual, base = first["residual_yuan"], base_of(rows) if first["method"] == "rate" else None
    if base:
        # What was spent less what the rate says, in yuan: turned round it is what the rate is off.
        residual = (-residual * 100 / base).quantize(_FINEST)
    left, right = (
        [WordedTerm(_figure(row), row["sign"]) for row in rows if row["side"] == side] for side in ("left", "right")
    )
    return PrintedIdentity(
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
