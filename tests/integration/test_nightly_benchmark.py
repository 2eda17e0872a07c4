"""Synthetic documents through the main job: what holds of the bundled ones holds of their copies."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import duckdb

from yusuan.benchmarks.nightly.nightly_builds import NightlyBenchmark
from yusuan.benchmarks.nightly.original_papers import families_of
from yusuan.benchmarks.nightly.project_copy import ProjectCopy
from yusuan.benchmarks.nightly.synthetic_corpus import SyntheticCorpus
from yusuan.paths import SEEDS, Home
from yusuan.store.reader import reader_version
from yusuan.warehouse.build import Build

COPIES = 2

# A printed rate that the amounts bear out only as far as these are rounded is another one of larger amounts.
_VERDICTS = """
SELECT rule_id, if(verdict = 'rounding', 'exact', verdict) FROM reconciliation_result
JOIN dim_document USING (document_key)
WHERE NOT (verdict = 'rounding' AND rule_id = 'prose_completion')
"""
_TABLES = ("published_table", "published_amount", "prose_figure", "fact_expenditure", "fact_revenue", "dim_unit")


def counts(database: Path) -> tuple[Counter[tuple[str, str]], dict[str, int]]:
    with duckdb.connect(str(database), read_only=True) as connection:
        verdicts = Counter(connection.execute(_VERDICTS).fetchall())
        rows = {name: len(connection.execute(f"SELECT 1 FROM {name}").fetchall()) for name in _TABLES}
    return verdicts, rows


def test_copies_are_reconciled_as_their_originals_are(project_home: Home, project_build: Build, tmp_path: Path) -> None:
    families = families_of(project_home)
    assert [family.unfulfilled for family in families] == [0] * len(families)
    documents = sum(len(family.templates) for family in families)
    home = Home.at(tmp_path / "home")
    corpus = SyntheticCorpus(home, families, reader_version(SEEDS), held=COPIES * documents, new=0)
    corpus.ensure("test")
    project = ProjectCopy(tmp_path / "project")
    project.refresh()
    full, unchanged = NightlyBenchmark(project, corpus, tmp_path / "logs").builds(["full", "unchanged"])
    assert full.output[0].startswith(f"documents: {COPIES * documents} loaded, 0 quarantined, 0 rejected")
    assert (full.dbt_runs > 0, full.nodes["model"] > 0, unchanged.dbt_runs, unchanged.nodes) == (True, True, 0, {})

    verdicts, rows = counts(home.database)
    original_verdicts, original_rows = counts(project_build.database)
    assert rows == {name: COPIES * count for name, count in original_rows.items()}
    different = {key for key in verdicts | original_verdicts if verdicts[key] != COPIES * original_verdicts[key]}
    assert {rule for rule, _ in different} <= {"prose_completion"}, different
    assert sum(verdicts.values()) - COPIES * sum(original_verdicts.values()) <= COPIES * 2
