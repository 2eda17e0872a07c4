"""A PDF's bytes → a paper.

Belongs here: opening PDFs, and turning away those without pages or readable text. Does not: what would never end in one
(unending.py), objects (page_content.py), tables.
"""

from __future__ import annotations

import io
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber import open as open_pdf
from pdfplumber.utils.exceptions import PdfminerException

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.ocr.pages import read_pictures
from yusuan.reading.pages.filling import fill
from yusuan.reading.pages.font_store import FontStore
from yusuan.reading.pages.grid import find_grids
from yusuan.reading.pages.gutters import find_gutters, lines_between
from yusuan.reading.pages.layout import Line, Sheet
from yusuan.reading.pages.overflow import lifted
from yusuan.reading.pages.page_content import PageContent, read_page
from yusuan.reading.pages.unruled import find_unruled
from yusuan.reading.paper import Paper, PaperPage, UnreadableError
from yusuan.reading.structure.captions import is_caption_line, running_lines
from yusuan.reading.text import squeeze
from yusuan.reading.unending import refuse_bombs, refuse_endless_forms


def read_pdf(data: bytes, lexicon: Lexicon) -> Paper:
    """The paper in a PDF. Raises UnreadableError where it cannot be opened or holds no readable text."""
    pages = read_pictures(data, read_pages(data))
    if reason := _no_text(pages):
        raise UnreadableError(reason, len(pages))
    laid_out = _lay_out(pages, lexicon)
    from_pictures = any(page.from_picture and own.sheets for page, own in zip(pages, laid_out, strict=True))
    return Paper("ocr" if from_pictures else "pdf", laid_out)


def read_pages(data: bytes) -> list[PageContent]:
    """All pages."""
    if not data:
        raise UnreadableError("The file is empty (0 bytes).")
    if b"%PDF-" not in data[:1024]:
        raise UnreadableError("The file is not a PDF: it does not begin as one does.")
    refuse_bombs(data)
    try:
        with open_pdf(io.BytesIO(data)) as pdf:
            pdf.rsrcmgr = FontStore()
            pages = []
            for page in pdf.pages:
                refuse_endless_forms(page.page_number, page.page_obj)
                pages.append(read_page(page))
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, MemoryError | UnreadableError):
            raise cause from error
        if isinstance(cause, PDFPasswordIncorrect):
            raise UnreadableError(
                "The PDF is encrypted and asks for a password: publish or supply an open copy."
            ) from error
        raise UnreadableError(
            f"The PDF is damaged or cut off and cannot be opened ({type(cause).__name__})."
        ) from error
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableError(
            f"The PDF is damaged and cannot be read to its end ({type(error).__name__}: {error})."
        ) from error
    if not pages:
        raise UnreadableError("The PDF has no pages.")
    return pages


def _no_text(pages: Sequence[PageContent]) -> str | None:
    inked = sum(page.inked.total() for page in pages)
    if not inked:
        return f"None of the {len(pages)} pages prints readable text, and none is a picture of text."
    if sum(page.unreadable_count for page in pages) * 2 > inked:
        return "The text layer carries no readable characters (private or missing code points)."
    return None


def _lay_out(pages: Sequence[PageContent], lexicon: Lexicon) -> list[PaperPage]:
    sheets: list[list[Sheet]] = []
    lines: list[list[Line]] = []
    gutters: list[tuple[float, ...]] = []
    for page in pages:
        grids = find_grids(page.horizontal, page.vertical)
        before = sheets[-1][-1].grid if sheets and sheets[-1] else None
        grids += find_unruled(page, grids, lambda line: is_caption_line(line, lexicon), before)
        page = lifted(page, grids)
        own = [
            fill(page.number, grid, page.chars, page.places)
            for grid in sorted(grids, key=lambda g: (g.top, g.columns[0]))
        ]
        outside = _outside(page, own)
        sheets.append(own)
        gutters.append(find_gutters(page, grids, outside))
        lines.append(lines_between(page, gutters[-1], outside))
    running = running_lines([(p.height, own) for p, own in zip(pages, lines, strict=True)])
    return [
        PaperPage(
            number=page.number,
            sheets=sheets[i],
            lines=[line for k, line in enumerate(lines[i]) if (i, k) not in running],
            furniture=[line for k, line in enumerate(lines[i]) if (i, k) in running],
            text="".join(map(squeeze, [char.text for char in page.chars])),
            width=page.width,
            height=page.height,
            rotation=page.rotation,
            char_count=len(page.chars),
            unreadable_char_count=page.unreadable_count,
            picture_share=page.picture_share,
            gutters=gutters[i],
        )
        for i, page in enumerate(pages)
    ]


def _outside(page: PageContent, sheets: Sequence[Sheet]) -> NDArray[np.bool_]:
    """Which characters are upright and stand in none of the sheets."""
    x, y, is_outside = page.places.x, page.places.y, page.places.is_upright
    for grid in (sheet.grid for sheet in sheets):
        is_inside = (grid.columns[0] <= x) & (x <= grid.columns[-1]) & (grid.top <= y) & (y <= grid.bottom)
        is_outside = is_outside & ~is_inside
    return is_outside
