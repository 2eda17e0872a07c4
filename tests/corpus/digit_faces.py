"""The faces of digits that papers are set in: `digit_faces.csv`, made from papers, and how far apart digits are.

    python -m tests.corpus.digit_faces FOLDER… [--every N] [--from N] [--write FILE]

Belongs here: pictures of digits that the recogniser read as the text layer says, one for each face that at least two
papers are set in; and the greatest likeness of pictures of two different digits. Without `--write` it says which of
the pictures the file that is there knows, and which it takes for another digit.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pypdfium2 as pdfium

from yusuan.reading.ocr import text_layer
from yusuan.reading.ocr.figure_check import FigurePlace, look_again
from yusuan.reading.ocr.known_digits import DigitPicture, KnownDigits, parted
from yusuan.reading.ocr.straighten import Raster
from yusuan.reading.paper import UnreadableError
from yusuan.reading.pdf import read_pages

_TIMES, _MOST = 2, 12  # figures of a font that are looked at print each digit so many times; so many at most
_ONE_FACE = 0.96  # pictures that are so like are of one face
_PAPERS = 2  # that are set in a face: one alone may be odd


class Seen(NamedTuple):
    """A digit that was read, its picture, and the paper."""

    digit: str
    picture: DigitPicture
    paper: str


class _Reader(KnownDigits):
    """Knows no digit, so that each figure is read, and keeps what was read."""

    def __init__(self, paper: str) -> None:
        super().__init__()
        self.paper = paper
        self.kept: list[Seen] = []
        self.parted: list[bool] = []

    def shows(self, picture: Raster, text: str) -> bool:
        return False

    def note(self, picture: Raster, text: str) -> None:
        pictures = parted(picture, text)
        self.parted.append(bool(pictures))
        digits = [char for char in text if char.isdigit()]
        self.kept += [Seen(*pair, self.paper) for pair in zip(digits, pictures, strict=bool(pictures))]


def digits_of(path: Path) -> list[Seen]:
    """The digits of a sample of a paper's figures that were read as the text layer says."""
    data, reader = path.read_bytes(), _Reader(path.name)
    try:
        fonts = text_layer._figures(read_pages(data))
        figures = [f for own in fonts.values() for f in text_layer._sample(own, _TIMES, _MOST)]
        look_again(data, [FigurePlace(f.page_number, f.box, f.text) for f in figures], reader)
    except (UnreadableError, pdfium.PdfiumError):
        return []
    print(f"{path.name}: {len(reader.kept)} digits; {reader.parted.count(False)} figures do not come apart", flush=True)
    return reader.kept


def faces(seen: Sequence[Seen]) -> list[Seen]:
    """One picture for each face of each digit, those first that most pictures are like."""
    found: list[Seen] = []
    for digit in sorted({each.digit for each in seen}):
        left = [each for each in seen if each.digit == digit]
        while left:
            pictures = np.array([each.picture for each in left])
            likes = pictures @ pictures.T >= _ONE_FACE
            middle = int(likes.sum(axis=1).argmax())
            if len({each.paper for each, is_like in zip(left, likes[middle], strict=True) if is_like}) >= _PAPERS:
                found.append(left[middle])
            left = [each for each, is_like in zip(left, likes[middle], strict=True) if not is_like]
    return found


def closest(seen: Sequence[Seen]) -> tuple[float, str, str]:
    """The greatest likeness of pictures of two different digits, and which they are."""
    pictures, digits = np.array([each.picture for each in seen]), np.array([each.digit for each in seen])
    likeness = np.where(digits[:, np.newaxis] == digits, 0.0, pictures @ pictures.T)
    one, other = np.unravel_index(likeness.argmax(), likeness.shape)
    return float(likeness[one, other]), seen[int(one)].digit, seen[int(other)].digit


def write(file: Path, chosen: Sequence[Seen]) -> None:
    """The pictures as a table: the digit, and sixteen shades, row by row."""
    with file.open("w", encoding="utf-8", newline="") as rows:
        table = csv.writer(rows, lineterminator="\n")
        table.writerow(("digit", "picture"))
        for each in chosen:
            shades = np.rint(each.picture / each.picture.max() * 15).astype(int)
            table.writerow((each.digit, "".join(f"{shade:x}" for shade in shades)))


def main(arguments: Sequence[str] | None = None) -> int:
    """Look at papers; 1 where two digits are as like as one digit is to itself."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.digit_faces", description=__doc__.split("\n")[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="of PDFs")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th paper")
    parser.add_argument("--from", dest="first", type=int, default=0, metavar="N", help="beginning with the N-th")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the faces there")
    options = parser.parse_args(arguments)
    found = [path for folder in options.folders for path in sorted(folder.rglob("*.pdf"))]
    papers = found[options.first :: options.every]
    seen = [each for path in papers for each in digits_of(path)]
    if not seen:
        print("no digit was read", file=sys.stderr)
        return 2
    likeness, one, other = closest(seen)
    papers_read = len({each.paper for each in seen})
    print(f"{len(seen)} digits of {papers_read} papers; {one} and {other} are {likeness:.3f} alike at most")
    if options.write:
        chosen = faces(seen)
        write(options.write, chosen)
        print(f"{len(chosen)} faces of digits in {options.write}")
        return 0
    known = KnownDigits()
    said = [known.nearest(each.picture) for each in seen]
    right = sum(digit == each.digit for digit, each in zip(said, seen, strict=True))
    wrong = sum(digit not in (None, each.digit) for digit, each in zip(said, seen, strict=True))
    print(f"{right} known ({right / len(seen):.1%}), {wrong} taken for another")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
