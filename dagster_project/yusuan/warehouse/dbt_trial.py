"""A change of the dbt project tried by hand, on the copy of the last build that dbt_copy makes.

    python -m yusuan.warehouse.dbt_trial model int_amount+     the models and their tests          (make model)
    python -m yusuan.warehouse.dbt_trial unit int_amount       unit tests alone, on made-up rows   (make unit-sql)
    python -m yusuan.warehouse.dbt_trial sql "SELECT …"        what the copy holds by now          (make model-sql)

Belongs here: what dbt does not say by itself: that nothing was selected, that a seed is newer than what it parsed.
Does not: the dbt of a build (dbt, dbt_process).
"""

from __future__ import annotations

import argparse
import contextlib
import difflib
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import duckdb

from yusuan.errors import YusuanError
from yusuan.paths import DBT_PROJECT
from yusuan.sql_text import attach
from yusuan.warehouse.dbt_manifest import PARSED
from yusuan.warehouse.query import reading_statement, render

_ARGUMENTS = {
    "model": ("build", "--select", "{}", "--exclude-resource-type", "unit_test"),
    "unit": ("test", "--select", "{},test_type:unit"),
}
_NOTHING = {
    "model": ("no model is selected by `{}`", "name one as its file is called{}; `MODEL+` takes what follows it too"),
    "unit": ("no unit test is selected by `{}`", "name a model that has some{}, or write one (_*_unit_tests.yml)"),
}


def try_selection(what: str, selection: str, invoke: Callable[[list[str]], Any], models: Path) -> int:
    """Have dbt build or test a selection; returns dbt's exit code. Raises YusuanError where nothing is selected."""
    outcome = invoke([word.format(selection) for word in _ARGUMENTS[what]])
    if outcome.exception is None and not outcome.result.results:
        said, do = _NOTHING[what]
        raise YusuanError(said.format(selection), str(models), do.format(_like(selection, models)))
    return 2 if outcome.exception is not None else 0 if outcome.success else 1


def _like(selection: str, models: Path) -> str:
    """The models that are called much like what was selected, in brackets."""
    named = {path.stem for path in models.rglob("*") if path.suffix in {".sql", ".py"}}
    wanted = re.sub(r"^\d*\+|\+\d*$", "", selection)
    like = [name for name in difflib.get_close_matches(wanted, sorted(named)) if name != wanted]
    return f" ({', '.join(like)}?)" if like else ""


def forget_parsed_before_seeds(dbt_project: Path) -> None:
    """Remove the parsed project that is older than a seed: dbt sees no change of one that a unit test is given."""
    parsed = dbt_project / "target" / PARSED
    if parsed.exists() and any(
        seed.stat().st_mtime > parsed.stat().st_mtime for seed in (dbt_project / "seeds").rglob("*.csv")
    ):
        parsed.unlink()


def ask(query: str, target: Path) -> str:
    """The rows of a reading query on the copy, as a table: marts by name, the stages as `stages.SCHEMA.MODEL`."""
    files = [target / "yusuan.duckdb", target / "stages.duckdb"]
    if not all(file.is_file() for file in files):
        raise YusuanError("there is no copy of a build", str(target), "make model SELECT=MODEL makes it")
    with duckdb.connect(str(files[0]), read_only=True) as connection:
        attach(connection, files[1], "stages")
        cursor = reading_statement(connection, query)
        return render([column[0] for column in cursor.description or []], cursor.fetchall(), "table")


def main(arguments: Sequence[str] | None = None) -> int:
    """Try a selection, or ask the copy; returns 0, or not where something failed or nothing was selected."""
    parser = argparse.ArgumentParser(prog="python -m yusuan.warehouse.dbt_trial", description=__doc__.split("\n")[0])
    parser.add_argument("what", choices=(*_ARGUMENTS, "sql"))
    parser.add_argument("text", metavar="SELECTION_OR_QUERY")
    options = parser.parse_args(arguments)
    try:
        if options.what == "sql":
            print(ask(options.text, DBT_PROJECT / "target"))
            return 0
        if options.what == "unit":
            forget_parsed_before_seeds(DBT_PROJECT)
        from dbt.cli.main import dbtRunner

        with contextlib.chdir(DBT_PROJECT):
            return try_selection(options.what, options.text, dbtRunner().invoke, DBT_PROJECT / "models")
    except YusuanError as error:
        print("\n".join(part for part in (str(error), error.detail) if part), file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
