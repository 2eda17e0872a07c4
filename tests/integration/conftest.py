"""One full build of the project itself, which the tests of this folder look at."""

from __future__ import annotations

import subprocess
import sys

import pytest

from yusuan.paths import Home
from yusuan.warehouse.build import Build, published


def yusuan(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "yusuan.cli", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=500)


@pytest.fixture(scope="session")
def project_build() -> Build:
    """The project's own warehouse, over its bundled documents, up to date."""
    said = yusuan("build")
    assert said.returncode == 0, said.stderr
    build = published(Home.at())
    assert build is not None
    return build
