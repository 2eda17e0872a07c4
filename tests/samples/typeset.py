"""Set a sample document as a PDF: cover, contents, parts, tables over their pages. `typeset` is what others call.

What stands in the document comes from its data file, how it looks from the setting; nothing here knows a document.
"""

from __future__ import annotations

from tests.samples import fonts, layout
from tests.samples.drawing import Paper, draw_piece
from tests.samples.grid import plain_grid
from tests.samples.model import Json
from tests.samples.performance import performance_grid
from tests.samples.settings import Setting

WIDE = 10  # columns from which a table gets a landscape page, where the setting turns pages


class Typesetter:
    """The state of one run: the paper, and how far down the open page is filled."""

    def __init__(self, document: Json, setting: Setting) -> None:
        self.document = document
        self.setting = setting
        radicals = document.get("radicals", False) and setting.radicals and setting.body.carries_radicals
        self.paper = Paper(setting, radicals)
        self.y = 0.0
        self.landscape: bool | None = None  # of the open table page; None when tables cannot go on there
        self.position = 0

    def run(self) -> bytes:
        """Set everything and return the PDF."""
        self.cover()
        self.contents()
        for part in self.document["parts"]:
            if "tables" in part:
                self.divider(part["heading"])
                for table in part["tables"]:
                    self.table(table)
            else:
                self.prose(part["heading"], part["paragraphs"])
        return self.paper.finish()

    def new_page(self, *, landscape: bool = False) -> None:
        """Open a page; tables do not go on there unless its caller says so."""
        self.paper.new_page(landscape=landscape)
        self.y = self.setting.margin
        self.landscape = None

    @property
    def bottom(self) -> float:
        """The lowest place for content on the open page."""
        return self.paper.height - self.setting.margin * 0.95

    def centred(self, text: str, size: float, font: str) -> None:
        """Centred lines at the current place."""
        for line in fonts.wrap(text, font, size, self.paper.width - 2 * self.setting.margin):
            self.y += size * 1.5
            self.paper.text(self.paper.width / 2, self.y, line, font, size, align="center")

    def cover(self) -> None:
        """The cover: who, which year, which paper."""
        self.new_page()
        self.y = self.paper.height * 0.3
        for line in self.document["cover"]:
            self.centred(line, self.setting.title_size * 1.4, self.paper.heading)

    def contents(self) -> None:
        """目录: the parts, and the tables under theirs."""
        self.new_page()
        self.centred("目  录", self.setting.title_size, self.paper.heading)
        self.y += 10
        for part in self.document["parts"]:
            self.paragraph(part["heading"], indent=0)
            if "tables" in part:
                for line in self.document["contents"]:
                    self.paragraph(line, indent=2)

    def divider(self, heading: str) -> None:
        """A page with the heading of the tables' part alone."""
        self.new_page()
        self.y = self.paper.height * 0.35
        self.centred(heading, self.setting.title_size * 1.2, self.paper.heading)

    def prose(self, heading: str, paragraphs: list[str]) -> None:
        """A part of prose from a page of its own."""
        self.new_page()
        self.centred(heading, self.setting.title_size, self.paper.heading)
        self.y += 12
        for paragraph in paragraphs:
            self.paragraph(paragraph, indent=2)

    def paragraph(self, text: str, *, indent: int) -> None:
        """A paragraph, its first line indented by `indent` full characters, over as many pages as it needs."""
        size, margin = self.setting.prose_size, self.setting.margin * 1.4
        room = self.paper.width - 2 * margin
        for line in fonts.wrap("　" * indent + text, self.paper.body, size, room, hanging=True):
            if self.y + size * 1.7 > self.bottom:
                self.new_page()
            self.y += size * 1.7
            self.paper.text(margin, self.y, line, self.paper.body, size)

    def table(self, table: Json) -> None:
        """A table: on the open page where the setting lets it go on and it fits, else from a new one."""
        self.position += 1
        rules = self.setting.rules_for(self.position)
        grid = performance_grid(table) if table.get("layout") == "performance" else plain_grid(table)
        turned = self.turned(len(grid.columns), form=grid.header_rows == 0)
        across = self.setting.paper[1 if turned else 0] - 2 * self.setting.margin
        row_height = self.setting.landscape_row_height if turned else self.setting.row_height
        sheet = layout.measure(
            grid, self.setting, across, row_height, layout.PAD if rules == "full" else layout.OPEN_PAD
        )
        head, foot = self.head_height(table), self.foot_height(table, across)
        whole = head + sum(sheet.heights) + foot
        if self.setting.flow and self.landscape == turned and self.y + 18 + whole <= self.bottom:
            self.y += 18
        else:
            self.new_page(landscape=turned)
            self.landscape = turned
        parts = layout.pieces(sheet, self.bottom - self.y - head - foot, self.bottom - self.setting.margin - foot)
        last = self.position in self.setting.title_last
        for number, piece in enumerate(parts):
            if number:
                self.new_page(landscape=turned)
                self.landscape = turned
            top = self.y
            if not number:
                self.y += head
                if not last:
                    self.head(table, top)
            draw_piece(self.paper, piece, self.setting.margin, self.y, rules)
            if not number and last:
                self.head(table, top)
            self.y += piece.height
        self.foot(table, across)

    def turned(self, columns: int, *, form: bool) -> bool:
        """Whether a table goes on a landscape page."""
        if self.setting.landscape == "wide":
            return not form and (columns >= WIDE or self.document.get("landscape", False))
        return self.setting.landscape == "always"

    def head_height(self, table: Json) -> float:
        """The height of number, title and unit lines."""
        lines = 1 if self.document["number_place"] == "suffix" else 2
        return self.setting.title_size * 1.6 + lines * self.setting.size * 1.6 + 4

    def head(self, table: Json, top: float) -> None:
        """Number, title and unit lines from `top`; the document says where the number stands."""
        setting, paper = self.setting, self.paper
        left, right = setting.margin, paper.width - setting.margin
        number: str = table["number_printed"] if "number_printed" in table else table["number"]
        place = self.document["number_place"]
        line = setting.size * 1.6
        y = top
        if place == "above":
            y += line
            paper.text(left, y, number, paper.body, setting.size)
        y += setting.title_size * 1.3
        title = table["title"] + (number if place == "suffix" else "")
        size = setting.title_size
        while fonts.width(title, paper.heading, size) > right - left:
            size -= 0.5
        paper.text(paper.width / 2, y, title, paper.heading, size, align="center")
        if place == "right":
            y += line
            paper.text(right, y, number, paper.body, setting.size, align="right")
        y += line
        for text, x, align in zip(table["caption"], (left, right), ("left", "right"), strict=True):
            if text:
                paper.text(x, y, text, paper.body, setting.size, align=align)

    def note_lines(self, table: Json, across: float) -> list[str]:
        """The notes under a table, broken into lines."""
        notes = table.get("notes", ())
        return [line for note in notes for line in fonts.wrap(note, self.paper.body, self.setting.size, across)]

    def foot_height(self, table: Json, across: float) -> float:
        """The height of the notes."""
        return len(self.note_lines(table, across)) * self.setting.size * 1.4 + 4

    def foot(self, table: Json, across: float) -> None:
        """The notes under a table."""
        for line in self.note_lines(table, across):
            self.y += self.setting.size * 1.4
            self.paper.text(self.setting.margin, self.y, line, self.paper.body, self.setting.size)


def typeset(document: Json, setting: Setting) -> bytes:
    """The document as a PDF in the setting: the same bytes for the same input. Raises fonts.MissingFontError."""
    return Typesetter(document, setting).run()
