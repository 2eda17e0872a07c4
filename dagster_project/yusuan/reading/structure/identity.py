"""Whose paper it is, of which year, stage and level, with the page and the text that say so.

Belongs here: title patterns of covers, headings and tables. Does not: file names, defaults, declarations (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.pages.layout import Line
from yusuan.reading.text import squeeze

_YEAR = r"(?P<year>20\d\d)(?:年度|年|度)"
_NAME = r"(?P<name>[^,。;:!?\d《》]{3,45}?)"
_BODY = r"(?P<level>部门|单位)?(?:综合|收支)?(?P<stage>预算|决算)"
_TAIL = r"(?:及.{0,12}|和.{0,12})?(?:信息)?(?:公开|草案|报告|说明|情况|编制|文本|报表|表|目录)*"
_TITLES = (
    re.compile(rf"{_YEAR}{_NAME}{_BODY}{_TAIL}"),
    re.compile(rf"{_NAME}{_YEAR}{_BODY}{_TAIL}"),
    re.compile(rf"{_NAME}{_YEAR}(?P<level>部门|单位)(?:综合|收支)?(?P<stage>预算|决算){_TAIL}"),
)
# 上海市2026年市级单位预算: a series, not a body; the body is named in a line of its own.
_SERIES = re.compile(rf"(?P<name>[^,。;:\d]{{2,12}})?{_YEAR}(?P<name2>[省市区县]级){_BODY}{_TAIL}")
# 2019年部门综合预算公开报表: a title that leaves the body to a line of its own.
_NAMELESS = re.compile(rf"{_YEAR}(?P<level>部门|单位)(?:综合|收支)?(?P<stage>预算|决算){_TAIL}")
_LABELLED = re.compile(
    r"(?:编制|填报|预算主管|主管|预算|公开)?(?P<kind>部门|单位)(?:\(单位\))?(?:名称)?:(?P<name>[^:,。;]{4,45})$"
)
_PART = re.compile(r"^第[一二三四五六七八九十]部分")
_OVERVIEW = re.compile(rf"^第一部分{_NAME}(?:部门|单位)?(?:概况|基本情况)$")
_OVERVIEW_OF = re.compile(r"^第一部分(?P<level>部门|单位)(?:概况|基本情况)$")
_MONEY = re.compile(rf"(单位:?|金额单位:?)?({MONEY_UNIT})$")


@dataclass
class DocumentIdentity:
    """What the paper says of itself; None where it does not. `evidence` names field, value, page and text."""

    title: str | None = None
    publisher_name: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    level: str | None = None
    evidence: list[dict[str, str | int]] = field(default_factory=list)

    def take(self, name: str, value: str | int | None, page: int, text: str) -> None:
        """Set a field that is not known yet, with its evidence."""
        if value is not None and getattr(self, name) is None:
            setattr(self, name, value)
            self.evidence.append({"field": name, "value": value, "page": page, "text": text})


@dataclass(frozen=True)
class TableIdentity:
    """What one table's caption says: title and the body it names, with the word in front of that name."""

    page: int
    title: str | None
    entity: str | None
    entity_kind: str | None


def read_identity(pages: Sequence[Sequence[Line]], tables: Sequence[TableIdentity]) -> DocumentIdentity:
    """The identity of a document from the lines of its pages (outside tables) and its tables' captions.

    Asked in this order: the title on the first two pages; the body named on the cover; headings of the parts; what
    the tables say, where all of them agree. The first answer stands and is recorded.
    """
    identity = DocumentIdentity()
    _read_cover(identity, pages)
    for page, text in _windows(pages, span=3):
        if _PART.match(text):
            _read_title(identity, page, _PART.sub("", text))
            if match := _OVERVIEW.match(text):
                identity.take("publisher_name", _clean(match["name"]), page, text)
    _read_tables(identity, tables)
    for page, text in _windows(pages, span=1):
        if match := _OVERVIEW_OF.fullmatch(text):
            _take_level(identity, match["level"], page, text)
    return identity


def _read_cover(identity: DocumentIdentity, pages: Sequence[Sequence[Line]]) -> None:
    """The first title on the first two pages, and the body that the cover names in a line of its own."""
    for page, text in _windows(pages[:2], span=4):
        if _read_title(identity, page, _PART.sub("", text)):
            break
    else:
        for page, text in _windows(pages[:1], span=1):
            if match := _NAMELESS.fullmatch(text):
                _take_match(identity, match, page, text, None)
    for page, text in _labelled_lines(pages[:1]):
        _read_labelled(identity, page, text)


def _windows(pages: Sequence[Sequence[Line]], span: int) -> Iterator[tuple[int, str]]:
    """(page number, joined text) of 1 … span consecutive lines; titles break over lines. Longest first."""
    for number, lines in enumerate(pages, start=1):
        texts = [squeeze(line.text) for line in lines]
        for start in range(len(texts)):
            for size in range(min(span, len(texts) - start), 0, -1):
                window = texts[start : start + size]
                if all(len(t) <= 60 for t in window):
                    yield number, "".join(window)


def _labelled_lines(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[int, str]]:
    """Lines that may name the body; one whose bracket is open, or that ends at the colon, goes on in the next."""
    for number, lines in enumerate(pages, start=1):
        texts = [squeeze(line.text) for line in lines]
        for text, following in zip(texts, [*texts[1:], ""], strict=False):
            open_ended = text.count("(") > text.count(")") or text.endswith(":")
            yield number, text + following if open_ended else text


def _read_title(identity: DocumentIdentity, page: int, text: str) -> bool:
    if match := _SERIES.fullmatch(text):
        _take_match(identity, match, page, text, None)
        return True
    for pattern in _TITLES:
        if (match := pattern.fullmatch(text)) and (name := _clean(match["name"])):
            _take_match(identity, match, page, text, name)
            return True
    return False


def _take_match(identity: DocumentIdentity, match: re.Match[str], page: int, text: str, name: str | None) -> None:
    identity.take("title", text, page, text)
    identity.take("fiscal_year", int(match["year"]), page, text)
    identity.take("stage", "final" if match["stage"] == "决算" else "budget", page, text)
    identity.take("publisher_name", name, page, text)
    if match["level"]:
        _take_level(identity, match["level"], page, text)


def _take_level(identity: DocumentIdentity, word: str, page: int, text: str) -> None:
    identity.take("level", "department" if word == "部门" else "unit", page, text)


def _read_labelled(identity: DocumentIdentity, page: int, text: str) -> None:
    match = _LABELLED.fullmatch(text)
    if match and not _MONEY.search(match["name"]):
        identity.take("publisher_name", _clean(match["name"]), page, text)


def _read_tables(identity: DocumentIdentity, tables: Sequence[TableIdentity]) -> None:
    entities = {t.entity for t in tables if t.entity}
    longest = max(entities, key=len, default="")
    if entities and all(longest.startswith(e) for e in entities):  # a narrow cell may cut a name off
        first = next(t for t in tables if t.entity == longest)
        identity.take("publisher_name", first.entity, first.page, f"{first.entity_kind}:{first.entity}")
        kinds = {t.entity_kind for t in tables if t.entity}
        if kinds == {"部门"}:
            identity.take("level", "department", first.page, f"部门:{first.entity}")
        elif kinds == {"单位"}:
            identity.take("level", "unit", first.page, f"单位:{first.entity}")
    dated = [(t, m) for t in tables if t.title and (m := re.match(rf".{{0,8}}?{_YEAR}", t.title))]
    if len({m["year"] for _, m in dated}) == 1:
        table, match = dated[0]
        identity.take("fiscal_year", int(match["year"]), table.page, table.title or "")
    staged = [(t, stage) for t in tables if t.title for stage in ("决算", "预算") if stage in t.title]
    if staged and len({s for _, s in staged}) == 1:
        identity.take(
            "stage", "final" if staged[0][1] == "决算" else "budget", staged[0][0].page, staged[0][0].title or ""
        )


def _clean(name: str) -> str | None:
    """The name of a body without the words of the title around it; None where nothing is left of it."""
    name = re.sub(r"^(关于|附件\d*|公开)", "", name)
    name = re.sub(r"20\d\d年(\d{1,2}月)?.*$", "", name)
    name = re.sub(r"(部门|单位)?(综合|收支|年度|本)?$", "", name).strip("-—· #*")
    if len(name) < 3 or re.search(r"(预算|决算|目录|部分|一般公共|政府性基金|财政拨款|收入|支出|三公)", name):
        return None
    return name
