"""documents.csv: what a person declares of a document because the paper itself does not say it.

Belongs here: reading and validating that list. Does not: deciding when a declaration is used (dbt does: only where the
content is silent). A bad line is reported and left out; it never stops a build.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TypeVar

from yusuan.store.names import printable

T = TypeVar("T")

COLUMNS = ("file", "source_url", "published_on", "publisher", "fiscal_year", "stage", "level")
_ALSO_CALLED = {"publisher_name": "publisher", "year": "fiscal_year", "url": "source_url", "file_name": "file"}
STAGES = ("budget", "final")
LEVELS = ("department", "unit")


@dataclass(frozen=True)
class Declaration:
    """One reviewed line; a field left empty is None. `file` is relative to raw/documents, in readable characters."""

    file: str
    source_url: str | None = None
    published_on: date | None = None
    publisher_name: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    level: str | None = None


@dataclass(frozen=True)
class Declarations:
    """The good lines by file, and a sentence for every line that could not be used."""

    by_file: dict[str, Declaration] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def read_declarations(path: Path) -> Declarations:
    """Read the list; one that is not there declares nothing."""
    if not path.is_file():
        return Declarations()
    declared = Declarations()
    try:
        text = path.read_text(encoding="utf-8-sig")
        reader = csv.DictReader(text.splitlines(), strict=True)
        names = [_ALSO_CALLED.get(name, name) for name in ((raw or "").strip() for raw in reader.fieldnames or [])]
        if "file" not in names:
            declared.problems.append(
                f"documents.csv: the first line has no column `file`; known columns: {', '.join(COLUMNS)}"
            )
            return declared
        unknown = [name for name in names if name not in COLUMNS]
        if unknown:
            declared.problems.append(
                f"documents.csv: unknown column {', '.join(unknown)}; known columns: {', '.join(COLUMNS)}"
            )
        reader.fieldnames = names
        for row in reader:
            _take_line({k: (v or "").strip() for k, v in row.items() if k in COLUMNS}, reader.line_num, declared)
    except (UnicodeDecodeError, csv.Error, OSError) as error:
        declared.problems.append(f"documents.csv could not be read: {error}; save it as UTF-8 with commas")
    return declared


def _take_line(row: dict[str, str], number: int, declared: Declarations) -> None:
    """Add one line to the declarations, or the sentence that says why it is not used."""
    if not any(row.values()):
        return
    file = printable(row.get("file", ""))
    faults: list[str] = []
    if not file:
        faults.append("`file` is empty")
    if file in declared.by_file:
        faults.append(f"{file} is declared on an earlier line already")
    published_on = _checked(row, "published_on", date.fromisoformat, "a date like 2025-02-14", faults)
    fiscal_year = _checked(row, "fiscal_year", _year, "a year like 2025", faults)
    stage = _checked(row, "stage", _one_of(STAGES), " or ".join(STAGES), faults)
    level = _checked(row, "level", _one_of(LEVELS), " or ".join(LEVELS), faults)
    if faults:
        declared.problems.append(f"documents.csv line {number} is not used: {'; '.join(faults)}")
        return
    declared.by_file[file] = Declaration(
        file=file,
        source_url=row.get("source_url") or None,
        published_on=published_on,
        publisher_name=row.get("publisher") or None,
        fiscal_year=fiscal_year,
        stage=stage,
        level=level,
    )


def _checked(row: dict[str, str], column: str, parse: Callable[[str], T], wanted: str, faults: list[str]) -> T | None:
    text = row.get(column, "")
    if not text:
        return None
    try:
        return parse(text)
    except ValueError:
        faults.append(f"`{column}` is {text!r}, not {wanted}")
        return None


def _year(text: str) -> int:
    year = int(text)
    if not 1990 <= year <= 2100:
        raise ValueError(text)
    return year


def _one_of(words: Sequence[str]) -> Callable[[str], str]:
    def parse(text: str) -> str:
        if text not in words:
            raise ValueError(text)
        return text

    return parse
