"""What the document stage says of tables with a planted error.

Belongs here: one dbt run over many tables, and whether each error was found, located, and alone. Does not: drawing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tests.layouts.drawn import PlantedTable

from yusuan.benchmarks.batch import reconciled
from yusuan.benchmarks.copies import Trial

_FINDINGS = """
SELECT finding.document_key, finding.finding_key, finding.kind, finding.pattern, finding.summary,
    list(held.amount_key) AS held
FROM stages.results.doc_finding AS finding
LEFT JOIN stages.results.doc_finding_amount AS held ON finding.finding_key = held.finding_key
WHERE finding.kind <> 'notice' GROUP BY ALL
"""
_MOST_NAMED = 3  # figures, or pairs of figures, among which the wrong one may be named


class _Finding(NamedTuple):
    kind: str
    pattern: str
    summary: str
    held: frozenset[str]


@dataclass(frozen=True)
class Verdict:
    """What became of one table.

    `found`: a finding holds a planted cell, or has the pattern that tells it; `located`: among at most three figures,
    or pairs that changed places; `alone`: there is no other.
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
    copies = [(dict(table.frames), Trial(number, table.texts)) for number, table in enumerate(tables)]
    with reconciled(copies) as connection:
        rows = connection.execute(_FINDINGS).fetchall()
    said: dict[str, list[_Finding]] = {}
    for document, _, kind, pattern, summary, held in rows:
        finding = _Finding(kind, pattern or "", summary, frozenset(key for key in held if key))
        said.setdefault(document, []).append(finding)
    verdicts = []
    for number, table in enumerate(tables):
        findings = said.get(f"{table.document_key}.{number}", [])
        planted = {f"{key}.{number}" for key in table.texts}
        holding = [
            each for each in findings if (each.pattern == table.pattern if table.pattern else each.held & planted)
        ]
        verdicts.append(
            Verdict(
                table,
                found=bool(holding),
                located=any(len(each.held) <= _MOST_NAMED * (1 + bool(table.pattern)) for each in holding),
                alone=len(holding) == len(findings),
                told=tuple(f"{each.kind}: {each.summary}" for each in findings),
            )
        )
    return verdicts
