"""Sheets of pages → tables of a document: captions taken, continuation pages joined, repeats marked.

Belongs here: which sheets are one table. Does not: cells (layout.py), headers (header.py), output rows (emit.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain

from yusuan.reading.declared import read_declared
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.numbers import looks_like_amount, parse_figure
from yusuan.reading.pages.layout import Line, Sheet, TextCell
from yusuan.reading.paper import PaperPage
from yusuan.reading.structure.captions import Caption, is_title_line, note_lines, read_caption
from yusuan.reading.structure.header import (
    Column,
    Header,
    caption_row_count,
    header_depth,
    is_body_row,
    label_value_header,
    read_header,
    under_name,
)
from yusuan.reading.structure.outline import Row, centred_labels, outline, read_rows, with_years
from yusuan.reading.structure.refit import ends_within, refit, refit_tail, same_edges, same_ends, stack
from yusuan.reading.structure.sections import Section, beside_name, cut_sections, names_its_subject, rest_of_section
from yusuan.reading.structure.told_apart import told_apart

_CLOSE = 48.0  # points under a table, within which a title is its own where titles stand below


@dataclass
class SheetPart:
    """A sheet's share of a table: its first data row, the columns by which it is read, a form's section's name."""

    sheet: Sheet
    start: int
    columns: tuple[Column, ...]
    name: str = ""


@dataclass
class PublishedTable:
    """A table over all its pages: the outline of every block, and `repeats` from a row number to the earlier one.

    `form`: the whole first sheet of a form, whose parts are its sections.
    """

    first_page: int
    caption: Caption
    header: Header
    parts: list[SheetPart]
    notes: list[Line] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    repeats: dict[int, int] = field(default_factory=dict)
    form: Sheet | None = None

    @property
    def first_sheet(self) -> Sheet:
        """The sheet that it begins with."""
        return self.form or self.parts[0].sheet

    @property
    def columns(self) -> list[Column]:
        """Every column by its number; a form's sections have columns of their own."""
        by_number = {c.number: c for part in reversed(self.parts) for c in part.columns}
        return [by_number[n] for n in sorted(by_number)]

    @property
    def header_text(self) -> str:
        """All header cells, each once, joined by blanks."""
        return " ".join(dict.fromkeys(text for c in self.columns for text in c.path))

    @property
    def last_page(self) -> int:
        """The page where it ends."""
        return self.parts[-1].sheet.page_number


def find_tables(pages: Sequence[PaperPage], lexicon: Lexicon) -> list[PublishedTable]:
    """All tables of a document in reading order."""
    parts = list(chain.from_iterable(each.beside() for each in pages))
    if _titles_stand_below(parts, lexicon):
        return _find_over_titles(parts, lexicon)
    tables: list[PublishedTable] = []
    foot: list[Line] = []  # lines under the last sheet of the page before: a title may stand there
    for page in parts:
        above = foot if page.goes_on and _ends_with_title(foot, lexicon) else []
        for i, sheet in enumerate(page.sheets):
            between = _lines_above(page, i)
            caption = read_caption([*above, *between], lexicon)
            above = []
            taken = {id(line) for line in tables[-1].notes} if tables else set()
            _place(tables, sheet, caption, i == 0 and page.goes_on, bool(between), lexicon)
            tables[-1].notes.extend(e for e in between if id(e) not in taken and read_declared([e.text]))
            tables[-1].notes.extend(note_lines(_lines_below(page, i), lexicon))
        bottom = page.sheets[-1].grid.bottom if page.sheets else 0.0
        foot = [line for line in page.lines if line.middle > bottom]
    for table in tables:
        _read_table_rows(table)
    return tables


def _lines_above(page: PaperPage, i: int) -> list[Line]:
    """The lines between a sheet of a page and what stands above it."""
    upper = page.sheets[i - 1].grid.bottom if i else 0.0
    return [line for line in page.lines if upper - 1 <= line.middle < page.sheets[i].grid.top + 1]


def _lines_below(page: PaperPage, i: int) -> list[Line]:
    """The lines between a sheet of a page and what stands below it."""
    lower = page.sheets[i + 1].grid.top if i + 1 < len(page.sheets) else float("inf")
    return [line for line in page.lines if page.sheets[i].grid.bottom - 1 <= line.middle < lower]


def _caption_below(page: PaperPage, i: int, lexicon: Lexicon) -> Caption:
    """The title close under a sheet, with what stands between; empty where there is none."""
    near = page.sheets[i].grid.bottom + _CLOSE
    lines = [line for line in _lines_below(page, i) if line.top < near]
    last = next((k for k, line in enumerate(lines) if is_title_line(line, lexicon)), -1)
    return read_caption(lines[: last + 1], lexicon)


def _titles_stand_below(pages: Sequence[PaperPage], lexicon: Lexicon) -> bool:
    """Whether a paper prints titles under its tables: none above a page's first, one under the last and under most."""
    sheets = [(page, i) for page in pages for i in range(len(page.sheets))]
    if not sheets or _caption_below(*sheets[-1], lexicon).title is None:
        return False
    if any(is_title_line(line, lexicon) for page, i in sheets if i == 0 for line in _lines_above(page, 0)):
        return False
    titled = sum(_caption_below(page, i, lexicon).title is not None for page, i in sheets)
    if titled * 2 < len(sheets):
        return False
    headers = [(page.sheets[i], read_header(page.sheets[i], lexicon)) for page, i in sheets]
    return not any(_caption_inside(sheet, header, lexicon).title for sheet, header in headers)


def _find_over_titles(pages: Sequence[PaperPage], lexicon: Lexicon) -> list[PublishedTable]:
    """All tables of a document that prints each title under its table: a title ends what began after the one before."""
    tables: list[PublishedTable] = []
    ended = True
    for page in pages:
        taken: set[int] = set()
        for i, sheet in enumerate(page.sheets):
            between = [line for line in _lines_above(page, i) if id(line) not in taken]
            follows = i == 0 and page.goes_on and not ended
            _place(tables, sheet, read_caption(between, lexicon), follows, bool(between) or ended, lexicon)
            under = _caption_below(page, i, lexicon)
            ended = under.title is not None
            if ended:
                above = tables[-1].caption.lines
                tables[-1].caption = _merge_captions(under, tables[-1].caption)
                tables[-1].caption.lines = [*above, *under.lines]
            taken = {id(line) for line in under.lines}
            rest = [line for line in _lines_below(page, i) if id(line) not in taken]
            tables[-1].notes.extend(note_lines(rest, lexicon))
    for table in tables:
        _read_table_rows(table)
    return tables


def _ends_with_title(lines: Sequence[Line], lexicon: Lexicon) -> bool:
    """Whether the last lines of a page are a caption whose table begins on the next."""
    return any(is_title_line(line, lexicon) for line in lines[-3:])


def _place(
    tables: list[PublishedTable], sheet: Sheet, caption: Caption, first: bool, lines_between: bool, lexicon: Lexicon
) -> None:
    header = read_header(sheet, lexicon)
    inner = _caption_inside(sheet, header, lexicon)
    caption = _merge_captions(caption, inner)
    last = tables[-1] if tables else None
    if last is not None:
        follows = last.last_page == sheet.page_number - 1 and first
        adjoins = last.last_page == sheet.page_number and not lines_between
        if follows and caption.title is None and not last.form and _take_torn_header(last, sheet, lexicon):
            return
        if (follows or adjoins) and (more := _continuation(last, sheet, header, caption, lines_between, lexicon)):
            last.parts.extend(more)
            last.caption.unit = last.caption.unit or caption.unit
            last.caption.entity = last.caption.entity or caption.entity
            return
        if (follows or adjoins) and last.form and caption.title is None and _begins_alike(last.form, sheet, lexicon):
            caption = replace(caption, title=last.caption.title, unit=caption.unit or last.caption.unit)
    sections = cut_sections(sheet, lexicon)
    parts = _parts(sections, [], lexicon) if sections else [SheetPart(sheet, header.depth, header.columns)]
    tables.append(PublishedTable(sheet.page_number, caption, header, parts, form=sheet if sections else None))


def _begins_alike(form: Sheet, sheet: Sheet, lexicon: Lexicon) -> bool:
    """Whether a sheet is the next of a series of forms under one title: it begins with the same label."""
    labels = [s.row(caption_row_count(s))[0].plain for s in (form, sheet) if names_its_subject(s, lexicon)]
    return len(labels) == 2 and labels[0] == labels[1]


def _take_torn_header(table: PublishedTable, sheet: Sheet, lexicon: Lexicon) -> bool:
    """Join a table of which only the upper part of the header stood at the foot of the page before."""
    only = table.parts[0]
    if len(table.parts) > 1 or only.start < only.sheet.row_count or only.sheet.column_count == sheet.column_count:
        return False
    whole = stack(only.sheet, sheet)
    if whole is None:
        return False
    table.header = read_header(whole, lexicon)
    table.parts = [SheetPart(whole, table.header.depth, table.header.columns)]
    return True


def _parts(sections: Sequence[Section], above: Sequence[SheetPart], lexicon: Lexicon) -> list[SheetPart]:
    """A form's sections as parts whose columns are numbered on from those `above`.

    A header that is printed again is that of the section that has it already.
    """
    parts: list[SheetPart] = []
    for section in sections:
        known = [*above, *parts]
        if section.has_header:
            header = read_header(section.sheet, lexicon, header_depth(section.sheet, 0, lexicon))
            header = under_name(header, section.name)
        else:
            header = label_value_header(section.sheet)
        same = next((p.columns for p in known if section.has_header and _paths(p.columns) == header.signature), None)
        if same:
            columns = _moved(same, section.sheet)
        else:
            numbered = max((c.number for p in known for c in p.columns), default=0)
            columns = tuple(replace(c, number=c.number + numbered) for c in header.columns)
        parts.append(SheetPart(section.sheet, header.depth, columns, section.name))
    return parts


def _paths(columns: Sequence[Column]) -> tuple[tuple[str, ...], ...]:
    return tuple(c.path for c in columns)


def _continued_form(
    table: PublishedTable,
    form: Sheet,
    sheet: Sheet,
    header: Header,
    caption: Caption,
    lines_between: bool,
    lexicon: Lexicon,
) -> list[SheetPart]:
    """The sections of a sheet on which a form goes on; none where the sheet is a table of its own.

    A form that begins anew is another one, unless it begins with the same row.
    """
    begins = names_its_subject(sheet, lexicon)
    is_same = begins and _texts(sheet.row(header.caption_rows)) == _texts(form.row(caption_row_count(form)))
    if (begins or caption.title is not None) and not is_same:
        return []
    last = table.parts[-1]
    words = {text for column in table.columns for text in column.path}
    rest = None if begins else rest_of_section(sheet, last.sheet, last.name, words, lexicon)
    is_whole = refit(sheet, form.grid.columns) or refit(form, sheet.grid.columns)
    if not is_whole and (lines_between or not (same_ends(form, sheet) or ends_within(sheet, last.sheet))):
        return []
    if last.name and last.start == last.sheet.row_count and (part := _torn_section(last, sheet, lexicon)):
        table.parts.pop()
        return [part, *_parts(cut_sections(sheet, lexicon, beside_name(sheet)[1]), [*table.parts, part], lexicon)]
    if rest is None:
        return _parts(cut_sections(sheet, lexicon, header.caption_rows if begins else 0), table.parts, lexicon)
    fitted, end = _with_groups(last, rest[0]), rest[1]
    part = SheetPart(fitted, 0, _moved(last.columns, fitted), last.name)
    return [part, *_parts(cut_sections(sheet, lexicon, end), table.parts, lexicon)]


def _torn_section(above: SheetPart, sheet: Sheet, lexicon: Lexicon) -> SheetPart | None:
    """A section of which only the header stands at the foot of the page before, with the rows beside its name here."""
    whole = stack(above.sheet, beside_name(sheet)[0])
    if whole is None:
        return None
    header = under_name(read_header(whole, lexicon, above.start), above.name)
    before = above.columns[0].number - 1
    columns = tuple(replace(c, number=c.number + before) for c in header.columns)
    return SheetPart(whole, header.depth, columns, above.name)


def _with_groups(above: SheetPart, sheet: Sheet) -> Sheet:
    """A page on which a section goes on, with the groups of its first rows that are printed on the page before."""
    labels = [c.index for c in above.columns if c.role == "label"][:-1]
    cells = dict(sheet.cells)
    for column in labels:
        group, cell = above.sheet.cells[above.sheet.row_count - 1, column], sheet.cells[0, column]
        if cell.plain or not group.plain:
            break
        begun = replace(cell, row=cell.row - 1, text=group.text)  # it begins above
        cells |= {(r, column): begun for r in range(cell.row_end)}
    return replace(sheet, cells=cells)


def _caption_inside(sheet: Sheet, header: Header, lexicon: Lexicon) -> Caption:
    lines = [
        Line(c.text.replace("\n", ""), c.x0, c.top, c.x1, c.bottom, 10.0)
        for r in range(header.caption_rows)
        for c in sheet.row(r)
        if c.plain
    ]
    return read_caption(lines, lexicon)


def _merge_captions(outer: Caption, inner: Caption) -> Caption:
    return Caption(
        title=inner.title or outer.title,
        number=outer.number or inner.number,
        unit=inner.unit or outer.unit,
        entity=inner.entity or outer.entity,
        entity_kind=inner.entity_kind or outer.entity_kind,
        lines=outer.lines,
    )


def _continuation(
    table: PublishedTable, sheet: Sheet, header: Header, caption: Caption, lines_between: bool, lexicon: Lexicon
) -> list[SheetPart]:
    """The sheet as parts of the table before it; none where it is a table of its own."""
    if _is_captioned_otherwise(table, caption):
        return []
    if table.form:
        return _continued_form(table, table.form, sheet, header, caption, lines_between, lexicon)
    last = table.parts[-1]
    if header.depth > header.caption_rows:
        if header.signature == table.header.signature:
            # What a column holds was told by the table's first page; a page of its own may show too little of it.
            return [SheetPart(sheet, header.depth, _moved(table.header.columns, sheet))]
        known = {text for path in table.header.signature for text in path}
        new = {text for path in header.signature for text in path}
        if new and new <= known and sheet.column_count == last.sheet.column_count:
            return [SheetPart(sheet, header.depth, _moved(table.header.columns, sheet))]
    if caption.title is not None:
        return []
    start = header.caption_rows
    fitted = _over_columns_of(last.sheet, sheet)
    if fitted is not None:
        first_is_header = not is_body_row(sheet.row(start)) if start < sheet.row_count else True
        if first_is_header and header.depth > start and _looks_new(header, last, lexicon):
            return []
        return [SheetPart(fitted, start, _moved(table.header.columns, fitted))]
    if header.depth == start and _holds_alike(table, sheet, start):
        return [SheetPart(sheet, start, _moved(table.header.columns, sheet))]
    return []


def _over_columns_of(above: Sheet, sheet: Sheet) -> Sheet | None:
    """A sheet over the columns of the one before; cells that a page break cuts have no rules across on the next."""
    if same_edges(above, sheet):
        return sheet
    tail = refit_tail(sheet, above.grid.columns) if sheet.page_number > above.page_number else None
    return refit(sheet, above.grid.columns) or tail


def _is_captioned_otherwise(table: PublishedTable, caption: Caption) -> bool:
    """Whether a caption has another title than a table, or names another body."""
    if caption.title is not None and caption.title.removesuffix("(续)") != table.caption.title:
        return True
    return _another_body(caption.entity, table.caption.entity)


def _holds_alike(table: PublishedTable, sheet: Sheet, start: int) -> bool:
    """Whether a sheet without header has as many columns as a table, and figures and words where that has them."""
    columns = table.header.columns
    if len(columns) != sheet.column_count or len(table.columns) != len(columns):
        return False
    seen: set[str] = set()
    for column in columns:
        texts = [text for r in range(start, sheet.row_count) if (text := sheet.cells[r, column.index].plain)]
        if column.role == "value":
            fits = all(parse_figure(text) is not None for text in texts)
        else:
            fits = not any(looks_like_amount(text) for text in texts)
        if not fits:
            return False
        seen |= {column.role} if texts else set()
    return {"value", "label"} <= seen


def _another_body(entity: str | None, other: str | None) -> bool:
    """Whether two captions name two bodies; a narrow cell may cut a name off, which is no other name."""
    if entity is None or other is None:
        return False
    return not (entity.startswith(other) or other.startswith(entity))


def _looks_new(header: Header, above: SheetPart, lexicon: Lexicon) -> bool:
    """Whether a sheet without title begins with a header of its own: header words, and no figure beside them.

    A word that stands among the data of the page before (the units 项, 次) is data here too.
    """
    data = {c.plain for r in range(above.start, above.sheet.row_count) for c in above.sheet.row(r)}
    words = {text for path in header.signature for text in path} - data
    return len(words) >= 2 and sum(lexicon.structure_role(w) is not None for w in words) >= 2


def _moved(columns: tuple[Column, ...], sheet: Sheet) -> tuple[Column, ...]:
    """The columns as they stand on another sheet with as many columns."""
    edges = sheet.grid.columns
    return tuple(replace(c, x0=edges[c.index], x1=edges[c.index + 1]) for c in columns)


def _read_table_rows(table: PublishedTable) -> None:
    rows: list[Row] = []
    sections: dict[int, int] = {}  # by row number the first column of its section
    number = 1
    centred = centred_labels((part.sheet, part.columns, part.start) for part in table.parts)
    above: dict[int, str] = {}
    for k, part in enumerate(table.parts):
        new_page = bool(k) and part.sheet.page_number > table.parts[k - 1].sheet.page_number
        joined = new_page and _join_cut_figures(table.parts[k - 1], part)
        repeated = _repeated_rows(table, k)
        for n in range(repeated):
            table.repeats[number + n] = 1 + n
        own = read_rows(part.sheet, part.columns, part.start, number, centred, above)
        if part.name and not any(row.label or row.code for row in own):
            own = [replace(row, label=part.name, text=part.name) for row in own]
        if table.form and not any(c.path for c in part.columns):
            own = [row if row.group else replace(row, indent=0.0) for row in own]
        if rows and (joined or _goes_on_above(part)):
            rest = [row for row in own if row.row_number == number]
            rows = [_with_rest(row, rest, rows[-1].row_number) for row in rows]
            own = [row for row in own if row.row_number != number]
        rows.extend(own)
        sections |= dict.fromkeys((row.row_number for row in own), part.columns[0].number)
        number += part.sheet.row_count - part.start
    counted = with_years([r for r in rows if r.row_number not in table.repeats])
    counted = told_apart(table.parts, _outlined(counted, sections))
    paths = {(r.row_number, r.block_number): r.path for r in counted}
    repeats = [
        replace(r, path=paths.get((table.repeats[r.row_number], r.block_number), r.path))
        for r in rows
        if r.row_number in table.repeats
    ]
    table.rows = sorted([*counted, *repeats], key=lambda r: (r.row_number, r.block_number))


def _goes_on_above(part: SheetPart) -> bool:
    """Whether a page begins with the rest of a row that the page break cuts: no rule above it, and labels only."""
    if not part.sheet.grid.open_top or part.start or not part.sheet.row_count:
        return False
    return all(c.role == "label" or not part.sheet.cells[0, c.index].plain for c in part.columns)


def _join_cut_figures(above: SheetPart, part: SheetPart) -> bool:
    """Put the last digits of figures that the page break cuts below the first ones, and say whether there were any.

    `12,437.3` at the foot of a page and `6` at the head of the next are one figure where every amount of that row does
    so, and gets the decimals that its column prints: a narrow cell wraps a figure as it wraps a label.
    """
    if part.start or not part.sheet.row_count or len(above.columns) != len(part.columns):
        return False
    foot = above.sheet.row_count - 1
    cut: list[tuple[TextCell, TextCell]] = []
    for before, column in zip(above.columns, part.columns, strict=True):
        rest = part.sheet.cells[0, column.index]
        if column.role == "label" or not rest.plain:
            continue
        begun = above.sheet.cells[foot, before.index]
        if column.role != "value" or not _is_cut(begun, rest, _decimals_above(above, before)):
            return False
        cut.append((begun, rest))
    for begun, rest in cut:
        _put(above.sheet, replace(begun, text=f"{begun.text}\n{rest.text}"))
        _put(part.sheet, replace(rest, text=""))
    return bool(cut)


def _is_cut(begun: TextCell, rest: TextCell, decimals: int) -> bool:
    figure = parse_figure(begun.text)
    return figure is not None and rest.plain.isdigit() and 0 < figure.decimals == decimals - len(rest.plain)


def _decimals_above(part: SheetPart, column: Column) -> int:
    """The decimals that all figures of a column print above the last row of a page; 0 where they differ."""
    printed = Counter(
        figure.decimals
        for r in range(part.start, part.sheet.row_count - 1)
        if (figure := parse_figure(part.sheet.cells[r, column.index].text))
    )
    decimals, count = printed.most_common(1)[0] if printed else (0, 0)
    return decimals if count == printed.total() else 0


def _put(sheet: Sheet, cell: TextCell) -> None:
    for r in range(cell.row, cell.row_end):
        for c in range(cell.column, cell.column_end):
            sheet.cells[r, c] = cell


def _with_rest(row: Row, rest: Sequence[Row], last: int) -> Row:
    """The last row above a page break (number `last`) with the rest of its label, block by block."""
    if row.row_number != last:
        return row
    more = next((r for r in rest if r.block_number == row.block_number and r.label), None)
    return replace(row, label=row.label + more.label, text=f"{row.text}\n{more.text}") if more else row


def _outlined(rows: Sequence[Row], sections: Mapping[int, int]) -> list[Row]:
    """The rows with the outline of each block; a form's sections, and rows of one year among others, have their own."""
    lists: dict[tuple[int, int, str], list[Row]] = {}
    for row in rows:
        lists.setdefault((sections[row.row_number], row.block_number, row.year), []).append(row)
    return [row for _, own in sorted(lists.items()) for row in outline(own)]


def _repeated_rows(table: PublishedTable, k: int) -> int:
    """How many first rows of a continuation, which begins with part `k`, print the table's first rows again.

    That is its header and its 合计; of a form, what it is about and its money.
    """
    if k == 0 or table.parts[k - 1].sheet.page_number == table.parts[k].sheet.page_number:
        return 0
    count = 0
    for first, again in zip(_page_rows(table.parts), _page_rows(table.parts[k:]), strict=False):
        has_figure = any(map(str.isdigit, "".join(again)))
        if not again or first != again or not (has_figure or table.form):
            break
        count += 1
    return count


def _page_rows(parts: Sequence[SheetPart]) -> Iterator[list[str]]:
    """The texts of each row of the page that the first of these parts begins."""
    for part in parts:
        if part.sheet.page_number != parts[0].sheet.page_number:
            break
        for r in range(part.start, part.sheet.row_count):
            yield _texts(part.sheet.row(r))


def _texts(cells: Sequence[TextCell]) -> list[str]:
    return [c.plain for c in cells if c.plain]
