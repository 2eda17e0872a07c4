"""The words that find structure, loaded from the dbt seeds: one catalogue for reading and for meaning.

Belongs here: which seed values reading uses, loading them, asking them. Does not: what a kind or a role means (dbt).

Reading is given nothing of the seeds but what `used_seeds` returns, so its fingerprint is that of all words that can
change what is read, and no other edit of a seed reads a document again.
"""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

Seeds = Mapping[str, Sequence[Mapping[str, str]]]  # seed → its rows in the file's order

# The columns that reading uses; of some seeds only some rows (`used_seeds`).
SEED_COLUMNS: dict[str, tuple[str, ...]] = {
    "header_term": ("kind", "priority", "pattern", "value"),
    "table_title": ("priority", "title_pattern", "header_pattern", "table_kind"),
    # What follows places the figures of texts, whose blank cells are lost.
    "table_layout": (
        "layout_id", "table_kind", "stage", "block_number", "column_number", "structure_role", "header_path"
    ),
    "table_kind": ("table_kind", "default_entity", "default_fund", "default_nature", "default_measure", "sums_hold"),
    "row_term": ("kind", "priority", "pattern", "value"),
    "functional_class": ("code", "name", "aliases"),
    "economic_class": ("code", "nature_in_finals"),
    "economic_item": ("code", "item"),
    "prose_concept": ("concept", "pattern"),
    "table_word": ("kind", "pattern"),
    "money_unit": ("money_unit", "yuan_per_unit", "least_decimals"),
    "reconciliation_rule": ("rule_id", "method", "relation", "group_by", "stage"),
    "rule_term": (
        "rule_id", "side", "sign", "table_kind", "block_side", "row_role", "row_group", "row_entity", "subject_level",
        "sum_role", "layout", "fund", "fund_detail", "nature", "period", "item", "row_fund", "place", "many",
    ),
}  # fmt: skip

# Kinds of terms that reading understands. A header term of another kind is a header word and nothing more.
_HEADER_KINDS = {
    "structure", "block", "entity", "measure", "sum_role", "period", "fund", "fund_detail", "nature", "item",
    "amount_stage",
}  # fmt: skip
_ROW_KINDS = {"role", "fund", "fund_detail", "group"}
_ITEMS = {"overseas_travel", "vehicles", "vehicle_purchase", "vehicle_running", "hospitality", "three_public"}
_TABLE_KINDS = {"header_year", "header_last_year", "without_carry_over"}

_KEPT = 1 << 12  # texts: headers come again on every page


@dataclass(frozen=True, eq=False)
class Lexicon:
    """Patterns over normalised text (`re.search`), in order of priority.

    One is only itself, so that what it said of a text is quickly found again.
    """

    structure: tuple[tuple[re.Pattern[str], str], ...]  # header cell → code | label | index | year
    entities: tuple[tuple[re.Pattern[str], str], ...]  # header cell → unit | project | subject
    header_words: tuple[re.Pattern[str], ...]  # any header cell
    titles: tuple[re.Pattern[str], ...]  # the title of a table of a known kind
    seeds: Seeds = field(default_factory=dict)  # all that reading uses, for the arithmetic of texts

    @staticmethod
    def from_seeds(folder: Path) -> Lexicon:
        """The lexicon of a dbt seeds folder. Raises FileNotFoundError or KeyError where a seed or column is missing."""
        seeds = used_seeds(folder)
        terms = _by_priority(seeds["header_term"])
        return Lexicon(
            structure=_of_kind(terms, "structure"),
            entities=_of_kind(terms, "entity"),
            header_words=tuple(re.compile(r["pattern"]) for r in terms),
            titles=tuple(re.compile(r["title_pattern"]) for r in _by_priority(seeds["table_title"])),
            seeds=seeds,
        )

    def structure_role(self, header: str) -> str | None:
        """code, label, index or year for a header cell that names such a column, else None."""
        return _structure_role(self, header)

    def entity(self, header: str) -> str | None:
        """What names or codes under a header cell are of: unit, project or subject; None where it does not say."""
        return _entity(self, header)

    def is_header_word(self, text: str) -> bool:
        """Whether a header term of any kind is in the text."""
        return _is_header_word(self, text)

    def is_title(self, text: str) -> bool:
        """Whether the text is the title of a table of a known kind (a line of prose may match too)."""
        return any(p.search(text) for p in self.titles)


def _of_kind(terms: Sequence[Mapping[str, str]], kind: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(r["pattern"]), r["value"]) for r in terms if r["kind"] == kind)


@lru_cache(maxsize=_KEPT)
def _structure_role(lexicon: Lexicon, header: str) -> str | None:
    return next((value for pattern, value in lexicon.structure if pattern.search(header)), None)


@lru_cache(maxsize=_KEPT)
def _entity(lexicon: Lexicon, header: str) -> str | None:
    return next((value for pattern, value in lexicon.entities if pattern.search(header)), None)


@lru_cache(maxsize=_KEPT)
def _is_header_word(lexicon: Lexicon, text: str) -> bool:
    return any(p.search(text) for p in lexicon.header_words)


def used_seeds(folder: Path) -> Seeds:
    """The seed values of a dbt seeds folder that reading uses, and no other.

    Raises FileNotFoundError or KeyError where a seed or column is missing.
    """
    seeds = {name: _rows(folder / f"{name}.csv", columns) for name, columns in SEED_COLUMNS.items()}
    rules = [r for r in seeds["reconciliation_rule"] if r["method"] == "between_terms"]
    known = {r["rule_id"] for r in rules}
    a_word_only = {"kind": "", "priority": "0", "value": ""}
    return seeds | {
        "header_term": [r if r["kind"] in _HEADER_KINDS else r | a_word_only for r in seeds["header_term"]],
        "row_term": [r for r in seeds["row_term"] if r["kind"] in _ROW_KINDS],
        "prose_concept": [r for r in seeds["prose_concept"] if r["concept"] in _ITEMS],
        "table_word": [r for r in seeds["table_word"] if r["kind"] in _TABLE_KINDS],
        "table_title": [r for r in seeds["table_title"] if not r["header_pattern"]],
        "economic_class": [r for r in seeds["economic_class"] if r["nature_in_finals"]],
        "reconciliation_rule": rules,
        "rule_term": [r for r in seeds["rule_term"] if r["rule_id"] in known],
    }


def fingerprint(seeds: Seeds) -> str:
    """A hash of seed values, 64 hex digits."""
    return hashlib.sha256(json.dumps(seeds, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _by_priority(rows: Sequence[Mapping[str, str]]) -> list[Mapping[str, str]]:
    return sorted(rows, key=lambda r: int(r["priority"]))


def _rows(path: Path, columns: Sequence[str]) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return [{column: row[column] for column in columns} for row in csv.DictReader(file)]
