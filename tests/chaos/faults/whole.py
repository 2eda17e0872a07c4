"""Tables as a whole, and the document as a whole: titles, units, notes, pages; nothing at all."""

from __future__ import annotations

from random import Random

from tests.chaos.faults import fault
from tests.chaos.faults.outline import some
from tests.chaos.paper import Paper
from tests.chaos.words import NO_UNITS, TITLES, UNITS, odd_text


@fault("printed")
def titles_other(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["title_text"] = rng.choice(TITLES)


@fault("printed")
def titles_same(paper: Paper, rng: Random) -> None:
    title = rng.choice(TITLES)
    for table in paper.rows["table"]:
        table["title_text"] = title


@fault("printed")
def titles_odd(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table |= {"title_text": rng.choice((None, odd_text(rng))), "header_text": rng.choice((None, odd_text(rng)))}


@fault("printed")
def units_missing(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["unit_text"] = None


@fault("printed")
def units_other(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["unit_text"] = rng.choice(UNITS)


@fault("printed")
def units_absurd(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["unit_text"] = rng.choice((*NO_UNITS, odd_text(rng)))


@fault("printed")
def notes(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["note_text"] = rng.choice(("预算数为年初预算", "1行=1行", "单位：吨", "", odd_text(rng)))


@fault("printed")
def entities_odd(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table |= {
            "entity_text": rng.choice((None, "", odd_text(rng))),
            "number_text": rng.choice((None, "", "表", odd_text(rng))),
        }


@fault("broken")
def pages_impossible(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table |= rng.choice(
            (
                {"page_from": 9, "page_to": 2},
                {"page_from": 0},
                {"page_from": -1, "page_to": -1},
                {"page_from": None, "page_to": None},
            )
        )


@fault("broken")
def ordinals_impossible(paper: Paper, rng: Random) -> None:
    for table in paper.rows["table"]:
        table["table_ordinal"] = rng.choice((1, 1, 0, -1, None))


@fault("broken")
def counts_impossible(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table |= {"row_count": rng.choice((0, -1, None)), "column_count": rng.choice((0, -1, None))}


@fault("broken")
def table_listed_twice(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        changes = rng.choice(({}, {"title_text": rng.choice(TITLES)}, {"unit_text": "元"}, {"table_ordinal": 77}))
        paper.rows["table"].append(table | changes)


@fault("broken")
def table_keys_null(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        table["table_key"] = None


@fault("broken")
def table_not_listed(paper: Paper, rng: Random) -> None:
    """Columns, rows and cells of a table that is not listed."""
    paper.remove("table", some(rng, paper.rows["table"]))


@fault("printed")
def lines_odd(paper: Paper, rng: Random) -> None:
    for line in some(rng, paper.rows["line"]):
        line |= {"text": odd_text(rng), "role": rng.choice(("prose", "caption", "note", "furniture"))}


@fault("broken")
def lines_impossible(paper: Paper, rng: Random) -> None:
    for line in some(rng, paper.rows["line"]):
        line |= rng.choice(
            ({"text": None}, {"role": None}, {"page_number": None}, {"line_number": 1}, {"table_key": "no table"})
        )


@fault("printed", weight=0.5)
def nothing(paper: Paper, rng: Random) -> None:
    """Nothing but what the document says of itself."""
    for name, rows in paper.rows.items():
        if name != "document":
            rows.clear()


@fault("printed", weight=0.5)
def no_tables(paper: Paper, rng: Random) -> None:
    for name in ("table", "column", "row", "cell", "row_text", "declared_term"):
        paper.rows[name].clear()


@fault("printed")
def empty_tables(paper: Paper, rng: Random) -> None:
    for table in some(rng, paper.rows["table"]):
        paper.remove("cell", paper.of("cell", table["table_key"]))


@fault("broken", weight=0.5)
def nulls_anywhere(paper: Paper, rng: Random) -> None:
    """Every hundredth value of everything is missing."""
    for rows in paper.rows.values():
        for row in rows:
            for column in row:
                if rng.random() < 0.01 and column != "status":
                    row[column] = None
