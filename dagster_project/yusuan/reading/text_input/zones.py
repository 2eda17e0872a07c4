"""Lines → zones: the stretch of text that belongs to one table, whose title and header may stand behind its data.

Belongs here: where a table's zone begins and ends; its caption, header and body lines. Does not: rows, columns.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from yusuan.reading.declared import index_number
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.pages.layout import Line
from yusuan.reading.structure.captions import is_title_line
from yusuan.reading.text_input.layouts import HeaderMatch, Layout, header_text, match_header
from yusuan.reading.text_input.source import SourceLine

_NUMBER = re.compile(r"(?:附|公开)?表[\d一二三四五六七八九十]+(?:[-－—之]\d+)*|公开\d+表|附表\d+(?:[-－—]\d+)*")
_PART = re.compile(r"第[一二三四五六七八九十]部分")
_CAPTION = re.compile(r"(?:单位|部门|金额)[^,。;]{0,60}:|万元$")
_NOTE = re.compile(r"(?:注|备注|说明|附注)(?:\d|[:.、])|\d+[栏行](?:各行)?[=＝]|此表")
_OPEN = re.compile(r"\([^()]*$|[=＝+＋(（…-]$")  # a note whose statement goes on in the next line
_INDEX_ROW = re.compile(r"(?:[栏行]次)?\d{1,2}(?:(?:[栏行]次)?\d{1,2})*|类款项|[栏行]次")

_WIDEST = 200  # characters of a line of header words
_EMPTY = re.compile(r"无|没有|为空")


@dataclass
class Zone:
    """A stretch of lines with at most one table: `caption`, `notes`, `rest` and what heads it, in order of the text."""

    caption: list[SourceLine] = field(default_factory=list)
    notes: list[SourceLine] = field(default_factory=list)
    rest: list[SourceLine] = field(default_factory=list)
    title: str = ""
    numbered: bool = False

    @property
    def first(self) -> int:
        """The number of its first line."""
        return min((line.number for line in [*self.caption, *self.rest, *self.notes]), default=0)


def as_line(line: SourceLine) -> Line:
    """The line for the steps that all papers share: places count lines and characters."""
    top = line.number * 12.0
    return Line(line.text.strip(), float(line.indent), top, float(len(line.text)), top + 10.0, 10.0)


def cut_zones(lines: Sequence[SourceLine], lexicon: Lexicon) -> list[Zone]:
    """The zones of a text. A number line begins one; so does a title, unless the zone's own title is still to come."""
    zones = [Zone()]
    for i, line in enumerate(lines):
        plain = line.plain
        numbered = bool(_NUMBER.fullmatch(plain) or re.match(r"公开\d+表", plain))
        title = not _INDEX_ROW.fullmatch(plain) and "\t" not in line.text and is_title_line(as_line(line), lexicon)
        zone = zones[-1]
        if _PART.match(plain):
            zones.append(Zone())
            zones[-1].rest.append(line)
            continue
        if numbered:
            if zone.numbered or zone.rest or not zone.title:
                zone = _begin(zones)
            zone.numbered = True
            zone.caption.append(line)
        elif title:
            if zone.title or not zone.numbered:
                zone = _begin(zones)
            zone.title = plain
            zone.caption.append(line)
        elif _CAPTION.search(plain) and len(plain) <= 70 and "\t" not in line.text and not _NOTE.match(plain):
            zone.caption.append(line)
        elif _NOTE.match(plain) or _goes_on(zone.notes, lines[i - 1]):
            zone.notes.append(line)
        else:
            zone.rest.append(line)
    return zones


def _goes_on(notes: Sequence[SourceLine], before: SourceLine) -> bool:
    """Whether the line before is a note whose statement is not at its end."""
    return bool(notes) and notes[-1] is before and bool(_OPEN.search(notes[-1].plain))


def _begin(zones: list[Zone]) -> Zone:
    zones.append(Zone())
    return zones[-1]


def claim_page_tops(zones: Sequence[Zone], layouts: Sequence[Layout], kinds: Sequence[Sequence[str]]) -> None:
    """Move lines that stand above a title on its page from the zone before, where only so it has header and data."""
    for before, zone, own in zip(zones, zones[1:], kinds[1:], strict=False):
        if not zone.title or _has_body(zone, find_header(zone, layouts, own)):
            continue
        page = zone.caption[0].page
        above = [line for line in before.rest if line.page == page]
        if not above or above[0].number <= min((line.number for line in before.caption), default=-1):
            continue
        widened = Zone(zone.caption, zone.notes, [*above, *zone.rest], zone.title, zone.numbered)
        if find_header(widened, layouts, own) is not None:
            zone.rest = widened.rest
            before.rest = [line for line in before.rest if line.page != page]


def _has_body(zone: Zone, match: HeaderMatch | None) -> bool:
    """Whether a zone prints a header, and below or above it a figure with decimals or a note that there is none."""
    if match is None:
        return False
    figures = (line for line in zone.rest if line.number not in match.lines)
    empty = any(_EMPTY.search(line.plain) for line in zone.notes)
    return empty or any(re.search(r"\d\.\d", line.plain) for line in figures)


def is_index_row(line: SourceLine) -> bool:
    """Whether a line is the row of column numbers: 栏次 1 2 3, 栏次 1=2+3 2 3, or numbers that count up from 1."""
    words = [w.plain for w in line.words()]
    numbers = [n for w in words if (n := index_number(w)) is not None]
    others = [w for w in words if index_number(w) is None]
    if any(w not in ("栏次", "行次") for w in others) or (not numbers and others != ["栏次"]):
        return False
    if not others and len(numbers) < 3:
        return False
    return all(n == i for i, n in enumerate(numbers, start=1)) or bool(others and len(numbers) <= 3)


def find_header(zone: Zone, layouts: Sequence[Layout], kinds: Sequence[str]) -> HeaderMatch | None:
    """The layout whose header the zone prints: of the kind that the title names, the fewest lines left over."""
    if not zone.title and not zone.numbered:
        return None
    lines = [line for line in zone.rest if _may_be_header(line)]
    matches = [m for layout in layouts if layout.table_kind in kinds and (m := match_header(lines, layout)) is not None]
    return min(matches, key=lambda m: (m.removed, -len(m.lines)), default=None)


def segments(match: HeaderMatch, lines: Sequence[SourceLine]) -> list[int]:
    """The line numbers at which the header's occurrences are complete, in order."""
    wanted = match.layout.characters.total()
    ends, seen = [], 0
    for line in lines:
        if line.number in match.lines:
            seen += len(header_text(line))
            if seen >= wanted:
                ends.append(line.number)
                seen = 0
    return ends


def _may_be_header(line: SourceLine) -> bool:
    return not is_index_row(line) and not re.search(r"\d\.\d|\d,\d{3}|%", line.plain) and len(line.plain) <= _WIDEST
