"""What dbt's Python models call: a model's frame in, a checked frame out.

Belongs here: the form in which a stage's rows and what it set aside go to the warehouse: one frame per stage, told
apart by `row_kind` (`row`, `link`, `set_aside`). Does not: the work (judgement, findings, findings_between, nesting).
"""

from __future__ import annotations

import polars as pl

from yusuan.reconciliation.contracts import FrameSchema, checked_output
from yusuan.reconciliation.finding_rows import FINDING
from yusuan.reconciliation.findings import findings
from yusuan.reconciliation.findings_between import findings_between
from yusuan.reconciliation.judgement import JUDGEMENT, judge
from yusuan.reconciliation.nesting import OUTLINE, list_outline
from yusuan.reconciliation.set_aside import SET_ASIDE, StageOutcome


def with_set_aside(schema: FrameSchema) -> FrameSchema:
    """The columns of a stage's frame: its own, what SET_ASIDE adds to them, and `row_kind`."""
    return {**schema, **SET_ASIDE, "row_kind": pl.String}


def judgement_stage(suspect_terms: pl.DataFrame) -> pl.DataFrame:
    """Judgement of int_suspect_term: JUDGEMENT with what was set aside."""
    return _checked(judge(suspect_terms), "int_judgement", JUDGEMENT)


def finding_stage(fault_terms: pl.DataFrame) -> pl.DataFrame:
    """The findings within documents of int_fault_term: FINDING with what was set aside."""
    return _checked(findings(fault_terms), "int_fault", FINDING)


def between_stage(fault_terms: pl.DataFrame, blamed: pl.DataFrame) -> pl.DataFrame:
    """The findings between documents: FINDING, links to the documents' own findings, with what was set aside."""
    return _checked(findings_between(fault_terms, blamed), "int_fault", FINDING)


def outline_stage(list_rows: pl.DataFrame) -> pl.DataFrame:
    """The outline of the lists of int_list_row: OUTLINE with what was set aside."""
    return _checked(list_outline(list_rows), "int_list_outline", OUTLINE)


def _checked(outcome: StageOutcome, model: str, schema: FrameSchema) -> pl.DataFrame:
    return checked_output(outcome.as_frame(), model, with_set_aside(schema))
