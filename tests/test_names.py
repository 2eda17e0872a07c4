"""One name for one thing: no two classes, type aliases or modules of the project have the same name."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import yusuan

PACKAGE = Path(yusuan.__file__).parent


def names(tree: ast.Module) -> Iterator[str]:
    """The classes of a module, nested ones too, and its type aliases."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node.name
    for statement in tree.body:
        if isinstance(statement, ast.Assign) and isinstance(target := statement.targets[0], ast.Name):
            plain = target.id.lstrip("_")
            if plain[:1].isupper() and not plain.isupper():
                yield target.id


def repeated() -> dict[str, list[str]]:
    """Every name that is there twice or more, with the modules that have it."""
    found: Mapping[str, list[str]] = defaultdict(list)
    for path in sorted(PACKAGE.rglob("*.py")):
        module = path.relative_to(PACKAGE).with_suffix("").as_posix()
        if path.stem not in ("__init__", "__main__"):
            found[path.stem].append(module)
        for name in names(ast.parse(path.read_bytes())):
            found[name].append(module)
    return {name: modules for name, modules in found.items() if len(modules) > 1}


def test_no_name_is_there_twice() -> None:
    assert repeated() == {}
