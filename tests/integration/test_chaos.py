"""Absurd documents beside the bundled ones, in a whole build: it publishes, and those are as they were."""

from __future__ import annotations

from pathlib import Path

from tests.chaos import home as homes
from tests.chaos.documents import make_document
from tests.chaos.judge import differences, statuses

from yusuan.paths import SEEDS, Home
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build

DOCUMENTS = 24
SEED = 1


def test_no_absurd_paper_harms_another(project_build: Build, tmp_path: Path) -> None:
    source = project_build.home
    papers, version = homes.papers_of(source), reader_version(SEEDS)
    made = [make_document(SEED, n, papers, version, ("printed", "broken")) for n in range(1, DOCUMENTS + 1)]
    home = homes.beside(tmp_path / "home", source, made)
    said = homes.build(home)
    assert said.returncode == 0, said.stderr[-2000:]
    told = statuses(home.database)
    assert len(told) == DOCUMENTS
    assert "loaded" in {status for status, _ in told.values()}
    # The project's own home knows its samples as such, another one does not.
    found = differences(source.database, Home.at(home.root).database, homes.keys_of(source), apart=["is_sample"])
    assert not found, "\n".join(map(str, found))
