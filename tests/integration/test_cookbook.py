"""Every question of the cookbook, asked of the bundled samples, has the answer that the page prints."""

from __future__ import annotations

import pytest
from tests.integration.cookbook import PAGE, ask, questions

from yusuan.warehouse.build import Build

QUESTIONS = questions(PAGE.read_text(encoding="utf-8"))


def test_there_are_twenty_five() -> None:
    assert [number for number, *_ in QUESTIONS] == list(range(1, 26))


@pytest.mark.parametrize(("number", "query", "answer"), [(n, query, answer) for n, _, query, answer in QUESTIONS])
def test_the_answer_is_the_one_printed(number: int, query: str, answer: str, project_build: Build) -> None:
    assert ask(project_build.database, query) == answer, f"question {number}: review it, then write the page anew"
