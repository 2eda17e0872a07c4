"""Places of a document's tables with their meaning: every row × every money column, printed or blank.

Belongs here: what a place is (fund, nature, role, level, year …) and which row stands above which. Does not: rules.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from yusuan.reading.structure.labels import marker_level
from yusuan.reading.text_input.layouts import LayoutColumn
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.text_tables import TextRow, TextTable

_TOTALS = {"total", "grand_total", "block_total", "current_year_total"}
_BESIDE = {"carry_over_opening", "carry_over_closing", "use_of_surplus", "surplus_distribution"}


@dataclass(eq=False)
class ColumnView:
    """A value column of a table with its terms; `number` counts the layout's columns."""

    number: int
    block: int
    path: tuple[str, ...]
    terms: dict[str, str]


@dataclass(eq=False)
class RowView:
    """A row with its meaning. `parent` and `children` tell the outline; `is_free` rows have no columns to stand in,
    `is_partless` ones print totals without the parts: what their parts are is not said. `is_beside_the_year` ones are
    of what is carried over; `second_role` is what a grand total is besides, of a half that prints no total of the year.
    """

    table: TableView
    row: TextRow
    position: int
    role: str | None
    group: str | None
    entity: str
    terms: dict[str, str]
    parent: RowView | None = None
    children: list[RowView] = field(default_factory=list)
    second_role: str | None = None
    is_beside_the_year: bool = False
    is_free: bool = False
    is_partless: bool = False

    def is_placed_in(self, column: ColumnView) -> bool:
        """Whether a blank of the row in the column means nothing, and a figure is to be placed in one."""
        return not self.is_free and not (self.is_partless and column.terms["sum_role"] != "total")

    @property
    def level(self) -> str | None:
        """class, section or item of a subject."""
        return {3: "class", 5: "section", 7: "item"}.get(len(self.row.code)) if self.entity == "subject" else None


@dataclass(eq=False)
class TableView:
    """A table with the meaning of its columns and rows; `half` is half a unit of its last decimal as printed."""

    table: TextTable
    columns: list[ColumnView]
    half: Decimal
    yuan_per_unit: int
    excludes_carry_over: bool
    lines: list[RowView] = field(default_factory=list)

    def of_block(self, block: int) -> list[ColumnView]:
        """The money columns of a block."""
        return [c for c in self.columns if c.block == block]

    def rows_of(self, block: int) -> list[RowView]:
        """The rows of a block."""
        return [line for line in self.lines if line.row.block == block]


CellView = tuple[RowView, ColumnView]


@dataclass(frozen=True)
class CellIdentity:
    """left = right, or left <= right, of sums of places."""

    rule_id: str
    relation: str
    left: tuple[CellView, ...]
    right: tuple[CellView, ...]

    @property
    def places(self) -> tuple[CellView, ...]:
        """All its places."""
        return self.left + self.right


def money_columns(view: TableView, line: RowView) -> list[ColumnView]:
    """The columns of money in the row's block."""
    return [c for c in view.of_block(line.row.block) if c.terms.get("measure") == "money"]


def view(table: TextTable, meaning: Meaning, stage: str | None, unit: str) -> TableView:
    """The table with its meaning. `stage` is the document's; `unit` that of the table's money."""
    columns = [
        ColumnView(c.number, c.block, c.path, _column_terms(c, table, meaning, stage))
        for c in table.layout.columns
        if c.role == "value"
    ]
    by_fund = table.kind == "expenditure" and any(c.terms.get("fund") and not c.terms.get("nature") for c in columns)
    for column in columns:
        column.terms["layout"] = "by_fund" if by_fund else "by_nature"
    decimals = max((f.decimals for r in table.rows for f in r.figures if not f.is_percent), default=0)
    printed = meaning.money_units[unit]
    without = meaning.excludes_carry_over(table.title)
    out = TableView(table, columns, printed.half_digit(decimals), printed.yuan, without)
    entity = _header_entity(table, meaning)
    for position, row in enumerate(table.rows):
        out.lines.append(_line(out, row, position, entity, meaning))
    _outline(out)
    for block in table.layout.blocks:
        _tell_years_apart(out.rows_of(block), meaning.kinds[table.kind]["default_entity"])
    return out


def _column_terms(column: LayoutColumn, table: TextTable, meaning: Meaning, stage: str | None) -> dict[str, str]:
    terms = meaning.column_terms(column.path, table.kind)
    terms["year"] = meaning.year_of(column.path)
    said = terms.get("amount_stage")
    if said in ("final", "adjusted_budget", "original_budget"):
        terms["stage"] = said
    elif stage == "budget":
        terms["stage"] = "original_budget"
    else:
        terms["stage"] = "budget" if said == "budget" else "final"
    return terms


def _header_entity(table: TextTable, meaning: Meaning) -> str | None:
    for role in ("code", "label"):
        for column in table.layout.columns:
            if column.role == role and (entity := meaning.column_terms(column.path, table.kind).get("entity")):
                return entity
    return None


def _line(owner: TableView, row: TextRow, position: int, header_entity: str | None, meaning: Meaning) -> RowView:
    kind = meaning.kinds[owner.table.kind]
    default = kind["default_entity"]
    terms = meaning.row_terms(row.label)
    role = terms.get("role")
    if not row.label and not row.code and default != "line" and position == 0:
        role = "total"
    group = meaning.row_terms(row.group).get("group") if row.group else None
    entity = _entity(row.code, default, header_entity)
    return RowView(owner, row, position, role, group, entity, terms)


def _entity(code: str, default: str, header: str | None) -> str:
    if not code or default == "line":
        return "line"
    if default == "project":
        if header == "subject" and len(code) in (3, 5, 7):
            return "subject"
        return "unit" if len(code) <= 9 and code.isdigit() else "project"
    if header == "unit" and default != "subject":
        return "unit"
    return header or default


def _outline(owner: TableView) -> None:
    """Parents by code, by the layout of project lists, by numbering."""
    has_units = any(e.entity == "project" and e.row.unit for e in owner.lines)
    has_letter_codes = any(e.entity == "project" and re.search("[A-Z]", e.row.code) for e in owner.lines)
    for i, line in enumerate(owner.lines):
        above = [e for e in owner.lines[:i] if e.row.block == line.row.block or line.row.code]
        line.parent = _parent(line, above, has_units, has_letter_codes)
        if line.parent is not None:
            line.parent.children.append(line)


def _tell_years_apart(lines: Sequence[RowView], default_entity: str) -> None:
    """Which rows of a block are of what is carried over, and which grand total is the total of the year as well.

    What stands below the total of the year is not of the year (finals print carry-over by fund there, without an
    outline), unless the total has its lines below it.
    """
    years = [e.position for e in lines if e.role == "current_year_total" and not e.children]
    for line in lines:
        under = line.parent is not None and line.parent.role in _BESIDE
        line.is_beside_the_year = under or (bool(years) and line.position > min(years))
    if default_entity == "line" and not any(e.role in _BESIDE | (_TOTALS - {"grand_total"}) for e in lines):
        for line in lines:
            line.second_role = "current_year_total" if line.role == "grand_total" else None


def _parent(line: RowView, above: Sequence[RowView], has_units: bool, has_letter_codes: bool) -> RowView | None:
    if line.entity in ("project", "unit") and line.table.table.kind == "project":
        depth = _project_depth(line, has_units, has_letter_codes)
        return next(
            (
                e
                for e in reversed(above)
                if e.entity in ("project", "unit") and _project_depth(e, has_units, has_letter_codes) < depth
            ),
            None,
        )
    if line.row.code:
        best = [e for e in above if e.row.code and line.row.code != e.row.code and line.row.code.startswith(e.row.code)]
        return max(best, key=lambda e: (len(e.row.code), e.position), default=None)
    level = marker_level(line.row.label)
    if line.role in _TOTALS or level is None:
        return None
    for other in reversed(above):
        if other.row.block != line.row.block or other.role in ("total", "grand_total", "block_total"):
            continue
        own = marker_level(other.row.label)
        if own is not None and own < level:
            return other
        if own is None:
            return None
    return None


def _project_depth(line: RowView, has_units: bool, has_letter_codes: bool) -> int:
    if line.entity == "unit":
        return 1
    if has_units:
        return 3 if line.row.unit else 2
    if has_letter_codes:
        return 3 if re.search("[A-Z]", line.row.code) else 2
    return 3
