"""The command `python -m yusuan.benchmarks.nightly`: what a nightly build costs with so many documents held.

Belongs here: arguments, the printed table, exit codes: 0 measured; 1 it could not be; 130 interrupted.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from yusuan.benchmarks.nightly.nightly_builds import CASES, NightlyBuild
from yusuan.errors import YusuanError
from yusuan.paths import Home

SCRATCH = Home.at().warehouse / "bench"
_HEAD = (
    "held", "build", "s", "CPU s", "others", "memory MB", "written MB", "dbt runs", "models", "build MB", "database MB",
)  # fmt: skip
_MOST_SECONDS = 10  # of a build with nothing new
_MOST_GROWTH = 2  # of a build with new documents, the most held against the fewest
_MOST_MEMORY_MB = 8000
_QUIET = 0.2  # processors that other processes may use without much harm
_LINEAR = 1.2  # seconds a document of a full rebuild, the most held against the fewest


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m yusuan.benchmarks.nightly",
        description="Measure builds of homes that hold many documents, made of real ones: other bodies, other figures.",
    )
    made.add_argument("sizes", nargs="*", type=int, metavar="HELD", help="documents held (default: 100 1000)")
    made.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES), help="builds to measure (default: all)")
    made.add_argument("--new", type=int, default=20, metavar="N", help="new documents of the build `new` (default: 20)")
    made.add_argument("--bytes", type=int, default=300_000, metavar="N", help="size of a document (default: 300,000)")
    made.add_argument("--scratch", type=Path, default=SCRATCH, metavar="DIR", help="where documents and homes are kept")
    made.add_argument("--corpus", type=Path, metavar="HOME", help="copy the documents of this home as well")
    made.add_argument("--afresh", action="store_true", help="measure again what was measured with this code")
    made.add_argument("--out", type=Path, metavar="FILE", help="the figures as JSON (default: nightly.json in DIR)")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    options = parser().parse_args(arguments)
    from yusuan.benchmarks.nightly.nightly_benchmark import BenchmarkSettings, run

    scratch = options.scratch.expanduser().resolve()
    settings = BenchmarkSettings(
        sizes=tuple(sorted(options.sizes or (100, 1000))),
        cases=tuple(case for case in CASES if case in options.cases),
        scratch=scratch,
        out=options.out or scratch / "nightly.json",
        new=options.new,
        file_bytes=options.bytes,
        corpus=Home.at(options.corpus) if options.corpus else None,
        afresh=options.afresh,
    )
    try:
        builds = list(run(settings))
    except YusuanError as error:
        print(f"bench: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench: interrupted; what was measured is kept", file=sys.stderr)
        return 130
    print(table(builds))
    for line in targets(builds):
        print(line)
    print(f"{os.cpu_count()} processors; figures: {settings.out}")
    return 0


def table(builds: Sequence[NightlyBuild]) -> str:
    """The builds as a table."""
    rows = [list(_HEAD)]
    for build in builds:
        rows.append(
            [
                f"{build.held:,}",
                build.case,
                f"{build.seconds:.1f}",
                f"{build.cpu_seconds:.1f}",
                f"{build.others_cpu_seconds:.1f}",
                f"{build.peak_memory_mb:,}",
                f"{build.written_mb:,}",
                str(build.dbt_runs),
                str(build.nodes.get("model", 0)),
                f"{build.published_mb['build']:,.0f}",
                f"{build.published_mb['database']:,.0f}",
            ]
        )
    widths = [max(len(row[i]) for row in rows) for i in range(len(_HEAD))]
    return "\n".join("  ".join(cell.rjust(w) for cell, w in zip(row, widths, strict=True)) for row in rows)


def targets(builds: Sequence[NightlyBuild]) -> Iterator[str]:
    """What is promised of a build, and whether it is kept."""
    of = {(build.case, build.held): build for build in builds}
    for build in builds:
        if build.case == "unchanged":
            kept = build.seconds < _MOST_SECONDS and not build.dbt_runs
            yield _line(kept, f"nothing new, {build.held:,} held: {build.seconds:.1f} s, dbt runs: {build.dbt_runs}")
    for case, name, most in (("new", "new documents", _MOST_GROWTH), ("full", "full rebuild, a document", _LINEAR)):
        sizes = sorted(held for c, held in of if c == case)
        if len(sizes) > 1:
            few, many = of[case, sizes[0]], of[case, sizes[-1]]
            growth = many.seconds / few.seconds
            growth *= few.held / many.held if case == "full" else 1
            yield _line(growth <= most, f"{name}: {many.held:,} held costs {growth:.2f} times {few.held:,} held")
    busy = [build for build in builds if build.others_cpu_seconds > _QUIET * build.seconds]
    if busy:
        yield f"other processes ran beside {len(busy)} of {len(builds)} builds: their CPU s say more than their s"
    if builds:
        memory = max(build.peak_memory_mb for build in builds)
        yield _line(memory < _MOST_MEMORY_MB, f"most memory: {memory:,} MB")


def _line(kept: bool, text: str) -> str:
    return f"{'kept' if kept else 'NOT KEPT'}: {text}"


if __name__ == "__main__":
    sys.exit(main())
