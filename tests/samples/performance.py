"""The grid of an overall performance table (表11): its money part, the projects, a few indicators. No measures here."""

from __future__ import annotations

from tests.samples.grid import TOTALS, Cell, Column, Grid, Kind
from tests.samples.key import plain
from tests.samples.model import Json

WEIGHTS = (1.5, 1.3, 2.6, 1.7, 1.4, 1.7, 1.7)
INDICATOR_HEAD = ("一级指标", "二级指标", "三级指标", "指标值", "指标值确定依据")


class Form:
    """A grid that grows by one row at a time."""

    def __init__(self) -> None:
        self.grid = Grid([Column("text", weight=weight) for weight in WEIGHTS])

    def put(self, column: int, text: str, kind: Kind, *, rows: int = 1, columns: int = 1) -> None:
        """Add a cell to the row that is being filled."""
        self.grid.cells.append(Cell(self.grid.row_count, column, text, kind, rows, columns))

    def end_row(self) -> None:
        """Go on to the next row."""
        self.grid.row_count += 1


def performance_grid(table: Json) -> Grid:
    """All rows of the form over one set of seven columns; nothing is repeated on a continuation page."""
    form = Form()
    form.put(0, table["unit_label"], "header")
    form.put(1, table["unit_name"], "text", columns=6)
    form.end_row()
    form.put(0, "填报人", "header")
    form.put(1, "", "text", columns=2)
    form.put(3, "联系电话", "header")
    form.put(4, "", "text", columns=3)
    form.end_row()
    add_money(form, table)
    for label, text in (("职能概述", table["duties"]), ("年度工作任务", table["tasks"])):
        form.put(0, label, "header")
        form.put(1, text, "text", columns=6)
        form.end_row()
    add_projects(form, table["projects"])
    add_goals(form, table)
    return form.grid


def add_money(form: Form, table: Json) -> None:
    """总体资金情况: two groups of rows, this year's amount and share, and two earlier years."""
    form.put(0, table["money_label"], "header", rows=2 + sum(len(group["rows"]) for group in table["groups"]))
    form.put(1, "总体资金情况", "header", rows=2, columns=2)
    form.put(3, "当年金额", "header", rows=2)
    form.put(4, "占比", "header", rows=2)
    form.put(5, "近两年收支金额", "header", columns=2)
    form.end_row()
    for offset, year in enumerate(table["years"]):
        form.put(5 + offset, year, "header")
    form.end_row()
    for group in table["groups"]:
        for position, (label, *values) in enumerate(group["rows"]):
            if position == 0:
                form.put(1, group["label"], "header", rows=len(group["rows"]))
            form.put(2, label, "total" if plain(label).endswith(TOTALS) else "name")
            for offset, value in enumerate(values):
                form.put(3 + offset, value, "value")
            form.end_row()


def add_projects(form: Form, projects: list[list[str]]) -> None:
    """项目支出情况: name, category, whole budget, this year's budget, use."""
    form.put(0, "项目支出情况", "header", rows=1 + len(projects))
    for column, text in enumerate(("项目名称", "支出项目类别", "项目总预算", "项目本年度预算"), 1):
        form.put(column, text, "header")
    form.put(5, "项目主要支出方向和用途", "header", columns=2)
    form.end_row()
    for name, category, whole, this_year, use in projects:
        form.put(1, name, "text")
        form.put(2, category, "text")
        form.put(3, whole, "value")
        form.put(4, this_year, "value")
        form.put(5, use, "text", columns=2)
        form.end_row()


def add_goals(form: Form, table: Json) -> None:
    """整体绩效总目标 and the indicators of the first goal."""
    long_goal, year_goal = table["goals"]
    form.put(0, "整体绩效总目标", "header", rows=2)
    form.put(1, "长期目标", "header", columns=3)
    form.put(4, "年度目标", "header", columns=3)
    form.end_row()
    form.put(1, long_goal, "text", columns=3)
    form.put(4, year_goal, "text", columns=3)
    form.end_row()
    form.put(0, "长期绩效指标", "header", rows=1 + len(table["indicators"]))
    places = ((1, 1), (2, 1), (3, 1), (4, 1), (5, 2))
    for (column, columns), text in zip(places, INDICATOR_HEAD, strict=True):
        form.put(column, text, "header", columns=columns)
    form.end_row()
    for indicator in table["indicators"]:
        for (column, columns), text in zip(places, indicator, strict=True):
            form.put(column, text, "text", columns=columns)
        form.end_row()
