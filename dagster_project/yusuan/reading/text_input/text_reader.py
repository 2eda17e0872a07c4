"""A text or Markdown file → Paper: the steps in order.

Belongs here: which step follows which. Does not: any step itself.
"""

from __future__ import annotations

from dataclasses import replace

from yusuan.reading.lexicon import Lexicon
from yusuan.reading.paper import Paper
from yusuan.reading.text_input import zone_tables
from yusuan.reading.text_input.assignment import assign, take_positions
from yusuan.reading.text_input.column_reader import read_columns
from yusuan.reading.text_input.identities import identities
from yusuan.reading.text_input.markdown import is_tabbed, read_tables
from yusuan.reading.text_input.marks import is_marked, plain_line
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.prose import place_items
from yusuan.reading.text_input.sheets import pages_of
from yusuan.reading.text_input.source import SourceLine, clean_markdown, decode, lines_of, running_lines
from yusuan.reading.text_input.tab_tables import is_torn
from yusuan.reading.text_input.table_views import view
from yusuan.reading.text_input.zone_tables import FoundTable
from yusuan.reading.text_input.zones import cut_zones


def read_text(data: bytes, lexicon: Lexicon) -> Paper:
    """A text as pdftotext or an OCR tool writes it; which of them it is, its tables say, not its name.

    Raises UnreadableError where it is no text.
    """
    text = decode(data)
    lines = lines_of(text)
    if is_tabbed(lines) and is_torn(text.splitlines()):
        return _read_tabbed(clean_markdown(lines), lexicon)
    if paper := read_columns(text, lexicon):
        return paper
    if is_tabbed(lines):
        return _read_tabbed(clean_markdown(lines), lexicon)
    if is_marked(text):
        plain = (replace(line, text=plain_line(line.text).replace("\n", " ")) for line in lines)
        lines = [line for line in plain if line.plain]
    running = running_lines(lines)
    printed = [line for line in lines if line.number not in running]
    meaning = Meaning(lexicon.seeds)
    found = zone_tables.read_tables(cut_zones(printed, lexicon), meaning, printed)
    _prove(found, meaning, printed)
    return Paper("text", pages_of(lines, found, running), has_places=False)


def _read_tabbed(lines: list[SourceLine], lexicon: Lexicon) -> Paper:
    meaning = Meaning(lexicon.seeds)
    found = read_tables(cut_zones(lines, lexicon), meaning)
    _prove(found, meaning, lines)
    return Paper("markdown", pages_of(lines, found), has_places=False)


def _prove(found: list[FoundTable], meaning: Meaning, lines: list[SourceLine]) -> None:
    """Give the figures of all tables their columns, as far as the arithmetic of the document proves them."""
    stage = _stage(found)
    views = [view(f.table, meaning, stage, f.unit) for f in found]
    take_positions(views)
    place_items(views, lines, meaning.item_names)
    assign(views, identities(views, meaning, stage))


def _stage(found: list[FoundTable]) -> str | None:
    """The stage that the tables' layouts and titles agree on."""
    said = ["final" if "决算" in f.table.title or f.table.layout.stage == "final" else "budget" for f in found]
    return max(set(said), key=said.count) if said else None
