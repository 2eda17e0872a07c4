"""A text whose tables keep their cells apart → Paper: its columns are the table, as in a Word document.

Belongs here: blocks of the text put on pages. Does not: finding them (blocks.py), texts that lost their columns
(text_reader.py).
"""

from __future__ import annotations

from dataclasses import dataclass

from yusuan.reading.flow import FlowPage
from yusuan.reading.lexicon import Lexicon
from yusuan.reading.office.package import MAX_CELLS
from yusuan.reading.office.placing import place_line
from yusuan.reading.paper import Paper, UnreadableError
from yusuan.reading.structure.captions import is_caption_line, is_table_number, is_title_line
from yusuan.reading.text import squeeze
from yusuan.reading.text_input.blocks import Block, Drawn, read_blocks
from yusuan.reading.text_input.written_table import WrittenTable

_LABEL_AND_VALUE = 2  # columns: a figure beside a label stands where it stands


@dataclass(frozen=True)
class _LastTable:
    """The table before: its page, its columns, and the titles between it and the one before that."""

    page: int
    width: int
    titles: set[str]


def read_columns(text: str, lexicon: Lexicon) -> Paper | None:
    """The paper of a text in which pipes, tabs or tags of HTML draw a table; None where none does.

    Its reader is `markdown` where a tool drew them, which may have read a picture, else `text`.
    """

    def is_caption(line: str) -> bool:
        return is_table_number(squeeze(line)) or is_caption_line(place_line(0, line), lexicon)

    blocks = read_blocks(text, is_caption)
    drawn = [block for block in blocks if isinstance(block, Drawn)]
    if not drawn:
        return None
    _check(drawn)
    pages = [page for page in _pages(blocks, lexicon) if page.texts]
    reader = "markdown" if any(block.has_marks for block in drawn) else "text"
    return Paper(reader, [page.done(n) for n, page in enumerate(pages, start=1)], has_places=False)


def _check(drawn: list[Drawn]) -> None:
    if sum(block.table.width * block.table.height for block in drawn) > MAX_CELLS:
        raise UnreadableError(f"The text has more than the {MAX_CELLS:,} table cells that are read.")


def _pages(blocks: list[Block], lexicon: Lexicon) -> list[FlowPage]:
    """The blocks on pages. A text may lose where a page ends: a title printed again shows that a page begins."""

    def title(line: str) -> str:
        plain = squeeze(line).removesuffix("(续)")
        return plain if is_title_line(place_line(0, line), lexicon) else ""

    pages = [FlowPage()]
    last: _LastTable | None = None
    between: list[str] = []
    for block in blocks:
        if isinstance(block, Drawn):
            table = block.table
            titles = {title(line) for line in between} - {""}
            if not table.has_header and not _goes_on(table, len(pages), last, bool(between), bool(titles)):
                table = table.doubted()
            pages[-1].add_table(len(pages), table.placed(pages[-1].row), lexicon, has_header=table.has_header)
            last, between = _LastTable(len(pages), table.width, titles), []
        elif isinstance(block, str):
            if last and pages[-1].sheets and title(block) in last.titles:
                pages.append(FlowPage())
            pages[-1].add_line(block)
            between.append(block)
        else:
            if block.text:
                pages[-1].add_furniture(block.text)
            if pages[-1].texts:
                pages.append(FlowPage())
    return pages


def _goes_on(table: WrittenTable, page: int, last: _LastTable | None, has_lines: bool, is_titled: bool) -> bool:
    """Whether it is known what the columns of a table without header are: those of the table before, or only one."""
    if table.width <= _LABEL_AND_VALUE:
        return True
    if last is None or last.width != table.width:
        return False
    return not has_lines if page == last.page else page == last.page + 1 and not is_titled
