"""Findings in words: one sentence in English and one in Chinese, with the figures as printed and their page.

Belongs here: wording. Does not: deciding what is wrong (faults).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from yusuan.reconciliation.system import in_yuan

_SHOWN = 8  # figures or identities that a sentence names


@dataclass(frozen=True)
class Printed:
    """A figure where it is printed: `yuan` what it says (None: unreadable), `yuan_per_unit` of its table."""

    key: str
    text: str
    place: str
    page: int | None
    yuan: Decimal | None
    yuan_per_unit: Decimal | None


@dataclass(frozen=True)
class Result:
    """An identity that breaks, or that two printings nearly meet: its name, its sides as printed, by how much."""

    key: str
    name: str
    name_zh: str
    scope: str
    page: int | None
    left: str
    right: str
    at_most: bool
    residual_yuan: Decimal
    tolerance_yuan: Decimal
    is_rate: bool = False  # residual and tolerance in percentage points

    @property
    def apart(self) -> str:
        """How far apart, in English."""
        unit = "percentage points" if self.is_rate else "yuan"
        return f"{abs(self.residual_yuan):,.2f} {unit} apart, tolerance {self.tolerance_yuan:,.2f}"

    @property
    def apart_zh(self) -> str:
        """How far apart, in Chinese."""
        unit = "个百分点" if self.is_rate else "元"
        return f"相差 {abs(self.residual_yuan):,.2f} {unit}，容差 {self.tolerance_yuan:,.2f} {unit}"


@dataclass(frozen=True)
class _Named:
    """A figure that a finding names, and its shift; `points`: what is off is in percentage points."""

    figure: Printed
    shift: int
    points: bool

    @property
    def place(self) -> str:
        """Where it stands."""
        return self.figure.place or self.figure.key

    @property
    def text(self) -> str:
        """What is printed."""
        return self.figure.text

    def fit(self, words: str) -> str:
        """What would be printed for everything to fit; of a rate only where what it is off is in points."""
        is_rate = self.text[-1:] in {"%", "％"}
        return "" if is_rate and not self.points else words.format(_wanted(self.figure, self.shift))


def page_of(results: Sequence[Result], figures: Sequence[Printed]) -> int | None:
    """The page that a finding points at: of its figures, else of its results."""
    own = [figure.page for figure in figures if figure.page is not None]
    return min(own or [result.page for result in results if result.page is not None], default=None)


def sentences(
    results: Sequence[Result],
    located: Mapping[str, int],
    candidates: Mapping[str, int],
    printed: Mapping[str, Printed],
) -> tuple[str, str]:
    """(English, Chinese) summary of a fault."""
    points = any(result.is_rate for result in results)
    sure = [_Named(printed[key], shift, points) for key, shift in located.items() if key in printed]
    maybe = [_Named(printed[key], shift, points) for key, shift in candidates.items() if key in printed]
    page = page_of(results, [each.figure for each in (*sure, *maybe)])
    english, chinese = _english(results), _chinese(results)
    if sure:
        named = _listed([f"{n.place} prints {n.text}" + n.fit(", {} would fit") for n in sure], "; ", "others")
        english = f"{named}: {english}"
        named_zh = _listed([f"{n.place} 印为 {n.text}" + n.fit("，应为 {} 方可相符") for n in sure], "；", "其他")
        chinese = f"{named_zh}：{chinese}"
    if maybe:
        named = _listed([f"{n.text} of {n.place}" + n.fit(" ({} would fit)") for n in maybe], ", ", "others")
        english = f"{english}; {'with it ' if sure else ''}one of these is wrong: {named}"
        named_zh = _listed([f"{n.place} {n.text}" + n.fit("（{} 方可相符）") for n in maybe], "、", "其他")
        chinese = f"{chinese}；{'此外' if sure else ''}下列数字之一有误：{named_zh}"
    if any(not (r.left and r.right) for r in results):
        english += "; what is said stands against a blank"
        chinese += "；所述之处未印数字"
    elif not (sure or maybe):
        english += "; which of these figures is wrong is open"
        chinese += "；其中何数有误未定"
    return _on_page(page, english) + ".", _on_page_zh(page, chinese) + "。"


def notice(results: Sequence[Result]) -> tuple[str, str]:
    """(English, Chinese) of figures that are printed twice and differ within rounding."""
    page = page_of(results, [])
    return _on_page(page, _english(results)) + ".", _on_page_zh(page, _chinese(results)) + "。"


def _english(results: Sequence[Result]) -> str:
    parts = [
        f"{r.scope}: {r.left or 'nothing'} printed{', at most' if r.at_most else ' against'} {r.right or 'nothing'} "
        f"({r.name}; {r.apart})"
        for r in results
    ]
    return _listed(parts, "; ", "more")


def _chinese(results: Sequence[Result]) -> str:
    parts = [
        f"{r.scope}：{r.left or '未印'}{' 应不大于 ' if r.at_most else ' 对 '}{r.right or '未印'}"
        f"（{r.name_zh}；{r.apart_zh}）"
        for r in results
    ]
    return _listed(parts, "；", "其他")


def _wanted(figure: Printed, shift: int) -> str:
    yuan = (figure.yuan or Decimal(0)) + in_yuan(shift)
    if not figure.yuan_per_unit:
        return f"{yuan:,.2f} yuan"
    number = (yuan / figure.yuan_per_unit).quantize(Decimal("0.000001"), ROUND_HALF_UP).normalize()
    return f"{number:,f}" if "," in figure.text else f"{number:f}"


def _listed(parts: Sequence[str], between: str, more: str) -> str:
    shown = [*parts[:_SHOWN], *([f"… ({len(parts) - _SHOWN} {more})"] if len(parts) > _SHOWN else [])]
    return between.join(shown)


def _on_page(page: int | None, text: str) -> str:
    return f"p. {page}: {text}" if page is not None else text


def _on_page_zh(page: int | None, text: str) -> str:
    return f"第{page}页：{text}" if page is not None else text
