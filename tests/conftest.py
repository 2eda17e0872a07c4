"""Fixtures that several folders share: a small world in a temporary folder."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.support.world import World

from yusuan.paths import PROJECT, Home

SUPPORT = Path(__file__).parent / "support"
SLOW_FOLDERS = {"integration", "orchestration"}  # they start Dagster, and mostly build
BUILDING = {"mini_dbt", "project_home", "project_build", "sample_build"}  # fixtures of which a build is made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what builds as slow, by folder and by the fixtures it asks for; other slow tests say so themselves.

    Slow files come first, so that no worker is left alone with one at the end.
    """
    for item in items:
        if SLOW_FOLDERS & set(item.path.parts) or BUILDING & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: item.get_closest_marker("slow") is None)


def _written(folder: Path) -> dict[str, int]:
    """Every file and folder below a folder, with the time of its last change."""
    return {str(path): path.lstat().st_mtime_ns for path in [folder, *folder.rglob("*")] if os.path.lexists(path)}


@pytest.fixture(scope="session", autouse=True)
def _the_project_is_left_alone() -> Iterator[None]:
    """No test may change the documents or the warehouse of whoever runs it."""
    home = Home.at()
    folders = [home.root / "raw", home.warehouse, home.dagster]
    before = [_written(folder) for folder in folders]
    yield
    for folder, was in zip(folders, before, strict=True):
        now = _written(folder)
        changed = sorted(path for path in was.keys() | now.keys() if was.get(path) != now.get(path))
        assert not changed, f"tests (or a build at the same time) changed {len(changed)} in {folder}: {changed[:3]}"


@pytest.fixture(scope="session")
def mini_dbt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The stand-in dbt project, copied so that nothing is written into the checkout."""
    return Path(shutil.copytree(SUPPORT / "mini_dbt", tmp_path_factory.mktemp("dbt") / "mini_dbt"))


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A fresh home."""
    made = Home.at(tmp_path / "home")
    made.make()
    return made


@pytest.fixture
def world(home: Home, mini_dbt: Path, monkeypatch: pytest.MonkeyPatch) -> World:
    """A fresh home with toy documents' reader, the stand-in dbt project and its suites."""
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")
    return World(home, mini_dbt, SUPPORT / "mini_expectations")
