"""The figures of the check, per document and in total, and how they add up.

Belongs here: counts, shares and the order of documents. Does not: where the counts come from (measure, boxes).

A figure printed again on a continuation page (`repeat_of`) is counted as a repeat and in no share. An amount is
*vouched* when an evaluated, non-trivial identity uses it, whatever the verdict. Every share has two forms where they
differ: of what was loaded, and of everything that was read, so that what was turned away counts against it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

VERDICTS = ("exact", "rounding", "break", "not_evaluable")
READINGS = ("exact", "repaired", "ambiguous", "damaged")


@dataclass
class Figures:
    """Counts that add up over documents.

    `tables`, `money_by_kind`, `vouched_by_kind`: table kind → tables, money figures, vouched money figures;
    `amounts`: reading → figures; `verdicts`: verdict → identities, `trivial` among them;
    `boxes`: outcome → figures (see boxes.OUTCOMES), `unplaced` figures have no box that pdfium could read;
    `seconds`: of one process, 0 where the document was read before; `timed_pages`: the pages read in them.
    `turned_away_figures`: numbers read from a document that was not loaded.
    """

    documents: int = 0
    loaded: int = 0
    pages: int = 0
    timed_pages: int = 0
    seconds: float = 0.0
    tables: Counter[str] = field(default_factory=Counter)
    declared_empty: int = 0
    amounts: Counter[str] = field(default_factory=Counter)
    repeats: int = 0
    money: int = 0
    vouched: int = 0
    money_not_zero: int = 0
    vouched_not_zero: int = 0
    money_by_kind: Counter[str] = field(default_factory=Counter)
    vouched_by_kind: Counter[str] = field(default_factory=Counter)
    turned_away_figures: int = 0
    verdicts: Counter[str] = field(default_factory=Counter)
    trivial: int = 0
    boxes: Counter[str] = field(default_factory=Counter)
    unplaced: int = 0

    def add(self, other: Figures) -> None:
        """Add another's counts to these."""
        for name, value in vars(other).items():
            if name in vars(Figures()):
                setattr(self, name, getattr(self, name) + value)

    @property
    def recognised(self) -> int:
        """Tables of a known kind."""
        return sum(self.tables.values()) - self.tables["other"]

    @property
    def unsure(self) -> int:
        """Figures that were not read exactly."""
        return sum(self.amounts.values()) - self.amounts["exact"]

    @property
    def differing(self) -> int:
        """Boxes in which pdfium finds something else than `amount_text`."""
        return sum(self.boxes.values()) - self.boxes["equal"]

    def kinds(self) -> list[tuple[str, int, int, float | None]]:
        """(kind, tables, money figures, share of them that is vouched), the most frequent kind first."""
        ranked = sorted(self.tables, key=lambda kind: (-self.tables[kind], kind))
        return [
            (k, self.tables[k], self.money_by_kind[k], _share(self.vouched_by_kind[k], self.money_by_kind[k]))
            for k in ranked
        ]

    def shares(self) -> dict[str, float | None]:
        """The shares that the check reports; None where there is nothing to take a share of."""
        return {
            "documents_loaded": _share(self.loaded, self.documents),
            "tables_recognised": _share(self.recognised, sum(self.tables.values())),
            "amounts_exact": _share(self.amounts["exact"], sum(self.amounts.values())),
            "money_vouched": _share(self.vouched, self.money),
            "money_vouched_of_all_read": _share(self.vouched, self.money + self.turned_away_figures),
            "money_not_zero_vouched": _share(self.vouched_not_zero, self.money_not_zero),
            "boxes_equal": _share(self.boxes["equal"], sum(self.boxes.values())),
            "boxes_equal_but_for_words": _share(self.boxes["equal"] + self.boxes["overrun"], sum(self.boxes.values())),
            "pages_per_second": self.timed_pages / self.seconds if self.seconds else None,
        }


@dataclass
class Document(Figures):
    """One document: who it says it is, whether it was loaded, and its figures."""

    document_key: str = ""
    file_name: str = ""
    reader: str | None = None
    status: str = ""
    reason: str | None = None
    publisher: str | None = None
    level: str | None = None
    fiscal_year: int | None = None
    stage: str | None = None
    evidence: list[dict[str, Any]] = field(default_factory=list)
    superseded_by: str | None = None
    duplicate_of: str | None = None

    @property
    def place(self) -> str:
        """The first folder that the document lies in; empty where it lies in none."""
        first, _, rest = self.file_name.partition("/")
        return first if rest else ""

    @property
    def faults(self) -> tuple[int, float]:
        """What makes a document worse than another: what is wrong in it, then how much nobody vouches for."""
        wrong = self.verdicts["break"] + self.unsure + self.differing + self.tables["other"]
        return wrong, 1 - (self.shares()["money_vouched"] or 0.0)


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def total(documents: Iterable[Figures]) -> Figures:
    """The sum over documents."""
    summed = Figures()
    for document in documents:
        summed.add(document)
    return summed


def worst_first(documents: Iterable[Document]) -> list[Document]:
    """The loaded documents, those with the most faults first."""
    return sorted((d for d in documents if d.status == "loaded"), key=lambda d: (d.faults, d.file_name), reverse=True)
