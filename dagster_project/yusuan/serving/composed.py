"""What a row of a fact is made of, and what a finding is about: the printed figures of each, with their pages.

Belongs here: gathering and wording these for the command. Does not: what vouches for one figure (explain).
"""

from __future__ import annotations

from typing import Any

import duckdb

from yusuan.serving.evidence import identities, yuan
from yusuan.serving.query_rows import rows
from yusuan.sql_text import listed

_LINKS = """
SELECT link.fact, link.sign, document.file_name,
    coalesce(amount.page_number, figure.page_number) AS page_number,
    coalesce(published.table_title, published.table_kind, 'in words') AS table_name,
    coalesce(amount.row_label, figure.phrase) AS label, coalesce(amount.column_path, '') AS column_path,
    coalesce(amount.amount_text || ' ' || coalesce(amount.printed_unit, ''), figure.figure_text) AS printed,
    coalesce(link.amount_key, link.prose_figure_key) AS figure_key
FROM main.fact_amount_link AS link
LEFT JOIN main.published_amount AS amount ON link.amount_key = amount.amount_key
LEFT JOIN main.published_table AS published ON amount.table_key = published.table_key
LEFT JOIN main.prose_figure AS figure ON link.prose_figure_key = figure.prose_figure_key
INNER JOIN main.dim_document AS document ON coalesce(amount.document_key, figure.document_key) = document.document_key
WHERE link.fact_key IN {keys}
ORDER BY link.fact, link.sign DESC, page_number, figure_key
"""
_FINDING = """
SELECT finding.*, document.file_name, document.publisher_name, document.fiscal_year, document.stage
FROM main.finding AS finding
INNER JOIN main.dim_document AS document ON finding.document_key = document.document_key
WHERE finding.finding_key IN {keys}
"""
_RESULTS = "SELECT result_key FROM main.finding_result WHERE finding_key IN {keys} ORDER BY result_key"
_SHOWN = 40  # figures of a row: more are counted


def of_a_fact(connection: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """The row of a fact and the figures that add up to it; empty where no fact has the key."""
    links = rows(connection, _LINKS.format(keys=listed([key])))
    if not links:
        return []
    fact = links[0]["fact"]
    [(key_column, *_)] = connection.execute(f"DESCRIBE main.{fact}").fetchall()[:1]
    [row] = rows(connection, f"SELECT * FROM main.{fact} WHERE {key_column} IN {listed([key])}")
    lines = [f"fact        {fact} {key}"]
    lines += [f"{name:<22}{_value(name, value)}" for name, value in row.items() if value is not None][1:]
    lines += ["", f"is {'the sum of' if len(links) > 1 else 'printed as'}:"]
    lines += [_link(link) for link in links[:_SHOWN]]
    if len(links) > _SHOWN:
        lines.append(f"  … {len(links) - _SHOWN} more figures in fact_amount_link")
    return [*lines, "", "`yusuan explain KEY` of a figure says what vouches for it."]


def of_a_finding(connection: duckdb.DuckDBPyConnection, key: str) -> list[str]:
    """A finding and the identities that it explains; empty where none has the key."""
    found = rows(connection, _FINDING.format(keys=listed([key])))
    if not found:
        return []
    finding = found[0]
    page = f", page {finding['page_number']}" if finding["page_number"] else ""
    pattern = f" ({finding['pattern']})" if finding["pattern"] else ""
    lines = [
        f"finding     {key}: {finding['kind']}{pattern}",
        f"document    {finding['file_name']}{page}",
        f"            {finding['publisher_name']} {finding['fiscal_year']} {finding['stage']}",
        f"says        {finding['summary']}",
        f"            {finding['summary_zh']}",
        "",
    ]
    results = [name for (name,) in connection.execute(_RESULTS.format(keys=listed([key]))).fetchall()]
    explained = identities(connection, results)
    lines.append(f"explains {len(explained)} identit{'y' if len(explained) == 1 else 'ies'}:")
    for item in explained[:_SHOWN]:
        lines += [f"  [{item.verdict}] {item.rule_name} — {item.sentence}"]
        lines += [f"        {term.printed}  page {term.page or '?'}, {term.label}  [{term.key}]" for term in item.terms]
    return lines


def _link(link: dict[str, Any]) -> str:
    sign = "+" if link["sign"] > 0 else "−"
    where = " · ".join(part for part in (link["table_name"], link["label"], link["column_path"]) if part)
    page = f"page {link['page_number']}, " if link["page_number"] else ""
    return f"  {sign} {link['printed'].strip()}  {link['file_name']}, {page}{where}  [{link['figure_key']}]"


def _value(name: str, value: Any) -> str:
    return yuan(value) if name.endswith("_yuan") else str(value)
