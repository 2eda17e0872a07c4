"""Lines and the bar below them: on a terminal, and where there is none."""

from __future__ import annotations

import io
import sys

import pytest

from yusuan.progress import Bar, say


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_shows_how_far_the_work_is_and_keeps_the_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = Terminal()
    monkeypatch.setattr(sys, "stderr", seen)
    with Bar("reading", 4) as bar:
        monkeypatch.setattr(bar._bar, "mininterval", 0)
        bar.reach(1, "reading: 1 of 2 documents")
        say("a line")
        bar.reach(1, "dbt: 1 of 2 nodes", 2)
    text = seen.getvalue()
    assert "reading: 1 of 2 documents  25% |" in text
    assert "left" in text
    assert "dbt: 1 of 2 nodes  50% |" in text
    assert " s] a line\n" in text
    assert text.endswith("\r")


def test_what_is_told_late_turns_nothing_back_and_other_work_begins_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stderr", Terminal())
    with Bar("dbt", 1) as bar:
        reached = []
        for done in (7, 9, 8, 10, 1, 2):
            bar.reach(done, "dbt", 10)
            reached.append(bar._bar.n)
    assert reached == [7, 9, 9, 10, 1, 2]


def test_elsewhere_there_are_lines_alone(capsys: pytest.CaptureFixture[str]) -> None:
    with Bar("reading", 4) as bar:
        bar.reach(1, "reading: 1 of 2 documents")
        say("a line")
    assert capsys.readouterr().err.endswith(" s] a line\n")
    assert "%" not in capsys.readouterr().err
