"""Codes of the warehouse as words for people, in English and in Chinese.

Belongs here: what is made of the words of the seed code_word. Does not: the words, names of rules and kinds of tables
(seeds), sentences (templates).
"""

from __future__ import annotations

import csv
from collections.abc import Mapping

from markupsafe import Markup, escape

from yusuan.paths import SEEDS

with (SEEDS / "code_word.csv").open(encoding="utf-8", newline="") as _seed:
    _WORDS = {row["code"]: (row["word_en"], row["word_zh"]) for row in csv.DictReader(_seed)}


def word(code: str | None, language: str | None = None) -> Markup | str:
    """A code in words: of one language (`en`, `zh`), else of both, of which the page shows one."""
    english, chinese = _WORDS.get(code or "", (code or "", code or ""))
    if language:
        return english if language == "en" else chinese
    return both(english, chinese)


def scope(said: str, names: Mapping[str, str], language: str) -> str:
    """What an identity is of, its codes in words: `2026 · original_budget · 206 project`; `names` of subjects."""
    parts = [[_of_scope(token, names, language) for token in part.split(" ")] for part in said.split(" · ")]
    return " · ".join(" ".join(tokens) for tokens in parts)


def _of_scope(token: str, names: Mapping[str, str], language: str) -> str:
    # A label of one of these words would be Chinese: what is a code here is one.
    return f"{token} {names[token]}" if token in names else str(word(token, language)) if token.isascii() else token


def plural(n: int, one: str, many: str = "") -> str:
    """`1 finding`, `2 findings`, `1,200 identities`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def kind_of(n: int, kind: str) -> Markup:
    """How many findings of a kind: `9 publisher’s errors`."""
    english, chinese = _WORDS.get(kind, (kind, kind))
    counted = f"{n:,} {english}" if kind == "undetermined" else plural(n, english)
    return both(counted, f"{n:,} 项{chinese}")


def both(english: object, chinese: object) -> Markup:
    """The same said in both languages; the page shows the one that its reader chose."""
    return Markup('<span class="en" lang="en">{}</span><span class="zh" lang="zh">{}</span>').format(
        escape(english), escape(chinese)
    )
