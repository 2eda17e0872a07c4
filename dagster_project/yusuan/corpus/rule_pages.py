"""One page per rule: what it checks, an example, when it does not apply, how it fared over a folder of papers.

    python -m yusuan.corpus.rule_pages DATABASE --breaks reviewed.csv --out docs/rules

Belongs here: what a build over many papers says of each rule, kept as `record.csv`, and the pages made of the seeds,
that record and the reviewed breaks. So pages are written again, and checked, without the papers. Does not: reviewing
breaks.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from yusuan.errors import YusuanError
from yusuan.paths import SEEDS
from yusuan.serving.query_rows import QueryRow, rows

RECORD = "record.csv"
INDEX = "README.md"
_TEMPLATES = Path(__file__).with_name("templates")
_MOST_BREAKS = 30  # of a rule, told one by one
_RECORD = """
WITH reasons AS (
    SELECT rule_id, string_agg(reason || ': ' || n, '; ' ORDER BY n DESC, reason) AS not_evaluable_reasons
    FROM (
        SELECT rule_id, coalesce(not_evaluable_reason, 'no reason given') AS reason, count(*) AS n
        FROM reconciliation_result WHERE verdict = 'not_evaluable' GROUP BY ALL
    )
    GROUP BY rule_id
),
-- The example that says most with few figures: it holds to the digit, in a paper that others do not repeat.
examples AS (
    SELECT rule_id, arg_min(result_key, (abs(term_count - 3), term_count, document_key, result_key)) AS result_key
    FROM reconciliation_result
    WHERE verdict = 'exact' AND NOT trivial AND left_yuan <> 0
    GROUP BY rule_id
),
terms AS (
    SELECT term.result_key, term.side,
        string_agg(
            CASE WHEN term.sign < 0 THEN '−' ELSE '' END || trim(coalesce(amount.amount_text, figure.figure_text)),
            ' + '
            ORDER BY coalesce(amount.page_number, figure.page_number), coalesce(amount.top, figure.top),
                coalesce(amount.x0, figure.x0), term.amount_key, term.prose_figure_key
        ) AS printed
    FROM reconciliation_term AS term
    LEFT JOIN published_amount AS amount USING (amount_key)
    LEFT JOIN prose_figure AS figure USING (prose_figure_key)
    WHERE term.result_key IN (SELECT result_key FROM examples)
    GROUP BY ALL
)
SELECT
    rule.rule_id,
    count(DISTINCT result.document_key) FILTER (result.verdict <> 'not_evaluable') AS document_count,
    count(*) FILTER (result.verdict = 'exact') AS exact_count,
    count(*) FILTER (result.verdict = 'rounding') AS rounding_count,
    count(*) FILTER (result.verdict = 'break') AS break_count,
    count(*) FILTER (result.verdict = 'not_evaluable') AS not_evaluable_count,
    coalesce(any_value(reasons.not_evaluable_reasons), '') AS not_evaluable_reasons,
    coalesce(any_value(document.publisher_name || ' ' || document.fiscal_year), '') AS example_of,
    coalesce(any_value(example.page_number), 0) AS example_page,
    coalesce(any_value(example.scope), '') AS example_scope,
    coalesce(any_value(on_left.printed || ' = ' || on_right.printed), '') AS example
FROM seeds.reconciliation_rule AS rule
LEFT JOIN reconciliation_result AS result ON rule.rule_id = result.rule_id
LEFT JOIN reasons ON rule.rule_id = reasons.rule_id
LEFT JOIN examples ON rule.rule_id = examples.rule_id
LEFT JOIN reconciliation_result AS example ON examples.result_key = example.result_key
LEFT JOIN dim_document AS document ON example.document_key = document.document_key
LEFT JOIN terms AS on_left ON examples.result_key = on_left.result_key AND on_left.side = 'left'
LEFT JOIN terms AS on_right ON examples.result_key = on_right.result_key AND on_right.side = 'right'
GROUP BY rule.rule_id
ORDER BY rule.rule_id
"""


def record(connection: duckdb.DuckDBPyConnection) -> list[QueryRow]:
    """How each rule of the catalogue fared in a build, in the order of rule_id."""
    return rows(connection, _RECORD)


def pages(
    record_rows: Iterable[Mapping[str, Any]], breaks: Iterable[Mapping[str, Any]], seeds: Path = SEEDS
) -> dict[str, str]:
    """File name → Markdown: the index and one page per rule, of the seeds, the record and the reviewed breaks."""
    by_rule = {row["rule_id"]: row for row in record_rows}
    methods = {row["method"]: row for row in _read(seeds / "rule_method.csv")}
    sides: dict[str, list[dict[str, str]]] = {}
    for term in _read(seeds / "rule_term.csv"):
        sides.setdefault(term["rule_id"], []).append(term)
    broken: dict[str, list[Mapping[str, Any]]] = {}
    for each in breaks:
        broken.setdefault(each["rule_id"], []).append(each)
    templates = Environment(
        loader=FileSystemLoader(_TEMPLATES), undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        keep_trailing_newline=True, autoescape=False,
    )  # fmt: skip
    templates.filters["cell"] = _cell
    rules = _read(seeds / "reconciliation_rule.csv")
    made = {INDEX: templates.get_template("rule_index.md.j2").render(rules=rules, records=by_rule)}
    for rule in rules:
        own = broken.get(rule["rule_id"], [])
        made[f"{rule['rule_id']}.md"] = templates.get_template("rule_page.md.j2").render(
            rule=rule, record=by_rule[rule["rule_id"]], method=methods[rule["method"]],
            terms=sides.get(rule["rule_id"], []), breaks=own[:_MOST_BREAKS], more=max(0, len(own) - _MOST_BREAKS),
        )  # fmt: skip
    return made


def _cell(text: object) -> str:
    """A text as a cell of a Markdown table."""
    return " ".join(str(text).replace("|", "\\|").split())


def _read(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def read_record(folder: Path) -> list[dict[str, str]]:
    """The kept record."""
    return _read(folder / RECORD)


def write(folder: Path, record_rows: Sequence[Mapping[str, Any]], breaks: Iterable[Mapping[str, Any]]) -> None:
    """Write the record and every page, and take away pages of rules that are no more."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / RECORD).open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(record_rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(record_rows)
    made = pages(read_record(folder), breaks)
    for name, text in made.items():
        (folder / name).write_text(text, encoding="utf-8")
    for old in folder.glob("*.md"):
        if old.name not in made:
            old.unlink()


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pages of a build's rules."""
    parser = argparse.ArgumentParser(prog="python -m yusuan.corpus.rule_pages", description=__doc__.split("\n")[0])
    parser.add_argument("database", type=Path, help="the yusuan.duckdb of a build over all papers")
    parser.add_argument("--breaks", type=Path, required=True, help="the reviewed breaks of that build")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(arguments)
    try:
        write(options.out, _record_of(options.database), _read(options.breaks))
    except YusuanError as error:
        print(f"rules: {error}", file=sys.stderr)
        return 1
    return 0


def _record_of(database: Path) -> list[QueryRow]:
    """The record of a build's database; raises YusuanError where the file is none."""
    try:
        with duckdb.connect(str(database), read_only=True) as connection:
            return record(connection)
    except (duckdb.IOException, duckdb.CatalogException) as error:
        what = "this is no database of a build" if database.exists() else "there is no such file"
        raise YusuanError(
            what, str(database), "name HOME/warehouse/yusuan.duckdb of a build over the papers"
        ) from error


if __name__ == "__main__":
    sys.exit(main())
