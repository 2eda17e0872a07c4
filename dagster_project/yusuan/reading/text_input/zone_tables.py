"""Zones of a text → tables with their rows, by the layout of their header.

Belongs here: header, body and notes of one zone put together. Does not: placing figures, sheets.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yusuan.reading.declared import index_number
from yusuan.reading.structure.labels import is_code, is_total
from yusuan.reading.text_input.body import read_figures, read_groups, read_list, split_units
from yusuan.reading.text_input.layouts import Layout, years_of
from yusuan.reading.text_input.lists import read_lists
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.printed import printed_header
from yusuan.reading.text_input.sides import read_sides
from yusuan.reading.text_input.source import SourceLine
from yusuan.reading.text_input.text_figures import is_amount
from yusuan.reading.text_input.text_tables import TextRow, TextTable
from yusuan.reading.text_input.zones import Zone, claim_page_tops, find_header, is_index_row, segments

_TORN = 3  # a table of which more than every third line with figures is one figure alone is printed cell by cell


@dataclass
class FoundTable:
    """A table with its zone: caption and note lines stay lines; `used` are the numbers of lines that the grid holds."""

    table: TextTable
    zone: Zone
    used: set[int] = field(default_factory=set)
    unit: str = "万元"


def read_tables(zones: Sequence[Zone], meaning: Meaning, lines: Sequence[SourceLine]) -> list[FoundTable]:
    """The tables of a text. A zone whose header is no known layout has none, its lines stay prose."""
    text = "".join(line.plain for line in lines)
    claim_page_tops(zones, meaning.layouts, [[meaning.kind_of(zone.title)] for zone in zones])
    found = [f for zone in zones if (f := _read_zone(zone, meaning, text)) is not None]
    names = _unit_names(found)
    for item in found:
        if item.table.layout.has_codes and len(item.table.layout.blocks) == 1:
            for segment in item.table.segments:
                split_units([r for line in segment for r in line], item.table.layout, names.__contains__)
    return found


def _read_zone(zone: Zone, meaning: Meaning, text: str) -> FoundTable | None:
    kind = meaning.kind_of(zone.title)
    kinds = [kind] if zone.title else list(meaning.kinds)
    match = find_header(zone, meaning.layouts, kinds)
    if match is None and meaning.kinds[kind]["default_measure"] == "money" and kind != "other":
        match = printed_header(zone.rest, kind, meaning)
    if match is None:
        return None
    layout = match.layout.with_years(years_of([line for line in zone.rest if line.number in match.lines]))
    table = TextTable(layout, layout.table_kind, zone.title, zone.first)
    item = FoundTable(table, zone, set(match.lines), _unit(zone))
    body = [line for line in zone.rest if line.number not in match.lines and not is_index_row(line)]
    numbering = [line for line in zone.rest if is_index_row(line)]
    item.used |= {line.number for line in numbering}
    numbering += [line for line in zone.rest if line.number in match.lines and "栏次" in line.plain]
    table.column_numbers = column_numbers([[w.plain for w in line.words()] for line in numbering], layout)
    ends = segments(match, zone.rest)
    for part in _cut(body, ends[1:]):
        grid = _read_body(part, layout, meaning, text)
        if grid or not table.segments:
            table.segments.append(grid)
        item.used |= _used(grid, part, layout)
    _flag_repeats(table)
    _flag_doubtful(table, body)
    return item


def column_numbers(lines: Sequence[Sequence[str]], layout: Layout) -> tuple[str, ...]:
    """The numbers over the value columns, by the words of lines that number columns: the first with one for each."""
    count = sum(c.role == "value" for c in layout.columns)
    tails = [words[words.index("栏次") :] if "栏次" in words else words for words in lines]
    numbers = [tuple(w for w in words if index_number(w) is not None) for words in tails]
    return next((found for found in numbers if len(found) == count), ())


def _cut(body: Sequence[SourceLine], ends: Sequence[int]) -> list[list[SourceLine]]:
    parts: list[list[SourceLine]] = [[]]
    left = list(ends)
    for line in body:
        while left and line.number > left[0]:
            left.pop(0)
            parts.append([])
        parts[-1].append(line)
    return parts


def _read_body(lines: Sequence[SourceLine], layout: Layout, meaning: Meaning, text: str) -> list[list[TextRow]]:
    if layout.table_kind == "performance_overall":
        return [[r] for r in read_groups(lines)]
    if len(layout.blocks) > 1:
        if layout.has_codes:
            return read_lists(lines, layout, meaning, text)
        return read_sides(lines, layout, meaning)
    if not any(c.role in ("code", "label") for c in layout.columns):
        return [[r] for r in read_figures(lines)]
    return [[r] for r in read_list(lines, layout)]


def _used(grid: Sequence[Sequence[TextRow]], lines: Sequence[SourceLine], layout: Layout) -> set[int]:
    """The lines that the grid holds: all of them, but of a form only those of its money rows."""
    if layout.table_kind == "performance_overall":
        return {r.line for line in grid for r in line}
    return {line.number for line in lines} if grid else set()


def _flag_repeats(table: TextTable) -> None:
    """The first row of a segment that prints the table's first row again is a repeat."""
    first = table.segments[0][0] if table.segments and table.segments[0] else []
    for segment in table.segments[1:]:
        if segment and first and _texts(segment[0]) == _texts(first) and _texts(first)[0][1]:
            for row in segment[0]:
                row.is_repeat = True


def _flag_doubtful(table: TextTable, body: Sequence[SourceLine]) -> None:
    """Rows whose figures may be others': in a text that prints cell after cell, and rows of lists that name nothing."""
    figures = [[is_amount(w.plain) and not w.plain.isdigit() for w in line.words()] for line in body]
    alone = sum(len(line) == 1 and line[0] for line in figures)
    torn = alone * _TORN > sum(any(line) for line in figures) or _breaks_numbers(table.layout, body)
    for i, row in enumerate(table.rows):
        lines = {f.word.line for f in row.figures}
        nameless = table.layout.has_codes and not row.code and not is_total("".join(row.label_parts) or row.label)
        unlabelled = i == 0 and not row.label_parts and not row.label
        row.is_doubtful = torn or len(lines) > 1 or (nameless and not unlabelled)


def _breaks_numbers(layout: Layout, body: Sequence[SourceLine]) -> bool:
    """Whether a text breaks numbers of narrow cells over lines: words that are a number's tail (`.82`, a lone `2`)."""
    numbered = any(c.role == "index" for c in layout.columns)
    for line in body:
        words = [w.plain for w in line.words()]
        if any(re.match(r"\.\d", w) for w in words):
            return True
        if not numbered and words and all(re.fullmatch(r"\d{1,2}", w) for w in words):
            return True
    return False


def _texts(rows: Sequence[TextRow]) -> list[tuple[str, list[str]]]:
    return [(r.label + "".join(r.label_parts), [f.word.plain for f in r.figures]) for r in rows]


def _unit_names(found: Sequence[FoundTable]) -> set[str]:
    """The bodies that tables name beside a unit's code, or in their captions."""
    names = {
        "".join(r.label_parts)
        for f in found
        if len(f.table.layout.of_block(1, "label")) == 1
        for r in f.table.rows
        if r.label_parts and is_code(r.code) and f.table.kind in ("revenue", "general_budget_by_unit", "expenditure")
    }
    for item in found:
        for line in item.zone.caption:
            head, _, name = line.plain.partition(":")
            if head in ("单位", "部门"):
                names.add(name.split("单位:")[0])
    return {n for n in names if len(n) > 3}


def _unit(zone: Zone) -> str:
    """The unit of money that a caption states, 万元 where it states none."""
    text = "".join(line.plain for line in zone.caption)
    return "元" if "万元" not in text and ("单位:元" in text or "(元)" in text) else "万元"
