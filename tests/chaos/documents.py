"""Seed and number → one document: its bytes, its raw set and the recipe that made it.

Belongs here: drawing what a document begins with and which faults it gets. Equal seeds and numbers make equal
documents, whatever else is made with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from random import Random

from tests.chaos.drawn import draw_paper
from tests.chaos.faults import FAULTS, Family
from tests.chaos.paper import Paper
from tests.chaos.real import draw_real

_FAULTS = (1, 1, 2, 2, 3, 5)  # how many at once, by chance


@dataclass(frozen=True)
class Document:
    """A document that no reader has read: `recipe` says what its raw set began as and what was done to it."""

    number: int
    data: bytes
    paper: Paper
    recipe: tuple[str, ...]

    @property
    def key(self) -> str:
        """Its document_key."""
        return sha256(self.data).hexdigest()[:16]

    @property
    def file_name(self) -> str:
        """The name of its file."""
        return f"{self.number:05}.pdf"

    def __str__(self) -> str:
        return f"{self.file_name} ({', '.join(self.recipe)})"


def make_document(
    seed: int, number: int, papers: list[Paper], version: str, families: Sequence[Family], only: Sequence[str] = ()
) -> Document:
    """Document `number` of a seed; `papers` are the real ones, `version` is the reader's that shall have read it.

    Its faults are of the families given, or `only` those named; an impostor is also given faults that are printed.
    """
    rng = Random(f"{seed}/{number}")
    base = "real" if papers and rng.random() < 0.5 else "drawn"
    paper = draw_real(rng, papers) if base == "real" else draw_paper(rng)
    pool = [f for f in FAULTS.values() if (f.name in only if only else f.family in families)]
    weights = [f.weight for f in pool]
    chosen = rng.choices(pool, weights, k=rng.choice(_FAULTS)) if pool else []
    for each in chosen:
        each.change(paper, rng)
    data = f"%PDF-1.7 chaos {seed}/{number} {version}\n".encode()
    return Document(number, data, paper.sealed(data, version), (base, *(each.name for each in chosen)))
