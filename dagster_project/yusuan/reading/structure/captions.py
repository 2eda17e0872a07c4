"""The lines around a table: its title, number, money unit, whose it is, and the notes under it.

Belongs here: what the lines above and below a grid say about it. Does not: who published the document (identity.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from yusuan.reading.declared import read_declared
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.pages.layout import Line
from yusuan.reading.text import squeeze

_UNIT = re.compile(rf"(?:单位|金额)[:]?\(?(?:人民币)?({MONEY_UNIT})\)?")
_NAMED = re.compile(r"单位|部门|金额")  # a line that names a unit or a body has one of these
_ENTITY = re.compile(
    r"(?:^|(?<=[\s)]))(?:编制|填报|预算主管|预算|公开|主管)?(?P<kind>部门|单位)(?:\(单位\))?(?:名称)?:(?P<name>[^\s:]+)"
)
# In 表一一般公共预算 the second 一 begins the title.
_NUMBER = (
    r"(?:(?:附|公开)?\s*表\s*(?:\d+|[一二三四五六七八九十]+(?!般))(?:[-－—之]\d+)*"
    r"|公开\s*\d+\s*表|附件\s*\d+(?:[-－—]\d+)*)"
)
_NUMBER_LINE = re.compile(rf"^(?:{_NUMBER}[:.、]?|\({_NUMBER}\))$")
_NUMBER_BEFORE = re.compile(rf"^(?:{_NUMBER}|\({_NUMBER}\)|\(?[\d一二三四五六七八九十]+\)?[、.．])[:.、]?(?=\S)")
_NUMBER_BEHIND = re.compile(rf"\((?P<number>{_NUMBER})\)(?=(?:\(续\))?$)")
_NOTE = re.compile(
    r"^(注|备注|说明|附注)(\d|[:.、]|$)|^第?\(?\d+\)?[栏行列]|^[栏行]次\d+=|^此表|本表.*空"
    r"|无.*(安排|收支|支出|收入|拨款|数据).{0,6}(空|。|$)"
)
_TITLE_END = re.compile(r"(表|明细|情况)(\(.{1,20}\)|[-—](续|\d+))?$")
_KEPT = 1 << 12  # lines: each is asked about from above and from below
_MARGIN = 0.09  # share of the page's height in which running heads and page numbers stand


@dataclass
class Caption:
    """What the lines above a table say; texts normalised, without white space."""

    title: str | None = None
    number: str | None = None
    unit: str | None = None
    entity: str | None = None
    entity_kind: str | None = None  # 部门 or 单位, as printed in front of the name
    lines: list[Line] = field(default_factory=list)


def running_lines(pages: Sequence[tuple[float, Sequence[Line]]]) -> set[tuple[int, int]]:
    """(page index, line index) of page numbers and of heads and feet that repeat on at least three pages.

    `pages` holds each page's height in points and its lines.
    """
    where: dict[str, list[tuple[int, int]]] = {}
    found: set[tuple[int, int]] = set()
    for p, (height, lines) in enumerate(pages):
        for i, line in enumerate(lines):
            if not (line.bottom < _MARGIN * height or line.top > (1 - _MARGIN) * height):
                continue
            text = squeeze(line.text)
            if _NUMBER_LINE.match(text):
                continue
            if re.fullmatch(r"[-—–·]*(第?\d{1,4}页?(共\d+页)?|[IVX]+)[-—–·]*", text):
                found.add((p, i))
            else:
                where.setdefault(re.sub(r"\d+", "#", text), []).append((p, i))
    for text, places in where.items():
        per_page = Counter(p for p, _ in places)
        if len(per_page) >= 3 and not _TITLE_END.search(text) and not _UNIT.search(text):
            found.update(places)
    return found


def read_caption(lines: Sequence[Line], lexicon: Lexicon) -> Caption:
    """The caption in the lines between what stands above and a table, nearest line last."""
    caption = Caption()
    for i in range(len(lines) - 1, -1, -1):
        line = lines[i]
        text = _spaced(line.text)
        plain = squeeze(line.text)
        used = False
        below = squeeze(lines[i + 1].text) if i + 1 < len(lines) else ""
        if caption.unit is None and (unit := _UNIT.search(plain) or _UNIT.fullmatch(plain + below)):
            caption.unit, used = unit[1], True
        if caption.entity is None and (entity := _entity(text)):
            caption.entity_kind, caption.entity = entity
            used = True
        for word in text.split():
            if caption.number is None and _NUMBER_LINE.match(word):
                caption.number, used = word.strip("():.、"), True
        if caption.title is None and (title := _title(lines, i, lexicon)):
            _take_title(caption, title)
            used = True
        if used:
            caption.lines.append(line)
        elif caption.title is not None:
            break
    caption.lines.reverse()
    return caption


def is_title_line(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line can be the title of a table."""
    return _as_title(squeeze(line.text), lexicon) is not None


def is_table_number(plain: str) -> bool:
    """Whether normalised text is nothing but a table's number: 表11, 公开05表, (附表 2)."""
    return bool(_NUMBER_LINE.match(plain))


def is_caption_line(line: Line, lexicon: Lexicon) -> bool:
    """Whether a line captions a table: its title, or the line that names its money unit or its body."""
    return is_title_line(line, lexicon) or _is_unit_or_entity(line.text)


@lru_cache(maxsize=_KEPT)
def _is_unit_or_entity(text: str) -> bool:
    plain = squeeze(text)
    if not _NAMED.search(plain):
        return False
    return bool(_UNIT.search(plain)) or _entity(_spaced(text)) is not None


def note_lines(lines: Sequence[Line], lexicon: Lexicon) -> list[Line]:
    """The notes directly under a table: from the first line that begins as one, until a gap or the next title."""
    notes: list[Line] = []
    for line in lines:
        plain = squeeze(line.text)
        if is_title_line(line, lexicon) or _NUMBER_LINE.match(plain):
            break
        if not notes and not _NOTE.search(plain) and not read_declared([line.text]):
            continue
        if notes and line.top - notes[-1].bottom > 1.6 * line.size and not _NOTE.search(plain):
            break
        notes.append(line)
    return notes


def _spaced(text: str) -> str:
    """Normalised text in which blanks stand only where words are apart: `单 位 ： 万元` loses its own."""
    parts = [squeeze(p) for p in re.split(r"\s{2,}| (?=\S*:)", re.sub(r"\s*[:：]\s*", ":", text))]
    return " ".join(p for p in parts if p)


def _entity(text: str) -> tuple[str, str] | None:
    for match in _ENTITY.finditer(text):
        name = match["name"]
        if not _UNIT.fullmatch(f"单位:{name}") and not re.fullmatch(rf"({MONEY_UNIT})?%?", name) and len(name) > 2:
            return match["kind"], re.sub(rf"(单位|金额单位):?({MONEY_UNIT})$", "", name)
    return None


def _title(lines: Sequence[Line], i: int, lexicon: Lexicon) -> str | None:
    """The title that ends on line i: wrapped over the line above, or with a bracketed line below."""
    plain = squeeze(lines[i].text)
    below = squeeze(lines[i + 1].text) if i + 1 < len(lines) else ""
    bracket = below if re.fullmatch(r"\([^:]{2,30}\)", below) and not _NUMBER_BEHIND.search(below) else ""
    if i and _wraps(lines[i - 1], lines[i], lexicon):
        joined = _as_title(squeeze(lines[i - 1].text) + plain, lexicon)
        if joined:
            return joined + bracket
    title = _as_title(plain, lexicon)
    return title + bracket if title else None


def _wraps(above: Line, line: Line, lexicon: Lexicon) -> bool:
    """Whether a line goes on with the one above: near, of one size, on one middle, and that one ends nothing."""
    plain = _NUMBER_BEFORE.sub("", squeeze(above.text))
    return (
        line.top - above.bottom < 0.9 * line.size
        and abs(above.size - line.size) < 0.5
        and (abs((above.x0 + above.x1) - (line.x0 + line.x1)) < 4 * line.size or abs(above.x0 - line.x0) < line.size)
        and len(plain) >= 6
        and not re.search(r"[。;:]", plain)
        and not _NUMBER_LINE.match(plain)
        and not _UNIT.search(plain)
        and _as_title(plain, lexicon) is None
    )


@lru_cache(maxsize=_KEPT)
def _as_title(plain: str, lexicon: Lexicon) -> str | None:
    """The text where it can be a table's title: a known kind, ends as titles do, no sentence."""
    if len(plain) > 70 or re.search(r"[。;,]|目录|\.{3,}|…", plain):
        return None
    core = re.sub(rf"(单位|金额单位):?\(?({MONEY_UNIT})\)?$", "", plain)
    core = _NUMBER_BEHIND.sub("", core)
    if not _TITLE_END.search(core) or not lexicon.is_title(core):
        return None
    return plain


def _take_title(caption: Caption, plain: str) -> None:
    plain = re.sub(rf"(单位|金额单位):?\(?({MONEY_UNIT})\)?$", "", plain)
    if behind := _NUMBER_BEHIND.search(plain):
        caption.number = caption.number or behind["number"]
        plain = plain[: behind.start()] + plain[behind.end() :]
    if before := _NUMBER_BEFORE.match(plain):
        number = before[0].strip("():.、")
        if "表" in number:
            caption.number = caption.number or number
        plain = plain[before.end() :]
    caption.title = plain
