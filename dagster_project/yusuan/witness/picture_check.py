"""Figures that findings accuse in, what their pages show out: both as frames of a warehouse.

Belongs here: which figures still have to be looked at, and the rows of what was seen. Does not: processes
(picture_process), what a finding makes of it (dbt).
"""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl

from yusuan.reading.ocr.figure_check import UNSEEN, FigurePlace, Sighting
from yusuan.reconciliation.contracts import ColumnKind, checked_input, checked_output
from yusuan.store.sightings import SIGHTING
from yusuan.witness.picture_process import PicturedDocument, look

ACCUSED: Mapping[str, ColumnKind] = {
    "document_key": ColumnKind.TEXT,
    "figure_key": ColumnKind.TEXT,
    "documents_folder": ColumnKind.TEXT,
    "file_name": ColumnKind.TEXT,
    "sha256": ColumnKind.TEXT,
    "path_on_disk": ColumnKind.TEXT,
    "page_number": ColumnKind.WHOLE,
    "x0": ColumnKind.NUMBER,
    "top": ColumnKind.NUMBER,
    "x1": ColumnKind.NUMBER,
    "bottom": ColumnKind.NUMBER,
    "figure_text": ColumnKind.TEXT,
    "is_line": ColumnKind.FLAG,
}
_BOX = ("x0", "top", "x1", "bottom")


def picture_check(accused: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """One row of SIGHTING per accused figure; `known`: what earlier builds saw, in that schema.

    Raises YusuanError where a frame is not as ACCUSED or SIGHTING says.
    """
    wanted = checked_input(accused, "int_accused_figure", ACCUSED).unique("figure_key", maintain_order=True)
    keys = ["document_key", "figure_key", "figure_text"]
    seen_before = known.select(list(SIGHTING)).join(wanted.select(keys), on=keys, how="semi", nulls_equal=True)
    new = wanted.join(seen_before, on=keys, how="anti", nulls_equal=True).sort(
        "document_key", "page_number", "top", "x0"
    )
    frames = new.partition_by("document_key", maintain_order=True)
    rows = []
    for frame, seen in zip(frames, look([_document(frame) for frame in frames]), strict=True):
        because = seen if isinstance(seen, str) else None
        sightings: list[Sighting] = [UNSEEN] * frame.height if isinstance(seen, str) else seen
        for row, sighting in zip(frame.select(keys).iter_rows(), sightings, strict=True):
            rows.append((*row, sighting.sight.value, sighting.text, because))
    found = pl.DataFrame(rows, schema=SIGHTING, orient="row")
    return checked_output(pl.concat([seen_before, found]), "int_picture_check", SIGHTING)


def _document(figures: pl.DataFrame) -> PicturedDocument:
    first = figures.row(0, named=True)
    return PicturedDocument(
        first["documents_folder"] or "",
        first["file_name"],
        first["sha256"] or "",
        first["path_on_disk"],
        [
            FigurePlace(row["page_number"], tuple(row[side] for side in _BOX), row["figure_text"], row["is_line"])
            for row in figures.iter_rows(named=True)
        ],
    )
