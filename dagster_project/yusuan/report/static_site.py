"""The site around the report: overview, bodies, papers, findings, subjects, search; static, offline, in two languages.

Belongs here: which pages there are, and in which order they are made. Does not: what a page shows (a module for each
kind), looks (templates). `python -m yusuan.report.static_site DATABASE DOCUMENTS FOLDER` makes one of any database.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

import duckdb

from yusuan.report.addresses import body_page, link_source
from yusuan.report.body_pages import write_bodies
from yusuan.report.body_summaries import read_summaries, write_summaries
from yusuan.report.document_pages import lay_sources, read_documents, write_documents
from yusuan.report.list_pages import body_rows, document_rows, findings_content, subject_rows
from yusuan.report.page_writer import PageWriter
from yusuan.report.search_index import search_index
from yusuan.report.spending import Spending, read_spending
from yusuan.store.originals import Originals

_PACKAGE = Path(__file__).parent
_ASSETS = ("assets/site.js", "assets/sortable.min.js", "assets/sortable.LICENSE")


@dataclass(frozen=True)
class StaticSite:
    """What the first page needs of the others: the money, and where the page of each body lies."""

    spending: Spending | None
    body_pages: dict[str, str]
    document_pages: dict[str, str]
    made: int


def write_site(
    connection: duckdb.DuckDBPyConnection, originals: Originals, folder: Path, before: Path | None = None
) -> StaticSite:
    """Write all pages but the first below `folder`; those that would be as in the site `before` are taken over."""
    folder.mkdir(parents=True, exist_ok=True)
    link_source(folder, originals.documents)
    taken_over = before if before and before.is_dir() else None
    writer = PageWriter(folder, taken_over)
    _write_assets(folder)
    spending = read_spending(connection)
    documents = read_documents(connection, originals)
    lay_sources(connection, documents)
    bodies = write_bodies(connection, writer, read_summaries(taken_over))
    write_summaries(bodies.values(), folder)
    subjects = subject_rows(connection, spending, bodies)
    write_documents(connection, documents, bodies, writer)
    listed = document_rows(connection, documents)
    writer.write("bodies.html", "bodies.html.j2", {"bodies": body_rows(bodies)})
    writer.write("documents.html", "documents.html.j2", {"documents": listed})
    writer.write("findings.html", "findings.html.j2", findings_content(connection))
    writer.write("subjects.html", "subjects.html.j2", {"subjects": subjects, "spending": spending})
    index = search_index(connection, bodies, subjects, documents)
    (folder / "assets" / "search.js").write_text(index, encoding="utf-8")
    writer.close()
    return StaticSite(
        spending,
        {key: body_page(key) for key in bodies},
        {document["document_key"]: document["address"] for document in documents},
        writer.made,
    )


def _write_assets(folder: Path) -> None:
    (folder / "assets").mkdir(exist_ok=True)
    for name in _ASSETS:
        (folder / name).write_bytes((_PACKAGE / name).read_bytes())
    (folder / "assets" / "style.css").write_bytes((_PACKAGE / "templates" / "style.css").read_bytes())


if __name__ == "__main__":
    database, documents_folder, target = (Path(argument) for argument in sys.argv[1:4])
    with duckdb.connect(str(database), read_only=True) as opened:
        held = Originals.of(database.parent / "manifest.parquet", documents_folder)
        print(f"{write_site(opened, held, target, target).made} pages made in {target}")
