"""A web page's bytes, as offices save and finance systems export them under .xls, .doc or .html, → a paper.

Belongs here: the page as text (a web archive's pages too), lines and tables in their order, page breaks. Does not: what
is not seen (page_style.py), cells of a table (html_tables.py), which of its rows are its title (placing.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from typing import Any

from lxml import etree, html

from yusuan.reading.flow import FlowPage
from yusuan.reading.html_tables import WrittenCell, table_cells
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.numbers import parse_figure
from yusuan.reading.office.encodings import MAX_BYTES, written_text
from yusuan.reading.office.package import MAX_CELLS
from yusuan.reading.office.page_style import hidden_columns, take_out_unseen
from yusuan.reading.office.placing import place_cell
from yusuan.reading.pages.layout import TextCell, Verdict
from yusuan.reading.paper import Paper, UnreadableError
from yusuan.reading.text import squeeze

_ARCHIVE = re.compile(rb"\s*(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:MIME-Version:)", re.IGNORECASE)
_BREAK = re.compile(r"page-break-before\s*:\s*always|mso-break-type\s*:\s*(?:section|page)-break", re.IGNORECASE)
_BREAK_BEHIND = re.compile(r"page-break-after\s*:\s*always", re.IGNORECASE)
_BLOCKS = {
    *("p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "li", "ul", "ol", "dl", "dt", "dd", "pre", "hr", "center"),
    *("section", "article", "header", "footer", "main", "form", "address", "blockquote", "body", "html", "caption"),
}
_TOO_DEEP = "Excessive depth"


@dataclass(frozen=True)
class _Break:
    """Here another page begins."""


@dataclass(frozen=True)
class _PageCell:
    """A cell of a table, and whether its text says another number than it holds."""

    written: WrittenCell
    contradicted: bool

    def placed(self, first: int) -> TextCell:
        cell = self.written
        return place_cell(
            first + cell.row,
            cell.column,
            cell.text,
            rows=cell.rows,
            columns=cell.columns,
            verdict=Verdict("damaged", None, 0) if self.contradicted else None,
        )


_Block = str | _Break | list[_PageCell]


def read_web_page(data: bytes, lexicon: Lexicon) -> Paper:
    """The paper in a web page or web archive. Raises UnreadableError where it cannot be read."""
    if not data:
        raise UnreadableError("The file is empty (0 bytes).")
    pages = [FlowPage()]
    framed = False
    for part in _parts(data):
        if pages[-1].texts:
            pages.append(FlowPage())
        root = _parsed(part)
        framed = framed or root.find(".//frame") is not None
        take_out_unseen(root)
        for block in _blocks(root):
            if isinstance(block, _Break):
                if pages[-1].texts:
                    pages.append(FlowPage())
            elif isinstance(block, str):
                pages[-1].add_line(block)
            else:
                pages[-1].add_table(len(pages), [cell.placed(pages[-1].row) for cell in block], lexicon)
    pages = [page for page in pages if page.texts]
    if not pages and framed:
        raise UnreadableError(
            "The web page only frames worksheets that lie in other files: open it in Excel or WPS and save it as .xlsx."
        )
    if not pages:
        raise UnreadableError("The web page has no text.")
    return Paper("html", [page.done(n) for n, page in enumerate(pages, start=1)], has_places=False)


def _parts(data: bytes) -> Iterator[str]:
    """The pages of a web archive in their order, or the one page that the file is."""
    if not _ARCHIVE.match(data[:4096]):
        yield written_text(data)
        return
    if len(data) > MAX_BYTES:
        raise UnreadableError(f"The file has {len(data) // 2**20} MB, more than the {MAX_BYTES // 2**20} MB read.")
    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            yield _archived(part)


def _archived(part: Message) -> str:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    charset = part.get_content_charset()
    stated = (
        f'<meta charset="{charset}">'.encode() if charset and not data.startswith((b"\xff\xfe", b"\xfe\xff")) else b""
    )
    return written_text(stated + data) if data else " "


def _parsed(text: str) -> Any:
    plain = re.sub(r"^\s*<\?xml.*?\?>", "", text.replace("\x00", ""), flags=re.DOTALL)
    if len(re.findall(r"<t[dh]\b", plain, re.IGNORECASE)) > MAX_CELLS:
        raise UnreadableError(f"The page has more than the {MAX_CELLS:,} table cells that are read.")
    parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        root = html.document_fromstring(plain or " ", parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableError(f"The web page is damaged or empty ({error}).") from error
    if any(_TOO_DEEP in entry.message for entry in parser.error_log):
        raise UnreadableError("The web page nests its elements deeper than any that is printed: it is not read.")
    return root


def _blocks(element: Any) -> Iterator[_Block]:
    """Lines, tables and page breaks in order; a table around other tables only lays them out."""
    line: list[str] = []
    for piece in _pieces(element):
        if isinstance(piece, str):
            line.append(piece)
            continue
        yield from _lines(line)
        line = []
        if piece is not None:
            yield piece
    yield from _lines(line)


def _pieces(element: Any) -> Iterator[_Block | None]:
    """Runs of text, tables and breaks; None where a line ends."""
    if element.tag == "table" and (len(element.xpath(".//td | .//th")) > 1 and not element.xpath(".//table")):
        yield None
        yield _table(element)
        return
    style = element.get("style") or ""
    ends = element.tag in _BLOCKS or element.tag in ("table", "tr", "td", "th")
    if _BREAK.search(style):
        yield _Break()
    if ends or element.tag == "br":
        yield None
    yield element.text or ""
    for child in element:
        yield from _pieces(child)
        yield child.tail or ""
    if ends:
        yield None
    if _BREAK_BEHIND.search(style):
        yield _Break()


def _lines(pieces: list[str]) -> Iterator[str]:
    text = re.sub(r"[ \t\r\n\f]+", " ", "".join(pieces)).strip(" ")
    if squeeze(text):
        yield re.sub(r"(?<=\S)\u00a0{2,}(?=\S)", "  ", text)


def _table(table: Any) -> list[_PageCell]:
    cells = table_cells(etree.tostring(table, encoding="unicode", method="html", with_tail=False))
    elements = list(table.iter("td", "th"))
    stored = [e.get("x:num") for e in elements] if len(elements) == len(cells) else [None] * len(cells)
    hidden = hidden_columns(table)
    return [
        _PageCell(cell, _contradicted(cell.text, number))
        for cell, number in zip(cells, stored, strict=True)
        if not hidden or not set(range(cell.column, cell.column + cell.columns)) <= hidden
    ]


def _contradicted(text: str, stored: str | None) -> bool:
    """Whether a spreadsheet that wrote the page holds a number of the other sign: it showed the sign by a colour."""
    figure = parse_figure(text)
    return bool(figure and stored and re.match(r"\s*-\s*[\d.]", stored) and figure.value > 0)
