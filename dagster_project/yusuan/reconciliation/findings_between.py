"""Breaks between documents, explained where the findings of the documents themselves do not already.

Belongs here: which breaks a located figure explains, the findings of the others. Does not: breaks within a document
(findings).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from yusuan.reconciliation.contracts import ColumnKind, FrameSchema, checked_input
from yusuan.reconciliation.fault_terms import FAULT_TERM, rows_by_result
from yusuan.reconciliation.finding_rows import FindingRow, PrintedTerms
from yusuan.reconciliation.findings import crosses_documents, explained, finding_frame, findings
from yusuan.reconciliation.set_aside import SetAside, StageOutcome

BLAMED: Mapping[str, ColumnKind] = {
    "finding_key": ColumnKind.TEXT,
    "amount_key": ColumnKind.TEXT,
    "role": ColumnKind.TEXT,
}
LINK: FrameSchema = {"finding_key": pl.String, "result_keys": pl.List(pl.String)}
_NEAR = 5  # identities from a break to the farthest that can have a say in it: an explanation of three figures, and one
_SCOPE = "between "


@dataclass(frozen=True)
class BetweenOutcome(StageOutcome):
    """The findings of breaks between documents; `links`: the breaks that a document's own finding explains (LINK)."""

    links: pl.DataFrame

    def as_frame(self) -> pl.DataFrame:
        """As of any stage; rows of LINK are of `row_kind` `link`."""
        found = self.rows.with_columns(row_kind=pl.lit("row"))
        links = self.links.with_columns(row_kind=pl.lit("link"))
        return StageOutcome(pl.concat([found, links], how="diagonal"), self.set_aside).as_frame()


def findings_between(terms: pl.DataFrame, blamed: pl.DataFrame) -> BetweenOutcome:
    """One row of FINDING per fault and per notice between documents, of those that no document's finding explains.

    `terms`: int_fault_term with the identities between documents and, of the documents concerned, those that hold:
    they vouch. `blamed`: the figures of the documents' own findings (BLAMED); a break with a figure that is `located`
    there is explained by that finding. Raises YusuanError where a frame is not as FAULT_TERM or BLAMED says.
    """
    all_terms = checked_input(terms, "int_fault_term", FAULT_TERM).with_columns(
        is_between=crosses_documents().any().over("result_key")
    )
    located = checked_input(blamed, "finding_amount", BLAMED).filter(pl.col("role") == "located")
    broken = all_terms.filter(pl.col("is_between"), pl.col("verdict") == "break")
    explains = broken.join(located, on="amount_key").select("finding_key", "result_key").unique()
    links = explains.group_by("finding_key").agg(result_keys=pl.col("result_key").sort()).sort("finding_key")
    # A document's own breaks and notices are its own findings; neither vouches.
    said = all_terms.join(explains, on="result_key", how="anti").filter(
        pl.col("is_between") | (pl.col("verdict") != "break")
    )
    said = said.with_columns(is_notice=pl.col("is_notice") & pl.col("is_between"))
    found: list[FindingRow] = []
    aside: list[SetAside] = []
    for group in _groups(said):
        rows, failed = explained(PrintedTerms.of(rows_by_result(group), _SCOPE), min(group["document_key"]))
        found += rows
        aside += failed
    return BetweenOutcome(finding_frame(found), aside, links)


def _groups(terms: pl.DataFrame) -> list[pl.DataFrame]:
    """The terms near the breaks and notices between documents, in groups of documents that these join."""
    open_ones = terms.filter(pl.col("is_between"), (pl.col("verdict") == "break") | pl.col("is_notice"))
    near = open_ones.select("result_key").unique()
    for _ in range(_NEAR):
        figures = terms.join(near, on="result_key", how="semi").select("amount_key").unique()
        near = terms.join(figures, on="amount_key", how="semi").select("result_key").unique()
    documents = open_ones.group_by("result_key").agg(pl.col("amount_document_key").drop_nulls().unique().sort())
    first = _joined(documents["amount_document_key"].to_list())
    group_of = pl.DataFrame(
        {"amount_document_key": list(first), "group": list(first.values())},
        schema={"amount_document_key": pl.String, "group": pl.String},
    )
    told = terms.join(near, on="result_key", how="semi")
    members = told.join(group_of, on="amount_document_key").select("result_key", "group").unique()
    return (
        told.join(members, on="result_key").sort("group").partition_by("group", maintain_order=True, include_key=False)
    )


def _joined(sets: list[list[str]]) -> dict[str, str]:
    """For each document the first of those that some set joins it with, directly or by others."""
    first: dict[str, str] = {}

    def find(key: str) -> str:
        while first.setdefault(key, key) != key:
            first[key] = first[first[key]]
            key = first[key]
        return key

    for documents in sets:
        for other in documents:
            low, high = sorted((find(documents[0]), find(other)))
            first[high] = low
    return {key: find(key) for key in sorted(first)}


def all_findings(terms: pl.DataFrame) -> StageOutcome:
    """The findings within documents and between them, where both are asked at once; of FINDING."""
    own = findings(terms)
    amounts = own.rows.explode("amounts").unnest("amounts")
    between = findings_between(terms, amounts.select(list(BLAMED)))
    more = between.links.rename({"result_keys": "more"})
    rows = own.rows.join(more, on="finding_key", how="left").with_columns(
        result_keys=pl.concat_list("result_keys", pl.col("more").fill_null([]))
    )
    return StageOutcome(pl.concat([rows.drop("more"), between.rows]), [*own.set_aside, *between.set_aside])
