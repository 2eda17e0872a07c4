"""Where the pages of the site lie, and how a page leads to the paper itself.

Belongs here: names of files, made of keys, which are safe and stay; the way to the source. Does not: what is on a page.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from urllib.parse import urlsplit

from yusuan.serving.query_rows import QueryRow
from yusuan.store.originals import Originals

SOURCE = "source"  # in the site, a link to the home's documents
_PAGED = ".pdf"


def body_page(unit_key: str) -> str:
    """The page of a body."""
    return f"bodies/{_safe(unit_key)}.html"


def document_page(document_key: str, part: int = 1) -> str:
    """The page of a document, or a further part of it."""
    return f"documents/{_safe(document_key)}{'' if part == 1 else f'-{part}'}.html"


def source_address(document: QueryRow, originals: Originals) -> str | None:
    """The paper from the root of the site: the home's own file, else where it was published; None where neither is."""
    path = originals.address(document["file_name"])
    if path is not None:
        return f"{SOURCE}/{path}"
    url = document.get("source_url") or ""
    return url if urlsplit(url).scheme in ("http", "https") else None


def page_of(source: str | None, page_number: int | None) -> str | None:
    """One page of a paper, where the kind of file has pages that can be asked for."""
    if source is None or page_number is None or not source.lower().split("?")[0].endswith(_PAGED):
        return source
    return f"{source}#page={page_number}"


def link_source(folder: Path, documents: Path) -> None:
    """Lay the link to the home's documents, relative so that a home can be moved; it leads there by every way in."""
    link = folder / SOURCE
    link.unlink(missing_ok=True)
    link.symlink_to(os.path.relpath(documents.resolve(), folder.resolve()))


def _safe(key: str) -> str:
    """Keys are letters and digits; whatever else one might hold never leaves its folder."""
    return re.sub(r"[^0-9A-Za-z]", "_", key)
