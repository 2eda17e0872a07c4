"""Whether reading again with the code of now gives the raw tables that a home keeps, to the digit.

    python -m tests.corpus.reread HOME [--every N] [--from N] [--pictures]

Belongs here: reading the originals of a published home anew, and comparing every raw table with the one kept, whatever
version that is filed under. Places may differ by less than a hundredth of a point. Papers read from pictures cost
minutes each, and are left out unless asked for.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
import polars.selectors as cs

from yusuan.paths import SEEDS, Home
from yusuan.reading import Lexicon, read_document
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.originals import Originals
from yusuan.store.sets import SetStore
from yusuan.warehouse.build import published

_NEAR = 0.01  # points


def differences(kept: dict[str, pl.DataFrame], read: dict[str, pl.DataFrame]) -> list[str]:
    """The raw tables that are other ones, each with its numbers of rows and the columns that differ."""
    found = []
    for name in RAW_TABLES:
        before, after = (tables[name].drop("extractor_version", strict=False) for tables in (kept, read))
        if before.height != after.height:
            found.append(f"{name}: {before.height} rows, now {after.height}")
        elif columns := _differing(before, after):
            found.append(f"{name}: {', '.join(columns)}")
    return found


def _differing(before: pl.DataFrame, after: pl.DataFrame) -> list[str]:
    places = before.select(cs.float()).columns
    return [
        column
        for column in before.columns
        if not (
            (before[column] - after[column]).abs().fill_null(0).le(_NEAR).all()
            and before[column].is_null().equals(after[column].is_null())
            if column in places
            else before[column].equals(after[column])
        )
    ]


def documents(
    home: Home, first: int, every: int, *, pictures: bool
) -> Iterator[tuple[str, bytes, dict[str, pl.DataFrame]]]:
    """Name, bytes and raw tables kept of every N-th PDF."""
    build = published(home)
    if build is None:
        return
    store = SetStore(home.extracted, build.record["extractor_version"])
    originals = Originals.of(build.manifest, home.documents)
    manifest = pl.read_parquet(build.manifest).filter(pl.col("set_name").is_not_null()).sort("file_name")
    readers = ["pdf", "ocr"] if pictures else ["pdf"]
    for row in list(manifest.iter_rows(named=True))[first::every]:
        folder = store.folder / row["set_name"]
        of_document = pl.col("document_key") == row["document_key"]
        kept = {name: pl.scan_parquet(folder / f"{name}.parquet").filter(of_document).collect() for name in RAW_TABLES}
        data = originals.read(row["file_name"])
        if data is not None and set(kept["document"]["reader"]) <= set(readers):
            yield row["file_name"], data, kept


def main(arguments: Sequence[str] | None = None) -> int:
    """List what differs, document by document; the exit code says whether anything does."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.reread", description=__doc__.split("\n")[0])
    parser.add_argument("home", type=Path, help="a home that was built")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th document")
    parser.add_argument("--from", type=int, default=0, metavar="N", dest="first", help="the first of them")
    parser.add_argument("--pictures", action="store_true", help="papers that were read from pictures too")
    options = parser.parse_args(arguments)
    lexicon = Lexicon.from_seeds(SEEDS)
    papers = pages = others = 0
    began = time.process_time()
    for name, data, kept in documents(Home.at(options.home), options.first, options.every, pictures=options.pictures):
        found = differences(kept, read_document(data, lexicon))
        papers, pages, others = papers + 1, pages + kept["page"].height, others + bool(found)
        for difference in found:
            print(f"{name}: {difference}", flush=True)
    print(f"{papers} papers of {pages} pages read again, {others} differ ({time.process_time() - began:.0f} s of CPU)")
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main())
