"""The command `python -m tests.chaos`: absurd documents beside the bundled ones, built and judged.

Belongs here: arguments, the printed account, exit codes: 0 published and the bundled documents are equal to the digit;
1 not; 2 wrong arguments.

    python -m tests.chaos --documents 1000 --seed 7 --home DIR
    python -m tests.chaos --documents 40 --seed 7 --home DIR --find      when a build fails: by which documents
    python -m tests.chaos --family impostor --home DIR                   what changes when a paper claims to be another's
    python -m tests.chaos --fault outline.parents_in_a_circle --home DIR
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from tests.chaos import home as homes
from tests.chaos.documents import Document, make_document
from tests.chaos.faults import FAULTS
from tests.chaos.find import fewest
from tests.chaos.judge import differences, set_aside, statuses
from yusuan.paths import SEEDS, Home
from yusuan.store.reader import reader_version


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tests.chaos", description=__doc__.split("\n")[0])
    made.add_argument(
        "--home", type=Path, required=True, metavar="DIR", help="where to build; its contents are made anew"
    )
    made.add_argument("--documents", type=int, default=40, metavar="N", help="absurd documents (default: 40)")
    made.add_argument("--first", type=int, default=1, metavar="N", help="number of the first one (default: 1)")
    made.add_argument("--seed", type=int, default=1, help="what chance begins with (default: 1)")
    made.add_argument(
        "--family",
        action="append",
        choices=("printed", "broken", "impostor"),
        help="kinds of faults (default: printed, broken)",
    )
    made.add_argument(
        "--fault", action="append", default=[], choices=sorted(FAULTS), metavar="NAME", help="only this fault"
    )
    made.add_argument("--without", action="append", type=int, default=[], metavar="N", help="leave this document out")
    made.add_argument(
        "--find", action="store_true", help="when the build fails, search for the fewest documents that make it"
    )
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Build and judge; returns the exit code."""
    options = parser().parse_args(arguments)
    version = reader_version(SEEDS)
    alone = homes.bundled(options.home / "read")
    papers = alone.papers()
    families = options.family or ["printed", "broken"]
    made = [
        make_document(options.seed, number, papers, version, families, options.fault)
        for number in range(options.first, options.first + options.documents)
        if number not in options.without
    ]
    reference = _reference(options.home / "alone", alone)
    began = time.monotonic()
    home = homes.lay_out(options.home / "chaos", alone, made)
    (options.home / "recipes.json").write_text(
        json.dumps({d.file_name: d.recipe for d in made}, indent=1), encoding="utf-8"
    )
    said = homes.build(home)
    print(
        f"{len(made)} documents of chaos beside {len(alone.keys)}: exit {said.returncode} in {time.monotonic() - began:.0f} s"
    )
    if said.returncode:
        print(f"not published: {said.stderr.strip().splitlines()[-1]}")
        for line in failed_nodes(home):
            print(f"  {line}")
        if options.find:
            _find(options.home / "find", alone, made)
        return 1
    _account(home, made)
    found = differences(reference.database, home.database, alone.keys)
    for difference in found:
        print(difference)
    print("the bundled documents differ" if found else "the bundled documents are equal to the digit")
    return 1 if found else 0


def _reference(folder: Path, alone: homes.Bundled) -> Home:
    """The home of a build of the bundled documents alone, by the code as it is."""
    home = Home.at(folder)
    if not home.database.exists():
        home = homes.lay_out(folder, alone, [])
    said = homes.build(home)
    if said.returncode:
        raise SystemExit("the bundled documents alone cannot be built")
    return home


def _account(home: Home, made: Sequence[Document]) -> None:
    """What became of the documents, and what was set aside."""
    told = statuses(home.database)
    for status in ("loaded", "quarantined", "rejected"):
        print(f"{status}: {sum(1 for said, _ in told.values() if said == status)}")
    lost = [document for document in made if f"chaos/{document.file_name}" not in told]
    for document in lost:
        print(f"not told of: {document.file_name} ({', '.join(document.recipe)})")
    for promise, count in set_aside(home.database):
        print(f"set aside {count}: {promise}")


def failed_nodes(home: Home) -> Iterator[str]:
    """What dbt reported of the last build: every node that failed, with its message."""
    for report in sorted(home.builds.rglob("run_results.json")):
        results: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["results"]
        for result in results:
            if result["status"] in ("error", "fail", "runtime error"):
                yield f"{result['unique_id']} {result['status']}: {' '.join((result['message'] or '').split())[:400]}"


def _find(folder: Path, alone: homes.Bundled, made: Sequence[Document]) -> None:
    def fails(documents: Sequence[Document]) -> bool:
        said: subprocess.CompletedProcess[str] = homes.build(homes.lay_out(folder, alone, documents))
        print(f"  {len(documents)} documents: {'fails' if said.returncode else 'published'}", flush=True)
        return bool(said.returncode)

    culprits = fewest(made, fails)
    home = homes.lay_out(folder, alone, culprits)
    said = homes.build(home)
    told = [f"{d.file_name} ({', '.join(d.recipe)})" for d in culprits]
    print(f"fewest documents that fail: {'; '.join(told)}")
    print(f"  {said.stderr.strip().splitlines()[-1]}")
    for line in failed_nodes(home):
        print(f"  {line}")


if __name__ == "__main__":
    sys.exit(main())
