"""Builds that are killed: the published warehouse stays as it was, and the next build succeeds."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.support.world import World

from yusuan.warehouse.build import complete_builds, published
from yusuan.warehouse.query import run_query

LOADED = "SELECT count(*) FROM dim_document WHERE status = 'loaded'"


def kill_when(world: World, word: str) -> None:
    """Start a build in its own process and kill it, with no chance to tidy up, when it says a word."""
    with subprocess.Popen(world.command(), stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if word in line:
                break
        else:
            pytest.fail(f"the build never said {word!r}")
        process.kill()
        process.stderr.read()


def test_a_kill_at_any_moment_harms_nothing(world: World) -> None:
    world.document("a.pdf", name="甲局")
    world.build()
    good = published(world.home)
    assert good is not None
    content = good.database.read_bytes()

    for number, word in enumerate(("reading", "manifest:", "dbt: seeds", "expectations:")):
        world.document(f"new{number}.pdf", name=f"新{number}")
        kill_when(world, word)
        assert published(world.home) == good
        assert good.database.read_bytes() == content
        assert run_query(world.home, LOADED)[1] == [(1,)]

    (world.home.current.parent / ".current.new").symlink_to("builds/none")  # a kill in the middle of the rename
    assert world.build()["outcome"] == "published"
    assert run_query(world.home, LOADED)[1] == [(5,)]
    left = {path.name for path in world.home.builds.iterdir()}
    assert left == {build.build_id for build in complete_builds(world.home)}
    assert not list(Path(world.home.extracted).glob(".unfinished/*"))


def test_two_builds_of_one_home_wait_for_each_other(world: World) -> None:
    world.document("a.pdf", name="甲局")
    command, environment = world.command(), dict(os.environ)
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("another build of this home is running" in text for text in said) == 1
    assert len(complete_builds(world.home)) == 1
