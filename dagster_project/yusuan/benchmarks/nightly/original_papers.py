"""The documents of a published warehouse → templates, by department.

Belongs here: what is known of a document from its published warehouse: its bodies, its figures of money, the identities
that hold. Does not: text templates (placeholders), amounts behind figures (unrounded_amounts).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import duckdb
import polars as pl

from yusuan.benchmarks.nightly.document_templates import DocumentFamily, DocumentTemplate, RawDocument
from yusuan.benchmarks.nightly.invented_bodies import BodyNames
from yusuan.benchmarks.nightly.placeholders import PlaceholderTexts, TextColumn, figure_key
from yusuan.benchmarks.nightly.unrounded_amounts import AmountEquation, PrintedNumber, residual, unrounded
from yusuan.errors import YusuanError
from yusuan.paths import SEEDS, Home
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.reader import reader_version
from yusuan.store.sets import SetStore

_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_PERCENTAGES = {"%", "百分点"}

_FAMILIES = """
SELECT coalesce(unit.department_key, document.unit_key) AS family, list(document.document_key ORDER BY file_name)
FROM dim_document AS document
LEFT JOIN dim_unit AS unit ON document.unit_key = unit.unit_key
WHERE document.status = 'loaded' AND document.duplicate_of IS NULL
GROUP BY family ORDER BY count(*) DESC, family
"""

_BODIES = """
SELECT unit_name, unit_code, department_name, department_code, region FROM dim_unit
WHERE level <> 'department_remainder' AND $family IN (department_key, unit_key)
ORDER BY ALL
"""

# Figures of money, their printed unit, and the yuan that one of it is.
_AMOUNTS = """
SELECT amount_key, printed_unit, coalesce(amount_yuan / nullif(amount, 0), 0) FROM published_amount
WHERE measure IN ('money', 'change') AND amount IS NOT NULL AND document_key IN (SELECT unnest($keys))
"""
_PROSE = """
SELECT prose_figure_key, coalesce(amount_yuan / nullif(number, 0), 0) FROM prose_figure
WHERE amount_yuan IS NOT NULL AND document_key IN (SELECT unnest($keys))
"""

# Equalities that hold, and inequalities whose sides are equal.
_IDENTITIES = """
SELECT
    result.residual_yuan,
    list([coalesce(term.amount_key, term.prose_figure_key), CAST(term.sign * if(term.side = 'left', 1, -1) AS VARCHAR)])
FROM reconciliation_result AS result
INNER JOIN reconciliation_term AS term ON result.result_key = term.result_key
WHERE
    result.verdict IN ('exact', 'rounding') AND abs(result.residual_yuan) <= result.tolerance_yuan
    AND result.document_key IN (SELECT unnest($keys))
GROUP BY result.result_key, result.residual_yuan
ORDER BY result.result_key
"""


def families_of(home: Home) -> list[DocumentFamily]:
    """The families of a home's published warehouse, the largest first.

    Raises YusuanError where nothing is published, or its documents were read by another version.
    """
    if not home.database.exists():
        raise YusuanError("nothing is published there", str(home.root), "run `yusuan build --home` first")
    store = SetStore(home.extracted, reader_version(SEEDS))
    holders = store.holders()
    with duckdb.connect(str(home.database), read_only=True) as connection:
        groups: list[tuple[str, list[str]]] = connection.execute(_FAMILIES).fetchall()
        absent = sum(key not in holders for _, keys in groups for key in keys)
        if absent or not groups:
            what = f"{absent} documents were read by another version" if absent else "no document is loaded there"
            raise YusuanError(what, str(home.root), "run `yusuan build --home` again")
        return [
            _family(_Published(connection, family, keys), [_raw(store, holders[key], key) for key in keys])
            for family, keys in groups
        ]


def _raw(store: SetStore, name: str, document_key: str) -> RawDocument:
    return {
        table: pl.read_parquet(store.folder / name / f"{table}.parquet", columns=list(schema)).filter(
            pl.col("document_key") == document_key
        )
        for table, schema in RAW_TABLES.items()
    }


@dataclass(frozen=True)
class _Published:
    """What a warehouse says of some documents."""

    connection: duckdb.DuckDBPyConnection
    family: str
    keys: Sequence[str]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        asked = {name: value for name, value in self.__dict__.items() if f"${name}" in query}
        return self.connection.execute(query, asked).fetchall()


@dataclass
class MoneyFigures:
    """The figures of a family: as printed, and for each key of the warehouse the figure and the yuan that one is.

    A figure is a number and unit that a document prints: what prints alike is held to be the same amount, whether an
    identity says so or not.
    """

    money: Mapping[str, tuple[str, Decimal]]
    prose: Mapping[str, Decimal]
    printed: dict[str, PrintedNumber] = field(default_factory=dict)
    yuan: dict[str, tuple[str, Decimal]] = field(default_factory=dict)

    def of_cell(self, row: Mapping[str, Any]) -> tuple[str, int] | None:
        """The figure of a cell; None where it is no money."""
        if row["cell_key"] not in self.money or row["number"] is None:
            return None
        unit, yuan = self.money[row["cell_key"]]
        sign = -1 if row["number"] < 0 else 1
        digits = f"{abs(row['number']):.{row['number_decimals'] or 0}f}"
        figure = self.of_text(figure_key(row["document_key"], digits, unit), digits)
        self.yuan[row["cell_key"]] = figure, yuan * sign
        return figure, sign

    def of_statement(self, row: Mapping[str, Any]) -> tuple[str, int] | None:
        """The figure of a statement and its sign; None where it is no money."""
        digits = _NUMBER.search(row["figure_text"] or "")
        if row["unit"] in _PERCENTAGES or row["number"] is None or digits is None:
            return None
        figure = self.of_text(figure_key(row["document_key"], digits[0], row["unit"]), digits[0])
        sign = -1 if row["number"] < 0 else 1
        if row["statement_key"] in self.prose:
            self.yuan[row["statement_key"]] = figure, self.prose[row["statement_key"]] * sign
        return figure, sign

    def of_text(self, figure: str, text: str) -> str:
        """A figure that a text prints, known from now on."""
        digits = text.replace(",", "")
        self.printed.setdefault(figure, PrintedNumber(Decimal(digits), len(digits.partition(".")[2])))
        return figure

    def equation(self, off: Decimal, terms: Sequence[tuple[str, str]]) -> AmountEquation | None:
        """An identity as a sum that is zero; None where a term is no figure, or it is no sum (a rate)."""
        made: dict[str, Decimal] = {}
        for key, sign in terms:
            if key not in self.yuan:
                return None
            figure, yuan = self.yuan[key]
            made[figure] = made.get(figure, Decimal(0)) + int(sign) * yuan
        made = {figure: coefficient for figure, coefficient in made.items() if coefficient}
        numbers = {figure: self.printed[figure].number for figure in made}
        return made if made and abs(residual(made, numbers) - off) < Decimal("0.005") else None


def _family(published: _Published, raws: Sequence[RawDocument]) -> DocumentFamily:
    named = published.rows(_BODIES)
    publishers = {raw["document"]["publisher_name"][0] for raw in raws}
    department = next((name for _, _, name, *_ in named if name), min(publishers))
    region = next((region for *_, region in named if region), None)
    bodies = BodyNames(department, region, tuple(sorted({name for name, *_ in named} | publishers)))
    codes = {(code, name): own for name, code, _, own, _ in named if code and own and code.startswith(own)}

    money = {key: (unit, Decimal(yuan).normalize()) for key, unit, yuan in published.rows(_AMOUNTS)}
    prose = {key: Decimal(yuan).normalize() for key, yuan in published.rows(_PROSE)}
    figures = MoneyFigures(money, prose)
    years: set[int] = set()
    templates = []
    for raw in raws:
        texts = PlaceholderTexts(raw["document"]["document_key"][0], bodies.known())
        templates.append(template_of(raw, texts, figures, codes))
        years |= texts.years
    equations = [figures.equation(off, terms) for off, terms in published.rows(_IDENTITIES)]
    amounts, unfulfilled = unrounded(figures.printed, [equation for equation in equations if equation])
    decimals = {figure: printed.decimals for figure, printed in figures.printed.items()}
    return DocumentFamily(
        bodies,
        templates,
        frozenset(years),
        {figure: (amount, decimals[figure]) for figure, amount in amounts.items()},
        unfulfilled,
    )


def template_of(
    raw: RawDocument, texts: PlaceholderTexts, figures: MoneyFigures, codes: Mapping[tuple[str, str], str]
) -> DocumentTemplate:
    """A document as a template; its figures become known to `figures`, its years to `texts`.

    `codes`: (code, name) of a body → the code of its department, with which it begins.
    """
    cells = [figures.of_cell(row) for row in raw["cell"].iter_rows(named=True)]
    statements = [figures.of_statement(row) for row in raw["statement"].iter_rows(named=True)]
    columns = {}
    for table, frame in raw.items():
        for name in (c for c in frame.columns if frame.schema[c] == pl.String and not c.endswith("_key")):
            made = [None if text is None else texts.template(text) for text in frame[name]]
            if (table, name) == ("cell", "text"):
                printed = zip(frame["text"], cells, made, strict=True)
                made = [texts.figure(cell[0], text) if cell else template for text, cell, template in printed]
            if (table, name) == ("row", "row_code"):
                labelled = zip(frame["row_code"], frame["row_label"], made, strict=True)
                made = [_code(code, codes.get((code, label)), template) for code, label, template in labelled]
            if table == "statement" and name in ("figure_text", "sentence"):
                made = list(_with_bare_figures(frame[name], frame["figure_text"], statements, made, texts))
            if column := TextColumn.of(made):
                columns[table, name] = column
    for figure, text in texts.figures:
        if figure not in figures.printed:
            figures.of_text(figure, text)
    return DocumentTemplate(raw, columns, texts.figures, {"cell": cells, "statement": statements})


def _code(code: str | None, department: str | None, template: str | None) -> str | None:
    return f"{{code}}{code.removeprefix(department)}" if code and department else template


def _with_bare_figures(
    column: pl.Series,
    printed: pl.Series,
    figures: Sequence[tuple[str, int] | None],
    made: Sequence[str | None],
    texts: PlaceholderTexts,
) -> Iterator[str | None]:
    """Text templates of statements: a figure of a form (scope `form`) has no unit behind it, and ends its text."""
    for text, bare, figure, template in zip(column, printed, figures, made, strict=True):
        if text is None or figure is None or bare[-1] not in "0123456789" or not text.endswith(bare):
            yield template
        else:
            digits = _NUMBER.search(bare)
            number = digits[0] if digits else bare
            yield texts.template(text.removesuffix(number)) + texts.figure(figure[0], number)
