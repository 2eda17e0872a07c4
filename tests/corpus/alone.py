"""Whether what a build says of a paper is what a build of that paper alone says of it, to the digit.

    python -m tests.corpus.alone HOME [--every N] [--from N]

Belongs here: working one document of a published home out by itself, and comparing every result of the document stage
with the one kept. Identities between documents are the corpus stage's, and apart.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from yusuan.paths import DBT_PROJECT, Home
from yusuan.store.sets import SetStore
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build, begin, published, read_json
from yusuan.warehouse.dbt_manifest import parsed_project
from yusuan.warehouse.document_sets import DocumentSets
from yusuan.warehouse.document_stage import work_out
from yusuan.warehouse.pairing import find_pairs
from yusuan.warehouse.stage_inputs import lay_corrections
from yusuan.warehouse.working import sets_of


def worked_out(build: Build) -> list[str]:
    """The documents whose results a build shows."""
    return sorted(read_json(build.worked, {"wanted": {}})["wanted"].values())


def differences(build: Build, document_key: str) -> list[str]:
    """The results of a document that are other ones when it is worked out alone, each with its numbers of rows."""
    together = _results(sets_of(build), document_key)
    with TemporaryDirectory(prefix="yusuan-alone-") as folder:
        home = Home.at(Path(folder))
        home.make()
        own, began = DocumentSets(home.worked, "alone"), begin(home)
        # The seeds as dbt laid them for all: they are the same for each.
        shutil.copyfile(build.database, began.database)
        _work_out(began, own, build, document_key)
        alone = _results(own, document_key)
    return [
        f"{name}: {alone[name].height} rows alone, {rows.height} together"
        for name, rows in together.items()
        if not rows.equals(alone[name])
    ]


def _work_out(own: Build, sets: DocumentSets, build: Build, document_key: str) -> None:
    manifest = pl.read_parquet(build.manifest).filter(pl.col("document_key") == document_key)
    corrections = pl.read_parquet(build.corrections)
    lay_corrections(own.stages, corrections)

    def run(selection: Sequence[str]) -> list[dbt.NodeResult]:
        return dbt.run_build(own, parsed_project(), selection, lambda _line: None, tests=False)

    raw = SetStore(build.home.extracted, build.record["extractor_version"])
    paired = find_pairs(pl.read_parquet(build.manifest), raw, DBT_PROJECT / "seeds")
    work_out(own, sets, manifest, corrections, paired, raw, run)


def _results(sets: DocumentSets, document_key: str) -> dict[str, pl.DataFrame]:
    """Every result of a document, its rows in one order."""
    found: dict[str, pl.DataFrame] = {}
    holder = next(name for key, name in sets.held().values() if key == document_key)
    for file in sorted((sets.files.folder / holder).glob("doc_*.parquet")):
        rows = pl.read_parquet(file).filter(pl.col("document_key") == document_key)
        order = rows.select(pl.struct(pl.all()).map_elements(repr, pl.String).alias("order"))["order"]
        found[file.stem] = rows.with_columns(order).sort("order").drop("order")
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare; 1 where anything differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.alone", description=__doc__.split("\n")[0])
    parser.add_argument("home", type=Path, help="a home that was built")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th document")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N", help="beginning with the N-th")
    options = parser.parse_args(arguments)
    build = published(Home.at(options.home))
    if build is None:
        print(f"nothing is published in {options.home}", file=sys.stderr)
        return 2
    chosen = worked_out(build)[options.first :: options.every]
    differing = 0
    for number, document in enumerate(chosen, start=1):
        found = differences(build, document)
        differing += bool(found)
        print(f"{number}/{len(chosen)} {document}: {'; '.join(found) or 'equal'}", flush=True)
    print(f"{len(chosen)} documents worked out alone: {differing} differ")
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
