"""What changed since the last build: documents that came, went or changed their status, and counts before and after.

Belongs here: comparing two databases. Does not: wording the summary (summary) or the page (report).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

_COUNTS = """
SELECT 'documents loaded' AS what, count(*) AS n FROM {db}.main.dim_document WHERE status = 'loaded'
UNION ALL SELECT 'amounts', count(*) FROM {db}.main.published_amount
UNION ALL SELECT 'identities ' || verdict, count(*) FROM {db}.main.reconciliation_result GROUP BY verdict
"""


@dataclass(frozen=True)
class Changes:
    """`documents`: one sentence each; `counts`: what → (before, after), only those that differ."""

    documents: list[str] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)


def changes_between(last: Path | None, database: Path) -> Changes | None:
    """What the database has that the last one had not, and the reverse; None when there is no last one."""
    if last is None or not last.exists():
        return None
    with duckdb.connect(":memory:") as connection:
        for alias, path in (("was", last), ("is_now", database)):
            connection.execute(f"ATTACH '{str(path).replace(chr(39), chr(39) * 2)}' AS {alias} (READ_ONLY)")
        rows = connection.execute(
            """
            SELECT coalesce(is_now.file_name, was.file_name), was.status, is_now.status
            FROM was.main.dim_document AS was
            FULL JOIN is_now.main.dim_document AS is_now ON was.document_key = is_now.document_key
            WHERE was.status IS DISTINCT FROM is_now.status
            ORDER BY ALL
            """
        ).fetchall()
        before = dict(connection.execute(_COUNTS.format(db="was")).fetchall())
        after = dict(connection.execute(_COUNTS.format(db="is_now")).fetchall())
    names = sorted(before | after)
    counts = {
        name: (before.get(name, 0), after.get(name, 0)) for name in names if before.get(name, 0) != after.get(name, 0)
    }
    return Changes([_sentence(*row) for row in rows], counts)


def _sentence(name: str, was: str | None, now: str | None) -> str:
    if was is None:
        return f"new: {name} ({now})"
    if now is None:
        return f"gone: {name} (was {was})"
    return f"{name}: {was} → {now}"
