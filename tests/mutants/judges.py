"""Which tests are asked about a fault, the likeliest and quickest first; the first that fails ends it.

Belongs here: the commands, by where the fault is. Does not: running them (__main__).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.faults import Fault

_PYTEST = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", "--tb=line"]
_QUICK = ["-m", "not slow"]
QUICK_TESTS = [*_PYTEST, *_QUICK, "tests", "--ignore=tests/mutants"]
_OF_THE_BUILD = (
    "tests/integration/test_samples.py",
    "-k",
    "not second_build and not unit_tests and not published_is_complete",
)
_SLOW = 1000  # seconds, for what builds
# Builds of small worlds that see what no test of the package itself does.
_BUILDING = {
    "reading": ("tests/integration/test_identities.py",),
    "store": ("tests/orchestration/test_build.py",),
    "warehouse": ("tests/orchestration/test_build.py",),
    "quality": ("tests/orchestration/test_build.py",),
    "orchestration": ("tests/orchestration/test_build.py", "tests/orchestration/test_serve.py", "tests/orchestration"),
    "reconciliation": ("tests/benchmarks/test_faults.py",),
    "serving": ("tests/cli",),
}


@dataclass(frozen=True)
class Judge:
    """A command, run in the copy of the project with the fault; it notices the fault where it does not end with 0."""

    name: str
    command: list[str]
    of_samples: bool = False  # whether it is asked of the samples built with the fault
    seconds: int = 600  # where it takes longer it hangs, which is noticing too; without a fault it takes a few

    @property
    def is_quick(self) -> bool:
        """Whether it asks tests that build nothing."""
        return self.command[len(_PYTEST) :][: len(_QUICK)] == _QUICK or "--units" in self.command


def judges(fault: Fault, project: Path, home: Path, sound: Path) -> Iterator[Judge]:
    """The judges of a fault in their order. `home`: where the samples are built anew from the `sound` home."""
    tests = project / "tests"
    if fault.kind == "python":
        yield from _of_package(fault, tests)
    if fault.kind == "expectation":
        yield Judge("tests of expectations", [*_PYTEST, "tests/quality"])
    if fault.kind in ("sql", "seed"):
        units = [*_sample_build(home), str(sound), fault.path, "--units"]
        yield Judge("unit tests of models", units, of_samples=True, seconds=_SLOW)
    if fault.kind == "seed":
        asking = [p for p in _python_tests(tests) if re.search(rf"\b({Path(fault.path).stem}|SEEDS)\b", p.read_text())]
        yield Judge("tests that name the seed", [*_PYTEST, *_QUICK, *_named(asking, tests)])
    if fault.kind in ("sql", "seed") or fault.stratum in ("reading", "catalogue", "reconciliation"):
        yield from of_samples(fault.path, home, sound)
    if fault.kind == "python" and fault.stratum in _BUILDING:
        yield Judge("small builds", [*_PYTEST, *_BUILDING[fault.stratum]], seconds=_SLOW)


def of_samples(changed: str, home: Path, sound: Path) -> Iterator[Judge]:
    """The judges of a build of the samples in which a file is changed."""
    module = _sample_build(home)
    yield Judge("dbt on the samples", [*module, str(sound), changed], of_samples=True, seconds=_SLOW)
    yield Judge("gate", [*module, "--gate"], of_samples=True)
    yield Judge("pins of the samples", [*_PYTEST, *_OF_THE_BUILD], of_samples=True)


def _sample_build(home: Path) -> list[str]:
    return [sys.executable, "-m", "tests.mutants.sample_build", str(home)]


def _of_package(fault: Fault, tests: Path) -> Iterator[Judge]:
    """The tests beside the module by name and import, then all of its package."""
    stem = Path(fault.path).stem
    own = [path for path in _python_tests(tests) if fault.stratum in path.relative_to(tests).parts]
    asking = [p for p in _python_tests(tests) if re.search(rf"\b{stem}\b", p.read_text()) or stem in p.stem]
    first = [path for path in asking if path in own or f"yusuan.{fault.stratum}" in path.read_text()]
    quick = [] if fault.stratum == "orchestration" else _QUICK  # all of its tests are
    if first:
        seconds = _SLOW if fault.stratum == "orchestration" else Judge.seconds
        yield Judge("tests that name the module", [*_PYTEST, *quick, *_named(first, tests)], seconds=seconds)
    if fault.stratum == "orchestration":
        return
    rest = [path for path in own if path not in first]
    if rest:
        yield Judge("tests of the package", [*_PYTEST, *_QUICK, *_named(rest, tests)])
    yield Judge("slow tests of the package", [*_PYTEST, "-m", "slow", *_named(own, tests)], seconds=_SLOW)


def _python_tests(tests: Path) -> list[Path]:
    # The copy itself lies in a folder of that name.
    return [p for p in sorted(tests.rglob("test_*.py")) if "mutants" not in p.relative_to(tests).parts]


def _named(paths: list[Path], tests: Path) -> list[str]:
    """The files as pytest takes them; none at all would be every test there is."""
    assert paths, tests
    return [path.relative_to(tests.parent).as_posix() for path in paths]
