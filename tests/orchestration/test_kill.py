"""Builds that are killed: the published warehouse stays as it was, the next build succeeds, and its run is ended."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path

import dagster as dg
import pytest
from tests.support.world import World

from yusuan.orchestration import liveness
from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.liveness import end_dead_runs, stay_alive
from yusuan.warehouse.build import complete_builds, published
from yusuan.warehouse.lock import build_lock
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

    for number, word in enumerate(("reading", "corpus stage:", "expectations:")):
        world.document(f"new{number}.pdf", name=f"新{number}")
        kill_when(world, word)
        assert published(world.home) == good
        assert good.database.read_bytes() == content
        assert run_query(world.home, LOADED)[1] == [(1,)]

    (world.home.current.parent / ".current.new").symlink_to("builds/none")  # a kill in the middle of the rename
    assert world.build()["outcome"] == "published"
    assert run_query(world.home, LOADED)[1] == [(4,)]
    left = {path.name for path in world.home.builds.iterdir()}
    assert left == {build.build_id for build in complete_builds(world.home)}
    assert not list(Path(world.home.extracted).glob(".unfinished/*"))
    with open_instance(world.home) as instance:  # newest first: the last build, three killed ones, the first build
        told = [(run.status.value, failures(instance, run.run_id)) for run in instance.get_runs()]
    killed = ("FAILURE", ["The process of this run ended without a word: it was killed, or crashed."])
    assert told == [("SUCCESS", []), *[killed] * 3, ("SUCCESS", [])]


def test_two_builds_of_one_home_wait_for_each_other(world: World) -> None:
    world.document("a.pdf", name="甲局")
    command, environment = world.command(), dict(os.environ)
    runs = [subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) for _ in range(2)]
    said = [run.communicate(timeout=120)[1] for run in runs]
    assert [run.returncode for run in runs] == [0, 0], said
    assert sum("another build of this home is running" in text for text in said) == 1
    assert len(complete_builds(world.home)) == 1
    with open_instance(world.home) as instance:  # the one that built did not end the one that waited
        assert [run.status.value for run in instance.get_runs()] == ["SUCCESS", "SUCCESS"]


def test_a_run_that_waits_is_alive_until_its_process_ends(world: World) -> None:
    world.document("a.pdf", name="甲局")
    with open_instance(world.home) as instance, build_lock(world.home):
        with subprocess.Popen(world.command(), stderr=subprocess.PIPE, text=True, env=dict(os.environ)) as process:
            assert process.stderr is not None
            line = next(line for line in process.stderr if "another build" in line)
            assert f"process {os.getpid()}" in line
            assert end_dead_runs(instance) == []
            waiting = instance.get_runs()[0]
            assert waiting.status is dg.DagsterRunStatus.STARTED
            process.kill()
            process.stderr.read()
        assert end_dead_runs(instance) == [waiting.run_id]
        assert end_dead_runs(instance) == []
        assert failures(instance, waiting.run_id)


@dg.op
def nothing() -> None:
    """A step of the stand-in jobs."""


@dg.job(name="build")
def build() -> None:
    nothing()


@dg.job
def another() -> None:
    nothing()


def test_only_runs_that_were_started_and_have_no_process_are_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    status = dg.DagsterRunStatus
    with dg.instance_for_test(temp_dir=str(tmp_path)) as instance:
        runs = {
            name: instance.create_run_for_job(job, status=status.NOT_STARTED).run_id
            for name, job in {"new": build, "held": build, "created": build, "dead": build, "other": another}.items()
        }
        for name in ("new", "held", "dead", "other"):
            report(instance, runs[name], "PIPELINE_STARTING")
            report(instance, runs[name], "PIPELINE_START")
        stay_alive(instance, runs["held"])
        (tmp_path / "alive" / runs["dead"]).touch()  # a file that nobody holds: its process is gone
        assert end_dead_runs(instance) == [runs["dead"]]
        assert not (tmp_path / "alive" / runs["dead"]).exists()
        later = time.time() + liveness.SECONDS_TO_TAKE_IT + 1
        monkeypatch.setattr(liveness.time, "time", lambda: later)
        assert end_dead_runs(instance) == [runs["new"]], "it never held a file, for too long"
        left = {name: instance.get_run_by_id(run_id) for name, run_id in runs.items()}
        assert {name: run.status for name, run in left.items() if run} == {
            "new": status.FAILURE,
            "held": status.STARTED,
            "created": status.NOT_STARTED,
            "dead": status.FAILURE,
            "other": status.STARTED,
        }


def report(instance: dg.DagsterInstance, run_id: str, kind: str) -> None:
    """Tell the instance what happened to a run."""
    job = "another" if instance.get_run_by_id(run_id).job_name == "another" else "build"  # type: ignore[union-attr]
    instance.report_dagster_event(dg.DagsterEvent(kind, job), run_id=run_id)


def failures(instance: dg.DagsterInstance, run_id: str) -> list[str]:
    """Why a run failed."""
    entries = instance.all_logs(run_id, of_type=dg.DagsterEventType.RUN_FAILURE)
    return [entry.dagster_event.message or "" for entry in entries if entry.dagster_event]
