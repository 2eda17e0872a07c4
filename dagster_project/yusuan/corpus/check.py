"""One corpus check from folder to page.

Belongs here: the steps in order. Does not: any step itself.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb
import polars as pl

from yusuan.corpus import check_page, console, scratch
from yusuan.corpus.boxes import BoxReading, Place, read_boxes
from yusuan.corpus.document_findings import Findings, as_json
from yusuan.corpus.figures import Document
from yusuan.corpus.measure import measure, reconciling_seconds
from yusuan.paths import Home
from yusuan.progress import say
from yusuan.store.names import readable
from yusuan.store.originals import Originals
from yusuan.warehouse.build import SHANGHAI, Build
from yusuan.warehouse.dbt_manifest import ensure_manifest

_PLACES = """
SELECT amount_key, page_number, amount_text, x0, top, x1, bottom, confidence IS NULL
FROM main.published_amount WHERE document_key = ? AND amount_text IS NOT NULL
ORDER BY page_number, top, x0
"""


def check(folder: Path, scratch_home: Path | None, out: Path, breaks_per_document: int) -> Findings:
    """Build, measure, print the tables, write corpus.json and corpus.html into `out`, and return what was found.

    Raises YusuanError when there is nothing to report on.
    """
    with _home(scratch_home) as home:
        scratch.fill(home, folder.expanduser().resolve())
        made = scratch.build(home)
        documents = measure(made.build, scratch.timings(home))
        say("reading every box again through pdfium")
        originals = Originals.of(made.build.manifest, home.documents)
        differences = {document.document_key: read_again(made.build, originals, document) for document in documents}
        record = made.build.record
        findings = Findings(
            folder=readable(folder.name or str(folder)),
            build_id=made.build.build_id,
            code_version=record.get("code_version", ""),
            extractor_version=record.get("extractor_version", ""),
            made_at=f"{datetime.now(SHANGHAI):%Y-%m-%d %H:%M} (Asia/Shanghai)",
            refusal=made.refusal,
            documents=documents,
            same_bytes=_same_bytes(made.build),
            differences={key: found for key, found in differences.items() if found},
            reconciling_seconds=reconciling_seconds(made.build, ensure_manifest()),
        )
        out.mkdir(parents=True, exist_ok=True)
        (out / "corpus.json").write_text(json.dumps(as_json(findings), ensure_ascii=False, indent=1), encoding="utf-8")
        print(console.text(findings), flush=True)
        say("drawing the pages of breaks")
        check_page.write(out / "corpus.html", findings, made.build, breaks_per_document)
    print(f"page: {out / 'corpus.html'}\njson: {out / 'corpus.json'}")
    return findings


@contextmanager
def _home(given: Path | None) -> Iterator[Home]:
    """The home given, or one that is gone afterwards."""
    if given is not None:
        yield Home.at(given)
        return
    folder = Path(tempfile.mkdtemp(prefix="yusuan-corpus-"))
    try:
        yield Home.at(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def read_again(build: Build, originals: Originals, document: Document) -> list[BoxReading]:
    """Compare every figure of a document with its box, count the outcomes in it, and return what differs.

    A figure without a box, or one read from a picture of a page, or of a file that is gone, cannot be compared: it is
    counted as unplaced.
    """
    places: list[Place] = []
    with duckdb.connect(str(build.database), read_only=True) as connection:
        rows: Sequence[tuple[object, ...]] = connection.execute(_PLACES, [document.document_key]).fetchall()
    for key, number, printed, x0, top, x1, bottom, has_text in rows:
        if x0 is None or not has_text or document.reader != "pdf":
            document.unplaced += 1
        else:
            places.append(Place(str(key), int(str(number)), str(printed), _box(x0, top, x1, bottom)))
    data = originals.read(document.file_name) if places else None
    if data is None:
        document.unplaced += len(places)
        return []
    readings = list(read_boxes(data, places))
    document.boxes.update(reading.outcome for reading in readings)
    return [reading for reading in readings if reading.outcome != "equal"]


def _box(*sides: object) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = (float(str(side)) for side in sides)
    return x0, top, x1, bottom


def _same_bytes(build: Build) -> list[tuple[str, str]]:
    manifest = pl.read_parquet(build.manifest).filter(pl.col("file_status") == "same_bytes")
    return [(name, reason or "") for name, reason in manifest.select("file_name", "file_status_reason").rows()]
