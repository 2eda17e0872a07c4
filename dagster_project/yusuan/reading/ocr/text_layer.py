"""Which fonts of a PDF's text layer say something else than the page shows, or nothing.

Belongs here: the sample of figures that is looked at again, and what it tells of a font. Does not: looking
(figure_check.py), what becomes of pages with such fonts (pages.py).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import pypdfium2 as pdfium

from yusuan.reading.ocr.figure_check import FigurePlace, Sight, look_again
from yusuan.reading.ocr.known_digits import KnownDigits
from yusuan.reading.pages.page_content import Char, PageContent

_MEANINGLESS = 0.2  # of a font's characters: so many without a meaning, and the others are accidents
_MANY = 10  # figures of a font: one with fewer prints no table
_FEW, _MORE = 4, 10  # figures of a font that are looked at, and where one of them seems to be another
_LONG = 4  # characters of a figure: shorter ones are page numbers and years of lists
_FIGURE = re.compile(rf"[0-9.,]{{{_LONG},}}")
_GAP = 0.5  # of the size: characters of one figure are nearer


@dataclass(frozen=True)
class _Figure:
    page_number: int
    box: tuple[float, float, float, float]
    text: str


def untrusted_fonts(data: bytes, pages: Sequence[PageContent]) -> set[str]:
    """The fonts whose characters carry no meaning, or whose digits are not those that the pages show."""
    return _meaningless(pages) | _lying(data, pages)


def _meaningless(pages: Sequence[PageContent]) -> set[str]:
    unreadable = _by_font(page.unreadable for page in pages)
    inked = _by_font(page.inked for page in pages) if unreadable else unreadable
    return {font for font, count in unreadable.items() if count > _MEANINGLESS * inked[font]}


def _by_font(counted: Iterable[Counter[tuple[str, str]]]) -> Counter[str]:
    total = Counter[str]()
    for (font, _), count in chain.from_iterable(each.items() for each in counted):
        total[font] += count
    return total


def _lying(data: bytes, pages: Sequence[PageContent]) -> set[str]:
    """Fonts of which figures of a sample are surely others on the picture: two, or the only one that could be seen."""
    figures = {font: own for font, own in _figures(pages).items() if len(own) >= _MANY}
    known = KnownDigits()  # of this paper alone: what is said of one never depends on those that were read before it
    in_doubt = {font for font, sights in _sights(data, figures, 1, _FEW, known).items() if sights[Sight.OTHER]}
    again = _sights(data, {font: figures[font] for font in in_doubt}, 2, _MORE, known)
    return {
        font
        for font, sights in again.items()
        if sights[Sight.OTHER] >= 2 or (sights[Sight.OTHER] and not sights[Sight.SAME])
    }


def _sights(
    data: bytes, figures: Mapping[str, Sequence[_Figure]], times: int, most: int, known: KnownDigits
) -> dict[str, Counter[Sight]]:
    """What the pictures of a sample of each font's figures show."""
    places = [(font, figure) for font, own in figures.items() for figure in _sample(own, times, most)]
    if not places:
        return {}
    try:
        sightings = look_again(
            data, [FigurePlace(figure.page_number, figure.box, figure.text) for _, figure in places], known
        )
    except pdfium.PdfiumError:  # it cannot draw the file, and has nothing to say against it
        return {}
    sights: dict[str, Counter[Sight]] = {font: Counter() for font in figures}
    for (font, _), sighting in zip(places, sightings, strict=True):
        sights[font][sighting.sight] += 1
    return sights


def _figures(pages: Sequence[PageContent]) -> dict[str, list[_Figure]]:
    """The longer figures of each font, page by page; pages that are turned are left out."""
    found: dict[str, list[_Figure]] = {}
    for page in pages:
        if page.rotation:
            continue
        for run in _runs([char for char in page.chars if not char.turn]):
            text = "".join(char.text for char in run)
            if len(text) >= _LONG:
                box = (run[0].x0, min(c.top for c in run), run[-1].x1, max(c.bottom for c in run))
                found.setdefault(run[0].font, []).append(_Figure(page.number, box, text))
    return found


def _runs(chars: Sequence[Char]) -> Iterator[list[Char]]:
    """Digits that stand beside each other in one font, and enough of them for a figure."""
    text = "".join([char.text if len(char.text) == 1 else " " for char in chars])
    for found in _FIGURE.finditer(text):
        run: list[Char] = []
        for char in chars[found.start() : found.end()]:
            if run and not _goes_on(run[-1], char):
                yield run
                run = []
            run.append(char)
        yield run


def _goes_on(last: Char, char: Char) -> bool:
    is_level = last.font == char.font and abs(last.top - char.top) < 1.0
    return is_level and -1.0 < char.x0 - last.x1 < _GAP * char.size


def _sample(figures: Sequence[_Figure], times: int, most: int) -> list[_Figure]:
    """At most so many figures, on few pages, that print each digit so many times, as far as there are such."""
    busiest = Counter(figure.page_number for figure in figures)
    missing = Counter(dict.fromkeys("0123456789", times))
    chosen: list[_Figure] = []
    for figure in sorted(figures, key=lambda f: (-busiest[f.page_number], f.page_number, -len(set(f.text)))):
        if any(missing[digit] > 0 for digit in set(figure.text)) and len(chosen) < most:
            chosen.append(figure)
            missing.subtract(set(figure.text))
    return chosen
