"""Meaning is data: words stand in seeds that are really read, and no second time in SQL."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from yusuan.paths import DBT_PROJECT, PROJECT, SEEDS

CHINESE = re.compile(r"[\u4e00-\u9fff]")
COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)

# What may stay, each for its reason: what a reader is shown, and the shape of numbers and units in print.
ALLOWED = {
    "int_row": "the label of the one row of a 三公 table that prints none",
    "int_comparable_figure": "the same label, asked for",
    "int_body_mention": "the name of a department's remainder",
    "int_prose_between_term": "the scope of a sum, as it is shown",
    "doc_finding": "the sentences of findings about a whole table, as they are shown",
    "doc_table_structure": "what figures proved of a table, as it is shown",
    "int_finding": "the sentence about two files of one disclosure, as it is shown",
    "finding": "what the pictures of pages add to a finding's sentence, as it is shown",
    "money": "how a unit is stated: (万元), 单位:万元",
    "text": "outline numbers 一、 and the unit 百分点, both structure; reading's are held equal",
}


def sql() -> Iterator[Path]:
    yield from DBT_PROJECT.glob("models/**/*.sql")
    yield from DBT_PROJECT.glob("macros/*.sql")


@cache
def code() -> str:
    """All SQL, Python and templates, in which a seed's column or kind may be asked for."""
    asking = [path for kind in ("py", "j2") for path in PROJECT.glob(f"dagster_project/**/*.{kind}")]
    return "\n".join(path.read_text(encoding="utf-8") for path in [*sql(), *asking])


def seed(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_no_model_holds_chinese_words() -> None:
    holding = {p.stem for p in sql() if CHINESE.search(COMMENT.sub("", p.read_text(encoding="utf-8")))}
    assert holding == set(ALLOWED)


@pytest.mark.parametrize(
    ("name", "macro"), [("prose_word", "prose_(?:pattern|value)"), ("table_word", "table_pattern")]
)
def test_every_word_is_asked_for_and_every_question_has_words(name: str, macro: str) -> None:
    text = "\n".join(path.read_text(encoding="utf-8") for path in sql())
    asked = set(re.findall(rf"{macro}\('(\w+)'", text)) | {
        kind for kinds in re.findall(r'prose_words\("([^"]+)"\)', text) for kind in re.findall(r"'(\w+)'", kinds)
    }
    asked |= set(re.findall(r"kind = '(subject_path)'", text))
    kinds = {row["kind"] for row in seed(name)}
    assert kinds - asked == set()
    if name == "table_word":
        assert asked & kinds == kinds
    else:
        assert asked - kinds == set()


def test_every_pattern_is_one() -> None:
    for path in SEEDS.glob("*.csv"):
        for row in seed(path.stem):
            for column in (c for c in row if c.endswith("pattern")):
                re.compile(row[column])


# Columns that explain a row to a person and are shown or read by nobody else.
FOR_PEOPLE = {"note", "description", "description_zh", "rule_name_zh", "name_en", "table_kinds"}


def test_every_column_of_a_seed_is_read() -> None:
    unread = {
        f"{path.stem}.{column}"
        for path in SEEDS.glob("*.csv")
        for column in seed(path.stem)[0]
        if column not in FOR_PEOPLE and not re.search(rf"\b{column}\b", code())
    }
    assert unread == set()


def test_a_layout_is_one_form_whose_columns_are_all_there() -> None:
    layouts: dict[str, list[dict[str, str]]] = {}
    for row in seed("table_layout"):
        assert re.fullmatch(rf"{row['table_kind']}_{row['stage']}_\d+", row["layout_id"]), row
        layouts.setdefault(row["layout_id"], []).append(row)
    for name, rows in layouts.items():
        assert any(row["structure_role"] == "value" for row in rows), name
        assert [int(row["column_number"]) for row in rows] == list(range(1, len(rows) + 1)), name


def test_the_layouts_of_a_form_are_numbered() -> None:
    names = {row["layout_id"].rpartition("_")[::2] for row in seed("table_layout")}
    numbers = {form: sorted(int(number) for of, number in names if of == form) for form, _ in names}
    assert numbers == {form: list(range(1, len(found) + 1)) for form, found in numbers.items()}


def test_an_item_is_the_same_by_its_code_and_by_its_name() -> None:
    """Headers name an item of 三公, meetings or training; a list by economic class prints its code."""
    terms = [row for row in seed("header_term") if row["kind"] == "item"]
    names = {row["code"]: unicodedata.normalize("NFKC", row["note"]) for row in seed("economic_item")}
    for row in seed("economic_item"):
        said = min(
            (term for term in terms if re.search(term["pattern"], names[row["code"]])),
            key=lambda term: int(term["priority"]),
        )
        assert row["item"] == said["value"], row
