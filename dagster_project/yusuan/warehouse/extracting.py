"""The first part of a build: documents read, manifest written, and the decision whether there is anything new.

Belongs here: what joins the store to a build. Does not: reading or storing (store), dbt.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import polars as pl

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.progress import say
from yusuan.store.corrections import read_corrections
from yusuan.store.declarations import Declarations, read_declarations
from yusuan.store.discovery import FoundFile, discover
from yusuan.store.extraction import Extraction, Reading, extract
from yusuan.store.manifest import first_loaded_times, make_manifest
from yusuan.store.sets import SetStore
from yusuan.warehouse.build import Build, abandon, published, write_json, write_outcome
from yusuan.warehouse.gate import none_loaded
from yusuan.warehouse.inputs import fingerprint


@dataclass(frozen=True)
class ReadOutcome:
    """What was read for a build; `nothing_new` when the published warehouse was made of exactly these inputs."""

    extraction: Extraction
    nothing_new: bool


def read_into(build: Build, found: list[FoundFile], reading: Reading, code: str) -> ReadOutcome:
    """Read what was not read yet and write the build's manifest.

    Raises YusuanError when there is no document at all, or a correction cannot be understood.
    """
    home = build.home
    if not found:
        raise YusuanError(
            "there are no documents", str(home.documents), "put PDFs there, or give them to `yusuan build`"
        )
    store = SetStore(home.extracted, reading.version)
    extraction = extract(found, home.documents, store, reading)
    declared = read_declarations(home.declarations)
    corrections = read_corrections(home.corrections)
    last = published(home)
    manifest = _manifest(found, extraction.holders, extraction.failures, declared, last, reading)
    inputs = fingerprint(manifest, corrections, code)
    build.note(
        inputs=inputs,
        extractor_version=reading.version,
        code_version=code,
        read_count=extraction.read_count,
        known_count=extraction.known_count,
    )
    if last and last.record.get("inputs") == inputs:
        write_outcome(build, "nothing_new", last.build_id)
        abandon(build)
        return ReadOutcome(extraction, nothing_new=True)
    manifest.write_parquet(build.manifest)
    corrections.write_parquet(build.corrections)
    write_json(build.notices, notices(declared, found))
    write_json(build.timings, extraction.timings)
    if last is None or manifest["set_name"].is_null().all():
        _require_disclosure(manifest, store, home)
    say(f"manifest: {manifest.height} files, {extraction.read_count} read now, {extraction.known_count} unchanged")
    return ReadOutcome(extraction, nothing_new=False)


def _require_disclosure(manifest: pl.DataFrame, store: SetStore, home: Home) -> None:
    """Raise YusuanError where no document was read, or every one was rejected: no need to go on."""
    names = set(manifest["set_name"].drop_nulls())
    rows = manifest.select("file_name", "document_key", pl.col("file_status_reason").alias("reason"))
    if names:
        read = store.document_rows(names).select("document_key", "status", "status_reason")
        if (read["status"] != "rejected").any():
            return
        rows = rows.join(read, on="document_key", how="left").with_columns(pl.coalesce("reason", "status_reason"))
    raise none_loaded(home, [(name, "rejected", why) for name, why in rows.select("file_name", "reason").rows()])


@dataclass(frozen=True)
class News:
    """What lies there beside what is published.

    `unread`: how many documents are still to be read. `held`: how many the published warehouse holds, where it was made
    of exactly what lies there now; else None.
    """

    unread: int
    held: int | None = None


def news(home: Home, reading: Reading, code: str) -> News:
    """Whether anything is new. It reads no document: a night with nothing new needs no more than this."""
    last, found = published(home), discover(home)
    store = SetStore(home.extracted, reading.version)
    wanted = {file.document_key for file in found if file.status == "found"}
    holders, failures = store.holders(), store.failures()
    unread = len(wanted - (holders.keys() | failures.keys()))
    if last is None or not found or unread:
        return News(unread)
    hopeless = {key: why for key, why in failures.items() if key in wanted and key not in holders}
    if hopeless:
        say(f"{len(hopeless)} not tried again: this reader failed on the same bytes (`--retry` tries them)")
    declared = read_declarations(home.declarations)
    manifest = _manifest(found, holders, hopeless, declared, last, reading)
    same = last.record.get("inputs") == fingerprint(manifest, read_corrections(home.corrections), code)
    return News(0, len(wanted & holders.keys()) if same else None)


def _manifest(
    found: list[FoundFile],
    holders: Mapping[str, str],
    failures: Mapping[str, str],
    declared: Declarations,
    last: Build | None,
    reading: Reading,
) -> pl.DataFrame:
    """The manifest of what lies there; first_loaded_at of what the last build knew stays."""
    times = first_loaded_times(last.manifest) if last else {}
    return make_manifest(found, holders, failures, declared.by_file, times, reading.version, datetime.now(UTC))


def notices(declared: Declarations, found: list[FoundFile]) -> list[str]:
    """What a person should know of the declarations: lines that cannot be used, and files that are not there."""
    names = {file.file_name for file in found}
    absent = [f"documents.csv declares {name}, which is not there" for name in declared.by_file if name not in names]
    return declared.problems + absent
