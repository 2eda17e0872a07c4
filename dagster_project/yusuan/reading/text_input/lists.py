"""Body lines of lists side by side (three economic lists in one table) → rows of every list.

Belongs here: which list a code belongs to, labels broken over lines between the lists. Does not: other forms.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from yusuan.reading.structure.labels import is_total
from yusuan.reading.text_input.layouts import Layout
from yusuan.reading.text_input.meaning import Meaning
from yusuan.reading.text_input.source import SourceLine, Word
from yusuan.reading.text_input.text_figures import figure_of, is_amount
from yusuan.reading.text_input.text_tables import TextRow

_CODE = re.compile(r"\d{3}(?:\d\d)?")


def read_lists(lines: Sequence[SourceLine], layout: Layout, meaning: Meaning, text: str) -> list[list[TextRow]]:
    """The grid rows of lists side by side. `text` is the whole document, normalised without white space."""
    words = [w for line in lines for w in line.words()]
    reader = _Lists(layout.blocks, meaning, text)
    for i, word in enumerate(words):
        begins = i == 0 or words[i - 1].line != word.line
        reader.take(word, words[i + 1] if i + 1 < len(words) else None, begins)
    return reader.grid


class _Lists:
    def __init__(self, blocks: Sequence[int], meaning: Meaning, text: str) -> None:
        self.blocks = blocks
        self.meaning = meaning
        self.text = text
        self.grid: list[list[TextRow]] = []
        self.row: TextRow | None = None
        self.last: dict[int, str] = {}

    def take(self, word: Word, following: Word | None, begins_line: bool) -> None:
        """One more word of the stream."""
        plain = word.plain
        if self._is_code(plain, following):
            self._begin(self._block_of(plain), word, code=plain)
        elif is_total(plain):
            block = self.blocks[0] if self.meaning.row_role(plain) == "personnel_total" else self.blocks[-1]
            self._begin(block, word, label=plain)
        elif is_amount(plain) and self.row is not None and (figure := figure_of(word)):
            if self.row.figures:
                return  # two figures in a list of one column: the second belongs nowhere
            self.row.figures.append(figure)
        elif self.row is not None:
            row = self._owner(plain) if begins_line else self.row
            row.label += plain

    def _is_code(self, plain: str, following: Word | None) -> bool:
        if not _CODE.fullmatch(plain) or following is None:
            return False
        if len(plain) == 5:
            return any(plain.startswith(code[:3]) for code in self.last.values())
        return not is_amount(following.plain)

    def _block_of(self, code: str) -> int:
        """The list that the code goes on: its own class, else the list behind the one before."""
        for block in self.blocks:
            if self.last.get(block, "")[:3] == code[:3]:
                return block
        previous = self.row.block if self.row is not None else self.blocks[-1]
        order = [b for b in self.blocks if b > previous] + [b for b in self.blocks if b <= previous]
        return next((b for b in order if self.last.get(b, "") < code), order[0])

    def _begin(self, block: int, word: Word, code: str = "", label: str = "") -> None:
        if code:
            self.last[block] = code
        self.row = TextRow(block, word.line, code=code, label=label)
        if not self.grid or any(r.block >= block for r in self.grid[-1]):
            self.grid.append([])
        self.grid[-1].append(self.row)

    def _printed(self, joined: str) -> int:
        return self.text.count(joined)

    def _owner(self, words: str) -> TextRow:
        """The row whose label a line of its own goes on: after which the document prints the words elsewhere."""
        assert self.row is not None
        if not self.row.label or (
            not self.row.figures and self.row.line == self.grid[-1][0].line and len(self.grid[-1]) == 1
        ):
            return self.row
        known = [r for r in self.grid[-1] if r.label and self._printed(r.label[-3:] + words[:4]) > (r is self.row)]
        return self.row if self.row in known or not known else known[0]
