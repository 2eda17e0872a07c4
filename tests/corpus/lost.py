"""Figures that a page with tables prints and that stand nowhere in what was read: in no cell, header or line.

    python -m tests.corpus.lost HOME [--every N]

Belongs here: the figures of a page's own text (with a decimal point or thousands separators), and taking away what the
raw sets of a home hold of that page. Does not: pages that are pictures, or whether a figure is in the right cell.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import polars as pl
from tests.corpus.reread import documents as papers_kept

from yusuan.paths import Home
from yusuan.reading.pages.layout import Line
from yusuan.reading.pages.words import words
from yusuan.reading.pdf import read_pages
from yusuan.reading.text import squeeze

_FIGURE = re.compile(r"\d[\d,]*\.\d+|\d{1,3}(?:,\d{3})+")
_SLACK = 1.0  # points by which a figure may stand beside its box

Record = dict[str, Any]


def lost_figures(data: bytes, raw: dict[str, pl.DataFrame]) -> tuple[int, list[tuple[int, str, float, float]]]:
    """How many figures the pages with tables print, and (page, figure, x, y) of those that no raw table holds."""
    cells, lines = _by_page(raw["cell"]), _by_page(raw["line"])
    headers = " ".join(raw["column"]["header_path"])
    printed, lost = 0, []
    for page in read_pages(data):
        held = cells.get(page.number, [])
        if not held:
            continue
        beside = lines.get(page.number, [])
        kept = Counter(_figures(" ".join([*(r["text"] for r in [*held, *beside]), headers])))
        for word in words(page.chars):
            for figure in _figures(word.text):
                printed += 1
                if kept[figure]:
                    kept[figure] -= 1
                elif not _stands_in(figure, word, [*held, *beside]):
                    lost.append((page.number, figure, word.x0, word.middle))
    return printed, lost


def _figures(text: str) -> list[str]:
    return _FIGURE.findall(squeeze(re.sub(r"(?<=\d)[ \t]+(?=\d)", "\x00", text)))


def _stands_in(figure: str, word: Line, places: Sequence[Record]) -> bool:
    """Whether the places that a word touches hold the digits of its figure: wrapped, or of two cells without a gap."""
    touched = [
        r
        for r in places
        if r["x0"] - _SLACK <= word.x1
        and word.x0 <= r["x1"] + _SLACK
        and r["top"] - _SLACK <= word.middle <= r["bottom"] + _SLACK
    ]
    held = "".join(squeeze(r["text"]) for r in sorted(touched, key=lambda r: float(r["x0"])))
    return re.sub(r"\D", "", figure) in re.sub(r"\D", "", held)


def _by_page(rows: pl.DataFrame) -> dict[int, list[Record]]:
    pages: dict[int, list[Record]] = {}
    for row in rows.select("page_number", "text", "x0", "top", "x1", "bottom").iter_rows(named=True):
        pages.setdefault(row["page_number"], []).append(row)
    return pages


def documents(home: Home, every: int) -> Iterator[tuple[str, bytes, dict[str, pl.DataFrame]]]:
    """Name, bytes and raw tables of every N-th document that was read from a text layer."""
    for name, data, raw in papers_kept(home, 0, every, pictures=False):
        if raw["document"]["reader"].to_list() == ["pdf"] and raw["cell"].height:
            yield name, data, raw


def main(arguments: Sequence[str] | None = None) -> int:
    """List what is lost, document by document."""
    parser = argparse.ArgumentParser(prog="python -m tests.corpus.lost", description=__doc__.split("\n")[0])
    parser.add_argument("home", type=Path, help="a home that was built")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="only every N-th document")
    options = parser.parse_args(arguments)
    printed_in_all, lost_in_all = 0, 0
    for name, data, raw in documents(Home.at(options.home), options.every):
        printed, lost = lost_figures(data, raw)
        printed_in_all, lost_in_all = printed_in_all + printed, lost_in_all + len(lost)
        print(f"{name}: {len(lost)} of {printed}", flush=True)
        for page, figure, x, y in lost:
            print(f"  page {page}: {figure} at {x:.0f}, {y:.0f}", flush=True)
    print(f"all: {lost_in_all} of {printed_in_all}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
