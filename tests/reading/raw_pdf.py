"""PDF files of one page, object by object, for what no library writes.

Belongs here: the file around a content stream. Does not: any expectation.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

_FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"


def stream(content: str, entries: str = "") -> str:
    """A stream with its dictionary."""
    return f"<< {entries} /Length {len(content.encode('latin-1'))} >>\nstream\n{content}\nendstream"


def text(words: str, x: float = 20, y: float = 50, font: str = "F", size: float = 10) -> str:
    """The operators that print some words."""
    return f"BT /{font} {size} Tf {x} {y} Td ({words}) Tj ET"


def pdf(
    content: str,
    resources: str = "",
    objects: Sequence[str] = (),
    *,
    catalog: str = "",
    page: str = "",
    font: str = _FONT,
    size: tuple[int, int] = (200, 100),
) -> bytes:
    """A file of one page; `objects` are numbered from 6 on, `font` is the font F."""
    bodies = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {size[0]} {size[1]}] /Contents 4 0 R {page}"
        f"/Resources << /Font << /F 5 0 R >> {resources} >> >>",
        stream(content),
        font,
        *objects,
    ]
    out, places = io.BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, body in enumerate(bodies, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1"))
    start = out.tell()
    out.write(f"xref\n0 {len(bodies) + 1}\n0000000000 65535 f \n".encode())
    for place in places:
        out.write(f"{place:010d} 00000 n \n".encode())
    out.write(f"trailer << /Size {len(bodies) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode())
    return out.getvalue()
