"""What of a web page is not seen, by its styles: taken out of its elements.

Belongs here: styles of elements and of simple selectors, colours of text and ground, elements that are not displayed.
Does not: tables and lines (web_page.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from PIL import ImageColor

from yusuan.reading.office.excel_seen import BLACK, WHITE, Rgb, is_seen

_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_SELECTOR = re.compile(r"(?P<tag>[a-z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)", re.IGNORECASE)
_NOTHING = re.compile(r"0*\.?0+(?:px|pt|em|rem|cm|mm|in|%)?")
_SYSTEM = {"window": WHITE, "windowtext": BLACK, "auto": None, "currentcolor": None}
_STEP = {"px": 9, "pt": 7}  # of an indentation, as spreadsheets write it
_HIDDEN = "data-hidden"
_NEVER = {"script", "style", "template", "noscript", "xml", "select", "textarea", "object", "iframe", "head"}

StyleValues = dict[str, str]


@dataclass
class _Rules:
    """Rules of style sheets by the last word of their selector, each with how special it is and its values."""

    by_word: dict[str, list[tuple[int, str, frozenset[str], StyleValues]]] = field(default_factory=dict)
    known: dict[tuple[str, str, str], StyleValues] = field(default_factory=dict)  # by tag, classes and id

    def add(self, sheet: str) -> None:
        for selectors, body in _RULE.findall(re.sub(r"/\*.*?\*/|<!--|-->", "", sheet, flags=re.DOTALL)):
            values = _style_values(body)
            for selector in selectors.split(","):
                match = _SELECTOR.fullmatch(selector.strip())
                if match and values and match[0]:
                    words = frozenset(re.findall(r"[.#][\w-]+", match["rest"]))
                    tag = (match["tag"] or "*").lower()
                    rule = len(words), tag, words, values
                    self.by_word.setdefault(next(iter(sorted(words)), tag), []).append(rule)

    def of(self, element: Any) -> StyleValues:
        key = element.tag, element.get("class") or "", element.get("id") or ""
        if key not in self.known:
            self.known[key] = self._of_rules(*key)
        return self.known[key] | _style_values(style) if (style := element.get("style")) else self.known[key]

    def _of_rules(self, tag: str, classes: str, name: str) -> StyleValues:
        words = {*(f".{word}" for word in classes.split()), *([f"#{name}"] if name else [])}
        own = [
            (special, values)
            for word in (*sorted(words), tag, "*")
            for special, wanted_tag, wanted, values in self.by_word.get(word, ())
            if wanted_tag in ("*", tag) and wanted <= words
        ]
        merged: StyleValues = {}
        for _, values in sorted(own, key=lambda e: e[0]):
            merged |= values
        return merged


@dataclass(frozen=True)
class _Look:
    """What an element hands on to those in it."""

    ink: Rgb | None = BLACK
    ground: Rgb | None = WHITE
    visible: bool = True


def take_out_unseen(root: Any) -> None:
    """Take out of a parsed page what it does not display; text that cannot be told from its ground becomes blank.

    Cells of a hidden column (`col`) lose their text and stay: each row may count on them.
    """
    rules = _Rules()
    for sheet in root.iter("style"):
        rules.add(sheet.text or "")
    _mark_hidden_columns(root, rules)
    waiting: list[tuple[Any, _Look]] = [(root, _Look())]
    while waiting:
        element, above = waiting.pop()
        style = rules.of(element)
        look = _look(element, style, above)
        seen = look.visible and is_seen(look.ink, look.ground)
        if not seen:
            element.text = None
        for child in list(element):
            if not seen:
                child.tail = None
            if not isinstance(child.tag, str) or (child.tag != "col" and _is_gone(child, rules.of(child))):
                _take_out(child)
            else:
                waiting.append((child, look))
        if element.tag in ("td", "th"):
            _indent(element, style)


def _mark_hidden_columns(root: Any, rules: _Rules) -> None:
    for column in root.iter("col"):
        if _is_gone(column, rules.of(column)):
            column.set(_HIDDEN, "1")
            for table in column.iterancestors("table"):
                table.set(_HIDDEN, "1")  # one of its columns is


def hidden_columns(table: Any) -> set[int]:
    """The columns of a table, from 0, that its `col` elements do not display."""
    found: set[int] = set()
    at = 0
    for column in table.iter("col"):
        span = column.get("span") or "1"
        count = min(int(span), 1000) if span.isascii() and span.isdigit() else 1
        if column.get(_HIDDEN):
            found.update(range(at, at + count))
        at += count
    return found


def _take_out(element: Any) -> None:
    """Without what follows it, which belongs to the element around."""
    table = next(element.iterancestors("table"), None) if element.tag in ("td", "th") else None
    if table is not None and table.get(_HIDDEN):
        for child in list(element):
            element.remove(child)
        element.text = None
        for name in ("style", "class", "hidden"):  # its place is kept, and who lays out the table sees it
            element.attrib.pop(name, None)
    else:
        element.drop_tree()


def _indent(cell: Any, style: Mapping[str, str]) -> None:
    """Put the indentation of a cell with words in front of its text, a wide blank for each step."""
    steps = style.get("mso-char-indent-count", "")
    if not re.fullmatch(r"\d{1,2}", steps):
        padding = re.fullmatch(r"(\d{1,3})(?:\.\d+)?(px|pt)", style.get("padding-left", ""))
        steps = str(round(int(padding[1]) / _STEP[padding[2]])) if padding else "0"
    if int(steps) and re.search(r"[\u4e00-\u9fff]", "".join(cell.itertext())):
        first = cell
        while not (first.text or "").strip() and len(first):
            first = first[0]
        first.text = "\u3000" * int(steps) + (first.text or "").lstrip(" \r\n\t")


def _is_gone(element: Any, style: Mapping[str, str]) -> bool:
    return (
        element.tag in _NEVER
        or element.get("hidden") is not None
        or style.get("display") == "none"
        or style.get("mso-hide") == "all"
        or (element.tag == "tr" and any(_is_nothing(v) for v in (element.get("height"), style.get("height"))))
        or (element.tag == "col" and any(_is_nothing(v) for v in (element.get("width"), style.get("width"))))
        or _is_nothing(style.get("font-size"))
        or _is_nothing(style.get("opacity"))
    )


def _is_nothing(length: str | None) -> bool:
    return length is not None and bool(_NOTHING.fullmatch(length))


def _look(element: Any, style: Mapping[str, str], above: _Look) -> _Look:
    ink, ground = above.ink, above.ground
    if colour := style.get("color") or element.get("color") or element.get("text"):
        ink = _colour(colour)
    if back := style.get("background-color") or style.get("background") or element.get("bgcolor"):
        ground = ground if back in ("none", "transparent", "inherit") else _colour(back)
    if element.get("background") or style.get("background-image", "none") != "none":
        ground = None
    visibility = style.get("visibility")
    visible = above.visible if visibility is None else visibility not in ("hidden", "collapse")
    return _Look(ink, ground, visible)


def _colour(text: str) -> Rgb | None:
    """The colour that a value begins with; None where it is another or no plain one."""
    value = text.strip().lower()
    first = value[: value.find(")") + 1] if value.startswith("rgb") else value.partition(" ")[0]
    if first in _SYSTEM:
        return _SYSTEM[first]
    try:
        rgb = ImageColor.getrgb(f"#{first}" if re.fullmatch(r"[0-9a-f]{6}", first) else first)
    except ValueError:
        return None
    return (rgb[0], rgb[1], rgb[2]) if len(rgb) == 3 or rgb[3] == 255 else None


def _style_values(body: str) -> StyleValues:
    return dict(_each_style_value(body))


def _each_style_value(body: str) -> Iterator[tuple[str, str]]:
    for part in body.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            yield name.strip().lower(), value.replace("!important", "").strip().lower()
