"""Write a sample document as the Office files that are text: the XML of Excel 2003, and a web page.

What stands in the document comes from its data file, laid out as in office.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from tests.samples.grid import Cell
from tests.samples.model import Json
from tests.samples.office import Indent, front, stored, table_cells, tables

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<?mso-application progid="Excel.Sheet"?>\n'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
)


def excel_2003(document: Json, indent: Indent = "spaces") -> bytes:
    """A worksheet for the front and one for each table."""
    styles: dict[tuple[str, int], str] = {}
    lines = [Cell(r, 0, line, "text") for r, line in enumerate(front(document))]
    sheets = [_worksheet("封面", lines, indent, styles)]
    sheets += [_worksheet(t["number"], table_cells(t, indent), indent, styles) for t in tables(document)]
    declared = "".join(
        f'<Style ss:ID="{name}"><Alignment ss:Indent="{level}"/><NumberFormat ss:Format="{escape(shown)}"/></Style>'
        for (shown, level), name in styles.items()
    )
    return f"{_HEAD}<Styles>{declared}</Styles>{''.join(sheets)}</Workbook>".encode()


def _worksheet(name: str, cells: Sequence[Cell], indent: Indent, styles: dict[tuple[str, int], str]) -> str:
    rows = "".join(
        f'<Row ss:Index="{r + 1}">{"".join(_cell(cell, indent, styles) for cell in row)}</Row>'
        for r, row in _rows(cells)
    )
    return f'<Worksheet ss:Name="{escape(name)}"><Table>{rows}</Table></Worksheet>'


def _rows(cells: Sequence[Cell]) -> Iterator[tuple[int, list[Cell]]]:
    for r, row in groupby(sorted(cells, key=lambda c: (c.row, c.column)), key=lambda c: c.row):
        yield r, list(row)


def _cell(cell: Cell, indent: Indent, styles: dict[tuple[str, int], str]) -> str:
    figure = stored(cell.text) if cell.kind == "value" else None
    key = (figure.number_format if figure else "@", cell.level if indent == "style" else 0)
    style = styles.setdefault(key, f"s{len(styles)}")
    merged = f' ss:MergeAcross="{cell.columns - 1}"' if cell.columns > 1 else ""
    merged += f' ss:MergeDown="{cell.rows - 1}"' if cell.rows > 1 else ""
    kind, value = ("Number", repr(figure.value)) if figure else ("String", escape(cell.text))
    data = f'<Data ss:Type="{kind}">{value}</Data>' if cell.text else ""
    return f'<Cell ss:Index="{cell.column + 1}"{merged} ss:StyleID="{style}">{data}</Cell>'


def web_page(document: Json, indent: Indent = "spaces") -> bytes:
    """A paragraph for each line of the front, and a table for each, its title, number and unit rows of it."""
    lines = "".join(f"<p>{escape(line)}</p>\n" for line in front(document))
    parts = "".join(
        f'<br style="page-break-before:always">\n{_table(table_cells(t, indent), indent)}' for t in tables(document)
    )
    return f'<html><head><meta charset="utf-8"></head><body>{lines}{parts}</body></html>'.encode()


def _table(cells: Sequence[Cell], indent: Indent) -> str:
    rows = dict(_rows(cells))
    covered = {
        (r, c)
        for cell in cells
        for r in range(cell.row, cell.row + cell.rows)
        for c in range(cell.column, cell.column + cell.columns)
        if (r, c) != (cell.row, cell.column)
    }
    width = max(cell.column + cell.columns for cell in cells)
    out = []
    for r in range(max(rows) + 1):
        own = {cell.column: cell for cell in rows.get(r, ())}
        blank = Cell(r, 0, "", "text")
        out += ["<tr>", *(_td(own.get(c, blank), indent) for c in range(width) if (r, c) not in covered), "</tr>\n"]
    return f"<table border=1>{''.join(out)}</table>"


def _td(cell: Cell, indent: Indent) -> str:
    style = f" style='padding-left:{9 * cell.level}px'" if indent == "style" and cell.level else ""
    spans = f" colspan={cell.columns}" if cell.columns > 1 else ""
    spans += f" rowspan={cell.rows}" if cell.rows > 1 else ""
    return f"<td{spans}{style}>{escape(cell.text)}</td>"
