"""Write a sample document as a workbook (.xlsx, .xls) or a Word document, as office software exports them.

What stands in the document comes from its data file; nothing here knows a document. A worksheet holds one table: its
title merged over all columns, number and unit in rows of their own, the header merged, figures as numbers with a
number format, indentation as full-width spaces or as the cell's own. The Word document has all in one flow.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

import docx
import openpyxl
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Alignment
from tests.samples.grid import Cell, Grid, plain_grid
from tests.samples.model import Json
from tests.samples.performance import performance_grid

Indent = Literal["spaces", "style"]


@dataclass(frozen=True)
class Stored:
    """What a spreadsheet stores of a printed figure: the number, and the format that shows it as printed."""

    value: float
    number_format: str


def stored(text: str) -> Stored | None:
    """The number and format of a printed figure; None for anything else."""
    plain = text.strip().replace(",", "").rstrip("%")
    try:
        number = Decimal(plain)
    except ArithmeticError:
        return None
    decimals = max(0, -int(number.as_tuple().exponent))
    shown = ("#,##0" if "," in text or abs(number) < 1000 else "0") + ("." + "0" * decimals if decimals else "")
    return Stored(float(number / 100), shown + "%") if text.endswith("%") else Stored(float(number), shown)


def grid_of(table: Json) -> Grid:
    """The table as a grid of cells."""
    return performance_grid(table) if table.get("layout") == "performance" else plain_grid(table)


def table_cells(table: Json, indent: Indent) -> list[Cell]:
    """All cells of a table's worksheet: title, number, unit, header, body, notes from top to bottom."""
    grid = grid_of(table)
    width = len(grid.columns)
    number: str = table.get("number_printed", table["number"])
    cells = [Cell(0, 0, table["title"], "header", 1, width), Cell(1, width - 1, number, "text")]
    cells += [Cell(2, at, text, "text") for at, text in zip((0, width - 1), table["caption"], strict=True) if text]
    for cell in grid.cells:
        text = "　" * cell.level + cell.text if indent == "spaces" else cell.text
        cells.append(Cell(cell.row + 3, cell.column, text, cell.kind, cell.rows, cell.columns, cell.level))
    foot = 3 + grid.row_count
    cells += [Cell(foot + i, 0, note, "text", 1, width) for i, note in enumerate(table.get("notes", ()))]
    return cells


def front(document: Json) -> Iterator[str]:
    """The lines in front of the tables: cover and prose."""
    yield from document["cover"]
    for part in document["parts"]:
        yield part["heading"]
        yield from part.get("paragraphs", ())


def tables(document: Json) -> Iterator[Json]:
    """The tables in order."""
    for part in document["parts"]:
        yield from part.get("tables", ())


def xlsx(document: Json, indent: Indent = "spaces") -> bytes:
    """The document as a workbook with a worksheet for the front and one for each table."""
    book = openpyxl.Workbook()
    cover: Any = book.active
    cover.title = "封面"
    for r, line in enumerate(front(document), start=1):
        cover.cell(r, 1, line)
    for table in tables(document):
        sheet = book.create_sheet(table["number"])
        for cell in table_cells(table, indent):
            own = sheet.cell(cell.row + 1, cell.column + 1)
            figure = stored(cell.text) if cell.kind == "value" else None
            own.value, own.number_format = (figure.value, figure.number_format) if figure else (cell.text or None, "@")
            if indent == "style":
                own.alignment = Alignment(indent=cell.level)
            if cell.rows > 1 or cell.columns > 1:
                sheet.merge_cells(
                    start_row=cell.row + 1,
                    start_column=cell.column + 1,
                    end_row=cell.row + cell.rows,
                    end_column=cell.column + cell.columns,
                )
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xls(document: Json, indent: Indent = "spaces") -> bytes:
    """The same as an old workbook."""
    book = xlwt.Workbook(encoding="utf-8")
    cover = book.add_sheet("封面")
    for r, line in enumerate(front(document)):
        cover.write(r, 0, line)
    styles: dict[tuple[str, int], Any] = {}
    for table in tables(document):
        sheet = book.add_sheet(table["number"])
        for cell in table_cells(table, indent):
            figure = stored(cell.text) if cell.kind == "value" else None
            level = cell.level if indent == "style" else 0
            key = (figure.number_format if figure else "@", level)
            if key not in styles:
                styles[key] = xlwt.easyxf(f"align: indent {level}", num_format_str=key[0])
            last = (cell.row + cell.rows - 1, cell.column + cell.columns - 1)
            value = figure.value if figure else cell.text
            if last == (cell.row, cell.column):
                sheet.write(cell.row, cell.column, value, styles[key])
            else:
                sheet.write_merge(cell.row, last[0], cell.column, last[1], value, styles[key])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def word(document: Json, indent: Indent = "spaces") -> bytes:
    """The document as a Word document: prose, then captions as paragraphs over tables, pages broken between tables."""
    paper = docx.Document()
    for line in front(document):
        paper.add_paragraph(line)
    for table in tables(document):
        paper.add_page_break()
        number: str = table.get("number_printed", table["number"])
        paper.add_paragraph(number)
        paper.add_paragraph(table["title"])
        paper.add_paragraph("\t".join(text for text in table["caption"] if text))
        add_table(paper, grid_of(table), indent)
        for note in table.get("notes", ()):
            paper.add_paragraph(note)
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def add_table(paper: Any, grid: Grid, indent: Indent) -> None:
    """A table whose merged cells carry gridSpan and vMerge, as Word writes them."""
    table = paper.add_table(rows=grid.row_count, cols=len(grid.columns))
    at = [list(row.cells) for row in table.rows]
    for cell in grid.cells:
        own = at[cell.row][cell.column]
        if cell.rows > 1 or cell.columns > 1:
            last = at[min(cell.row + cell.rows, grid.row_count) - 1][cell.column + cell.columns - 1]
            own = own.merge(last)
        paragraph = own.paragraphs[0]
        paragraph.add_run("　" * cell.level + cell.text if indent == "spaces" else cell.text)
        if indent == "style" and cell.level:
            about = OxmlElement("w:ind")
            about.set(qn("w:left"), str(210 * cell.level))
            paragraph._p.get_or_add_pPr().append(about)
