"""A document's bytes → the raw tables: the entry of this package.

Belongs here: which reader, and the steps that all papers share, in order. Does not: any step itself.
"""

from __future__ import annotations

import gc
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

import polars as pl

from yusuan.reading.emit import Record, emit_tables, table_key
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.ocr.arithmetic import doubt_contradicted
from yusuan.reading.pages.layout import Line
from yusuan.reading.paper import Paper, PaperPage, UnreadableError
from yusuan.reading.schema import RAW_TABLES
from yusuan.reading.statements import read_statements
from yusuan.reading.structure.figure_units import use_table_units
from yusuan.reading.structure.identity import DocumentIdentity, TableIdentity, named_bodies, read_identity
from yusuan.reading.structure.tables import PublishedTable, find_tables
from yusuan.reading.text import squeeze

Frames = dict[str, pl.DataFrame]

# Where each reader is found: imported when a document needs it, since their libraries take seconds to load.
READERS = {
    "pdf": "yusuan.reading.pdf:read_pdf",
    "xlsx": "yusuan.reading.office.excel:read_excel",
    "xls": "yusuan.reading.office.excel:read_excel",
    "html": "yusuan.reading.office.web_page:read_web_page",
    "docx": "yusuan.reading.office.word:read_word",
    "text": "yusuan.reading.text_input:read_text",
    "markdown": "yusuan.reading.text_input:read_text",
}


def read_document(data: bytes, lexicon: Lexicon, reader: str = "pdf", version: str = "") -> Frames:
    """The raw tables of a document, by the names and schemas of schema.RAW_TABLES; `reader` is one of READERS.

    `version` is noted as `extractor_version`: what code and words those are, only the caller can say.
    A document that cannot be read, or that is no budget and no final accounts, comes back as one `document` row with
    status `rejected` and the reason; the other tables are empty. Nothing is raised for bad input.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    base: Record = {
        "document_key": sha256[:16],
        "sha256": sha256,
        "extractor_version": version,
        "reader": reader,
    }
    with _without_collector():
        try:
            paper = _reader(reader)(data, lexicon)
        except UnreadableError as error:
            return _rejected(base, str(error), error.page_count)
        return _frames(base | {"reader": paper.reader}, paper, lexicon)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Python's search for cycles put off: thousands of characters and cells are made, and none of them is in one."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _reader(name: str) -> Callable[[bytes, Lexicon], Paper]:
    module, function = READERS[name].split(":")
    read: Callable[[bytes, Lexicon], Paper] = getattr(import_module(module), function)
    return read


def _frames(base: Record, paper: Paper, lexicon: Lexicon) -> Frames:
    tables = find_tables(paper.pages, lexicon)
    doubt_contradicted(tables, lexicon)
    use_table_units(tables, lexicon)
    identity = read_identity(
        [page.lines for page in paper.pages],
        [_table_identity(table) for table in tables],
        [(page.number, line) for page in paper.pages for line in page.furniture],
    )
    if identity.stage is None and not any(t.caption.title for t in tables):
        reason = "No disclosure of a budget or final accounts: no title of one, and no table that belongs to one."
        return _rejected(base, reason, len(paper.pages))
    records: dict[str, list[Record]] = {
        "document": [base | _document(paper.pages, identity)],
        "page": [base | _page(p) for p in paper.pages],
        "line": [base | r for r in _lines(base["document_key"], paper.pages, tables)],
        **emit_tables(base["document_key"], tables),
    }
    if not paper.has_places:
        for record in (*records["line"], *records["cell"], *records["row_text"], *records["column"]):
            record |= dict.fromkeys(("x0", "top", "x1", "bottom"))
    records["statement"] = [base | r for r in read_statements(base["document_key"], records["line"])]
    return _to_frames(records)


def _table_identity(table: PublishedTable) -> TableIdentity:
    caption = table.caption
    bodies = named_bodies(caption.title, (part.sheet for part in table.parts))
    return TableIdentity(table.first_page, caption.title, caption.entity, caption.entity_kind, bodies)


def _document(pages: Sequence[PaperPage], identity: DocumentIdentity) -> Record:
    text = "\f".join(p.text for p in pages)
    return {
        "status": "read",
        "status_reason": None,
        "page_count": len(pages),
        "content_hash": hashlib.sha256(text.encode()).hexdigest(),
        "title": identity.title,
        "publisher_name": identity.publisher_name,
        "fiscal_year": identity.fiscal_year,
        "stage": identity.stage,
        "level": identity.level,
        "identity_evidence": json.dumps(identity.evidence, ensure_ascii=False),
    }


def _page(page: PaperPage) -> Record:
    return {
        "page_number": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "char_count": page.char_count,
        "unreadable_char_count": page.unreadable_char_count,
        "picture_share": page.picture_share,
    }


def _lines(document_key: str, pages: Sequence[PaperPage], tables: Sequence[PublishedTable]) -> list[Record]:
    """Every line outside tables, with the table that it captions or annotates."""
    role: dict[int, tuple[str, str | None]] = {}
    for table in tables:
        key = table_key(document_key, table)
        role |= {id(line): ("caption", key) for line in table.caption.lines}
        role |= {id(line): ("note", key) for line in table.notes}
    role |= {id(line): ("furniture", None) for page in pages for line in page.furniture}
    return [
        _line(page.number, number, line, *role.get(id(line), ("prose", None)))
        for page in pages
        for number, line in enumerate(sorted([*page.lines, *page.furniture], key=lambda e: (e.top, e.x0)), start=1)
    ]


def _line(page: int, number: int, line: Line, role: str, table: str | None) -> Record:
    return {
        "page_number": page,
        "line_number": number,
        "text": line.text,
        "plain_text": squeeze(line.text),
        "role": role,
        "table_key": table,
        "x0": line.x0,
        "top": line.top,
        "x1": line.x1,
        "bottom": line.bottom,
    }


def _rejected(base: Record, reason: str, page_count: int) -> Frames:
    record = base | {"status": "rejected", "status_reason": reason, "page_count": page_count}
    return _to_frames({"document": [record]})


def _to_frames(records: dict[str, list[Record]]) -> Frames:
    return {
        name: pl.DataFrame({column: [r.get(column) for r in records.get(name, ())] for column in schema}, schema=schema)
        for name, schema in RAW_TABLES.items()
    }
