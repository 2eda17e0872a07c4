"""Builds that are killed or interrupted at random moments."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator

from tests.campaign.grounds import Grounds, end, held_still, next_build, one_line, prepared, start
from tests.campaign.trial import Came, Scope

from yusuan.processes import descendants

_SECONDS_TO_END = 60


def kill_toys(scope: Scope) -> Iterator[Came]:
    """Kills of builds of toy papers."""
    yield from _killed(scope, is_toy=True)


def kill_real(scope: Scope) -> Iterator[Came]:
    """Kills of builds of bundled papers."""
    yield from _killed(scope, is_toy=False)


def _killed(scope: Scope, *, is_toy: bool) -> Iterator[Came]:
    grounds = prepared(scope.folder / ("toys" if is_toy else "real"), is_toy=is_toy)
    for number in scope.numbers:
        chance = random.Random(number)
        what, lives, seconds = "", "", chance.uniform(0.02, 1.0) * grounds.seconds
        while not what:
            home = grounds.copy(scope.folder / "killed")
            process = start(grounds, home)
            moment = _wait(process, seconds)
            if process.poll() is None:
                what = _kill(process, whole=chance.random() < 0.6, chance=chance)
            lives = _lives_on(process)
            seconds *= 0.8  # where it had ended before it was killed
        wrong = lives or held_still(grounds, home) or next_build(grounds, home)
        yield Came(number, not wrong, f"{what} after {moment:.1f} s" + (f": {wrong}" if wrong else ""))
        shutil.rmtree(home.root)


def _wait(process: subprocess.Popen[str], seconds: float) -> float:
    """Wait for a moment, or for the end of the process; returns how long that was."""
    began = time.monotonic()
    while process.poll() is None and time.monotonic() - began < seconds:
        time.sleep(0.02)
    return time.monotonic() - began


def _lives_on(process: subprocess.Popen[str]) -> str:
    """Hear a build that was killed to its end; what is wrong where a process of it is still there after a minute."""
    try:
        process.communicate(timeout=_SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)  # the session that it was started in
        process.communicate()
        return f"a process of the killed build was there after {_SECONDS_TO_END} s"
    return ""


def _kill(process: subprocess.Popen[str], *, whole: bool, chance: random.Random) -> str:
    """Kill the whole build, or one process of it; says which, or nothing where that had ended by itself."""
    below = descendants(process.pid)
    if whole or not below:
        end(process)
        return "killed whole"
    one = chance.choice([process.pid, *below])
    try:
        with open(f"/proc/{one}/cmdline", "rb") as file:  # noqa: PTH123
            name = file.read().replace(b"\0", b" ").decode("utf-8", "replace")
        os.kill(one, signal.SIGKILL)
    except (ProcessLookupError, FileNotFoundError):
        return ""
    known = {"store.worker": "a reader", "forkserver": "dbt or what forks it", "picture": "what looks at pages"}
    kind = next((told for word, told in known.items() if word in name), "another process")
    return f"killed {'the build itself' if one == process.pid else kind}"


def interrupt(scope: Scope) -> Iterator[Came]:
    """Ctrl-C at random moments: a terminal tells all that was started, who has none (`kill -INT`) the build only."""
    grounds: Grounds = prepared(scope.folder / "toys", is_toy=True)
    for number in scope.numbers:
        home = grounds.copy(scope.folder / "interrupted")
        process = start(grounds, home)
        moment = _wait(process, random.Random(number).uniform(0.05, 0.95) * grounds.seconds)
        end(process, signal.SIGINT, group=bool(number % 2))
        said, _ = process.communicate()
        code = process.returncode
        wrong = ""
        if code == 130:
            wrong = one_line(code, said)
        elif (
            code
        ):  # Python itself ends so, 130 to a shell, while it imports the stand-in command or after its last line
            outside = code == -signal.SIGINT and (" s] " not in said or "\nreport: " in said)
            wrong = "" if outside else f"exit {code}: {said[-300:]}"
        wrong = wrong or held_still(grounds, home) or next_build(grounds, home)
        yield Came(
            number, not wrong, f"interrupted after {moment:.1f} s, exit {code}" + (f": {wrong}" if wrong else "")
        )
        shutil.rmtree(home.root)
