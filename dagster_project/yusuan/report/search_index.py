"""What the search of the site looks through: one script with every name and sentence, which a page loads when asked.

Belongs here: choosing and packing what is searched. Does not: searching (assets/site.js). A script and no JSON, for a
page that is opened as a file may load no other file than scripts, styles and pictures.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import duckdb

from yusuan.report.addresses import body_page
from yusuan.report.body_pages import PROJECTS, last_told
from yusuan.report.body_summaries import BodySummary, without_repeats
from yusuan.report.spending import STAGES
from yusuan.report.templating import subject, wan
from yusuan.serving.code_names import word
from yusuan.serving.query_rows import QueryRow, rows

# Of projects, of sentences: so many a browser looks through at once; where there are more the command does.
MOST = 60_000
_LEVELS = ("department", "unit")

_SENTENCES = """
SELECT document_key, page_number, sentence FROM main.prose_figure
GROUP BY ALL ORDER BY document_key, page_number, min(sentence_number), sentence
"""
# Each name of a project in a body is looked through once, whatever the years that tell it.
_NAMED_PROJECTS = "SELECT DISTINCT unit_key, project_name FROM main.v_project WHERE project_name IS NOT NULL"
_PROJECTS = f"SELECT * FROM ({PROJECTS}) WHERE project_name IS NOT NULL"


def search_index(
    connection: duckdb.DuckDBPyConnection,
    bodies: Mapping[str, BodySummary],
    subjects: Sequence[QueryRow],
    documents: Sequence[QueryRow],
) -> str:
    """The script: bodies, subjects, projects, documents and sentences, each as a short list.

    Of what there is too much of the list is null, and the search says so: half of it would be taken for all.
    """
    numbers = {document["document_key"]: number for number, document in enumerate(documents)}

    def page_with(project: QueryRow) -> str:
        # A remainder has no page of its own: its projects stand on its department's.
        key = project["unit_key"] if project["unit_key"] in bodies else project["department_key"]
        return f"{body_page(key)}#projects" if key in bodies else "bodies.html"

    projects = _all_or_none(connection, _PROJECTS, _NAMED_PROJECTS)
    sentences = _all_or_none(connection, _SENTENCES)
    found: dict[str, Any] = {
        "words": {code: [word(code, "en"), word(code, "zh")] for code in (*STAGES, *_LEVELS)},
        "bodies": [
            [
                body.unit_name,
                body_page(body.unit_key),
                " ".join(str(x) for x in (body.city, body.year) if x),
                wan(body.total),
                _told_apart(body, bodies),
            ]
            for body in sorted(without_repeats(bodies), key=lambda body: (-(body.total or 0), body.unit_key))
        ],
        "subjects": [
            [
                f"{row['code']} {subject(row['name'])}",
                f"subjects.html#s-{row['code']}",
                row["name_en"] if row["is_class"] else "",
                wan(row["amount_yuan"]),
            ]
            for row in subjects
        ],
        "projects": projects
        and [
            [
                row["project_name"],
                page_with(row),
                " ".join(str(x) for x in (row["unit_name"], row["fiscal_year"]) if x),
                wan(row["amount_yuan"]),
                [row["stage"]],
            ]
            for row in _last_of_each(projects)
        ],
        "documents": [
            [
                _called(row),
                row["address"],
                " ".join(text for text in (row["title"], row["file_name"]) if text),
                row["source"] or "",
            ]
            for row in documents
        ],
        "sentences": sentences
        and [[row["sentence"], numbers[row["document_key"]], row["page_number"]] for row in sentences],
    }
    said = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"window.yusuanIndex={said};\n"


def _told_apart(body: BodySummary, bodies: Mapping[str, BodySummary]) -> list[str]:
    """Codes and names that tell bodies of one name apart: the stage of the year, the level, a unit's department."""
    department = bodies.get(body.department_key or "", body)
    above = department.unit_name if department.unit_name != body.unit_name else None
    return [text for text in (body.stage, body.level, above) if text]


def _last_of_each(projects: Iterable[QueryRow]) -> list[QueryRow]:
    """Of each name in each body the rows that the body's page would show of it, the largest first."""
    of_name: dict[tuple[str, str], list[QueryRow]] = defaultdict(list)
    for row in projects:
        of_name[row["unit_key"], row["project_name"]].append(row)
    last = (row for told in of_name.values() for row in last_told(told))
    return sorted(
        last, key=lambda row: (-row["amount_yuan"], row["project_name"], row["unit_key"], row["document_key"])
    )


def _all_or_none(connection: duckdb.DuckDBPyConnection, query: str, counted: str = "") -> list[QueryRow] | None:
    """The rows, or None where there are too many of them, or of what is `counted`."""
    found = connection.execute(f"SELECT count(*) FROM ({counted or query})").fetchone()
    return rows(connection, query) if found and found[0] <= MOST else None


def _called(document: QueryRow) -> str:
    if not (document["publisher_name"] and document["fiscal_year"]):
        return str(document["title"] or document["file_name"])
    return f"{document['publisher_name']} {document['fiscal_year']} 年{word(document['stage'], 'zh')}"
