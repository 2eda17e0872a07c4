"""Whose paper it is, of which year, stage and level, with the page and the text that say so.

Belongs here: title patterns of covers, headings, running heads and tables, the body that a form names in a cell.
Does not: file names, defaults, declarations (dbt).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.pages.layout import Line, Sheet
from yusuan.reading.text import squeeze

_YEAR = r"(?P<year>20\d\d)(?:年度|年|度)"
_NAME = r"(?P<name>[^,。;:!?\d《》]{3,45}?)"
_BODY = r"(?P<level>部门|单位)?(?:综合|收支)?(?P<stage>预算|决算)"
_TAIL = r"(?:及.{0,12}|和.{0,12})?(?:信息)?(?:公开|草案|报告|情况的说明|说明|情况|编制|文本|报表|表|目录)*"
_TITLES = (
    re.compile(rf"{_YEAR}{_NAME}{_BODY}{_TAIL}"),
    re.compile(rf"{_NAME}{_YEAR}{_BODY}{_TAIL}"),
    # 某局2026部门预算: the word behind the year is left out.
    re.compile(rf"{_NAME}(?P<year>20\d\d)(?:年度|年|度)?(?P<level>部门|单位)(?:综合|收支)?(?P<stage>预算|决算){_TAIL}"),
)
# 上海市2026年市级单位预算: a series, not a body; the body is named in a line of its own.
_SERIES = re.compile(rf"(?P<name>[^,。;:\d]{{2,12}})?{_YEAR}(?P<name2>[省市区县]级){_BODY}{_TAIL}")
# 2019年部门综合预算公开报表: a title that leaves the body to a line of its own.
_NAMELESS = re.compile(rf"{_YEAR}(?P<level>部门|单位)(?:综合|收支)?(?P<stage>预算|决算){_TAIL}")
_LABELLED = re.compile(
    r"(?:编制|填报|预算主管|主管|预算|公开)?(?P<kind>部门|单位)(?:\(单位\))?(?:名称)?:(?P<name>[^:,。;]{4,45})$"
)
# A form about the body as a whole, and the cell in which it names it; a project's form names whoever carries it out.
_OF_THE_WHOLE = re.compile(r"整体")
_WHOLE_OF = re.compile(r"(?P<kind>部门|单位)整体")
_NAME_LABEL = re.compile(r"(?:填报|编制|预算)?(?P<kind>部门|单位|部门\(单位\)|单位\(部门\))名称:?")
_BESIDE_LABEL = re.compile(r"(名称|代码|编码|类型|类别|性质|年度|属性|级次|负责人|联系人|电话)$")
_YEAR_BEHIND = re.compile(rf"\({_YEAR}\)$")
_OF_A_FORECAST = re.compile(r"目标")
_OF_A_REVIEW = re.compile(r"自评|评价")
# Marks of Markdown or of no meaning around a line, and what else no name begins or ends with.
_MARKUP = re.compile(r"^(?:[^\w(《“]|_)+|[#*_`|]+$")
_STRAY = re.compile(r"^[^\w(《“]+|[^\w)》”]+$")
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
class NamedBody:
    """A body that a cell of a form names, with the word that the label in front uses: 部门, 单位 or both."""

    page: int
    kind: str
    name: str


@dataclass(frozen=True)
class TableIdentity:
    """What one table says: title and body of its caption, with the word before that name, and names in its cells."""

    page: int
    title: str | None
    entity: str | None
    entity_kind: str | None
    bodies: tuple[NamedBody, ...] = ()


def named_bodies(title: str | None, sheets: Iterable[Sheet]) -> tuple[NamedBody, ...]:
    """The names that a form about a body as a whole prints beside the label for it; of other tables none."""
    if not title or not _OF_THE_WHOLE.search(title):
        return ()
    found = []
    for sheet in sheets:
        for r in range(sheet.row_count):
            cells = [cell for cell in sheet.row(r) if cell.plain]
            for label, value in pairwise(cells):
                if (match := _NAME_LABEL.fullmatch(label.plain)) and not _BESIDE_LABEL.search(value.plain):
                    found.append(NamedBody(sheet.page_number, match["kind"], value.plain))
    return tuple(found)


def read_identity(
    pages: Sequence[Sequence[Line]],
    tables: Sequence[TableIdentity],
    running_heads: Sequence[tuple[int, Line]] = (),
) -> DocumentIdentity:
    """The identity of a document from the lines of its pages (outside tables), its tables, and its running heads.

    Asked in this order: the title on the first two pages; the body named on the cover; headings of the parts; running
    heads; captions of tables; forms that name the body as a whole. Of heads, captions and forms only what all of them
    agree on. The first answer stands and is recorded.
    """
    identity = DocumentIdentity()
    _read_cover(identity, pages)
    for page, text in _windows(pages, span=3):
        if _PART.match(text):
            heading = _PART.sub("", text)
            if not _read_title(identity, page, heading) and (match := _NAMELESS.fullmatch(heading)):
                identity.take("fiscal_year", int(match["year"]), page, text)
                _take_stage(identity, match["stage"], page, text)
            if match := _OVERVIEW.match(text):
                identity.take("publisher_name", _clean(match["name"]), page, text)
    _read_running_heads(identity, running_heads)
    _read_tables(identity, tables)
    _read_forms(identity, tables)
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
        texts = [_line_text(line) for line in lines]
        for start in range(len(texts)):
            for size in range(min(span, len(texts) - start), 0, -1):
                window = texts[start : start + size]
                if all(len(t) <= 60 for t in window):
                    yield number, "".join(window)


def _line_text(line: Line) -> str:
    return _MARKUP.sub("", squeeze(line.text))


def _labelled_lines(pages: Sequence[Sequence[Line]]) -> Iterator[tuple[int, str]]:
    """Lines that may name the body; one whose bracket is open, or that ends at the colon, goes on in the next."""
    for number, lines in enumerate(pages, start=1):
        texts = [_line_text(line) for line in lines]
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
    _take_stage(identity, match["stage"], page, text)
    identity.take("publisher_name", name, page, text)
    if match["level"]:
        _take_level(identity, match["level"], page, text)


def _take_stage(identity: DocumentIdentity, word: str, page: int, text: str) -> None:
    identity.take("stage", "final" if word == "决算" else "budget", page, text)


def _take_level(identity: DocumentIdentity, word: str, page: int, text: str) -> None:
    identity.take("level", "department" if word == "部门" else "unit", page, text)


def _read_labelled(identity: DocumentIdentity, page: int, text: str) -> None:
    match = _LABELLED.fullmatch(text)
    if match and not _MONEY.search(match["name"]):
        identity.take("publisher_name", _clean(match["name"]), page, text)


def _read_running_heads(identity: DocumentIdentity, heads: Sequence[tuple[int, Line]]) -> None:
    """The title that the heads of pages repeat, where no other title is repeated beside it."""
    said: dict[tuple[str | None, int | None, str | None], DocumentIdentity] = {}
    for page, line in heads:
        own = DocumentIdentity()
        text = _line_text(line)
        if not _read_title(own, page, text) and (match := _NAMELESS.fullmatch(text)):
            _take_match(own, match, page, text, None)
        if own.title:
            said.setdefault((own.publisher_name, own.fiscal_year, own.stage), own)
    if len(said) == 1:
        for piece in next(iter(said.values())).evidence:
            identity.take(str(piece["field"]), piece["value"], int(piece["page"]), str(piece["text"]))


def _read_tables(identity: DocumentIdentity, tables: Sequence[TableIdentity]) -> None:
    tables = [t if t.entity is None or _is_name(t.entity) else replace(t, entity=None) for t in tables]
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
    staged = [(t, stage) for t in tables if t.title for stage in ("决算", "预算") if stage in t.title]
    if staged and len({s for _, s in staged}) == 1:
        _take_stage(identity, staged[0][1], staged[0][0].page, staged[0][0].title or "")
    dated = [(t, m) for t in tables if t.title and (m := re.match(rf".{{0,8}}?{_YEAR}", t.title))]
    dated = dated or [(t, m) for t in tables if (m := _year_behind(t.title, identity.stage))]
    if len({m["year"] for _, m in dated}) == 1:
        table, match = dated[0]
        identity.take("fiscal_year", int(match["year"]), table.page, table.title or "")


def _year_behind(title: str | None, stage: str | None) -> re.Match[str] | None:
    """The year behind a title in brackets. Budgets set goals for their own year and final accounts review theirs; what
    looks the other way, forward in final accounts or back in a budget, may be of another year.
    """
    if not title or (_OF_A_REVIEW if stage != "final" else _OF_A_FORECAST).search(title):
        return None
    return _YEAR_BEHIND.search(title)


def _read_forms(identity: DocumentIdentity, tables: Sequence[TableIdentity]) -> None:
    """The body that every form about the whole names; its level where the form's title says the same word."""
    found = [(t, body) for t in tables for body in t.bodies]
    if len({body.name for _, body in found}) != 1 or (name := _clean(found[0][1].name)) is None:
        return
    table, body = found[0]
    identity.take("publisher_name", name, body.page, f"{table.title} {body.kind}名称:{body.name}")
    word = _WHOLE_OF.search(table.title or "")
    if identity.publisher_name == name and word and all(b.kind == word["kind"] for _, b in found):
        _take_level(identity, body.kind, body.page, f"{table.title} {body.kind}名称:{body.name}")


def _clean(name: str) -> str | None:
    """The name of a body without the words of the title around it; None where nothing is left of it."""
    name = re.sub(r"^(关于|附件\d*|公开)", "", name)
    name = re.sub(r"20\d\d年(\d{1,2}月)?.*$", "", name)
    name = re.sub(r"(部门|单位)?(综合|收支|年度|本)?$", "", _STRAY.sub("", name))
    if not _is_name(name) or re.search(r"(预算|决算|目录|部分|一般公共|政府性基金|财政拨款|收入|支出|三公)", name):
        return None
    return name


def _is_name(text: str) -> bool:
    """Whether text can be a body's name: Chinese characters, and not only marks that something left behind."""
    return len(re.findall(r"[\u4e00-\u9fff]", text)) >= 3
