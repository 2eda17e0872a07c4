"""The smallest changes that mend a group of breaks: one figure where one does, else all sets of two, and of three."""

from __future__ import annotations

from tests.reconciliation.worlds import UNIT, Paper

from yusuan.reconciliation.explanations import explain
from yusuan.reconciliation.limits import WorkLimit
from yusuan.reconciliation.system import CheckedFigure, EquationSystem


def explained(paper: Paper, broken: list[int], most: int = 3) -> list[set[str]]:
    """The figures of each smallest change."""
    figures = {key: CheckedFigure(key, UNIT, False) for key in paper.values}
    system = EquationSystem(paper.identities(), figures)
    names = sorted(paper.values)
    return sorted(
        ({names[v] for v in change} for change in explain(system, broken, WorkLimit(10**6), most)), key=sorted
    )


def test_breaks_without_a_figure_in_common_are_mended_by_one_figure_of_each() -> None:
    values = {"t": 9, "a": 1, "b": 2, "u": 9, "c": 3, "d": 4}
    paper = Paper(
        {key: value * UNIT for key, value in values.items()},
        ((("t",), ("a", "b"), False), (("u",), ("c", "d"), False)),
    )
    assert explained(paper, [0, 1]) == sorted(({one, other} for one in "tab" for other in "ucd"), key=sorted)
    assert explained(paper, [0, 1], most=1) == []
    assert explained(paper, [0]) == [{"a"}, {"b"}, {"t"}]
