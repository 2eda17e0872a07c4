"""The short summary that a build ends with.

Belongs here: counting and wording what a published build holds. Does not: the page (report).
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb

from yusuan.sql_text import literal
from yusuan.warehouse.build import Build, read_json
from yusuan.warehouse.changes import Changes, changes_between
from yusuan.warehouse.stage_inputs import made_anew

_SHOWN = 10  # parts set aside, and sums of facts that changed, that are named
_YI = Decimal(10) ** 8  # 亿元, in yuan
_VERDICTS = ("exact", "rounding", "break", "not_evaluable")


_CONTROLS = """
SELECT count(*), sum(printed_yuan), sum(unplaced_yuan), count(*) FILTER (NOT holds)
FROM main.expenditure_control WHERE printed_yuan IS NOT NULL
"""


@dataclass(frozen=True)
class PlacedExpenditure:
    """What facts hold of the year's expenditure (本年支出合计) that papers print: `count` totals, in yuan.

    No sum of facts: what a unit's own paper prints is in its department's total once more.
    `unplaced_yuan`: of it what stands below a subject and in no line; `not_held`: totals that the facts do not reach.
    """

    count: int
    printed_yuan: Decimal
    unplaced_yuan: Decimal
    not_held: int

    def __str__(self) -> str:
        placed = self.printed_yuan - self.unplaced_yuan
        # Rounded down: what is not all placed never reads as if it were.
        share = int(placed * 10000 / self.printed_yuan) / 100 if self.printed_yuan else 100
        said = (
            f"{share:.2f} % of the {self.printed_yuan / _YI:,.2f} 亿元 in the totals of all papers placed finest, "
            f"{self.unplaced_yuan / _YI:,.2f} 亿元 unplaced "
            "(a unit's money is in its department's total too; facts count it once)"
        )
        return f"{said}; {self.not_held} of {self.count} totals not reached" if self.not_held else said


@dataclass(frozen=True)
class Summary:
    """What a build holds.

    `turned_away`: (file, status, reason); `set_aside`: (file, page, part, promise, detail), a part of a document in
    which a promise of ours is not kept; `verdicts`, `findings`: verdict or kind → count.
    """

    build_id: str
    loaded: int
    turned_away: list[tuple[str, str, str]]
    set_aside: list[tuple[str, int | None, str, str, str]]
    same_bytes: list[tuple[str, str]]
    amounts: int
    verdicts: dict[str, int]
    findings: dict[str, int]
    expenditure: PlacedExpenditure | None = None
    changes: Changes | None = None
    notices: list[str] = field(default_factory=list)


def summarise(build: Build, last: Build | None = None) -> Summary:
    """Count what a build's database holds, and compare it with that of the build published before."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        loaded = _one(connection, "SELECT count(*) FROM main.dim_document WHERE status = 'loaded'")
        amounts = _one(connection, "SELECT count(*) FROM main.published_amount")
        verdicts = connection.execute(
            "SELECT verdict, count(*) FROM main.reconciliation_result GROUP BY ALL"
        ).fetchall()
        findings = connection.execute("SELECT kind, count(*) FROM main.finding GROUP BY ALL").fetchall()
        [controls] = connection.execute(_CONTROLS).fetchall()
        same_bytes = connection.execute(
            f"SELECT file_name, file_status_reason FROM read_parquet({literal(build.manifest)}) "
            "WHERE file_status = 'same_bytes' ORDER BY ALL"
        ).fetchall()
    found: dict[str, Any] = dict(verdicts)
    return Summary(
        build_id=build.build_id,
        loaded=loaded,
        turned_away=turned_away(build),
        set_aside=set_aside(build),
        same_bytes=same_bytes,
        amounts=amounts,
        verdicts={verdict: found.get(verdict, 0) for verdict in _VERDICTS},
        findings=dict(findings),
        expenditure=PlacedExpenditure(*controls) if controls[0] else None,
        changes=changes_between(last.database, build.database, made_anew(build, last)) if last else None,
        notices=notices_of(build),
    )


def turned_away(build: Build) -> list[tuple[str, str, str]]:
    """(file, status, reason) of every document of a build that is not loaded."""
    return _rows(
        build,
        "SELECT file_name, status, coalesce(status_reason, 'no reason given') FROM main.dim_document "
        "WHERE status <> 'loaded' ORDER BY status DESC, file_name",
    )


def set_aside(build: Build) -> list[tuple[str, int | None, str, str, str]]:
    """(file, page, part, promise, detail) of every part of a document in which a promise of ours is not kept."""
    return _rows(
        build,
        "SELECT document.file_name, aside.page_number, aside.part, aside.promise, aside.detail "
        "FROM main.set_aside AS aside INNER JOIN main.dim_document AS document "
        "ON aside.document_key = document.document_key ORDER BY ALL",
    )


def notices_of(build: Build) -> list[str]:
    """What was noted beside the data while the build went on."""
    return list(read_json(build.notices, []))


def lines(summary: Summary, read_count: int, known_count: int) -> list[str]:
    """The summary as the command prints it. `read_count`, `known_count`: documents read now and read before."""
    away = {status: [row for row in summary.turned_away if row[1] == status] for status in ("quarantined", "rejected")}
    text = [
        f"documents: {summary.loaded} loaded, {len(away['quarantined'])} quarantined, {len(away['rejected'])} rejected"
        f" ({read_count} read now, {known_count} unchanged)"
    ]
    for status in ("quarantined", "rejected"):
        text += [f"  {status}: {name}: {reason}" for name, _, reason in away[status]]
    text += [f"  not counted again: {name}: {reason}" for name, reason in summary.same_bytes]
    text += _set_aside(summary)
    text.append(f"amounts: {summary.amounts:,}")
    if summary.expenditure is not None:
        text.append(f"expenditure: {summary.expenditure}")
    text.append("identities: " + ", ".join(f"{count:,} {verdict}" for verdict, count in summary.verdicts.items()))
    text.append("findings: " + (", ".join(f"{n:,} {kind}" for kind, n in sorted(summary.findings.items())) or "none"))
    if summary.changes is not None:
        text.append("since the last build: " + ("" if summary.changes.any else "no change"))
        text += [f"  {sentence}" for sentence in summary.changes.documents]
        text += [f"  {what}: {was:,} → {now:,}" for what, (was, now) in summary.changes.counts.items()]
        text += [f"  {sentence}" for sentence in [*summary.changes.speakers, *summary.changes.corrections]]
        text += [f"  {sentence}" for sentence in summary.changes.facts[:_SHOWN]]
        if summary.changes.fact_count > _SHOWN:
            text.append(f"  … and {summary.changes.fact_count - _SHOWN:,} more sums of facts")
        if summary.changes.came or summary.changes.went:
            text.append(f"  findings: {summary.changes.came_count:,} new, {summary.changes.went_count:,} gone")
    text += [f"notice: {notice}" for notice in summary.notices]
    return [line.rstrip() for line in text]


def _set_aside(summary: Summary) -> list[str]:
    """What was set aside: the first lines, and how many more there are."""
    if not summary.set_aside:
        return []
    parts = Counter(part for _, _, part, _, _ in summary.set_aside)
    counts = ", ".join(f"{count:,} {part}{'s' if count > 1 else ''}" for part, count in sorted(parts.items()))
    text = [f"set aside, ours to mend: {counts.replace('identitys', 'identities')}"]
    for name, page, part, promise, detail in summary.set_aside[:_SHOWN]:
        where = f"{name} p. {page}" if page else name
        text.append(f"  {part}: {where}: {promise}: {detail}")
    if len(summary.set_aside) > _SHOWN:
        text.append(f"  … and {len(summary.set_aside) - _SHOWN:,} more in table set_aside")
    return text


def _rows(build: Build, query: str) -> list[Any]:
    with duckdb.connect(str(build.database), read_only=True) as connection:
        return connection.execute(query).fetchall()


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> int:
    row = connection.execute(query).fetchone()
    return int(row[0]) if row else 0
