"""A page for each public body: its years side by side, what the money is for, 三公, projects, units, papers, findings.

Belongs here: gathering what every body's page shows, in a few queries for all of them. Does not: sums over bodies
(spending), a body's line in a list (body_summaries), the papers (document_pages), looks (templates/body.html.j2).
A department's money is that of all rows that stand below it, its remainder among them; a unit's is its own.
What a body's page would show is asked of the database as a fingerprint, so that it is fetched only where it changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

import duckdb

from yusuan.report.addresses import body_page, document_page, page_of
from yusuan.report.body_summaries import BodySummary, relations, summary_of
from yusuan.report.finding_cards import FAULTS
from yusuan.report.page_writer import PageWriter, digest
from yusuan.report.spending import STAGES, class_in_english
from yusuan.serving.query_rows import QueryRow, rows
from yusuan.sql_text import array

PROJECTS_SHOWN = 60
PAGES_SHOWN = 4  # of one subject
_FIRST = ("adjusted_budget", "original_budget", "final")  # the last of those that a body has is told first

_BODIES = """
SELECT unit_key, unit_code, unit_name, level, department_key, department_name, province, city, district, sector
FROM main.dim_unit WHERE level <> 'department_remainder'
"""
_MONEY = """
SELECT expenditure.department_key, expenditure.unit_key, expenditure.fiscal_year, expenditure.stage,
    expenditure.class_code, expenditure.class_name, expenditure.section_name, expenditure.subject_code,
    expenditure.subject_name_full AS subject_name, expenditure.subject_level, expenditure.nature,
    expenditure.nature_group, expenditure.fund, expenditure.page_number, paper.source AS paper,
    sum(expenditure.amount_yuan) AS amount_yuan
FROM main.v_expenditure AS expenditure
LEFT JOIN paper_source AS paper ON expenditure.document_key = paper.document_key
GROUP BY ALL
"""
_TOLD_OF_UNITS = """
SELECT unit_key, fiscal_year, stage, nature, document_key, sum(amount_yuan) AS amount_yuan
FROM main.fact_unit_expenditure GROUP BY ALL
"""
_THREE_PUBLIC = """
SELECT department_key, unit_key, fiscal_year, stage, item, is_three_public, sum(amount_yuan) AS amount_yuan
FROM main.fact_three_public GROUP BY ALL
"""
# Of one body several projects may have one name; of one all funds are one sum.
PROJECTS = """
SELECT unit.department_key, project.unit_key, project.unit_name, project.project_name, project.fiscal_year,
    project.stage, bool_or(project.is_transfer) AS is_transfer, min(project.document_key) AS document_key,
    sum(project.amount_yuan) AS amount_yuan
FROM main.v_project AS project INNER JOIN main.dim_unit AS unit ON project.unit_key = unit.unit_key
GROUP BY unit.department_key, project.unit_key, project.unit_name, project.project_key, project.project_name,
    project.fiscal_year, project.stage
"""
_DOCUMENTS = f"""
SELECT document.document_key, document.file_name, document.title, document.unit_key, document.publisher_name,
    document.level, document.fiscal_year, document.stage, document.status, document.page_count, document.superseded_by,
    control.printed_yuan IS NOT NULL AS tells_total, count(finding.finding_key) AS findings
FROM main.dim_document AS document
LEFT JOIN main.expenditure_control AS control ON document.document_key = control.document_key
LEFT JOIN main.finding AS finding
    ON document.document_key = finding.document_key AND finding.{FAULTS}
WHERE document.unit_key IS NOT NULL
GROUP BY ALL
"""
_FINDINGS = f"""
SELECT finding.finding_key, finding.document_key, finding.kind, finding.page_number, finding.summary,
    finding.summary_zh, finding.severity_yuan, finding.severity_points, document.unit_key, document.fiscal_year,
    document.stage
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.{FAULTS} AND NOT finding.is_superseded
"""
_THREE_PUBLIC_TOLD = """
SELECT unit_key, fiscal_year, stage, min(status) AS status FROM main.coverage
WHERE table_kind = 'three_public' GROUP BY ALL
"""
_OWN, _OF_BOTH = ("unit_key",), ("unit_key", "department_key")
# What a page shows, in the order of body_content: the query, whose page a row is on, and the order of the rows.
_SHOWN = (
    (_MONEY, _OF_BOTH, ""),
    (_TOLD_OF_UNITS, _OWN, ""),
    (_THREE_PUBLIC, _OF_BOTH, ""),
    (PROJECTS, _OF_BOTH, ""),
    (_DOCUMENTS, _OWN, "ORDER BY fiscal_year DESC, stage DESC, file_name, document_key"),
    (_FINDINGS, _OWN, "ORDER BY severity_yuan DESC NULLS LAST, page_number, finding_key"),
    (_THREE_PUBLIC_TOLD, _OWN, "ORDER BY fiscal_year, stage"),
)
_TELLING = (_MONEY, _TOLD_OF_UNITS, _THREE_PUBLIC, PROJECTS, _DOCUMENTS)  # what a body must have for a page

Told = dict[str, list[QueryRow]]


def write_bodies(
    connection: duckdb.DuckDBPyConnection, writer: PageWriter, before: dict[str, BodySummary]
) -> dict[str, BodySummary]:
    """Write the pages of all bodies of which anything is held, those that changed anew; returns the line of each.

    `before`: the lines of the site whose pages `writer` takes over. Needs the table paper_source (document_pages).
    """
    marks = {key: writer.digest_of(mark) for key, mark in _marks(connection).items()}
    changed = [key for key, mark in marks.items() if key not in before or before[key].mark != mark]
    contents = read_bodies(connection, changed)
    summaries = {
        key: summary_of(contents[key], mark) if key in contents else before[key] for key, mark in sorted(marks.items())
    }
    related = relations(summaries)
    fingerprints = {key: digest(mark, related[key]) for key, mark in marks.items()}
    making = [key for key, fingerprint in fingerprints.items() if not writer.keep(body_page(key), fingerprint)]
    contents |= read_bodies(connection, [key for key in making if key not in contents])
    for key in making:
        writer.make(body_page(key), "body.html.j2", contents[key] | related[key], fingerprints[key])
    return summaries


def read_bodies(connection: duckdb.DuckDBPyConnection, keys: Collection[str] | None = None) -> dict[str, QueryRow]:
    """What the pages of these bodies show but for their relations; None: of all of which anything is held."""
    wanted = _marks(connection) if keys is None else keys
    if not wanted:
        return {}
    connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen_body AS SELECT unnest({array(wanted)}) AS unit_key")
    groups: list[Told] = []
    for query, names, order in _SHOWN:
        by_key: Told = defaultdict(list)
        for row in _chosen(connection, query, names, order):
            for key in {row[name] for name in names}:
                by_key[key].append(row)
        groups.append(by_key)
    bodies = {row["unit_key"]: row for row in _chosen(connection, _BODIES, _OWN, "")}
    return {key: body_content(bodies[key], *(group[key] for group in groups)) for key in wanted}


def _chosen(connection: duckdb.DuckDBPyConnection, query: str, keys: tuple[str, ...], order: str) -> list[QueryRow]:
    chosen = " OR ".join(f"{key} IN (FROM chosen_body)" for key in keys)
    return rows(connection, f"SELECT * FROM ({query}) WHERE {chosen} {order}")


def _marks(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """For each body with a page what tells whether anything that the page shows is another than it was."""
    bodies = dict(
        connection.execute(f"SELECT unit_key, (department_key, hash(body)) FROM ({_BODIES}) AS body").fetchall()
    )
    marks: dict[str, list[str]] = defaultdict(list)
    held: set[str] = set()
    for number, (query, keys, _) in enumerate(_SHOWN):
        hashed = (
            f"SELECT body_key, sum(mark)::VARCHAR FROM (SELECT unnest(list_distinct([{', '.join(keys)}])) AS body_key, "
            f"hash(shown)::HUGEINT AS mark FROM ({query}) AS shown) GROUP BY body_key"
        )
        for key, mark in connection.execute(hashed).fetchall():
            marks[key].append(f"{number} {mark}")
            if query in _TELLING:
                held.add(key)
    held &= bodies.keys()
    held |= {bodies[key][0] for key in held} & bodies.keys()
    return {key: f"{bodies[key][1]} {' '.join(marks[key])}" for key in held}


def body_content(
    body: QueryRow,
    money: list[QueryRow],
    told: list[QueryRow],
    three_public: list[QueryRow],
    projects: list[QueryRow],
    documents: list[QueryRow],
    findings: list[QueryRow],
    statuses: list[QueryRow],
) -> QueryRow:
    """The content of one page, but for how the body stands to others."""
    is_department = body["level"] == "department"
    is_told = not money and bool(told) and not is_department
    years = _years(told if is_told else money)
    whole = {
        (row["fiscal_year"], of_paper)
        for row in documents
        if row["tells_total"]
        for of_paper in (("original_budget",) if row["stage"] == "budget" else ("adjusted_budget", "final"))
    }
    year, stage = max(
        ((year, stage) for year, sums in years.items() for stage in sums),
        # A department is told by what it printed itself before what single units of it print of a later year.
        key=lambda each: (each in whole or not is_department, each[0], _FIRST.index(each[1])),
        default=(None, None),
    )
    shown = [row for row in (told if is_told else money) if (row["fiscal_year"], row["stage"]) == (year, stage)]
    return {
        "body": body,
        "is_department": is_department,
        "is_told": is_told,
        "years": years,
        "partial": sorted(
            (told_year, told_stage)
            for told_year, sums in years.items()
            for told_stage in sums
            if is_department and (told_year, told_stage) not in whole
        ),
        "year": year,
        "stage": stage,
        "total": sum((row["amount_yuan"] for row in shown), Decimal(0)) if shown else None,
        "classes": [] if is_told else _classes(shown),
        "natures": _sums(shown, "nature"),
        "funds": [] if is_told else _sums(shown, "fund"),
        "three_public": _three_public(three_public),
        "three_public_status": {f"{row['fiscal_year']} {row['stage']}": row["status"] for row in statuses},
        "projects": _projects(projects, whole if is_department else ()),
        "documents": [row | {"address": document_page(row["document_key"])} for row in documents],
        "findings": [row | {"address": document_page(row["document_key"])} for row in findings],
    }


def _years(money: Iterable[QueryRow]) -> dict[int, dict[str, Decimal]]:
    """The sum of each year and stage, the last year first."""
    found: dict[int, dict[str, Decimal]] = defaultdict(dict)
    for row in money:
        sums = found[row["fiscal_year"]]
        sums[row["stage"]] = sums.get(row["stage"], Decimal(0)) + row["amount_yuan"]
    return {
        year: {stage: found[year][stage] for stage in STAGES if stage in found[year]}
        for year in sorted(found, reverse=True)
    }


def _classes(money: list[QueryRow]) -> list[QueryRow]:
    """The classes of one year and stage, each with its subjects, the largest first."""
    classes: dict[Any, QueryRow] = {}
    for row in money:
        of_class = classes.setdefault(
            row["class_code"],
            {
                "code": row["class_code"],
                "name": row["class_name"],
                "name_en": class_in_english(row["class_code"]) or row["class_name"],
                "amount_yuan": Decimal(0),
                "subjects": {},
            },
        )
        of_class["amount_yuan"] += row["amount_yuan"]
        name = (row["subject_code"], row["subject_name"], row["subject_level"])
        subject = of_class["subjects"].setdefault(name, {"amount_yuan": Decimal(0), "pages": {}})
        subject["amount_yuan"] += row["amount_yuan"]
        if row["paper"]:
            subject["pages"][page_of(row["paper"], row["page_number"])] = row["page_number"]
    for of_class in classes.values():
        of_class["subjects"] = [
            {
                "code": code,
                "name": name,
                "level": level,
                "amount_yuan": subject["amount_yuan"],
                "pages": sorted(subject["pages"].items())[:PAGES_SHOWN],
                "more": max(0, len(subject["pages"]) - PAGES_SHOWN),
            }
            for (code, name, level), subject in sorted(
                of_class["subjects"].items(), key=lambda each: (-each[1]["amount_yuan"], str(each[0]))
            )
        ]
    return sorted(classes.values(), key=lambda each: (-each["amount_yuan"], str(each["code"])))


def _sums(money: list[QueryRow], column: str) -> list[QueryRow]:
    """What one column parts the money into, the largest first."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for row in money:
        sums[row[column]] += row["amount_yuan"]
    ordered = sorted(sums.items(), key=lambda each: (-each[1], each[0]))
    return [{"code": code, "amount_yuan": amount} for code, amount in ordered if amount]


def _three_public(told: list[QueryRow]) -> dict[str, Any]:
    """三公 by item, in columns of year and stage; and the sum of the items of each column."""
    columns = sorted({(row["fiscal_year"], row["stage"]) for row in told}, key=lambda c: (-c[0], STAGES.index(c[1])))
    items: dict[str, dict[str, Decimal]] = defaultdict(dict)
    sums: dict[str, Decimal] = {}
    for row in told:
        column = f"{row['fiscal_year']} {row['stage']}"
        of_item = items[row["item"]]
        of_item[column] = of_item.get(column, Decimal(0)) + row["amount_yuan"]
        if row["is_three_public"]:
            sums[column] = sums.get(column, Decimal(0)) + row["amount_yuan"]
    inside = {row["item"] for row in told if row["is_three_public"]}
    return {
        "columns": [{"year": year, "stage": stage, "key": f"{year} {stage}"} for year, stage in columns],
        "items": [
            {"code": item, "inside": item in inside, "amounts": items[item]}
            for item in sorted(items, key=lambda item: (item not in inside, item))
        ],
        "sums": sums,
    }


def last_told(projects: Collection[QueryRow], whole: Collection[tuple[int, str]] = ()) -> list[QueryRow]:
    """Of projects (rows of PROJECTS) those of the last year, and of its first stage that is told: its budget.

    `whole`: years and stages that go before others, for the body told of them as a whole.
    """
    year, stage = max(
        ((row["fiscal_year"], row["stage"]) for row in projects), key=lambda told: (told in whole, _lateness(told))
    )
    return [row for row in projects if (row["fiscal_year"], row["stage"]) == (year, stage)]


def _lateness(year_and_stage: tuple[int, str]) -> tuple[int, int]:
    return year_and_stage[0], -STAGES.index(year_and_stage[1])


def _projects(told: list[QueryRow], whole: Collection[tuple[int, str]]) -> dict[str, Any]:
    """The projects of the last year and its budget, the largest first; how many more there are, and their sum."""
    if not told:
        return {"rows": [], "more": 0}
    chosen = last_told(told, whole)
    year, stage = chosen[0]["fiscal_year"], chosen[0]["stage"]
    chosen.sort(key=lambda row: (-row["amount_yuan"], row["project_name"] or "", row["unit_key"]))
    shown = [row | {"address": document_page(row["document_key"])} for row in chosen[:PROJECTS_SHOWN]]
    return {
        "rows": shown,
        "more": len(chosen) - len(shown),
        "year": year,
        "stage": stage,
        "total": sum((row["amount_yuan"] for row in chosen if not row["is_transfer"]), Decimal(0)),
        "transfers": sum((row["amount_yuan"] for row in chosen if row["is_transfer"]), Decimal(0)),
    }
