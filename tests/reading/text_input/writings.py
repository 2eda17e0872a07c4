"""One table written as tools and people write it into text: pipes, HTML, tabs, commas.

Belongs here: the ways of writing. Does not: any expectation. A table is rows of texts, and the cells that are merged.
"""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

Spans = dict[tuple[int, int], tuple[int, int]]  # (row, column) -> (rows, columns)


@dataclass
class Table:
    """`header` and `body` rows, all of one length; a merged header cell holds its text at its upper left."""

    title: str
    header: list[list[str]]
    body: list[list[str]]
    spans: Spans = field(default_factory=dict)
    unit: str = "单位：万元"

    def repeated(self) -> list[list[str]]:
        """The header with the text of a merged cell in every place that it covers."""
        rows = [list(row) for row in self.header]
        for (r, c), (down, across) in self.spans.items():
            for i in range(r, r + down):
                for j in range(c, c + across):
                    rows[i][j] = self.header[r][c]
        return rows

    def joined(self) -> list[str]:
        """The header in one row, cells over each other joined by dots."""
        return [".".join(dict.fromkeys(t for t in column if t)) for column in zip(*self.repeated(), strict=True)]


def pipes(rows: Sequence[Sequence[str]], rule: str = "---") -> str:
    """Rows between pipes, the first ruled off."""
    lines = ["| " + " | ".join(text.replace("|", "\\|").replace("\n", "<br>") for text in row) + " |" for row in rows]
    return "\n".join([lines[0], "|" + f"{rule}|" * len(rows[0]), *lines[1:]])


def pipes_repeated(table: Table) -> str:
    """A heading, a unit line and pipes; what is merged is repeated."""
    return f"## {table.title}\n\n{table.unit}\n\n{pipes([*table.repeated(), *table.body])}\n"


def pipes_blank(table: Table) -> str:
    """A bold title, and pipes; what is merged leaves blank cells."""
    return f"**{table.title}**\n\n{table.unit}\n\n{pipes([*table.header, *table.body], ':-:')}\n"


def pipes_joined(table: Table) -> str:
    """A heading and pipes; header cells over each other are one."""
    return f"### {table.title} ###\n\n{table.unit}\n\n{pipes([table.joined(), *table.body], ':---')}\n"


def html_rows(table: Table, between: str = "") -> str:
    """Tags of HTML in one line, or apart by `between`."""
    covered = {
        (r + i, c + j)
        for (r, c), (down, across) in table.spans.items()
        for i in range(down)
        for j in range(across)
        if i or j
    }
    parts = []
    for r, row in enumerate([*table.header, *table.body]):
        cells = []
        for c, text in enumerate(row):
            if (r, c) in covered:
                continue
            down, across = table.spans.get((r, c), (1, 1))
            own = (f' rowspan="{down}"' if down > 1 else "") + (f' colspan="{across}"' if across > 1 else "")
            cells.append(f"<td{own}>{html.escape(text).replace(chr(10), '<br>')}</td>")
        parts.append(f"<tr>{between}{between.join(cells)}{between}</tr>")
    return f"<table>{between}{between.join(parts)}{between}</table>"


def html_in_one_line(table: Table) -> str:
    """A heading and a table in one line."""
    return f"# {table.title}\n\n{table.unit}\n\n<html><body>{html_rows(table)}</body></html>\n"


def html_pretty(table: Table) -> str:
    """A heading and a table, a line for each tag."""
    return f"# {table.title}\n\n{table.unit}\n\n{html_rows(table, chr(10) + '  ')}\n"


def tab_rows(table: Table) -> str:
    """Cells apart by tabs; a merged cell leaves blank ones, a line break in a cell is none."""
    rows = [*table.header, *table.body]
    return "\n".join("\t".join(text.replace("\n", "") for text in row) for row in rows)


def tabs(table: Table) -> str:
    """Title and unit, and cells apart by tabs."""
    return f"{table.title}\n{table.unit}\n{tab_rows(table)}\n\n"


def tabs_of_worksheet(table: Table) -> str:
    """All of it with tabs, title and unit too, as a worksheet is copied."""
    blank = "\t" * (len(table.header[0]) - 1)
    return f"{table.title}{blank}\n{blank}{table.unit}\n{tab_rows(table)}\n"


def commas(table: Table) -> str:
    """Title and unit, and cells apart by commas, figures in quotation marks."""

    def cell(text: str) -> str:
        return f'"{text}"' if "," in text else text

    rows = "\n".join(",".join(map(cell, row)) for row in [*table.header, *table.body])
    return f"{table.title}\n{table.unit}\n{rows}\n\n"


WRITINGS: list[Callable[[Table], str]] = [
    pipes_repeated,
    pipes_blank,
    pipes_joined,
    html_in_one_line,
    html_pretty,
    tabs,
    tabs_of_worksheet,
]
