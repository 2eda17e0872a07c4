"""Marks of Markdown taken off: what is left is what the text prints.

Belongs here: headings, emphasis, escapes, links, entities, inline tags. Does not: tables, damage
that OCR does (source.py).
"""

from __future__ import annotations

import html
import re

_HEADING = re.compile(r"\s{0,3}#{1,6}(?P<text>[^#].*)")
_MARKED = re.compile(r"^ {0,3}#{1,6} +\S|\*\*[^\s*][^*\n]*\*\*", re.MULTILINE)
_LIST = re.compile(r"^\s*[-*+]\s+(?=\S)")
_QUOTE = re.compile(r"^\s{0,3}(?:>\s?)+")
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[(?P<text>[^\[\]]*)\]\((?:[a-z]+:|[#/.]|[\w-]+[./])[^()\s]*\)", re.ASCII)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_RAISED = re.compile(r"(?<![A-Za-z])<sup>\s*[\[(（]?(?:\d{1,2}|[①-⑳*※])[\])）]?\s*</sup>", re.IGNORECASE)
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")
_EMPHASIS = (
    re.compile(r"(?<!\\)(\*{1,3})(?=[^\s*])(?P<text>[^*\n]*?[^\s*\\])\1(?!\*)"),
    re.compile(r"(?<![\\\w])(_{1,3})(?=[^\s_])(?P<text>[^_\n]*?[^\s_\\])\1(?!\w)"),
)
_FIGURE = re.compile(r"\$\s*(?P<text>[-−]?[\d,.]+\s*\\?%?)\s*\$")
_NOTHING = re.compile(r"NaN|Unnamed: \d+(?:_level_\d+)?")  # what tools that go by way of data frames call blank
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~&$%])")


def is_marked(text: str) -> bool:
    """Whether a text is written in Markdown: it has headings or emphasis."""
    return bool(_MARKED.search(text))


def heading(line: str) -> str | None:
    """The words of a heading without its marks; None where the line is none."""
    match = _HEADING.fullmatch(line)
    return match["text"].strip().rstrip("#").rstrip() if match else None


def plain_line(line: str) -> str:
    """A line of prose without marks; a break within it is a line feed."""
    text = _QUOTE.sub("", line)
    words = heading(text)
    return plain_cell(_LIST.sub("", text) if words is None else words)


def plain_cell(text: str) -> str:
    """What a cell prints; a break within it is a line feed, blanks in front stay."""
    text = _BREAK.sub("\n", _IMAGE.sub("", text))
    text = _TAG.sub("", _RAISED.sub("", text))
    text = _LINK.sub(r"\g<text>", text)
    for pattern in _EMPHASIS:
        text = pattern.sub(r"\g<text>", text)
    text = without_formula(text).replace("`", "")
    plain = html.unescape(_ESCAPE.sub(r"\1", text)).rstrip()
    return "" if _NOTHING.fullmatch(plain.strip()) else plain


def without_formula(text: str) -> str:
    """The text with a figure that a tool wrote as a formula (`$57.60$`) as the figure that it is."""
    return _FIGURE.sub(r"\g<text>", text)
