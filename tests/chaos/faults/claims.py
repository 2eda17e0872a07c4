"""Papers that claim to be one of the bundled ones, or to know its bodies: what is lawfully said of those may change.

These run in a family of their own: a paper of the same body, year and stage may speak for it, a department's list of
units places a unit, a later year's name is the later name.
"""

from __future__ import annotations

from random import Random

from tests.chaos.drawn import amount
from tests.chaos.faults import fault
from tests.chaos.paper import Line, Paper

CENTRE, OFFICE, DEPARTMENT = (
    "武汉市人力资源和社会保障信息中心",
    "武汉市人力资源和社会保障局江汉社会保险管理处",
    "武汉市人力资源和社会保障局",
)
_PAPERS = (
    (CENTRE, 2025, "budget", "unit"),
    (CENTRE, 2024, "final", "unit"),
    (OFFICE, 2024, "budget", "unit"),
    (DEPARTMENT, 2024, "budget", "department"),
    (CENTRE, 2020, "final", "department"),
)


@fault("impostor")
def same_disclosure(paper: Paper, rng: Random) -> None:
    name, year, stage, level = rng.choice(_PAPERS)
    paper.document.update(
        {"publisher_name": name, "fiscal_year": year, "stage": stage, "level": rng.choice((level, None))}
    )


@fault("impostor")
def same_body_other_year(paper: Paper, rng: Random) -> None:
    name, year, stage, level = rng.choice(_PAPERS)
    paper.document.update(
        {"publisher_name": name, "fiscal_year": year + rng.choice((-1, 1, 7000)), "stage": stage, "level": level}
    )


@fault("impostor")
def same_body_other_level(paper: Paper, rng: Random) -> None:
    name, year, stage, level = rng.choice(_PAPERS)
    paper.document.update(
        {
            "publisher_name": name,
            "fiscal_year": year,
            "stage": stage,
            "level": "unit" if level == "department" else "department",
        }
    )


@fault("impostor")
def lists_its_units(paper: Paper, rng: Random) -> None:
    """A table of units that places the bodies elsewhere, under other codes and names."""
    lines = [Line("别的部门", "777", 1, amounts=[amount(rng)] * 5)]
    lines += [
        Line(name, f"77700{n}", 2, amounts=[amount(rng)] * 5)
        for n, name in enumerate(rng.sample((CENTRE, OFFICE, DEPARTMENT), 2), 1)
    ]
    columns = [
        ("code", "单位编码"),
        ("label", "单位名称"),
        *(("value", path) for path in ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出")),
    ]
    paper.add_table("一般公共预算支出表(分单位)", columns, lines)


@fault("impostor")
def projects_of_its_units(paper: Paper, rng: Random) -> None:
    lines = [
        Line(f"冒名项目{n}", f"4201007{n:05}", unit=rng.choice((CENTRE, OFFICE)), amounts=[amount(rng)] * 2)
        for n in range(4)
    ]
    paper.add_table(
        "项目支出表",
        [
            ("code", "项目编码"),
            ("label", "项目名称"),
            ("label", "项目单位"),
            ("value", "合计"),
            ("value", "一般公共预算"),
        ],
        lines,
    )
