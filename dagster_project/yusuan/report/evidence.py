"""Identities with their printed figures: what stands where, by how much it does not add up, who vouches for a figure.

Belongs here: reading results and their terms, and wording them. Does not: deciding whether something is a break (dbt).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

import duckdb

from yusuan.report.rows import listed

_TERMS_SHOWN = 14


@dataclass(frozen=True)
class Term:
    """One printed figure of an identity: `side` left or right, `sign` 1 or -1, `yuan` what it says (None for a rate).

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

    @property
    def printed(self) -> str:
        """The figure with its unit, as printed."""
        figure = self.text.replace("\n", "")
        return f"{figure} {self.unit}" if self.unit and not figure.endswith(self.unit) else figure


@dataclass(frozen=True)
class Identity:
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
    cause: str | None
    terms: list[Term]

    @property
    def vouches(self) -> bool:
        """Whether it vouches for its figures: it holds, as an equation of more than zeros and repetitions."""
        return self.verdict in {"exact", "rounding"} and not self.trivial and self.relation == "="

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
            return f"{self.scope}: could not be evaluated ({self.reason or 'no reason given'})"
        apart, bound = told(abs(self.residual), self.unit), told(self.tolerance, self.unit)
        sides = f"{self.left_text} against {self.right_text}"
        return f"{self.scope}: {sides}; the difference is {apart}, rounding allows {bound}."


@dataclass(frozen=True)
class Standing:
    """How many identities vouch for a figure, and how many break on it."""

    vouching: int
    breaking: int


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with the digits it needs."""
    return told(amount, "yuan")


def told(value: Decimal | None, unit: str) -> str:
    """A value with its unit, `yuan` or `%`."""
    return "—" if value is None else f"{digits(value)} {unit}"


def digits(amount: Decimal) -> str:
    """A number with separators, without zeros at its end."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_text(terms: Sequence[Term], side: str) -> str:
    """One side of an identity as printed: `37.43 + 1.98 万元`; empty where it prints nothing."""
    parts = [term for term in terms if term.side == side]
    units = {term.unit for term in parts}
    text = ""
    for term in parts[:_TERMS_SHOWN]:
        sign = "−" if term.sign < 0 else "+"
        # Figures of different units each say their own.
        figure = term.printed if len(units) > 1 else term.text.replace("\n", "")
        text += figure if not text and term.sign > 0 else f" {sign} {figure}"
    if len(parts) > _TERMS_SHOWN:
        text += f" + … ({len(parts)} figures)"
    unit = units.pop() if len(units) == 1 else ""
    return f"{text} {unit}" if text and unit and not text.endswith(unit) else text


_RESULTS = """
SELECT
    result.result_key, document.file_name, result.rule_id, result.rule_name,
    coalesce(rule.rule_name_zh, ''), coalesce(rule.family, ''), coalesce(rule.relation, '='),
    coalesce(rule.tolerance = 'last digit', false),
    result.scope, result.page_number,
    result.left_yuan, result.right_yuan, result.residual_yuan, result.tolerance_yuan,
    result.verdict, result.not_evaluable_reason, coalesce(result.trivial, false),
    (
        SELECT min(finding.kind)
        FROM main.finding_result AS link
        INNER JOIN main.finding AS finding ON link.finding_key = finding.finding_key
        WHERE link.result_key = result.result_key
    ) AS cause
FROM main.reconciliation_result AS result
INNER JOIN main.dim_document AS document ON result.document_key = document.document_key
LEFT JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
WHERE result.result_key IN {keys}
ORDER BY document.file_name, result.page_number, result.rule_id, result.scope
"""
_TERMS = """
SELECT
    term.result_key, term.side, term.sign, coalesce(term.amount_key, term.prose_figure_key),
    term.amount_key IS NULL, coalesce(amount.amount_text, prose.figure_text, ''),
    CASE WHEN term.amount_key IS NULL THEN prose.amount_yuan
        WHEN amount.measure = 'money' THEN coalesce(amount.amount_yuan, amount.repaired_amount_yuan) END,
    coalesce(amount.row_label, prose.phrase, ''), coalesce(amount.column_path, prose.heading, ''),
    coalesce(amount.page_number, prose.page_number),
    coalesce(published.table_number, published.table_title, published.table_kind, ''),
    coalesce(amount.printed_unit, prose.unit, ''), document.file_name
FROM main.reconciliation_term AS term
LEFT JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
LEFT JOIN main.published_table AS published ON amount.table_key = published.table_key
LEFT JOIN main.prose_figure AS prose ON term.prose_figure_key = prose.prose_figure_key
INNER JOIN main.dim_document AS document ON document.document_key = coalesce(amount.document_key, prose.document_key)
WHERE term.result_key IN {keys}
ORDER BY term.result_key, term.side, amount.page_number, amount.row_number, amount.column_path, prose.page_number,
    prose.sentence_number, prose.figure_number
"""
_STANDINGS = """
SELECT
    coalesce(term.amount_key, term.prose_figure_key),
    count(DISTINCT term.result_key) FILTER (
        result.verdict IN ('exact', 'rounding') AND NOT result.trivial AND coalesce(rule.relation, '=') = '='
    ) AS vouching,
    count(DISTINCT term.result_key) FILTER (result.verdict = 'break') AS breaking
FROM main.reconciliation_term AS term
INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
LEFT JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
WHERE term.amount_key IN {keys} OR term.prose_figure_key IN {keys}
GROUP BY ALL
"""
_THROUGH = "(SELECT result_key FROM main.reconciliation_term WHERE amount_key IN {keys} OR prose_figure_key IN {keys})"


def identities(connection: duckdb.DuckDBPyConnection, result_keys: Sequence[str]) -> list[Identity]:
    """The identities with these keys, each with its terms, by document and page."""
    return _read(connection, listed(result_keys))


def identities_through(connection: duckdb.DuckDBPyConnection, amount_keys: Sequence[str]) -> list[Identity]:
    """Every identity that one of these figures stands in, each with its terms, by document and page."""
    return _read(connection, _THROUGH.format(keys=listed(amount_keys)))


def standings(connection: duckdb.DuckDBPyConnection, amount_keys: Sequence[str]) -> dict[str, Standing]:
    """How many identities vouch for each of these figures, and how many break on it."""
    found = connection.execute(_STANDINGS.format(keys=listed(amount_keys))).fetchall()
    return {key: Standing(vouching, breaking) for key, vouching, breaking in found}


def _read(connection: duckdb.DuckDBPyConnection, keys: str) -> list[Identity]:
    rows = connection.execute(_RESULTS.format(keys=keys)).fetchall()
    terms: dict[str, list[Term]] = {}
    for key, *term in connection.execute(_TERMS.format(keys=listed(row[0] for row in rows))).fetchall():
        terms.setdefault(key, []).append(Term(*term))
    return [Identity(*(*row, terms.get(row[0], []))) for row in rows]
