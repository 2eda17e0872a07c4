"""Where faults are done: a built home to copy, a paper that is new to it, and what a build undisturbed makes of both.

Belongs here: homes, commands, and judging a home against the undisturbed one. Does not: any fault.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.chaos.home import keys_of
from tests.chaos.judge import differences
from tests.support.toy import write_toy

from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home
from yusuan.processes import descendants
from yusuan.warehouse.build import complete_builds, published
from yusuan.warehouse.query import run_query

_SUPPORT = Path(__file__).parents[1] / "support"
_TOY_BUILD = Path(__file__).with_name("toy_build.py")
_COUNT = "SELECT (SELECT count(*) FROM dim_document), (SELECT count(*) FROM published_amount)"
_OF_PLACE = ("is_sample", "file_name", "source_url")  # columns that say where the papers lie


@dataclass(frozen=True)
class Grounds:
    """Below `folder`: `before`, built without the new papers; `after`, built with them; papers are toys, or real ones.

    `seconds`: how long the undisturbed build of the new papers took.
    """

    folder: Path
    is_toy: bool
    seconds: float = 0.0

    @property
    def before(self) -> Home:
        return Home.at(self.folder / "before")

    @property
    def after(self) -> Home:
        return Home.at(self.folder / "after")

    @property
    def new(self) -> Path:
        """The folder of the papers that are new."""
        return self.folder / "new"

    def command(self, home: Home, *arguments: str | Path) -> list[str]:
        """The command line that builds a home, with documents given to it."""
        toys = [_TOY_BUILD, self.folder / "mini_dbt", _SUPPORT / "mini_expectations"]
        script = toys if self.is_toy else [PROJECT / "dagster_project" / "yusuan" / "cli.py"]
        # As a script, which is how `yusuan` runs. A module (-m) of which an interrupt met a string that was being
        # executed, as while a dataclass is made, ends as killed by it, whatever exit code it gives itself.
        return [sys.executable, "-P", *map(str, [*script, "build", *arguments, "--home", home.root])]

    def copy(self, to: Path) -> Home:
        """The home `before`, with the new papers in it, not built yet."""
        shutil.rmtree(to, ignore_errors=True)
        shutil.copytree(self.before.root, to, symlinks=True)
        shutil.copytree(self.new, Home.at(to).documents / "new")
        return Home.at(to)


def prepared(folder: Path, *, is_toy: bool) -> Grounds:
    """The grounds in a folder: made, or as they were left by the run before."""
    grounds, told = Grounds(folder, is_toy), folder / "seconds"
    if not told.is_file():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copytree(_SUPPORT / "mini_dbt", folder / "mini_dbt")
        grounds.before.make()
        grounds.new.mkdir()
        if is_toy:
            write_toy(grounds.before.documents / "a.pdf", name="甲局")
            write_toy(grounds.new / "b.pdf", name="乙局", amounts={"合计": "3.00", "甲": "1.00", "乙": "2.50"})
            write_toy(grounds.new / "c.pdf", name="丙局")
        else:
            first, second = sorted(Home.at().samples.glob("*.pdf"), key=lambda path: path.stat().st_size)[:2]
            shutil.copy(first, grounds.before.documents)
            shutil.copy(second, grounds.new)
        must(grounds, grounds.before)
        began = time.monotonic()
        must(grounds, grounds.copy(grounds.after.root))
        told.write_text(str(time.monotonic() - began))
    return Grounds(folder, is_toy, float(told.read_text()))


def environment(**more: str) -> dict[str, str]:
    """In which modules of the tests and of the project are found."""
    return os.environ | {"PYTHONPATH": f"{PROJECT}:{PROJECT / 'dagster_project'}"} | more


def build(grounds: Grounds, home: Home, *given: str | Path, prefix: Sequence[str] = (), **more: str) -> tuple[int, str]:
    """Build a home to its end: the exit code, and all that was said."""
    run = start(grounds, home, *given, prefix=prefix, **more)
    said, _ = run.communicate()
    return run.returncode, said


def start(
    grounds: Grounds, home: Home, *given: str | Path, prefix: Sequence[str] = (), **more: str
) -> subprocess.Popen[str]:
    """Start a build in a session of its own; what it says is heard with `communicate`."""
    return subprocess.Popen(
        [*prefix, *grounds.command(home, *given)],
        env=environment(**more),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        start_new_session=True,
        preexec_fn=_hears_interrupts,
    )


def _hears_interrupts() -> None:
    """In the background of a shell that does not listen, interrupts are ignored, and by children too."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def must(grounds: Grounds, home: Home) -> None:
    """Build a home; raises YusuanError where that fails, since then nothing can be tried."""
    code, said = build(grounds, home)
    if code:
        raise YusuanError("the grounds of the campaign cannot be built", str(home.root), said.strip()[-300:])


def end(process: subprocess.Popen[Any], number: int = signal.SIGKILL, *, group: bool = True) -> None:
    """Send a signal to the process and, with `group`, to all below it."""
    for pid in [process.pid, *(descendants(process.pid) if group else ())]:
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            continue


def answers(home: Home) -> tuple[Any, ...]:
    """What the published warehouse says of how much it holds."""
    return tuple(run_query(home, _COUNT)[1][0])


def held_still(grounds: Grounds, home: Home) -> str:
    """Nothing where the last good warehouse answers, or the whole new one; else what is wrong."""
    try:
        said = answers(home)
    except Exception as error:  # noqa: BLE001  whatever it is, it is what a reader would meet
        return f"the published warehouse does not answer: {error}"
    good = {answers(grounds.before), answers(grounds.after)}
    return "" if said in good else f"the published warehouse says {said}, not one of {good}"


def as_undisturbed(grounds: Grounds, home: Home) -> str:
    """Nothing where a home's tables are those of the undisturbed build and nothing is left over; else what is wrong."""
    found = differences(grounds.after.database, home.database, keys_of(grounds.after), apart=_OF_PLACE)
    if found or answers(home) != answers(grounds.after):
        return f"the tables differ: {'; '.join(map(str, found))[:400]}"
    left = leftovers(home)
    return f"left over: {', '.join(left)}" if left else ""


def leftovers(home: Home) -> list[str]:
    """What a killed build left that the next one should have taken away."""
    known = {each.build_id for each in complete_builds(home)}
    left = [path for path in home.builds.iterdir() if path.name not in known]
    left += home.extracted.glob(".unfinished/*")
    left += [path for path in home.root.rglob(".*") if path.name.endswith((".part", ".new"))]
    return sorted(str(path.relative_to(home.root)) for path in left)


def last_line(said: str) -> str:
    """The last thing that a build said."""
    lines = said.strip().splitlines()
    return lines[-1] if lines else ""


def last_words(said: str) -> str:
    """What a build said after its last line of progress, the end of it: an error may have many lines."""
    lines = said.strip().splitlines()
    told = max((number for number, line in enumerate(lines) if " s] " in line), default=-1)
    return " / ".join(lines[told + 1 :])[-3000:]


def one_line(code: int, said: str) -> str:
    """Nothing where a build that could not publish said so in one clear line; else what is wrong."""
    if code == 0:
        return ""
    if "Traceback" in said:
        return f"a traceback: {said[max(0, said.index('Traceback') - 300) :][:3000]}"
    last = last_line(said)
    return "" if last.startswith("yusuan: ") else f"exit {code}, and it said last: {last[-300:]}"


def next_build(grounds: Grounds, home: Home) -> str:
    """Nothing where the next build succeeds and is as undisturbed; else what is wrong."""
    code, said = build(grounds, home)
    if code:
        return f"the next build ended with {code}: {last_words(said)}"
    return as_undisturbed(grounds, home) if published(home) else "the next build published nothing"
