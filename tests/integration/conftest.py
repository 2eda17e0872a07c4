"""One full build of the bundled samples in a home of its own, which the tests of this folder look at."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from yusuan.paths import Home
from yusuan.warehouse.build import Build, published


def yusuan(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "yusuan.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)


@pytest.fixture(scope="session")
def project_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home that holds the project's bundled documents, built; the project's own stays as it is.

    `YUSUAN_SAMPLES_BUILT` names one in which that was done already (`make mutants` plants faults in such a build).
    """
    if built := os.environ.get("YUSUAN_SAMPLES_BUILT"):
        return Home.at(built)
    home = Home.at(tmp_path_factory.mktemp("samples") / "home")
    with _built_once(tmp_path_factory) as first:
        shutil.copytree(first.root, home.root, symlinks=True)
    return home


@contextmanager
def _built_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    """The home that the first of pytest's workers builds for all of them."""
    shared = tmp_path_factory.getbasetemp()
    shared = shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared
    with (shared / "samples.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        home = Home.at(shared / "samples_built")
        if not home.database.exists():
            said = yusuan("build", str(Home.at().samples), "--home", str(home.root))
            assert said.returncode == 0, said.stderr
        yield home


@pytest.fixture(scope="session")
def project_build(project_home: Home) -> Build:
    """The warehouse over the project's bundled documents."""
    build = published(project_home)
    assert build is not None
    return build
