"""From an ordinary table of the data to a grid of cells, merged ones included. No measures and no drawing here."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from tests.samples.key import plain
from tests.samples.model import Json, Leaf, leaves, row_spans

Kind = Literal["header", "index", "code", "name", "value", "text", "total"]
TOTALS = ("合计", "总计")


@dataclass
class Cell:
    """A cell and what it covers; `level` is the depth of indentation."""

    row: int
    column: int
    text: str
    kind: Kind
    rows: int = 1
    columns: int = 1
    level: int = 0


@dataclass
class Column:
    """A column of the grid: its role, and what the data says about its width (`chars` half-width characters)."""

    role: str
    narrow: bool = False
    chars: float | None = None
    weight: float = 1.0
    part: bool = False


@dataclass
class Grid:
    """Cells over columns. `header_rows` are printed again on continuation pages, and `repeat_rows` after them."""

    columns: list[Column]
    cells: list[Cell] = field(default_factory=list)
    row_count: int = 0
    header_rows: int = 0
    repeat_rows: int = 0


def plain_grid(table: Json) -> Grid:
    """Header tree, the row of column numbers if there is one, and the body rows."""
    columns = list(leaves(table["header"]))
    starts = [0]
    for leaf in columns:
        starts.append(starts[-1] + max(1, len(leaf.parts)))
    grid = Grid([c for leaf in columns for c in grid_columns(leaf)], repeat_rows=table.get("repeat_rows", 0))
    depth = max(len(leaf.path) for leaf in columns)
    add_headers(grid, table["header"], 0, 0, depth)
    grid.header_rows = depth
    index_row = table.get("index_row")
    if index_row:
        add_index_row(grid, columns, starts, index_row, table["rows"])
    row_number = grid.header_rows
    for row in table["rows"]:
        for at, span, text in row_spans(row):
            if index_row and row is table["rows"][0] and columns[at].parts:
                continue  # 类 款 项 run down from the row above
            kind = body_kind(columns[at : at + span], text)
            level = row.get("level", 0) if table.get("indent", True) and kind in ("code", "name") else 0
            grid.cells.append(Cell(row_number, starts[at], text, kind, 1, starts[at + span] - starts[at], level))
        row_number += 1
    grid.row_count = row_number
    return grid


def grid_columns(leaf: Leaf) -> list[Column]:
    """The grid columns of a leaf: one, or one for each of its parts."""
    if leaf.parts:
        return [Column(leaf.role, part=True) for _ in leaf.parts]
    return [Column(leaf.role, leaf.narrow, leaf.chars)]


def add_headers(grid: Grid, nodes: list[Json], row: int, column: int, depth: int) -> int:
    """Add the header cells of `nodes`, whose first starts at `column`; return the column after them."""
    for node in nodes:
        if "c" in node:
            end = add_headers(grid, node["c"], row + 1, column, depth)
            rows = 1
        else:
            end = column + max(1, len(node.get("parts", ())))
            rows = depth - row
        grid.cells.append(Cell(row, column, node["t"], "header", rows, end - column))
        column = end
    grid.cells.sort(key=lambda cell: (cell.row, cell.column))
    return column


def add_index_row(grid: Grid, columns: list[Leaf], starts: list[int], texts: list[str], rows: list[Json]) -> None:
    """The row of column numbers (栏次), part of the header; its 类, 款 and 项 cover the row of totals too."""
    for leaf, start, text in zip(columns, starts, texts, strict=False):
        if leaf.parts:
            for offset, part in enumerate(leaf.parts):
                grid.cells.append(Cell(grid.header_rows, start + offset, part, "header", 2))
        else:
            grid.cells.append(Cell(grid.header_rows, start, text, "index"))
    if any(leaf.parts for leaf in columns) and rows[0]["cells"][0]:
        raise ValueError("the first row under 类款项 must be a total without a code")
    grid.header_rows += 1


def body_kind(covered: list[Leaf], text: str) -> Kind:
    """What a body cell is, from the columns it covers; totals are centred, so they are a kind of their own."""
    role = covered[0].role
    if role in ("name", "code") and plain(text).endswith(TOTALS):
        return "total"
    return role  # type: ignore[return-value]
