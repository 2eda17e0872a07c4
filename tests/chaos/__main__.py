"""The command `python -m tests.chaos`: absurd documents beside the bundled ones, built and judged.

Belongs here: arguments, the printed account, exit codes: 0 published and the bundled documents are equal to the digit;
1 not; 2 wrong arguments.

    python -m tests.chaos --documents 1000 --seed 7 --home DIR
    python -m tests.chaos --documents 40 --seed 7 --home DIR --find      when a build fails: by which documents
    python -m tests.chaos --family impostor --home DIR                   what changes when papers claim to be others
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
    source = homes.of_the_bundled(options.home / "alone")
    if (said := homes.build(source)).returncode:
        print(f"the bundled documents alone cannot be built: {_last_line(said)}", file=sys.stderr)
        return 1
    papers, version = homes.papers_of(source), reader_version(SEEDS)
    families = options.family or ["printed", "broken"]
    made = [
        make_document(options.seed, number, papers, version, families, options.fault)
        for number in range(options.first, options.first + options.documents)
        if number not in options.without
    ]
    recipes = {document.file_name: document.recipe for document in made}
    (options.home / "recipes.json").write_text(json.dumps(recipes, indent=1), encoding="utf-8")
    began = time.monotonic()
    home = homes.beside(options.home / "chaos", source, made)
    said = homes.build(home)
    seconds = time.monotonic() - began
    print(f"{len(made)} documents of chaos beside the bundled ones: exit {said.returncode} in {seconds:.0f} s")
    if said.returncode:
        _tell_failure(home, said)
        if options.find:
            _find(options.home / "find", source, made)
        return 1
    _tell(home, made)
    found = differences(source.database, home.database, homes.keys_of(source))
    for difference in found:
        print(difference)
    print("the bundled documents differ" if found else "the bundled documents are equal to the digit")
    return 1 if found else 0


def _tell(home: Home, made: Sequence[Document]) -> None:
    """What became of the documents, and what was set aside."""
    told = statuses(home.database)
    for status in ("loaded", "quarantined", "rejected"):
        print(f"{status}: {sum(1 for said, _ in told.values() if said == status)}")
    for document in made:
        if f"chaos/{document.file_name}" not in told:
            print(f"not told of: {document}")
    for promise, count in set_aside(home.database):
        print(f"set aside {count}: {promise}")


def _tell_failure(home: Home, said: subprocess.CompletedProcess[str]) -> None:
    print(f"not published: {_last_line(said)}")
    for line in failed_nodes(home):
        print(f"  {line}")


def _last_line(said: subprocess.CompletedProcess[str]) -> str:
    return said.stderr.strip().splitlines()[-1] if said.stderr.strip() else "it said nothing"


def failed_nodes(home: Home) -> Iterator[str]:
    """What dbt reported of the last build: every node that failed, with its message."""
    for report in sorted(home.builds.rglob("run_results.json")):
        results: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["results"]
        for result in results:
            if result["status"] in ("error", "fail", "runtime error"):
                yield f"{result['unique_id']} {result['status']}: {' '.join((result['message'] or '').split())[:400]}"


def _find(folder: Path, source: Home, made: Sequence[Document]) -> None:
    """Search for the fewest documents that make the build fail, and tell them with what fails."""

    def fails(documents: Sequence[Document]) -> bool:
        failed = bool(homes.build(homes.beside(folder, source, documents)).returncode)
        print(f"  {len(documents)} documents: {'fails' if failed else 'published'}", flush=True)
        return failed

    culprits = fewest(made, fails)
    home = homes.beside(folder, source, culprits)
    print(f"fewest documents that fail: {'; '.join(map(str, culprits))}")
    _tell_failure(home, homes.build(home))


if __name__ == "__main__":
    sys.exit(main())
