"""The rule catalogue → identities over places: sums down the rows and across the columns of a table.

Belongs here: the rules within a table, as the warehouse reads them, over printed and blank places. Does not: rules
between tables (between.py), rules of its own, solving.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from yusuan.reading.text_input.between import between
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.table_views import CellIdentity, ColumnView, RowView, TableView, money_columns

_TOTALS = {"total", "grand_total", "current_year_total", "block_total"}
_SUMMARIES = ("revenue_expenditure_summary", "fiscal_appropriation_summary")
_CARRIED = ("carry_over_opening", "carry_over_closing", "use_of_surplus", "surplus_distribution")


def identities(views: Sequence[TableView], meaning: Meaning, stage: str | None) -> list[CellIdentity]:
    """Every identity of the catalogue that the tables have places for, sums across columns included."""
    out: list[CellIdentity] = []
    for view in views:
        if meaning.kinds[view.table.kind]["sums_hold"] != "true":
            continue
        out.extend(across(view))
        out.extend(_children(view))
        out.extend(_totals(view, meaning))
        if view.table.kind in _SUMMARIES:
            out.extend(_year(view))
    out.extend(between(views, meaning, stage))
    return out


def column_parts(columns: Sequence[ColumnView]) -> list[tuple[ColumnView, list[ColumnView]]]:
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


def _period(column: ColumnView) -> tuple[str, str]:
    return column.terms["year"], column.terms["stage"]


def _is_part(column: ColumnView, total: ColumnView, group: tuple[str, ...], totals: Sequence[ColumnView]) -> bool:
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


def across(view: TableView) -> Iterator[CellIdentity]:
    """Total column = parts, in every row with figures."""
    for block in view.table.layout.blocks:
        for total, parts in column_parts(view.of_block(block)):
            for line in view.lines:
                if line.row.block == block and line.row.figures:
                    yield CellIdentity("column_parts", "=", ((line, total),), tuple((line, p) for p in parts))


def _children(view: TableView) -> Iterator[CellIdentity]:
    """A row = the rows below it; of lines only in the summaries, where the printed outline is arithmetic."""
    for line in view.lines:
        if line.role in _TOTALS or line.role == "of_which":
            continue
        if line.entity == "line" and view.table.kind not in _SUMMARIES:
            continue
        below = [e for e in line.children if (e.entity == "line") == (line.entity == "line")]
        below = [e for e in below if e.role not in ("of_which", "total", "grand_total", "block_total")]
        for column in money_columns(view, line) if below else ():
            same = tuple((e, own) for e in below if (own := _same_column(view, e, column)) is not None)
            yield CellIdentity(f"row_children_{line.entity}", "=", ((line, column),), same)


def _same_column(view: TableView, line: RowView, column: ColumnView) -> ColumnView | None:
    """The column for another row: itself, or in another block of lists side by side the only one."""
    if line.row.block == column.block:
        return column
    others = view.of_block(line.row.block)
    return others[0] if len(others) == 1 else None


def _totals(view: TableView, meaning: Meaning) -> Iterator[CellIdentity]:
    """A total row = the outermost rows of its block, the classes of its nature, or the lines of its group."""
    for block in view.table.layout.blocks:
        lines = view.rows_of(block)
        totals = [e for e in lines if e.role == "total"]
        if len(totals) == 1 and view.table.kind not in (*_SUMMARIES, "performance_overall"):
            tops = [e for e in lines if e.parent is None and e.role is None and e.entity != "line"]
            yield from _down("row_total", totals[0], tops)
    for total in view.lines:
        if total.role in ("personnel_total", "operating_total"):
            nature = total.role.removesuffix("_total")
            parts = [e for e in view.lines if meaning.natures.get(e.row.code) == nature]
            yield from _down("row_total_natures", total, parts)
        if total.role == "total" and view.table.kind == "performance_overall":
            parts = [e for e in view.lines if e.group == total.group and e.role not in ("total", "of_which")]
            yield from _down("row_total_group", total, parts)


def _down(rule_id: str, total: RowView, parts: Sequence[RowView]) -> Iterator[CellIdentity]:
    """A total = some rows, in every money column of the total."""
    view = total.table
    for column in money_columns(view, total):
        same = tuple((e, own) for e in parts if (own := _same_column(view, e, column)) is not None)
        if same:
            yield CellIdentity(rule_id, "=", ((total, column),), same)


def _year(view: TableView) -> Iterator[CellIdentity]:
    """The total of the year and the grand total of either half."""
    for block in view.table.layout.blocks:
        lines = view.rows_of(block)
        grand_there = any(e.role == "grand_total" for e in lines)
        roles = {id(e): _year_role(e, grand_there) for e in lines}
        years = [e for e in lines if roles[id(e)] == "current_year_total"]
        grands = [e for e in lines if roles[id(e)] == "grand_total"]
        plain = [e for e in lines if roles[id(e)] is None and not e.is_beside_the_year]
        if len(years) == 1:
            inside = [e for e in plain if e.parent is None and e.position < years[0].position]
            inside += [e for e in lines if roles[id(e)] is None and e.parent is years[0]]
            yield from _down("current_year_total", years[0], inside)
        if len(grands) == 1:
            top = [e for e in lines if e.parent is None and roles[id(e)] in _CARRIED]
            top += years if len(years) == 1 else []
            if not years:
                top += [e for e in plain if e.parent is None and e.position < grands[0].position]
            yield from _down("grand_total", grands[0], top)


def _year_role(line: RowView, grand_there: bool) -> str | None:
    if line.role in ("block_total", "total"):
        return "current_year_total" if grand_there else "grand_total"
    return line.role
