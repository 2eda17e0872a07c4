"""The pages that list: all bodies, all papers, all findings, all subjects.

Belongs here: one list each, made to sort and to filter. Does not: one body, one paper, the overview.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Iterable, Mapping
from typing import Any

import duckdb

from yusuan.report.addresses import body_page, document_page
from yusuan.report.body_summaries import BodySummary, without_repeats
from yusuan.report.finding_cards import IN_DOUBT
from yusuan.report.spending import Spending, class_in_english
from yusuan.serving.query_rows import QueryRow, Shown, rows

LISTED_AT_MOST = 5000  # rows of one list: beyond, a browser takes long; the command has them all
_MOST = 3  # bodies named with a subject
_STANDINGS = """
SELECT document_key, sum(money_count)::BIGINT AS money, sum(verified_count)::BIGINT AS verified
FROM main.table_standing GROUP BY ALL
"""
_FINDINGS = """
SELECT finding.*, document.publisher_name, document.file_name, document.level, document.fiscal_year, document.stage
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.kind <> 'notice' AND NOT finding.is_superseded
ORDER BY finding.severity_yuan DESC NULLS LAST, finding.severity_points DESC NULLS LAST, document.publisher_name,
    document.file_name, finding.page_number, finding.finding_key
"""
_BODY = "coalesce(department_key, unit_key) AS department_key, coalesce(department_name, unit_name) AS department_name"
# Rows by class and by subject: where a class is all that is printed it is the subject itself.
_SUBJECTS = """
WITH chosen AS (SELECT * FROM main.v_expenditure WHERE {chosen} AND class_code IS NOT NULL),
leaves AS (
    SELECT class_code AS code, true AS is_class, class_name AS name, {body}, amount_yuan
    FROM chosen
    UNION ALL
    SELECT subject_code, false, subject_name_full, {body}, amount_yuan
    FROM chosen WHERE subject_code <> class_code
),
sums AS (
    SELECT code, is_class, arg_max(name, amount_yuan) AS name, department_key,
        min(department_name) AS department_name, sum(amount_yuan) AS amount_yuan
    FROM leaves GROUP BY code, is_class, department_key
)
SELECT code, is_class, arg_max(name, amount_yuan) AS name, sum(amount_yuan) AS amount_yuan, count(*) AS bodies,
    list({{'key': department_key, 'name': department_name, 'amount_yuan': amount_yuan}}
        ORDER BY amount_yuan DESC, department_key)[:{most}] AS most
FROM sums GROUP BY code, is_class ORDER BY code
"""


def body_rows(summaries: Mapping[str, BodySummary]) -> Shown:
    """Each body with its last year, the largest first."""
    found = sorted(
        without_repeats(summaries), key=lambda body: (-(body.total if body.total is not None else -1), body.unit_name)
    )
    shown = []
    for body in found[:LISTED_AT_MOST]:
        is_comparable = body.before is not None and body.before > 0 and not body.has_partial_years
        department = summaries.get(body.department_key or "")
        places = dict.fromkeys(place for place in (body.province, body.city, body.district) if place)
        shown.append(
            {
                "address": body_page(body.unit_key),
                "name": body.unit_name,
                "level": body.level,
                "department": department.unit_name if department and department is not body else None,
                "place": " ".join(places),
                "year": body.year,
                "stage": body.stage,
                "total": body.total,
                "is_partial": body.is_partial,
                "before": body.before,
                "change_share": (body.total - body.before) / body.before
                if is_comparable and body.total is not None and body.before is not None
                else None,
                "documents": body.document_count,
                "findings": body.finding_count,
            }
        )
    return Shown(shown, len(found) - len(shown))


def document_rows(connection: duckdb.DuckDBPyConnection, documents: Iterable[QueryRow]) -> Shown:
    """Each paper with how many of its figures are vouched for, and its findings."""
    standings = {row["document_key"]: row for row in rows(connection, _STANDINGS)}
    faults = Counter(row["document_key"] for row in rows(connection, _FINDINGS) if row["kind"] != IN_DOUBT)
    nothing = {"money": 0, "verified": 0}
    return _first(
        [
            document
            | nothing
            | standings.get(document["document_key"], {})
            | {"findings": faults[document["document_key"]]}
            for document in documents
        ]
    )


def findings_content(connection: duckdb.DuckDBPyConnection) -> dict[str, Any]:
    """All findings that are no mere notice, with their kinds and patterns to filter by; how many are faults."""
    found = [row | {"address": document_page(row["document_key"])} for row in rows(connection, _FINDINGS)]
    kinds = Counter(row["kind"] for row in found)
    return {
        "findings": _first(found),
        "faults": kinds.total() - kinds[IN_DOUBT],
        "in_doubt": kinds[IN_DOUBT],
        "kinds": kinds.most_common(),
        "patterns": Counter(row["pattern"] or "-" for row in found).most_common(),
    }


def subject_rows(
    connection: duckdb.DuckDBPyConnection, spending: Spending | None, pages: Container[str]
) -> list[QueryRow]:
    """Each functional subject of the year and stage that the overview tells of."""
    if spending is None:
        return []
    chosen = f"fiscal_year = {spending.year:d} AND stage = '{spending.stage}'"
    found = rows(connection, _SUBJECTS.format(chosen=chosen, most=_MOST, body=_BODY))
    for row in found:
        row["name_en"] = class_in_english(row["code"]) or row["name"]
        for each in row["most"]:
            each["address"] = body_page(each["key"]) if each["key"] in pages else None
    return found


def _first(found: list[QueryRow]) -> Shown:
    return Shown(found[:LISTED_AT_MOST], max(0, len(found) - LISTED_AT_MOST))
