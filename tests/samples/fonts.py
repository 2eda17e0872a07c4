"""Fonts for the typesetter: find, register, measure, wrap; and the code points of radicals. No page knowledge here."""

from __future__ import annotations

import io
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont as Face
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.ttfonts import TTFont
from tests.samples.settings import FontChoice

FOLDERS = (Path("/usr/share/fonts/truetype"), Path.home() / ".local/share/fonts")
# The radicals that the final accounts of 2020 (document 004) print instead of ordinary characters.
KANGXI = "⼀⼆⼈⼊⼋⼒⼗⼝⼠⼤⼦⼩⼭⼯⼲⼴⼼⼿⽀⽂⽅⽆⽇⽉⽌⽐⽓⽔⽕⽣⽤⽩⽬⽴⽹⽼⽽⾃⾄⾊⾏⾐⾜⾦⾮⾯⾰⾼"
SUPPLEMENT = {
    "民": "⺠",
    "见": "⻅",
    "车": "⻋",
    "长": "⻓",
    "门": "⻔",
    "食": "⻝",
    "骨": "⻣",
    "齐": "⻬",
    "龙": "⻰",
}
RADICAL_OF = {unicodedata.normalize("NFKC", radical): radical for radical in KANGXI} | SUPPLEMENT
TO_RADICALS = str.maketrans(RADICAL_OF)
# NFKC knows the Kangxi radicals only, so the way back has to name those of the supplement.
FROM_RADICALS = str.maketrans({radical: ordinary for ordinary, radical in RADICAL_OF.items()})
UNBROKEN = re.compile(r"[0-9A-Za-z.,%-]+|.", re.DOTALL)
HANGING = "，。、；：）％"


class MissingFontError(RuntimeError):
    """A font file is not on this machine; the message says which Debian package brings it."""


def font_path(choice: FontChoice) -> Path:
    """Where the file of an embedded font lies. Raises MissingFontError."""
    for folder in FOLDERS:
        if choice.file and (folder / choice.file).is_file():
            return folder / choice.file
    raise MissingFontError(
        f"The font file {choice.file} is not installed: install the Debian package {choice.package} "
        f"(apt-get install {choice.package}) to set this document."
    )


@lru_cache
def register(choice: FontChoice) -> str:
    """Make a font known to reportlab and return its name. Raises MissingFontError."""
    if choice.file is None:
        pdfmetrics.registerFont(UnicodeCIDFont(choice.name))
    else:
        pdfmetrics.registerFont(TTFont(choice.name, io.BytesIO(face_with_radicals(choice))))
    return choice.name


def face_with_radicals(choice: FontChoice) -> bytes:
    """The face as a TrueType file in which each radical's code point shows the ordinary character's glyph."""
    face = Face(font_path(choice), fontNumber=choice.index, recalcTimestamp=False)
    for table in ("EBDT", "EBLC", "EBSC", "GSUB", "GPOS", "GDEF", "FFTM", "DSIG"):
        if table in face:
            del face[table]
    for subtable in face["cmap"].tables:
        if subtable.isUnicode() and subtable.format in (4, 12):
            for ordinary, radical in RADICAL_OF.items():
                if ord(ordinary) in subtable.cmap:
                    subtable.cmap[ord(radical)] = subtable.cmap[ord(ordinary)]
    out = io.BytesIO()
    face.save(out)
    return out.getvalue()


def width(text: str, font: str, size: float) -> float:
    """The width of `text` in points."""
    return float(pdfmetrics.stringWidth(text, font, size))


def wrap(text: str, font: str, size: float, room: float, *, hanging: bool = False) -> list[str]:
    """Break `text` into lines of at most `room` points: between any two characters, inside a number only where it must.

    With `hanging`, closing punctuation may stand out at a line's end instead of opening the next line.
    """
    lines = [""]
    for piece in UNBROKEN.findall(text):
        units = [piece] if width(piece, font, size) <= room else list(piece)
        for unit in units:
            fits = width(lines[-1] + unit, font, size) <= room + 0.01
            if fits or not lines[-1] or (hanging and unit in HANGING):
                lines[-1] += unit
            else:
                lines.append(unit)
    return lines
