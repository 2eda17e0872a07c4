"""Lines of prose → paragraphs: joined over line breaks and pages, each under its headings.

Belongs here: where a paragraph begins and what it stands under. Does not: what it says.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any
from unicodedata import east_asian_width

from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.statements.enumerators import PAGE_NUMBER, enumerator_level, plain
from yusuan.reading.statements.prose_figures import has_unit_figure

_SUBJECT = re.compile(r"\([类款]\)[^。]*$")
_INSIDE = re.compile(rf"[\d.,]+({MONEY_UNIT}|%)|\([类款项]\)|元|[,。;、)]")
_FINISHED = re.compile(r"(\d|元|%)$")
_TOPIC = re.compile(r"(说明|情况|明细|概况|安排|结果)$")
_WIDEST = 120  # half widths: a wider line is a paragraph that was never broken
_CLAUSES = re.compile(r"[,:;]")  # a heading is one phrase
_STOPS = ("。", ":", ";", "!", "?")
_LONGEST_HEADING = 45  # characters
_NEIGHBOURS = 30  # lines before and after, whose widths tell how wide a full line is where lines have no places

LineRecord = Mapping[str, Any]


@dataclass
class Paragraph:
    """A paragraph: plain text, and for each character the line that prints it."""

    level: int | None
    heading: str = ""
    text: str = ""
    starts: list[int] = field(default_factory=list)
    lines: list[LineRecord] = field(default_factory=list)

    def add(self, line: LineRecord, text: str) -> None:
        """Append a line with its plain text."""
        self.starts.append(len(self.text))
        self.lines.append(line)
        self.text += text

    def line_at(self, offset: int) -> LineRecord:
        """The line that prints the character at an offset of the text."""
        return self.lines[bisect_right(self.starts, offset) - 1]

    @property
    def is_heading(self) -> bool:
        """Whether it only names what follows: it begins with an enumerator, is short, prints no amount and no share."""
        name = self.text.rstrip("。:")
        return (
            self.level is not None
            and len(name) <= _LONGEST_HEADING
            and "。" not in name
            and not _CLAUSES.search(name)
            and not _SUBJECT.search(self.text)
            and not has_unit_figure(self.text)
        )


def paragraphs(lines: Sequence[LineRecord]) -> Iterator[Paragraph]:
    """Paragraphs of a document in reading order, headings left out; lines are raw `line` records in order.

    Captions and notes of tables end a paragraph; page numbers and running heads do not.
    """
    headings: list[tuple[int, str]] = []
    for paragraph in _joined(lines):
        if paragraph.level is not None:
            headings = [h for h in headings if h[0] < paragraph.level]
        paragraph.heading = "/".join(name for _, name in headings)
        if paragraph.is_heading and paragraph.level is not None:
            headings.append((paragraph.level, paragraph.text.rstrip("。:")))
        yield paragraph


def _joined(lines: Sequence[LineRecord]) -> Iterator[Paragraph]:
    prose = [line for line in lines if line["role"] != "furniture" and not PAGE_NUMBER.fullmatch(plain(line["text"]))]
    full = _full_lines(prose)
    current: Paragraph | None = None
    ended = True
    for line, (is_full, is_indented) in zip(prose, full, strict=True):
        if line["role"] != "prose":
            ended = True
            continue
        text = plain(line["text"])
        level = enumerator_level(text)
        begins = ended or level is not None or is_indented
        if current is None or (begins and not (level is None and _goes_on(current.text, text))):
            if current is not None:
                yield current
            current = Paragraph(level)
        current.add(line, text)
        ended = not is_full
    if current is not None:
        yield current


def _goes_on(text: str, following: str) -> bool:
    """Whether a paragraph cannot have ended: a subject without its amount, or a line that begins inside a figure."""
    if text.endswith(_STOPS):
        return False
    return bool(_SUBJECT.search(text) or _INSIDE.match(following)) and not _FINISHED.search(text)


def _full_lines(lines: Sequence[LineRecord]) -> list[tuple[bool, bool]]:
    """For each line whether the paragraph goes on after it, and whether it begins one by standing further right."""
    if any(line["x1"] for line in lines):
        return [
            shape
            for _, page in groupby(lines, key=lambda line: line["page_number"])
            for shape in _shapes_on_page(list(page))
        ]
    return list(_shapes_by_width(lines))


def _shapes_on_page(lines: Sequence[LineRecord]) -> Iterator[tuple[bool, bool]]:
    long = [line for line in lines if len(plain(line["text"])) >= 12] or lines
    left = min(line["x0"] for line in long)
    right = max(line["x1"] for line in long)
    for line in lines:
        size = (line["x1"] - line["x0"]) / max(_width(plain(line["text"])) / 2, 1)
        yield line["x1"] > right - 2.5 * size, line["x0"] > left + 1.2 * size


def _shapes_by_width(lines: Sequence[LineRecord]) -> Iterator[tuple[bool, bool]]:
    """Text without places: a line goes on where it does not stop, or stops as far right as its neighbours go."""
    widths = [_width(plain(line["text"])) for line in lines]
    for i, (line, width) in enumerate(zip(lines, widths, strict=True)):
        near = sorted(widths[max(0, i - _NEIGHBOURS) : i + _NEIGHBOURS])
        widest = near[len(near) * 8 // 10]
        text = plain(line["text"])
        if text.endswith(_STOPS):
            yield width > 0.95 * widest and not text.endswith(":"), False
        elif enumerator_level(text) is not None and not has_unit_figure(text) and not _CLAUSES.search(text):
            yield width > 0.85 * widest and widest < _WIDEST and not _TOPIC.search(text), False
        else:
            yield width > 0.5 * widest or width > 40, False


def _width(text: str) -> int:
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def all_lines(records: Iterable[LineRecord]) -> list[LineRecord]:
    """Raw `line` records in reading order."""
    return sorted(records, key=lambda r: (r["page_number"], r["line_number"]))
