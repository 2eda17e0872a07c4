"""Whether a cell's text can be seen: its colour against that of its ground.

Belongs here: colours of .xlsx and .xls cells. Does not: hidden rows and columns (excel_xlsx.py, excel_xls.py), formats
that show nothing (number_format.py).
"""

from __future__ import annotations

from typing import Any

from openpyxl.styles.colors import COLOR_INDEX

Rgb = tuple[int, int, int]

BLACK: Rgb = (0, 0, 0)
WHITE: Rgb = (255, 255, 255)
_SYSTEM = {64: BLACK, 65: WHITE}  # indexes of text and ground as the desktop has them
_THEME = {0: WHITE, 1: BLACK}  # ground and text; the other colours of a theme are seen on either
_LEAST_CONTRAST = 16  # of 255, in one channel


def is_seen(ink: Rgb | None, ground: Rgb | None) -> bool:
    """Whether text of one colour stands out from a ground of another; colours not known are seen."""
    if ink is None or ground is None:
        return True
    return max(abs(a - b) for a, b in zip(ink, ground, strict=True)) >= _LEAST_CONTRAST


def is_xlsx_cell_seen(cell: Any) -> bool:
    """Whether the text of an openpyxl cell stands out from its fill."""
    ink = _colour(cell.font.color) if cell.font is not None and cell.font.color is not None else BLACK
    fill = cell.fill
    if fill is None or fill.fill_type is None:
        return is_seen(ink, WHITE)
    return fill.fill_type != "solid" or is_seen(ink, _colour(fill.fgColor))


def is_xls_cell_seen(book: Any, style: Any) -> bool:
    """Whether text of an xlrd style stands out from its fill."""
    ink = _indexed(book, book.font_list[style.font_index].colour_index, BLACK)
    pattern = style.background.fill_pattern
    if pattern == 0:
        return is_seen(ink, WHITE)
    return pattern != 1 or is_seen(ink, _indexed(book, style.background.pattern_colour_index, WHITE))


def _indexed(book: Any, index: int, automatic: Rgb) -> Rgb | None:
    rgb: Rgb | None = book.colour_map.get(index)
    return automatic if rgb is None else rgb


def _colour(colour: Any) -> Rgb | None:
    """The colour of an openpyxl colour, where it is known without the workbook's theme."""
    if colour.type == "rgb":
        plain = hexadecimal(str(colour.rgb)[-6:])
    elif colour.type == "indexed":
        plain = _SYSTEM.get(colour.indexed) or (
            hexadecimal(COLOR_INDEX[colour.indexed][-6:]) if colour.indexed < len(COLOR_INDEX) else None
        )
    else:
        plain = _THEME.get(colour.theme) if colour.type == "theme" else None
    return _tinted(plain, float(colour.tint or 0)) if plain is not None else None


def hexadecimal(digits: str) -> Rgb | None:
    """The colour of six hexadecimal digits."""
    try:
        return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)
    except ValueError:
        return None


def _tinted(colour: Rgb, tint: float) -> Rgb:
    """Darker by a negative tint, lighter by a positive one."""
    red, green, blue = (round(c * (1 + tint) if tint < 0 else c + (255 - c) * tint) for c in colour)
    return red, green, blue
