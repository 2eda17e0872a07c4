"""The memory of a home: made once, whoever comes first."""

import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest
from dagster._core.events import RunFailureReason
from dagster._core.execution.retries import auto_reexecution_should_retry_run
from dagster._core.storage.event_log.sqlite.sqlite_event_log import SqliteEventLogStorage
from dagster._core.storage.tags import PARENT_RUN_ID_TAG, RETRY_STRATEGY_TAG, ROOT_RUN_ID_TAG
from dagster._utils.tags import TagConcurrencyLimitsCounter

from yusuan.orchestration.instance import open_instance
from yusuan.orchestration.jobs import build_job
from yusuan.orchestration.run_history import forget_old_runs
from yusuan.paths import Home

OPEN = """
import sys
from yusuan.orchestration.instance import open_instance
from yusuan.paths import Home
with open_instance(Home.at(sys.argv[1])) as instance:
    print(instance.get_runs_count())
"""


def test_processes_that_open_a_new_home_at_once_find_one_memory(home: Home) -> None:
    command = [sys.executable, "-c", OPEN, str(home.root)]
    opened = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(3)]
    said = [process.communicate(timeout=120) for process in opened]
    assert [process.returncode for process in opened] == [0, 0, 0], said
    assert [out.strip() for out, _ in said] == ["0", "0", "0"]


def test_whether_a_table_is_there_is_looked_at_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    with open_instance(home) as instance:
        events = instance.event_log_storage
        assert not events.has_table("no_such_table")
        assert events.has_table("asset_keys")
        monkeypatch.setattr(SqliteEventLogStorage, "has_table", lambda *_: pytest.fail("it was looked at again"))
        assert events.has_table("asset_keys")


@dg.op(config_schema={"fails": bool})
def works_or_fails(context: dg.OpExecutionContext) -> None:
    if context.op_config["fails"]:
        raise ValueError("as asked")


@dg.job
def one() -> None:
    works_or_fails()


@dg.job
def other() -> None:
    works_or_fails()


def test_the_oldest_runs_are_forgotten_with_all_that_they_left(home: Home) -> None:
    with open_instance(home) as instance:

        def run(job: dg.JobDefinition, *, fails: bool = False) -> str:
            config = {"ops": {"works_or_fails": {"config": {"fails": fails}}}}
            return job.execute_in_process(config, instance=instance, raise_on_error=False).run_id

        first, published = run(one), run(one)
        later = [run(one, fails=True), run(one, fails=True), run(one, fails=True), run(other), run(other)]
        assert set(forget_old_runs(instance, kept=2)) == {later[0]}
        newest = run(one)
        assert forget_old_runs(instance, kept=2) == [first]
        assert {record.dagster_run.run_id for record in instance.get_run_records()} == {published, newest, *later[1:]}
        left = {path.name.partition(".")[0] for path in Path(instance.root_directory).rglob("*")}
        assert {first, later[0]} & left == set()
        assert {published, newest} <= left
        assert not instance.all_logs(first)


def test_what_the_checks_of_a_forgotten_run_came_to_goes_with_it(home: Home) -> None:
    @dg.asset
    def thing() -> None: ...

    @dg.asset_check(asset=thing)
    def holds() -> dg.AssetCheckResult:
        return dg.AssetCheckResult(passed=True)

    key = dg.AssetCheckKey(dg.AssetKey("thing"), "holds")
    with open_instance(home) as instance:
        runs = [dg.materialize([thing, holds], instance=instance).run_id for _ in range(3)]
        forget_old_runs(instance, kept=1)
        told = instance.event_log_storage.get_asset_check_execution_history(key, limit=9)
        assert [record.run_id for record in told] == [runs[-1]]


@dg.job
def idle() -> None:
    """A job of no step."""


def test_a_killed_run_is_tried_once_more_and_one_that_failed_is_not(home: Home) -> None:
    assert (build_job.tags or {})[RETRY_STRATEGY_TAG] == "ALL_STEPS"  # nothing of a build is gone on with
    with open_instance(home) as instance:
        killed = instance.create_run_for_job(idle, status=dg.DagsterRunStatus.FAILURE)
        assert auto_reexecution_should_retry_run(instance, killed, RunFailureReason.UNKNOWN)
        assert not auto_reexecution_should_retry_run(instance, killed, RunFailureReason.STEP_FAILURE)
        again = instance.create_run_for_job(
            idle,
            status=dg.DagsterRunStatus.FAILURE,
            parent_run_id=killed.run_id,
            root_run_id=killed.run_id,
            tags={PARENT_RUN_ID_TAG: killed.run_id, ROOT_RUN_ID_TAG: killed.run_id},
        )
        assert not auto_reexecution_should_retry_run(instance, again, RunFailureReason.UNKNOWN)


def test_builds_wait_for_each_other_and_the_morning_for_none(home: Home) -> None:
    status, tags = dg.DagsterRunStatus, build_job.tags or {}
    with open_instance(home) as instance:
        queue = instance.get_concurrency_config().run_queue_config
        assert queue is not None
        building = instance.create_run_for_job(idle, status=status.STARTED, tags=dict(tags))
        assert queue.max_concurrent_runs > 1
        another, other = (instance.create_run_for_job(idle, tags=dict(own)) for own in (tags, {}))
        limits = TagConcurrencyLimitsCounter(queue.tag_concurrency_limits, [building])
        assert limits.is_blocked(another)
        assert not limits.is_blocked(other)
