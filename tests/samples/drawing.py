"""Drawing on the page: text, rules, a piece of a table, the sample line. Positions run downwards from the page's top.

What goes on which page is decided in `typeset`; measures come from `layout`.
"""

from __future__ import annotations

import io
from dataclasses import dataclass

from reportlab.pdfgen.canvas import Canvas
from tests.samples import fonts, layout
from tests.samples.settings import Rules, Setting

SAMPLE_LINE = "样例：依据已公开数字重新排版"
THIN, THICK = 0.5, 1.1
Segment = tuple[float, float, float, float]  # x0, y0, x1, y1


@dataclass
class Paper:
    """A canvas with the state of the page that is open; `radicals` says whether text is set with radicals."""

    setting: Setting
    radicals: bool = False

    def __post_init__(self) -> None:
        self.buffer = io.BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=self.setting.paper, invariant=1, pageCompression=1)
        self.canvas.setTitle("样例")  # what the document is stands on its pages only
        self.canvas.setCreator("sample typesetter")
        self.body = fonts.register(self.setting.body)
        self.heading = fonts.register(self.setting.heading)
        self.width, self.height = self.setting.paper
        self.number = 0
        self.open = False

    def as_set(self, text: str) -> str:
        """`text` with the code points it is set with."""
        return text.translate(fonts.TO_RADICALS) if self.radicals else text

    def new_page(self, *, landscape: bool) -> None:
        """End the page before and open one; a landscape page may be upright in the file and turned by /Rotate."""
        self.end_page()
        across, up = self.setting.paper
        self.width, self.height = (up, across) if landscape else (across, up)
        turned = landscape and self.setting.rotated
        self.canvas.setPageSize((self.width, self.height))  # as it is seen: reportlab swaps them for a turned page
        self.canvas.setPageRotation(90 if turned else 0)
        if turned:
            self.canvas.transform(0, 1, -1, 0, across, 0)
        self.number += 1
        self.open = True

    def end_page(self) -> None:
        """Finish the open page with the sample line and the page number."""
        if not self.open:
            return
        foot = self.height - self.setting.margin * 0.45
        self.text(self.setting.margin, foot, SAMPLE_LINE, self.body, 7)
        self.text(self.width - self.setting.margin, foot, f"— {self.number} —", self.body, 7, align="right")
        self.canvas.showPage()
        self.open = False

    def text(self, x: float, y: float, text: str, font: str, size: float, *, align: str = "left") -> None:
        """One line of text with its baseline at `y` from the top."""
        draw = {"left": "drawString", "center": "drawCentredString", "right": "drawRightString"}[align]
        self.canvas.setFont(font, size)
        getattr(self.canvas, draw)(x, self.height - y, self.as_set(text))

    def rule(self, segment: Segment, weight: float = THIN) -> None:
        """One horizontal or vertical rule, as a line or as a thin filled rectangle."""
        x0, y0, x1, y1 = segment
        if self.setting.filled_rules:
            half = weight / 2
            self.canvas.rect(x0 - half, self.height - y1 - half, x1 - x0 + weight, y1 - y0 + weight, stroke=0, fill=1)
        else:
            self.canvas.setLineWidth(weight)
            self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def finish(self) -> bytes:
        """End the last page and return the PDF."""
        self.end_page()
        self.canvas.save()
        return self.buffer.getvalue()


def draw_piece(paper: Paper, piece: layout.Piece, left: float, top: float, rules: Rules) -> None:
    """Draw a piece of a table with its top left corner at (`left`, `top`): first its rules, then its text."""
    tops = [top]
    for row in piece.rows:
        tops.append(tops[-1] + piece.sheet.heights[row])
    cells = layout.cut(piece, split_header=rules != "full")
    edges = [left + edge for edge in piece.sheet.edges]
    if rules == "full":
        for segment in merged(box_segments(cells, edges, tops)):
            paper.rule(segment)
    else:
        open_rules(paper, piece, cells, edges, tops, rules)
    for item, first, run in cells:
        box = (edges[item.cell.column], tops[first], edges[item.cell.column + item.cell.columns], tops[first + run])
        draw_cell(paper, piece, item, box, tops[first + 1])


def draw_cell(paper: Paper, piece: layout.Piece, item: layout.Placed, box: Segment, first_bottom: float) -> None:
    """The lines of a cell in its box, centred upright; an unmerged header stands in the first of its rows."""
    x0, y0, x1, y1 = box
    size = piece.sheet.size
    block = len(item.lines) * size * layout.LEADING
    if item.cell.kind == "header" and not paper.setting.merged_headers and block + layout.PAD <= first_bottom - y0:
        y1 = first_bottom
    y = y0 + (y1 - y0 - block) / 2 + size * 0.98
    kind = item.cell.kind
    for line in item.lines:
        if kind in ("header", "index", "total"):
            paper.text((x0 + x1) / 2, y, line, paper.body, size, align="center")
        elif kind == "value":
            paper.text(x1 - piece.sheet.pad, y, line, paper.body, size, align="right")
        else:
            paper.text(x0 + piece.sheet.pad, y, line, paper.body, size)
        y += size * layout.LEADING


def box_segments(cells: list[tuple[layout.Placed, int, int]], edges: list[float], tops: list[float]) -> set[Segment]:
    """The four sides of each cell, cut at the grid so that neighbours' sides are the same segments."""
    out: set[Segment] = set()
    for item, first, run in cells:
        columns = range(item.cell.column, item.cell.column + item.cell.columns)
        for column in columns:
            for y in (tops[first], tops[first + run]):
                out.add((edges[column], y, edges[column + 1], y))
        for row in range(first, first + run):
            for x in (edges[columns[0]], edges[columns[-1] + 1]):
                out.add((x, tops[row], x, tops[row + 1]))
    return out


def merged(segments: set[Segment]) -> list[Segment]:
    """Segments that continue one another joined, horizontal ones first."""
    out: list[Segment] = []
    for upright in (False, True):
        own = sorted(s for s in segments if (s[0] == s[2]) == upright)
        own.sort(key=lambda s: (s[0], s[1]) if upright else (s[1], s[0]))
        for x0, y0, x1, y1 in own:
            if out and (out[-1][2], out[-1][3]) == (x0, y0) and (out[-1][0] == out[-1][2]) == upright:
                out[-1] = (out[-1][0], out[-1][1], x1, y1)
            else:
                out.append((x0, y0, x1, y1))
    return out


def open_rules(
    paper: Paper,
    piece: layout.Piece,
    cells: list[tuple[layout.Placed, int, int]],
    edges: list[float],
    tops: list[float],
    rules: Rules,
) -> None:
    """Horizontal rules only: top, under the header, bottom; under groups of the header, or under every row."""
    x0, x1 = edges[0], edges[-1]
    paper.rule((x0, tops[0], x1, tops[0]), THICK)
    paper.rule((x0, tops[-1], x1, tops[-1]), THICK)
    if piece.header_rows:
        y = tops[piece.header_rows]
        paper.rule((x0, y, x1, y))
    if rules == "frame":
        return
    for item, first, run in cells:
        if item.cell.kind == "header" and item.cell.columns > 1 and first + run < piece.header_rows:
            y = tops[first + run]
            paper.rule((edges[item.cell.column] + 3, y, edges[item.cell.column + item.cell.columns] - 3, y))
    if rules == "horizontal":
        for y in tops[piece.header_rows + 1 : -1]:
            paper.rule((x0, y, x1, y))
