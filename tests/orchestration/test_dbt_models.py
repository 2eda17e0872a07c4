"""What dbt reports, as Dagster's events: one for every asset, dependencies first, whether dbt ran it or not."""

from __future__ import annotations

import dagster as dg
import pytest

from yusuan.orchestration.dbt_models import UNIQUE_ID, events
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
    told = list(events(definition(order), [result(name) for name in ran]))
    assert [event.asset_key.path[-1] for event in told] == CHAIN
    carried_on = [e.asset_key.path[-1] for e in told if e.metadata["status"] == "carried on from the last build"]
    assert carried_on == [name for name in CHAIN if name not in ran]


def test_what_failed_or_was_skipped_is_not_materialised() -> None:
    results = [result("first"), result("second", "error"), result("third", "skipped"), result("fourth", "skipped")]
    assert [event.asset_key.path[-1] for event in events(definition(CHAIN), results)] == ["first"]
