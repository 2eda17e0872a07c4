"""Faults of Python code, made by mutmut's operators on libcst trees, and by a few of our own.

Belongs here: which operators, and where they may be used. Left out is what no behaviour hangs on (annotations, the
wording of messages, progress, and what the platform settles: encodings, `strict=` of zip) and what any test notices
because it ends in an error at once: values that become None, arguments that are missing, keys of other names.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import libcst as cst
from libcst.metadata import MetadataWrapper, ParentNodeProvider, PositionProvider
from mutmut.mutation.mutators import mutation_operators
from tests.mutants.faults import Fault, context

PACKAGES = (
    "reading",
    "catalogue",
    "reconciliation",
    "store",
    "warehouse",
    "quality",
    "report",
    "serving",
    "orchestration",
)
_SAID = {"say", "YusuanError", "print", "warn", "cast", "len", "isinstance", "TypeVar", "getLogger"}
_SETTLED = {"encoding", "strict", "errors", "newline", "check", "stdin", "description", "kinds", "group_name"}


def python_faults(project: Path) -> Iterator[Fault]:
    """Every fault that the operators can make in the packages."""
    for package in PACKAGES:
        for path in sorted((project / "dagster_project" / "yusuan" / package).rglob("*.py")):
            text = path.read_text(encoding="utf-8")
            yield from faults_of(text, path.relative_to(project).as_posix(), package)


def faults_of(text: str, path: str, stratum: str) -> list[Fault]:
    """Every fault that the operators can make in one module."""
    wrapper = MetadataWrapper(cst.parse_module(text))
    visitor = _Visitor(text, path, stratum, wrapper.module)
    wrapper.visit(visitor)
    return visitor.found


def _negated(test: cst.BaseExpression) -> cst.BaseExpression:
    """`if a` → `if not (a)`."""
    return cst.UnaryOperation(cst.Not(), test.with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()]))


def _condition_dropped(node: cst.BooleanOperation) -> Iterator[cst.CSTNode]:
    """`a and b` → `a`, and `b`."""
    yield node.left
    yield node.right


def _filter_dropped(node: cst.CompFor) -> Iterator[cst.CSTNode]:
    """`for x in xs if a` → `for x in xs`."""
    for number in range(len(node.ifs)):
        yield node.with_changes(ifs=[*node.ifs[:number], *node.ifs[number + 1 :]])


def _statement_dropped(node: cst.Expr) -> Iterator[cst.CSTNode]:
    """A call for its effect is left out."""
    if isinstance(node.value, cst.Call):
        yield cst.Pass()


def _other_word(node: cst.Name) -> Iterator[cst.CSTNode]:
    """`min` → `max`, `any` → `all`, and back."""
    if node.value in _OTHER_WORDS:
        yield node.with_changes(value=_OTHER_WORDS[node.value])


_OTHER_WORDS = {"min": "max", "max": "min", "any": "all", "all": "any"}
_TO_NONE = {
    "operator_assignment",
    "operator_augmented_assignment",
    "operator_lambda",
    "operator_dict_arguments",
    "operator_match",
}
OPERATORS: list[tuple[type, Callable[[Any], Any]]] = [
    *((kind, operator) for kind, operator in mutation_operators if operator.__name__ not in _TO_NONE),
    (cst.BooleanOperation, _condition_dropped),
    (cst.CompFor, _filter_dropped),
    (cst.Expr, _statement_dropped),
    (cst.Name, _other_word),
]


def _noise(operator: str, original: str, replacement: str) -> bool:
    if operator == "string":
        return "XX" not in replacement  # a change of case
    if operator == "statement_dropped":
        return original.startswith(("say(", "logging."))
    if operator == "arg_removal" and "strict=" in original and "strict=" not in replacement:
        return True
    if operator == "arg_removal":  # but for one with a name, which mostly has a default
        return replacement.count("None") > original.count("None") or replacement.count("=") == original.count("=")
    # Paths are divided; a fault of that is a TypeError.
    return operator == "swap_op" and '"' in original and " / " in original


class _Visitor(cst.CSTVisitor):
    METADATA_DEPENDENCIES = (PositionProvider, ParentNodeProvider)

    def __init__(self, text: str, path: str, stratum: str, module: cst.Module) -> None:
        super().__init__()
        self.text, self.path, self.stratum, self.module = text, path, stratum, module
        self.lines = text.splitlines(keepends=True)
        self.starts = [0]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.found: list[Fault] = []

    def on_visit(self, node: cst.CSTNode) -> bool:
        """Collect the faults of a node; False where nothing below it is to be changed."""
        if _left_out(node):
            return False
        for kind, operator in OPERATORS:
            if isinstance(node, kind) and (kind is not cst.BaseString or self._is_compared(node)):
                for changed in operator(node):
                    self._add(node, changed, operator.__name__.strip("_").removeprefix("operator_"))
        if isinstance(node, cst.If | cst.IfExp | cst.While):
            self._add(node.test, _negated(node.test), "negated")
        return True

    def _is_compared(self, node: cst.CSTNode) -> bool:
        """Whether a word is one that something is compared with, or of the papers' own language."""
        parent = self.get_metadata(ParentNodeProvider, node, None)
        while isinstance(parent, cst.Element | cst.Tuple | cst.Set):
            parent = self.get_metadata(ParentNodeProvider, parent, None)
        return isinstance(parent, cst.ComparisonTarget) or any(
            "一" <= c <= "鿿" for c in self.module.code_for_node(node)
        )

    def _add(self, node: cst.CSTNode, changed: cst.CSTNode, operator: str) -> None:
        place = self.get_metadata(PositionProvider, node, None)
        if place is None:
            return
        start = self.starts[place.start.line - 1] + place.start.column
        end = self.starts[place.end.line - 1] + place.end.column
        original = self.text[start:end]
        before = original[: len(original) - len(original.lstrip())]
        replacement = before + self.module.code_for_node(changed).strip()
        if original != replacement and not _noise(operator, original, replacement):
            line = place.start.line
            within = context(self.lines, line)
            self.found.append(
                Fault("python", self.path, line, operator, start, end, replacement, original, within, self.stratum)
            )


def _left_out(node: cst.CSTNode) -> bool:
    if isinstance(
        node, cst.Annotation | cst.Decorator | cst.ImportFrom | cst.Import | cst.FormattedString | cst.Assert
    ):
        return True
    if isinstance(node, cst.SimpleString):
        return " " in node.value or "\n" in node.value  # words for people, and SQL
    if isinstance(node, cst.Subscript):
        return isinstance(node.slice[0].slice, cst.Index) and isinstance(node.slice[0].slice.value, cst.SimpleString)
    if isinstance(node, cst.Expr) and isinstance(node.value, cst.BaseString):
        return True  # docstrings
    if isinstance(node, cst.If) and isinstance(node.test, cst.Name) and node.test.value == "TYPE_CHECKING":
        return True
    if isinstance(node, cst.Call):
        name = node.func.attr.value if isinstance(node.func, cst.Attribute) else getattr(node.func, "value", None)
        return name in _SAID
    if isinstance(node, cst.Arg):
        return node.keyword is not None and node.keyword.value in _SETTLED
    return isinstance(node, cst.Assign) and any(
        isinstance(target.target, cst.Name) and target.target.value in ("__all__", "_DESCRIPTION")
        for target in node.targets
    )
