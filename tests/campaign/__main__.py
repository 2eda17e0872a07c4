"""The command `python -m tests.campaign`: do faults, say what came of each, keep it, and write the table of all.

Belongs here: arguments, the loop, the table; exit code 1 where an expectation did not hold. Run again, it goes on where
it stopped: a case is tried until it was tried `--times` on this version. Results lie in FOLDER/results.jsonl.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.campaign.cases import CASES
from tests.campaign.trial import Scope, Trial, keep, kept, version

from yusuan.errors import YusuanError

_TABLE = """# What faults were done to it, and what came of them

Each row is a case of `make campaign` ([operation](operation.md), [changing](changing.md)), on one version of the code;
`python -m tests.campaign --write docs/reliability.md` writes this page from the results kept. A trial that did not hold
is told below the table, with its number: the same number does the same again.

| case | what is done | what is expected | tried | held | failed | on |
|---|---|---|---|---|---|---|
"""


def parser() -> argparse.ArgumentParser:
    """The command line."""
    made = argparse.ArgumentParser(prog="python -m tests.campaign", description=__doc__.split("\n")[0])
    made.add_argument(
        "--case", action="append", choices=[case.name for case in CASES], help="only this (again: and that)"
    )
    made.add_argument("--folder", type=Path, default=Path("warehouse/campaign"), help="to work in; keeps the results")
    made.add_argument("--times", type=int, metavar="N", help="trials of each case (default: the case's own)")
    made.add_argument("--first", type=int, default=1, metavar="N", help="number of the first trial (default: 1)")
    made.add_argument("--minutes", type=float, default=60.0, metavar="N", help="of fuzzing (default: 60)")
    made.add_argument("--keep", type=Path, metavar="FOLDER", help="where files go on which an expectation did not hold")
    made.add_argument("--hostile", type=Path, metavar="FOLDER", help="of hostile files (default: YUSUAN_HOSTILE)")
    made.add_argument("--write", type=Path, metavar="FILE", help="write the table of all results, and try nothing")
    made.add_argument("--list", action="store_true", help="the cases, and how long a trial takes")
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Try, or write what was tried; returns the exit code."""
    options = parser().parse_args(arguments)
    results = options.folder / "results.jsonl"
    if options.list:
        for case in CASES:
            print(f"{case.name:16} {case.times:4} times, {case.takes:12} {case.done}")
        return 0
    if options.write:
        options.write.write_text(table(kept(results)), encoding="utf-8")
        return 0
    failed = 0
    for case in CASES:
        if options.case and case.name not in options.case:
            continue
        tried = {trial.number for trial in kept(results) if (trial.case, trial.version) == (case.name, version())}
        last = options.first + (options.times or case.times)
        numbers = range(max([options.first, *(number + 1 for number in tried if number < last)]), last)
        corpus = os.environ.get("YUSUAN_CORPUS")
        given = options.hostile or os.environ.get("YUSUAN_HOSTILE")
        scope = Scope(
            options.folder.absolute(),
            numbers,
            options.minutes,
            options.keep,
            Path(given) if given else None,
            Path(corpus) if corpus else None,
        )
        try:
            for came in case.attempt(scope) if numbers else ():
                trial = keep(results, case, came)
                failed += not trial.held
                print(f"{case.name} {trial.number}: {'held' if trial.held else 'FAILED'}: {trial.detail}", flush=True)
        except YusuanError as error:
            print(f"{case.name}: not tried: {error}", file=sys.stderr)
            failed += 1
    return 1 if failed else 0


def table(trials: Sequence[Trial]) -> str:
    """The page of all results: a row for each case and version on which it was tried, then what failed."""
    rows, failed = [], []
    for case in CASES:
        own = [trial for trial in trials if trial.case == case.name]
        for on in dict.fromkeys(trial.version for trial in own):
            held = Counter(trial.held for trial in own if trial.version == on)
            rows.append((case.name, case.done, case.expected, held.total(), held[True], held[False], on))
        if not own:
            rows.append((case.name, case.done, case.expected, 0, 0, 0, "not tried yet"))
        failed += [
            f"- `{case.name}` {trial.number}, on {trial.version}: {trial.detail}" for trial in own if not trial.held
        ]
    lines = ["| " + " | ".join(str(cell).replace("|", "\\|") for cell in row) + " |" for row in rows]
    told = ["", "## What did not hold", "", *failed] if failed else []
    return _TABLE + "\n".join([*lines, *told]) + "\n"


if __name__ == "__main__":
    sys.exit(main())
