"""Documents of one department as templates: raw tables to be filled in with other names, years and figures.

Belongs here: templates, and copies of them. Does not: making templates (original_papers), or
writing copies (synthetic_corpus).
The documents of a department and its units are copied together, with one set of names and one factor: what holds
between them holds between the copies.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

import polars as pl

from yusuan.benchmarks.nightly.invented_bodies import BodyNames, department_code
from yusuan.benchmarks.nightly.placeholders import TextColumn
from yusuan.benchmarks.nightly.unrounded_amounts import multiple, printed_as
from yusuan.reading.schema import RAW_TABLES

_FACTORS = 96  # so many different ones, from 2: no figure is the original's
_YEARS_BACK = 4  # copies are of the same years, or of up to three years before

RawDocument = dict[str, pl.DataFrame]


@dataclass(frozen=True)
class DocumentTemplate:
    """One document: raw tables, their columns of text templates, and what is multiplied.

    `columns`: (table, column) → its text templates. `figures`: for each `{f…}` the figure and its text. `numbers`: for
    each row of a table the figure in its column `number`, with its sign, or None where that number stays.
    """

    tables: Mapping[str, pl.DataFrame]
    columns: Mapping[tuple[str, str], TextColumn]
    figures: Sequence[tuple[str, str]]
    numbers: Mapping[str, Sequence[tuple[str, int] | None]]


@dataclass(frozen=True)
class DocumentFamily:
    """The documents of one department and its units; `amounts`: figure → the amount behind it and its printed decimals.

    `unfulfilled`: how many identities hold in print and cannot hold when figures are multiplied.
    """

    bodies: BodyNames
    templates: Sequence[DocumentTemplate]
    years: frozenset[int]
    amounts: Mapping[str, tuple[Decimal, int]]
    unfulfilled: int = 0

    def copies(self, number: int, sha256s: Sequence[str | None]) -> Iterator[RawDocument]:
        """Copy `number`, of a body of its own: the raw tables of each document for which a hash of bytes is given."""
        factor, back = factor_of(number), years_back(number)
        numbers = {key: multiple(amount, factor, decimals) for key, (amount, decimals) in self.amounts.items()}
        invented = self.bodies.invented(number)
        values = {f"n{i}": invented[name] for i, name in enumerate(self.bodies.known())}
        values |= {f"y{year}": str(year - back) for year in self.years} | {"code": department_code(number)}
        for template, sha256 in zip(self.templates, sha256s, strict=True):
            if sha256 is not None:
                figures = enumerate(template.figures)
                own = {f"f{i}": printed_as(text, numbers[key], self.amounts[key][1]) for i, (key, text) in figures}
                yield _copy(template, sha256, values | own, numbers, back)


def factor_of(number: int) -> int:
    """What the amounts of a copy are multiplied by."""
    return 2 + number * 37 % _FACTORS


def years_back(number: int) -> int:
    """How many years before the original's a copy's are."""
    return number % _YEARS_BACK


def own_key(document_key: str, key: str) -> str:
    """The key in a copy of what has this key in its template: hashed as reading hashes a document and a place."""
    return hashlib.sha256(f"{document_key}:{key}".encode()).hexdigest()[:16]


def _copy(
    template: DocumentTemplate, sha256: str, values: Mapping[str, str], numbers: Mapping[str, Decimal], back: int
) -> RawDocument:
    document_key = sha256[:16]
    made = {}
    for name, frame in template.tables.items():
        changed = [column.filled(values).alias(c) for (table, c), column in template.columns.items() if table == name]
        if name in template.numbers:
            figures = zip(frame["number"], template.numbers[name], strict=True)
            own = [numbers[figure[0]] * figure[1] if figure else number for number, figure in figures]
            changed.append(pl.Series("number", own, dtype=frame.schema["number"]))
        if name == "document":
            content = hashlib.sha256(sha256.encode()).hexdigest()
            changed += [
                pl.Series("sha256", [sha256]),
                pl.Series("content_hash", [content]),
                frame["fiscal_year"] - back,
            ]
        made[name] = frame.with_columns(*changed, *_keys(frame, document_key)).cast(pl.Schema(RAW_TABLES[name]))
    return made


def _keys(frame: pl.DataFrame, document_key: str) -> Iterator[pl.Series]:
    for column in frame.columns:
        if column == "document_key":
            yield pl.repeat(document_key, frame.height, eager=True).alias(column)
        elif column.endswith("_key"):
            own = {key: own_key(document_key, key) for key in frame[column].unique() if key is not None}
            yield pl.Series(column, [own.get(key) for key in frame[column]], dtype=pl.String)
