"""The packages of yusuan stand in layers: none imports, even through others, one that imports it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import yusuan

PACKAGE = Path(yusuan.__file__).parent

Graph = dict[str, dict[str, list[str]]]  # package → package that it imports → the modules that do


def imported(tree: ast.Module) -> Iterator[str]:
    """The full names of what a module imports, imports inside functions included."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute here"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def import_graph(folder: Path) -> Graph:
    """Which first-level package or module below a package imports which."""
    graph: Graph = {}
    for path in sorted(folder.rglob("*.py")):
        parts = path.relative_to(folder).with_suffix("").parts
        if parts == ("__init__",):
            continue
        own = graph.setdefault(parts[0], {})
        for name in imported(ast.parse(path.read_bytes())):
            root, _, rest = name.partition(".")
            target = rest.partition(".")[0]
            if root == folder.name and target and target != parts[0]:
                own.setdefault(target, []).append("/".join(parts))
    return graph


def cycle(graph: Graph) -> list[str]:
    """A way from a package back to itself, or nothing."""
    done: set[str] = set()

    def walk(name: str, path: list[str]) -> list[str]:
        if name in path:
            return [*path[path.index(name) :], name]
        if name in done:
            return []
        for target in graph.get(name, {}):
            if found := walk(target, [*path, name]):
                return found
        done.add(name)
        return []

    return next((found for name in graph if (found := walk(name, []))), [])


def test_no_package_imports_itself_through_others() -> None:
    graph = import_graph(PACKAGE)
    way = cycle(graph)
    assert way == [], [f"{a} → {b}: {', '.join(graph[a][b])}" for a, b in pairwise(way)]


def test_what_reads_and_what_reckons_knows_nothing_else() -> None:
    graph = import_graph(PACKAGE)
    assert set(graph["catalogue"]) == set()
    assert set(graph["reading"]) <= {"catalogue"}
    assert set(graph["reconciliation"]) <= {"catalogue", "errors"}
    assert {"dagster", "orchestration"} & set(graph["warehouse"]) == set()


def test_a_cycle_is_found(tmp_path: Path) -> None:
    for name, content in {
        "a": "from toy.b import x",
        "b": "def f():\n    from toy import c",
        "c": "import toy.a.deep",
        "d": "import json",
    }.items():
        file = tmp_path / "toy" / name / "module.py"
        file.parent.mkdir(parents=True)
        file.write_text(content, encoding="utf-8")
    assert cycle(import_graph(tmp_path / "toy")) == ["a", "b", "c", "a"]
