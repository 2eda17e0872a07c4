"""One command measured from outside: time, processor time, memory, what it wrote, whether dbt ran.

Belongs here: the measuring. Does not: which command. Memory and dbt processes are seen where /proc is (Linux).
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

from yusuan.processes import descendants

_PAGE = os.sysconf("SC_PAGE_SIZE")
_SECONDS_BETWEEN = 0.2
_MB = 1_000_000


@dataclass(frozen=True)
class ProcessMeasurement:
    """`cpu_seconds`: of the command and every process it started; `others_cpu_seconds`: of all other
    processes meanwhile; `peak_memory_mb`: the most that its processes had together, seen five times a second (pages
    that two of them share count twice); `written_mb`: to disks; `dbt_runs`: dbt processes seen.
    """

    code: int
    seconds: float
    cpu_seconds: float
    others_cpu_seconds: float
    peak_memory_mb: int
    written_mb: int
    dbt_runs: int
    output: list[str]


def measure(command: Sequence[str], environment: Mapping[str, str], log: Path) -> ProcessMeasurement:
    """Run a command to its end; what it says goes into `log`, and its standard output is returned as well."""
    log.parent.mkdir(parents=True, exist_ok=True)
    output = log.with_suffix(".out")
    with log.open("wb") as errors, output.open("wb") as out:
        began, busy = time.monotonic(), _busy_seconds()
        process = subprocess.Popen(command, env=dict(environment), stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
        with _Watch() as watch:
            _, status, used = os.wait4(process.pid, 0)
        seconds, busy = time.monotonic() - began, _busy_seconds() - busy
        process.returncode = os.waitstatus_to_exitcode(status)
    own = used.ru_utime + used.ru_stime
    return ProcessMeasurement(
        code=process.returncode,
        seconds=round(seconds, 2),
        cpu_seconds=round(own, 2),
        others_cpu_seconds=round(max(0.0, busy - own), 2),
        peak_memory_mb=watch.peak // _MB,
        written_mb=used.ru_oublock * 512 // _MB,
        dbt_runs=len(watch.dbt),
        output=output.read_text(encoding="utf-8").splitlines(),
    )


@dataclass
class _Watch:
    """A thread that looks at every process below this one while the context lasts."""

    peak: int = 0
    dbt: set[int] = field(default_factory=set)
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

    def _look(self) -> None:
        while not self._done.wait(_SECONDS_BETWEEN):
            memory = 0
            for pid in descendants():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    memory += int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
                    if pid not in self.dbt and _is_dbt(Path(f"/proc/{pid}/cmdline").read_bytes()):
                        parent = int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
                        if parent not in self.dbt:  # else a child of dbt before it is a program of its own
                            self.dbt.add(pid)
            self.peak = max(self.peak, memory)


def _busy_seconds() -> float:
    """Seconds that all processors together were busy since the machine began."""
    try:
        user, nice, system, _idle, _waiting, *interrupts = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    except OSError:
        return 0.0
    return sum(map(int, (user, nice, system, *interrupts))) / os.sysconf("SC_CLK_TCK")


def _is_dbt(command_line: bytes) -> bool:
    return any(Path(os.fsdecode(word)).name == "dbt" for word in command_line.split(b"\0")[:2])


def folder_mb(folder: Path, pattern: str = "**/*") -> float:
    """The size of a folder's files, without following links."""
    found = (path.lstat() for path in folder.glob(pattern) if path.is_file() and not path.is_symlink())
    return round(sum(stat.st_size for stat in found) / _MB, 1)
