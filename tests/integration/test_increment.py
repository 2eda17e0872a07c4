"""Whatever came, went, came back or was decided: a home holds what it would hold had it begun so, table by table."""

from __future__ import annotations

import csv
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb

from yusuan.paths import DBT_PROJECT, Home
from yusuan.store.corrections import CORRECTIONS
from yusuan.store.declarations import COLUMNS as DECLARED
from yusuan.store.discovery import discover
from yusuan.store.extraction import Reading
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build, begin, published
from yusuan.warehouse.extracting import read_into
from yusuan.warehouse.inputs import code_version, source_files
from yusuan.warehouse.publish import publish, settle
from yusuan.warehouse.working import corpus_stage_of, document_stage, seal_stages, tidy_document_sets

NAME, OTHER_NAME = "The total row equals the sum of the outermost rows", "A total equals the outermost rows"
# Of the build itself, and of when it was made.
OF_THE_BUILD = {"build", "build_id", "first_loaded_at", "file_name", "is_sample"}


def work(home: Home, dbt_project: Path = DBT_PROJECT) -> Build:
    """Everything that makes a warehouse of what lies in raw/documents, without expectations and report."""
    build, seeds = begin(home), dbt_project / "seeds"
    read_into(build, discover(home), Reading(reader_version(seeds), seeds), code_version(dbt_project))
    document_stage(build, dbt_project, lambda _line: None)
    results = corpus_stage_of(build, dbt_project, lambda _line: None)
    assert not [result for result in results if result.stops]
    seal_stages(build)
    settle(build)
    publish(build)
    tidy_document_sets(build)
    made = published(home)
    assert made is not None
    return made


def file_of(home: Home, number: str) -> Path:
    [file] = home.documents.rglob(f"{number}_*.pdf")
    return file


def take(home: Home, *numbers: str) -> None:
    for number in numbers:
        file_of(home, number).unlink()


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


def test_a_home_holds_what_it_would_hold_had_it_begun_so(tmp_path: Path, project_build: Build) -> None:
    home = Home.at(tmp_path / "home")
    shutil.copytree(project_build.home.root, home.root, symlinks=True)
    five = published(home)
    assert five is not None

    # The department goes, and a unit's paper: no unit may remember them. Another is replaced by other bytes under its
    # name; of a third something is declared, and of a fourth a figure decided. A narrative comes, and tables that name
    # no body, which are of its disclosure.
    take(home, "003", "004")
    replace(home, "002")
    declare(home, "001")
    correct(home, "000", five)
    put_pair(home)
    three = work(home)
    assert three.record["continues"] == five.build_id
    assert three.record["worked_out"] == 5
    pair = "SELECT publisher_name, fiscal_year, status, superseded_by FROM dim_document WHERE partner_key IS NOT NULL"
    assert rows(three.database, pair) == 2 * [("青岩市水务局", 2026, "loaded", None)]
    disclosures = "SELECT count(DISTINCT disclosure_key) FROM dim_document WHERE partner_key IS NOT NULL"
    assert rows(three.database, disclosures) == [(1,)]
    scratch = Home.at(tmp_path / "scratch")
    shutil.copytree(home.documents, scratch.documents)
    shutil.copytree(home.extracted, scratch.extracted)  # raw sets are of the bytes and the reading alone
    begun = work(scratch)
    assert begun.record["continues"] is None
    assert differences(begun.database, three.database) == {}
    assert len(rows(begun.database, "SELECT * FROM correction")) == 1
    assert len(rows(begun.database, "SELECT * FROM dim_document WHERE published_on IS NOT NULL")) == 1

    # All is as it was: two are added, and what was worked out before is kept.
    shutil.rmtree(home.documents)
    shutil.copytree(project_build.home.documents, home.documents)
    again = work(home)
    assert again.record["continues"] == three.build_id
    assert again.record["worked_out"] == 0
    assert differences(project_build.database, again.database) == {}

    # A seed is another one: all is worked out anew, from the same raw sets, and only what it names is another.
    other = work(home, project_with_other_seed(tmp_path / "project"))
    assert other.record["continues"] is None
    assert (other.record["worked_out"], other.record["read_count"]) == (5, 0)
    assert list(differences(project_build.database, other.database)) == ["reconciliation_result"]
    of_the_rule = "SELECT count(*) FROM reconciliation_result WHERE rule_name = '{}'"
    [(renamed,)] = rows(other.database, of_the_rule.format(OTHER_NAME))
    assert rows(project_build.database, of_the_rule.format(NAME)) == [(renamed,)]
    assert renamed > 0


def rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def put_pair(home: Home) -> None:
    """Put the narrative and the tables of one disclosure in, the tables without a body's name and a year."""
    figures = {"收入": "1982.31", "支出": "2231.08", "基本支出": "1118.77", "项目支出": "1112.31", "公用经费": "640.91"}
    told = "".join(f"<p>2026年{name}预算{figure}万元。</p>" for name, figure in figures.items())
    lines = [("科目编码", "科目名称", "合计"), *((f"20{n}", *row) for n, row in enumerate(figures.items(), start=10))]
    table = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in line)}</tr>" for line in lines)
    pages = {
        "words": f"<h1>青岩市水务局2026年部门预算</h1>{told}",
        "sheets": f"<p>部门预算支出总表</p><p>单位：万元</p><table>{table}</table>",
    }
    for name, page in pages.items():
        text = f"<html><head><meta charset='utf-8'></head><body>{page}</body></html>"
        (home.documents / f"{name}.html").write_text(text, encoding="utf-8")


def replace(home: Home, number: str) -> None:
    file = file_of(home, number)
    file.write_bytes(file.read_bytes() + b"\n% another copy\n")


def declare(home: Home, number: str) -> None:
    line = f"{file_of(home, number).relative_to(home.documents)},https://example.org/{number},2025-02-14,某市信息中心,,,department"
    home.declarations.write_text(f"{','.join(DECLARED)}\n{line}\n", encoding="utf-8")


def correct(home: Home, number: str, build: Build) -> None:
    """Decide that the largest amount of a document is one more than printed."""
    file = file_of(home, number).relative_to(home.documents)
    query = "SELECT amount_key, amount_text FROM published_amount JOIN dim_document USING (document_key) "
    query += f"WHERE file_name = '{file}' ORDER BY amount_yuan DESC, amount_key LIMIT 1"
    [(key, printed)] = rows(build.database, query)
    decided = Decimal(printed.replace(",", "")) + 1
    row = [str(file), key, printed, str(decided), "as the body says", "an auditor", "2025-03-01"]
    with home.corrections.open("w", encoding="utf-8", newline="") as opened:
        csv.writer(opened).writerows([[name for name in CORRECTIONS if name != "line_number"], row])


def project_with_other_seed(folder: Path) -> Path:
    """The dbt project with another name of one rule."""
    for path in source_files(DBT_PROJECT):
        target = folder / path.relative_to(DBT_PROJECT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, target)
    seed = folder / "seeds" / "reconciliation_rule.csv"
    before = seed.read_text(encoding="utf-8")
    after = before.replace(NAME, OTHER_NAME)
    assert after != before
    seed.write_text(after, encoding="utf-8")
    return folder
