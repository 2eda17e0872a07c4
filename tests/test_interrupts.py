"""Ctrl-C is heard whatever handler stands in its place, and ends what makes nothing of it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from threading import Event

from yusuan import interrupts

_DEAF = """
import os, signal, time
from yusuan import cli, interrupts
with interrupts.heard(cli._end_at_once, 0.5):
    signal.signal(signal.SIGINT, lambda *_: None)
    os.kill(os.getpid(), signal.SIGINT)
    while True:
        time.sleep(0.01)
"""


def test_what_makes_nothing_of_an_interrupt_ends_all_the_same() -> None:
    done = subprocess.run([sys.executable, "-c", _DEAF], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "yusuan: interrupted\n")


def test_who_leaves_in_time_is_left_alone() -> None:
    gave_up = Event()
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        with interrupts.heard(gave_up.set, 0.2) as was_interrupted:
            assert not was_interrupted()
            os.kill(os.getpid(), signal.SIGINT)
            assert was_interrupted()
        assert not gave_up.wait(0.5)
    finally:
        signal.signal(signal.SIGINT, before)


def test_other_signals_are_no_interrupt() -> None:
    gave_up = Event()
    before = signal.signal(signal.SIGUSR1, lambda *_: None)
    try:
        with interrupts.heard(gave_up.set, 0.05) as was_interrupted:
            os.kill(os.getpid(), signal.SIGUSR1)
            assert not gave_up.wait(0.3)
            assert not was_interrupted()
    finally:
        signal.signal(signal.SIGUSR1, before)
