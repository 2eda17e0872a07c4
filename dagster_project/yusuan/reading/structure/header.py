"""The header of a sheet: how deep it is, the path of every column, what each column holds.

Belongs here: header cells, merged or not → header paths; label, code, index and value columns; blocks side by side.
Does not: what a header means (dbt), rows (outline.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from yusuan.reading.declared import index_number
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.money_words import MONEY_UNIT
from yusuan.reading.numbers import looks_like_amount, parse_figure, split_unit
from yusuan.reading.pages.layout import Sheet, TextCell
from yusuan.reading.structure.captions import is_table_number
from yusuan.reading.structure.labels import is_code, marker_level, split_code

_KEPT = 1 << 12  # texts, and rows of them: headers come again on every page
_INDEX_WORDS = re.compile(r"^(栏次|行次|序号|\*+)$")
_YEAR = re.compile(r"(19|20)\d\d")
_LABEL = 24  # characters: longer words in front of a value are no label of it
_STATED_UNIT = re.compile(rf"[(](?:单位:)?({MONEY_UNIT})[)]")
_UNIT_OR_ENTITY = re.compile(rf"(单位|部门)(名称)?:|金额单位|单位:?({MONEY_UNIT})")
# 预算数(单位:万元) names a column, and its unit in brackets.
_NAME_WITH_UNIT = re.compile(rf"[^():]{{2,}}\((金额)?单位:?({MONEY_UNIT})\)")


@dataclass(frozen=True)
class Column:
    """A column of a table: `role` is label, code, index, year or value; the path begins with the block's own header.

    `number` counts a table's columns from 1, `index` the columns of its sheet from 0 (sections have their own sheets).
    `index_text` is what the row of column numbers prints over it: `1`, `1=2+3`; `entity` what its header says that its
    names or codes are of: unit, project or subject.
    """

    number: int
    index: int
    block_number: int
    block: str | None
    role: str
    path: tuple[str, ...]
    x0: float
    x1: float
    index_text: str = ""
    entity: str | None = None


@dataclass(frozen=True)
class Header:
    """Rows [0, caption_rows) of the sheet caption it, rows up to `depth` are header; `text` is all header text."""

    caption_rows: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def signature(self) -> tuple[tuple[str, ...], ...]:
        """The header paths: equal for a header that is printed again."""
        return tuple(c.path for c in self.columns)


def caption_row_count(sheet: Sheet) -> int:
    """Leading rows that are the title, the table's number or the unit line drawn inside the grid.

    Blank rows before and between them count; cells that no text fills may be drawn beside them.
    """
    count = 0
    for r in range(sheet.row_count):
        cells = [c for c in sheet.row(r) if c.plain]
        if not cells:
            continue
        whole = len(cells) == 1 and cells[0].column_end - cells[0].column >= max(2, 0.8 * sheet.column_count)
        captions = all(_UNIT_OR_ENTITY.search(c.plain) or parse_figure(c.plain) is None for c in cells) and any(
            _UNIT_OR_ENTITY.search(c.plain) and not _NAME_WITH_UNIT.fullmatch(c.plain) for c in cells
        )
        title = whole and not marker_level(cells[0].plain) and not looks_like_amount(cells[0].plain)
        number = len(cells) == 1 and is_table_number(cells[0].plain)
        if not (title or number or (captions and len(cells) <= 3)):
            break
        count = r + 1
    return count


def is_body_row(cells: Sequence[TextCell]) -> bool:
    """Whether a row prints data: an amount (its unit may follow), a code or a numbered label."""
    return any(_is_data(c.plain) for c in cells if c.plain)


@lru_cache(maxsize=_KEPT)
def _is_data(plain: str) -> bool:
    return (
        looks_like_amount(plain)
        or ((said := split_unit(plain)) is not None and looks_like_amount(said[0]))
        or marker_level(plain) is not None
        or (len(plain) >= 3 and is_code(plain) and not _YEAR.fullmatch(plain))
        or split_code(plain) is not None
    )


def is_index_row(cells: Sequence[TextCell]) -> bool:
    """Whether a row numbers the columns: 栏次 1 2 3, ** 1 2 3, 1 2 3, 1=2+3 2 3."""
    return _number_columns(tuple(c.plain for c in cells if c.plain))


@lru_cache(maxsize=_KEPT)
def _number_columns(texts: tuple[str, ...]) -> bool:
    numbers = [n for t in texts if (n := _column_number(t)) is not None]
    words = [t for t in texts if _column_number(t) is None]
    if not numbers or numbers != list(range(numbers[0], numbers[0] + len(numbers))) or numbers[0] > 2:
        return False
    if any(_INDEX_WORDS.match(w) for w in words):
        return True
    return len(numbers) >= 2 and all(len(w) <= 3 and not _is_data(w) for w in words)


def _column_number(text: str) -> int | None:
    number = index_number(text)
    return number if number is not None and number < 100 else None


def header_depth(sheet: Sheet, start: int, lexicon: Lexicon) -> int:
    """The first row below the header: where merged cells close, every column has a cell of its own, and data begins."""
    depth = start
    needs: set[int] = set(range(sheet.column_count))
    while depth < sheet.row_count:
        cells = sheet.row(depth)
        if is_body_row(cells) and not is_index_row(cells):
            break
        if is_index_row(cells):
            return depth + 1
        closed = not needs and not any(sheet.cells[depth, c].row < depth for c in range(sheet.column_count))
        if closed and not _fills_blank_headers(sheet, depth, lexicon):
            break
        for c in range(sheet.column_count):
            cell = sheet.cells[depth, c]
            if cell.column_end - cell.column == 1 and cell.row_end == depth + 1:
                needs.discard(c)
        depth += 1
    return depth


def _fills_blank_headers(sheet: Sheet, row: int, lexicon: Lexicon) -> bool:
    """Whether a row goes on with a header whose cells were left unmerged: header words under blank header cells."""
    texts = [c.plain for c in sheet.row(row) if c.plain]
    words = [t for t in texts if len(t) <= 30 and lexicon.is_header_word(t)]
    under_blank = any(
        sheet.cells[row, c].plain and not sheet.cells[row - 1, c].plain for c in range(sheet.column_count)
    )
    return row > 0 and under_blank and len(words) * 2 > len(texts)


def read_header(sheet: Sheet, lexicon: Lexicon, depth: int | None = None) -> Header:
    """The header of a sheet; `depth` overrides where it ends (a continuation page without header: its caption rows)."""
    start = caption_row_count(sheet) if depth is None else 0
    end = header_depth(sheet, start, lexicon) if depth is None else depth
    numbering = [r for r in range(start, end) if is_index_row(sheet.row(r))]
    paths = [_path(sheet, c, range(start, end), numbering) for c in range(sheet.column_count)]
    roles = [_role(sheet, c, end, paths[c], lexicon) for c in range(sheet.column_count)]
    starts = [_begins_block(sheet, c, end, paths, roles) for c in range(sheet.column_count)]
    numbers, roles = _blocks(roles, starts)
    columns = []
    for c in range(sheet.column_count):
        block = _block_name(paths, roles, numbers, numbers[c])
        edges = sheet.grid.columns
        index = _index_text(sheet, c, numbering)
        names = roles[c] in ("code", "label") and paths[c]
        entity = lexicon.entity(paths[c][-1]) if names else None
        columns.append(Column(c + 1, c, numbers[c], block, roles[c], paths[c], edges[c], edges[c + 1], index, entity))
    return Header(start, end, tuple(columns))


def under_name(header: Header, name: str) -> Header:
    """The header of a section with its name in front of each value's path, where that states the unit of its money."""
    if not _STATED_UNIT.search(name):
        return header
    columns = (replace(c, path=(name, *c.path)) if c.role == "value" else c for c in header.columns)
    return replace(header, columns=tuple(columns))


def label_value_header(sheet: Sheet) -> Header:
    """Of a sheet without header whose rows are divided alike: labels with their values beside them, pair by pair.

    Each pair is a block; a cell over several rows in front of them groups every one. Where words and values do not
    alternate, the words in front of the first figures label the row.
    """
    count, edges = sheet.column_count, sheet.grid.columns
    texts = [[t for r in range(sheet.row_count) if (t := sheet.cells[r, c].plain)] for c in range(count)]
    has_words = [not any(parse_figure(t) for t in own) for own in texts]
    group = [0] if count > 2 and sheet.cells[0, 0].row_end > 1 else []
    first = len(group)
    labels = range(first, count, 2)
    if (count - first) % 2 == 0 and all(
        has_words[c] and 0 < len(max(texts[c], key=len, default="")) <= _LABEL for c in labels
    ):
        blocks = [([*group, c], [c + 1]) for c in labels]
    else:
        value = next((c for c in range(first + 1, count) if not has_words[c]), first + 1)
        blocks = [([*group, *range(first, min(value, count))], list(range(value, count)))]
    columns: list[Column] = []
    for number, (words, values) in enumerate(blocks, start=1):
        for c in (*words, *values):
            role = "value" if c in values else "label"
            columns.append(Column(len(columns) + 1, c, number, None, role, (), edges[c], edges[c + 1]))
    return Header(0, 0, tuple(columns))


def _path(sheet: Sheet, column: int, rows: range, numbering: Collection[int]) -> tuple[str, ...]:
    """The header cells over a column; what numbers it in a row of column numbers (`numbering`) is none."""
    parts: list[str] = []
    for r in rows:
        cell = sheet.cells[r, column]
        if cell.row != r and r > rows.start:
            continue
        text = cell.plain
        if r in numbering and (_column_number(text) is not None or _INDEX_WORDS.match(text)):
            continue
        if not text:
            text = _unmerged_group(sheet, r, column, [b for b in range(r + 1, rows.stop) if b not in numbering])
        if text and (not parts or parts[-1] != text):
            parts.append(text)
    return tuple(parts)


def _index_text(sheet: Sheet, column: int, numbering: Iterable[int]) -> str:
    """What the row of column numbers prints over a column; "" where there is no such row or number."""
    texts = (sheet.cells[r, column].plain for r in numbering)
    return next((text for text in texts if _column_number(text) is not None), "")


def _unmerged_group(sheet: Sheet, row: int, column: int, rows_below: Sequence[int]) -> str:
    """The group header that a blank cell belongs to where the publisher left header cells unmerged.

    A group that is merged ends where its cell does, and any ends with the group above it.
    """

    def below(c: int) -> bool:
        under = (sheet.cells[r, c] for r in rows_below)
        return any(cell.row > row and cell.plain for cell in under)

    if not below(column):
        return ""
    for c in range(column - 1, -1, -1):
        cell = sheet.cells[row, c]
        if not below(c) or (row and sheet.cells[row - 1, c] is not sheet.cells[row - 1, column]):
            return ""
        if cell.plain:
            return cell.plain if cell.column_end - cell.column == 1 else ""
    return ""


def _role(sheet: Sheet, column: int, start: int, path: tuple[str, ...], lexicon: Lexicon) -> str:
    """code, label, index, year, time or value; `text` for a column of words whose header names no such column."""
    cells = [sheet.cells[r, column] for r in range(start, sheet.row_count)]
    texts = [c.plain for c in cells if c.plain and c.column_end - c.column <= 3]
    figures = [t for t in texts if parse_figure(t) is not None]
    amounts = [t for t in figures if looks_like_amount(t)]
    named = lexicon.structure_role(path[-1]) if path else None
    if named == "index":
        return "index"
    if named == "year" and texts and all(t not in figures or _YEAR.fullmatch(t) for t in texts):
        return "year"
    if amounts and len(amounts) * 2 >= len(texts):
        return "value"
    if named in ("code", "label", "time", "value"):
        return named
    codes = [t for t in texts if len(t) >= 3 and is_code(t)]
    under_code = not path or any(lexicon.structure_role(part) == "code" for part in path[:-1])
    if under_code and texts and len(codes) * 2 > len(texts):
        return "code"
    return "text" if texts and len(figures) * 2 < len(texts) else "value"


def _begins_block(sheet: Sheet, column: int, start: int, paths: list[tuple[str, ...]], roles: list[str]) -> bool:
    """Whether labels that stand behind values begin a block beside the first, and are not remarks between values."""
    if roles[column] not in ("label", "code", "index", "text") or "value" not in roles[column + 1 :]:
        return False
    first_value = roles.index("value", column + 1)
    if not any(r in ("label", "text") for r in roles[column:first_value]):
        return False  # codes alone label nothing
    path = paths[column]
    if path and any(paths[c] and paths[c][-1] == path[-1] and roles[c] == roles[column] for c in range(column)):
        return True
    texts = [t for r in range(start, sheet.row_count) if (t := sheet.cells[r, column].plain)]
    if sum(marker_level(t) is not None or (len(t) >= 3 and is_code(t)) for t in texts) * 3 > len(texts) > 0:
        return True
    following = next((paths[c] for c in range(column + 1, len(paths)) if roles[c] == "value"), ())
    if following and path and roles[column] != "code" and following in paths[:column]:
        return True
    return len(path) > 1 and path[:1] == following[:1] and path[:1] != paths[0][:1]


def _blocks(roles: list[str], begins: list[bool]) -> tuple[list[int], list[str]]:
    """Block numbers from the left, and final roles: words in front of a block's values label it, others are values.

    A time is read like a value: wherever it stands it names no row.
    """
    numbers: list[int] = []
    out: list[str] = []
    block, seen_value = 1, False
    for role, begin in zip(roles, begins, strict=True):
        if seen_value and begin:
            block, seen_value = block + 1, False
        if seen_value and role in ("label", "text"):
            role = "value"
        elif role == "text":
            role = "label"
        seen_value = seen_value or role == "value"
        numbers.append(block)
        out.append("value" if role == "time" else role)
    return numbers, _trailing_labels_are_values(out, roles)


def _trailing_labels_are_values(roles: list[str], named: list[str]) -> list[str]:
    """In a table of words only, the columns behind the first labels are read like values."""
    if "value" in roles:
        return roles
    first = next((c for c, r in enumerate(roles) if r == "label"), len(roles))
    while "text" in named[first + 1 :] and named[first] == named[first + 1] == "label":
        first += 1
    return [r if c <= first or r != "label" else "value" for c, r in enumerate(roles)]


def _block_name(paths: list[tuple[str, ...]], roles: list[str], numbers: list[int], block: int) -> str | None:
    """The outermost header that a block's label and value columns share, where a table has several blocks."""
    if max(numbers) == 1:
        return None
    label_tops = {p[0] for p, r, n in zip(paths, roles, numbers, strict=True) if n == block and r == "label" and p}
    value_tops = {p[0] for p, r, n in zip(paths, roles, numbers, strict=True) if n == block and r == "value" and p}
    shared = label_tops & value_tops
    return next(iter(shared)) if len(shared) == 1 else None
