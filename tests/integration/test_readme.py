"""What the README shows of the bundled documents is what the commands print."""

from __future__ import annotations

import re
import shlex

import pytest
from tests.integration.conftest import yusuan

from yusuan.paths import PROJECT, Home

TEXT = (PROJECT / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ \.venv/bin/yusuan (sql \"[^\"]+\"|search [^#\n]+).*\n((?:[^$`].*\n)*)", TEXT, re.MULTILINE)
SHOWN = [(command, printed) for command, printed in COMMANDS if printed]
SEARCHES = [command for command, _ in COMMANDS if command.startswith("search")]


@pytest.mark.parametrize(("command", "printed"), SHOWN)
def test_a_query_prints_what_is_shown(command: str, printed: str, project_home: Home) -> None:
    assert yusuan(*shlex.split(command), "--home", str(project_home.root)).stdout == printed


def test_what_is_searched_is_found(project_home: Home) -> None:
    assert len(SHOWN) == 2
    assert SEARCHES
    for command in SEARCHES:
        assert "\nrow_text " in yusuan(*shlex.split(command), "--home", str(project_home.root)).stdout


def test_a_word_is_found_however_the_paper_prints_it(project_home: Home) -> None:
    """The accounts of 2020 print the radical ⽹, and white space within words."""
    found = yusuan("search", "信息网络", "--format", "csv", "--home", str(project_home.root)).stdout
    assert "信息⽹络" in found
