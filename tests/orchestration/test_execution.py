"""What a run that did not end well is told as, without any build."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from dagster import DagsterExecutionInterruptedError
from sqlalchemy import NullPool, create_engine
from sqlalchemy.exc import OperationalError

from yusuan.errors import YusuanError
from yusuan.orchestration import execution
from yusuan.paths import Home
from yusuan.warehouse.recipe import Recipe


def ended(message: str, cause: Any = None) -> Any:
    error = SimpleNamespace(message=message, cause=cause)
    event = SimpleNamespace(is_failure=True, step_key="dbt_models", event_specific_data=SimpleNamespace(error=error))
    return SimpleNamespace(all_events=[event])


def test_an_interrupt_is_an_interrupt() -> None:
    name = f"{DagsterExecutionInterruptedError.__module__}.{DagsterExecutionInterruptedError.__name__}"
    assert isinstance(execution._what_failed(ended(f"{name}\n")), KeyboardInterrupt)
    inner = SimpleNamespace(message=f"{name}: asked to\n", cause=None)
    assert isinstance(execution._what_failed(ended("StepError: x", inner)), KeyboardInterrupt)


def test_other_failures_are_one_line() -> None:
    assert str(execution._what_failed(ended("yusuan.errors.YusuanError: no room"))) == "no room"
    assert str(execution._what_failed(ended("ValueError: x"))) == "nothing published: ValueError: x (step dbt_models)"
    refused = "PermissionError: [Errno 13] Permission denied: 'builds/1' -> '.current.new'\n"
    assert str(execution._what_failed(ended(refused))) == (
        "nothing published: Permission denied: 'builds/1' -> '.current.new' (step dbt_models)"
        " — is there room, and may it be written?"
    )
    polars = "polars.exceptions.ComputeError: parquet: underlying IO error: No space left on device (os error 28)"
    assert str(execution._what_failed(ended(polars))) == (
        f"nothing published: {polars} (step dbt_models) — is there room, and may it be written?"
    )
    gone = "FileNotFoundError: [Errno 2] No such file or directory: 'builds/1/stages.duckdb'\n"
    assert str(execution._what_failed(ended(gone))) == (
        "nothing published: No such file or directory: 'builds/1/stages.duckdb' (step dbt_models)"
    )


def test_a_full_disk_under_dagsters_memory_is_one_line(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_in_dagster(monkeypatch, OperationalError("PRAGMA", None, OSError("disk I/O error")))
    with pytest.raises(YusuanError, match=r"Dagster's memory failed: disk I/O error \[.*\.dagster\] — is there room"):
        execution.execute(Recipe(root=str(home.root), version="toy", code="toy"))


@pytest.mark.parametrize("failure", [OperationalError("PRAGMA", None, OSError("full")), RuntimeError("no thread")])
def test_what_fails_in_dagster_ends_the_dbt_beside(
    failure: Exception, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[str] = []
    monkeypatch.setattr(execution.dbt_process, "end_running", lambda: ended.append("dbt"))
    fail_in_dagster(monkeypatch, failure)
    with pytest.raises((YusuanError, RuntimeError)):
        execution.execute(Recipe(root=str(home.root), version="toy", code="toy"))
    assert ended == ["dbt"], "the corpus stage may run beside what failed"


def fail_in_dagster(monkeypatch: pytest.MonkeyPatch, failure: Exception) -> None:
    def fails(*_: Any, **__: Any) -> None:
        raise failure

    monkeypatch.setattr(execution, "open_instance", fails)
    monkeypatch.setattr(execution, "build_definitions", lambda _: SimpleNamespace(resolve_job_def=lambda _: None))


def test_an_interrupt_that_meets_the_closing_of_a_connection_prints_nothing(
    home: Home, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def interrupted(*_: Any, **__: Any) -> None:
        engine = create_engine("sqlite://", poolclass=NullPool)
        monkeypatch.setattr(engine.dialect, "do_close", stopped)
        engine.connect().close()

    def stopped(_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(execution, "open_instance", interrupted)
    monkeypatch.setattr(execution, "build_definitions", lambda _: SimpleNamespace(resolve_job_def=lambda _: None))
    with pytest.raises(KeyboardInterrupt):
        execution.execute(Recipe(root=str(home.root), version="toy", code="toy"))
    assert not caplog.records
