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
    """One printed figure of an identity: `side` left or right, `sign` 1 or -1.

    `file_name`: the document that prints it, which between documents is not always the one that the identity is of.
    """

    side: str
    sign: int
    amount_key: str
    text: str
    label: str
    column: str
    page: int | None
    table: str
    unit: str
    file_name: str


@dataclass(frozen=True)
class Identity:
    """One evaluated identity with its figures, in yuan, and its printed terms."""

    result_key: str
    file_name: str
    rule_id: str
    rule_name: str
    rule_name_zh: str
    family: str
    relation: str
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
        return sum_text(self.terms, "left") or _unprinted(self.left)

    @property
    def right_text(self) -> str:
        """The right side as printed."""
        return sum_text(self.terms, "right") or _unprinted(self.right)

    @property
    def sentence(self) -> str:
        """The break in one English sentence with its figures."""
        if self.left is None or self.right is None or self.residual is None:
            return f"{self.scope}: could not be evaluated ({self.reason or 'no reason given'})"
        return (
            f"{self.scope}: {self.left_text} against {self.right_text}; "
            f"the difference is {yuan(abs(self.residual))}, rounding allows {yuan(self.tolerance)}."
        )


@dataclass(frozen=True)
class Standing:
    """How many identities vouch for a figure, and how many break on it."""

    vouching: int
    breaking: int


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with the digits it needs."""
    return "—" if amount is None else f"{digits(amount)} yuan"


def _unprinted(amount: Decimal | None) -> str:
    return f"{digits(amount)} 元" if amount else "—"


def digits(amount: Decimal) -> str:
    """A number with separators, without zeros at its end."""
    text = f"{amount:,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def sum_text(terms: Sequence[Term], side: str) -> str:
    """One side of an identity as printed: `37.43 + 1.98 万元`; empty where it prints nothing."""
    parts = [term for term in terms if term.side == side]
    text = ""
    for term in parts[:_TERMS_SHOWN]:
        sign = "−" if term.sign < 0 else "+"
        figure = term.text.replace("\n", "")
        text += figure if not text and term.sign > 0 else f" {sign} {figure}"
    if len(parts) > _TERMS_SHOWN:
        text += f" + … ({len(parts)} figures)"
    units = {term.unit for term in parts if term.unit}
    return f"{text} {units.pop()}" if text and len(units) == 1 else text


_RESULTS = """
SELECT
    result.result_key, document.file_name, result.rule_id, result.rule_name,
    coalesce(rule.rule_name_zh, ''), coalesce(rule.family, ''), coalesce(rule.relation, '='),
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
    term.result_key, term.side, term.sign, term.amount_key, amount.amount_text, amount.row_label, amount.column_path,
    amount.page_number, coalesce(published.table_number, published.table_title, published.table_kind),
    published.printed_unit, document.file_name
FROM main.reconciliation_term AS term
INNER JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
INNER JOIN main.dim_document AS document ON amount.document_key = document.document_key
WHERE term.result_key IN {keys}
ORDER BY term.result_key, term.side, amount.page_number, amount.row_number, amount.column_path
"""
_STANDINGS = """
SELECT
    term.amount_key,
    count(DISTINCT term.result_key) FILTER (
        result.verdict IN ('exact', 'rounding') AND NOT result.trivial AND coalesce(rule.relation, '=') = '='
    ) AS vouching,
    count(DISTINCT term.result_key) FILTER (result.verdict = 'break') AS breaking
FROM main.reconciliation_term AS term
INNER JOIN main.reconciliation_result AS result ON term.result_key = result.result_key
LEFT JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
WHERE term.amount_key IN {keys}
GROUP BY ALL
"""
_THROUGH = "(SELECT result_key FROM main.reconciliation_term WHERE amount_key IN {keys})"


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
    for key, side, sign, amount_key, text, label, column, page, table, unit, file_name in connection.execute(
        _TERMS.format(keys=listed(row[0] for row in rows))
    ).fetchall():
        terms.setdefault(key, []).append(
            Term(side, int(sign), amount_key, text, label or "", column or "", page, table or "", unit or "", file_name)
        )
    return [Identity(*(*row, terms.get(row[0], []))) for row in rows]
