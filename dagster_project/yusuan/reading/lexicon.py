"""The words that find structure, loaded from the dbt seeds: one catalogue for reading and for meaning.

Belongs here: loading the seeds that reading needs, and asking them. Does not: what a kind or a role means (dbt).
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True)
class Lexicon:
    """Patterns over normalised text (`re.search`), in order of priority."""

    structure: tuple[tuple[re.Pattern[str], str], ...]  # header cell → code | label | index
    header_words: tuple[re.Pattern[str], ...]  # any header cell
    titles: tuple[re.Pattern[str], ...]  # the title of a table of a known kind
    fingerprint: str  # of all seeds: reading of text asks the rules and layouts too. 16 hex digits
    seeds: Mapping[str, Sequence[Mapping[str, str]]] = field(default_factory=dict, compare=False)  # the whole catalogue

    @staticmethod
    def from_seeds(folder: Path) -> Lexicon:
        """The lexicon of a dbt seeds folder. Raises FileNotFoundError or KeyError where a seed or column is missing."""
        terms = _rows(folder / "header_term.csv")
        titles = _rows(folder / "table_title.csv")
        structure = tuple((re.compile(r["pattern"]), r["value"]) for r in terms if r["kind"] == "structure")
        files = sorted(folder.glob("*.csv"))
        digest = hashlib.sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()
        return Lexicon(
            structure=structure,
            header_words=tuple(re.compile(r["pattern"]) for r in terms),
            titles=tuple(re.compile(r["title_pattern"]) for r in titles if not r["header_pattern"]),
            fingerprint=digest[:16],
            seeds={path.stem: _raw_rows(path) for path in files},
        )

    def structure_role(self, header: str) -> str | None:
        """code, label or index for a header cell that names such a column, else None."""
        return _first(self.structure, header)

    def is_header_word(self, text: str) -> bool:
        """Whether a header term of any kind is in the text."""
        return any(p.search(text) for p in self.header_words)

    def is_title(self, text: str) -> bool:
        """Whether the text is the title of a table of a known kind (a line of prose may match too)."""
        return any(p.search(text) for p in self.titles)


@lru_cache(maxsize=4096)
def _first(patterns: tuple[tuple[re.Pattern[str], str], ...], text: str) -> str | None:
    return next((value for pattern, value in patterns if pattern.search(text)), None)


def _rows(path: Path) -> list[dict[str, str]]:
    return sorted(_raw_rows(path), key=lambda r: int(r["priority"]))


def _raw_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
