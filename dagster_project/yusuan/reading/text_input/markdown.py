"""Tab-separated tables of OCR tools → tables with their rows: cells keep their places, but not every place is right.

Belongs here: the layout whose words a damaged header resembles most; cells that were merged, split or moved.
Does not: proving places (assignment.py), what damaged figures were (the warehouse, by its identities).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from yusuan.reading.structure.labels import is_code, marker_level
from yusuan.reading.text_input.layouts import Layout, LayoutColumn
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import SourceLine, Word
from yusuan.reading.text_input.text_figures import figure_of, is_amount
from yusuan.reading.text_input.text_tables import TextRow, TextTable
from yusuan.reading.text_input.zone_tables import FoundTable, column_numbers
from yusuan.reading.text_input.zones import Zone

_LIKE = 0.55  # share of header characters that a layout and a damaged header must have in common
_WORDS = re.compile(r"[\u4e00-\u9fff]")
_TOTAL_ROLES = ("total", "grand_total")


def is_tabbed(lines: Sequence[SourceLine]) -> bool:
    """Whether a text keeps its tables' cells apart by tabs."""
    return sum(line.text.strip("\t ").count("\t") > 1 for line in lines) >= 3


def read_tables(zones: Sequence[Zone], meaning: Meaning) -> list[FoundTable]:
    """The tables of the zones whose title names a kind and whose header resembles a layout of that kind."""
    return [found for zone in zones if zone.title and (found := _read_zone(zone, meaning)) is not None]


def _read_zone(zone: Zone, meaning: Meaning) -> FoundTable | None:
    lines = [line for line in zone.rest if "\t" in line.text]
    start = _body_start(lines)
    layout = _most_like(lines[:start], [e for e in meaning.layouts if e.table_kind == meaning.kind_of(zone.title)])
    if layout is None:
        return None
    slots = _slots(layout)
    grid = [rows for line in lines[start:] if (rows := _row(line, slots, layout))]
    numbers = column_numbers([[c.plain for c in _cells(line)] for line in lines if _numbers_columns(line)], layout)
    table = TextTable(layout, layout.table_kind, zone.title, zone.first, [grid], numbers)
    for rows in grid:
        _share_total(rows, meaning)
        _doubt_nameless(rows, layout)
    return FoundTable(table, zone, {line.number for line in lines})


def _body_start(lines: Sequence[SourceLine]) -> int:
    """The row after the one that numbers the columns; without one, the first row that prints data."""
    numbered = [i for i, line in enumerate(lines) if _numbers_columns(line)]
    if numbered:
        return numbered[0] + 1
    return next((i for i, line in enumerate(lines) if _is_body(line)), len(lines))


def _numbers_columns(line: SourceLine) -> bool:
    cells = [c.plain for c in _cells(line) if c.plain]
    numbers = [c for c in cells if c.isdigit()]
    counted = numbers == [str(i) for i in range(1, len(numbers) + 1)]
    return (
        counted and (len(numbers) >= 3 or (len(numbers) == 2 and "栏次" in cells)) and not any("." in c for c in cells)
    )


def _is_body(line: SourceLine) -> bool:
    """Whether a row prints data: a code, a numbered label, 合计, or an amount with decimals."""
    cells = [w.plain for w in _cells(line)]
    texts = [c for c in cells if c]
    return any(
        (is_code(c) and len(c) >= 3) or marker_level(c) == 1 or c == "合计" or re.fullmatch(r"[\d,]*\d\.\d+", c)
        for c in texts
    )


def _cells(line: SourceLine) -> list[Word]:
    words, start = [], 0
    for text in line.text.split("\t"):
        lead = len(text) - len(text.lstrip())
        words.append(Word(text.strip(), line.number, start + lead))
        start += len(text) + 1
    return words


def _most_like(header: Sequence[SourceLine], layouts: Sequence[Layout]) -> Layout | None:
    """The layout whose header shares most characters with the rows above the body."""
    seen = Counter("".join(_WORDS.findall("".join(line.plain for line in header))))

    def likeness(layout: Layout) -> float:
        own = Counter({c: n for c, n in layout.characters.items() if _WORDS.match(c)})
        return 2 * (own & seen).total() / max(1, own.total() + seen.total())

    best = max(layouts, key=likeness, default=None)
    return best if best is not None and likeness(best) >= _LIKE else None


def _slots(layout: Layout) -> list[LayoutColumn]:
    """The columns as the tool sees them: code columns side by side (类, 款, 项) are one."""
    out: list[LayoutColumn] = []
    for column in layout.columns:
        if column.role == "code" and out and out[-1].role == "code" and out[-1].block == column.block:
            continue
        if column.role != "section":
            out.append(column)
    return out


def _row(line: SourceLine, slots: Sequence[LayoutColumn], layout: Layout) -> list[TextRow]:
    """The rows of all blocks that a line of cells prints."""
    rows = {b: TextRow(b, line.number) for b in layout.blocks}
    strays: dict[int, str] = {}
    cells = _spread(_cells(line), slots)
    for i, cell in enumerate(cells[: len(slots)]):
        if not cell.plain:
            continue
        slot = slots[i]
        row = rows[slot.block]
        figure = figure_of(cell)
        if slot.role == "index" or (figure and cell.plain.isdigit() and _index_beside(slots, i)):
            row.index = row.index or (cell.plain if cell.plain.isdigit() else "")
        elif slot.role == "code" and is_code(cell.plain):
            row.code = cell.plain
        elif figure and slot.role == "value":
            figure.position = slot.number
            row.figures.append(figure)
        elif figure and is_amount(cell.plain) and "." in cell.plain:
            row.figures.append(figure)
        elif _WORDS.search(cell.plain) and slot.role == "label":
            row.label += cell.plain
        elif _WORDS.search(cell.plain):
            block = _block_ahead(slots, i)
            strays[block] = strays.get(block, "") + cell.plain
    for block, text in strays.items():  # a label torn over cells; beside a whole one it is noise of the header
        rows[block].label = rows[block].label or text
    return [r for r in rows.values() if r.code or r.label or r.figures or r.index]


def _spread(cells: list[Word], slots: Sequence[LayoutColumn]) -> list[Word]:
    """The cells, one of a word and figures (`总计 30 1,731.95`) spread over the blank cells behind it."""
    out = list(cells)
    for i, cell in enumerate(cells):
        parts = [Word(m[0], cell.line, cell.start + m.start()) for m in re.finditer(r"\S+", cell.text)]
        blank = [j for j in range(i + 1, min(i + len(parts), len(cells))) if not cells[j].plain]
        words = len([p for p in parts if _WORDS.search(p.plain)])
        in_label = slots[min(i, len(slots) - 1)].role == "label"
        fills = len(parts) == len(blank) + 1 > 1 and all(is_amount(p.plain) for p in parts[1:])
        if in_label and words == 1 and fills:
            out[i : i + len(parts)] = parts
    return out


def _index_beside(slots: Sequence[LayoutColumn], i: int) -> bool:
    """Whether a whole number in a label's place is the line number of the column beside it."""
    return slots[i].role == "label" and i + 1 < len(slots) and slots[i + 1].role == "index"


def _block_ahead(slots: Sequence[LayoutColumn], i: int) -> int:
    """The block of the label column at a place or next behind it: words in front of a label are its beginning."""
    return next((s.block for s in slots[i:] if s.role == "label"), slots[i].block)


def _doubt_nameless(rows: Sequence[TextRow], layout: Layout) -> None:
    """Of a row whose name the tool has lost it is not known what its figures say."""
    for row in rows:
        if layout.of_block(row.block, "label") and not row.label and not row.code:
            row.is_doubtful = True


def _share_total(rows: Sequence[TextRow], meaning: Meaning) -> None:
    """A total's name that a tool reads once for both sides names the figures of either."""
    names = [r.label for r in rows if meaning.row_role(r.label) in _TOTAL_ROLES]
    for row in rows:
        if not row.label and not row.code and row.figures and len(set(names)) == 1:
            row.label = names[0]
