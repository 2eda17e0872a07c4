"""What a build of the bundled documents is, as reviewed tables: an edit that changes it shows in their difference.

Belongs here: the questions that are pinned, and writing their answers into `pinned/`. Run as
`python -m tests.integration.pins DATABASE` after a change that is meant, and read the difference before committing it.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import duckdb

FOLDER = Path(__file__).parent / "pinned"
_DOCUMENT = "left(regexp_extract(file_name, '[^/]+$'), 3) AS document"
QUERIES = {
    "rules": f"""
        SELECT rule_id, {_DOCUMENT}, count(*) FILTER (verdict = 'exact') AS exact,
            count(*) FILTER (verdict = 'exact' AND trivial) AS exact_and_trivial,
            count(*) FILTER (verdict = 'rounding') AS rounding, count(*) FILTER (verdict = 'break') AS broken,
            count(*) FILTER (verdict = 'not_evaluable') AS not_evaluable, sum(term_count) AS terms
        FROM reconciliation_result JOIN dim_document USING (document_key) GROUP BY ALL ORDER BY ALL
    """,
    "findings": f"""
        SELECT {_DOCUMENT}, page_number, kind, summary,
            (SELECT count(*) FROM finding_result AS link WHERE link.finding_key = finding.finding_key) AS results,
            (SELECT count(*) FROM finding_amount AS link WHERE link.finding_key = finding.finding_key) AS figures
        FROM finding JOIN dim_document USING (document_key) ORDER BY ALL
    """,
    "facts": """
        SELECT 'expenditure' AS fact, unit_name, units.level, fiscal_year, stage, fund, nature, quality, derived,
            count(*) AS lines, sum(amount_yuan) AS yuan
        FROM fact_expenditure JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        UNION ALL
        SELECT 'basic', unit_name, units.level, fiscal_year, stage, fund, nature, quality, derived,
            count(*), sum(amount_yuan)
        FROM fact_basic_expenditure JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        UNION ALL
        SELECT 'revenue', unit_name, units.level, fiscal_year, stage, fund, source, quality, derived,
            count(*), sum(amount_yuan)
        FROM fact_revenue JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        UNION ALL
        SELECT 'three_public', unit_name, units.level, fiscal_year, stage, item, NULL, quality, derived,
            count(*), sum(amount_yuan)
        FROM fact_three_public JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        UNION ALL
        SELECT 'project', unit_name, units.level, fiscal_year, stage, fund, source, quality, NULL,
            count(*), sum(amount_yuan)
        FROM fact_project JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        UNION ALL
        SELECT 'unit', unit_name, units.level, fiscal_year, stage, fund, nature, NULL, NULL, count(*), sum(amount_yuan)
        FROM fact_unit_expenditure JOIN dim_unit AS units USING (unit_key) GROUP BY ALL
        ORDER BY ALL
    """,
    "indicators": f"""
        SELECT {_DOCUMENT}, page_number, project_name, level_1, level_2, indicator, target_text, target_number,
            target_unit
        FROM fact_performance JOIN dim_document USING (document_key) ORDER BY ALL
    """,
    "comparatives": f"""
        SELECT {_DOCUMENT}, source, derived, fact.fiscal_year, fact.stage, coalesce(table_kind, concept) AS about,
            count(*) AS figures, sum(amount_yuan) AS yuan
        FROM fact_comparative AS fact JOIN dim_document USING (document_key) GROUP BY ALL ORDER BY ALL
    """,
    "classes": """
        SELECT fiscal_year, stage, class_code, class_name, sum(amount_yuan) AS yuan
        FROM fact_expenditure JOIN dim_subject USING (subject_key) GROUP BY ALL ORDER BY ALL
    """,
    "tables": f"""
        SELECT {_DOCUMENT}, table_kind, table_ordinal, published_table.printed_unit,
            decimals, declared_empty,
            count(amount_key) AS figures, count(amount_key) FILTER (repeat_of IS NOT NULL) AS repeats,
            count(amount_key) FILTER (measure <> 'money') AS not_money, sum(amount_yuan) AS yuan
        FROM published_table JOIN dim_document USING (document_key)
        LEFT JOIN published_amount USING (table_key) GROUP BY ALL ORDER BY ALL
    """,
    "coverage": f"""
        SELECT {_DOCUMENT}, table_kind, coverage.status, table_count
        FROM coverage JOIN dim_document USING (document_key) ORDER BY ALL
    """,
    "units": """
        SELECT unit_code, unit_name, level, department_code, department_name, region, province, city, district,
            administrative_code, sector, valid_from_year, valid_to_year
        FROM dim_unit ORDER BY ALL
    """,
    "aliases": """
        SELECT unit_name, level, alias, kind, body_alias.valid_from_year, body_alias.valid_to_year
        FROM body_alias JOIN dim_unit USING (unit_key) ORDER BY ALL
    """,
    "prose": f"""
        SELECT {_DOCUMENT}, relation, scope, concept, unit, count(*) AS figures, sum(amount_yuan) AS yuan
        FROM prose_figure JOIN dim_document USING (document_key) GROUP BY ALL ORDER BY ALL
    """,
}


def rows(database: Path, name: str) -> list[list[str]]:
    """The answer to a pinned question as text, its header first."""
    with duckdb.connect(str(database), read_only=True) as connection:
        cursor = connection.execute(QUERIES[name])
        header = [column[0] for column in cursor.description or []]
        return [header, *(["" if value is None else str(value) for value in row] for row in cursor.fetchall())]


def read(name: str) -> list[list[str]]:
    """The answer as it was reviewed."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def main() -> None:
    """Write every answer anew."""
    FOLDER.mkdir(exist_ok=True)
    for name in QUERIES:
        with (FOLDER / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(rows(Path(sys.argv[1]), name))


if __name__ == "__main__":
    main()
