"""A document's bytes → the raw tables. The one entry of this package for PDF files.

Belongs here: the order of the steps, and turning away what cannot be read. Does not: any step itself.
"""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Sequence

import polars as pl
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber import open as open_pdf
from pdfplumber.utils.exceptions import PdfminerException

from yusuan.reading.captions import is_caption_line, running_lines
from yusuan.reading.emit import Record, emit_tables, table_key
from yusuan.reading.grid import find_grids
from yusuan.reading.identity import Identity, TableIdentity, read_identity
from yusuan.reading.layout import Line, Sheet, fill, text_lines
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.page import Char, PageContent, read_page
from yusuan.reading.schema import RAW_TABLES
from yusuan.reading.tables import PageLayout, PublishedTable, find_tables
from yusuan.reading.text import squeeze, unreadable_count
from yusuan.reading.unruled import find_unruled

EXTRACTOR_VERSION = "1"

Frames = dict[str, pl.DataFrame]


class UnreadableError(Exception):
    """The document cannot be read at all; the message says why in a sentence for the person who dropped it."""


def read_document(data: bytes, lexicon: Lexicon) -> Frames:
    """The raw tables of a document, by the names and schemas of schema.RAW_TABLES.

    A document that cannot be read, or that is no budget and no final accounts, comes back as one `document` row with
    status `rejected` and the reason; the other tables are empty. Nothing is raised for bad input.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    base: Record = {
        "document_key": sha256[:16],
        "sha256": sha256,
        "extractor_version": EXTRACTOR_VERSION,
        "reader": "pdf",
    }
    try:
        pages = _read_pages(data)
    except UnreadableError as error:
        return _rejected(base, str(error), 0)
    if reason := _no_text(pages):
        return _rejected(base, reason, len(pages))
    return _frames(base, pages, lexicon)


def _read_pages(data: bytes) -> list[PageContent]:
    """All pages; memory is given back page by page. Raises UnreadableError."""
    if not data:
        raise UnreadableError("The file is empty (0 bytes).")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("The file is not a PDF: it does not begin as one does.")
    try:
        with open_pdf(io.BytesIO(data)) as pdf:
            pages = []
            for page in pdf.pages:
                pages.append(read_page(page))
                page.close()
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect):
            raise UnreadableError(
                "The PDF is encrypted and asks for a password: publish or supply an open copy."
            ) from error
        raise UnreadableError(
            f"The PDF is damaged or cut off and cannot be opened ({type(cause).__name__})."
        ) from error
    except Exception as error:  # pdfminer raises whatever a broken file makes it raise
        raise UnreadableError(
            f"The PDF is damaged and cannot be read to its end ({type(error).__name__}: {error})."
        ) from error
    if not pages:
        raise UnreadableError("The PDF has no pages.")
    return pages


def _no_text(pages: Sequence[PageContent]) -> str | None:
    chars = [c.text for p in pages for c in p.chars if not c.text.isspace()]
    if not chars:
        return f"All {len(pages)} pages are pictures without a text layer; reading pictures is not built in yet."
    unreadable = sum(unreadable_count(t) for t in chars)
    if unreadable * 2 > len(chars):
        return "The text layer carries no readable characters (private or missing code points)."
    return None


def _frames(base: Record, pages: Sequence[PageContent], lexicon: Lexicon) -> Frames:
    layouts, furniture = _layouts(pages, lexicon)
    tables = find_tables(layouts, lexicon)
    identity = read_identity(
        [layout.lines for layout in layouts],
        [TableIdentity(t.first_page, t.caption.title, t.caption.entity, t.caption.entity_kind) for t in tables],
    )
    if identity.stage is None and not any(t.caption.title for t in tables):
        reason = "No disclosure of a budget or final accounts: no title of one, and no table that belongs to one."
        return _rejected(base, reason, len(pages))
    records: dict[str, list[Record]] = {
        "document": [base | _document(pages, identity)],
        "page": [base | _page(p) for p in pages],
        "line": [base | r for r in _lines(base["document_key"], layouts, furniture, tables)],
        **emit_tables(base["document_key"], tables),
    }
    return _to_frames(records)


def _layouts(pages: Sequence[PageContent], lexicon: Lexicon) -> tuple[list[PageLayout], dict[int, list[Line]]]:
    sheets: list[list[Sheet]] = []
    lines: list[list[Line]] = []
    for page in pages:
        grids = find_grids(page.horizontal, page.vertical)
        grids += find_unruled(page, grids, lambda line: is_caption_line(line, lexicon))
        own = [fill(page.number, grid, page.chars) for grid in sorted(grids, key=lambda g: (g.top, g.columns[0]))]
        sheets.append(own)
        lines.append(text_lines(c for c in page.chars if not _inside(c, own)))
    running = running_lines([(p.height, own) for p, own in zip(pages, lines, strict=True)])
    layouts = []
    furniture: dict[int, list[Line]] = {}
    for i, page in enumerate(pages):
        kept = [line for k, line in enumerate(lines[i]) if (i, k) not in running]
        furniture[page.number] = [line for k, line in enumerate(lines[i]) if (i, k) in running]
        layouts.append(PageLayout(page.number, sheets[i], kept))
    return layouts, furniture


def _inside(char: Char, sheets: Sequence[Sheet]) -> bool:
    x, y = char.middle
    return any(s.grid.columns[0] <= x <= s.grid.columns[-1] and s.grid.top <= y <= s.grid.bottom for s in sheets)


def _document(pages: Sequence[PageContent], identity: Identity) -> Record:
    text = "\f".join("".join(squeeze(c.text) for c in p.chars) for p in pages)
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


def _page(page: PageContent) -> Record:
    return {
        "page_number": page.number,
        "width": page.width,
        "height": page.height,
        "rotation": page.rotation,
        "char_count": len(page.chars),
        "unreadable_char_count": sum(unreadable_count(c.text) for c in page.chars),
        "picture_share": page.picture_share,
    }


def _lines(
    document_key: str,
    layouts: Sequence[PageLayout],
    furniture: dict[int, list[Line]],
    tables: Sequence[PublishedTable],
) -> list[Record]:
    role: dict[int, tuple[str, str | None]] = {}
    for table in tables:
        key = table_key(document_key, table)
        role |= {id(line): ("caption", key) for line in table.caption.lines}
        role |= {id(line): ("note", key) for line in table.notes}
    records = []
    for layout in layouts:
        own: list[tuple[Line, str, str | None]] = []
        for line in layout.lines:
            own.append((line, *role.get(id(line), ("prose", None))))
        own.extend((line, "furniture", None) for line in furniture[layout.number])
        own.sort(key=lambda item: (item[0].top, item[0].x0))
        for number, (line, kind, key) in enumerate(own, start=1):
            records.append(
                {
                    "page_number": layout.number,
                    "line_number": number,
                    "text": line.text,
                    "role": kind,
                    "table_key": key,
                    "x0": line.x0,
                    "top": line.top,
                    "x1": line.x1,
                    "bottom": line.bottom,
                }
            )
    return records


def _rejected(base: Record, reason: str, page_count: int) -> Frames:
    record = base | {"status": "rejected", "status_reason": reason, "page_count": page_count}
    return _to_frames({"document": [record]})


def _to_frames(records: dict[str, list[Record]]) -> Frames:
    return {
        name: pl.DataFrame([{k: r.get(k) for k in schema} for r in records.get(name, [])], schema=schema)
        for name, schema in RAW_TABLES.items()
    }
