"""Forms (绩效目标表, 自评表): grids of small tables, often beside a name at the left, and of labels with their values.

Belongs here: cutting such a grid into sections, and the rows of a page that go on with the section of the page before.
Does not: reading a section (header.py, outline.py), ordinary tables.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.numbers import parse_figure, split_unit
from yusuan.reading.pages.grid import Grid
from yusuan.reading.pages.layout import Sheet, TextCell
from yusuan.reading.structure.header import caption_row_count, header_depth, is_body_row, is_index_row
from yusuan.reading.structure.refit import refit, refit_tail

_SAYS_MORE = re.compile(r"[:;。].|^.{21}")  # than a header does


@dataclass(frozen=True)
class Section:
    """A part of a form: a table with a header of its own, or (not `has_header`) labels with their values beside them.

    `name`: what the cell at the left of a section with a header says.
    """

    sheet: Sheet
    has_header: bool
    name: str = ""


@dataclass(frozen=True)
class _Stretch:
    """Rows [row, row_end) of a sheet, from a column on."""

    row: int
    row_end: int
    column: int = 0


def cut_sections(sheet: Sheet, lexicon: Lexicon, start: int | None = None) -> list[Section]:
    """The sections of a form from top to bottom; none where the sheet is no form.

    A section with a header is a cell of the first column over several rows beside which a header stands, or a header
    in the middle of a sheet that begins with a label and its value. What stands between are labels and values, a
    section for each way in which rows are divided. `start`: the row from which on a page of a form is cut.
    """
    first = caption_row_count(sheet) if start is None else start
    is_form = start is not None or names_its_subject(sheet, lexicon)
    return _cut(sheet, first, is_form, start is not None, lexicon)


def names_its_subject(sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether a sheet begins as a form does: with the label of what it is about (项目名称) and the value beside it."""
    row = caption_row_count(sheet)
    cells = sheet.row(row) if row < sheet.row_count else []
    if len(cells) % 2 or not cells or any(c.row_end > row + 1 for c in cells):
        return False
    label, value = cells[0].plain, cells[1].plain
    # A header of groups says what stands below it: 科目 {编码 | 名称} | 本年支出 {…}.
    below = [c.plain for c in sheet.row(row + 1) if c.column < cells[0].column_end] if row + 1 < sheet.row_count else []
    is_group = len(below) > 1 and all(lexicon.structure_role(text) for text in below)
    is_header = (is_group or len(cells) == sheet.column_count) and lexicon.is_header_word(value)
    return lexicon.structure_role(label) == "label" and bool(value) and not (lexicon.structure_role(value) or is_header)


def rest_of_section(
    sheet: Sheet, section: Sheet, name: str, headers: Collection[str], lexicon: Lexicon
) -> tuple[Sheet, int] | None:
    """The first rows of a page over the columns of the `section` that the page before ends with, and where they end.

    None where they do not fit it, or begin another: with one of the form's `headers`, a header, or a name although the
    section has its own. That and groups of its rows may be printed on either page, and have no rules on this one.
    """
    first = sheet.cells[0, 0]
    top = _part(sheet, _Stretch(0, 1))
    is_header = _is_header(top, max(3, len([c for c in top.row(0) if c.plain])), lexicon)
    is_name = first.row_end > 1 and bool(first.plain and name and first.plain != name)
    if is_name or is_header or len({c.plain for c in sheet.row(0)} & set(headers)) > 1:
        return None
    if first.row_end > 1 or not first.plain:
        beside, end = beside_name(sheet)
        inner = refit(beside, section.grid.columns)
        if inner is not None and inner.column_count > 1:
            return inner, end
    width = min(section.column_count, sheet.column_count)  # a page may have the last columns alone
    end = next((r for r in range(sheet.row_count) if _is_apart(sheet, r, width)), sheet.row_count)
    for below in range(end, 0, -1):
        if _is_cut(sheet, below):
            part = _part(sheet, _Stretch(0, below))
            whole = refit(part, section.grid.columns) or refit_tail(part, section.grid.columns)
            if whole is not None:
                return whole, below
    return None


def beside_name(sheet: Sheet) -> tuple[Sheet, int]:
    """What stands beside the first cell of a page, which goes on with the name of a section; and where it ends."""
    name = sheet.cells[0, 0]
    return _part(sheet, _Stretch(0, name.row_end, name.column_end)), name.row_end


def _cut(sheet: Sheet, first: int, is_form: bool, goes_on: bool, lexicon: Lexicon) -> list[Section]:
    with_header: list[tuple[int, int, list[Section]]] = []  # where they begin and end
    row = first
    while row < sheet.row_count:
        found, end = _sections_at(sheet, row, is_form, row == first and not goes_on, lexicon)
        if found:
            with_header.append((row, end, found))
        row = end
    if not is_form and not with_header:
        return []
    sections: list[Section] = []
    for row, end, found in with_header:
        sections += [*_divided_alike(sheet, first, row), *found]
        first = end
    return [*sections, *_divided_alike(sheet, first, sheet.row_count)]


def _sections_at(sheet: Sheet, row: int, is_form: bool, is_first: bool, lexicon: Lexicon) -> tuple[list[Section], int]:
    """The sections with a header that begin at a row, and where they end; none, and the next row, where none does."""
    name = sheet.cells[row, 0]
    is_torn = is_form and not is_first and name.row_end == sheet.row_count  # its data may stand on the next page
    if name.row == row and _is_named(sheet, name, is_first, lexicon, may_be_torn=is_torn):
        end = _with_total(sheet, name)
        return _by_header(_part(sheet, _Stretch(row, end, name.column_end)), name.plain, lexicon), end
    if not is_form or is_first or not _is_cut(sheet, row):
        return [], row + 1
    if _is_header(_part(sheet, _Stretch(row, row + 1)), 3, lexicon) and (end := _end_below(sheet, row, lexicon)):
        return _by_header(_part(sheet, _Stretch(row, end)), "", lexicon), end
    if name.row_end > row + 1 and name.column_end < sheet.column_count:
        beside = _part(sheet, _Stretch(row, name.row_end, name.column_end))
        inner = _cut(beside, 0, is_form, False, lexicon)
        if any(section.has_header for section in inner):
            return inner, name.row_end
    return [], row + 1


def _is_named(sheet: Sheet, name: TextCell, is_first: bool, lexicon: Lexicon, *, may_be_torn: bool = False) -> bool:
    """Whether a cell of the first column names a header and data beside it; one that a page cuts may be blank."""
    if name.row_end - name.row < 2 or sheet.column_count - name.column_end < 2:
        return False
    if is_first and (not name.plain or lexicon.structure_role(name.plain)):
        return False
    beside = _part(sheet, _Stretch(name.row, name.row_end, name.column_end))
    has_header = _is_header(beside, 2 if name.plain else 3, lexicon)
    return has_header and (may_be_torn or header_depth(beside, 0, lexicon) < beside.row_count)


def _is_header(sheet: Sheet, least: int, lexicon: Lexicon) -> bool:
    """Whether a sheet begins with a header: so many header words in columns of their own, no figure, no data."""
    head = [c for c in sheet.row(0) if c.plain]
    figures = [c for c in head if parse_figure(c.plain) or split_unit(c.plain)]
    words = [c for c in head if lexicon.is_header_word(c.plain) and not _SAYS_MORE.search(c.plain)]
    data = figures or is_body_row(sheet.row(0)) or is_index_row(sheet.row(0))
    return len(words) >= least and len(words) * 2 >= len(head) and not data


def _with_total(sheet: Sheet, name: TextCell) -> int:
    """Where a named section ends: with the row of its total, whose label stands under the name or reaches beyond it."""
    end = name.row_end
    if end == sheet.row_count or not _is_cut(sheet, end) or not _is_cut(sheet, end + 1):
        return end
    label, *others = [c for c in sheet.row(end) if c.plain] or [name]
    reaches = label.column <= name.column_end < label.column_end
    has_figures = any(parse_figure(c.plain) for c in others)
    return end + 1 if reaches and has_figures and _edges(sheet, end, end + 1) <= _edges(sheet, name.row, end) else end


def _end_below(sheet: Sheet, row: int, lexicon: Lexicon) -> int:
    """Where a section without a name ends: before rows that are divided otherwise, or apart; 0 where it has none."""
    depth = row + header_depth(_part(sheet, _Stretch(row, sheet.row_count)), 0, lexicon)
    edges = _edges(sheet, row, min(depth, sheet.row_count))
    end = depth
    while end < sheet.row_count and not _is_apart(sheet, end, len(edges)):
        own = _edges(sheet, end, end + 1)
        begins = _is_cut(sheet, end) and _is_named(sheet, sheet.cells[end, 0], False, lexicon)
        if begins or not (own <= edges or edges <= own):
            break
        edges |= own
        end += 1
    return end if end > depth else 0


def _is_apart(sheet: Sheet, row: int, width: int) -> bool:
    """Whether a row is a label with its words among rows of more columns."""
    cells = sheet.row(row)
    alone = _is_cut(sheet, row) and _is_cut(sheet, row + 1) and len(cells) < 3 < width
    return alone and not any(parse_figure(c.plain) for c in cells if c.plain)


def _by_header(sheet: Sheet, name: str, lexicon: Lexicon) -> list[Section]:
    """A section in parts where a further header stands in its middle, with words of the first over the same columns."""
    starts = [0]
    for row in range(1, sheet.row_count):
        again = any(c.plain and c.plain == sheet.cells[0, c.column].plain for c in sheet.row(row))
        if again and _is_cut(sheet, row) and _is_header(_part(sheet, _Stretch(row, row + 1)), 2, lexicon):
            starts.append(row)
    ends = [*starts[1:], sheet.row_count]
    return [Section(_part(sheet, _Stretch(*rows)), True, name) for rows in zip(starts, ends, strict=True)]


def _divided_alike(sheet: Sheet, row: int, row_end: int) -> Iterator[Section]:
    """Rows [row, row_end) of labels and values in sections that are divided into cells in one way each."""
    cuts = [r for r in range(row, row_end) if r == row or _is_cut(sheet, r)]
    start = row
    for here, below in pairwise([*cuts, row_end]):
        if here > start and _edges(sheet, here, below) != _edges(sheet, start, here):
            yield Section(_part(sheet, _Stretch(start, here)), False)
            start = here
    if start < row_end:
        yield Section(_part(sheet, _Stretch(start, row_end)), False)


def _is_cut(sheet: Sheet, row: int) -> bool:
    """Whether no cell goes on from the row above into this one."""
    return row in (0, sheet.row_count) or all(sheet.cells[row, c].row == row for c in range(sheet.column_count))


def _edges(sheet: Sheet, row: int, row_end: int) -> set[int]:
    """The columns at which a cell of these rows ends."""
    return {sheet.cells[r, c].column_end for r in range(row, row_end) for c in range(sheet.column_count)}


def _part(sheet: Sheet, stretch: _Stretch) -> Sheet:
    """A stretch as a sheet of its own, with the columns only that its own rows are divided into."""
    rows = range(stretch.row, stretch.row_end)
    kept = sorted({stretch.column, *(e for e in _edges(sheet, stretch.row, stretch.row_end) if e > stretch.column)})
    place = {edge: k for k, edge in enumerate(kept)}
    shifted: dict[int, TextCell] = {}
    cells = {}
    for r in rows:
        for k, c in enumerate(kept[:-1]):
            cell = sheet.cells[r, c]
            if id(cell) not in shifted:
                shifted[id(cell)] = replace(
                    cell,
                    row=max(cell.row, stretch.row) - stretch.row,
                    row_end=min(cell.row_end, stretch.row_end) - stretch.row,
                    column=place[max(cell.column, stretch.column)],
                    column_end=place[cell.column_end],
                )
            cells[r - stretch.row, k] = shifted[id(cell)]
    edges = [sheet.grid.columns[edge] for edge in kept]
    is_open = sheet.grid.open_top and stretch.row == 0
    return Sheet(sheet.page_number, Grid(sheet.grid.rows[stretch.row : stretch.row_end + 1], edges, [], is_open), cells)
