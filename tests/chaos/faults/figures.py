"""Cells: huge, negative and missing figures, absurd readings, cells that stand nowhere or twice."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.chaos.faults import fault
from tests.chaos.faults.outline import some
from tests.chaos.paper import MOST, Paper, Row
from tests.chaos.words import odd_text

_HUGE = (10**11, 10**14, 10**16, 10**17, MOST, -(10**17), -MOST)


def cells_of(paper: Paper, rng: Random) -> list[Row]:
    """The cells of one table by chance, or of all tables."""
    keys = paper.table_keys
    if not keys or rng.random() < 0.3:
        return paper.rows["cell"]
    return paper.of("cell", rng.choice(keys))


def put(row: Row, number: Decimal | int | None) -> None:
    """Make a cell print a number."""
    number = Decimal(number) if number is not None else None
    row |= {"number": number, "text": "" if number is None else str(number), "reading": "exact"}
    row["number_decimals"] = None if number is None else max(0, -int(number.as_tuple().exponent))


@fault("printed")
def huge(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        put(cell, rng.choice(_HUGE))


@fault("printed")
def one_huge(paper: Paper, rng: Random) -> None:
    cells = cells_of(paper, rng)
    if cells:
        put(rng.choice(cells), rng.choice(_HUGE))


@fault("printed")
def negative(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        if cell["number"] is not None:
            put(cell, -cell["number"])


@fault("printed")
def zero(paper: Paper, rng: Random) -> None:
    for cell in cells_of(paper, rng):
        put(cell, 0)


@fault("printed")
def decimals_many(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        digits = rng.randint(3, 12)
        put(cell, Decimal(rng.randrange(10**12)) / Decimal(10) ** 6)
        cell |= {"number_decimals": digits, "text": f"{cell['number']}{'1' * (digits - 6)}"}


@fault("broken")
def decimals_impossible(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["number_decimals"] = rng.choice((-1, None, 99, 2**31 - 1))


@fault("broken")
def no_number_and_exact(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell |= {"number": None, "reading": "exact"}


@fault("printed")
def words(paper: Paper, rng: Random) -> None:
    """Words where figures stand."""
    for cell in some(rng, cells_of(paper, rng)):
        cell |= {"text": odd_text(rng), "number": None, "number_decimals": None, "reading": "exact"}


@fault("printed")
def damaged(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        digits = str(cell["number"] or "12.34")
        cell |= {
            "text": rng.choice((digits[:-1] + "?", digits + "," + digits, "1.2.3", "，", "")),
            "number": None,
            "reading": "damaged",
        }


@fault("broken")
def damaged_with_numbers(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["reading"] = "damaged"


@fault("printed")
def ambiguous(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["reading"] = "ambiguous"


@fault("broken")
def readings_unknown(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["reading"] = rng.choice(("", "guess", "repaired", None))


@fault("printed")
def percent(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell |= {"is_percent": True, "text": f"{cell['text']}%"}


@fault("printed")
def rates(paper: Paper, rng: Random) -> None:
    """A column of rates of execution beside a budget and what was spent of it."""
    title = rng.choice(("项目支出绩效目标表", "整体支出绩效目标表", "项目支出表"))
    columns = [("label", "项目名称"), ("value", "全年预算数(A)"), ("value", "全年执行数(B)"), ("value", "执行率")]
    key = paper.add_table(title, columns, [])
    for n in range(1, 5):
        paper.add(
            "row",
            table_key=key,
            row_number=n,
            block_number=1,
            page_number=1,
            row_label=f"项目{n}",
            row_path=f"项目{n}",
            row_level=1,
            is_repeat=False,
        )
        for column in (2, 3):
            paper.add_cell(key, n, column, Decimal(rng.choice((0, 1, 100, 10**17, -5))))
        rate = paper.add_cell(key, n, 4, Decimal(rng.choice((0, 100, 10**11, -1, 50))))
        rate |= {
            "is_percent": rng.random() < 0.8,
            "text": rng.choice((f"{rate['number']}%", "%", f"{rate['number']:.9f}%", "1.%")),
        }


@fault("printed")
def confidence(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["confidence"] = rng.choice((0.0, 0.3, 0.69, 0.95, 1.0))


@fault("broken")
def confidence_impossible(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["confidence"] = rng.choice((-1.0, 7.0, float("nan"), float("inf")))


@fault("broken")
def same_key(paper: Paper, rng: Random) -> None:
    cells = some(rng, cells_of(paper, rng))
    for cell in cells:
        cell["cell_key"] = cells[0]["cell_key"]


@fault("broken")
def keys_null(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["cell_key"] = None


@fault("broken")
def two_in_one_place(paper: Paper, rng: Random) -> None:
    """Two figures in one row and column, of one value or of two."""
    for cell in some(rng, cells_of(paper, rng)):
        again = cell | {"cell_key": paper.new_key("cell")}
        if rng.random() < 0.5:
            put(again, rng.randrange(10**6))
        paper.rows["cell"].append(again)


@fault("broken")
def nowhere(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell |= rng.choice(
            (
                {"row_number": 10**6},
                {"column_number": 10**6},
                {"table_key": "no table"},
                {"block_number": 9},
                {"row_number": None},
            )
        )


@fault("broken")
def pages_impossible(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["page_number"] = rng.choice((0, -1, None, 10**9))


@fault("broken")
def boxes_impossible(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell |= dict.fromkeys(("x0", "top", "x1", "bottom"), rng.choice((None, float("nan"), float("inf"), -1.0, 0.0)))


@fault("printed")
def no_boxes(paper: Paper, rng: Random) -> None:
    for name in ("cell", "line", "statement"):
        for row in paper.rows[name]:
            row |= dict.fromkeys(("x0", "top", "x1", "bottom"))


@fault("broken")
def texts_null(paper: Paper, rng: Random) -> None:
    for cell in some(rng, cells_of(paper, rng)):
        cell["text"] = None
