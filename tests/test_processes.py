"""What is told of a process by its number, and what a process is told."""

import os
import signal
import subprocess
import sys
import time

from yusuan.processes import children, cpu_seconds, descendants, is_running, uninterrupted


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


def test_seconds_of_a_core_are_told_of_what_runs_and_of_nothing_else() -> None:
    had = cpu_seconds(os.getpid())
    assert had is not None
    until = time.process_time() + 0.2
    while time.process_time() < until:
        pass
    assert had + 0.1 < (cpu_seconds(os.getpid()) or 0) < time.process_time() + 1
    with subprocess.Popen(["true"]) as ends:
        pass
    assert cpu_seconds(ends.pid) is None


def test_what_works_or_waits_is_running() -> None:
    assert is_running(os.getpid())
    with subprocess.Popen(["sleep", "60"]) as waits:
        assert is_running(waits.pid)
        assert waits.pid in descendants()
        waits.kill()


def test_what_is_started_uninterrupted_never_hears_of_an_interrupt() -> None:
    works = [sys.executable, "-c", "import time; print(1, flush=True); time.sleep(1); print(2)"]
    with uninterrupted():
        deaf = subprocess.Popen(works, stdout=subprocess.PIPE, text=True)
    hearing = subprocess.Popen(works, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    for process in (deaf, hearing):
        assert process.stdout is not None
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
    assert deaf.communicate()[0] == "2\n"
    assert deaf.returncode == 0
    assert "KeyboardInterrupt" in hearing.communicate()[1]
