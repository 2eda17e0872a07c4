"""Tables of a document → the raw rows of schema.py.

Belongs here: keys, and the flat form of tables, columns, rows and cells. Does not: finding any of them.
"""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from yusuan.reading.declared import index_number
from yusuan.reading.numbers import ParsedFigure, is_too_long, parse_figure, split_unit
from yusuan.reading.pages.layout import TextCell
from yusuan.reading.structure.figure_units import stated_unit
from yusuan.reading.structure.stated import stated_identities
from yusuan.reading.structure.tables import PublishedTable, SheetPart
from yusuan.reading.text import normalise

_NUMERIC = re.compile(r"[\d.,%()\s\-+−，]*\d[\d.,%()\s\-+−，]*")
_PARTED = re.compile(r"\d[ \t\u00a0\u3000]+[\d.,]")
_DATE = re.compile(r"\d{2,4}[-.]\d{1,2}([-.]\d{1,2})?")
_WORDS_AND_AMOUNT = re.compile(r"[^\d.,]+\s*\d[\d,]*\.\d+")

_WHOLE = 3  # digits of a number by itself: what is left of a broken one is shorter
_ROOM = 1.5  # digits: a line that leaves so much room was not broken for want of it

LEAST_CONFIDENCE = 0.7  # of a figure's least certain character, where it was read from a picture

Record = dict[str, Any]


def place_key(document_key: str, *place: object) -> str:
    """A key from the document's bytes and a place on a page: 16 hex digits."""
    return hashlib.sha256(":".join([document_key, *map(str, place)]).encode()).hexdigest()[:16]


def emit_tables(document_key: str, tables: Sequence[PublishedTable]) -> dict[str, list[Record]]:
    """Records of the raw tables `table`, `column`, `row`, `cell`, `row_text` and `declared_term`."""
    names = ("table", "column", "row", "cell", "row_text", "declared_term")
    out: dict[str, list[Record]] = {name: [] for name in names}
    for ordinal, table in enumerate(tables, start=1):
        key = table_key(document_key, table)
        own = {"document_key": document_key, "table_key": key}
        out["table"].append(
            own
            | {
                "table_ordinal": ordinal,
                "page_from": table.first_page,
                "page_to": table.last_page,
                "title_text": table.caption.title,
                "number_text": table.caption.number,
                "unit_text": table.caption.unit,
                "entity_text": table.caption.entity,
                "header_text": table.header_text,
                "note_text": "\n".join(normalise(line.text).strip() for line in table.notes) or None,
                "row_count": sum(p.sheet.row_count - p.start for p in table.parts),
                "column_count": len(table.columns),
            }
        )
        out["column"].extend(own | record for record in _columns(table))
        out["row"].extend(own | record for record in _rows(table))
        cells, texts = _cells(document_key, table)
        out["cell"].extend(own | record for record in cells)
        out["row_text"].extend(own | record for record in texts)
        out["declared_term"].extend(own | record for record in _declared_terms(table))
    return out


def table_key(document_key: str, table: PublishedTable) -> str:
    """The key of a table: where its first sheet begins."""
    grid = table.first_sheet.grid
    return place_key(document_key, "table", table.first_page, round(grid.columns[0]), round(grid.top))


def _columns(table: PublishedTable) -> Iterator[Record]:
    for c in table.columns:
        yield {
            "column_number": c.number,
            "block_number": c.block_number,
            "block": c.block,
            "role": c.role,
            "index_number": index_number(c.index_text),
            "header_path": "/".join(c.path),
            "x0": c.x0,
            "x1": c.x1,
        }


def _rows(table: PublishedTable) -> Iterator[Record]:
    for r in table.rows:
        yield {
            "row_number": r.row_number,
            "block_number": r.block_number,
            "page_number": r.page_number,
            "row_code": r.code,
            "row_second_code": r.second_code,
            "row_label": r.label,
            "row_text": r.text,
            "row_path": "/".join(r.path),
            "telling_words": "/".join(r.telling_words) or None,
            "row_level": r.level,
            "parent_row_number": r.parent,
            "unit_label": r.second_label,
            "index_number": index_number(r.index_text),
            "is_repeat": r.row_number in table.repeats,
            "repeat_of_row_number": table.repeats.get(r.row_number),
        }


def _cells(document_key: str, table: PublishedTable) -> tuple[list[Record], list[Record]]:
    """The cells of the value columns, and the words of every row: what no figure is printed in."""
    cells: list[Record] = []
    texts: list[Record] = []
    number = 1
    money = _figure_columns(table)
    listed = {row.row_number for row in table.rows}
    row_units = {(row.row_number, row.block_number): stated_unit("/".join(row.path)) for row in table.rows}
    for part in table.parts:
        column_units = {c.number: stated_unit("/".join(c.path)) or table.caption.unit for c in part.columns}
        for r in range(part.start, part.sheet.row_count):
            units = {c.number: row_units.get((number, c.block_number)) or column_units[c.number] for c in part.columns}
            own, words = _row_cells(document_key, part, r, number, money, units)
            cells.extend(own)
            if number in listed:
                texts.extend(words)
            else:
                _go_on(texts, words)
            number += 1
    return cells, texts


def _go_on(texts: list[Record], rest: Sequence[Record]) -> None:
    """Add the words of a row that a page break cut to those of its first part, which stand last."""
    last = texts[-1]["row_number"] if texts else None
    begun = {text["column_number"]: text for text in texts if text["row_number"] == last}
    for more in rest:
        if text := begun.get(more["column_number"]):
            text["text"] = f"{text['text']}\n{more['text']}"
        elif last is not None:
            texts.append(more | {"row_number": last})


def _declared_terms(table: PublishedTable) -> Iterator[Record]:
    for number, (page, declared) in enumerate(stated_identities(table), start=1):
        for term_number, term in enumerate(declared.terms, start=1):
            yield {
                "declared_number": number,
                "page_number": page,
                "declared_text": declared.text,
                "axis": declared.axis,
                "term_number": term_number,
                "side": term.side,
                "sign": term.sign,
                "index_number": term.index,
            }


def _figure_columns(table: PublishedTable) -> set[int]:
    """The numbers of the value columns in which figures are the rule."""
    figures: Counter[int] = Counter()
    for part in table.parts:
        for column in part.columns:
            cells = {
                id(c): c for r in range(part.start, part.sheet.row_count) if (c := part.sheet.cells[r, column.index])
            }
            for cell in cells.values():
                if cell.plain:
                    is_figure = parse_figure(cell.text) or (table.caption.unit and split_unit(cell.text))
                    figures[column.number] += 1 if is_figure else -1
    return {number for number, count in figures.items() if count > 0}


def _row_cells(
    document_key: str,
    part: SheetPart,
    r: int,
    number: int,
    money: Set[int],
    units: Mapping[int, str | None],
) -> tuple[list[Record], list[Record]]:
    """The cells of a row in columns of values, and its words: each cell once, whatever columns it is drawn over."""
    cells: list[Record] = []
    texts: list[Record] = []
    page = part.sheet.page_number
    of_values: set[int] = set()
    of_words: set[int] = set()
    for column in part.columns:
        cell = part.sheet.cells[r, column.index]
        if not cell.plain:
            continue
        place = {
            "page_number": page,
            "row_number": number,
            "block_number": column.block_number,
            "column_number": column.number,
            "text": cell.text,
            "x0": cell.x0,
            "top": cell.top,
            "x1": cell.x1,
            "bottom": cell.bottom,
        }
        is_figure = False
        if column.role == "value":
            verdict, unit = cell.verdict, units[column.number]
            figure = _figure(cell, unit)
            # Of a table without a unit nothing says that its figures are money: a target of `3万` is words.
            is_money = column.number in money
            reading = verdict.reading if verdict else _reading(cell, part, figure is not None, is_money, unit)
            if reading == "damaged":
                figure = None
            is_figure = figure is not None or reading != "exact"
            if cell.row == r and id(cell) not in of_values:
                cells.append(
                    place
                    | {
                        "cell_key": place_key(document_key, page, round(cell.x0), round(cell.top), round(cell.x1)),
                        "number": figure.value if figure else None,
                        "number_decimals": figure.decimals if figure else None,
                        "is_percent": figure.is_percent if figure else False,
                        "reading": reading,
                        "confidence": cell.confidence,
                    }
                )
            of_values.add(id(cell))
        if not is_figure and cell.row >= part.start and id(cell) not in of_words:
            texts.append(place | {"row_span": cell.row_end - cell.row})
        of_words.add(id(cell))
    return cells, texts


def _figure(cell: TextCell, unit: str | None) -> ParsedFigure | None:
    """What the cell prints, as its own reader found it out, or as the text says; its table's unit may follow."""
    parsed = parse_figure(cell.text)
    if parsed is None and (said := split_unit(cell.text)) and said[1] == unit:
        parsed = parse_figure(said[0])
    if cell.verdict is None or (parsed and parsed.value == cell.verdict.number):
        return parsed
    number = cell.verdict.number
    if number is None or is_too_long(number):
        return None
    return ParsedFigure(number, cell.verdict.decimals, "%" in cell.plain)


def _reading(cell: TextCell, part: SheetPart, is_figure: bool, among_figures: bool, unit: str | None) -> str:
    """How sure the text of a cell is.

    `damaged`: digits that make no number; where figures stand, digits among words, or a unit that is not the table's;
    several whole numbers below each other; read from a picture, also a figure of little confidence, or digits among
    letters where figures stand. `ambiguous`: a figure over columns of different headers, or with a blank between its
    digits (a line number may stand beside it). Otherwise `exact`.
    """
    if cell.confidence is not None:
        digits = any(map(str.isdigit, cell.plain))
        if cell.confidence < LEAST_CONFIDENCE if is_figure else among_figures and digits:
            return "damaged"
    if not is_figure:
        text = normalise(cell.text)
        has_unit = unit is not None and split_unit(cell.text) is not None
        is_broken = _WORDS_AND_AMOUNT.fullmatch(text.strip()) or has_unit or not cell.plain.isprintable()
        if among_figures and is_broken and any(map(str.isdigit, cell.plain)):
            return "damaged"
        return "damaged" if _NUMERIC.fullmatch(text) and not _DATE.fullmatch(text.strip()) else "exact"
    if _is_stacked(cell, part):
        return "damaged"
    if _PARTED.search(cell.text):
        return "ambiguous"
    paths = {c.path for c in part.columns if c.role == "value" and cell.column <= c.index < cell.column_end}
    return "ambiguous" if len(paths) > 1 else "exact"


def _is_stacked(cell: TextCell, part: SheetPart) -> bool:
    """Whether a cell prints several whole numbers line by line; one broken over lines filled its column first."""
    lines = cell.text.split("\n")
    if len(lines) < 2 or not all(line.strip().isdigit() and len(line.strip()) >= _WHOLE for line in lines):
        return False
    edges = part.sheet.grid.columns
    digit = (cell.x1 - cell.x0) / max(len(line.strip()) for line in lines)
    return edges[cell.column_end] - edges[cell.column] - (cell.x1 - cell.x0) > _ROOM * digit
