"""dbt's results as Dagster's events: one for every asset, dependencies first, whether dbt ran it or not; noted while it
runs.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from threading import Event

import dagster as dg
import pytest

from yusuan.errors import YusuanError
from yusuan.orchestration.dbt_models import UNIQUE_ID, corpus_stage_beside, dependencies_first, materialisations
from yusuan.paths import Home
from yusuan.warehouse import dbt_process, working
from yusuan.warehouse.build import Build
from yusuan.warehouse.dbt import NodeResult

CHAIN = ["first", "second", "third", "fourth"]


def definition(order: list[str]) -> dg.AssetsDefinition:
    """A chain of assets, declared in some order."""
    before = dict(zip(CHAIN[1:], CHAIN, strict=False))
    specs = [
        dg.AssetSpec(name, deps=[before[name]] if name in before else [], metadata={UNIQUE_ID: f"model.{name}"})
        for name in order
    ]
    return dg.AssetsDefinition(specs=specs)


def result(name: str, status: str = "success") -> NodeResult:
    return NodeResult(unique_id=f"model.{name}", status=status, seconds=1.0, message="", failures=None)


@pytest.mark.parametrize("order", [CHAIN, CHAIN[::-1], ["third", "first", "fourth", "second"]])
@pytest.mark.parametrize("ran", [[], ["first"], ["second", "fourth"], CHAIN])
def test_dependencies_come_first_also_where_nothing_ran(order: list[str], ran: list[str]) -> None:
    told = list(materialisations(dependencies_first(definition(order)), [result(name) for name in ran]))
    assert [event.asset_key.path[-1] for event in told] == CHAIN
    carried_on = [e.asset_key.path[-1] for e in told if e.metadata["status"] == "carried on from the last build"]
    assert carried_on == [name for name in CHAIN if name not in ran]


def test_what_failed_or_was_skipped_is_not_materialised() -> None:
    results = [result("first"), result("second", "error"), result("third", "skipped"), result("fourth", "skipped")]
    told = materialisations(dependencies_first(definition(CHAIN)), results)
    assert [event.asset_key.path[-1] for event in told if event.asset_key is not None] == ["first"]


def test_what_is_noted_beside_dbt_begins_when_dbt_runs(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = []

    def stage(_build: Build, _project: Path, heard: Callable[[str], None]) -> list[NodeResult]:
        steps.append("laid")
        heard("Running with dbt")
        assert noted.wait(10)
        return [result("first")]

    noted = Event()
    monkeypatch.setattr(working, "corpus_stage_of", stage)
    with corpus_stage_beside(Build(home, "20250101-000000-aaaaaa"), home.root) as worked:
        steps.append("noted")
        noted.set()
        assert [one.unique_id for one in worked.result()] == ["model.first"]
    assert steps == ["laid", "noted"]


def test_dbt_that_never_ran_keeps_nobody_waiting(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def stage(*_: object) -> list[NodeResult]:
        raise YusuanError("no room")

    monkeypatch.setattr(working, "corpus_stage_of", stage)
    build = Build(home, "20250101-000000-aaaaaa")
    with pytest.raises(YusuanError, match="no room"), corpus_stage_beside(build, home.root) as worked:
        worked.result()


def asleep(_parsed: object, _told: object, said: Connection) -> None:
    os.write(said.fileno(), b"a line\n")
    time.sleep(60)


def test_who_is_stopped_stops_the_dbt_beside_it(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = []

    def stage(_build: Build, project: Path, heard: Callable[[str], None]) -> list[NodeResult]:
        for _ in range(2):  # one that runs, and one that would begin after it
            codes.append(dbt_process.run_dbt(None, [], {}, project, heard))
        return []

    monkeypatch.setattr(dbt_process, "_serve", asleep)
    monkeypatch.setattr(working, "corpus_stage_of", stage)
    build = Build(home, "20250101-000000-aaaaaa")
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt), corpus_stage_beside(build, home.root):
        raise KeyboardInterrupt
    assert codes == [-signal.SIGKILL] * 2
    assert time.monotonic() - began < 50
