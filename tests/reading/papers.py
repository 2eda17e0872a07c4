"""Small papers made on the spot, and what reading says of them.

Belongs here: drawing a page that has one trait, and the flat forms that tests compare. Does not: any expectation.
Positions are points from the top left. The font is a CID font of every viewer, so no font file is needed.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from yusuan.reading import Lexicon, read_document

FONT = "STSong-Light"
SIZE = 9.0
SEEDS = Path(__file__).resolve().parents[2] / "dbt" / "seeds"

Frames = dict[str, Any]
Rows = Sequence[Sequence[str]]
Spans = Mapping[tuple[int, int], tuple[int, int]]  # (row, column) -> (rows, columns) of a merged cell


class Paper:
    """A PDF under way; `page` opens the next page."""

    def __init__(self, size: tuple[float, float] = (595.0, 842.0), **options: Any) -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = io.BytesIO()
        self.width, self.height = size
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=1, **options)

    def page(self) -> None:
        """End the open page."""
        self.canvas.showPage()

    def text(self, x: float, y: float, text: str, size: float = SIZE, align: str = "left") -> None:
        """A line of text whose middle is at `y`."""
        draw = {"left": "drawString", "center": "drawCentredString", "right": "drawRightString"}[align]
        self.canvas.setFont(FONT, size)
        getattr(self.canvas, draw)(x, self.height - y - size * 0.35, text)

    def title(self, y: float, text: str, unit: str = "单位：万元") -> None:
        """A table's title, and its unit line 18 points below."""
        self.text(self.width / 2, y, text, 14, "center")
        if unit:
            self.text(self.width - 50, y + 18, unit, SIZE, "right")

    def rule(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule drawn as a line."""
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A rule drawn as a thin filled rectangle."""
        self.canvas.rect(x0, self.height - y1 - 0.3, x1 - x0 + 0.6, y1 - y0 + 0.6, stroke=0, fill=1)

    def grid(
        self,
        top: float,
        widths: Sequence[float],
        rows: Rows,
        spans: Spans | None = None,
        *,
        left: float = 50.0,
        height: float = 20.0,
        bars: bool = False,
        first_rule: bool = True,
    ) -> float:
        """A fully ruled table; returns its lower edge. Figures stand to the right, codes and words to the left."""
        edges = [left]
        for width in widths:
            edges.append(edges[-1] + width)
        draw = self.bar if bars else self.rule
        hidden: set[tuple[int, int]] = set()
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                if (r, c) in hidden:
                    continue
                down, across = (spans or {}).get((r, c), (1, 1))
                hidden |= {(r + i, c + j) for i in range(down) for j in range(across)}
                x0, x1 = edges[c], edges[c + across]
                y0, y1 = top + r * height, top + (r + down) * height
                for x in (x0, x1):
                    draw(x, y0, x, y1)
                for y in (y0, y1):
                    if y > top or first_rule:
                        draw(x0, y, x1, y)
                self.cell(text, x0, y0, x1, y1)
        return top + len(rows) * height

    def cell(self, text: str, x0: float, y0: float, x1: float, y1: float) -> None:
        """The lines of a cell, in its middle from top to bottom; figures to the right."""
        lines = text.split("\n") if text else []
        y = (y0 + y1) / 2 - (len(lines) - 1) * SIZE * 0.6
        for line in lines:
            figure = "." in text and text.replace(",", "").replace(".", "").replace("\n", "").strip("-%").isdigit()
            self.text(x1 - 3 if figure else x0 + 3, y, line, SIZE, "right" if figure else "left")
            y += SIZE * 1.2

    def centred(self, x0: float, x1: float, y: float, text: str) -> None:
        """Lines in the middle between two edges, the block's middle at `y`: a header without upright rules."""
        lines = text.split("\n")
        y -= (len(lines) - 1) * SIZE * 0.6
        for line in lines:
            self.text((x0 + x1) / 2, y, line, SIZE, "center")
            y += SIZE * 1.2

    def finish(self) -> bytes:
        """The PDF."""
        self.page()
        self.canvas.save()
        return self.buffer.getvalue()


@lru_cache
def lexicon() -> Lexicon:
    """The words of the project's own seeds."""
    return Lexicon.from_seeds(SEEDS)


def read(data: bytes | Paper) -> Frames:
    """What reading says of a paper."""
    return read_document(data.finish() if isinstance(data, Paper) else data, lexicon())


def document(frames: Frames) -> dict[str, Any]:
    """The one record of the document table."""
    record: dict[str, Any] = frames["document"].row(0, named=True)
    return record


def titles(frames: Frames) -> list[str | None]:
    """The titles of all tables in order."""
    return list(frames["table"]["title_text"])


Amount = tuple[str, str, str, str, Decimal]  # title, code, label, header path, number as printed


def amounts(frames: Frames, reading: str = "exact") -> list[Amount]:
    """Every amount in order, repeats left out."""
    tables = {r["table_key"]: r for r in frames["table"].iter_rows(named=True)}
    rows = {(r["table_key"], r["row_number"], r["block_number"]): r for r in frames["row"].iter_rows(named=True)}
    columns = {(r["table_key"], r["column_number"]): r for r in frames["column"].iter_rows(named=True)}
    found = []
    for c in frames["cell"].iter_rows(named=True):
        row = rows[c["table_key"], c["row_number"], c["block_number"]]
        if c["number"] is None or c["reading"] != reading or row["is_repeat"]:
            continue
        path = columns[c["table_key"], c["column_number"]]["header_path"]
        title = tables[c["table_key"]]["title_text"] or ""
        found.append((title, row["row_code"] or "", row["row_label"], path, c["number"].normalize()))
    return found


def facts(frames: Frames) -> list[tuple[str, str, str, float]]:
    """(code, label, path, number) of every amount, titles left out."""
    return [(code, label, path, float(number)) for _, code, label, path, number in amounts(frames)]
