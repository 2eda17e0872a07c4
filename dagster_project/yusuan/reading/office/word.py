"""A Word document's bytes (.docx) → a paper: paragraphs and tables in their order, cut where pages break.

Belongs here: body elements → lines and cells, merged cells, indentation, page breaks. Does not: which rows of a table
are its title (placing.py), headers and rows (header.py, outline.py). Text boxes, headers and footers are not read.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
from docx.oxml.ns import qn

from yusuan.reading.flow import FlowPage
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.office.package import MAX_CELLS, check_parts, count_tags, open_package
from yusuan.reading.office.placing import place_cell
from yusuan.reading.office.word_seen import take_out_unseen
from yusuan.reading.pages.layout import TextCell
from yusuan.reading.paper import Paper, UnreadableError
from yusuan.reading.text import squeeze

_MAIN = "word/document.xml"
_TRANSPARENT = {
    qn(f"w:{name}")
    for name in ("sdt", "sdtContent", "ins", "moveTo", "smartTag", "hyperlink", "customXml", "fldSimple")
}
_SPACES = {qn("w:tab"): "\t", qn("w:cr"): "\n", qn("w:noBreakHyphen"): "-"}
_MAX_COLUMNS = 200  # that a cell may span: Word has room for 63
_POINTS = 20.0  # twentieths of a point in a point


def read_word(data: bytes, lexicon: Lexicon) -> Paper:
    """The paper in a Word document. Raises UnreadableError where it cannot be read."""
    package = open_package(data, "Word document", _MAIN)
    try:
        _check(package)
        opened = docx.Document(io.BytesIO(data))
        body = opened.element.body
        take_out_unseen(body, opened.styles.element)
        pages = _pages(body, lexicon)
    except (UnreadableError, MemoryError):
        raise
    except Exception as error:
        raise UnreadableError(
            f"The Word document is damaged and cannot be read to its end ({type(error).__name__}: {error})."
        ) from error
    if not any(page.texts for page in pages):
        raise UnreadableError("The Word document has no text.")
    return Paper("docx", [page.done(n) for n, page in enumerate(pages, start=1)], has_places=False)


def _check(package: zipfile.ZipFile) -> None:
    check_parts(package)
    if count_tags(package, _MAIN, b"tc") > MAX_CELLS:
        raise UnreadableError(f"The document has more than the {MAX_CELLS:,} table cells that are read.")


def _pages(body: Any, lexicon: Lexicon) -> list[FlowPage]:
    pages = [FlowPage()]
    for element in _blocks(body):
        if element.tag == qn("w:tbl"):
            pages[-1].add_table(len(pages), _table_cells(element, pages[-1].row), lexicon)
            continue
        before, after = _breaks(element)
        if before and pages[-1].texts:
            pages.append(FlowPage())
        text = _text(element)
        for line in text.split("\n"):
            pages[-1].add_line(re.sub(r"(?<=\S)\s*\t\s*", "  ", line))  # 部门：…⇥单位：万元
        if after and pages[-1].texts:
            pages.append(FlowPage())
    return [page for page in pages if page.texts] or pages


def _blocks(parent: Any) -> Iterator[Any]:
    """Paragraphs and tables in order; a table of one cell only frames what is in it."""
    for element in parent:
        if element.tag in _TRANSPARENT:
            yield from _blocks(element)
        elif element.tag == qn("w:tbl"):
            cells = [c for row in _rows(element) for c in _cells(row)]
            if len(cells) == 1:
                yield from _blocks(cells[0])
            else:
                yield element
        elif element.tag == qn("w:p"):
            yield element


def _breaks(paragraph: Any) -> tuple[bool, bool]:
    """Whether a page begins before a paragraph's text, and behind it."""
    before = behind = False
    seen_text = False
    for element in paragraph.iter():
        if element.tag == qn("w:t") and element.text and element.text.strip():
            seen_text = True
        broken = element.tag == qn("w:lastRenderedPageBreak") or (
            element.tag == qn("w:br") and element.get(qn("w:type")) == "page"
        )
        if broken or (element.tag == qn("w:pageBreakBefore") and _is_on(element)):
            behind, before = behind or seen_text, before or not seen_text
    section = paragraph.find(f"{qn('w:pPr')}/{qn('w:sectPr')}")
    if section is not None:
        kind = section.find(qn("w:type"))
        behind = behind or kind is None or kind.get(qn("w:val")) != "continuous"
    return before, behind


def _is_on(element: Any) -> bool:
    return element.get(qn("w:val")) not in ("0", "false", "off")


def _text(paragraph: Any) -> str:
    """The text of a paragraph without what was deleted; breaks inside it are line breaks."""
    parts: list[str] = []
    for element in paragraph:
        if element.tag == qn("w:r"):
            parts.extend(_run(element))
        elif element.tag in _TRANSPARENT:
            parts.append(_text(element))
    return "".join(parts)


def _run(run: Any) -> Iterator[str]:
    for element in run:
        if element.tag == qn("w:t"):
            yield element.text or ""
        elif element.tag == qn("w:br"):
            yield "\n"
        else:
            yield _SPACES.get(element.tag, "")


def _rows(table: Any) -> Iterator[Any]:
    for element in table:
        if element.tag == qn("w:tr"):
            yield element
        elif element.tag in _TRANSPARENT:
            yield from _rows(element)


def _cells(row: Any) -> Iterator[Any]:
    for element in row:
        if element.tag == qn("w:tc"):
            yield element
        elif element.tag in _TRANSPARENT:
            yield from _cells(element)


def _table_cells(table: Any, first: int) -> list[TextCell]:
    """The cells of a table from row `first` on, those merged over rows or columns as one."""
    cells: list[TextCell] = []
    open_above: dict[int, int] = {}  # column → index of the cell that a merged cell below goes on with
    for r, row in enumerate(_rows(table), start=first):
        column = _number(row, "w:trPr", "w:gridBefore")
        going_on: dict[int, int] = {}
        for element in _cells(row):
            span = max(1, _number(element, "w:tcPr", "w:gridSpan", 1))
            merge = element.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
            along = element.find(f"{qn('w:tcPr')}/{qn('w:hMerge')}")
            if merge is not None and merge.get(qn("w:val")) != "restart" and column in open_above:
                going_on[column] = open_above[column]
                cells[open_above[column]] = replace(cells[open_above[column]], row_end=r + 1)
            elif along is not None and along.get(qn("w:val")) != "restart" and cells:
                cells[-1] = replace(cells[-1], column_end=column + span)
            else:
                text, indent = _cell_text(element)
                if merge is not None:
                    going_on[column] = len(cells)
                cells.append(place_cell(r, column, text, columns=span, indent=indent))
            column += span
        open_above = going_on
    return cells


def _cell_text(cell: Any) -> tuple[str, float]:
    """The text of a cell, paragraph under paragraph (of a table in it too), and its indentation in points."""
    paragraphs = list(cell.iter(qn("w:p")))
    text = "\n".join(t for t in (_text(p) for p in paragraphs) if squeeze(t))
    about = next((p.find(f"{qn('w:pPr')}/{qn('w:ind')}") for p in paragraphs if squeeze(_text(p))), None)
    if about is None:
        return text, 0.0
    twips = [float(about.get(qn(f"w:{name}")) or 0) for name in ("left", "start", "firstLine")]
    hanging = float(about.get(qn("w:hanging")) or 0)
    return text, max(0.0, sum(twips) - hanging) / _POINTS


def _number(element: Any, properties: str, name: str, default: int = 0) -> int:
    found = element.find(f"{qn(properties)}/{qn(name)}")
    return min(int(found.get(qn("w:val")) or default), _MAX_COLUMNS) if found is not None else default
