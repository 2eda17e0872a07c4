"""The rows of a table: codes, labels, and the outline they stand in.

Belongs here: label cells → codes, labels, paths, by code prefix, numbering, indentation. Does not: headers, meaning.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from yusuan.reading.pages.layout import Sheet, TextCell
from yusuan.reading.structure.header import Column
from yusuan.reading.structure.labels import is_code, is_of_which, is_subtotal, is_total, marker_level, split_code

_EXACT = 0.75  # points: so little more room on one side, and a label stands exactly in the middle
_INDENTED = 6.0  # points: less, and the label fills its cell
_SPLIT_CODE = ("类", "款", "项", "目")


@dataclass(frozen=True)
class Row:
    """A printed row of one block. `indent` is in points from the left edge of the label's cell."""

    page_number: int
    row_number: int
    block_number: int
    code: str | None
    second_code: str | None
    label: str
    text: str
    second_label: str | None
    group: str | None
    indent: float
    parent: int | None = None
    level: int = 1
    path: tuple[str, ...] = field(default=())
    index_text: str = ""  # what the line's own number column prints: `27`, `27=1+2`
    is_coded_by_column: bool = False  # its code stands in a column of codes
    first_column: int = 0  # the number of the first column that prints its label or its unit's code, 0 where none does
    year: str = ""  # what a column of years prints: `2025年`, `增减`
    telling_words: tuple[str, ...] = ()  # its further words, where other rows have its codes, its label and its path


def read_rows(
    sheet: Sheet,
    columns: Sequence[Column],
    start: int,
    first_number: int,
    centred: CentredLabels | None = None,
    above: dict[int, str] | None = None,
) -> list[Row]:
    """The rows of a sheet below `start`, block by block; row numbers count on from `first_number`.

    `centred`: the labels that stand in the middle of their cells: their left ends tell no outline.
    `above`: by block the code that the pages before end with, which a row that prints its own digits only goes on from;
    afterwards the one that this page ends with.
    """
    rows = []
    above = {} if above is None else above
    for block in sorted({c.block_number for c in columns}):
        own = [c for c in columns if c.block_number == block]
        for r in range(start, sheet.row_count):
            row = _read_row(sheet, own, r, first_number + r - start, above.get(block), centred or CentredLabels())
            if row.is_coded_by_column:
                above[block] = str(row.code)
            rows.append(row)
    return rows


@dataclass(frozen=True)
class CentredLabels:
    """Labels in the middle of their cells: all of some columns, and of others those that stand there as totals do."""

    columns: frozenset[int] = frozenset()
    as_totals: frozenset[int] = frozenset()

    def has(self, sheet: Sheet, column: Column, cell: TextCell) -> bool:
        """Whether a label is one of them; one with a number before it never stands as totals do."""
        if column.number in self.columns:
            return True
        is_bare = marker_level(cell.plain) is None and not is_of_which(cell.plain)
        return column.number in self.as_totals and is_bare and _is_in_the_middle(sheet, cell)


def centred_labels(parts: Iterable[tuple[Sheet, Sequence[Column], int]]) -> CentredLabels:
    """The labels of a table that stand in the middle of their cells, by all its pages (sheet, columns, start).

    Labels that wrap fill their cells, and what is indented may stand there by chance: labels of one length, and labels
    of two lengths that mostly begin at one place, tell of no middle.
    """
    sides: dict[int, list[tuple[float, float, float]]] = {}
    totals: dict[int, list[bool]] = {}
    for sheet, columns, start in parts:
        for column in columns:
            for r in range(start, sheet.row_count) if column.role == "label" else ():
                cell = sheet.cells[r, column.index]
                if not cell.plain or cell.row != r or not _is_one_line(cell):
                    continue
                if is_total(cell.plain):
                    totals.setdefault(column.number, []).append(_is_in_the_middle(sheet, cell))
                else:
                    left, right = _room(sheet, cell)
                    sides.setdefault(column.number, []).append((left, right, cell.x1 - cell.x0))
    columns_of_all = frozenset(number for number, own in sides.items() if _are_centred(own))
    as_totals = {number for number, own in totals.items() if all(own)}
    as_totals |= {number for number, own in sides.items() if _some_are_centred(own)}
    return CentredLabels(columns_of_all, frozenset(as_totals))


def _some_are_centred(sides: Sequence[tuple[float, float, float]]) -> bool:
    """Whether labels of different widths stand exactly in the middle, where no others begin as they do."""
    middle = [(left, width) for left, right, width in sides if abs(left - right) < _EXACT and left > _INDENTED]
    widths = [width for _, width in middle]
    others = [left for left, right, _ in sides if abs(left - right) >= _EXACT]
    is_apart = all(abs(left - other) > 1.0 for left, _ in middle for other in others)
    return len(middle) > 1 and max(widths) - min(widths) > 3.0 and is_apart


def _is_one_line(cell: TextCell) -> bool:
    return "\n" not in cell.text and cell.column_end - cell.column == 1


def _room(sheet: Sheet, cell: TextCell) -> tuple[float, float]:
    """The room to the left and right of a label in its cell."""
    left, right = (sheet.grid.columns[edge] for edge in (cell.column, cell.column_end))
    return cell.x0 - left, right - cell.x1


def _is_in_the_middle(sheet: Sheet, cell: TextCell) -> bool:
    """Whether a label of one line stands exactly in the middle of its cell, and does not fill it."""
    left, right = _room(sheet, cell)
    return _is_one_line(cell) and abs(left - right) < _EXACT and left > _INDENTED


def _are_centred(sides: Sequence[tuple[float, float, float]]) -> bool:
    """Whether labels stand in the middle: the room to the left and right of each, and its width."""
    if sides and all(abs(left - right) < 0.5 for left, right, _ in sides):
        return True  # not even by chance
    even = [width for left, right, width in sides if abs(left - right) < 3.0]
    if not len(even) * 2 > len(sides) > 1 or max(even) - min(even) <= 3.0:
        return False
    begun: dict[int, list[float]] = {}
    for left, _, width in sides:
        begun.setdefault(round(left), []).append(width)
    spread = [max(widths) - min(widths) > 3.0 for widths in begun.values() if len(widths) > 1]
    return sum(spread) * 2 < max(len(spread), 1)


def _read_row(
    sheet: Sheet, columns: Sequence[Column], r: int, number: int, above: str | None, centred: CentredLabels
) -> Row:
    codes, labels, group = _words(sheet, columns, r)
    label_columns = [c for c in columns if c.role == "label"]
    said_by = [column for column, text in codes if text and column.entity == "unit"] + [column for column, _ in labels]
    found, stray = _join_codes(codes, above)
    names = [cell.plain for _, cell in labels]
    if project := _project_beside_unit(labels):
        # The row is of the project, as one beside a merged cell of its unit is; a code of the unit is no project's.
        labels.insert(0, labels.pop(project))
        names.insert(0, names.pop(project))
        unit_code, names[1] = split_code(names[1]) or (None, names[1])
        group = names[1]
        if all(column.entity == "unit" for column, text in codes if text):
            found = ["", *found] if found else ["", unit_code or ""]
    code, second_code = ([code or None for code in found] + [None, None])[:2]
    first = labels[0][1] if labels else None
    label, text = (first.plain, first.text) if first else ("", "")
    if not label and stray:
        label = text = stray
    if not code and label and label_columns and (parts := split_code(label)):
        code, label = parts
        # Codes in front of the names beside it: the last is of the narrowest classification.
        second_code = next((parts[0] for name in reversed(names[1:]) if (parts := split_code(name))), second_code)
    year = _first_text(sheet, columns, r, "year")
    if not label and not label_columns:
        label = text = year  # nothing else names the row
    return Row(
        page_number=sheet.page_number,
        row_number=number,
        block_number=columns[0].block_number,
        code=code,
        is_coded_by_column=bool(found and code),
        second_code=second_code,
        label=label,
        text=text,
        second_label="|".join(names[1:]) or None,
        group=group,
        indent=0.0 if labels and centred.has(sheet, *labels[0]) else _indent(sheet, first, columns, r),
        index_text=_first_text(sheet, columns, r, "index"),
        first_column=min((column.number for column in said_by), default=0),
        year=year,
    )


def _words(
    sheet: Sheet, columns: Sequence[Column], r: int
) -> tuple[list[tuple[Column, str]], list[tuple[Column, TextCell]], str | None]:
    """The codes and labels of a row, and the group that a first label over several rows says."""
    codes: list[tuple[Column, str]] = []
    labels: list[tuple[Column, TextCell]] = []
    group: str | None = None
    seen: set[int] = set()
    label_columns = [c for c in columns if c.role == "label"]
    for column in columns:
        cell = sheet.cells[r, column.index]
        if column.role not in ("code", "label") or id(cell) in seen:
            continue
        seen.add(id(cell))
        if column.role == "code":
            codes.append((column, cell.plain))
        elif not cell.plain:
            continue
        elif cell.row_end - cell.row > 1 and len(label_columns) > 1 and column is label_columns[0]:
            group = cell.plain
        else:
            labels.append((column, cell))
    return codes, labels, group


def _project_beside_unit(labels: Sequence[tuple[Column, TextCell]]) -> int:
    """Which of a row's labels names a project where the first names its unit; 0 where none does."""
    if not labels or labels[0][0].entity != "unit":
        return 0
    return next((k for k, (column, _) in enumerate(labels) if column.entity == "project"), 0)


def _first_text(sheet: Sheet, columns: Sequence[Column], r: int, role: str) -> str:
    return next((t for c in columns if c.role == role and (t := sheet.cells[r, c.index].plain)), "")


def _indent(sheet: Sheet, label: TextCell | None, columns: Sequence[Column], r: int) -> float:
    """Where the label (or, where it has none, the code) begins inside its cell."""
    if label is None:
        label = next((sheet.cells[r, c.index] for c in columns if c.role == "code"), None)
    if label is None or not label.plain:
        return 0.0
    return label.begins - sheet.grid.columns[label.column]


def _join_codes(codes: Sequence[tuple[Column, str]], above: str | None) -> tuple[list[str], str]:
    """Code cells of a row → its codes, and text in a code column that is no code (a total's label).

    Columns side by side under 类, 款, 项, or under one merged header, hold one code in parts. A part that repeats
    what stands before it replaces it; a lost leading zero comes back; a blank class is that of the code `above`.
    """
    found: list[str] = []
    stray = ""
    last: Column | None = None
    for column, text in codes:
        beside = last is not None and column.index == last.index + 1
        goes_on = last is not None and beside and (_is_next_part(last, column) or column.path == last.path != ())
        last = column
        if not text and not found and _is_code_part(column):
            continue
        if not (is_code(text) or (_is_code_part(column) and text.isdigit())):
            stray = stray or text
        elif found and goes_on:
            found[-1] = text if text.startswith(found[-1]) and len(text) > len(found[-1]) else found[-1] + text.zfill(2)
        else:
            found.append(_with_class(column, text, above) if not found else text)
    return found, stray


def _is_code_part(column: Column) -> bool:
    return bool(column.path) and column.path[-1] in _SPLIT_CODE


def _is_next_part(part: Column, column: Column) -> bool:
    """Whether a column holds a deeper part of the code that begins before it; another 类 begins another code."""
    parts = _is_code_part(part) and _is_code_part(column)
    return parts and _SPLIT_CODE.index(part.path[-1]) < _SPLIT_CODE.index(column.path[-1])


def _with_class(column: Column, text: str, above: str | None) -> str:
    """A first part with what is left blank in front of it, taken from the code above where that has as much."""
    level = _SPLIT_CODE.index(column.path[-1]) if _is_code_part(column) else 0
    blank = (0, 3, 5, 7)[level]
    if level == 0 or len(text) > 2 or above is None or len(above) < blank:
        return text
    return above[:blank] + text.zfill(2)


def with_years(rows: Sequence[Row]) -> list[Row]:
    """The rows; one that prints a year and no name is another year of the row above it, and is called as that is."""
    out: list[Row] = []
    above: dict[int, Row] = {}  # by block the last row with a name
    for row in rows:
        last = above.get(row.block_number)
        if row.year and last and last.year and not (row.label or row.code or row.second_label):
            own = replace(last, page_number=row.page_number, row_number=row.row_number, index_text=row.index_text)
            row = replace(own, text=row.text, year=row.year)
        elif row.label or row.code:
            above[row.block_number] = row
        out.append(row)
    return out


def outline(rows: Sequence[Row]) -> list[Row]:
    """The rows of one block with parent, level and path.

    A parent is the nearest row above whose code begins this row's code, or whose numbering ranks above, or which
    stands further left. Totals stand alone. A row under a merged group cell has the group in front of its path, and one
    that leaves a column of labels blank (or of codes of units) the path of the row above that prints it last.
    """
    out: list[Row] = []
    open_rows: list[Row] = []
    headings: list[Row] = []  # the last rows that begin in a column further left
    for row in rows:
        if not row.label and not row.code:
            out.append(replace(row, path=(row.group,) if row.group else ("",)))
            continue
        while headings and row.label and row.first_column <= headings[-1].first_column:
            headings.pop()
        outer = (row.group,) if row.group else headings[-1].path if headings else ()
        if is_total(row.label) and not row.code:
            open_rows = []
            # A total of all stands where labels stand; a subtotal is of the heading above.
            done = replace(row, path=(*(outer if row.group or is_subtotal(row.label) else ()), row.label))
        else:
            if row.group != (open_rows[-1].group if open_rows else row.group):
                open_rows = []
            while open_rows and not _is_below(row, open_rows[-1]):
                open_rows.pop()
            parent = open_rows[-1] if open_rows else None
            above = parent.path if parent else outer
            done = replace(
                row,
                parent=parent.row_number if parent else None,
                level=parent.level + 1 if parent else 1,
                path=(*above, row.label or row.code or ""),
            )
            open_rows.append(done)
            if row.first_column:
                headings.append(done)
        out.append(done)
    return out


def _is_below(row: Row, above: Row) -> bool:
    """Whether `row` stands under `above` in the outline."""
    if 0 < row.first_column < above.first_column:
        return False  # a unit is never below a subject of the unit before
    if row.code and above.code and _same_family(row.code, above.code):
        return row.code != above.code and row.code.startswith(above.code)
    mine, other = marker_level(row.label), marker_level(above.label)
    if not row.code and not above.code:
        if is_of_which(row.label):
            return not is_of_which(above.label)
        if mine is not None and other is not None:
            return mine > other
        if mine is not None and is_of_which(above.label):
            return mine > 3
    if mine is not None and other is None and not above.code:
        return False
    return row.indent - above.indent > 4.0


def _same_family(code: str, other: str) -> bool:
    """Codes of one classification: plain digits that differ in length by a level, or not at all."""
    return code.isdigit() and other.isdigit() and len(code) <= 7 and len(other) <= 7
