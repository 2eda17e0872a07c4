"""Faults of models and macros, made on their text: Jinja, strings and comments are masked, so that places stay.

Belongs here: the operators. A parser of SQL cannot read a template, and what dbt renders is not what the file says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.mutants.faults import Fault, context

Change = tuple[int, int, str]  # start, end, replacement

_MASKED = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|--[^\n]*|/\*.*?\*/|'(?:[^']|'')*'", re.DOTALL)
_WORD_SWAPS = {
    "min": "max",
    "max": "min",
    "min_by": "max_by",
    "max_by": "min_by",
    "arg_min": "arg_max",
    "arg_max": "arg_min",
    "bool_or": "bool_and",
    "bool_and": "bool_or",
    "first_value": "last_value",
    "last_value": "first_value",
    "greatest": "least",
    "least": "greatest",
    "list_first": "list_last",
    "list_last": "list_first",
    "sum": "max",
    "any_value": "max",
    "rank": "row_number",
    "dense_rank": "row_number",
    "lag": "lead",
    "lead": "lag",
}
# Where a condition of AND and OR ends, at its own depth.
_END = re.compile(
    r"\b(?:and|or|where|group|order|having|qualify|then|when|else|end|on|inner|left|join|from|union|select|limit|semi|anti|cross|full|window|over|filter)\b|,",
    re.IGNORECASE,
)


def sql_faults(project: Path) -> Iterator[Fault]:
    """Every fault that the operators can make in models and macros."""
    for folder in ("models", "macros"):
        for path in sorted((project / "dbt" / folder).rglob("*.sql")):
            text = path.read_text(encoding="utf-8")
            yield from faults_of(text, path.relative_to(project).as_posix())


def faults_of(text: str, path: str) -> Iterator[Fault]:
    """Every fault that the operators can make in one file."""
    masked = mask(text)
    lines = text.splitlines()
    for operator, changes in OPERATORS.items():
        for start, end, replacement in changes(text, masked):
            if text[start:end] == replacement:
                continue
            line = text.count("\n", 0, start) + 1
            within = context(lines, line)
            yield Fault("sql", path, line, operator, start, end, replacement, text[start:end], within, "sql")


def mask(text: str) -> str:
    """The text with templates, strings and comments blotted out; as long as it was, with its lines."""

    def blot(found: re.Match[str]) -> str:
        what = found[0]
        if what.startswith("'"):
            return "'" + re.sub(r"[^\n]", "¤", what[1:-1]) + "'"
        fill = "x" if what.startswith("{{") else " "
        return re.sub(r"[^\n]", fill, what)

    return _MASKED.sub(blot, text)


def _words(pattern: str, replacement: str | Callable[[re.Match[str]], str]) -> Callable[[str, str], Iterator[Change]]:
    compiled = re.compile(pattern, re.IGNORECASE)

    def changes(_text: str, masked: str) -> Iterator[Change]:
        for found in compiled.finditer(masked):
            yield found.start(), found.end(), replacement if isinstance(replacement, str) else replacement(found)

    return changes


def _comparisons(_text: str, masked: str) -> Iterator[Change]:
    swaps = {"<": "<=", "<=": "<", ">": ">=", ">=": ">", "<>": "=", "=": "<>"}
    for found in re.finditer(r"(?<= )(<=|>=|<>|<|>|=)(?= )", masked):
        yield found.start(), found.end(), swaps[found[0]]


def _drop_coalesce(text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\bcoalesce\(", masked, re.IGNORECASE):
        inside = found.end()
        close = _closing(masked, inside)
        comma = _comma(masked, inside, close)
        if comma is not None:
            yield found.start(), close + 1, text[inside:comma].strip()


def _drop_condition(_text: str, masked: str) -> Iterator[Change]:
    """`a and b` → `a`: the word and what follows it, to the next of its depth."""
    for found in re.finditer(r"\b(and|or)\b", masked, re.IGNORECASE):
        if _is_between(masked, found.start()):
            continue
        end = _condition_end(masked, found.end())
        if masked[found.end() : end].strip():
            yield found.start(), end, ""


def _drop_where(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\bwhere\b", masked, re.IGNORECASE):
        end = _condition_end(masked, found.end())
        if masked[found.end() : end].strip():
            yield found.end(), end, " true "


def _negate(text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\b(where|when|and|or)\b", masked, re.IGNORECASE):
        if found[0].lower() in ("and", "or") and _is_between(masked, found.start()):
            continue
        end = _condition_end(masked, found.end())
        condition = text[found.end() : end].strip()
        if condition and "--" not in condition:
            yield found.end(), end, f" not ({condition}) "


def _drop_branch(_text: str, masked: str) -> Iterator[Change]:
    """`when a then b when c then d` → `when c then d`."""
    for found in re.finditer(r"\bwhen\b.*?(?=\bwhen\b|\belse\b)", masked, re.IGNORECASE | re.DOTALL):
        if "case" not in found[0].lower() and found[0].count("(") == found[0].count(")"):
            yield found.start(), found.end(), ""


def _constants(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"(?<![\w.¤'])\d+(?![\w.¤'])", masked):
        if not re.search(r"(decimal\([\d, ]*|group by [\d, ]*)$", masked[: found.start()], re.IGNORECASE):
            yield found.start(), found.end(), str(int(found[0]) + 1)


def _strings(text: str, masked: str) -> Iterator[Change]:
    """A word of a list or a value becomes another."""
    for found in re.finditer(r"'¤+'", masked):
        word = text[found.start() + 1 : found.end() - 1]
        if "{" in word or "\n" in word:
            continue
        before = masked[max(0, found.start() - 30) : found.start()]
        if re.search(r"(=|<>|\bin \(|,|\bthen|\belse) $|\bin \($", before, re.IGNORECASE):
            yield found.start() + 1, found.end() - 1, word + "x"


def _patterns(text: str, masked: str) -> Iterator[Change]:
    """A regular expression loses one of its alternatives."""
    for found in re.finditer(r"'¤+'", masked):
        word = text[found.start() + 1 : found.end() - 1]
        bars = [place for place, char in enumerate(word) if char == "|"]
        if bars and "{" not in word and re.search(r"[一-鿿]", word):
            first = bars[0]
            last = bars[1] if len(bars) > 1 else len(word)
            dropped = re.split(r"[()]", word[first:last])[0]
            yield found.start() + 1 + first, found.start() + 1 + first + len(dropped), ""


def _arithmetic(_text: str, masked: str) -> Iterator[Change]:
    swaps = {"+": "-", "-": "+", "*": "+", "/": "*", "//": "*"}
    for found in re.finditer(r"(?<=[\w)] )(?<!select )(?<!distinct )(\+|-|\*|//|/)(?= [\w(])", masked):
        yield found.start(), found.end(), swaps[found[0]]


def _union(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\bunion all\b( by name)?", masked, re.IGNORECASE):
        yield found.start(), found.end(), "union" + (found[1] or "")


def _drop_distinct(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\bdistinct (?!from\b|on\b)", masked, re.IGNORECASE):
        yield found.start(), found.end(), ""


def _drop_filter(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"\s*\bfilter \(", masked, re.IGNORECASE):
        yield found.start(), _closing(masked, found.end()) + 1, ""


def _drop_order(_text: str, masked: str) -> Iterator[Change]:
    """The last key of an order that breaks ties, or its direction."""
    for found in re.finditer(r"\border by ([\w.]+)( desc)?(?= *[,)\n])", masked, re.IGNORECASE):
        yield found.end() - len(found[2] or ""), found.end(), "" if found[2] else " desc"


def _partition(_text: str, masked: str) -> Iterator[Change]:
    for found in re.finditer(r"(\bpartition by [\w.]+)(, [\w.]+)", masked, re.IGNORECASE):
        yield found.start(2), found.end(2), ""


OPERATORS: dict[str, Callable[[str, str], Iterator[Change]]] = {
    "comparison": _comparisons,
    "and_or": _words(r"\b(and|or)\b", lambda found: "or" if found[0].lower() == "and" else "and"),
    "aggregate": _words(rf"\b({'|'.join(_WORD_SWAPS)})(?=\()", lambda found: _WORD_SWAPS[found[0].lower()]),
    "left_join": _words(r"\bleft join\b", "inner join"),
    "inner_join": _words(r"\binner join\b", "left join"),
    "semi_anti": _words(
        r"\b(semi|anti) join\b", lambda found: "anti join" if found[1].lower() == "semi" else "semi join"
    ),
    "is_null": _words(r"\bis (not )?null\b", lambda found: "is null" if found[1] else "is not null"),
    "not": _words(r"\bnot (?=in\b|exists\b|\()", ""),
    "coalesce": _drop_coalesce,
    "condition": _drop_condition,
    "where": _drop_where,
    "negation": _negate,
    "branch": _drop_branch,
    "constant": _constants,
    "value": _strings,
    "pattern": _patterns,
    "arithmetic": _arithmetic,
    "union": _union,
    "distinct": _drop_distinct,
    "filter": _drop_filter,
    "order": _drop_order,
    "partition": _partition,
}


def _closing(masked: str, start: int) -> int:
    """The place of the bracket that closes the one before `start`."""
    depth = 1
    for place in range(start, len(masked)):
        depth += {"(": 1, ")": -1}.get(masked[place], 0)
        if depth == 0:
            return place
    return len(masked) - 1


def _comma(masked: str, start: int, end: int) -> int | None:
    depth = 0
    for place in range(start, end):
        depth += {"(": 1, "[": 1, "{": 1, ")": -1, "]": -1, "}": -1}.get(masked[place], 0)
        if depth == 0 and masked[place] == ",":
            return place
    return None


def _condition_end(masked: str, start: int) -> int:
    """Where the condition that begins at `start` ends: at a word of its own depth, or the bracket around it."""
    opened: list[str] = []  # brackets, and `case` and `between` until their own `end` and `and`
    for found in re.finditer(r"[(\[{]|[)\]}]|\b\w+\b|,", masked[start:]):
        word = found[0].lower()
        if word in "([{" or word in ("case", "between"):
            opened.append(word)
        elif opened and word == _CLOSED_BY.get(opened[-1]):
            opened.pop()
        elif not opened and (word in ")]}" or _END.fullmatch(word)):
            return start + found.start()
    return len(masked.rstrip())


_CLOSED_BY = {"(": ")", "[": "]", "{": "}", "case": "end", "between": "and"}


def _is_between(masked: str, place: int) -> bool:
    """Whether an `and` belongs to `between … and …`."""
    before = masked[max(0, place - 80) : place]
    found = list(re.finditer(r"\b(between|and|or|where|when|on)\b", before, re.IGNORECASE))
    return bool(found) and found[-1][0].lower() == "between"
