"""What is told of a process by its number."""

import os
import subprocess
import sys
import time

from yusuan.processes import children, descendants, is_running


def test_what_ended_and_was_not_asked_how_is_a_child_that_no_longer_runs() -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    until = time.monotonic() + 30
    while is_running(ended.pid) and time.monotonic() < until:
        time.sleep(0.01)
    assert not is_running(ended.pid)
    assert ended.pid in children()
    assert ended.pid not in descendants()
    ended.wait()
    assert ended.pid not in children()
    assert not is_running(ended.pid)


def test_what_works_or_waits_is_running() -> None:
    assert is_running(os.getpid())
    with subprocess.Popen(["sleep", "60"]) as waits:
        assert is_running(waits.pid)
        assert waits.pid in descendants()
        waits.kill()
