"""The XML parts of an .xlsx workbook, looked through as text before anything is built and for what openpyxl drops.

Belongs here: bounds, formulas without results, rows without height. Does not: cells (excel_xlsx.py).
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass, field

from openpyxl.reader.workbook import WorkbookParser
from openpyxl.utils.cell import range_boundaries

from yusuan.reading.office.package import MAX_CELLS, check_parts, count_tags, part_chunks
from yusuan.reading.paper import UnreadableError

_WORKBOOK = "xl/workbook.xml"
_WITHOUT_RESULT = re.compile(  # a formula, and then no value, an empty one or 0
    rb"(?:</(?:\w+:)?f>|<(?:\w+:)?f\b[^>]*/>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*(?P<zero>0?)\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
# Libraries that reckon nothing store 0 for every formula and ask the spreadsheet to reckon when it opens.
_RECKONED_ON_OPENING = re.compile(rb"<(?:\w+:)?calcPr\b[^>]*\bfullCalcOnLoad=[\"'](?:1|true)[\"']")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\b[^>]*?\bref=[\"']([A-Z0-9:$]+)[\"']")
# openpyxl writes the height 0 as an own height without a value, and does not read it.
_FLAT_ROW = re.compile(
    rb"<(?:\w+:)?row\b(?=[^>]*\bcustomHeight=[\"'](?:1|true)[\"'])(?![^>]*\bht=)[^>]*\br=[\"'](?P<row>\d+)[\"']"
)


@dataclass
class WorkbookParts:
    """What was found: whether formulas lack results, whether those of 0 are to be reckoned, flat rows by worksheet."""

    unstored: bool = False
    asks_to_reckon: bool = False
    flat_rows: dict[str, set[int]] = field(default_factory=dict)  # by name, rows from 0


def look_through(package: zipfile.ZipFile) -> WorkbookParts:
    """The facts of all parts. Raises UnreadableError above the bounds, and where entities are declared."""
    check_parts(package)
    found = WorkbookParts(asks_to_reckon=bool(_RECKONED_ON_OPENING.search(package.read(_WORKBOOK))))
    cells = 0
    flat: dict[str, set[int]] = {}
    for name in package.namelist():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            cells += count_tags(package, name, b"c") + _scan(package, name, found, flat.setdefault(name, set()))
    if cells > MAX_CELLS:
        raise UnreadableError(f"The workbook has {cells:,} cells, more than the {MAX_CELLS:,} that are read.")
    if any(flat.values()):
        parser = WorkbookParser(package, _WORKBOOK, keep_links=False)
        parser.parse()
        found.flat_rows = {s.name: flat.get(rel.target.lstrip("/"), set()) for s, rel in parser.find_sheets()}
    return found


def _scan(package: zipfile.ZipFile, name: str, found: WorkbookParts, flat: set[int]) -> int:
    """How many cells the merged ranges of a worksheet cover; flat rows and missing results are noted."""
    merged, tail = 0, b""
    for chunk in part_chunks(package, name):
        text = tail + chunk
        cut = max(text.rfind(b"</"), 0)
        found.unstored = found.unstored or any(
            found.asks_to_reckon or not formula["zero"] for formula in _WITHOUT_RESULT.finditer(text)
        )
        flat |= {int(row["row"]) - 1 for row in _FLAT_ROW.finditer(text)}
        merged += sum(_area(area[1].decode()) for area in _MERGED.finditer(text[:cut]))
        tail = text[cut:]
    return merged + sum(_area(area[1].decode()) for area in _MERGED.finditer(tail))


def _area(reference: str) -> int:
    left, top, right, bottom = range_boundaries(reference)
    return ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
