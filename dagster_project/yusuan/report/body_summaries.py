"""What lists, the search and a body's department say of a body: one line each, kept beside the pages for the next site.

Belongs here: the line, and how bodies stand to each other. Does not: what a body's own page shows (body_pages).
A night fetches what is new; the lines of all other bodies are those of the site before.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path

import polars as pl

from yusuan.report.addresses import body_page
from yusuan.serving.query_rows import QueryRow

_RECORD = "bodies.parquet"
_YUAN = pl.Decimal(38, 2)
_SCHEMA: dict[str, pl.DataType | type[pl.DataType]] = {
    "unit_key": pl.String,
    "unit_name": pl.String,
    "level": pl.String,
    "department_key": pl.String,
    "province": pl.String,
    "city": pl.String,
    "district": pl.String,
    "year": pl.Int64,
    "stage": pl.String,
    "total": _YUAN,
    "before": _YUAN,
    "is_partial": pl.Boolean,
    "has_partial_years": pl.Boolean,
    "document_count": pl.Int64,
    "finding_count": pl.Int64,
    "mark": pl.String,
}


@dataclass(frozen=True)
class BodySummary:
    """A body with the year that its page tells first, in yuan; `before`: the same of the year before.

    `is_partial`: that year is told by units' papers alone; `has_partial_years`: any is; `mark`: of what its page shows.
    """

    unit_key: str
    unit_name: str
    level: str
    department_key: str | None
    province: str | None
    city: str | None
    district: str | None
    year: int | None
    stage: str | None
    total: Decimal | None
    before: Decimal | None
    is_partial: bool
    has_partial_years: bool
    document_count: int
    finding_count: int
    mark: str


def summary_of(page: QueryRow, mark: str) -> BodySummary:
    """The line of what a page shows."""
    body, year, stage = page["body"], page["year"], page["stage"]
    return BodySummary(
        **{name: body[name] for name in ("unit_key", "unit_name", "level", "department_key")},
        **{name: body[name] for name in ("province", "city", "district")},
        year=year,
        stage=stage,
        total=page["total"],
        before=page["years"].get((year or 0) - 1, {}).get(stage),
        is_partial=(year, stage) in page["partial"],
        has_partial_years=bool(page["partial"]),
        document_count=len(page["documents"]),
        finding_count=len(page["findings"]),
        mark=mark,
    )


def relations(summaries: Mapping[str, BodySummary]) -> dict[str, QueryRow]:
    """By body: its `department`, where that has a page, and its `units`, the largest first; each as a page shows it."""
    units: dict[str, list[QueryRow]] = defaultdict(list)
    departments: dict[str, QueryRow] = {}
    for key, body in summaries.items():
        department = summaries.get(body.department_key or "")
        if department is None or department is body:
            continue
        departments[key] = {"name": department.unit_name, "address": body_page(department.unit_key)}
        own = {"year": body.year, "stage": body.stage, "total": body.total}
        units[department.unit_key].append({"name": body.unit_name, "address": body_page(key)} | own)
    for found in units.values():
        found.sort(key=lambda unit: (-(unit["year"] or 0), -(unit["total"] or 0), unit["name"], unit["address"]))
    return {key: {"department": departments.get(key), "units": units.get(key, [])} for key in summaries}


def without_repeats(summaries: Mapping[str, BodySummary]) -> list[BodySummary]:
    """The bodies that lists name: not a department that is there only because its one unit of the same name is."""
    units: dict[str | None, set[tuple[str, Decimal | None]]] = defaultdict(set)
    for body in summaries.values():
        if body.unit_key != body.department_key:
            units[body.department_key].add((body.unit_name, body.total))
    return [
        body
        for body in summaries.values()
        if body.document_count or (body.unit_name, body.total) not in units.get(body.unit_key, ())
    ]


def read_summaries(folder: Path | None) -> dict[str, BodySummary]:
    """The lines of a site, by body; none where there is no site."""
    if folder is None or not (folder / _RECORD).is_file():
        return {}
    return {row["unit_key"]: BodySummary(**row) for row in pl.read_parquet(folder / _RECORD).iter_rows(named=True)}


def write_summaries(summaries: Iterable[BodySummary], folder: Path) -> None:
    """Keep the lines for the next site."""
    (folder / _RECORD).unlink(missing_ok=True)
    pl.DataFrame([asdict(body) for body in summaries], schema=_SCHEMA, orient="row").write_parquet(folder / _RECORD)
