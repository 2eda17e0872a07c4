"""What of a home needs a person's attention in the morning.

Belongs here: judging what was published, and what was not, by what lies there. Does not: sending (channels), making
anything better.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

import duckdb

from yusuan.alerting.settings import AlertSettings
from yusuan.paths import Home
from yusuan.sql_text import attach
from yusuan.warehouse.build import SHANGHAI, Build, complete_builds, published
from yusuan.warehouse.pinning import pin_of
from yusuan.warehouse.summary import Summary, summarise, turned_away

_TOLD_FOR = timedelta(days=1)  # what an older build says was told in its own morning
_NAMED = 5  # of each kind; the others are counted
_DECLARABLE = re.compile(r"((?:\w+ unknown; )+)[^;]*documents\.csv may declare it")  # and nothing else keeps it out
_LEAST_TURNED = 5  # identities of one rule that held in the build before, on the same papers

# The papers are the same bytes: what turned is our own reading or rule.
_TURNED = """
SELECT is_now.rule_id, count(*) AS turned
FROM is_now.main.reconciliation_result AS is_now
INNER JOIN was.main.reconciliation_result AS was ON is_now.result_key = was.result_key
WHERE is_now.verdict = 'break' AND was.verdict IN ('exact', 'rounding')
GROUP BY is_now.rule_id HAVING count(*) >= $least ORDER BY turned DESC, is_now.rule_id
"""


@dataclass(frozen=True)
class Attention:
    """One thing to look at: what it is, and the first lines of it."""

    what: str
    lines: tuple[str, ...] = ()

    def __str__(self) -> str:
        return "\n".join([self.what, *(f"  {line}" for line in self.lines)])


def needs_attention(home: Home, settings: AlertSettings, *, is_current: bool, now: datetime) -> list[Attention]:
    """All that needs attention. `is_current`: whether what is published was made of exactly what lies there now."""
    build, pin = published(home), pin_of(home)
    if build is None:
        return [Attention("nothing was ever published here", ("run `yusuan build`: it says why",))]
    found = []
    if pin is not None:
        found.append(Attention(f"nothing new is published: the warehouse is {pin}", ("`yusuan rollback --unpin`",)))
    elif not is_current:
        found.append(
            Attention(
                f"what is published was not made of the files and the code that are here now: still {build.build_id}",
                ("run `yusuan build`: it says what stops it",),
            )
        )
    # A task that stays until somebody does it. What else is turned away nobody here can mend: that is no alarm.
    if waiting := _declarable(build):
        found.append(_counted(f"quarantined until {home.declarations.name} says what they do not", waiting))
    if now.astimezone(SHANGHAI) - _begun(build) < _TOLD_FOR:
        found += _of_build(build, _before(build), settings)
    return found


def _of_build(build: Build, last: Build | None, settings: AlertSettings) -> list[Attention]:
    summary = summarise(build, last)
    found = []
    if summary.set_aside:
        parts = [f"{name}{f' p. {page}' if page else ''}: {promise}" for name, page, _, promise, _ in summary.set_aside]
        found.append(_counted("set aside, ours to mend", parts))
    if summary.notices:
        found.append(_counted("noticed while it was built", summary.notices))
    if large := _large_findings(summary, settings.finding_yuan):
        found.append(_counted(f"new findings of {settings.finding_yuan:,.0f} yuan and more", large))
    if last is not None and (turned := _turned(build, last)):
        found.append(_counted("rules that broke on papers on which they held before", turned))
    return found


def _declarable(build: Build) -> list[str]:
    """The quarantined papers that a line in documents.csv lets in, each with what it is to say."""
    asked = [
        (name, _DECLARABLE.fullmatch(reason)) for name, status, reason in turned_away(build) if status == "quarantined"
    ]
    return [f"{name}: {match[1].removesuffix('; ')}" for name, match in asked if match]


def _large_findings(summary: Summary, least: Decimal) -> list[str]:
    if summary.changes is None:
        return []
    return [
        f"{finding['file_name']} p. {finding['page_number']}: {finding['summary']}"
        for finding in summary.changes.came
        if finding["kind"] != "notice" and finding["severity_yuan"] is not None and finding["severity_yuan"] >= least
    ]


def _turned(build: Build, last: Build) -> list[str]:
    with duckdb.connect() as connection:
        for alias, database in (("is_now", build.database), ("was", last.database)):
            attach(connection, database, alias)
        rows = connection.execute(_TURNED, {"least": _LEAST_TURNED}).fetchall()
    return [f"{rule}: {count:,} identities" for rule, count in rows]


def _counted(what: str, lines: Sequence[str]) -> Attention:
    more = (f"… and {len(lines) - _NAMED:,} more",) if len(lines) > _NAMED else ()
    return Attention(f"{what}: {len(lines):,}", (*lines[:_NAMED], *more))


def _begun(build: Build) -> datetime:
    return datetime.fromisoformat(build.record["started_at"])


def _before(build: Build) -> Build | None:
    """The build that was complete before this one."""
    earlier = [kept for kept in complete_builds(build.home) if kept.build_id < build.build_id]
    return earlier[-1] if earlier else None
