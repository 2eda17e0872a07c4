"""The figures of every document, counted in a build's database and raw sets.

Belongs here: queries. Does not: what is made of the counts (figures), boxes (boxes), which breaks are shown (choice).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import duckdb
import polars as pl

from yusuan.corpus.figures import Document
from yusuan.warehouse.build import Build, read_json
from yusuan.warehouse.dbt import node_results

_DOCUMENTS = """
SELECT document_key, file_name, reader, status, status_reason, publisher_name, level, fiscal_year, stage,
    identity_evidence, superseded_by, duplicate_of, coalesce(page_count, 0)
FROM main.dim_document ORDER BY file_name
"""
_TABLES = """
SELECT document_key, table_kind, count(*), count(*) FILTER (declared_empty)
FROM main.published_table GROUP BY ALL
"""
_AMOUNTS = """
WITH vouched AS (
    SELECT DISTINCT term.amount_key
    FROM main.reconciliation_term AS term
    INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
    WHERE NOT result.trivial AND result.verdict <> 'not_evaluable'
)
SELECT
    amount.document_key, published.table_kind, amount.reading, amount.measure = 'money' AS is_money,
    amount.repeat_of IS NOT NULL AS is_repeat, vouched.amount_key IS NOT NULL AS is_vouched,
    coalesce(amount.amount_yuan <> 0, true) AS is_not_zero, count(*)
FROM main.published_amount AS amount
INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
LEFT JOIN vouched ON amount.amount_key = vouched.amount_key
GROUP BY ALL
"""
# The models that evaluate identities and explain their breaks, by their folders or the beginning of their name.
_RECONCILING_FOLDERS = {"identities", "prose"}
_RECONCILING_MARTS = ("reconciliation_", "finding")
_VERDICTS = """
SELECT document_key, verdict, trivial, count(*) FROM main.reconciliation_result GROUP BY ALL
"""


def measure(build: Build, timings: Mapping[str, tuple[int, float]]) -> list[Document]:
    """Every document of a build with its figures, by file name; boxes are not read yet."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        documents = {row[0]: _document(row, timings) for row in connection.execute(_DOCUMENTS).fetchall()}
        for key, kind, count, empty in connection.execute(_TABLES).fetchall():
            documents[key].tables[kind] += count
            documents[key].declared_empty += empty
        for key, *amount in connection.execute(_AMOUNTS).fetchall():
            _count_amounts(documents[key], *amount)
        for key, verdict, trivial, count in connection.execute(_VERDICTS).fetchall():
            documents[key].verdicts[verdict] += count
            documents[key].trivial += count if trivial and verdict != "not_evaluable" else 0
    for key, count in _figures_read(build, [d.document_key for d in documents.values() if d.status != "loaded"]):
        documents[key].turned_away_figures = count
    return list(documents.values())


def reconciling_seconds(build: Build, manifest: Path) -> float:
    """How long dbt took, in one thread, for the models that evaluate identities and explain their breaks.

    `manifest`: of the dbt project (see dbt_manifest).
    """
    nodes: dict[str, dict[str, Any]] = read_json(manifest, {"nodes": {}})["nodes"]
    models = {
        key
        for key, node in nodes.items()
        if node["resource_type"] == "model"
        and (_RECONCILING_FOLDERS & set(node["fqn"]) or node["name"].startswith(_RECONCILING_MARTS))
    }
    return sum(result.seconds for result in node_results(build.dbt_target) if result.unique_id in models)


def _document(row: tuple[Any, ...], timings: Mapping[str, tuple[int, float]]) -> Document:
    pages, seconds = row[12], timings.get(row[0], (0, 0.0))[1]
    return Document(
        *(1, int(row[3] == "loaded"), pages, pages if seconds else 0, seconds),
        document_key=row[0],
        file_name=row[1],
        reader=row[2],
        status=row[3],
        reason=row[4],
        publisher=row[5],
        level=row[6],
        fiscal_year=row[7],
        stage=row[8],
        evidence=json.loads(row[9] or "[]"),
        superseded_by=row[10],
        duplicate_of=row[11],
    )


def _count_amounts(
    document: Document,
    kind: str,
    reading: str,
    is_money: bool,
    is_repeat: bool,
    is_vouched: bool,
    is_not_zero: bool,
    count: int,
) -> None:
    document.amounts[reading] += count
    if is_repeat:
        document.repeats += count
    elif is_money:
        document.money += count
        document.money_by_kind[kind] += count
        document.vouched += count * is_vouched
        document.vouched_by_kind[kind] += count * is_vouched
        document.money_not_zero += count * is_not_zero
        document.vouched_not_zero += count * (is_not_zero and is_vouched)


def _figures_read(build: Build, keys: list[str]) -> list[tuple[str, int]]:
    """How many numbers the raw sets hold of some documents."""
    manifest = pl.read_parquet(build.manifest).filter(
        pl.col("document_key").is_in(keys) & pl.col("set_name").is_not_null()
    )
    files = {
        build.home.extracted / version / name / "cell.parquet"
        for version, name in manifest.select("extractor_version", "set_name").unique().rows()
    }
    if not files:
        return []
    cells = pl.scan_parquet(sorted(files)).filter(
        pl.col("document_key").is_in(keys) & pl.col("number").is_not_null() & ~pl.col("is_percent")
    )
    return list(cells.group_by("document_key").len().collect().iter_rows())
