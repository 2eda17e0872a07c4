"""The main job over the bundled documents, its warehouse compared with the key that lies beside them."""

from __future__ import annotations

import csv
import json
import re
import shutil
import unicodedata
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest
from tests.integration import pins
from tests.integration.conftest import yusuan

from yusuan.paths import DBT_PROJECT, Home
from yusuan.warehouse import dbt
from yusuan.warehouse.build import Build, published
from yusuan.warehouse.dbt_manifest import parsed_project

KEYS = sorted((Home.at().samples / "key").glob("*.jsonl"))

_AMOUNTS = """
SELECT published.table_title, amount.row_code, amount.row_label, amount.column_path, amount.amount_yuan
FROM published_amount AS amount
INNER JOIN published_table AS published ON amount.table_key = published.table_key
INNER JOIN dim_document AS document ON amount.document_key = document.document_key
WHERE document.file_name LIKE ? AND amount.measure = 'money' AND amount.repeat_of IS NULL
    AND amount.reading = 'exact'
"""


def plain(text: str | None) -> str:
    """Text as it is compared: without white space and brackets, code points as ordinary characters."""
    return re.sub(r"[\s:：()]", "", unicodedata.normalize("NFKC", text or "")).replace("“", '"').replace("”", '"')


def cell(title: str, code: str | None, label: str, path: str, yuan: Decimal) -> tuple[str, str, str, str, Decimal]:
    return plain(title), code or "", plain(label), plain(path), yuan.quantize(Decimal("0.01"))


def outside_the_key(title: str, _code: str, label: str) -> bool:
    """The list of projects inside 表11, which the key does not hold."""
    return "绩效" in title and not label.startswith(("收入构成", "支出构成"))


def query(build: Build, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with duckdb.connect(str(build.database), read_only=True) as connection:
        return connection.execute(sql, list(values)).fetchall()


@pytest.mark.parametrize("key", KEYS, ids=lambda path: path.stem)
def test_every_amount_stands_in_its_cell(project_build: Build, key: Path) -> None:
    entries = [json.loads(line) for line in key.read_text(encoding="utf-8").splitlines()]
    scales = {"万元": 10000, "元": 1}
    wanted = Counter(
        cell(e["table_title"], e["row_code"], e["row_label"], e["column_path"], Decimal(e["value"]) * scales[e["unit"]])
        for e in entries
        if e["unit"] in scales
    )
    rows = query(project_build, _AMOUNTS, f"samples/{key.stem}%")
    got = Counter(cell(*row) for row in rows if row[4] is not None)
    titles = {entry[0] for entry in wanted}
    missing = wanted - got
    extra = Counter(
        {k: n for k, n in (got - wanted).items() if k[0] in titles and k[4] != 0 and not outside_the_key(*k[:3])}
    )
    assert not missing, f"{missing.total()} of {wanted.total()} not found, first {next(iter(missing))}"
    assert not extra, f"{extra.total()} too many, first {next(iter(extra))}"


def test_facts_add_up_to_the_printed_totals(project_build: Build) -> None:
    rows = query(
        project_build,
        "SELECT control.holds FROM expenditure_control AS control INNER JOIN dim_document AS document "
        "ON control.document_key = document.document_key",
    )
    assert rows == [(True,)] * len(KEYS)


@pytest.mark.parametrize("name", sorted(pins.QUERIES))
def test_the_build_is_what_was_reviewed(project_build: Build, name: str) -> None:
    """Per rule, finding, fact, unit and kind of table; `python -m tests.integration.pins DATABASE` writes them anew."""
    kept = pins.read(name)
    now = pins.rows(project_build.database, name)
    assert now[0] == kept[0]
    gone, new = [row for row in kept if row not in now], [row for row in now if row not in kept]
    assert (gone, new) == ([], []), "review the difference, then write the pins anew"
    assert len(now) == len(kept) > 1


def test_what_is_published_is_complete(project_build: Build) -> None:
    home = project_build.home
    exported = {path.stem for path in project_build.parquet.iterdir()}
    tables = {
        name for (name,) in query(project_build, "SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'")
    }
    assert tables == exported
    assert not query(project_build, "SELECT view_name FROM duckdb_views() WHERE NOT internal AND schema_name = 'main'")
    for page in (
        "index.html",
        "data_dictionary.html",
        "expectations/index.html",
        "expectations/promises.html",
        "expectations/reconciliation.html",
    ):
        text = (home.current / "reports" / page).read_text(encoding="utf-8")
        assert not re.search(r"https?:|<script |<link|@import|url\(", text)
    report = (home.current / "reports" / "index.html").read_text(encoding="utf-8")
    [(faults,)] = query(project_build, "SELECT count(*) FROM main.finding WHERE kind <> 'notice'")
    assert faults == report.count('<article class="finding"') <= report.count('src="data:image/png;base64,')
    [(storage,)] = query(
        project_build, "SELECT tags['storage_version'] FROM duckdb_databases() WHERE database_name = 'yusuan'"
    )
    assert tuple(int(part) for part in re.findall(r"\d+", storage)[:2]) <= (1, 4)


def test_the_data_dictionary_says_all_of_every_table_and_column(project_build: Build) -> None:
    with (project_build.reports / "data_dictionary.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    columns = query(
        project_build,
        "SELECT table_name, column_name FROM information_schema.columns "
        "WHERE table_schema = 'main' AND table_catalog = current_database()",
    )
    assert {(row["table"], row["column"]) for row in rows if row["column"]} == set(columns)
    lacking = [
        (row["table"], row["column"])
        for row in rows
        if not all(row[name] for name in ("meaning_en", "meaning_zh", "grain_en", "grain_zh"))
        or (row["type"].startswith(("DECIMAL", "DOUBLE")) and not row["unit"])
    ]
    assert not lacking, (
        "its description says no grain, or not both languages, or its name no unit (report/data_dictionary)"
    )


def test_a_second_build_extracts_nothing_and_says_so(project_build: Build) -> None:
    said = yusuan("build", "--home", str(project_build.home.root))
    assert said.returncode == 0
    assert said.stdout.startswith("nothing new: ")
    assert "none read" in said.stdout
    assert "reading" not in said.stderr
    assert published(project_build.home) == project_build


def test_the_models_unit_tests_and_the_tests_of_seeds_pass(project_build: Build, tmp_path: Path) -> None:
    """On a copy of the built database, which has the tables whose types the unit tests need.

    A build asks of its data, and not of the seeds, which come with the code.
    """
    database = Path(shutil.copy(project_build.database, tmp_path / "yusuan.duckdb"))
    stages = Path(shutil.copy(project_build.stages, tmp_path / "stages.duckdb"))
    words: list[str] = []
    code = dbt.run(
        parsed_project(),
        ["test", "--select", "test_type:unit", "resource_type:seed"],
        dbt.environment(DBT_PROJECT, database, stages, tmp_path / "target"),
        DBT_PROJECT,
        tmp_path / "dbt.log",
        words.append,
    )
    assert code == 0, "\n".join(words[-30:])


def test_facts_and_findings_are_explained_by_their_figures(project_build: Build) -> None:
    home = str(project_build.home.root)
    [(fact, yuan, terms)] = query(
        project_build,
        "SELECT expenditure_key, amount_yuan, count(*) FROM fact_expenditure AS fact "
        "INNER JOIN fact_amount_link AS link ON link.fact_key = fact.expenditure_key "
        "WHERE derived GROUP BY ALL ORDER BY expenditure_key LIMIT 1",
    )
    said = yusuan("explain", fact, "--home", home).stdout
    assert said.startswith(f"fact        fact_expenditure {fact}\n")
    assert f"amount_yuan           {yuan:,.0f} yuan" in said
    assert len(re.findall(r"^  [+−] .+, page \d+, .+\[[0-9a-f]{16}\]$", said, re.MULTILINE)) == terms > 1
    [(finding, summary, results)] = query(
        project_build,
        "SELECT finding_key, summary, count(*) FROM finding INNER JOIN finding_result USING (finding_key) "
        "WHERE kind = 'publisher_error' GROUP BY ALL ORDER BY finding_key LIMIT 1",
    )
    said = yusuan("explain", finding, "--home", home).stdout
    assert said.startswith(f"finding     {finding}: publisher_error")
    assert summary in said
    assert f"explains {results} identit" in said
    nobody = yusuan("explain", "0" * 16, "--home", home)
    assert nobody.returncode == 1
    assert "no such amount, fact or finding" in nobody.stderr
