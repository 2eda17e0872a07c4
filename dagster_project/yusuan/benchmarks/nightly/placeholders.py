"""Texts with places for names, years and figures.

Belongs here: finding these places and filling them. Does not: what fills them (invented_bodies, unrounded_amounts).
A text template is a format string: `{n0}` is a name, `{y2024}` a year, `{f12}` a figure, `{code}` a department's code.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import polars as pl

# A year is one where 年 stands behind it, and as a value of the identity that a reader found.
_YEAR = r"(?P<year>(?<!\d)(?:19|20)\d\d(?=\s*年)|(?<=\"value\": )(?:19|20)\d\d(?=[,}]))"
_FIGURE = r"(?P<number>(?<![\d.,A-Za-z])\d+(?:,\d{3})*(?:\.\d+)?)(?=\s*(?P<unit>亿元|百万元|万元|千元|元))"


@dataclass
class PlaceholderTexts:
    """Text templates of one document; `figures` collects (figure, text) of each `{f…}`, `years` each `{y…}`."""

    document_key: str
    names: Sequence[str]
    figures: list[tuple[str, str]] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    _places: dict[tuple[str, str], str] = field(default_factory=dict)
    _pattern: re.Pattern[str] | None = None

    def figure(self, key: str, text: str) -> str:
        """The place of a figure that is printed as `text`."""
        if (key, text) not in self._places:
            self._places[key, text] = f"{{f{len(self.figures)}}}"
            self.figures.append((key, text))
        return self._places[key, text]

    def template(self, text: str) -> str:
        """The template of a text."""
        if self._pattern is None:
            names = "|".join(map(re.escape, self.names))
            self._pattern = re.compile(f"(?P<name>{names})|{_YEAR}|{_FIGURE}")
        template, end = "", 0
        for found in self._pattern.finditer(text):
            template += _literal(text[end : found.start()]) + self._field(found)
            end = found.end()
        return template + _literal(text[end:])

    def _field(self, found: re.Match[str]) -> str:
        if found["name"]:
            return f"{{n{self.names.index(found['name'])}}}"
        if found["year"]:
            self.years.add(int(found["year"]))
            return f"{{y{found['year']}}}"
        return self.figure(figure_key(self.document_key, found["number"], found["unit"]), found["number"])


def figure_key(document_key: str, number: str, unit: str) -> str:
    """The figure that a document prints so, whatever its separators: printed twice, it is one amount."""
    return f"{document_key}:{number.replace(',', '')}{unit}"


def _literal(text: str) -> str:
    return text.replace("{", "{{").replace("}", "}}")


@dataclass(frozen=True)
class TextColumn:
    """A column of text templates: each different one once, and for each row which one it is (NULL: no text)."""

    templates: list[str]
    numbers: pl.Series

    @classmethod
    def of(cls, templates: Sequence[str | None]) -> TextColumn | None:
        """The column, or None where nothing in it is to be filled in."""
        different = list(dict.fromkeys(template for template in templates if template is not None))
        if not any("{" in template.replace("{{", "") for template in different):
            return None
        place = {template: number for number, template in enumerate(different)}
        numbers = [None if template is None else place[template] for template in templates]
        return cls(different, pl.Series(numbers, dtype=pl.UInt32))

    def filled(self, values: Mapping[str, str]) -> pl.Series:
        """The column's texts with these values."""
        return pl.Series([template.format_map(values) for template in self.templates], dtype=pl.String).gather(
            self.numbers
        )
