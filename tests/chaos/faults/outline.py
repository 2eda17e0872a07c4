"""Rows: blank, repeated and absurd labels, codes, numbers and places in the outline."""

from __future__ import annotations

from itertools import pairwise
from random import Random

from tests.chaos.drawn import amount
from tests.chaos.faults import fault
from tests.chaos.paper import Line, Paper, Row
from tests.chaos.words import CODES, ECONOMIC_CODES, LABELS, odd_text


def rows_of(paper: Paper, rng: Random) -> list[Row]:
    """The rows of one table by chance; none where the paper has no table."""
    keys = paper.table_keys
    return paper.of("row", rng.choice(keys)) if keys else []


def some(rng: Random, rows: list[Row]) -> list[Row]:
    """One or more of some rows, by chance."""
    return rng.sample(rows, rng.randint(1, len(rows))) if rows else []


def _label(row: Row, label: str) -> None:
    head, slash, _ = (row["row_path"] or "").rpartition("/")
    row |= {"row_label": label, "row_text": label, "row_path": f"{head}{slash}{label}"}


@fault("printed")
def labels_blank(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        _label(row, "")


@fault("printed")
def labels_odd(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        _label(row, odd_text(rng))


@fault("printed")
def labels_other(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        _label(row, rng.choice(LABELS))


@fault("printed")
def labels_same(paper: Paper, rng: Random) -> None:
    label = rng.choice(LABELS)
    for row in some(rng, rows_of(paper, rng)):
        _label(row, label)


@fault("broken")
def labels_null(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row |= rng.choice(
            ({"row_label": None}, {"row_path": None}, {"row_label": None, "row_path": None, "row_text": None})
        )


@fault("printed")
def paths_odd(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["row_path"] = rng.choice(
            ("", "/", "///", f"(元)/{row['row_label']}", "单位:万元/(元)", "/".join(LABELS), odd_text(rng))
        )


@fault("printed")
def codes_any(paper: Paper, rng: Random) -> None:
    """Codes of any length and of any characters."""
    for row in some(rng, rows_of(paper, rng)):
        row["row_code"] = rng.choice(
            (
                "",
                "0",
                "00",
                "000",
                "2",
                "20",
                "2080",
                "208010",
                "20801011",
                "1" * 40,
                "9" * 4000,
                "208.01",
                "2 0 8",
                "２０８",
                "ABC",
                "a/b",
                "-208",
                odd_text(rng),
            )
        )


@fault("printed")
def codes_repeated(paper: Paper, rng: Random) -> None:
    code = rng.choice((*CODES, *ECONOMIC_CODES, "503001", "1"))
    for row in some(rng, rows_of(paper, rng)):
        row["row_code"] = code


@fault("printed")
def codes_other(paper: Paper, rng: Random) -> None:
    pool = rng.choice((CODES, ECONOMIC_CODES, ("503", "503001", "503002"), ("01", "02", "99")))
    for row in some(rng, rows_of(paper, rng)):
        row["row_code"] = rng.choice(pool)


@fault("printed")
def codes_gone(paper: Paper, rng: Random) -> None:
    for row in rows_of(paper, rng):
        row["row_code"] = None


@fault("printed")
def codes_of_the_row_above(paper: Paper, rng: Random) -> None:
    rows = rows_of(paper, rng)
    for above, row in pairwise(rows):
        if rng.random() < 0.5:
            row["row_code"] = above["row_code"]


@fault("printed")
def second_codes(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["row_second_code"] = rng.choice((*ECONOMIC_CODES, "", "x", row["row_code"]))


@fault("printed")
def totals_everywhere(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        _label(row, rng.choice(("合计", "总计", "小计", "本年支出合计", "本年收入合计", "支出总计")))


@fault("printed")
def unit_labels(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["unit_label"] = rng.choice(("", " ", "()", "同一单位", odd_text(rng), None))


@fault("printed")
def levels_flat_or_jumping(paper: Paper, rng: Random) -> None:
    for row in rows_of(paper, rng):
        row["row_level"] = rng.choice((1, 1, 5, 9))


@fault("broken")
def levels_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["row_level"] = rng.choice((0, -1, -(10**9), 10**9, None))


@fault("broken")
def parent_itself(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["parent_row_number"] = row["row_number"]


@fault("broken")
def parents_in_a_circle(paper: Paper, rng: Random) -> None:
    rows = some(rng, rows_of(paper, rng))
    for row, above in zip(rows, [*rows[1:], *rows[:1]], strict=True):
        row["parent_row_number"] = above["row_number"]


@fault("broken")
def parent_missing(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["parent_row_number"] = rng.choice((0, -1, 10**9, 9_999))


@fault("broken")
def parent_below(paper: Paper, rng: Random) -> None:
    rows = rows_of(paper, rng)
    for row in some(rng, rows):
        row["parent_row_number"] = rng.choice(rows)["row_number"]


@fault("broken")
def row_twice(paper: Paper, rng: Random) -> None:
    """A row listed again under its number, alike or as another."""
    for row in some(rng, rows_of(paper, rng)):
        changes = rng.choice(
            (
                {},
                {"row_label": rng.choice(LABELS)},
                {"row_code": rng.choice(CODES)},
                {"block_number": 2},
                {"is_repeat": True},
            )
        )
        paper.rows["row"].append(row | changes)


@fault("broken")
def row_numbers_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["row_number"] = rng.choice((0, -1, None, 10**9, 1))


@fault("broken")
def row_blocks_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["block_number"] = rng.choice((0, -1, None, 7))


@fault("broken")
def row_pages_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row["page_number"] = rng.choice((0, -1, None, 10**9))


@fault("printed")
def repeats(paper: Paper, rng: Random) -> None:
    """Rows said to be printed again, of rows that are there."""
    rows = rows_of(paper, rng)
    for row in some(rng, rows):
        row |= {"is_repeat": True, "repeat_of_row_number": rng.choice(rows)["row_number"]}


@fault("broken")
def repeats_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, rows_of(paper, rng)):
        row |= {
            "is_repeat": rng.choice((True, None)),
            "repeat_of_row_number": rng.choice((row["row_number"], 10**9, -1, None)),
        }


@fault("printed")
def index_odd(paper: Paper, rng: Random) -> None:
    for row in rows_of(paper, rng):
        row["index_number"] = rng.choice((1, 2, 2, 0, 999, None))


@fault("broken")
def rows_gone(paper: Paper, rng: Random) -> None:
    """A table that has cells and no rows."""
    paper.remove("row", rows_of(paper, rng))


@fault("printed", weight=0.15)
def two_thousand_rows(paper: Paper, rng: Random) -> None:
    kind = rng.randrange(3)
    lines = []
    for n in range(2000):
        code = (f"{201 + n % 30}{n % 100:02}{n % 97:02}"[: 3 + 2 * (n % 3)], f"4201{n:08}", None)[kind]
        lines.append(Line(rng.choice((f"第{n}项支出", "项目支出", "合计")), code, 1 + n % 3, amounts=[amount(rng)]))
    title = ("支出总表", "项目支出表", "政府采购预算表")[kind]
    paper.add_table(
        title, [("code", "项目编码" if kind == 1 else "科目编码"), ("label", "项目名称"), ("value", "合计")], lines
    )
