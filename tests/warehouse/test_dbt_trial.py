"""A change of a model tried by hand: nothing selected is an error, an edited seed is seen, the copy can be asked."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import PROJECT
from yusuan.warehouse.dbt_manifest import PARSED
from yusuan.warehouse.dbt_trial import ask, forget_parsed_before_seeds, try_selection


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A folder of two models."""
    for name in ("meaning/int_amount.sql", "results/int_finding.py"):
        file = tmp_path / "models" / name
        file.parent.mkdir(parents=True)
        file.touch()
    return tmp_path / "models"


def outcome(results: list[int], *, success: bool = True, exception: Exception | None = None) -> Any:
    return SimpleNamespace(
        result=SimpleNamespace(results=results) if exception is None else None, success=success, exception=exception
    )


@pytest.mark.parametrize(
    ("what", "selection", "said"),
    [
        ("model", "int_amout+", "no model is selected by `int_amout+` [MODELS] — name one as its file is called "
         "(int_amount?); `MODEL+` takes what follows it too"),
        ("unit", "int_finding", "no unit test is selected by `int_finding` [MODELS] — name a model that has some, or "
         "write one (_*_unit_tests.yml)"),
    ],
)  # fmt: skip
def test_nothing_selected_is_an_error(what: str, selection: str, said: str, models: Path) -> None:
    with pytest.raises(YusuanError) as caught:
        try_selection(what, selection, lambda _: outcome([]), models)
    assert str(caught.value) == said.replace("MODELS", str(models))


def test_what_dbt_ends_with_is_handed_on(models: Path) -> None:
    asked: list[list[str]] = []

    def invoke(arguments: list[str]) -> Any:
        asked.append(arguments)
        return outcome([1], success=len(asked) < 2)

    assert try_selection("model", "int_amount+", invoke, models) == 0
    assert try_selection("unit", "int_amount", invoke, models) == 1
    assert asked[0][:3] == ["build", "--select", "int_amount+"]
    assert asked[1] == ["test", "--select", "int_amount,test_type:unit"]
    raised = outcome([], success=False, exception=RuntimeError("no build to work on"))
    assert try_selection("unit", "int_amount", lambda _: raised, models) == 2


def test_make_leaves_it_to_this() -> None:
    text = (PROJECT / "Makefile").read_text(encoding="utf-8")
    for target, what in (("model", "model"), ("unit-sql", "unit"), ("model-sql", "sql")):
        assert re.search(rf"^{target}: setup\n(?:\t.*\n)*\t.*yusuan\.warehouse\.dbt_trial {what} ", text, re.MULTILINE)


def test_what_was_parsed_before_a_seed_changed_is_forgotten(tmp_path: Path) -> None:
    parsed, seed = tmp_path / "target" / PARSED, tmp_path / "seeds" / "words.csv"
    for file in (seed, parsed):
        file.parent.mkdir()
        file.touch()
    os.utime(seed, (1, 1))
    forget_parsed_before_seeds(tmp_path)
    assert parsed.exists()
    os.utime(seed, (parsed.stat().st_mtime + 1,) * 2)
    forget_parsed_before_seeds(tmp_path)
    assert not parsed.exists()
    forget_parsed_before_seeds(tmp_path)


def test_the_copy_can_be_asked(tmp_path: Path) -> None:
    with pytest.raises(YusuanError, match="make model SELECT=MODEL makes it"):
        ask("SELECT 1", tmp_path)
    for name, made in (
        ("yusuan", "CREATE TABLE mart AS SELECT 1 AS one"),
        ("stages", "CREATE TABLE step AS SELECT 2 AS two"),
    ):
        with duckdb.connect(str(tmp_path / f"{name}.duckdb")) as connection:
            connection.execute(made)
    assert ask("SELECT one, two FROM mart, stages.main.step", tmp_path).split() == [
        "one",
        "two",
        "───",
        "───",
        "1",
        "2",
        "(1",
        "row)",
    ]
    with pytest.raises(YusuanError, match="no table `marts` — one of: mart"):
        ask("SELECT * FROM marts", tmp_path)
    with pytest.raises(YusuanError, match="read-only"):
        ask("DROP TABLE mart", tmp_path)
