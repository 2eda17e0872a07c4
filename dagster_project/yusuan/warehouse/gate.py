"""The gate: what must hold before a build may be published.

Belongs here: judging what dbt and the expectations reported, and coverage against the last build. Publishers' errors
never stop a build: only structure does. Does not: computing anything that a warehouse shows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import duckdb
import polars as pl

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.sql_text import attach
from yusuan.warehouse.build import Build, read_json
from yusuan.warehouse.dbt import NodeResult
from yusuan.warehouse.missing import out_of_reach

# A person's changed declaration is a cause, and so is what was set aside, which is told in its own place; so is a file
# that came or went, where another was loaded by what a partner told. A table that is now recognised as another kind is
# no loss.
_LOST_DOCUMENTS = """
WITH last_document AS (
    SELECT * FROM last_build.main.dim_document
    UNION ALL BY NAME SELECT CAST(NULL AS VARCHAR) AS partner_key WHERE false -- a build of earlier models has none
)
SELECT
    was.file_name,
    'was loaded, is now ' || now.status || ': ' || coalesce(now.status_reason, 'no reason given') AS loss
FROM last_document AS was
INNER JOIN main.dim_document AS now ON was.document_key = now.document_key
WHERE was.status = 'loaded' AND now.status <> 'loaded'
    AND was.document_key NOT IN (SELECT document_key FROM main.set_aside WHERE part = 'document')
    AND was.document_key NOT IN (
    SELECT now.document_key
    FROM read_parquet($now) AS now
    INNER JOIN read_parquet($was) AS was ON now.document_key = was.document_key AND now.file_name = was.file_name
    WHERE (now.declared_publisher_name, now.declared_fiscal_year, now.declared_stage)
        IS DISTINCT FROM (was.declared_publisher_name, was.declared_fiscal_year, was.declared_stage)
)
    AND NOT (was.partner_key IS DISTINCT FROM now.partner_key AND EXISTS (
        SELECT document_key FROM main.dim_document EXCEPT SELECT document_key FROM last_document
        UNION ALL (SELECT document_key FROM last_document EXCEPT SELECT document_key FROM main.dim_document)
    ))
"""
# The file of that name was replaced by one that cannot be loaded: nobody withdrew what it said.
_REPLACED_DOCUMENTS = """
SELECT
    was.file_name,
    'was loaded; the file that has its name now is ' || now.status || ': '
    || coalesce(now.status_reason, 'no reason given') AS loss
FROM last_build.main.dim_document AS was
INNER JOIN main.dim_document AS now ON was.file_name = now.file_name AND was.document_key <> now.document_key
WHERE was.status = 'loaded' AND now.status <> 'loaded'
    AND was.document_key NOT IN (SELECT document_key FROM main.dim_document)
    AND now.document_key NOT IN (SELECT document_key FROM main.set_aside WHERE part = 'document')
"""
_LOST_TABLES = """
WITH was AS (
    SELECT document_key, count(*) AS tables
    FROM last_build.main.published_table WHERE table_kind <> 'other' GROUP BY ALL
),
now AS (
    SELECT document_key, count(*) AS tables FROM main.published_table WHERE table_kind <> 'other' GROUP BY ALL
)
SELECT document.file_name, 'had ' || was.tables || ' recognised tables, has ' || coalesce(now.tables, 0) AS loss
FROM was
INNER JOIN main.dim_document AS document ON was.document_key = document.document_key AND document.status = 'loaded'
LEFT JOIN now ON was.document_key = now.document_key
WHERE coalesce(now.tables, 0) < was.tables
    AND document.document_key NOT IN (SELECT document_key FROM main.set_aside WHERE part = 'table')
"""


_STALE_CORRECTIONS = """
SELECT
    correction.line_number, correction.file, correction.amount_key, correction.printed, amount.amount_text
FROM read_parquet($corrections) AS correction
LEFT JOIN main.published_amount AS amount ON correction.amount_key = amount.amount_key
LEFT JOIN main.dim_document AS document
    ON amount.document_key = document.document_key AND correction.file = document.file_name
WHERE document.document_key IS NULL
    OR regexp_replace(correction.printed, '\\s', '', 'g') <> regexp_replace(amount.amount_text, '\\s', '', 'g')
ORDER BY ALL
"""


@dataclass(frozen=True)
class Loss:
    """A document, or a table of one, that the last build had and this one has not, though no person took it out.

    `file_name`: the document's, or the folder's that is out of reach.
    """

    file_name: str
    loss: str


def losses(build: Build, last: Build | None) -> list[Loss]:
    """What was loaded in the last build and is not in this one, though the bytes are still there or out of reach."""
    if last is None or not last.database.exists() or not last.manifest.exists():
        return []
    lost = (_LOST_DOCUMENTS, _REPLACED_DOCUMENTS, _LOST_TABLES)
    query = " UNION ALL ".join(f"FROM ({part})" for part in lost) + " ORDER BY ALL"
    with duckdb.connect(str(build.database), read_only=True) as connection:
        attach(connection, last.database, "last_build")
        rows = connection.execute(query, {"now": str(build.manifest), "was": str(last.manifest)}).fetchall()
        loaded = connection.execute(
            "SELECT document_key, file_name FROM last_build.main.dim_document WHERE status = 'loaded'"
        ).fetchall()
    missing = out_of_reach(dict(loaded), pl.read_parquet(build.manifest))
    return [Loss(*row) for row in [*sorted(missing.items()), *(row for row in rows if row[0] not in missing)]]


def require_dbt(build: Build, results: list[NodeResult]) -> None:
    """Raise YusuanError with the first dbt result that stops the build."""
    stopping = [result for result in results if result.stops]
    if not stopping:
        return
    first = stopping[0]
    rows = f" ({first.failures} rows)" if first.failures else ""
    more = f"; {len(stopping) - 1} more" if len(stopping) > 1 else ""
    raise YusuanError(
        f"nothing published: dbt {first.unique_id.split('.')[0]} {first.name} {first.status}{rows}: "
        f"{first.message[:300]}{more}",
        str(build.dbt_log),
        "the last good build stays; see the log",
    )


def require_checks(build: Build) -> None:
    """Raise YusuanError when the expectations did not run, failed to run, or a structural promise is broken."""
    checks: list[dict[str, Any]] = read_json(build.checks, [])
    if not checks:
        raise YusuanError("nothing published: the expectations did not run", str(build.folder))
    raised = [check for check in checks if check["exception"]]
    if raised:
        first = raised[0]
        raise YusuanError(
            f"nothing published: the expectation {first['name']} raised: {first['exception'][:300]}", str(build.checks)
        )
    broken = [check for check in checks if check["stops"] and not check["passed"]]
    if broken:
        names = ", ".join(f"{check['name']} ({check['failing_count']} rows)" for check in broken)
        raise YusuanError(
            f"nothing published: {names} does not hold",
            str(build.reports / "expectations" / "index.html"),
            "the last good build stays; the page shows the rows",
        )


def require_no_loss(build: Build, last: Build | None, accepted: str | None) -> list[Loss]:
    """What was lost against the last build; raises YusuanError unless a person accepted it with a reason."""
    lost = losses(build, last)
    if lost and not accepted:
        first = lost[0]
        more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
        raise YusuanError(
            f"nothing published: coverage was lost without a cause: {first.file_name} {first.loss}{more}",
            str(build.folder),
            "mend it (is the folder mounted, and may it be read?), take the document out of raw/documents, "
            "or accept it: yusuan build --accept-lost 'why'",
        )
    return lost


def require_corrections(build: Build) -> None:
    """Raise YusuanError when a correction expects of its source what the source does not say, or no longer says."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        stale = connection.execute(_STALE_CORRECTIONS, {"corrections": str(build.corrections)}).fetchall()
    if not stale:
        return
    number, file, amount_key, printed, text = stale[0]
    says = f"prints {text!r} there" if text is not None else "has no such amount"
    more = f"; {len(stale) - 1} more" if len(stale) > 1 else ""
    raise YusuanError(
        f"nothing published: corrections.csv line {number} corrects {printed!r} ({amount_key}), but {file} "
        f"{says}{more}",
        str(build.home.corrections),
        "look at the page again: mend the line or take it out",
    )


def require_loaded(build: Build) -> None:
    """Raise YusuanError when not one document could be loaded."""
    with duckdb.connect(str(build.database), read_only=True) as connection:
        rows = connection.execute(
            "SELECT file_name, status, status_reason FROM main.dim_document ORDER BY ALL"
        ).fetchall()
    if any(status == "loaded" for _, status, _ in rows):
        return
    raise none_loaded(build.home, rows)


def none_loaded(home: Home, rows: Sequence[tuple[str, str, str]]) -> YusuanError:
    """What is said where not one document could be loaded; `rows`: file, status and reason of each."""
    reasons = "; ".join(f"{name}: {status}, {reason}" for name, status, reason in rows[:3])
    return YusuanError(
        f"nothing published: none of {len(rows)} documents could be loaded ({reasons}{'; …' if len(rows) > 3 else ''})",
        str(home.documents),
        "add a budget or final accounts as published",
    )
