"""What the search of the site looks through: one script with every name and sentence, which a page loads when asked.

Belongs here: choosing and packing what is searched. Does not: searching (assets/site.js). A script and no JSON, for a
page that is opened as a file may load no other file than scripts, styles and pictures.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import duckdb

from yusuan.report.addresses import body_page
from yusuan.report.body_summaries import BodySummary, without_repeats
from yusuan.report.templating import subject, wan
from yusuan.serving.code_names import word
from yusuan.serving.query_rows import QueryRow, rows

# Of projects, of sentences: so many a browser looks through at once; where there are more the command does.
MOST = 60_000

_SENTENCES = """
SELECT document_key, page_number, sentence FROM main.prose_figure
GROUP BY ALL ORDER BY document_key, page_number, min(sentence_number), sentence
"""
_PROJECTS = """
SELECT project.project_name, project.unit_key, unit.department_key, project.unit_name,
    max(project.amount_yuan) AS amount_yuan
FROM main.v_project AS project INNER JOIN main.dim_unit AS unit ON project.unit_key = unit.unit_key
WHERE project.project_name IS NOT NULL GROUP BY ALL ORDER BY amount_yuan DESC, project_name, unit_key
"""


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

    projects, sentences = (_all_or_none(connection, query) for query in (_PROJECTS, _SENTENCES))
    found: dict[str, list[Any] | None] = {
        "bodies": [
            [
                body.unit_name,
                body_page(body.unit_key),
                " ".join(str(x) for x in (body.city, body.year) if x),
                wan(body.total),
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
        and [[row["project_name"], page_with(row), row["unit_name"], wan(row["amount_yuan"])] for row in projects],
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


def _all_or_none(connection: duckdb.DuckDBPyConnection, query: str) -> list[QueryRow] | None:
    found = connection.execute(f"SELECT count(*) FROM ({query})").fetchone()
    return rows(connection, query) if found and found[0] <= MOST else None


def _called(document: QueryRow) -> str:
    if not (document["publisher_name"] and document["fiscal_year"]):
        return str(document["title"] or document["file_name"])
    return f"{document['publisher_name']} {document['fiscal_year']} 年{word(document['stage'], 'zh')}"
