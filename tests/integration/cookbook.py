"""The questions of docs/cookbook.md; `python -m tests.integration.cookbook DATABASE` writes their answers anew.

Belongs here: finding queries and answers in the page, asking. Does not: what is right (a person reviews the page).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

import duckdb

from yusuan.paths import PROJECT
from yusuan.warehouse.query import render

PAGE = PROJECT / "docs" / "cookbook.md"
_QUESTION = re.compile(r"^### (\d+)\. ([^\n]+)\n```sql\n(.+?)\n```\n(?:```text\n(.*?)```\n)?", re.MULTILINE | re.DOTALL)
_WIDE = 200  # characters of a line: no answer is cut


def questions(text: str) -> list[tuple[int, str, str, str]]:
    """(number, question, query, answer as written) of every question on the page."""
    return [(int(n), name, query, answer) for n, name, query, answer in _QUESTION.findall(text)]


def ask(database: Path, query: str) -> str:
    """The answer as the command prints it."""
    with duckdb.connect(str(database), read_only=True) as connection:
        asked = connection.execute(query)
        names = [column[0] for column in asked.description or ()]
        rows = asked.fetchall()
    return "\n".join(line.rstrip() for line in render(names, rows, "table", _WIDE).splitlines()) + "\n"


def with_answers(text: str, database: Path) -> str:
    """The page with its answers over a warehouse."""

    def answered(found: re.Match[str]) -> str:
        number, name, query, _ = found.groups()
        return f"### {number}. {name}\n```sql\n{query}\n```\n```text\n{ask(database, query)}```\n"

    return _QUESTION.sub(answered, text)


if __name__ == "__main__":
    PAGE.write_text(with_answers(PAGE.read_text(encoding="utf-8"), Path(sys.argv[1])), encoding="utf-8")
