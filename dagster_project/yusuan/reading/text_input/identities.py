"""The rule catalogue → identities over places: sums down the rows, across the columns, between the tables.

Belongs here: reading the seeds reconciliation_rule and rule_term as the warehouse does, over printed and blank places.
Does not: rules of its own, solving.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.places import Column, Line, TableView

_TOTALS = {"total", "grand_total", "current_year_total", "block_total"}
_SUMMARIES = ("revenue_expenditure_summary", "fiscal_appropriation_summary")
_CARRIED = ("carry_over_opening", "carry_over_closing", "use_of_surplus", "surplus_distribution")

Place = tuple[Line, Column]


@dataclass(frozen=True)
class Identity:
    """left = right, or left <= right, of sums of places."""

    rule_id: str
    relation: str
    left: tuple[Place, ...]
    right: tuple[Place, ...]

    @property
    def places(self) -> tuple[Place, ...]:
        """All its places."""
        return self.left + self.right


def identities(views: Sequence[TableView], meaning: Meaning, stage: str | None) -> list[Identity]:
    """Every identity of the catalogue that the tables have places for, sums across columns included."""
    out: list[Identity] = []
    for view in views:
        if meaning.kinds[view.table.kind]["sums_hold"] != "true":
            continue
        out.extend(across(view))
        out.extend(_children(view))
        out.extend(_totals(view, meaning))
        if view.table.kind in _SUMMARIES:
            out.extend(_year(view))
    out.extend(_between(views, meaning, stage))
    return out


def column_parts(columns: Sequence[Column]) -> list[tuple[Column, list[Column]]]:
    """Every total column of a block with its parts: its sisters, a group that has a total standing for itself."""
    money = [c for c in columns if c.terms.get("measure") == "money"]
    out = []
    totals = [c for c in money if c.terms["sum_role"] == "total"]
    for total in totals:
        group = total.path[:-1]
        same = [c for c in totals if c.path[:-1] == group and _period(c) == _period(total)]
        if len(same) > 1:
            continue
        parts = [c for c in money if c is not total and _is_part(c, total, group, totals)]
        if parts:
            out.append((total, parts))
    return out


def _period(column: Column) -> tuple[str, str]:
    return column.terms["year"], column.terms["stage"]


def _is_part(column: Column, total: Column, group: tuple[str, ...], totals: Sequence[Column]) -> bool:
    role = column.terms["sum_role"]
    if column.path[: len(group)] != group or len(column.path) <= len(group) or _period(column) != _period(total):
        return False
    if role == "of_which":
        return False
    beside = ("conference", "training", "operating_cost")
    if total.terms.get("item") == "three_public" and column.terms.get("item") in beside:
        return False
    inner = [
        column.path[:n]
        for n in range(len(group) + 1, len(column.path))
        if any(t.path[:-1] == column.path[:n] for t in totals)
    ]
    if not inner:
        return role != "total"
    return role == "total" and column.path[:-1] == inner[0]


def across(view: TableView) -> Iterator[Identity]:
    """Total column = parts, in every row with figures."""
    for block in view.table.layout.blocks:
        for total, parts in column_parts(view.of_block(block)):
            for line in view.lines:
                if line.row.block == block and line.row.figures:
                    yield Identity("column_parts", "=", ((line, total),), tuple((line, p) for p in parts))


def _money(view: TableView, line: Line) -> list[Column]:
    return [c for c in view.of_block(line.row.block) if c.terms.get("measure") == "money"]


def _children(view: TableView) -> Iterator[Identity]:
    if view.table.kind in ("performance_overall", "three_public"):
        return
    for line in view.lines:
        below = [e for e in line.children if e.role not in ("of_which", "total", "grand_total", "block_total")]
        if not below or line.role in _TOTALS:
            continue
        for column in _money(view, line):
            same = tuple((e, own) for e in below if (own := _same_column(view, e, column)) is not None)
            yield Identity(f"row_children_{line.entity}", "=", ((line, column),), same)


def _same_column(view: TableView, line: Line, column: Column) -> Column | None:
    """The column for another row: itself, or in another block of lists side by side the only one."""
    if line.row.block == column.block:
        return column
    others = view.of_block(line.row.block)
    return others[0] if len(others) == 1 else None


def _totals(view: TableView, meaning: Meaning) -> Iterator[Identity]:
    if view.table.kind not in _SUMMARIES and view.table.kind != "performance_overall" and len(view.totals) == 1:
        total = view.totals[0]
        parts = [e for e in view.tops if e.entity != "line" and e.row.block == total.row.block]
        if parts:
            for column in _money(view, total):
                yield Identity("row_total", "=", ((total, column),), tuple((e, column) for e in parts))
    for total in view.lines:
        if total.role in ("personnel_total", "operating_total"):
            nature = total.role.removesuffix("_total")
            parts = [e for e in view.lines if meaning.natures.get(e.row.code) == nature]
            for column in _money(view, total):
                same = tuple((e, own) for e in parts if (own := _same_column(view, e, column)) is not None)
                if same:
                    yield Identity("row_total_natures", "=", ((total, column),), same)
        if total.role == "total" and view.table.kind == "performance_overall":
            parts = [e for e in view.lines if e.row.group == total.row.group and e.role not in ("total", "of_which")]
            for column in _money(view, total):
                yield Identity("row_total_group", "=", ((total, column),), tuple((e, column) for e in parts))


def _year(view: TableView) -> Iterator[Identity]:
    """The total of the year and the grand total of either half."""
    for block in view.table.layout.blocks:
        lines = [e for e in view.lines if e.row.block == block]
        grand_there = any(e.role == "grand_total" for e in lines)
        roles = {id(e): _year_role(e, grand_there) for e in lines}
        years = [e for e in lines if roles[id(e)] == "current_year_total"]
        grands = [e for e in lines if roles[id(e)] == "grand_total"]
        for column in view.of_block(block):
            if len(years) == 1:
                year = years[0]
                inside = [
                    e
                    for e in lines
                    if roles[id(e)] is None
                    and (e.parent is year or (e.parent is None and e.position < year.position))
                    and not e.is_beside_the_year
                ]
                if inside:
                    yield Identity("current_year_total", "=", ((year, column),), tuple((e, column) for e in inside))
            if len(grands) == 1:
                top = [e for e in lines if e.parent is None and (roles[id(e)] in _CARRIED or e in years)]
                if top and years:
                    yield Identity("grand_total", "=", ((grands[0], column),), tuple((e, column) for e in top))


def _year_role(line: Line, grand_there: bool) -> str | None:
    if line.role in ("block_total", "total"):
        return "current_year_total" if grand_there else "grand_total"
    return line.role


def _between(views: Sequence[TableView], meaning: Meaning, stage: str | None) -> Iterator[Identity]:
    for rule in meaning.seeds["reconciliation_rule"]:
        if rule["method"] != "between_terms" or rule["stage"] not in ("any", stage):
            continue
        sides: dict[tuple[str, ...], dict[str, list[Place]]] = {}
        unclear: set[tuple[str, ...]] = set()
        for term in meaning.seeds["rule_term"]:
            if term["rule_id"] != rule["rule_id"]:
                continue
            for key, by_row in _grouped(views, term, rule["group_by"], meaning).items():
                picked = [p for places in by_row.values() for p in _speaking(places, term["many"] == "yes")]
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
                yield Identity(rule["rule_id"], rule["relation"], tuple(both["left"]), tuple(both["right"]))


def _grouped(
    views: Sequence[TableView], term: Mapping[str, str], group_by: str, meaning: Meaning
) -> dict[tuple[str, ...], dict[Line, list[Place]]]:
    """The places that fit a term by the rule's groups and by row; of the roles that it names the first one there."""
    found: dict[tuple[str, ...], dict[Line, list[Place]]] = {}
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


def _speaking(places: Sequence[Place], many: bool) -> list[Place]:
    """Of one row, a total column speaks for its parts."""
    if many:
        return list(places)
    order = {"total": 0, "part": 1}
    return [min(places, key=lambda p: (order.get(p[1].terms["sum_role"], 2), p[1].number))]


def _matching(views: Sequence[TableView], term: Mapping[str, str], meaning: Meaning) -> Iterator[Place]:
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


def _row_matching(view: TableView, line: Line, term: Mapping[str, str], meaning: Meaning) -> Iterator[Place]:
    if term["place"] != "*" and (term["place"] == "beside") != line.is_beside_the_year:
        return
    if not (_fits(line.group, term["row_group"]) and _fits(line.entity, term["row_entity"])):
        return
    if not (_fits(line.level, term["subject_level"]) and _fits(line.terms.get("fund"), term["row_fund"])):
        return
    for column in _money(view, line):
        side = line.group or column.terms.get("block")
        item = column.terms.get("item") or _item(line, meaning)
        if _fits(side, term["block_side"]) and _fits(item, term["item"]) and _column_fits(column, term):
            yield line, column


def _item(line: Line, meaning: Meaning) -> str | None:
    return meaning.items.get(line.row.code) if line.entity == "subject" else None


def _column_fits(column: Column, term: Mapping[str, str]) -> bool:
    return all(
        _fits(column.terms.get(k), term[k]) for k in ("sum_role", "layout", "fund", "fund_detail", "nature", "period")
    )


def _fits(value: str | None, selector: str) -> bool:
    if selector == "*":
        return True
    if selector == "+":
        return value is not None
    return (value or "-") in selector.split("|")


def _group_key(group_by: str, line: Line, column: Column, meaning: Meaning) -> tuple[str, ...] | None:
    base = (column.terms["year"], column.terms["stage"])
    if group_by == "class_code":
        code = line.row.code[:3] if line.entity == "subject" else line.terms.get("class_code")
        return (*base, code) if code else None
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
