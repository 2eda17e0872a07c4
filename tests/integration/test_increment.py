"""After documents came, went and came back a home holds what it would hold had it begun with them: table by table."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from yusuan.paths import DBT_PROJECT, SEEDS, Home
from yusuan.store.discovery import discover
from yusuan.store.extraction import Reading
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build, begin, published
from yusuan.warehouse.extracting import read_into
from yusuan.warehouse.publish import publish
from yusuan.warehouse.working import corpus_stage_of, document_stage, seal_stages, tidy_document_sets

SAMPLES = Home.at().samples
# Of the build itself, and of when it was made.
OF_THE_BUILD = {"build", "build_id", "first_loaded_at", "file_name", "is_sample"}


def work(home: Home) -> Build:
    """Everything that makes a warehouse of what lies in raw/documents, without expectations and report."""
    build = begin(home)
    read_into(build, discover(home), Reading(reader_version(SEEDS), SEEDS), "test")
    document_stage(build, DBT_PROJECT, lambda _line: None)
    results = corpus_stage_of(build, DBT_PROJECT, lambda _line: None)
    assert not [result for result in results if result.stops]
    seal_stages(build)
    publish(build)
    tidy_document_sets(build)
    made = published(home)
    assert made is not None
    return made


def put(home: Home, *numbers: str) -> None:
    for number in numbers:
        [sample] = SAMPLES.glob(f"{number}_*.pdf")
        shutil.copyfile(sample, home.documents / sample.name)


def take(home: Home, number: str) -> None:
    [file] = home.documents.glob(f"{number}_*.pdf")
    file.unlink()


def differences(one: Path, other: Path) -> dict[str, int]:
    """Table → rows that only one of two warehouses has, where there are any."""
    found = {}
    with duckdb.connect(":memory:") as connection:
        for alias, path in (("one", one), ("other", other)):
            connection.execute(f"ATTACH '{path}' AS {alias} (READ_ONLY)")
        columns: dict[str, list[str]] = {}
        for table, column in connection.execute(
            "SELECT table_name, column_name FROM information_schema.columns "
            "WHERE table_catalog = 'one' AND table_schema = 'main' ORDER BY ordinal_position"
        ).fetchall():
            if table not in OF_THE_BUILD and column not in OF_THE_BUILD:
                columns.setdefault(table, []).append(f'"{column}"')
        assert len(columns) > 20
        for table, names in columns.items():
            listed = ", ".join(names)
            query = (
                f"SELECT count(*) FROM ((SELECT {listed} FROM {{}}.main.{table}) EXCEPT ALL "
                f"(SELECT {listed} FROM {{}}.main.{table}))"
            )
            count = sum(
                connection.execute(query.format(*pair)).fetchall()[0][0]
                for pair in (("one", "other"), ("other", "one"))
            )
            if count:
                found[table] = count
    return found


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home.at(tmp_path / "home")
    made.make()
    return made


def test_documents_that_come_go_and_come_back(home: Home, tmp_path: Path, project_build: Build) -> None:
    put(home, "000", "001", "002")
    first = work(home)
    assert first.record["continues"] is None

    put(home, "003", "004")
    second = work(home)
    assert second.record["continues"] == first.build_id
    assert second.record["worked_out"] == 2, "what was worked out before is kept"
    assert differences(project_build.database, second.database) == {}

    # The department goes: no unit may remember it, and nothing of it may stay.
    take(home, "003")
    third = work(home)
    assert third.record["worked_out"] == 0
    scratch = Home.at(tmp_path / "scratch")
    scratch.make()
    put(scratch, "000", "001", "002", "004")
    assert differences(work(scratch).database, third.database) == {}

    # One comes back, another is replaced by other bytes under its name.
    put(home, "003")
    [replaced] = home.documents.glob("002_*.pdf")
    replaced.write_bytes(replaced.read_bytes() + b"\n% another copy\n")
    fourth = work(home)
    assert fourth.record["worked_out"] == 1, "the one that came back was worked out before"
    with duckdb.connect(str(fourth.database), read_only=True) as connection:
        keyed = connection.execute(
            "SELECT table_name FROM information_schema.columns "
            "WHERE table_schema = 'main' AND column_name = 'document_key'"
        ).fetchall()
        for (table,) in keyed:
            known = "SELECT document_key FROM main.dim_document"
            strangers = f"SELECT count(*) FROM main.{table} WHERE document_key NOT IN ({known})"
            assert connection.execute(strangers).fetchall() == [(0,)], table
        assert connection.execute("SELECT count(*) FROM dim_document").fetchall() == [(5,)]
    counts = "SELECT count(*), sum(amount_yuan) FROM {}"
    for table in ("published_amount", "fact_expenditure", "fact_project", "fact_revenue"):
        with (
            duckdb.connect(str(fourth.database), read_only=True) as now,
            duckdb.connect(str(second.database), read_only=True) as before,
        ):
            query = counts.format(table)
            assert now.execute(query).fetchall() == before.execute(query).fetchall(), table
