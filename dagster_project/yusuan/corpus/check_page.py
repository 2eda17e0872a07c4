"""corpus.html: the check for people, worst documents first, each break beside a picture of its page.

Belongs here: gathering the page's parts. Does not: looks (templates), counting (figures), drawing (pictures).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import duckdb
import jinja2

from yusuan.corpus import choice
from yusuan.corpus.boxes import OUTCOMES, BoxReading
from yusuan.corpus.choice import ShownBreak
from yusuan.corpus.console import percent
from yusuan.corpus.document_findings import Findings
from yusuan.corpus.figures import READINGS, VERDICTS, Document
from yusuan.report.highlights import Highlight
from yusuan.report.pictures import Pictures
from yusuan.report.templating import environment
from yusuan.store.originals import Originals
from yusuan.warehouse.build import Build

DIFFERENCES_SHOWN = 10  # per document


@dataclass(frozen=True)
class Picture:
    """One picture: where it is from, and its data URI (None where the file cannot be drawn)."""

    file_name: str
    page: int
    uri: str | None


@dataclass(frozen=True)
class BreakSection:
    """One break as shown."""

    shown: ShownBreak
    pictures: list[Picture]


@dataclass(frozen=True)
class DocumentSection:
    """What the page says of one document; `more_…` say how many are not shown."""

    document: Document
    breaks: list[BreakSection]
    more_breaks: int
    differences: list[tuple[BoxReading, Picture]]
    more_differences: int


def write(path: Path, findings: Findings, build: Build, breaks_per_document: int) -> None:
    """Write the page."""
    originals = Originals.of(build.manifest, build.home.documents)
    with duckdb.connect(str(build.database), read_only=True) as connection, Pictures(originals) as pictures:
        broken = choice.broken(connection)
        kinds = dict(connection.execute("SELECT table_kind, name_zh FROM seeds.table_kind").fetchall())
        sections = [
            _section(
                connection, pictures, document, broken.get(document.document_key, []), findings, breaks_per_document
            )
            for document in findings.worst_first
        ]
    path.write_text(render(findings, sections, kinds), encoding="utf-8")


def render(findings: Findings, sections: Sequence[DocumentSection], kinds: dict[str, str]) -> str:
    """The page as text. `kinds`: table kind → its Chinese name."""
    made = environment()
    own = jinja2.FileSystemLoader(Path(__file__).parent / "templates")
    made.loader = jinja2.ChoiceLoader([own, *([made.loader] if made.loader else [])])
    made.filters["percent"] = percent
    return made.get_template("corpus.html.j2").render(
        findings=findings,
        total=findings.total,
        shares=findings.total.shares(),
        sections=sections,
        kinds=kinds,
        outcomes=OUTCOMES,
        readings=READINGS,
        verdicts=VERDICTS,
    )


def _section(
    connection: duckdb.DuckDBPyConnection,
    pictures: Pictures,
    document: Document,
    broken: Sequence[choice.Broken],
    findings: Findings,
    room: int,
) -> DocumentSection:
    keys = choice.choose(broken, room)
    breaks = [
        BreakSection(
            shown, [Picture(p.file_name, p.page, pictures.cut(p.file_name, p.page, p.highlights)) for p in shown.pages]
        )
        for shown in (choice.shown(connection, keys) if keys else [])
    ]
    differing = findings.differences.get(document.document_key, [])
    differences = [
        (reading, Picture(document.file_name, place.page, pictures.cut(document.file_name, place.page, [mark])))
        for reading in differing[:DIFFERENCES_SHOWN]
        for place in [reading.place]
        for mark in [Highlight("box", place.box)]
    ]
    return DocumentSection(document, breaks, len(broken) - len(breaks), differences, len(differing) - len(differences))
