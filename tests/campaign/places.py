"""Full disks, closed places, wrong clocks, and others who build and read at the same time."""

from __future__ import annotations

import os
import random
import shutil
import stat
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.campaign.grounds import (
    Grounds,
    answers,
    as_undisturbed,
    build,
    end,
    environment,
    held_still,
    last_line,
    next_build,
    one_line,
    prepared,
    start,
)
from tests.campaign.trial import Came, Scope

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.warehouse.query import run_query

_DISK = 420  # MB: more than a build asks for before it begins
_LEFT = (0, 4, 16, 64, 256, 1024, 4096, 8192, 16384)  # KB that are free from some moment on
_WORDS = ("reading", "manifest", "document stage", "corpus stage", "affected", "expectations")
_DAY = 86_400
# Of root's rights, those to open what is closed: without them root is as other people are.
_AS_OTHERS = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search", "--")


def _toys(scope: Scope) -> Grounds:
    return prepared(scope.folder / "toys", is_toy=True)


@contextmanager
def _disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of this size; raises YusuanError where none may be mounted."""
    folder.mkdir(parents=True, exist_ok=True)
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], capture_output=True, check=False
    )
    if made.returncode:
        raise YusuanError("no disk can be mounted here", str(folder), "run this case as root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=False)


def disk_full(scope: Scope) -> Iterator[Came]:
    """A disk that is too small from the start (the tenth trial), or full from a random moment on."""
    grounds = _toys(scope)
    for number in scope.numbers:
        left = _LEFT[(number - 1) % 10] if number % 10 else None
        with _disk(scope.folder / "disk", _DISK if left is not None else 100) as disk:
            home = grounds.copy(disk / "home")
            if left is None:
                code, said = build(grounds, home)
                what, filler = "100 MB from the start", disk / "none"
            else:
                process, filler = start(grounds, home), disk / "filler"
                word = random.Random(number).choice(_WORDS)
                heard = _heard_until(process, word)
                _fill(filler, left)
                said = heard + process.communicate()[0]
                code, what = process.returncode, f"{left} KB left when it said {word!r}"
            wrong = one_line(code, said) or held_still(grounds, home)
            told = f"{what}, exit {code}: {last_line(said)[:160]}"
            filler.unlink(missing_ok=True)
            if left is None:
                home = Home.at(shutil.copytree(home.root, scope.folder / "room", symlinks=True))
            wrong = wrong or next_build(grounds, home)
            shutil.rmtree(scope.folder / "room", ignore_errors=True)
        yield Came(number, not wrong, f"{told}: {wrong}" if wrong else told)


def _heard_until(process: subprocess.Popen[str], word: str) -> str:
    """What a build says until it says a word."""
    assert process.stdout is not None
    heard = ""
    for line in process.stdout:
        heard += line
        if word in line:
            break
    return heard


def _fill(filler: Path, left: int) -> None:
    """Write until only so many kilobytes are free."""
    with filler.open("wb") as file:
        try:
            while (free := shutil.disk_usage(filler.parent).free) > left << 10:
                file.write(bytes(min(1 << 20, free - (left << 10))))
                file.flush()
        except OSError:
            return  # somebody else took the last of it


def closed_places(scope: Scope) -> Iterator[Came]:
    """Places that may not be written or read, one after the other."""
    grounds = _toys(scope)
    prefix = _AS_OTHERS if os.geteuid() == 0 else ()
    for number in scope.numbers:
        what, close = _CLOSED[(number - 1) % len(_CLOSED)]
        home = grounds.copy(scope.folder / "closed")
        place = close(home)
        mode = place.stat().st_mode
        place.chmod(0o500 if place.is_dir() and what.startswith("not to be written") else 0)
        code, said = build(grounds, home, prefix=prefix)
        place.chmod(stat.S_IMODE(mode))
        is_published = code == 0 and place.is_relative_to(home.documents)
        wrong = _told(home, place) if is_published else one_line(code, said) or held_still(grounds, home)
        wrong = wrong or next_build(grounds, home)
        told = f"{what}, exit {code}: {last_line(said)[:160]}"
        yield Came(number, not wrong, f"{told}: {wrong}" if wrong else told)
        shutil.rmtree(home.root)


def _told(home: Home, place: Path) -> str:
    """Nothing where what is published names the place that could not be read, with a reason."""
    rows = run_query(home, "SELECT file_name FROM dim_document WHERE status <> 'loaded' AND status_reason <> ''")[1]
    name = place.relative_to(home.documents).as_posix()
    return "" if (name,) in rows else f"{place} was closed, and nothing published says so"


_CLOSED: list[tuple[str, Callable[[Home], Path]]] = [
    ("not to be written: the warehouse", lambda home: home.warehouse),
    ("not to be written: the builds", lambda home: home.builds),
    ("not to be written: the raw sets", lambda home: home.extracted),
    ("not to be written: the home's raw", lambda home: home.extracted.parent),
    ("not to be written: Dagster's memory", lambda home: home.dagster),
    ("not to be read: a paper", lambda home: home.documents / "new" / "b.pdf"),
    ("not to be read: a folder of papers", lambda home: home.documents / "new"),
    ("not to be read: all papers", lambda home: home.documents),
]


def clocks(scope: Scope) -> Iterator[Came]:
    """Dates of files, and clocks, that are far in the past or the future."""
    grounds = _toys(scope)
    for number in scope.numbers:
        days = (-20_000, -400, 400, 20_000)[number % 4]
        home = grounds.copy(scope.folder / "clock")
        for path in home.documents.rglob("*"):
            os.utime(path, (time.time() + days * _DAY, max(0, time.time() + days * _DAY)))
        clock = {"CAMPAIGN_CLOCK": str((-400 if number % 2 else 400) * _DAY)} if number > 4 else {}
        code, said = build(grounds, home, **clock)
        wrong = f"exit {code}: {last_line(said)[:300]}" if code else as_undisturbed(grounds, home)
        if not wrong:
            code, said = build(grounds, home)
            wrong = "" if "nothing new" in said else f"the second build was not of nothing new: {last_line(said)}"
        told = f"files dated {days} days away, the clock {clock.get('CAMPAIGN_CLOCK', '0')} s wrong"
        yield Came(number, not wrong, f"{told}: {wrong}" if wrong else told)
        shutil.rmtree(home.root)


def at_once(scope: Scope) -> Iterator[Came]:
    """Two builds of one home that are given the same folder at the same time."""
    grounds = _toys(scope)
    for number in scope.numbers:
        home = grounds.copy(scope.folder / "at_once")
        shutil.rmtree(home.documents / "new")
        one, other = start(grounds, home, grounds.new), start(grounds, home, grounds.new)
        said = [process.communicate()[0] for process in (one, other)]
        codes = [one.returncode, other.returncode]
        wrong = f"exit codes {codes}: {[last_line(text)[:200] for text in said]}" if any(codes) else ""
        wrong = wrong or as_undisturbed(grounds, home)
        yield Came(number, not wrong, wrong or "both published")
        shutil.rmtree(home.root)


def readers(scope: Scope) -> Iterator[Came]:
    """Queries without pause while a build publishes, and one that has the old build open all the while."""
    grounds = _toys(scope)
    good = {answers(grounds.before), answers(grounds.after)}
    for number in scope.numbers:
        home = grounds.copy(scope.folder / "readers")
        process = start(grounds, home)
        torn: list[str] = []
        count = 0
        while process.poll() is None:
            count += 1
            try:
                said = answers(home)
            except Exception as error:  # noqa: BLE001  whatever a reader would meet
                torn.append(str(error)[:200])
            else:
                torn += [] if said in good else [str(said)]
            time.sleep(0.05)
        process.communicate()
        wrong = "; ".join(torn[:3]) or (f"exit {process.returncode}" if process.returncode else "")
        wrong = wrong or as_undisturbed(grounds, home)
        yield Came(number, not wrong, f"{count} queries" + (f": {wrong}" if wrong else ""))
        shutil.rmtree(home.root)


def growing(scope: Scope) -> Iterator[Came]:
    """A paper that is still being written while it is given."""
    grounds = _toys(scope)
    for number in scope.numbers:
        home = grounds.copy(scope.folder / "growing")
        shutil.rmtree(home.documents / "new")
        given = scope.folder / "given" / "new"
        shutil.copytree(grounds.new, given, dirs_exist_ok=True)
        whole = (given / "b.pdf").read_bytes()
        (given / "b.pdf").write_bytes(whole[:20])

        def write(path: Path = given / "b.pdf", data: bytes = whole) -> None:
            for end_of in range(20, len(data) + 1):
                path.write_bytes(data[:end_of])
                time.sleep(0.02)

        writer = threading.Thread(target=write)
        writer.start()
        build(grounds, home, given)
        writer.join()
        code, said = build(grounds, home, given)
        wrong = f"exit {code}: {last_line(said)[:200]}" if code else ""
        wrong = wrong or ("" if (home.documents / "new" / "b.pdf").exists() else "the whole paper was never taken")
        wrong = wrong or held_still(grounds, home)
        yield Came(number, not wrong, wrong or "the whole paper is published when it rests")
        shutil.rmtree(home.root)


def served(scope: Scope) -> Iterator[Came]:
    """A build is killed while `yusuan serve` runs over its home: the sensor then builds what is new."""
    grounds = prepared(scope.folder / "real", is_toy=False)
    for number in scope.numbers:
        home = grounds.copy(scope.folder / "served")
        shutil.rmtree(home.documents / "new")
        command = [part for part in grounds.command(home) if part != "build"]
        command.insert(3, "serve")
        server = subprocess.Popen(
            [*command, "--port", str(34_000 + number)],
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            shutil.copytree(grounds.new, home.documents / "new")
            process = start(grounds, home)
            time.sleep(grounds.seconds * random.Random(number).uniform(0.2, 0.8))
            end(process)
            process.communicate()
            wrong, until = held_still(grounds, home), time.monotonic() + 300 + 4 * grounds.seconds
            while not wrong and answers(home) != answers(grounds.after) and time.monotonic() < until:
                time.sleep(2)
            time.sleep(10)  # the run ends after its publishing
            wrong = wrong or as_undisturbed(grounds, home)
        finally:
            end(server)
            server.wait()
        yield Came(number, not wrong, wrong or "the sensor built what the killed build did not")
        shutil.rmtree(home.root)
