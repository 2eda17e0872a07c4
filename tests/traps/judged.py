"""What reading says of a paper with a trap.

Belongs here: whether each figure is read as it is seen, or as damaged, and nothing else is. Does not: drawing.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tests.reading.papers import read
from tests.traps.drawn import Key, TrapPaper


@dataclass(frozen=True)
class Reading:
    """What became of one paper: figures that are not as seen, figures without a word, how many are damaged."""

    paper: TrapPaper
    wrong: tuple[str, ...]
    missing: tuple[Key, ...]
    damaged: int

    @property
    def is_right(self) -> bool:
        """Whether nothing is read that is not seen, and nothing that is seen is lost."""
        return not self.wrong and not self.missing


def judge(paper: TrapPaper) -> Reading:
    """Read a paper and hold it against what is seen."""
    frames = read(paper.data)
    titles = dict(frames["table"].select("table_key", "title_text").iter_rows())
    codes = {
        (row["table_key"], row["row_number"], row["block_number"]): row["row_code"] or ""
        for row in frames["row"].iter_rows(named=True)
    }
    columns = {
        (column["table_key"], column["column_number"]): column["header_path"]
        for column in frames["column"].iter_rows(named=True)
    }
    found: dict[Key, tuple[str, Decimal | None]] = {}
    wrong = []
    for cell in frames["cell"].iter_rows(named=True):
        key = (
            titles[cell["table_key"]] or "",
            codes.get((cell["table_key"], cell["row_number"], cell["block_number"]), "?"),
            columns[cell["table_key"], cell["column_number"]],
        )
        found[key] = cell["reading"], cell["number"]
        if cell["reading"] == "exact" and cell["number"] != paper.seen.get(key):
            wrong.append(f"{'/'.join(key)}: {cell['text']!r} is read as {cell['number']}, seen {paper.seen.get(key)}")
    missing = tuple(key for key in paper.seen if key not in found)
    return Reading(paper, tuple(wrong), missing, sum(reading != "exact" for reading, _ in found.values()))
