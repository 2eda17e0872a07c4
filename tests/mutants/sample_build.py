"""The warehouse of the bundled samples with a fault, from one without: only what the fault can change is made anew.

Belongs here: copying the build that is sound, reading the five again where reading may differ, dbt's unit tests of the
changed model, and the models that follow from it. What is asked of the result are the tests of tests/integration.
Runs in the copy of the project that has the fault: `python -m tests.mutants.sample_build HOME SOUND CHANGED_FILE`, with
`--units` behind it for the unit tests alone, and `… HOME --gate` for what would keep the build from being published.
All end with 1 where the fault is noticed.
"""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from yusuan.paths import DBT_PROJECT, EXPECTATIONS, SEEDS, Home
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build, published
from yusuan.warehouse.keys import take_back_keys

PARSED = "partial_parse.msgpack"
# Models that are Python: reconciliation's, and the one outline of rows.
_MODELS = ("int_judgement", "int_fault", "int_corpus_fault", "int_list_outline")
_CALLING = {f"dagster_project/yusuan/{package}/": _MODELS for package in ("reconciliation", "catalogue")}


def main() -> int:
    """See the module's docstring."""
    home = Home.at(sys.argv[1])
    if sys.argv[2] == "--gate":
        return _gate(home)
    sound = published(Home.at(sys.argv[2]))
    assert sound is not None
    changed = sys.argv[3] if len(sys.argv) > 3 else ""
    if sys.argv[4:] == ["--units"]:
        return 0 if _made(_copied(sound, home), changed, None) else 1
    build = _copied(sound, home)
    if changed.startswith("dagster_project/yusuan/reading"):
        if not _read_again(sound, build):
            print("the samples are read as before")
            return 0
        return 0 if _made(build, changed, lambda: True) else 1
    return 0 if _made(build, changed, lambda: _reads(changed) and _read_again(sound, build)) else 1


def _copied(sound: Build, home: Home) -> Build:
    """The files of the sound build in a home of their own, as the published ones."""
    build = Build(home, sound.build_id)
    for folder in (home.builds, home.current):
        if folder.is_dir() and not folder.is_symlink():
            shutil.rmtree(folder)
    build.folder.mkdir(parents=True)
    build.dbt_target.mkdir()
    for name in ("database", "stages", "manifest", "corrections", "holdings", "worked", "notices"):
        shutil.copyfile(getattr(sound, name), getattr(build, name))
    shutil.copyfile(sound.folder / "build.json", build.folder / "build.json")
    with duckdb.connect(str(build.database)) as connection:
        take_back_keys(connection)
    home.current.unlink(missing_ok=True)
    home.current.symlink_to(build.folder)
    home.database.unlink(missing_ok=True)
    home.database.symlink_to(build.database)
    parsed = sound.home.root / PARSED
    if parsed.is_file():
        shutil.copyfile(parsed, build.dbt_target / PARSED)
    return build


def _reads(changed: str) -> bool:
    """Whether a change of this file may change what is read."""
    from yusuan.reading.lexicon import SEED_COLUMNS

    return changed.startswith("dagster_project/yusuan/reading/") or (
        changed.startswith("dbt/seeds/") and Path(changed).stem in SEED_COLUMNS
    )


def _read_again(sound: Build, build: Build) -> bool:
    """Read the samples with the fault and lay what is read; False where it is what was read without."""
    from yusuan.reading import Lexicon, read_document
    from yusuan.reading.schema import RAW_TABLES
    from yusuan.store.sets import SetStore

    store = SetStore(sound.home.extracted, sound.record["extractor_version"])
    before = {
        table: pl.concat([pl.read_parquet(store.folder / name / f"{table}.parquet") for name in store.names()])
        for table in RAW_TABLES
    }
    lexicon = Lexicon.from_seeds(SEEDS)
    read = [
        read_document(path.read_bytes(), lexicon, "pdf", store.version)
        for path in sorted(sound.home.documents.rglob("*.pdf"))
    ]
    now = {table: pl.concat([frames[table] for frames in read]) for table in RAW_TABLES}
    if all(_same(now[table], before[table]) for table in RAW_TABLES):
        return False
    with duckdb.connect(str(build.stages)) as connection:
        for table, frame in now.items():
            connection.register("laid", frame)
            connection.execute(f'CREATE OR REPLACE TABLE raw."{table}" AS SELECT * FROM laid')
            connection.unregister("laid")
    return True


def _same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    order = [name for name in one.columns if not one.schema[name].is_nested()]
    return one.shape == other.shape and one.sort(order).equals(other.sort(order))


def _made(build: Build, changed: str, read_anew: Callable[[], bool] | None) -> bool:
    """Whether dbt over all that follows from what is changed, and its tests of the data, hold.

    `read_anew` says whether the samples are read otherwise, and lays them; without it the unit tests alone are asked.
    """
    from dbt.cli.main import dbtRunner

    variables = dbt.environment(DBT_PROJECT, build.database, build.stages, build.dbt_target)
    os.environ.update(variables)
    os.chdir(DBT_PROJECT)
    quiet = ["--quiet"]
    is_seed = changed.startswith("dbt/seeds/")
    # What a unit test takes of a seed is read when the test is parsed, and it is not parsed anew for another seed.
    parsed = dbtRunner().invoke(
        [*quiet, "--no-partial-parse" if is_seed and read_anew is None else "--partial-parse", "parse"]
    )
    if not parsed.success:
        return _failed("parse", parsed)
    if not changed:  # only to keep what was parsed
        shutil.copyfile(build.dbt_target / PARSED, build.home.root.parent / PARSED)
        return True
    runner = dbtRunner(manifest=parsed.result)
    names = sorted(_changed_nodes(parsed.result, changed))
    if is_seed and not (outcome := runner.invoke([*quiet, "seed", "--select", *names])).success:
        return _failed("seed", outcome)
    if read_anew is None:
        tested = _asking(parsed.result, names) if is_seed else names
        units = [f"{name},test_type:unit" for name in tested]
        own = [
            *quiet,
            "test",
            "--select",
            *names,
            "--indirect-selection",
            "cautious",
            "--exclude-resource-type",
            "unit_test",
        ]
        if is_seed and not (outcome := runner.invoke(own)).success:
            return _failed("tests of the seed", outcome)
        outcome = runner.invoke([*quiet, "test", "--select", *units]) if units else None
        return outcome is None or outcome.success or _failed("unit tests", outcome)
    following = ["tag:document_stage", "tag:corpus_stage"]
    stages = [[tag] for tag in following] if read_anew() else [[f"{n}+,{tag}" for n in names] for tag in following]
    for number, selected in enumerate(stages):
        # As in a build: of the document stage no test of the data runs, of the corpus stage all.
        left_out = ["unit_test"] if number else ["unit_test", "test"]
        excluded = [word for kind in left_out for word in ("--exclude-resource-type", kind)]
        arguments = [
            *quiet,
            "build",
            "--fail-fast",
            "--select",
            *selected,
            *excluded,
            "--indirect-selection",
            "buildable",
        ]
        if not (outcome := runner.invoke(arguments)).success:
            return _failed("build", outcome)
    if is_seed:
        outcome = runner.invoke([*quiet, "test", "--select", *names, "--exclude-resource-type", "unit_test"])
        return outcome.success or _failed("tests of the seed", outcome)
    return True


def _failed(what: str, outcome: Any) -> bool:
    failing = [result.node.name for result in getattr(outcome.result, "results", []) if str(result.status) in _BAD]
    print(f"dbt {what}: {', '.join(failing[:3]) or outcome.exception}")
    return False


_BAD = {"error", "fail", "runtime error"}


def _changed_nodes(manifest: Any, changed: str) -> Iterable[str]:
    """The models and seeds that a file of the project is, or that use its macros, or that call its code."""
    for folder, models in _CALLING.items():
        if changed.startswith(folder):
            return models
    below = changed.removeprefix("dbt/")
    macros = {key for key, macro in manifest.macros.items() if macro.original_file_path == below}
    while more := {k for k, macro in manifest.macros.items() if macros & set(macro.depends_on.macros)} - macros:
        macros |= more
    nodes = [node for node in manifest.nodes.values() if node.resource_type in ("model", "seed")]
    return {
        node.name
        for node in nodes
        if node.original_file_path == below or macros & set(getattr(node.depends_on, "macros", ()))
    }


def _asking(manifest: Any, seeds: Collection[str]) -> list[str]:
    """The models that ask seeds themselves: their unit tests may take these as they are."""
    keys = {f"seed.yusuan.{name}" for name in seeds}
    nodes = [node for node in manifest.nodes.values() if node.resource_type == "model"]
    return sorted(node.name for node in nodes if keys & set(node.depends_on.nodes))


def _gate(home: Home) -> int:
    """What a build does between its marts and its publication, and the dictionary that tests of the samples read."""
    from yusuan.errors import YusuanError
    from yusuan.quality.results import write_results
    from yusuan.quality.suite_run import run_suites
    from yusuan.quality.suites import load_suites
    from yusuan.report.data_dictionary import write_dictionary
    from yusuan.warehouse import gate

    build = published(home)
    assert build is not None
    suites = [suite for suite in load_suites(EXPECTATIONS, SEEDS) if suite.name == "promises"]
    write_results(build.checks, run_suites(suites, build.database, build.stages))
    try:
        gate.require_checks(build)
        gate.require_loaded(build)
        gate.require_corrections(build)
    except YusuanError as error:
        print(error)
        return 1
    write_dictionary(build)
    return 0


if __name__ == "__main__":
    sys.exit(main())
