"""Work beside other work: waited for, and heard of where it fails."""

from __future__ import annotations

from threading import Event

import pytest

from yusuan.beside import beside


def test_it_is_done_beside_and_waited_for() -> None:
    inside, outside = Event(), Event()

    def work(word: str) -> str:
        assert inside.wait(10)
        outside.set()
        return word

    with beside(work, "done") as done:
        assert not outside.is_set()
        inside.set()
    assert outside.is_set()
    assert done.result() == "done"


def test_what_fails_beside_fails_here() -> None:
    def work() -> None:
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"), beside(work):
        pass


def test_what_fails_here_waits_for_what_is_beside() -> None:
    begun, done = Event(), Event()

    def work() -> None:
        assert begun.wait(10)
        done.set()

    def fails() -> None:
        with beside(work):
            begun.set()
            raise KeyError

    with pytest.raises(KeyError):
        fails()
    assert done.is_set()
