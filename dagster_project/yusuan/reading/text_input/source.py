"""Bytes of a text file → lines and words, with the damage of the tools that wrote it taken off.

Belongs here: encodings, page breaks, Markdown marks. Does not: what a line or word is for.
"""

from __future__ import annotations

import codecs
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from yusuan.reading.paper import UnreadableError
from yusuan.reading.text import squeeze

_ENCODINGS = ("utf-8-sig", "gb18030")
_TAGS = re.compile(r"</?(?:b|i|u|sup|sub|strong|em|br)\s*/?>", re.IGNORECASE)
_FORMULA = re.compile(r"\$[^$\t]{0,60}\$")
_HEADING = re.compile(r"^\s*(?:#{1,6}\s+|[-*+]\s+(?=\S))")
# A figure with decimals and the words of the next cell are two words, even where a tool prints no blank between them.
_WORD = re.compile(r"[-−]?\d[\d,]*\.\d+%?(?=[\u2e80-\u9fff(（])|\S+")
_RUNNING = re.compile(r"^[-—–·]*(?:第?\d{1,4}页?(?:共\d+页)?|[IVX]+)[-—–·]*$|^(?!.*(?:万元|表$|表\d)).{4,}")
_EMPHASIS = re.compile(r"\*{2,3}([^*\t]+)\*{2,3}")


@dataclass(frozen=True)
class Word:
    """Printed text between blanks: `text` as printed, `line` counts from 0, `start` is the offset in that line."""

    text: str
    line: int
    start: int

    @property
    def plain(self) -> str:
        """The text normalised."""
        return squeeze(self.text)


@dataclass(frozen=True)
class SourceLine:
    """A line: `number` counts from 0 over the file, `page` from 1 by its form feeds."""

    number: int
    page: int
    text: str

    @cached_property
    def plain(self) -> str:
        """The line normalised, without white space."""
        return squeeze(self.text)

    @property
    def indent(self) -> int:
        """Blanks in front, a full-width blank counted as one."""
        return len(self.text) - len(self.text.lstrip())

    def words(self) -> list[Word]:
        """The words of the line. Single characters that stand apart are one word set wide (`收 入 总 计`)."""
        found = [Word(m[0], self.number, m.start()) for m in _WORD.finditer(self.text)]
        out: list[Word] = []
        run: list[Word] = []
        for word in [*found, None]:
            if word is not None and len(word.text) == 1 and not word.text.isdigit() and word.text not in "-—":
                run.append(word)
                continue
            if len(run) > 1:
                out.append(Word("".join(w.text for w in run), run[0].line, run[0].start))
            else:
                out.extend(run)
            run = []
            if word is not None:
                out.append(word)
        return out


def read_lines(data: bytes) -> list[SourceLine]:
    """The lines of a text file that print something. Raises UnreadableError where it is no text in a known encoding."""
    return lines_of(decode(data))


def lines_of(text: str) -> list[SourceLine]:
    """The lines of a text that print something."""
    lines: list[SourceLine] = []
    number = 0
    for page, part in enumerate(text.split("\f"), start=1):
        for raw in part.splitlines():
            if squeeze(raw):
                lines.append(SourceLine(number, page, raw))
            number += 1
    return lines


def running_lines(lines: Sequence[SourceLine]) -> set[int]:
    """The numbers of running heads and feet: first or last lines of at least three pages that differ in digits only."""
    pages: dict[int, list[SourceLine]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    if len(pages) < 3:
        return set()
    edges = [line for own in pages.values() for line in {id(e): e for e in (*own[:2], *own[-2:])}.values()]
    shapes = Counter(re.sub(r"\d+", "#", line.plain) for line in edges)
    repeated = {line.number for line in edges if shapes[re.sub(r"\d+", "#", line.plain)] >= max(3, len(pages) // 3)}
    return {line.number for line in edges if line.number in repeated and _RUNNING.search(line.plain)}


def clean_markdown(lines: list[SourceLine]) -> list[SourceLine]:
    """The lines without heading marks, emphasis, tags and the formulas that OCR sees in rules and smudges."""
    out = []
    for line in lines:
        text = _EMPHASIS.sub(r"\1", _FORMULA.sub("", _TAGS.sub("", line.text)))
        text = _HEADING.sub("", text) if "\t" not in text else text
        text = re.sub(r"[—_\-=]{4,}", "", text)
        if squeeze(text):
            out.append(SourceLine(line.number, line.page, text))
    return out


def decode(data: bytes) -> str:
    """The text in the bytes of a file. Raises UnreadableError where it is no text in a known encoding."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError as error:
            raise UnreadableError("The text says that it is UTF-16, and is not.") from error
    if b"\x00" in data:
        raise UnreadableError("The file is no text: it holds zero bytes.")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableError("The text is in no known encoding (UTF-8, UTF-16, GB 18030).")
