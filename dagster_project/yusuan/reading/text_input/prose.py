"""Figures that the text around the tables states for the 三公 items, and the rows that they place.

Belongs here: sentences of the narrative → item, stage, amount; the one-row tables that nothing else can prove.
Does not: checking prose against tables (dbt).

A table of one row has no column sums, and what adds up across it can add up twice. Its figures have their columns
only where the narrative names the item: `公务接待费0.2万元`, `支出决算为2.69万元`, `比年初预算减少0.31万元`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from yusuan.reading.text_input.patterns import Pattern, patterns_of, shapes_of
from yusuan.reading.text_input.source import SourceLine
from yusuan.reading.text_input.table_views import RowView, TableView
from yusuan.reading.text_input.text_tables import TextFigure

_NUMBER = r"(?P<value>\d[\d,]*(?:\.\d+)?)万元"
_SAID = re.compile(
    r"^(?:支出)?(?:(?P<final>支出决算(?:数)?为|决算(?:数)?为)|(?:全年|年初|调整)?(?P<budget>预算(?:数)?为)|(?:支出|预算|安排)*(?:为)?)"
    + _NUMBER
)
_FINAL = re.compile(r"(?:支出)?决算(?:数)?为" + _NUMBER)
_CHANGE = re.compile(r"比(?:年初|全年)预算(?P<way>减少|增加)" + _NUMBER)
StatedAmounts = dict[tuple[str, str], Decimal]


def place_items(views: Sequence[TableView], lines: Sequence[SourceLine], names: Mapping[str, str]) -> None:
    """Give the figures of one-row 三公 tables their columns where the narrative leaves one way.

    `names` are patterns of what the narrative calls the items, the longer name first.
    """
    tables = [v for v in views if v.table.kind == "three_public" and len(_open_lines(v)) == 1]
    if not tables:
        return
    text = "".join(line.plain for line in lines)
    facts = read_facts(text, names, len({c.terms["stage"] for c in tables[0].columns}) > 1)
    for view in tables:
        line = _open_lines(view)[0]
        _place(line, view, facts)


def _open_lines(view: TableView) -> list[RowView]:
    """The rows whose figures have no columns yet."""
    return [e for e in view.lines if not e.row.is_doubtful and any(f.column is None for f in e.row.figures)]


def read_facts(text: str, names: Mapping[str, str], two_stages: bool) -> StatedAmounts:
    """(item, `budget` or `final`) → 万元. In a paper of one stage all figures are filed under `final`."""
    facts: StatedAmounts = {}
    for item, clause in _clauses(text, names):
        if two_stages:
            final = _FINAL.search(clause) or (_SAID.match(clause) if item != "three_public" else None)
            if final and final.re is _SAID and final["budget"]:
                final = None
            if final:
                facts.setdefault((item, "final"), _decimal(final["value"]))
            said = re.search(r"预算(?:数)?为" + _NUMBER, clause)
            if said:
                facts.setdefault((item, "budget"), _decimal(said["value"]))
            change = _CHANGE.search(clause)
            if change and (item, "final") in facts:
                delta = _decimal(change["value"])
                value = facts[item, "final"] + (delta if change["way"] == "减少" else -delta)
                facts.setdefault((item, "budget"), value)
        elif said := _SAID.match(clause):
            facts.setdefault((item, "final"), _decimal(said["value"]))
    return facts


def _clauses(text: str, names: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(item, what is said of it up to the next item or the end of the sentence)."""
    named = re.compile("|".join(f"(?P<{item}>{pattern})" for item, pattern in names.items()))
    found = list(named.finditer(text))
    for match, following in zip(found, [*found[1:], None], strict=True):
        end = following.start() if following else len(text)
        clause = re.split(r"[。;]", text[match.end() : min(end, match.end() + 120)])[0]
        if match.lastgroup:
            yield match.lastgroup, clause


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _place(line: RowView, view: TableView, facts: StatedAmounts) -> None:
    row = line.row
    whole, _ = patterns_of(row, view)
    if len(row.figures) == len(view.of_block(row.block)):
        _settle(row.figures, whole, whole)
        return
    said = [p for p in shapes_of(row, view) if _agrees(p, line, view, facts)]
    _settle(row.figures, said or whole, said)


def _agrees(pattern: Pattern, line: RowView, view: TableView, facts: StatedAmounts) -> bool:
    values = dict(zip(pattern, line.row.figures, strict=True))
    two_stages = len({c.terms["stage"] for c in view.columns}) > 1
    for column in view.columns:
        item = column.terms.get("item") or ("three_public" if column.terms["sum_role"] == "total" else "")
        stage = "budget" if two_stages and column.terms["stage"] != "final" else "final"
        fact = facts.get((item, stage))
        figure = values.get(column.number)
        if fact is not None and (figure.number if figure else Decimal(0)) != fact:
            return False
    return True


def _settle(figures: Sequence[TextFigure], possible: Sequence[Pattern], proven: Sequence[Pattern]) -> None:
    for i, figure in enumerate(figures):
        if possible:
            figure.column = possible[0][i]
        figure.reading = "exact" if len({p[i] for p in proven}) == 1 else "ambiguous"
