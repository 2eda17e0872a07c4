"""The manifest of a build: one row per file found, and the raw set that speaks for it.

Belongs here: the manifest's schema and how its rows are made. dbt reads it as the source `raw.manifest`, and only
sets that it names count.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import quote

import polars as pl

from yusuan.store.declarations import Declaration
from yusuan.store.discovery import FoundFile

MANIFEST: dict[str, pl.DataType | type[pl.DataType]] = {
    "file_name": pl.String,  # relative to raw/documents, with `/`, in readable characters
    "document_key": pl.String,  # first 16 hex digits of the SHA-256; of the name where the bytes could not be had
    "sha256": pl.String,
    "is_sample": pl.Boolean,
    "set_name": pl.String,  # the raw set that holds the document; NULL: nothing was read
    "extractor_version": pl.String,
    "byte_size": pl.Int64,
    "first_loaded_at": pl.Datetime("us", "UTC"),  # first build that had these bytes
    "source_url": pl.String,
    "published_on": pl.Date,
    "declared_publisher_name": pl.String,
    "declared_fiscal_year": pl.Int32,
    "declared_stage": pl.String,
    "declared_level": pl.String,
    "file_status": pl.String,  # found | unreadable | same_bytes
    "file_status_reason": pl.String,
    "path_on_disk": pl.String,  # below raw/documents, its bytes percent-encoded; NULL: as file_name
}


def make_manifest(
    found: list[FoundFile],
    holders: Mapping[str, str],
    failures: Mapping[str, str],
    declared: Mapping[str, Declaration],
    first_loaded: Mapping[str, datetime],
    extractor_version: str,
    now: datetime,
) -> pl.DataFrame:
    """One row per file, in the schema `MANIFEST`.

    `holders`: document_key → set; `failures`: document_key → why the reader could not finish it; `first_loaded`:
    document_key → when, from the last build.
    """
    rows = []
    for file in found:
        line = declared.get(file.file_name, Declaration(file.file_name))
        failure = failures.get(file.document_key)
        rows.append(
            {
                "file_name": file.file_name,
                "document_key": file.document_key,
                "sha256": file.sha256,
                "is_sample": file.is_sample,
                "set_name": holders.get(file.document_key) if file.reader else None,
                "extractor_version": extractor_version,
                "byte_size": file.byte_size,
                "first_loaded_at": first_loaded.get(file.document_key, now),
                "source_url": line.source_url,
                "published_on": line.published_on,
                "declared_publisher_name": line.publisher_name,
                "declared_fiscal_year": line.fiscal_year,
                "declared_stage": line.stage,
                "declared_level": line.level,
                "file_status": "unreadable" if failure and file.status == "found" else file.status,
                "file_status_reason": failure if failure and file.status == "found" else file.reason,
                "path_on_disk": quote(os.fsencode(file.path)) if file.path else None,
            }
        )
    return pl.DataFrame(rows, schema=MANIFEST, orient="row")


def first_loaded_times(manifest: Path) -> dict[str, datetime]:
    """document_key → first_loaded_at of an earlier build's manifest; nothing when there is none."""
    if not manifest.is_file():
        return {}
    frame = pl.read_parquet(manifest, columns=["document_key", "first_loaded_at"])
    return dict(frame.iter_rows())
