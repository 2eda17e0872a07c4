"""The command `python -m yusuan.benchmarks`: what becomes of changed and damaged figures.

Belongs here: arguments, the printed table, exit codes: 0 run; 1 could not be run, or a repair was false; 130.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.build import Build

OUT = Home.at().warehouse / "bench-faults.json"
_LEGEND = """\
clean: a printed figure is another one; doubtful: a reading that its tool doubts; misread: one that only
identities can notice. covering: the identities that vouch for the least covered figure; 2: two or more; 2 apart:
of these, the trials in which two exact ones, not of one row, share no other figure: what a proof asks for; 2 misled:
those beside a header that misleads, where figures proved what the columns are.
blamed: held to be wrong, or one that may be; in_doubt: the layout of a table is not understood any more."""
_OUTCOMES = ("detected", "located", "blamed", "in_doubt", "repaired", "wrong_and_exact", "false_repairs")


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(
        prog="python -m yusuan.benchmarks",
        description="Change and damage figures of documents on purpose; report what is detected, located and repaired.",
    )
    made.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="documents (default: the bundled ones)")
    made.add_argument("--home", type=Path, metavar="HOME", help="take the documents of this home's last build instead")
    made.add_argument("--trials", type=int, default=2000, metavar="N", help="trials (default: 2000)")
    made.add_argument(
        "--documents", type=int, default=24, metavar="N", help="at most so many documents, drawn by chance"
    )
    made.add_argument("--seed", type=int, default=1, help="what chance begins with (default: 1)")
    made.add_argument("--out", type=Path, default=OUT, metavar="FILE", help="the figures as JSON")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmark and return the exit code."""
    options = parser().parse_args(arguments)
    from yusuan.benchmarks.faults import bench

    try:
        with ExitStack() as stack:
            build = _build(options.folder, options.home, stack)
            figures = bench(build, options.trials, options.seed, options.documents)
    except YusuanError as error:
        print(f"bench-faults: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("bench-faults: interrupted", file=sys.stderr)
        return 130
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(figures, ensure_ascii=False, indent=1), encoding="utf-8")
    print(text(figures))
    return 1 if figures["false_repairs"] else 0


def _build(folder: Path | None, home: Path | None, stack: ExitStack) -> Build:
    from yusuan.corpus import scratch

    if home is not None:
        found = scratch.newest_build(Home.at(home))
        if found is None:
            raise YusuanError("no build there", str(home), "run `yusuan build --home` first")
        return found
    made = Home(Path(stack.enter_context(TemporaryDirectory(prefix="yusuan-bench-"))))
    scratch.fill(made, folder or Home.at().samples)
    return scratch.build(made).build


def text(figures: Mapping[str, Any]) -> str:
    """The figures as a table, with what its words mean."""
    head = ["mode", "changes", "covering", "trials", *_OUTCOMES]
    rows = [head, *([_shown(name, row.get(name)) for name in head] for row in figures["shares"])]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    lines.append(_LEGEND)
    lines.append(
        f"{figures['trials']} trials over {figures['documents']} documents in {figures['seconds']:.0f} s, "
        f"at most {figures['peak_memory_mb']} MB; false repairs: {figures['false_repairs']}"
    )
    return "\n".join(lines)


def _shown(name: str, value: Any) -> str:
    if value is None:
        return ""
    return f"{value:.1%}" if name in _OUTCOMES[:-1] else str(value)


if __name__ == "__main__":
    sys.exit(main())
