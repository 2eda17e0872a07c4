"""Mutations: what is printed, in another order, twice, or in another place."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.chaos.drawn import draw_paper
from tests.chaos.faults import fault
from tests.chaos.faults.figures import cells_of
from tests.chaos.faults.headers import columns_of
from tests.chaos.faults.outline import rows_of, some
from tests.chaos.paper import Paper, Row
from tests.chaos.words import UNITS


def _shuffled(rng: Random, rows: list[Row], *columns: str) -> None:
    """Deal the values of some columns anew among rows."""
    values = [tuple(row[column] for column in columns) for row in rows]
    rng.shuffle(values)
    for row, dealt in zip(rows, values, strict=True):
        row |= dict(zip(columns, dealt, strict=True))


@fault("printed")
def rows_swapped(paper: Paper, rng: Random) -> None:
    _shuffled(rng, rows_of(paper, rng), "row_code", "row_label", "row_text", "row_path", "row_level")


@fault("printed")
def codes_shuffled(paper: Paper, rng: Random) -> None:
    _shuffled(rng, rows_of(paper, rng), "row_code")


@fault("printed")
def headers_shuffled(paper: Paper, rng: Random) -> None:
    _shuffled(rng, columns_of(paper, rng), "header_path", "role")


@fault("printed")
def figures_shuffled(paper: Paper, rng: Random) -> None:
    _shuffled(rng, cells_of(paper, rng), "number", "number_decimals", "text")


@fault("broken")
def rows_dropped(paper: Paper, rng: Random) -> None:
    paper.remove("row", some(rng, rows_of(paper, rng)))


@fault("broken")
def columns_dropped(paper: Paper, rng: Random) -> None:
    paper.remove("column", some(rng, columns_of(paper, rng)))


@fault("printed")
def cells_dropped(paper: Paper, rng: Random) -> None:
    paper.remove("cell", some(rng, cells_of(paper, rng)))


@fault("printed")
def rows_again(paper: Paper, rng: Random) -> None:
    """Rows printed once more below the table, with their cells."""
    rows = rows_of(paper, rng)
    most = max((row["row_number"] or 0 for row in rows), default=0)
    for n, row in enumerate(some(rng, rows), start=1):
        for cell in paper.of("cell", row["table_key"]):
            if cell["row_number"] == row["row_number"] and cell["block_number"] == row["block_number"]:
                paper.rows["cell"].append(cell | {"cell_key": paper.new_key("cell"), "row_number": most + n})
        for text in paper.of("row_text", row["table_key"]):
            if text["row_number"] == row["row_number"] and text["block_number"] == row["block_number"]:
                paper.rows["row_text"].append(text | {"row_number": most + n})
        paper.rows["row"].append(row | {"row_number": most + n})


@fault("printed")
def columns_again(paper: Paper, rng: Random) -> None:
    """Columns printed once more at the right, with their cells."""
    columns = columns_of(paper, rng)
    most = max((column["column_number"] or 0 for column in columns), default=0)
    for n, column in enumerate(some(rng, columns), start=1):
        for cell in paper.of("cell", column["table_key"]):
            if cell["column_number"] == column["column_number"]:
                paper.rows["cell"].append(cell | {"cell_key": paper.new_key("cell"), "column_number": most + n})
        for text in paper.of("row_text", column["table_key"]):
            if text["column_number"] == column["column_number"]:
                paper.rows["row_text"].append(text | {"column_number": most + n})
        paper.rows["column"].append(column | {"column_number": most + n})


@fault("broken")
def column_shifted(paper: Paper, rng: Random) -> None:
    """Every figure of a table one column further, or one row."""
    keys = paper.table_keys
    if keys:
        axis, step = rng.choice(("column_number", "row_number")), rng.choice((1, -1))
        for cell in paper.of("cell", rng.choice(keys)):
            cell[axis] = (cell[axis] or 0) + step


@fault("broken")
def blocks_swapped(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["block_number"] = 3 - (row["block_number"] or 1)


@fault("printed")
def unit_changed(paper: Paper, rng: Random) -> None:
    unit = rng.choice(UNITS)
    for table in paper.rows["table"]:
        table["unit_text"] = unit


@fault("printed")
def scaled(paper: Paper, rng: Random) -> None:
    factor = rng.choice((Decimal(10000), Decimal("0.0001"), Decimal(-1), Decimal("1.01"), Decimal(10) ** 9))
    for cell in cells_of(paper, rng):
        if cell["number"] is not None:
            cell["number"] *= factor
            cell["text"] = f"{cell['number']:f}"


@fault("printed")
def last_digits_off(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        if cell["number"] is not None:
            cell["number"] += Decimal(rng.choice((-2, -1, 1, 2))) / 100
            cell["text"] = f"{cell['number']:f}"


def _copied(paper: Paper, key: str, new: str) -> None:
    for name in ("table", "column", "row", "cell", "row_text", "declared_term"):
        for row in paper.of(name, key):
            copied = row | {"table_key": new}
            if name == "cell":
                copied["cell_key"] = paper.new_key("cell")
            if name == "table":
                copied["table_ordinal"] = 1 + len(paper.rows["table"])
            paper.rows[name].append(copied)


@fault("printed")
def table_again(paper: Paper, rng: Random) -> None:
    """A table printed once more, as it is or as another kind."""
    keys = paper.table_keys
    if keys:
        new = paper.new_key("table")
        _copied(paper, rng.choice(keys), new)
        if rng.random() < 0.5:
            paper.of("table", new)[0]["title_text"] = rng.choice(paper.rows["table"])["title_text"]


@fault("printed")
def tables_run_together(paper: Paper, rng: Random) -> None:
    """The rows of one table below those of another, with the figures that stand in a column there."""
    keys = paper.table_keys
    if len(keys) < 2:
        return
    one, other = rng.sample(keys, 2)
    most = max((row["row_number"] or 0 for row in paper.of("row", one)), default=0)
    places = {(column["block_number"], column["column_number"]) for column in paper.of("column", one)}
    for name in ("cell", "row_text"):
        paper.remove(name, [c for c in paper.of(name, other) if (c["block_number"], c["column_number"]) not in places])
    for name in ("row", "cell", "row_text"):
        for row in paper.of(name, other):
            row["table_key"] = one
            for number in ("row_number", "parent_row_number", "repeat_of_row_number"):
                if row.get(number) is not None:
                    row[number] += most


@fault("printed")
def titles_swapped(paper: Paper, rng: Random) -> None:
    _shuffled(rng, paper.rows["table"], "title_text")


@fault("broken")
def cells_swapped_between_tables(paper: Paper, rng: Random) -> None:
    _shuffled(rng, paper.rows["cell"], "table_key")


@fault("printed")
def two_papers_in_one(paper: Paper, rng: Random) -> None:
    """The tables and sentences of another paper behind its own."""
    other, mark = draw_paper(rng), paper.new_key("other")
    pages = max((line["page_number"] or 0 for line in paper.rows["line"]), default=0)
    for name, rows in other.rows.items():
        if name in ("document", "page"):
            continue
        for row in rows:
            keys = {key: f"{mark} {row[key]}" for key in ("table_key", "cell_key", "statement_key") if row.get(key)}
            if name in ("line", "statement"):
                row["page_number"] += pages
            paper.rows[name].append(row | keys)


@fault("printed")
def sentences_shuffled(paper: Paper, rng: Random) -> None:
    _shuffled(rng, paper.rows["statement"], "number", "number_decimals", "unit", "figure_text")


@fault("printed")
def headings_shuffled(paper: Paper, rng: Random) -> None:
    _shuffled(rng, paper.rows["statement"], "heading", "paragraph_number", "sentence_number")
