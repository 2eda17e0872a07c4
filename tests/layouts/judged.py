"""What the document stage says of tables with a planted error.

Belongs here: one dbt run over many tables, and whether each error was found, located, and alone. Does not: drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tests.layouts.drawn import PlantedTable

from yusuan.benchmarks.batch import reconciled
from yusuan.benchmarks.copies import Trial

_FINDINGS = """
SELECT finding.document_key, finding.finding_key, finding.kind, finding.summary, list(held.amount_key) AS held
FROM stages.results.doc_finding AS finding
LEFT JOIN stages.results.doc_finding_amount AS held ON finding.finding_key = held.finding_key
WHERE finding.kind <> 'notice' GROUP BY ALL
"""
_MOST_NAMED = 3  # figures among which the wrong one may be named


@dataclass(frozen=True)
class Verdict:
    """What became of one table.

    `found`: a finding holds the planted cell; `located`: among at most three figures; `alone`: there is no other.
    """

    table: PlantedTable
    found: bool
    located: bool
    alone: bool
    told: tuple[str, ...]

    @property
    def is_right(self) -> bool:
        """Whether the error was found and located, and nothing else accused."""
        return self.found and self.located and self.alone


def judge(tables: Sequence[PlantedTable]) -> list[Verdict]:
    """The verdict over each table, in order."""
    copies = [(dict(table.frames), Trial(number, {table.planted: table.text})) for number, table in enumerate(tables)]
    with reconciled(copies) as connection:
        rows = connection.execute(_FINDINGS).fetchall()
    said: dict[str, list[tuple[str, str, set[str]]]] = {}
    for document, _, kind, summary, held in rows:
        said.setdefault(document, []).append((kind, summary, {key for key in held if key}))
    verdicts = []
    for number, table in enumerate(tables):
        document = f"{table.document_key}.{number}"
        planted = f"{table.planted}.{number}"
        findings = said.get(document, [])
        holding = [held for _, _, held in findings if planted in held]
        verdicts.append(
            Verdict(
                table,
                found=bool(holding),
                located=any(len(held) <= _MOST_NAMED for held in holding),
                alone=len(holding) == len(findings),
                told=tuple(f"{kind}: {summary}" for kind, summary, _ in findings),
            )
        )
    return verdicts
