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
from yusuan.report.body_pages import says_its_unit_again
from yusuan.report.templating import subject, wan
from yusuan.serving.code_names import word
from yusuan.serving.query_rows import QueryRow, rows

SENTENCES = 60_000  # beyond, the command searches
PROJECTS = 60_000

_SENTENCES = f"""
SELECT document_key, page_number, sentence FROM main.prose_figure
GROUP BY ALL ORDER BY document_key, page_number, min(sentence_number), sentence LIMIT {SENTENCES}
"""
_PROJECTS = f"""
SELECT project.project_name, project.unit_key, unit.department_key, project.unit_name,
    max(project.amount_yuan) AS amount_yuan
FROM main.v_project AS project INNER JOIN main.dim_unit AS unit ON project.unit_key = unit.unit_key
WHERE project.project_name IS NOT NULL GROUP BY ALL ORDER BY amount_yuan DESC, project_name, unit_key
LIMIT {PROJECTS}
"""


def search_index(
    connection: duckdb.DuckDBPyConnection,
    pages: Mapping[str, QueryRow],
    subjects: Sequence[QueryRow],
    documents: Sequence[QueryRow],
) -> str:
    """The script: bodies, subjects, projects, documents and sentences, each as a short list."""
    numbers = {document["document_key"]: number for number, document in enumerate(documents)}

    def page_with(project: QueryRow) -> str:
        # A remainder has no page of its own: its projects stand on its department's.
        key = project["unit_key"] if project["unit_key"] in pages else project["department_key"]
        return f"{body_page(key)}#projects" if key in pages else "bodies.html"

    found: dict[str, list[Any]] = {
        "bodies": [
            [
                page["body"]["unit_name"],
                body_page(key),
                " ".join(str(x) for x in (page["body"]["city"], page["year"]) if x),
                wan(page["total"]),
            ]
            for key, page in sorted(pages.items(), key=lambda each: -(each[1]["total"] or 0))
            if not says_its_unit_again(page)
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
        "projects": [
            [row["project_name"], page_with(row), row["unit_name"], wan(row["amount_yuan"])]
            for row in rows(connection, _PROJECTS)
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
        "sentences": [
            [row["sentence"], numbers[row["document_key"]], row["page_number"]] for row in rows(connection, _SENTENCES)
        ],
    }
    said = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)
    return f"window.yusuanIndex={said};\n"


def _called(document: QueryRow) -> str:
    if not (document["publisher_name"] and document["fiscal_year"]):
        return str(document["title"] or document["file_name"])
    return f"{document['publisher_name']} {document['fiscal_year']} 年{word(document['stage'], 'zh')}"
