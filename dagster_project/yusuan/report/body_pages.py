"""A page for each public body: its years side by side, what the money is for, 三公, projects, units, papers, findings.

Belongs here: gathering what every body's page shows, in a few queries for all of them. Does not: sums over bodies
(spending), the papers themselves (document_pages), looks (templates/body.html.j2).
A department's money is that of all rows that stand below it, its remainder among them; a unit's is its own.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import duckdb

from yusuan.report.addresses import body_page, document_page, page_of
from yusuan.report.finding_cards import FAULTS
from yusuan.report.spending import STAGES, class_in_english
from yusuan.serving.query_rows import QueryRow, rows

PROJECTS_SHOWN = 60
PAGES_SHOWN = 4  # of one subject
_FIRST = ("adjusted_budget", "original_budget", "final")  # the last of those that a body has is told first

_BODIES = """
SELECT unit_key, unit_code, unit_name, level, department_key, department_name, province, city, district, sector
FROM main.dim_unit WHERE level <> 'department_remainder' ORDER BY unit_name, unit_key
"""
_MONEY = """
SELECT department_key, unit_key, fiscal_year, stage, class_code, class_name, section_name, subject_code,
    subject_name_full AS subject_name, subject_level, nature, nature_group, fund,
    document_key, page_number, sum(amount_yuan) AS amount_yuan
FROM main.v_expenditure GROUP BY ALL
"""
_TOLD_OF_UNITS = """
SELECT unit_key, fiscal_year, stage, nature, document_key, sum(amount_yuan) AS amount_yuan
FROM main.fact_unit_expenditure GROUP BY ALL
"""
_THREE_PUBLIC = """
SELECT department_key, unit_key, fiscal_year, stage, item, is_three_public, sum(amount_yuan) AS amount_yuan
FROM main.fact_three_public GROUP BY ALL
"""
_PROJECTS = """
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
GROUP BY ALL ORDER BY document.fiscal_year DESC, document.stage DESC, document.file_name
"""
_FINDINGS = f"""
SELECT finding.finding_key, finding.document_key, finding.kind, finding.page_number, finding.summary,
    finding.summary_zh, finding.severity_yuan, finding.severity_points, document.unit_key, document.fiscal_year,
    document.stage
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.{FAULTS} AND NOT finding.is_superseded
ORDER BY finding.severity_yuan DESC NULLS LAST, finding.page_number, finding.finding_key
"""
_THREE_PUBLIC_TOLD = """
SELECT unit_key, fiscal_year, stage, min(status) AS status FROM main.coverage
WHERE table_kind = 'three_public' GROUP BY ALL
"""
Told = dict[str, list[QueryRow]]


def read_bodies(
    connection: duckdb.DuckDBPyConnection, sources: Mapping[str, str | None] | None = None
) -> dict[str, QueryRow]:
    """What the page of each body shows, by its key; bodies of which nothing is held have none.

    `sources`: where the paper of each document lies.
    """
    bodies = {row["unit_key"]: row for row in rows(connection, _BODIES)}
    money = _of_both(
        [row | {"paper": (sources or {}).get(row["document_key"])} for row in rows(connection, _MONEY)], bodies
    )
    three_public = _of_both(rows(connection, _THREE_PUBLIC), bodies)
    projects = _of_both(rows(connection, _PROJECTS), bodies)
    told = _by(rows(connection, _TOLD_OF_UNITS), "unit_key")
    documents = _by(rows(connection, _DOCUMENTS), "unit_key")
    findings = _by(rows(connection, _FINDINGS), "unit_key")
    statuses = _by(rows(connection, _THREE_PUBLIC_TOLD), "unit_key")
    held = {key for group in (money, three_public, projects, told, documents) for key in group} & set(bodies)
    held |= {bodies[key]["department_key"] for key in held} & set(bodies)
    pages = {
        key: body_content(
            bodies[key], *(group[key] for group in (money, told, three_public, projects, documents, findings, statuses))
        )
        for key in bodies
        if key in held
    }
    _relate(pages)
    return pages


def says_its_unit_again(page: QueryRow) -> bool:
    """Whether a department is there only because its one unit of the same name is: lists leave it out."""
    names = (page["body"]["unit_name"], page["total"])
    return not page["documents"] and any((unit["name"], unit["total"]) == names for unit in page["units"])


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
    """The content of one page."""
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
        "projects": _projects(projects),
        "documents": [row | {"address": document_page(row["document_key"])} for row in documents],
        "findings": [row | {"address": document_page(row["document_key"])} for row in findings],
        "units": [],
        "department": None,
    }


def _relate(pages: dict[str, QueryRow]) -> None:
    """Units to their department, and the department to its units, the largest first."""
    for key, page in pages.items():
        department = pages.get(page["body"]["department_key"])
        if department is None or department is page:
            continue
        page["department"] = {
            "name": department["body"]["unit_name"],
            "address": body_page(page["body"]["department_key"]),
        }
        own = {name: page[name] for name in ("year", "stage", "total")}
        department["units"].append({"name": page["body"]["unit_name"], "address": body_page(key)} | own)
    for page in pages.values():
        page["units"].sort(key=lambda unit: (-(unit["year"] or 0), -(unit["total"] or 0), unit["name"]))


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


def _projects(told: list[QueryRow]) -> dict[str, Any]:
    """The projects of the last year and its budget, the largest first; how many more there are, and their sum."""
    if not told:
        return {"rows": [], "more": 0}
    year = max(row["fiscal_year"] for row in told)
    stage = next(stage for stage in STAGES if any(r["fiscal_year"] == year and r["stage"] == stage for r in told))
    chosen = [row for row in told if (row["fiscal_year"], row["stage"]) == (year, stage)]
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


def _of_both(found: list[QueryRow], bodies: dict[str, QueryRow]) -> Told:
    """Rows by the body that they stand on and by its department, each once."""
    by_key: Told = defaultdict(list)
    for row in found:
        for key in {row["unit_key"], row["department_key"]} & bodies.keys():
            by_key[key].append(row)
    return by_key


def _by(found: list[QueryRow], column: str) -> Told:
    by_key: Told = defaultdict(list)
    for row in found:
        by_key[row[column]].append(row)
    return by_key
