"""What vouches for one printed figure, of a table or of the narrative: its place, and every identity it is in.

Belongs here: gathering and wording the evidence for the command. Does not: deciding verdicts (dbt).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import duckdb

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.serving.composed import of_a_fact, of_a_finding
from yusuan.serving.evidence import EvaluatedIdentity, Standing, identities_through, standings, with_unit, yuan
from yusuan.serving.query_rows import rows
from yusuan.sql_text import listed
from yusuan.warehouse.query import open_published

_AMOUNT = """
SELECT amount.*, document.file_name, document.publisher_name, document.fiscal_year AS document_year, document.stage,
    published.table_number, published.table_title, published.table_kind,
    correction.reason, correction.decided_by, correction.decided_on,
    amount.amount_key IN (SELECT amount_key FROM main.fact_amount_link) AS is_in_facts
FROM main.published_amount AS amount
INNER JOIN main.dim_document AS document ON amount.document_key = document.document_key
INNER JOIN main.published_table AS published ON amount.table_key = published.table_key
LEFT JOIN main.correction AS correction ON amount.amount_key = correction.amount_key
WHERE amount.amount_key IN {keys}
"""
_IN_WORDS = """
SELECT figure.*, document.file_name, document.publisher_name, document.fiscal_year AS document_year, document.stage
FROM main.prose_figure AS figure
INNER JOIN main.dim_document AS document ON figure.document_key = document.document_key
WHERE figure.prose_figure_key IN {keys}
"""
_FINDINGS = """
WITH suspects AS (
    SELECT finding_key, role, shift_yuan FROM main.finding_amount
    WHERE amount_key IN {keys} OR prose_figure_key IN {keys}
),
through AS (
    SELECT DISTINCT link.finding_key
    FROM main.finding_result AS link
    INNER JOIN main.reconciliation_term AS term ON link.result_key = term.result_key
    WHERE term.amount_key IN {keys} OR term.prose_figure_key IN {keys}
)
SELECT finding.kind, coalesce(suspects.role, 'involved') AS role, suspects.shift_yuan, finding.page_number,
    finding.summary, finding.witness
FROM main.finding AS finding
LEFT JOIN suspects ON finding.finding_key = suspects.finding_key
WHERE suspects.finding_key IS NOT NULL OR finding.finding_key IN (SELECT finding_key FROM through)
ORDER BY ALL
"""
_STRUCTURE = """
SELECT statement, rows_held, rows_held_as_said, row_count FROM main.table_structure
WHERE table_key IN (SELECT table_key FROM main.published_amount WHERE amount_key IN {keys})
ORDER BY ALL
"""
_TERMS_SHOWN = 12


def explain(home: Home, amount_key: str) -> str:
    """The evidence for one figure, row of a fact or finding as text.

    Raises YusuanError for a key that the published warehouse does not have.
    """
    with open_published(home) as connection:
        if told := of_a_fact(connection, amount_key) or of_a_finding(connection, amount_key):
            return "\n".join(told)
        amount = _row(connection, _AMOUNT, amount_key)
        figure = None if amount else _row(connection, _IN_WORDS, amount_key)
        found = identities_through(connection, [amount_key])
        others = standings(connection, sorted({term.key for item in found for term in item.terms}))
        findings = connection.execute(_FINDINGS.format(keys=listed([amount_key]))).fetchall()
        structure = connection.execute(_STRUCTURE.format(keys=listed([amount_key]))).fetchall()
    if amount is not None:
        lines, unit = _place(amount), "percentage points" if amount["measure"] == "percent" else "yuan"
    elif figure is not None:
        lines, unit = _place_in_words(figure), "yuan" if figure["amount_yuan"] is not None else "percentage points"
    else:
        raise YusuanError(
            "no such amount, fact or finding in the published warehouse",
            amount_key,
            "take a key from published_amount, prose_figure, finding or a table of facts",
        )
    lines += [*(_proved(*proof) for proof in structure), *_standing(found)]
    lines += [_finding(unit, *finding) for finding in findings]
    return "\n".join([*lines, "", *_evidence(found, amount_key, others)])


def _row(connection: duckdb.DuckDBPyConnection, query: str, key: str) -> dict[str, Any] | None:
    found = rows(connection, query.format(keys=listed([key])))
    return found[0] if found else None


def _place(amount: dict[str, Any]) -> list[str]:
    title = " ".join(part for part in (amount["table_number"], amount["table_title"]) if part)
    lines = [
        f"amount      {amount['amount_key']}",
        *_paper(amount),
        f"table       {title} ({amount['table_kind']})",
        *_spot("place", amount),
        f"row         {amount['row_number']}: {' '.join(p for p in (amount['row_code'], amount['row_path']) if p)}",
        f"column      {amount['column_path']}",
        f"printed     {amount['amount_text']!r} {amount['printed_unit'] or ''} (read as {amount['reading']})",
        f"in yuan     {yuan(amount['amount_yuan'])}",
    ]
    if amount["repeat_of"]:
        lines.append(f"repeats     {amount['repeat_of']} (counted there)")
    if amount["repaired_amount_yuan"] is not None:
        lines.append(f"repaired    {yuan(amount['repaired_amount_yuan'])}: {amount['repair_evidence']}")
    if amount["corrected_amount_yuan"] is not None:
        where = "in facts" if amount["is_in_facts"] else "but no fact is made of this figure"
        lines.append(
            f"corrected   {yuan(amount['corrected_amount_yuan'])} {where}: {amount['reason']} "
            f"({amount['decided_by']}, {amount['decided_on']})"
        )
    return lines


def _place_in_words(figure: dict[str, Any]) -> list[str]:
    return [
        f"figure      {figure['prose_figure_key']} of the narrative",
        *_paper(figure),
        *_spot("its line", figure),
        f"heading     {figure['heading'] or ''}",
        f"sentence    {figure['sentence'] or ''}",
        f"printed     {figure['figure_text']!r} after {figure['phrase']!r}",
        *([f"in yuan     {yuan(figure['amount_yuan'])}"] if figure["amount_yuan"] is not None else []),
    ]


def _paper(row: dict[str, Any]) -> list[str]:
    return [
        f"document    {row['file_name']}",
        f"            {row['publisher_name']} {row['document_year']} {row['stage']}",
    ]


def _spot(name: str, row: dict[str, Any]) -> list[str]:
    box = [row[side] for side in ("x0", "top", "x1", "bottom")]
    page = f"page        {row['page_number']}"
    if None in box:
        return [page]
    return [page, f"{name:<12}x {box[0]:.1f}–{box[2]:.1f}, y {box[1]:.1f}–{box[3]:.1f} points from the top left"]


def _proved(statement: str, held: int, held_as_said: int, count: int) -> str:
    """What the figures of the table proved of its structure."""
    return f"layout      {statement}: {held} of {count} rows add up so, {held_as_said} as header and outline say"


def _finding(
    unit: str, kind: str, role: str, shift: Decimal | None, page: int | None, summary: str, witness: str | None
) -> str:
    held = {"located": "this figure is held to be wrong", "candidate": "this figure may be wrong"}.get(role, "")
    by = f" by {with_unit(shift, unit)}" if held and shift else ""
    where = f", page {page}" if page else ""
    seen = ", seen again on the picture of the page" if witness == "picture" else ""
    return f"finding     {kind}{where}{seen}{f', {held}{by}' if held else ''}: {summary}"


def _standing(found: list[EvaluatedIdentity]) -> list[str]:
    vouching = sum(item.vouches for item in found)
    breaking = sum(item.verdict == "break" for item in found)
    if breaking:
        return [f"standing    disputed: {_count(breaking, 'breaks')} on it, {_count(vouching, 'vouches')} for it"]
    return [f"standing    {'verified' if vouching else 'unverified'}: {_count(vouching, 'vouches')} for it"]


def _count(n: int, verb: str) -> str:
    """`1 identity breaks`, `2 identities break`."""
    plural = {"breaks": "break", "vouches": "vouch"}[verb]
    return f"{n} identity {verb}" if n == 1 else f"{n} identities {plural}"


def _evidence(found: list[EvaluatedIdentity], amount_key: str, others: dict[str, Standing]) -> list[str]:
    if not found:
        return ["No identity covers this figure."]
    held = [item for item in found if item.verdict in {"exact", "rounding"}]
    groups = [
        ("breaks on it", "break on it", [item for item in found if item.verdict == "break"]),
        ("vouches for it", "vouch for it", [item for item in held if item.vouches]),
        ("bounds it", "bound it", [item for item in held if not item.trivial and not item.vouches]),
        ("is true but trivial", "are true but trivial", [item for item in held if item.trivial]),
        ("could not be evaluated", "could not be evaluated", [i for i in found if i.verdict == "not_evaluable"]),
    ]
    lines: list[str] = []
    for one, many, items in groups:
        if items:
            lines.append(f"{len(items)} identit{f'y {one}' if len(items) == 1 else f'ies {many}'}:")
            lines += [line for item in items for line in _identity(item, amount_key, others)]
    return lines


def _identity(item: EvaluatedIdentity, amount_key: str, others: dict[str, Standing]) -> list[str]:
    page = f", page {item.page}" if item.page else ""
    lines = [f"  [{item.verdict}] {item.rule_name} {item.rule_name_zh} ({item.family}) — {item.scope_en}{page}"]
    if item.verdict == "not_evaluable":
        return [*lines, f"      {item.reason}"]
    lines += [
        f"      {item.left_text}  {item.sign}  {item.right_text}",
        f"      {with_unit(item.left, item.unit)} and {with_unit(item.right, item.unit)}: "
        f"difference {with_unit(item.residual, item.unit)}, rounding allows {with_unit(item.tolerance, item.unit)}",
    ]
    if item.trivial:
        return lines
    beside = [term for term in item.terms if term.key != amount_key]
    for term in beside[:_TERMS_SHOWN]:
        where = f"page {term.page}, " if term.page else ""
        elsewhere = f"{term.file_name}, " if term.file_name != item.file_name else ""
        says = others.get(term.key, Standing(0, 0))
        what = " · ".join(part for part in (term.table or "in words", term.label, term.column) if part)
        lines.append(
            f"        {term.printed}  {elsewhere}{where}{what}  [{term.key}, "
            f"{_count(says.vouching, 'vouches')} for it{f', {says.breaking} break' if says.breaking else ''}]"
        )
    if len(beside) > _TERMS_SHOWN:
        lines.append(f"        … {len(beside) - _TERMS_SHOWN} more figures")
    return lines
