"""One command measured from outside: time, processor time, memory, what it wrote.

Belongs here: the measuring. Does not: which command. Memory is seen where /proc is (Linux).
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from yusuan.processes import adopt_orphans, children, descendants

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SECONDS_BETWEEN = 0.2
_MB = 1_000_000


@dataclass(frozen=True)
class ProcessMeasurement:
    """`cpu_seconds`: of the command and every process it started; `others_cpu_seconds`: of all other
    processes meanwhile; `peak_memory_mb`: the most that its processes had together, seen five times a second (pages
    that two of them share count twice); `written_mb`: to disks.
    """

    code: int
    seconds: float
    cpu_seconds: float
    others_cpu_seconds: float
    peak_memory_mb: int
    written_mb: int
    output: list[str]


def measure(command: Sequence[str], environment: Mapping[str, str], log: Path) -> ProcessMeasurement:
    """Run a command to its end; what it says goes into `log`, and its standard output is returned as well."""
    log.parent.mkdir(parents=True, exist_ok=True)
    output = log.with_suffix(".out")
    with log.open("wb") as errors, output.open("wb") as out:
        adopt_orphans()
        began, busy = time.monotonic(), _busy_seconds()
        process = subprocess.Popen(command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        with _Watch(process.pid) as watch:
            _, status, used = os.wait4(process.pid, 0)
        seconds = time.monotonic() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        # What it did not wait for, above all the process that dbt's are forks of: it ends now, as our child.
        all_used = [used, *(os.wait4(pid, 0)[2] for pid in watch.left())]
        busy = _busy_seconds() - busy
    own = sum(each.ru_utime + each.ru_stime for each in all_used)
    return ProcessMeasurement(
        code=process.returncode,
        seconds=round(seconds, 2),
        cpu_seconds=round(own, 2),
        others_cpu_seconds=round(max(0.0, busy - own), 2),
        peak_memory_mb=watch.peak // _MB,
        written_mb=sum(each.ru_oublock for each in all_used) * 512 // _MB,
        output=output.read_text(encoding="utf-8").splitlines(),
    )


@dataclass
class _Watch:
    """A thread that looks at a process and every one below it while the context lasts."""

    root: int
    peak: int = 0
    seen: set[int] = field(default_factory=set)
    _done: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    def __enter__(self) -> _Watch:
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        if self._thread:
            self._thread.join()

    def left(self) -> list[int]:
        """Those that were seen below the process and are our children now."""
        return sorted(self.seen & set(children()))

    def _look(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN):
            below = descendants(self.root)
            self.seen.update(below)
            memory = 0
            for pid in (self.root, *below):
                with contextlib.suppress(OSError, ValueError, IndexError):
                    memory += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
            self.peak = max(self.peak, memory)


def _busy_seconds() -> float:
    """Seconds that all processors together were busy since the machine began."""
    try:
        user, nice, system, _idle, _waiting, *interrupts = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    except OSError:
        return 0.0
    return sum(map(int, (user, nice, system, *interrupts))) / os.sysconf("SC_CLK_TCK")


def folder_mb(folder: Path, pattern: str = "**/*") -> float:
    """The size of a folder's files, without following links."""
    found = (path.lstat() for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())
    return round(sum(stat.st_size for stat in found) / _MB, 1)
