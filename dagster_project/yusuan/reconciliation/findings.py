"""Terms of a document's evaluated identities in, findings out: both as frames of a warehouse.

Belongs here: what breaks in one document, explained fault by fault, and what is set aside where that fails. Does not:
breaks between documents (findings_between), reading or writing tables (dbt's models do).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import polars as pl

from yusuan.reconciliation.contracts import checked_input, checked_output
from yusuan.reconciliation.exchanges import joined
from yusuan.reconciliation.fault_terms import FAULT_TERM, Rows, figures_of, identity_of, rows_by_result
from yusuan.reconciliation.finding_rows import (
    FINDING,
    FindingRow,
    PrintedTerms,
    fault_row,
    notice_row,
    unlocated_row,
)
from yusuan.reconciliation.location import Fault, locate
from yusuan.reconciliation.set_aside import SetAside, StageOutcome, attempt, kept

FORMED = "an identity can be formed from its terms"
LOCATED = "the faults of a document are located"
WORDED = "a finding is told in words"
DISTINCT = "a finding has a key of its own"


def findings(terms: pl.DataFrame) -> StageOutcome:
    """One row of FINDING per fault and per notice within a document; `terms` is the table int_fault_term.

    Identities with a figure of another document are left to `findings_between`. A document, or a result, on which the
    work fails is set aside: each of its breaks is then an `undetermined` finding, and no other document suffers.
    Raises YusuanError where the frame is not as FAULT_TERM says.
    """
    own = checked_input(terms, "int_fault_term", FAULT_TERM)
    own = own.filter(~crosses_documents().any().over("document_key", "result_key"))
    found: list[FindingRow] = []
    aside: list[SetAside] = []
    for frame in own.sort("document_key").partition_by("document_key", maintain_order=True):
        rows, failed = explained(PrintedTerms.of(rows_by_result(frame)), frame["document_key"][0])
        found += rows
        aside += failed
    return StageOutcome(finding_frame(found), aside)


def crosses_documents() -> pl.Expr:
    """Whether the figure of a term is another document's than its identity."""
    return (pl.col("amount_document_key") != pl.col("document_key")).fill_null(value=False)


def finding_frame(found: Sequence[FindingRow]) -> pl.DataFrame:
    """Findings as a frame of FINDING."""
    return checked_output(pl.DataFrame(found, schema=FINDING, orient="row"), "int_fault", FINDING)


def explained(terms: PrintedTerms, document_key: str | None) -> tuple[list[FindingRow], list[SetAside]]:
    """The findings of one document, or of identities that hang together, and what of them was set aside.

    Every break is in one of them, whatever fails.
    """
    aside: list[SetAside] = []
    found = attempt(partial(_found, terms, document_key, aside), LOCATED, document_key)
    if isinstance(found, SetAside):
        aside.append(found)
        found = []
    told = {key for row in found for key in row["result_keys"]}
    broken = [key for key, own in terms.rows.items() if own[0]["verdict"] == "break"]
    return [*found, *(unlocated_row(key, terms) for key in broken if key not in told)], aside


def _found(terms: PrintedTerms, document_key: str | None, aside: list[SetAside]) -> list[FindingRow]:
    """The findings of faults and notices; results that cannot be formed or told go to `aside`."""
    rows = terms.rows
    blank = {key for key, own in rows.items() if own[0]["verdict"] == "break" and len({r["side"] for r in own}) == 1}
    formed = (
        attempt(partial(identity_of, key, own), FORMED, document_key, result_key=key)
        for key, own in rows.items()
        if key not in blank
    )
    faults = joined(locate(kept(formed, aside), figures_of(rows.values())), rows, terms.figures)
    told: dict[str, FindingRow] = {}
    tellings: list[tuple[Callable[[], FindingRow], Sequence[str]]] = [
        (partial(fault_row, fault, terms), fault.results) for fault in (*faults, *_stated_of_blanks(blank, rows))
    ]
    tellings += [(partial(notice_row, group, terms), group) for group in _notices(rows)]
    for telling in tellings:
        row = attempt(partial(_row, *telling), WORDED, document_key, result_key=min(telling[1]))
        if isinstance(row, SetAside):
            aside.append(row)
        elif row["finding_key"] in told:
            aside.append(SetAside(document_key, None, row["result_keys"][0], DISTINCT, row["finding_key"]))
        else:
            told[row["finding_key"]] = row
    return list(told.values())


def _row(tell: Callable[[], FindingRow], _results: Sequence[str]) -> FindingRow:
    """The row of a finding, of which it is sure that it fits the table."""
    row = tell()
    if finding_frame([row]).to_dicts() != [row]:
        raise OverflowError("a number is too large for the table of findings")
    return row


def _stated_of_blanks(blank: set[str], rows: Rows) -> list[Fault]:
    """Sums said to stand where nothing is printed: what is said is wrong, not a figure. One fault per statement."""
    stated: dict[tuple[str, str, str], list[str]] = {}
    for key in sorted(blank):
        first = rows[key][0]
        stated.setdefault((first["document_key"], first["rule_name"], first["scope"].split(" · ")[0]), []).append(key)
    return [Fault(tuple(keys), {}, {}) for keys in stated.values()]


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
            near = {other for row in rows[key] for other in by_figure.pop(row["amount_key"], [])} & wanted
            wanted -= near
            queue += sorted(near)
        groups.append(sorted(group))
    return groups
