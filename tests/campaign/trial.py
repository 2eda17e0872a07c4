"""What is tried and what came of it: cases, trials, and the file in which trials are kept.

Belongs here: their forms, reading and adding trials. Does not: any fault.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path

from yusuan.paths import SEEDS
from yusuan.store.reader import reader_version
from yusuan.warehouse.inputs import code_version


@dataclass(frozen=True)
class Scope:
    """How much is tried: where, how often (the numbers of the trials), for how long, and of what files."""

    folder: Path
    numbers: range
    minutes: float
    keep: Path | None = None
    hostile: Path | None = None  # a folder of files to try besides those made here
    corpus: Path | None = None  # a folder of papers to take instead of the bundled ones


@dataclass(frozen=True)
class Came:
    """What came of one trial: whether the expectation held, and what else is to be known."""

    number: int
    held: bool
    detail: str


@dataclass(frozen=True)
class Case:
    """A fault: what is done, what is expected, how often at least, and how it is tried."""

    name: str
    done: str
    expected: str
    times: int
    takes: str  # a trial, on two quiet cores
    attempt: Callable[[Scope], Iterator[Came]]


@dataclass(frozen=True)
class Trial:
    """One trial as it is kept."""

    case: str
    number: int
    held: bool
    detail: str
    version: str
    at: str


@cache
def version() -> str:
    """Of the code and of the reader that are tried."""
    return f"{code_version()}, reading {reader_version(SEEDS)}"


def kept(results: Path) -> list[Trial]:
    """The trials of a file, in order; a line that was cut off is none."""
    trials = []
    for line in results.read_text(encoding="utf-8").splitlines() if results.is_file() else ():
        try:
            trials.append(Trial(**json.loads(line)))
        except (ValueError, TypeError):
            continue
    return trials


def keep(results: Path, case: Case, came: Came) -> Trial:
    """Add what came of a trial to the file."""
    at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
    trial = Trial(case.name, came.number, came.held, came.detail, version(), at)
    results.parent.mkdir(parents=True, exist_ok=True)
    with results.open("a", encoding="utf-8") as file:
        file.write(json.dumps(asdict(trial), ensure_ascii=False) + "\n")
    return trial
