"""The command: draw faults, plant one at a time in a copy of the project, ask the judges, print what survives.

Belongs here: the copy, the loop, what is kept of it. Results are added to `warehouse/mutants/results.jsonl` as they
come: run again, it goes on where it stopped, and asks again about survivors that are not explained; `--fresh` forgets
all of it.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.mutants.data_faults import expectation_faults, seed_faults
from tests.mutants.faults import KINDS, Fault, drawn, shares
from tests.mutants.judges import QUICK_TESTS, Judge, judges, of_samples
from tests.mutants.python_faults import python_faults
from tests.mutants.sample_build import PARSED
from tests.mutants.sql_faults import sql_faults

from yusuan.paths import DBT_PROJECT, EXPECTATIONS
from yusuan.warehouse.inputs import source_files

PROJECT = Path(__file__).resolve().parents[2]
EXPLAINED = Path(__file__).with_name("survivors.csv")
DRAW, SEED = 160, 10
LEAST_KILLED = 0.85
# Half of what is drawn is Python, a third SQL.
PART = {"python": 0.5, "sql": 0.3, "seed": 0.16, "expectation": 0.04}
# A model that all of the warehouse follows from, and a seed that reading takes, to be judged as they are.
UNCHANGED = (
    "dbt/models/document/meaning/int_row_typed.sql",
    "dbt/seeds/table_word.csv",
)
MADE_OF = "made_of.txt"
_CONTENT = (0, 5)  # 5: pytest found no test
_NOT_COPIED = {".git", ".venv", "__pycache__", ".dagster", ".hypothesis", "target", "extracted", "left_out"}


def draw(count: int, seed: int) -> list[Fault]:
    """The faults of a seed: shared out over kinds, packages by their code, seeds by the root of their rows."""
    parts = shares(PART, count)
    python, seeds = list(python_faults(PROJECT)), list(seed_faults(PROJECT))
    code, rows = Counter(f.stratum for f in _one_a_line(python)), Counter(f.stratum for f in _one_a_line(seeds))
    by_package = shares({name: float(size) for name, size in code.items()}, parts["python"], 3)
    by_seed = shares({name: size**0.5 for name, size in rows.items()}, parts["seed"])
    wanted = {**by_package, **by_seed, "sql": parts["sql"], "expectation": parts["expectation"]}
    return drawn([*python, *seeds, *sql_faults(PROJECT), *expectation_faults(PROJECT)], wanted, seed)


def _one_a_line(faults: list[Fault]) -> list[Fault]:
    return list({(fault.path, fault.line): fault for fault in faults}.values())


@dataclass(frozen=True)
class Outcome:
    """How a command ended (None: it was stopped, since it hangs), and what it said."""

    code: int | None
    said: str

    @property
    def last_words(self) -> str:
        """The line that tells most."""
        if self.code is None:
            return "hangs"
        lines = [line for line in self.said.splitlines() if line.strip()]
        telling = [line for line in lines if line.startswith(("FAILED", "ERROR", "dbt "))]
        return (telling or lines or ["it said nothing"])[-1][:300]


@dataclass(frozen=True)
class Workshop:
    """A folder with the copy in which faults are planted, and the samples built without any."""

    folder: Path
    content: set[tuple[str, ...]] = field(default_factory=set)  # the judges that were seen to hold without a fault

    @property
    def project(self) -> Path:
        """The copy of the project."""
        return self.folder / "project"

    @property
    def sound(self) -> Path:
        """The home of the samples, built without a fault."""
        return self.folder / "sound"

    @property
    def home(self) -> Path:
        """The home of the samples, built with one."""
        return self.folder / "work" / "home"

    def set_up(self) -> None:
        """Copy the project as it is now, build the samples with it, and see that the judges are content."""
        if not self._is_sound():
            shutil.rmtree(self.sound, ignore_errors=True)
        for folder in (self.project, self.home.parent):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(PROJECT, self.project, ignore=_not_copied)
        self.home.parent.mkdir(parents=True, exist_ok=True)
        subprocess.run(
            [sys.executable, "-m", "compileall", "-q", "dagster_project", "tests"], cwd=self.project, check=True
        )
        build = [sys.executable, "-m", "yusuan.cli", "build", "raw/documents/samples", "--home", str(self.sound)]
        sample_build = [sys.executable, "-m", "tests.mutants.sample_build", str(self.home), str(self.sound)]
        for command in (sample_build,) if self._is_sound() else (build, sample_build):
            self.run(command, check=True)
        (self.sound / MADE_OF).write_text(_version(), encoding="utf-8")
        shutil.move(self.home.parent / PARSED, self.sound / PARSED)
        seen, version = self.folder / "content.txt", _version(PROJECT / "tests")
        if not seen.is_file() or seen.read_text(encoding="utf-8") != version:
            for unchanged in UNCHANGED:
                for judge in of_samples(unchanged, self.home, self.sound):
                    self.run(judge.command, samples=self.home, check=True)
            self.run(QUICK_TESTS, check=True)
            seen.write_text(version, encoding="utf-8")

    def _is_sound(self) -> bool:
        """Whether the samples that were built for an earlier run are those of the code as it is now."""
        made_of = self.sound / MADE_OF
        return made_of.is_file() and made_of.read_text(encoding="utf-8") == _version()

    def run(
        self, command: list[str], seconds: int | None = None, *, samples: Path | None = None, check: bool = False
    ) -> Outcome:
        """A command in the copy, nicely and for so many seconds at most; with `check` it must end well.

        Tests of the samples look at their build in `samples`, the sound one where none is named.
        """
        variables = os.environ | {
            "PYTHONPATH": f"{self.project}:{self.project / 'dagster_project'}:{os.environ.get('PYTHONPATH', '')}",
            "PYTHONDONTWRITEBYTECODE": "1",
            "YUSUAN_SAMPLES_BUILT": str(samples or self.sound),
        }
        with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
            # A group of its own, and a file: what a judge leaves running must not be waited for.
            process = subprocess.Popen(
                ["nice", "-n", "10", *command],
                cwd=self.project,
                env=variables,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                code = None
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            said.seek(0)
            outcome = Outcome(code, said.read())
        if check and code not in _CONTENT:
            raise SystemExit(f"{' '.join(command)} fails without a fault: {outcome.said[-3000:]}")
        return outcome

    def see_content(self, judge: Judge) -> None:
        """See once that a judge holds without a fault: one that never does would notice all of them.

        What is asked of a build of the samples, and all that is quick, was seen at the start.
        """
        command = tuple(judge.command)
        if not judge.of_samples and not judge.is_quick and command not in self.content:
            self.run(judge.command, judge.seconds, check=True)
            self.content.add(command)

    def judged(self, fault: Fault, *, quickly: bool = False) -> dict[str, Any]:
        """Plant a fault, ask its judges (`quickly`: the quick ones), take it out again; the row that is kept of it."""
        file = self.project / fault.path
        text = file.read_text(encoding="utf-8")
        if text[fault.start : fault.end] != fault.original:
            raise SystemExit(f"{fault.path} is not what was copied: run again with --fresh")
        as_it_was = file.stat()
        began, said, asked = time.monotonic(), "", []
        killer: Judge | None = None
        try:
            file.write_text(fault.applied(text), encoding="utf-8")
            for judge in judges(fault, self.project, self.home, self.sound):
                if quickly and not judge.is_quick:
                    continue
                asked.append(judge.name)
                outcome = self.run(judge.command, judge.seconds, samples=self.home if judge.of_samples else None)
                if outcome.code not in _CONTENT:
                    killer, said = judge, outcome.last_words
                    break
        finally:
            file.write_text(text, encoding="utf-8")
            os.utime(file, ns=(as_it_was.st_atime_ns, as_it_was.st_mtime_ns))
        seconds = round(time.monotonic() - began, 1)
        if killer:
            self.see_content(killer)
        return {
            "key": fault.key,
            "kind": fault.kind,
            "stratum": fault.stratum,
            "change": fault.shown(),
            "killed": killer is not None,
            "by": killer.name if killer else "",
            "said": said,
            "asked": asked,
            "seconds": seconds,
        }


def _version(*tests: Path) -> str:
    """The version of what builds, and of tests if asked; unit tests of models are tests, and build nothing."""
    digest = hashlib.sha256()
    for folder in (DBT_PROJECT, EXPECTATIONS, PROJECT / "dagster_project" / "yusuan", *tests):
        for path in source_files(folder):
            if tests or not path.name.endswith("_unit_tests.yml"):
                digest.update(f"{path.relative_to(PROJECT)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _not_copied(folder: str, names: list[str]) -> set[str]:
    """What a copy has no use for; the warehouse of the checkout, where this very copy may lie, above all."""
    caches = {name for name in names if name.endswith("_cache")}
    return (_NOT_COPIED & set(names)) | caches | ({"warehouse"} if Path(folder) == PROJECT else set())


def main() -> int:
    """Run the command; 1 where too few faults are noticed, or a survivor is not explained."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__.splitlines()[0])
    parser.add_argument("--draw", type=int, default=DRAW, help=f"how many faults ({DRAW})")
    parser.add_argument("--seed", type=int, default=SEED, help=f"which ones ({SEED})")
    parser.add_argument("--only", choices=KINDS, help="of one kind")
    parser.add_argument("--within", default="", help="of files whose path this pattern finds")
    parser.add_argument("--first", type=int, help="stop after so many")
    parser.add_argument("--quick", action="store_true", help="ask what builds nothing; ask the rest in another run")
    parser.add_argument("--fresh", action="store_true", help="copy the project anew and forget what is known")
    parser.add_argument("--list", action="store_true", help="print the faults and plant none")
    parser.add_argument(
        "--keep", type=Path, default=PROJECT / "warehouse" / "mutants", help="folder for copy and results"
    )
    chosen = parser.parse_args()
    faults = [f for f in draw(chosen.draw, chosen.seed) if chosen.only in (None, f.kind)]
    faults = [f for f in faults if re.search(chosen.within, f.path)][: chosen.first]
    if chosen.list:
        print("\n".join(f"{fault.key} {fault.kind:11} {fault.shown()}" for fault in faults))
        return 0
    shop = Workshop(chosen.keep.resolve() / "workshop")
    results = chosen.keep / "results.jsonl"
    if chosen.fresh:
        results.unlink(missing_ok=True)
    known = {row["key"]: row for row in _rows(results)}
    explained = _explained()
    settled = {key for key, row in known.items() if row["killed"] or key in explained}
    began = time.monotonic()
    print(f"{len(faults)} faults, {sum(f.key in known for f in faults)} known; copying the project", flush=True)
    shop.set_up()
    print(f"copied and built in {time.monotonic() - began:.0f} s", flush=True)
    for number, fault in enumerate(faults, 1):
        if fault.key in settled:
            continue
        row = shop.judged(fault, quickly=chosen.quick)
        known[fault.key] = row
        with results.open("a", encoding="utf-8") as file:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
        verdict = f"killed by {row['by']}" if row["killed"] else "SURVIVED"
        print(f"{number}/{len(faults)} {row['seconds']:5.1f} s {verdict}: {fault.key} {fault.shown()}", flush=True)
    return _told([known[fault.key] for fault in faults])


def _told(rows: list[dict[str, Any]]) -> int:
    explained = _explained()
    for kind in KINDS:
        of_kind = [row for row in rows if row["kind"] == kind]
        if of_kind:
            killed = sum(row["killed"] for row in of_kind)
            print(f"{kind}: {killed} of {len(of_kind)} killed ({killed / len(of_kind):.0%})")
    survivors = [row for row in rows if not row["killed"]]
    for row in survivors:
        print(f"  {row['key']} {row['change']}\n    {explained.get(row['key'], 'NOT EXPLAINED')}")
    share = 1 - len(survivors) / len(rows) if rows else 0.0
    seconds = sum(row["seconds"] for row in rows) / max(len(rows), 1)
    print(f"{share:.1%} of {len(rows)} killed, {seconds:.0f} s each")
    return 0 if share >= LEAST_KILLED and all(row["key"] in explained for row in survivors) else 1


def _explained() -> dict[str, str]:
    with EXPLAINED.open(encoding="utf-8", newline="") as file:
        return {row["key"]: row["why"] for row in csv.DictReader(file)}


def _rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()] if path.is_file() else []


if __name__ == "__main__":
    sys.exit(main())
