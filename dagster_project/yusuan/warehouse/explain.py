"""What vouches for one printed figure: its page and place, and every identity that it stands in.

Belongs here: gathering and wording the evidence for the command. Does not: deciding verdicts (dbt).
"""

from __future__ import annotations

from typing import Any

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.report.breaks import Identity, identities, sum_text, yuan
from yusuan.warehouse.query import open_published

_AMOUNT = """
SELECT amount.*, document.file_name, document.publisher_name, document.fiscal_year AS document_year, document.stage,
    published.table_number, published.table_title, published.table_kind, published.printed_unit
FROM main.published_amount AS amount
INNER JOIN main.dim_document AS document ON amount.document_key = document.document_key
INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
WHERE amount.amount_key = ?
"""
_IN_IDENTITIES = "result.result_key IN (SELECT result_key FROM main.reconciliation_term WHERE amount_key = ?)"


def explain(home: Home, amount_key: str) -> str:
    """The evidence for one figure as text; raises YusuanError for a key that the published warehouse does not have."""
    with open_published(home) as connection:
        cursor = connection.execute(_AMOUNT, [amount_key])
        names = [column[0] for column in cursor.description or []]
        row = cursor.fetchone()
        if row is None:
            raise YusuanError(
                "no such amount in the published warehouse", amount_key, "take a key from published_amount.amount_key"
            )
        found = identities(connection, _IN_IDENTITIES, [amount_key])
    return "\n".join([*_place(dict(zip(names, row, strict=True))), "", *_evidence(found)])


def _place(amount: dict[str, Any]) -> list[str]:
    title = " ".join(part for part in (amount["table_number"], amount["table_title"]) if part)
    box = [amount[side] for side in ("x0", "top", "x1", "bottom")]
    lines = [
        f"amount      {amount['amount_key']}",
        f"document    {amount['file_name']}",
        f"            {amount['publisher_name']} {amount['document_year']} {amount['stage']}",
        f"table       {title} ({amount['table_kind']})",
        f"page        {amount['page_number']}",
    ]
    if None not in box:
        lines.append(f"place       x {box[0]:.1f}–{box[2]:.1f}, y {box[1]:.1f}–{box[3]:.1f} points from the top left")
    lines += [
        f"row         {amount['row_number']}: {' '.join(p for p in (amount['row_code'], amount['row_path']) if p)}",
        f"column      {amount['column_path']}",
        f"printed     {amount['amount_text']!r} {amount['printed_unit'] or ''} (read as {amount['reading']})",
        f"in yuan     {yuan(amount['amount_yuan'])}",
    ]
    if amount["repeat_of"]:
        lines.append(f"repeats     {amount['repeat_of']} (counted there)")
    if amount["repaired_amount_yuan"] is not None:
        lines.append(f"repaired    {yuan(amount['repaired_amount_yuan'])}: {amount['repair_evidence']}")
    return lines


def _evidence(found: list[Identity]) -> list[str]:
    if not found:
        return ["No identity covers this figure."]
    vouching = [item for item in found if item.verdict in {"exact", "rounding"} and not item.trivial]
    groups = [
        ("break on it", [item for item in found if item.verdict == "break"]),
        ("vouch for it", vouching),
        ("are true but trivial", [item for item in found if item.verdict in {"exact", "rounding"} and item.trivial]),
        ("could not be evaluated", [item for item in found if item.verdict == "not_evaluable"]),
    ]
    lines: list[str] = []
    for name, items in groups:
        if items:
            lines.append(f"{len(items)} identit{'y' if len(items) == 1 else 'ies'} {name}:")
            lines += [line for item in items for line in _identity(item)]
    return lines


def _identity(item: Identity) -> list[str]:
    head = f"  [{item.verdict}] {item.rule_name} {item.rule_name_zh} — {item.scope}, page {item.page}"
    if item.verdict == "not_evaluable":
        return [head, f"      {item.reason}"]
    left, right = sum_text(item.terms, "left") or yuan(item.left), sum_text(item.terms, "right") or yuan(item.right)
    return [
        head,
        f"      {left}  =  {right}",
        f"      {yuan(item.left)} and {yuan(item.right)}: difference {yuan(item.residual)}, "
        f"rounding allows {yuan(item.tolerance)}",
    ]
