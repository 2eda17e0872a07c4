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
    """The identities of every rule between tables that has places on both its sides; `stage` is the document's.

    They are those of the warehouse, over places instead of printed figures (tests/integration/test_identities.py), but
    for two things. A rule with a gate has none here: whether it holds in a layout is told by figures not placed yet.
    And the outermost rows of a list of projects without a total stand for it: that places figures, and accuses none.
    """
    for rule in meaning.seeds["reconciliation_rule"]:
        terms = [t for t in meaning.seeds["rule_term"] if t["rule_id"] == rule["rule_id"]]
        if rule["stage"] not in ("any", stage) or any(t["many"] == "gate" for t in terms):
            continue
        added: dict[tuple[str, ...], dict[str, list[CellView]]] = {}
        sides: dict[tuple[str, ...], set[str]] = {}
        carrying: dict[tuple[str, ...], set[bool]] = {}  # by year and stage
        unclear: set[tuple[str, ...]] = set()
        for term in terms:
            for key, by_row in _grouped(views, term, rule["group_by"], meaning).items():
                picked = [p for places in by_row.values() for p in _representatives(places, term["many"] == "yes")]
                stand_in = term["row_role"] == "total" and all(line.role is None for line, _ in picked)
                if term["many"] != "yes" and _is_open(picked, term["many"] == "rows" or stand_in):
                    unclear.add(key)
                sides.setdefault(key, set()).add(term["side"])
                carrying.setdefault(key[:2], set()).update(line.table.excludes_carry_over for line, _ in picked)
                added.setdefault(key, {"left": [], "right": []})[_added_to(term)].extend(picked)
        for key, both in added.items():
            if key not in unclear and len(sides[key]) == 2 and len(carrying[key[:2]]) == 1:
                yield CellIdentity(rule["rule_id"], rule["relation"], tuple(both["left"]), tuple(both["right"]))


def _is_open(picked: Sequence[CellView], rows: bool) -> bool:
    """Whether it is open which figures a term means: several where it is of one, rows of several tables."""
    return len({line.table for line, _ in picked}) > 1 if rows else len(picked) > 1


def _added_to(term: Mapping[str, str]) -> str:
    """The side to which the figures of a term add: what one side takes away, the other has more."""
    if int(term["sign"]) > 0:
        return term["side"]
    return "right" if term["side"] == "left" else "left"


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
    for by_row in found.values():
        _keep(by_row, [roles.index(line.role or "-") if len(roles) > 1 else 0 for line in by_row])
        _keep(by_row, [line.parent is not None for line in by_row])  # the whole before its units
    return found


def _keep(by_row: dict[RowView, list[CellView]], order: Sequence[int]) -> None:
    """Of some rows only those that come first in an order."""
    for line, place in list(zip(by_row, order, strict=True)):
        if place != min(order):
            del by_row[line]


def _representatives(places: Sequence[CellView], many: bool) -> list[CellView]:
    """Of one row, a total column speaks for its parts, and the outermost one for those of groups within."""
    if many:
        return list(places)
    order = {"total": 0, "part": 1}
    return [min(places, key=lambda p: (order.get(p[1].terms["sum_role"], 2), len(p[1].path), p[1].number))]


def _matching(views: Sequence[TableView], term: Mapping[str, str], meaning: Meaning) -> Iterator[CellView]:
    for view in views:
        if view.table.kind != term["table_kind"]:
            continue
        stand_ins = _stand_ins(view) if term["row_role"] == "total" else []
        for line in view.lines:
            is_second = line.second_role is not None and line.second_role == term["row_role"]
            if line in stand_ins or _fits(line.role, term["row_role"]) or is_second:
                yield from _row_matching(view, line, term, meaning)


def _stand_ins(view: TableView) -> list[RowView]:
    """The outermost rows of a list of projects that prints no total."""
    if view.table.kind != "project" or any(line.role == "total" for line in view.lines):
        return []
    return [line for line in view.lines if line.parent is None and line.role is None and line.entity != "line"]


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
