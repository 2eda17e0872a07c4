"""Copies of one document's raw rows, each with the changes of one trial.

Belongs here: keys of copies, changed cells, the set and manifest that dbt reads. Does not: running dbt (batch).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

from yusuan.reading.emit import LEAST_CONFIDENCE
from yusuan.reading.numbers import parse_figure
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.manifest import MANIFEST
from yusuan.store.sets import BATCH_PREFIX, SetStore
from yusuan.warehouse.build import Build

_SURE = 0.95  # confidence of what is read right on a page that is a picture
Raw = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class Trial:
    """Changes to one copy: cell → text printed or read there.

    `confidence`: of a tool that read these cells from a picture; None where they are printed so. `is_picture`: the
    whole document was read from pictures. `facts` are what the outcome is reported by.
    """

    number: int
    texts: Mapping[str, str]
    confidence: float | None = None
    is_picture: bool = False
    facts: Mapping[str, str | int] = field(default_factory=dict)


def raw_of(build: Build, version: str, document_key: str) -> Raw:
    """The raw rows of one document of a build."""
    manifest = pl.read_parquet(build.manifest).filter(pl.col("document_key") == document_key)
    folder = SetStore(build.home.extracted, version).folder / manifest["set_name"][0]
    return {
        name: pl.read_parquet(folder / f"{name}.parquet", columns=list(schema)).filter(
            pl.col("document_key") == document_key
        )
        for name, schema in RAW_TABLES.items()
    }


def copy_key(key: str, number: int) -> str:
    """The key in copy `number` of what has this key in the document."""
    return f"{key}.{number}"


def lay_out(copies: Sequence[tuple[Raw, Trial]], version: str, build: Build) -> None:
    """Write one set with a copy for each trial into a build's home, and the manifest with which the build reads it."""
    name = f"{BATCH_PREFIX}{build.build_id}"
    tables = {table: pl.concat([_copied(raw[table], table, trial) for raw, trial in copies]) for table in RAW_TABLES}
    SetStore(build.home.extracted, version).write(name, tables)
    keys = [copy_key(raw["document"]["document_key"][0], trial.number) for raw, trial in copies]
    rows = [
        {
            "file_name": f"{key}.pdf",
            "document_key": key,
            "sha256": key,
            "is_sample": False,
            "set_name": name,
            "extractor_version": version,
            "byte_size": 0,
            "file_status": "found",
        }
        for key in keys
    ]
    pl.DataFrame(rows, schema=MANIFEST).write_parquet(build.manifest)


def _copied(frame: pl.DataFrame, table: str, trial: Trial) -> pl.DataFrame:
    own = [c for c in frame.columns if c.endswith("_key") or c in ("sha256", "content_hash")]
    if table == "cell":
        frame = _changed(frame, trial)
    if table == "document" and trial.is_picture:
        frame = frame.with_columns(pl.lit("ocr").alias("reader"))
    return frame.with_columns((pl.col(c) + f".{trial.number}").alias(c) for c in own)


def _changed(cells: pl.DataFrame, trial: Trial) -> pl.DataFrame:
    """The cells with the trial's texts, read as a reader reads them."""
    if trial.is_picture:
        cells = cells.with_columns(pl.lit(_SURE).alias("confidence"))
    rows = []
    for key, text in trial.texts.items():
        figure = parse_figure(text)
        is_read = figure is not None and (trial.confidence is None or trial.confidence >= LEAST_CONFIDENCE)
        rows.append(
            {
                "cell_key": key,
                "new_text": text,
                # As a reader has it: what is damaged is no number.
                "new_number": figure.value if figure and is_read else None,
                "new_decimals": figure.decimals if figure and is_read else None,
                "new_reading": "exact" if is_read else "damaged",
                "new_confidence": trial.confidence,
            }
        )
    schema: dict[str, pl.DataType | type[pl.DataType]] = {
        "cell_key": pl.String,
        "new_text": pl.String,
        "new_number": cells.schema["number"],
        "new_decimals": pl.Int32,
        "new_reading": pl.String,
        "new_confidence": pl.Float64,
    }
    is_changed = pl.col("new_text").is_not_null()
    columns = {"text": "text", "number": "number", "number_decimals": "decimals", "reading": "reading"}
    return (
        cells.join(pl.DataFrame(rows, schema=schema), on="cell_key", how="left", maintain_order="left")
        .with_columns(
            *(
                pl.when(is_changed).then(pl.col(f"new_{new}")).otherwise(pl.col(old)).alias(old)
                for old, new in columns.items()
            ),
            pl.coalesce("new_confidence", "confidence").alias("confidence"),
        )
        .select(cells.columns)
    )
