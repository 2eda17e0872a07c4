"""The memory of a home: made once, whoever comes first."""

from __future__ import annotations

import subprocess
import sys

from yusuan.paths import Home

OPEN = """
import sys
from yusuan.orchestration.instance import open_instance
from yusuan.paths import Home
with open_instance(Home.at(sys.argv[1])) as instance:
    print(instance.get_runs_count())
"""


def test_processes_that_open_a_new_home_at_once_find_one_memory(home: Home) -> None:
    command = [sys.executable, "-c", OPEN, str(home.root)]
    opened = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=120) for process in opened]
    assert [process.returncode for process in opened] == [0, 0, 0], said
    assert [out.strip() for out, _ in said] == ["0", "0", "0"]
