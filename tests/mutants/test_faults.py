"""Faults are small, stand where they say, and are drawn the same each time."""

from __future__ import annotations

import ast
import shutil
from pathlib import Path

import pytest
from tests.mutants import data_faults, python_faults, sql_faults
from tests.mutants.faults import KINDS, Fault, drawn, shares
from tests.mutants.judges import judges

CODE = '''
def told(rows: list[int], *, most: int = 3) -> list[int]:
    """Not "touched" == 3."""
    found = [row for row in rows if row > 0 and row != 7]
    if not found:
        say("nothing is there")
        raise YusuanError("no rows at all")
    found.sort(reverse=True)
    return found[: min(most, 2)] if "合计" in rows else found
'''

SQL = """select
    a.key, -- and this = that
    coalesce(sum(a.yuan) filter (where a.is_leaf), 0) as yuan,
    case when a.side = 'left' then 1 when a.side between 'm' and 'r' then 2 end as side
from {{ ref('a or b') }} as a
left join b on a.key = b.key and b.number > 0
where a.kind in ('x', 'y') and (a.total or b.part is not null)
"""


def all_of(text: str, faults: list[Fault]) -> dict[str, set[str]]:
    """Operator → what is changed to what."""
    found: dict[str, set[str]] = {}
    for fault in faults:
        assert text[fault.start : fault.end] == fault.original
        assert fault.applied(text) != text
        assert text.splitlines()[fault.line - 1].strip() in fault.within
        found.setdefault(fault.operator, set()).add(f"{fault.original} → {fault.replacement}")
    return found


def test_faults_of_python() -> None:
    faults = python_faults.faults_of(CODE, "x.py", "x")
    for fault in faults:
        ast.parse(fault.applied(CODE))
    found = all_of(CODE, faults)
    assert {"row > 0 → row", "row > 0 and row != 7 → row > 0"} & found["condition_dropped"]
    assert "not found → not (not found)" in found["negated"]
    assert "found.sort(reverse=True) → pass" in found["statement_dropped"]
    assert "min → max" in found["other_word"]
    assert found["string"] == {'"合计" → "XX合计XX"'}
    assert not any("None" in change.partition("→")[2] for changes in found.values() for change in changes)
    assert not any("say" in change or "no rows" in change for changes in found.values() for change in changes)


def test_faults_of_sql() -> None:
    found = all_of(SQL, list(sql_faults.faults_of(SQL, "x.sql")))
    assert found["coalesce"] == {
        "coalesce(sum(a.yuan) filter (where a.is_leaf), 0) → sum(a.yuan) filter (where a.is_leaf)"
    }
    assert found["left_join"] == {"left join → inner join"}
    assert found["filter"] == {" filter (where a.is_leaf) → "}
    assert found["comparison"] == {"= → <>", "> → >="}
    assert found["condition"] == {
        "and b.number > 0\n → ",
        "and (a.total or b.part is not null) → ",
        "or b.part is not null → ",
    }
    assert found["branch"] == {"when a.side = 'left' then 1  → "}
    assert "union" not in found
    assert found["is_null"] == {"is not null → is null"}


def test_faults_of_data() -> None:
    seed = "kind,priority,pattern,note\ntotal,10,^(合计|总计)$,the words\npart,20,其中,\n"
    found = all_of(seed, list(data_faults.faults_of_seed(seed, "dbt/seeds/x.csv")))
    assert set(found) == {"row", "value kind", "last priority", "word pattern"}
    assert "part,20,其中,\n → " in found["row"]
    assert "part,20,其中,\n → part,20,其,\n" in found["word pattern"]
    suite = "title: x\ngate: true\nexpectations:\n  - name: a\n    expect: {type: t, column: c, min_value: 1}\n"
    assert set(all_of(suite, list(data_faults.faults_of_suite(suite, "x.yml")))) == {"lost", "only warns", "loosened"}


@pytest.mark.parametrize(
    ("cell", "others", "changed"),
    [
        ("true", [], {"false"}),
        ("-1", [], {"1"}),
        ("4", [], {"5"}),
        ("a|b", [], {"b"}),
        ("*", [], {"-"}),
        ("合计|总计", [], {"总计", "合|总计"}),
        ("^(合计|总计)$", [], {"^(合|总计)$"}),
        ("left", ["right"], {"right"}),
        ("", ["x"], {"x"}),
    ],
)
def test_a_cell_becomes_another(cell: str, others: list[str], changed: set[str]) -> None:
    assert {now for _, now in data_faults.changes(cell, others)} == changed


def test_the_draw_is_fixed_and_hangs_on_nothing_else() -> None:
    faults = list(sql_faults.faults_of(SQL, "x.sql"))
    once = drawn(faults, {"sql": 3}, 1)
    assert once == drawn(list(reversed(faults)), {"sql": 3}, 1)
    assert len({fault.line for fault in once}) == 3
    here, below = ("\n" * lines + SQL for lines in (4, 8))
    first, moved = (drawn(list(sql_faults.faults_of(text, "x.sql")), {"sql": 9}, 1) for text in (here, below))
    assert [fault.key for fault in first] == [fault.key for fault in moved]
    assert any(drawn(faults, {"sql": 3}, seed) != once for seed in (2, 3, 4))


def test_shares_are_of_the_weights_and_leave_nobody_out() -> None:
    assert shares({"a": 6, "b": 3, "c": 1}, 10) == {"a": 5, "b": 3, "c": 2}
    assert sum(shares({"a": 100, "b": 1, "c": 1}, 80, 3).values()) == 80
    assert min(shares({"a": 100, "b": 1, "c": 1}, 80, 3).values()) >= 3


@pytest.mark.parametrize("package", python_faults.PACKAGES)
def test_a_fault_is_shown_to_the_tests_of_its_package(tmp_path: Path, package: str) -> None:
    project = tmp_path / "mutants" / "workshop" / "project"  # as it lies when the command runs
    shutil.copytree(Path(__file__).parents[1], project / "tests", ignore=lambda _folder, names: _left_out(names))
    fault = Fault("python", f"dagster_project/yusuan/{package}/__init__.py", 1, "x", 0, 0, "", "", "", package)
    asked = [judge.command for judge in judges(fault, project, tmp_path, tmp_path)]
    assert any(f"tests/{package}" in word for command in asked for word in command)
    for command in asked:
        assert "pytest" not in command or any(word.startswith("tests/") for word in command), "this asks every test"


def test_every_kind_has_judges() -> None:
    project = Path(__file__).parents[2]
    for kind, path in zip(KINDS, ("reading/text.py", "models/x.sql", "seeds/row_term.csv", "x.yml"), strict=True):
        fault = Fault(kind, path, 1, "x", 0, 0, "", "", "", "reading" if kind == "python" else kind)
        assert list(judges(fault, project, project, project))


def _left_out(names: list[str]) -> set[str]:
    return {name for name in names if "." in name and not name.startswith("test_")} | {"__pycache__"}
