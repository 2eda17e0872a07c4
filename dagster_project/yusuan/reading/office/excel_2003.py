"""The worksheets of a workbook in the XML of Excel 2003 (SpreadsheetML), saved as .xls or .xml.

Belongs here: its elements → texts as shown, merged ranges, hidden rows. Does not: pages and tables (excel.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from lxml import etree

from yusuan.reading.office.encodings import written_text
from yusuan.reading.office.excel_seen import BLACK, WHITE, Rgb, hexadecimal, is_seen
from yusuan.reading.office.excel_sheet import LEAST_HEIGHT, UNKNOWN, Entry, Worksheet
from yusuan.reading.office.number_format import show_date, show_text
from yusuan.reading.office.package import MAX_CELLS
from yusuan.reading.office.shown_figure import shown_figure
from yusuan.reading.pages.layout import Verdict
from yusuan.reading.paper import UnreadableError
from yusuan.reading.text import is_footnote_mark

_SPACE = "urn:schemas-microsoft-com:office:spreadsheet"
_OPTIONS = "urn:schemas-microsoft-com:office:excel"
_MAX_ROW, _MAX_COLUMN = 1048576, 16384
_LEAST_POINTS = 2.0  # of a column's width: in less nothing can be seen
_NAMED = {  # formats that have a name here
    "General Number": "General",
    "Currency": "¥#,##0.00;¥-#,##0.00",
    "Fixed": "0.00",
    "Standard": "#,##0.00",
    "Percent": "0.00%",
    "Scientific": "0.00E+00",
    "General Date": "yyyy/m/d h:mm",
    "Long Date": 'yyyy"年"m"月"d"日"',
    "Short Date": "yyyy/m/d",
    "Short Time": "h:mm",
}


@dataclass(frozen=True)
class _Style:
    shown: str = "General"
    indent: float = 0.0
    ink: Rgb | None = BLACK
    ground: Rgb | None = WHITE


@dataclass
class _Columns:
    """What is said of columns, from 0."""

    styles: dict[int, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)


def is_excel_2003(data: bytes) -> bool:
    """Whether the bytes begin like a workbook in this XML."""
    return _SPACE.encode() in data[:4096].replace(b"\x00", b"")


def open_excel_2003(data: bytes) -> list[Worksheet]:
    """All worksheets in order, hidden ones too. Raises UnreadableError."""
    text = written_text(data)
    if re.search(r"<!(?:DOCTYPE|ENTITY)", text):
        raise UnreadableError("The file declares XML entities, as no Office program does: it is not opened.")
    options = {"resolve_entities": False, "no_network": True, "remove_comments": True, "remove_pis": True}
    parser = etree.XMLParser(**options)
    try:
        root = etree.fromstring(re.sub(r"^\s*<\?xml.*?\?>", "", text, flags=re.DOTALL).encode(), parser)
        styles = _styles(root)
        sheets, cells = [], 0
        for element in root.findall(_tag("Worksheet")):
            cells += sum(1 for _ in element.iter(_tag("Cell"))) + _merged_count(element)
            if cells > MAX_CELLS:
                raise UnreadableError(f"The workbook has more than the {MAX_CELLS:,} cells that are read.")
            sheets.append(_worksheet(element, styles))
    except (etree.XMLSyntaxError, ValueError, OverflowError) as error:
        raise UnreadableError(f"The Excel workbook is damaged and cannot be read to its end ({error}).") from error
    return sheets


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _number(element: Any, name: str, default: int = 0) -> int:
    return int(element.get(_tag(name), default))


def _merged_count(element: Any) -> int:
    return sum(
        (_number(c, "MergeAcross") + 1) * (_number(c, "MergeDown") + 1) - 1
        for c in element.iter(_tag("Cell"))
        if _tag("MergeAcross") in c.attrib or _tag("MergeDown") in c.attrib
    )


def _styles(root: Any) -> dict[str, _Style]:
    """Styles by their names; one takes from its parent, and all from `Default`, what they do not say."""
    found: dict[str, _Style] = {}
    for element in root.iterfind(f"{_tag('Styles')}/{_tag('Style')}"):
        style = found.get(element.get(_tag("Parent"), "Default"), _Style())
        shown, alignment = element.find(_tag("NumberFormat")), element.find(_tag("Alignment"))
        font, interior = element.find(_tag("Font")), element.find(_tag("Interior"))
        if shown is not None:
            name = shown.get(_tag("Format"), "General")
            style = replace(style, shown=_NAMED.get(name, name))
        if alignment is not None:
            style = replace(style, indent=float(alignment.get(_tag("Indent"), 0)))
        if font is not None:
            style = replace(style, ink=_colour(font, BLACK))
        if interior is not None:
            solid = interior.get(_tag("Pattern"), "None")
            ground = {"None": WHITE, "Solid": _colour(interior, WHITE)}.get(solid)
            style = replace(style, ground=ground)
        found[element.get(_tag("ID"), "")] = style
    return found


def _colour(element: Any, automatic: Rgb) -> Rgb | None:
    text = element.get(_tag("Color"), "Automatic")
    return automatic if text == "Automatic" else hexadecimal(text.removeprefix("#"))


def _worksheet(element: Any, styles: Mapping[str, _Style]) -> Worksheet:
    options = element.find(f"{{{_OPTIONS}}}WorksheetOptions")
    visible = options.findtext(f"{{{_OPTIONS}}}Visible") if options is not None else None
    zeros = options is None or options.find(f"{{{_OPTIONS}}}DoNotDisplayZeros") is None
    sheet = Worksheet(element.get(_tag("Name"), ""), hidden=visible in ("SheetHidden", "SheetVeryHidden"))
    table = element.find(_tag("Table"))
    if table is None:
        return sheet
    columns = _columns(table)
    sheet.hidden_columns = columns.hidden
    flat = float(table.get(_tag("DefaultRowHeight"), LEAST_HEIGHT)) < LEAST_HEIGHT
    for r, row in _counted(table, "Row", _MAX_ROW):
        height = row.get(_tag("Height"))
        if _is_on(row, "Hidden") or (float(height) < LEAST_HEIGHT if height else flat):
            sheet.hidden_rows.add(r)
        for c, cell in _counted(row, "Cell", _MAX_COLUMN):
            across, down = _number(cell, "MergeAcross"), _number(cell, "MergeDown")
            if across or down:
                sheet.merged.append((r, r + down + 1, c, c + across + 1))
            own = [
                cell.get(_tag("StyleID")),
                row.get(_tag("StyleID")),
                columns.styles.get(c),
                table.get(_tag("StyleID")),
            ]
            style = styles.get(next((name for name in own if name), "Default"), _Style())
            text, verdict = _shown(cell, style, zeros=zeros)
            if text and not is_seen(style.ink, style.ground):
                sheet.unseen += 1
            elif text:
                sheet.unstored += verdict is UNKNOWN
                sheet.entries.append(Entry(r, c, text, style.indent, verdict))
    return sheet


def _columns(table: Any) -> _Columns:
    found = _Columns()
    for c, column in _counted(table, "Column", _MAX_COLUMN):
        span = range(c, min(c + _number(column, "Span") + 1, _MAX_COLUMN))
        if _is_on(column, "Hidden") or float(column.get(_tag("Width"), _LEAST_POINTS)) < _LEAST_POINTS:
            found.hidden.update(span)
        if name := column.get(_tag("StyleID")):
            found.styles.update(dict.fromkeys(span, name))
    return found


def _counted(parent: Any, name: str, most: int) -> Iterator[tuple[int, Any]]:
    """Rows, columns or cells with their numbers from 0: an own `Index`, or behind the last and what it spans."""
    at = 0
    for element in parent.iterfind(_tag(name)):
        at = _number(element, "Index", at + 1) - 1
        if not 0 <= at < most:
            raise ValueError(f"{name} {at + 1} is beyond the worksheet")
        yield at, element
        at += 1 + (_number(element, "MergeAcross") if name == "Cell" else _number(element, "Span"))


def _is_on(element: Any, name: str) -> bool:
    return element.get(_tag(name)) in ("1", "true")


def _shown(cell: Any, style: _Style, *, zeros: bool) -> tuple[str, Verdict | None]:
    data = cell.find(_tag("Data"))
    formula = cell.get(_tag("Formula"))
    text = "".join(_texts(data)) if data is not None else ""
    if formula and not text.strip():
        return formula, UNKNOWN
    kind = data.get(_tag("Type"), "String") if data is not None else "String"
    if kind == "Number" and text.strip():
        number = float(text)
        return shown_figure(number, style.shown) if number or zeros else ("", None)
    if kind == "DateTime":
        return show_date(datetime.fromisoformat(text.strip()), style.shown), None
    if kind == "Boolean":
        text = "TRUE" if text.strip() in ("1", "true") else "FALSE"
    return show_text(text, style.shown), None


def _texts(data: Any) -> Iterator[str]:
    """The runs of a text, without raised marks of footnotes."""
    yield data.text or ""
    for run in data:
        raised = "".join(run.itertext())
        if not (etree.QName(run).localname.lower() == "sup" and is_footnote_mark(raised)):
            yield from _texts(run)
        yield run.tail or ""
