"""What the program imports is what it declares; and each declared package is accounted for in docs/dependencies.md."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from importlib.metadata import packages_distributions, requires

from yusuan.paths import PROJECT

OUR_OWN = {"yusuan", "tests", "bi"}
ACCOUNT = PROJECT / "docs" / "dependencies.md"


def declared() -> set[str]:
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    needed = [*project["dependencies"], *project["optional-dependencies"]["dask"]]
    return {plain(requirement) for requirement in needed}


def plain(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement)
    assert found, requirement
    return re.sub(r"[-_.]+", "-", found[0]).lower()


def imported() -> dict[str, str]:
    """Package that a module of the program imports → one such module."""
    found = {}
    for path in sorted((PROJECT / "dagster_project").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module and not node.level:
                names = [node.module]
            found |= {name.split(".")[0]: path.name for name in names}
    return {name: path for name, path in found.items() if name not in sys.stdlib_module_names | OUR_OWN}


def test_what_is_imported_is_declared_and_what_is_declared_is_imported() -> None:
    distributions = packages_distributions()
    used = {name: {plain(each) for each in distributions.get(name, [])} for name in imported()}
    wanted = declared()
    assert {name: imported()[name] for name, of in used.items() if not of & wanted} == {}
    assert wanted - set().union(*used.values()) == set()


def test_each_is_accounted_for() -> None:
    rows = re.findall(
        r"^\| `([\w.-]+)` \| [^|]+ \| [^|]+ \| [^|]+ \|$", ACCOUNT.read_text(encoding="utf-8"), flags=re.M
    )
    assert [plain(row) for row in rows] == sorted(declared())


def test_what_is_pinned_is_what_the_program_needs() -> None:
    """A pin that nothing asks for is a package that nobody chose."""
    pins = {plain(line) for line in (PROJECT / "requirements.lock").read_text(encoding="utf-8").splitlines() if line}
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = declared() | {plain(each) for extra in project["optional-dependencies"].values() for each in extra}
    reached: set[str] = set()
    while asked - reached:
        name = (asked - reached).pop()
        reached.add(name)
        if name in pins:
            asked |= {plain(requirement) for requirement in requires(name) or []}
    assert pins - reached == set()
