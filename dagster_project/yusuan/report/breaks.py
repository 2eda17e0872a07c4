"""A break as a sentence with its printed figures: what stands where, and by how much it does not add up.

Belongs here: reading the terms of results and wording them. Does not: deciding whether something is a break (dbt).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import duckdb

_TERMS_SHOWN = 14
BREAKS_SHOWN = 2000


@dataclass(frozen=True)
class Term:
    """One printed figure of an identity: `side` left or right, `sign` 1 or -1."""

    side: str
    sign: int
    amount_key: str
    text: str
    label: str
    column: str
    page: int | None
    table: str
    unit: str


@dataclass(frozen=True)
class Identity:
    """One evaluated identity with its figures, in yuan, and its printed terms."""

    result_key: str
    file_name: str
    rule_id: str
    rule_name: str
    rule_name_zh: str
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
    def sentence(self) -> str:
        """The break in one English sentence with its figures."""
        if self.left is None or self.right is None or self.residual is None:
            return f"{self.scope}: could not be evaluated ({self.reason or 'no reason given'})"
        return (
            f"{self.scope}: {sum_text(self.terms, 'left') or yuan(self.left)} against "
            f"{sum_text(self.terms, 'right') or yuan(self.right)}; the difference is {yuan(abs(self.residual))}, "
            f"rounding allows {yuan(self.tolerance)}."
        )


def yuan(amount: Decimal | None) -> str:
    """An amount in yuan with the digits it needs."""
    if amount is None:
        return "—"
    text = f"{amount:,f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text) + " yuan"


def sum_text(terms: list[Term], side: str) -> str:
    """One side of an identity as printed: `37.43 + 1.98`; empty where it prints nothing."""
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
    coalesce(rule.rule_name_zh, ''), result.scope, result.page_number,
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
WHERE {condition}
ORDER BY document.file_name, result.page_number, result.rule_id, result.scope
LIMIT {limit}
"""
_TERMS = """
SELECT
    term.result_key, term.side, term.sign, term.amount_key, amount.amount_text, amount.row_label, amount.column_path,
    amount.page_number, coalesce(published.table_number, published.table_title, published.table_kind),
    published.printed_unit
FROM main.reconciliation_term AS term
INNER JOIN main.published_amount AS amount ON term.amount_key = amount.amount_key
INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
WHERE term.result_key IN (SELECT unnest(?))
ORDER BY term.result_key, term.side, amount.page_number, amount.row_number, amount.column_path
"""


def identities(
    connection: duckdb.DuckDBPyConnection, condition: str, values: list[str], limit: int = BREAKS_SHOWN
) -> list[Identity]:
    """The first `limit` identities that a condition on `result` picks, each with its terms."""
    rows = connection.execute(_RESULTS.format(condition=condition, limit=limit), values).fetchall()
    terms: dict[str, list[Term]] = {}
    for key, side, sign, amount_key, text, label, column, page, table, unit in connection.execute(
        _TERMS, [[row[0] for row in rows]]
    ).fetchall():
        terms.setdefault(key, []).append(
            Term(side, int(sign), amount_key, text, label or "", column or "", page, table or "", unit or "")
        )
    return [Identity(*(*row, terms.get(row[0], []))) for row in rows]


def breaks(connection: duckdb.DuckDBPyConnection) -> list[Identity]:
    """The breaks of a build; of very many the first BREAKS_SHOWN, by document."""
    return identities(connection, "result.verdict = ?", ["break"])
