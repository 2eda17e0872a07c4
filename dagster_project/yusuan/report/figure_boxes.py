"""Where on a line a figure stands, from the page's own characters.

Belongs here: boxes of characters by pdfium. Does not: reading (yusuan.reading), drawing (pictures).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2

Rectangle = tuple[float, float, float, float]
_INSIDE = re.compile(r"\d[.,]?$")
_NEAR = 2.0  # points that a character may stand off its line's box


@dataclass(frozen=True)
class PageCharacter:
    """A character and its box in points from the top left of the page as shown."""

    char: str
    box: Rectangle


def characters_of(page: pypdfium2.PdfPage) -> list[PageCharacter]:
    """The characters of a page without white space, in the order of its text; none of a page that is turned."""
    if page.get_rotation():
        return []
    left, _, _, top = page.get_cropbox()
    text = page.get_textpage()
    found: list[PageCharacter] = []
    for number in range(text.count_chars()):
        char = unicodedata.normalize("NFKC", text.get_text_range(number, 1))
        if not char.strip():
            continue
        x0, y0, x1, y1 = text.get_charbox(number)
        found += [PageCharacter(each, (x0 - left, top - y1, x1 - left, top - y0)) for each in char]
    text.close()
    return found


def figure_on_line(characters: Sequence[PageCharacter], line: Rectangle, text: str, number: int) -> Rectangle | None:
    """The box of the how manieth figure of that text on a line; None where the characters do not say."""
    own = sorted((c for c in characters if _within(c.box, line)), key=lambda c: c.box[0])
    said, wanted = "".join(character.char for character in own), unicodedata.normalize("NFKC", text)
    at = -1
    while number:
        at = said.find(wanted, at + 1)
        if at < 0:
            return None
        # `0万元` is no part of `10万元` or `1,000万元`.
        number -= not _INSIDE.search(said[:at])
    boxes = [character.box for character in own[at : at + len(wanted)]]
    return (
        min(box[0] for box in boxes), min(box[1] for box in boxes),
        max(box[2] for box in boxes), max(box[3] for box in boxes),
    )  # fmt: skip


def _within(box: Rectangle, line: Rectangle) -> bool:
    x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    return line[0] - _NEAR <= x <= line[2] + _NEAR and line[1] - _NEAR <= y <= line[3] + _NEAR
