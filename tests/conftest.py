"""Fixtures that several folders share: a small world in a temporary folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from tests.support.world import World

from yusuan.paths import PROJECT, Home

SUPPORT = Path(__file__).parent / "support"
SLOW_FOLDERS = {"integration", "orchestration"}  # they start Dagster, and mostly build
BUILDING = {"mini_dbt", "project_build", "sample_build"}  # fixtures of which a build is made


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what builds as slow, by folder and by the fixtures it asks for; other slow tests say so themselves."""
    for item in items:
        if SLOW_FOLDERS & set(item.path.parts) or BUILDING & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)


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
