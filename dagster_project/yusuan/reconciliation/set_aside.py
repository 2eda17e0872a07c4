"""What a stage sets aside: the smallest part in which one of our own promises fails, so that nothing else suffers.

Belongs here: the record of a failure, work that becomes one instead of an exception, what a stage hands back. Does not:
what is safe to say of the part that failed (each stage knows), publishers' errors (findings).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from traceback import extract_tb
from typing import NamedTuple, TypeVar

import polars as pl

from yusuan.reconciliation.contracts import FrameSchema

T = TypeVar("T")
SET_ASIDE: FrameSchema = {
    "document_key": pl.String,
    "table_key": pl.String,
    "result_key": pl.String,
    "promise": pl.String,
    "detail": pl.String,
}
_LONG = 300  # characters of a detail


class SetAside(NamedTuple):
    """One part that was set aside: a result, else a table, else a document; by which promise, and what was seen."""

    document_key: str | None
    table_key: str | None
    result_key: str | None
    promise: str
    detail: str


@dataclass(frozen=True)
class StageOutcome:
    """What a stage makes of all documents: its rows, and what it set aside."""

    rows: pl.DataFrame
    set_aside: list[SetAside]

    def as_frame(self) -> pl.DataFrame:
        """Both in one frame, as a dbt model is one: `row_kind` is `row` or `set_aside`.

        Rows of either kind leave the other's columns NULL; those of SET_ASIDE are always there.
        """
        aside = set_aside_frame(self.set_aside).with_columns(row_kind=pl.lit("set_aside"))
        rows = self.rows if "row_kind" in self.rows.columns else self.rows.with_columns(row_kind=pl.lit("row"))
        return pl.concat([rows, aside], how="diagonal")


def set_aside_frame(parts: Iterable[SetAside]) -> pl.DataFrame:
    """The parts as a frame of SET_ASIDE."""
    return pl.DataFrame(list(parts), schema=SET_ASIDE, orient="row")


def attempt(
    work: Callable[[], T],
    promise: str,
    document_key: str | None,
    table_key: str | None = None,
    result_key: str | None = None,
) -> T | SetAside:
    """What the work returns; where it fails, the part that it was for, set aside."""
    try:
        return work()
    # Whatever it is, it is this part's alone: a build over other people's papers goes on.
    except Exception as error:  # noqa: BLE001
        return SetAside(document_key, table_key, result_key, promise, _said(error))


def kept(outcomes: Iterable[T | SetAside], aside: list[SetAside]) -> list[T]:
    """What came to something; the others go to `aside`."""
    out: list[T] = []
    for outcome in outcomes:
        if isinstance(outcome, SetAside):
            aside.append(outcome)
        else:
            out.append(outcome)
    return out


def _said(error: Exception) -> str:
    """The error in a line, with the place in the code, so that it can be mended."""
    frames = extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    words = " ".join(str(error).split())[:_LONG]
    return f"{type(error).__name__}: {words}{place}" if words else f"{type(error).__name__}{place}"
