"""Hostile files and mutated papers, read as a build reads them; and a whole build with hostile files in it.

Belongs here: what is a clear refusal, and what is a finding. Does not: making files.
"""

from __future__ import annotations

import re
import shutil
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.campaign.grounds import Grounds, build, last_line
from tests.campaign.hostile_files import make
from tests.campaign.mutations import mutated
from tests.campaign.trial import Came, Scope
from tests.chaos.home import keys_of
from tests.chaos.judge import differences

from yusuan.paths import SEEDS, Home
from yusuan.store.discovery import FoundFile, discover
from yusuan.store.pool import PoolSettings, Task, read_all
from yusuan.store.reader import reader_version
from yusuan.store.sets import SetStore

# What a person is told of a file says what is wrong with it, and not how the program failed.
_UNCLEAR = re.compile(r"Traceback|File \"|the reader failed|the reading process ended|[\x00-\x1f\x7f\u202e]")
_PAST = re.compile(r"longer than \d+ s|more than 4 GB of memory")
_AT_ONCE = 20  # files read by one process
_GOOD = 50


def generated(scope: Scope) -> Iterator[Came]:
    """Files of our own making, each alone."""
    for start in range(scope.numbers.start, scope.numbers.stop, _AT_ONCE):
        numbers = range(start, min(start + _AT_ONCE, scope.numbers.stop))
        home = _fresh(scope.folder / "generated")
        paths = {make(number, home.documents).name: number for number in numbers}
        for path, held, detail in _outcomes(home, scope.keep, fuzzing=False):
            yield Came(paths[path], held, detail)


def given(scope: Scope) -> Iterator[Came]:
    """The files of the folder that was given, each alone."""
    if scope.hostile is None:
        return
    home = _fresh(scope.folder / "given_files")
    shutil.copytree(scope.hostile, home.documents, dirs_exist_ok=True, symlinks=True)
    for number, (_, held, detail) in enumerate(_outcomes(home, scope.keep, fuzzing=False), start=1):
        if number in scope.numbers:
            yield Came(number, held, detail)


def fuzzed(scope: Scope) -> Iterator[Came]:
    """Mutated papers, until the minutes are over; the numbers begin where those of the run before ended."""
    until, start = time.monotonic() + 60 * scope.minutes, scope.numbers.start
    while time.monotonic() < until:
        home = _fresh(scope.folder / "fuzzed")
        numbers = {}
        for number in range(start, start + _AT_ONCE):
            name, data = mutated(number, scope.corpus)
            (home.documents / name).write_bytes(data)
            numbers[name] = number
        start += _AT_ONCE
        for name, held, detail in _outcomes(home, scope.keep, fuzzing=True):
            yield Came(numbers[name], held, detail)


def _fresh(folder: Path) -> Home:
    shutil.rmtree(folder, ignore_errors=True)
    home = Home.at(folder)
    home.make()
    return home


def _outcomes(home: Home, keep: Path | None, *, fuzzing: bool) -> Iterator[tuple[str, bool, str]]:
    """The path below raw/documents of each file, whether what came of it is as it should be, and what that was."""
    found = {file.document_key: file for file in discover(home)}
    told = {file.path or file.file_name for file in found.values()}
    for path in sorted(home.documents.iterdir()):
        if path.name not in told:
            twin = path.is_file() and not path.is_symlink()  # the same bytes as another, or a side file
            yield path.name, twin, "the same bytes as another" if twin else "nothing is said of it"
    for file in found.values():
        if file.status != "found":
            yield _judged(home, file, f"{file.status}: {file.reason}", 0.0, keep, fuzzing=fuzzing)
    tasks = [
        Task(file.below(home.documents), key, file.sha256 or "", file.reader or "")
        for key, file in found.items()
        if file.status == "found"
    ]
    store = SetStore(home.extracted, reader_version(SEEDS))
    settings = PoolSettings(store.extracted, store.version, SEEDS, workers=1)
    began = time.monotonic()
    for answer in read_all(tasks, settings):
        seconds, began = time.monotonic() - began, time.monotonic()
        said = (
            f"{answer.status}, {answer.cells} cells" if answer.status == "read" else f"{answer.status}: {answer.reason}"
        )
        yield _judged(home, found[answer.document_key], said, seconds, keep, fuzzing=fuzzing)


def _judged(
    home: Home, file: FoundFile, said: str, seconds: float, keep: Path | None, *, fuzzing: bool
) -> tuple[str, bool, str]:
    held = not _UNCLEAR.search(said) and not (fuzzing and _PAST.search(said))
    path = file.below(home.documents)
    if not held and keep is not None and path.is_file():
        keep.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, keep / path.name)
    return path.name, held, f"{file.file_name}: {said} ({seconds:.1f} s)"


def company(scope: Scope) -> Iterator[Came]:
    """Fifty good papers alone, then with all hostile files among them."""
    for number in scope.numbers:
        grounds = Grounds(scope.folder / "company", is_toy=False)
        shutil.rmtree(grounds.folder, ignore_errors=True)
        papers = _good(grounds.folder / "good", scope.corpus)
        mixed = Path(shutil.copytree(papers, grounds.folder / "mixed" / "good"))
        for hostile in range(1, 101):
            make(hostile, mixed)
        if scope.hostile is not None:
            shutil.copytree(scope.hostile, mixed, dirs_exist_ok=True)
        seconds, wrong = {}, ""
        for home, folder in ((grounds.before, papers), (grounds.after, mixed)):
            began = time.monotonic()
            code, said = build(grounds, home, folder)
            seconds[home.root.name] = time.monotonic() - began
            wrong = wrong or (f"exit {code}: {last_line(said)[-300:]}" if code else "")
        alone, beside = seconds["before"], seconds["after"]
        wrong = wrong or _differs(grounds) or ("" if beside <= 2 * alone else "more than twice the time")
        told = f"{alone:.0f} s alone, {beside:.0f} s beside hostile files"
        yield Came(number, not wrong, f"{told}: {wrong}" if wrong else told)


def _differs(grounds: Grounds) -> str:
    found = differences(grounds.before.database, grounds.after.database, keys_of(grounds.before), apart=("file_name",))
    return f"the good papers differ: {'; '.join(map(str, found))[:400]}" if found else ""


def _good(folder: Path, corpus: Path | None) -> Path:
    """Fifty papers: the bundled ones and copies of them that differ in a byte that is not read, or those given."""
    folder.mkdir(parents=True)
    source: Sequence[Path] = sorted((corpus or Home.at().samples).rglob("*.pdf"))
    for number in range(_GOOD):
        path = source[number % len(source)]
        copy = b"" if number < len(source) else b"\n%% copy %d\n" % number
        (folder / f"{number:02}-{path.name}").write_bytes(path.read_bytes() + copy)
    return folder
