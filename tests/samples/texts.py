"""Write a sample document as text with columns, as tools write of PDFs: pipes, tags of HTML, tabs.

What stands in the document comes from its data file; the ways of writing a table are those of the reader's tests.
"""

from __future__ import annotations

from collections.abc import Callable

from tests.reading.text_input.writings import Table, html_rows, pipes, tab_rows
from tests.samples.grid import Grid
from tests.samples.model import Json
from tests.samples.office import front, grid_of, tables

Body = Callable[[Table], str]


def table_of(grid: Grid) -> Table:
    """The grid as rows of texts with what is merged; indentation as full-width spaces."""
    rows = [[""] * len(grid.columns) for _ in range(grid.row_count)]
    spans = {}
    for cell in grid.cells:
        rows[cell.row][cell.column] = "　" * cell.level + cell.text
        down = min(cell.rows, grid.row_count - cell.row)
        if down > 1 or cell.columns > 1:
            spans[cell.row, cell.column] = (down, cell.columns)
    return Table("", rows, [], spans)


def written(document: Json, body: Body, heading: str = "", page_end: str = "\n\f") -> str:
    """The document in one flow: prose, then captions over tables; `heading` marks titles, pages end between tables."""
    lines = [f"{line}\n" for line in front(document)]
    for table in tables(document):
        number: str = table.get("number_printed", table["number"])
        caption = "  ".join(text for text in table["caption"] if text)
        lines += [page_end, f"{number}\n", f"{heading}{table['title']}\n", f"{caption}\n"]
        lines += [body(table_of(grid_of(table))), ""]
        lines += [f"{note}\n" for note in table.get("notes", ())]
    return "\n".join(lines)


def repeated(document: Json) -> str:
    """Pipes; the text of a merged cell stands in each place that it covers."""
    return written(document, lambda table: pipes(table.repeated()), "## ", "<!-- page break -->\n")


def blank(document: Json) -> str:
    """Pipes; a merged cell leaves blank ones."""
    return written(document, lambda table: pipes(table.header), "# ", "\n{1}--------------------\n")


def tagged(document: Json) -> str:
    """Tags of HTML, each table in one line."""
    return written(document, html_rows, "# ", "\n")


def tabbed(document: Json) -> str:
    """Tabs between cells, as plain text."""
    return written(document, tab_rows)


TEXTS: list[Callable[[Json], str]] = [repeated, blank, tagged, tabbed]
