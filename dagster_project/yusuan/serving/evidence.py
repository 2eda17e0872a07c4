"""Identities with their printed figures: what stands where, by how much it does not add up, who vouches for a figure.

Belongs here: reading results and their terms, and wording them. Does not: deciding whether something is a break (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

import duckdb

from yusuan.serving.code_names import scope
from yusuan.sql_text import listed

_TERMS_SHOWN = 14
_POINT = Decimal("0.01")
_ZEROS_SHOWN = 3  # in a sum; more of them are counted
_SIGNS = {("=", False): "=", ("=", True): "≠", ("<=", False): "≤", ("<=", True): "≰"}


@dataclass(frozen=True)
class PrintedTerm:
    """One printed figure of an identity: `side` left or right, `sign` 1 or -1, `yuan` what it says.

    `percent`: what it says as a percentage of a table, which then is no money.

    `key`: of the amount, or of the figure of the narrative; then `label` is the phrase before it. `file_name`: the
    document that prints it, which between documents is not always the one that the identity is of.
    """

    side: str
    sign: int
    key: str
    in_prose: bool
    text: str
    yuan: Decimal | None
    label: str
    column: str
    page: int | None
    table: str
    unit: str
    file_name: str
    percent: Decimal | None = None

    @property
    def printed(self) -> str:
        """The figure with its unit, as printed."""
        figure = self.text.replace("\n", "")
        return f"{figure} {self.unit}" if self.unit and not figure.endswith(self.unit) else figure


@dataclass(frozen=True)
class EvaluatedIdentity:
    """One evaluated identity with its printed terms; its figures are yuan, or percent where it is of a rate."""

    result_key: str
    file_name: str
    rule_id: str
    rule_name: str
    rule_name_zh: str
    family: str
    relation: str
    is_rate: bool
    scope: str
    page: int | None
    left: Decimal | None
    right: Decimal | None
    residual: Decimal | None
    tolerance: Decimal | None
    verdict: str
    reason: str | None
    trivial: bool
    vouches: bool
    cause: str | None
    terms: list[PrintedTerm]
    subjects: Mapping[str, str] = field(default_factory=dict)

    @property
    def scope_en(self) -> str:
        """What it is of, in English; names of subjects stay Chinese."""
        return scope(self.scope, self.subjects, "en")

    @property
    def scope_zh(self) -> str:
        """What it is of, in Chinese."""
        return scope(self.scope, self.subjects, "zh")

    @property
    def sign(self) -> str:
        """The relation between its sides as it is found."""
        return _SIGNS[self.relation, self.verdict == "break"]

    @property
    def holds_roughly(self) -> bool:
        """Whether it is as exact as can be asked though its sides differ: a bound, or a figure that words round."""
        return self.verdict == "exact" and bool(self.residual)

    @property
    def left_text(self) -> str:
        """The left side as printed."""
        return self._side_text("left", self.left)

    @property
    def right_text(self) -> str:
        """The right side as printed."""
        return self._side_text("right", self.right)

    @property
    def unit(self) -> str:
        """What its figures are: `yuan` or `%`."""
        return "%" if self.is_rate else "yuan"

    def _side_text(self, side: str, value: Decimal | None) -> str:
        terms = [term for term in self.terms if term.side == side]
        if value is not None and side == "right" and any(term.percent is not None for term in self.terms):
            made_of = " / ".join(term.text for term in terms)
            return f"{made_of} = {digits(value)} %"
        printed = sum_text(terms, side)
        added = [term.sign * term.yuan for term in terms if term.yuan is not None]
        is_sum = len(added) == len(terms) and sum(added) == value
        if printed and (is_sum or value is None or self.reason or (self.is_rate and len(terms) == 1)):
            return printed
        # A side that is not the sum of its figures, such as a rate, says its value and what it is made of.
        said = f"{digits(value)} {'%' if self.is_rate else '元'}" if value else "—"
        return f"{said} ({', '.join(term.printed for term in terms)})" if terms else said

    @property
    def sentence(self) -> str:
        """The break in one English sentence with its figures."""
        if self.left is None or self.right is None or self.residual is None:
            return f"{self.scope_en}: could not be evaluated ({self.reason or 'no reason given'})"
        apart, bound = with_unit(abs(self.residual), self.unit), with_unit(self.tolerance, self.unit)
        sides = f"{self.left_text} against {self.right_text}"
        return f"{self.scope_en}: {sides}; the difference is {apart}, rounding allows {bound}."


@dataclass(frozen=True)
class Standing:
    """How many identities vouch for a figure, and how many break on it."""

    vouching: int
    breaking: int


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with the digits it needs."""
    return with_unit(amount, "yuan")


def with_unit(value: Decimal | None, unit: str) -> str:
    """A value with its unit, `yuan` or `%`."""
    return "—" if value is None else f"{digits(value)} {unit}"


def digits(amount: Decimal) -> str:
    """A number with separators, without zeros at its end."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_text(terms: Sequence[PrintedTerm], side: str) -> str:
    """One side of an identity as printed: `37.43 + 1.98 万元`; empty where it prints nothing."""
    own = [term for term in terms if term.side == side]
    zeros = [term for term in own if term.yuan == 0]
    # A long sum is written without the zeros that a table prints in it.
    parts = [term for term in own if term not in zeros] if len(zeros) > _ZEROS_SHOWN else own
    units = {term.unit for term in parts or own}
    text = ""
    for term in parts[:_TERMS_SHOWN]:
        sign = "−" if term.sign < 0 else "+"
        # Figures of different units each say their own.
        figure = term.printed if len(units) > 1 else term.text.replace("\n", "")
        text += figure if not text and term.sign > 0 else f" {sign} {figure}"
    if len(parts) > _TERMS_SHOWN:
        text += f" + … ({len(parts)})"
    if len(parts) < len(own):
        text += f" + {len(zeros)} × 0" if text else "0"
    unit = units.pop() if len(units) == 1 else ""
    return f"{text} {unit}" if text and unit and not text.endswith(unit) else text


# Rows are found by their key alone, then fetched by their number: of all others no other column is read.
_RESULTS = """
WITH chosen AS (
    SELECT * FROM main.reconciliation_result WHERE rowid IN (
        SELECT rowid FROM main.reconciliation_result WHERE result_key IN {keys}
    )
)
SELECT
    result.result_key, document.file_name, result.rule_id, result.rule_name,
    coalesce(rule.rule_name_zh, ''), coalesce(rule.family, ''), coalesce(rule.relation, '='),
    coalesce(rule.tolerance = 'last digit' OR rule.method = 'rate', false),
    result.scope, result.page_number,
    result.left_yuan, result.right_yuan, result.residual_yuan, result.tolerance_yuan,
    result.verdict, result.not_evaluable_reason, coalesce(result.trivial, false), coalesce(result.vouches, false),
    (
        SELECT min(finding.kind)
        FROM main.finding_result AS link
        INNER JOIN main.finding AS finding ON link.finding_key = finding.finding_key
        WHERE link.result_key = result.result_key
    ) AS cause
FROM chosen AS result
INNER JOIN main.dim_document AS document ON result.document_key = document.document_key
LEFT JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
ORDER BY document.file_name, result.page_number, result.rule_id, result.scope
"""
# The few terms first: joined at once, every figure held would be read for them.
_TERMS = """
WITH chosen AS MATERIALIZED (
    SELECT * FROM main.reconciliation_term WHERE result_key IN {keys}
),
amounts AS (
    SELECT * FROM main.published_amount WHERE rowid IN (
        SELECT rowid FROM main.published_amount WHERE amount_key IN (SELECT amount_key FROM chosen)
    )
),
figures AS (
    SELECT * FROM main.prose_figure WHERE prose_figure_key IN (SELECT prose_figure_key FROM chosen)
)
SELECT
    term.result_key, term.side, term.sign, coalesce(term.amount_key, term.prose_figure_key),
    term.amount_key IS NULL, coalesce(amount.amount_text, prose.figure_text, ''),
    CASE WHEN term.amount_key IS NULL THEN prose.amount_yuan
        WHEN amount.measure = 'money' THEN coalesce(amount.amount_yuan, amount.repaired_amount_yuan) END,
    coalesce(amount.row_label, prose.phrase, ''), coalesce(amount.column_path, prose.heading, ''),
    coalesce(amount.page_number, prose.page_number),
    coalesce(published.table_number, published.table_title, published.table_kind, ''),
    CASE WHEN amount.measure = 'percent' THEN '' ELSE coalesce(amount.printed_unit, prose.unit, '') END,
    document.file_name, CASE WHEN amount.measure = 'percent' THEN amount.amount END
FROM chosen AS term
LEFT JOIN amounts AS amount ON term.amount_key = amount.amount_key
LEFT JOIN main.published_table AS published ON amount.table_key = published.table_key
LEFT JOIN figures AS prose ON term.prose_figure_key = prose.prose_figure_key
INNER JOIN main.dim_document AS document ON document.document_key = coalesce(amount.document_key, prose.document_key)
ORDER BY term.result_key, term.side, amount.page_number, amount.row_number, amount.column_path, prose.page_number,
    prose.sentence_number, prose.figure_number
"""
_STANDINGS = """
SELECT
    coalesce(term.amount_key, term.prose_figure_key),
    count(DISTINCT term.result_key) FILTER (result.vouches) AS vouching,
    count(DISTINCT term.result_key) FILTER (result.verdict = 'break') AS breaking
FROM main.reconciliation_term AS term
INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
WHERE term.amount_key IN {keys} OR term.prose_figure_key IN {keys}
GROUP BY ALL
"""
_SUBJECTS = "SELECT code, min(name) FROM main.dim_subject WHERE code IN {keys} GROUP BY code"
_CODE = re.compile(r"(?<= · )(?:\d{3}|\d{5}|\d{7})(?= |$)")
_SCOPE = 8  # the column of _RESULTS
_THROUGH = "(SELECT result_key FROM main.reconciliation_term WHERE amount_key IN {keys} OR prose_figure_key IN {keys})"


def identities(connection: duckdb.DuckDBPyConnection, result_keys: Sequence[str]) -> list[EvaluatedIdentity]:
    """The identities with these keys, each with its terms, by document and page."""
    return _read(connection, listed(result_keys))


def identities_through(connection: duckdb.DuckDBPyConnection, amount_keys: Sequence[str]) -> list[EvaluatedIdentity]:
    """Every identity that one of these figures stands in, each with its terms, by document and page."""
    return _read(connection, _THROUGH.format(keys=listed(amount_keys)))


def standings(connection: duckdb.DuckDBPyConnection, amount_keys: Sequence[str]) -> dict[str, Standing]:
    """How many identities vouch for each of these figures, and how many break on it."""
    found = connection.execute(_STANDINGS.format(keys=listed(amount_keys))).fetchall()
    return {key: Standing(vouching, breaking) for key, vouching, breaking in found}


def _read(connection: duckdb.DuckDBPyConnection, keys: str) -> list[EvaluatedIdentity]:
    rows = connection.execute(_RESULTS.format(keys=keys)).fetchall()
    terms: dict[str, list[PrintedTerm]] = {}
    for key, *term in connection.execute(_TERMS.format(keys=listed(row[0] for row in rows))).fetchall():
        terms.setdefault(key, []).append(PrintedTerm(*term))
    subjects = _subjects(connection, [row[_SCOPE] for row in rows])
    return [_in_points(EvaluatedIdentity(*(*row, terms.get(row[0], []), subjects))) for row in rows]


def _subjects(connection: duckdb.DuckDBPyConnection, scopes: Sequence[str]) -> dict[str, str]:
    """The names of the subjects whose codes scopes name."""
    codes = sorted({code for said in scopes for code in _CODE.findall(said)})
    if not codes:
        return {}
    return dict(connection.execute(_SUBJECTS.format(keys=listed(codes))).fetchall())


def _in_points(identity: EvaluatedIdentity) -> EvaluatedIdentity:
    """A rate that a table prints, said as a rate: the printed one against the one that its money makes.

    It is evaluated as what was spent against that share of the budget; in yuan it would be weighed by the budget.
    """
    rate = next((term for term in identity.terms if term.percent is not None), None)
    spent, budget = (_money(identity.terms, side) for side in ("left", "right"))
    if not identity.is_rate or rate is None or rate.percent is None or not spent or not budget:
        return identity
    made = 100 * spent / budget
    return replace(
        identity,
        left=rate.percent,
        right=made.quantize(_POINT),
        residual=(rate.percent - made).quantize(_POINT),
        tolerance=(100 * (identity.tolerance or 0) / budget).quantize(_POINT),
        terms=[
            replace(term, side="left" if term is rate else "right", sign=1 if term is rate else 0)
            for term in identity.terms
        ],
    )


def _money(terms: Sequence[PrintedTerm], side: str) -> Decimal:
    return sum((term.yuan for term in terms if term.side == side and term.yuan is not None), Decimal(0))
