"""The rules between tables (seeds reconciliation_rule, rule_term) → identities over places.

Belongs here: the selectors of terms and the groups of rules, read as the warehouse reads them. Does not: rules within a
table (identities.py), rules of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.table_views import CellIdentity, CellView, ColumnView, RowView, TableView, money_columns

_SUMMARIES = ("revenue_expenditure_summary", "fiscal_appropriation_summary")


def between(views: Sequence[TableView], meaning: Meaning, stage: str | None) -> Iterator[CellIdentity]:
    """The identities of every rule between tables that has places on both its sides; `stage` is the document's."""
    for rule in meaning.seeds["reconciliation_rule"]:
        if rule["stage"] not in ("any", stage):
            continue
        sides: dict[tuple[str, ...], dict[str, list[CellView]]] = {}
        unclear: set[tuple[str, ...]] = set()
        for term in meaning.seeds["rule_term"]:
            if term["rule_id"] != rule["rule_id"]:
                continue
            for key, by_row in _grouped(views, term, rule["group_by"], meaning).items():
                picked = [p for places in by_row.values() for p in _representatives(places, term["many"] == "yes")]
                tops = all(p[0].parent is None and p[0].role is None for p in picked)
                if (
                    term["many"] not in ("yes", "rows")
                    and len(picked) > 1
                    and not (tops and term["row_role"] == "total")
                ):
                    unclear.add(key)
                sides.setdefault(key, {"left": [], "right": []})[term["side"]].extend(picked)
        for key, both in sides.items():
            if key not in unclear and both["left"] and both["right"]:
                yield CellIdentity(rule["rule_id"], rule["relation"], tuple(both["left"]), tuple(both["right"]))


def _grouped(
    views: Sequence[TableView], term: Mapping[str, str], group_by: str, meaning: Meaning
) -> dict[tuple[str, ...], dict[RowView, list[CellView]]]:
    """The places that fit a term by the rule's groups and by row; of the roles that it names the first one there."""
    found: dict[tuple[str, ...], dict[RowView, list[CellView]]] = {}
    for line, column in _matching(views, term, meaning):
        key = _group_key(group_by, line, column, meaning)
        if key is not None:
            found.setdefault(key, {}).setdefault(line, []).append((line, column))
    roles = term["row_role"].split("|")
    if len(roles) > 1:
        for by_row in found.values():
            best = min(roles.index(line.role or "-") for line in by_row)
            for line in [e for e in by_row if roles.index(e.role or "-") != best]:
                del by_row[line]
    return found


def _representatives(places: Sequence[CellView], many: bool) -> list[CellView]:
    """Of one row, a total column speaks for its parts."""
    if many:
        return list(places)
    order = {"total": 0, "part": 1}
    return [min(places, key=lambda p: (order.get(p[1].terms["sum_role"], 2), p[1].number))]


def _matching(views: Sequence[TableView], term: Mapping[str, str], meaning: Meaning) -> Iterator[CellView]:
    for view in views:
        if view.table.kind != term["table_kind"]:
            continue
        lines = view.lines
        without_total = term["row_role"] == "total" and not view.totals
        if without_total and view.table.kind == "project":  # a short list of projects may print no total
            lines = [e for e in view.tops if e.entity != "line"]
        for line in lines:
            if (without_total and view.table.kind == "project") or _fits(line.role, term["row_role"]):
                yield from _row_matching(view, line, term, meaning)


def _row_matching(view: TableView, line: RowView, term: Mapping[str, str], meaning: Meaning) -> Iterator[CellView]:
    if term["place"] != "*" and (term["place"] == "beside") != line.is_beside_the_year:
        return
    if not (_fits(line.group, term["row_group"]) and _fits(line.entity, term["row_entity"])):
        return
    if not (_fits(line.level, term["subject_level"]) and _fits(line.terms.get("fund"), term["row_fund"])):
        return
    for column in money_columns(view, line):
        side = line.group or column.terms.get("block")
        item = column.terms.get("item") or _item(line, meaning)
        if _fits(side, term["block_side"]) and _fits(item, term["item"]) and _column_fits(column, term):
            yield line, column


def _item(line: RowView, meaning: Meaning) -> str | None:
    return meaning.items.get(line.row.code) if line.entity == "subject" else None


def _column_fits(column: ColumnView, term: Mapping[str, str]) -> bool:
    return all(
        _fits(column.terms.get(k), term[k]) for k in ("sum_role", "layout", "fund", "fund_detail", "nature", "period")
    )


def _fits(value: str | None, selector: str) -> bool:
    if selector == "*":
        return True
    if selector == "+":
        return value is not None
    return (value or "-") in selector.split("|")


def _group_key(group_by: str, line: RowView, column: ColumnView, meaning: Meaning) -> tuple[str, ...] | None:
    base = (column.terms["year"], column.terms["stage"])
    if group_by == "class_code":
        code = line.row.code[:3] if line.entity == "subject" else line.terms.get("class_code")
        return (*base, code) if code else None
    if group_by == "subject":
        return (*base, line.row.code, column.terms.get("nature", "all")) if line.level else None
    if group_by == "nature":
        return (*base, column.terms.get("nature", "all"))
    if group_by == "item":
        item = column.terms.get("item") or _item(line, meaning)
        return (*base, item) if item else None
    if group_by in ("fund", "fund_detail"):
        fund = line.terms.get("fund") or column.terms.get("fund", "")
        detail = line.terms.get("fund_detail") or column.terms.get("fund_detail", "")
        return (*base, fund, detail if group_by == "fund_detail" else "")
    return base
