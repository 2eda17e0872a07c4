"""Faults of data that decides: a row of a seed is lost or one of its cells changed, an expectation lost or loosened.

Belongs here: those changes, on the text of the files. Names and descriptions for people are left alone.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.mutants.faults import Fault, context

_FOR_PEOPLE = re.compile(r"note|description|_zh$|_en$|^rule_name|^table_kinds$|^severity$|^asset$|^name$|^tolerance$")


def seed_faults(project: Path) -> Iterator[Fault]:
    """Every fault of the seeds; each seed is a stratum."""
    for path in sorted((project / "dbt" / "seeds").glob("*.csv")):
        yield from faults_of_seed(path.read_text(encoding="utf-8"), path.relative_to(project).as_posix())


def faults_of_seed(text: str, path: str) -> Iterator[Fault]:
    """Every fault of one seed whose rows are one line each."""
    lines = text.splitlines(keepends=True)
    header = next(csv.reader([lines[0]]))
    rows = [next(csv.reader([line])) for line in lines[1:]]
    stratum, start = f"seed {Path(path).stem}", len(lines[0])
    for number, (line, row) in enumerate(zip(lines[1:], rows, strict=True), 2):
        end, within = start + len(line), line.strip()
        for operator, now in _changed_rows(header, row, rows):
            yield Fault("seed", path, number, operator, start, end, now, line, within, stratum)
        start = end


def _changed_rows(header: list[str], row: list[str], rows: list[list[str]]) -> Iterator[tuple[str, str]]:
    """What a row may become, each with what is done to it; "" where it is lost."""
    yield "row", ""
    for column, cell in enumerate(row):
        if _FOR_PEOPLE.search(header[column]):
            continue
        others = sorted({other[column] for other in rows} - {cell})
        # Rows are tried by their priority: the last of all leaves every other the precedence.
        found = [("last", "999")] if header[column] == "priority" else changes(cell, others)
        for operator, now in found:
            yield f"{operator} {header[column]}", _written([*row[:column], now, *row[column + 1 :]])


def changes(cell: str, others: list[str]) -> Iterator[tuple[str, str]]:
    """What a cell may become. `others`: the values that its column has elsewhere."""
    if re.fullmatch(r"-?\d+", cell):
        yield "number", str(-int(cell)) if abs(int(cell)) == 1 else str(int(cell) + 1)
    elif re.search(r"[一-鿿]", cell):
        yield from _other_words(cell)
    elif cell in _OPPOSITES:
        yield "opposite", _OPPOSITES[cell]
    elif "|" in cell:
        yield "alternative", cell.partition("|")[2]
    elif cell and len(others) >= _NAMES:
        yield "value", cell + "x"
    elif cell or others:
        yield "value", others[len(cell) % len(others)] if others else cell + "x"


_OPPOSITES = {"true": "false", "false": "true", "*": "-", "-": "*"}
_NAMES = 25  # a column with so many values names things


def _other_words(cell: str) -> Iterator[tuple[str, str]]:
    """A pattern or a list that loses its first alternative, or a word that loses its last character."""
    first, bar, rest = cell.partition("|")
    if bar and not re.search(r"[()\[\]]", first):
        yield "alternative", rest
    yield "word", re.sub(r"[一-鿿](?![一-鿿])", "", cell, count=1)


def expectation_faults(project: Path) -> Iterator[Fault]:
    """Every fault of the suites."""
    for path in sorted((project / "expectations").glob("*.yml")):
        yield from faults_of_suite(path.read_text(encoding="utf-8"), path.relative_to(project).as_posix())


def faults_of_suite(text: str, path: str) -> Iterator[Fault]:
    """Expectations that are lost, that only warn, or that allow more."""
    for found in re.finditer(r"^  - name: .*?(?=^  - name: |^  #|\Z)", text, re.MULTILINE | re.DOTALL):
        yield _of_suite(text, path, "lost", found.start(), found.end(), "")
        title = text.find("\n", found.start()) + 1
        if "severity:" not in found[0]:
            yield _of_suite(text, path, "only warns", title, title, "    severity: warn\n")
    loosened: Mapping[str, str] = {
        r"min_value: \d+": "min_value: 0",
        r"value_set: \[true\]": "value_set: [true, false]",
        r"value_set: \[break\]": "value_set: [broken]",
        r"(?<=column: )\w+(?=\})": "file_name",
        r"^gate: true": "gate: false",
    }
    for pattern, replacement in loosened.items():
        for found in re.finditer(pattern, text, re.MULTILINE):
            yield _of_suite(text, path, "loosened", found.start(), found.end(), replacement)


def _of_suite(text: str, path: str, operator: str, start: int, end: int, replacement: str) -> Fault:
    line = text.count("\n", 0, start) + 1
    within = context(text.splitlines(), line)
    return Fault("expectation", path, line, operator, start, end, replacement, text[start:end], within, "expectation")


def _written(row: list[str]) -> str:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\n").writerow(row)
    return buffer.getvalue()
