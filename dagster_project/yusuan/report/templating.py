"""The Jinja environment of all pages: everything escaped, one style sheet put into each page, no network.

Belongs here: filters for numbers and the rendering of one template to one file.
"""

from __future__ import annotations

import functools
import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup, escape

from yusuan.report.addresses import document_page, page_of
from yusuan.report.reasons import reason
from yusuan.serving.code_names import both, kind_of, plural, word
from yusuan.serving.evidence import digits

_GIST = 150  # characters
_LONG = 40  # characters of a text that needs a wide column
_LETTERS = {"verified": "v", "disputed": "d", "bounded": "b", "untouched": "u"}
_NAMED = re.compile(r"(^|_)(year|page|number|code|key|id)$")
_NUMBER = re.compile(r"-?\d{1,18}(\.\d+)?")
_TEMPLATES = Path(__file__).parent / "templates"


@functools.cache
def environment() -> jinja2.Environment:
    """Templates of this package, each compiled once; undefined names are errors, and every value is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["thousands"] = thousands
    made.filters["figure"] = figure
    made.filters["share"] = share
    made.filters["ratio"] = ratio
    made.filters["word"] = word
    made.filters["counted"] = counted
    made.filters["plural"] = plural
    made.filters["kind_of"] = kind_of
    made.filters["reason"] = reason
    made.filters["signed"] = signed
    made.filters["gist"] = gist
    made.filters["cell"] = cell
    made.filters["money"] = money
    made.filters["wan"] = wan
    made.filters["change"] = change
    made.tests["numeric"] = lambda text: bool(_NUMBER.fullmatch(text or ""))
    made.filters["subject"] = subject
    made.filters["page_of"] = page_of
    made.filters["printed_line"] = printed_line
    made.globals["t"] = both
    made.globals["document_page"] = document_page
    made.globals["style"] = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    return made


def compile_templates() -> None:
    """Compile every template (a second) before the first is rendered."""
    for name in environment().list_templates(extensions=["j2"]):
        environment().get_template(name)


def render(template: str, **content: Any) -> str:
    """One template as text."""
    return environment().get_template(template).render(**content)


def render_to(path: Path, template: str, **content: Any) -> None:
    """Render one template into one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(render(template, **content), encoding="utf-8")


def thousands(value: int | Decimal | None) -> str:
    """A number with separators and all its digits; nothing for None."""
    return "" if value is None else f"{value:,}"


def money(value: Decimal, language: str | None = None) -> Markup | str:
    """Yuan as people say them, 亿元 or 万元 and billion or million yuan: in one language (`en`, `zh`), else in both."""
    size = abs(value)
    chinese = next(
        (f"{value / unit:,.2f} {name}" for unit, name in ((10**8, "亿元"), (10**4, "万元")) if size >= unit),
        f"{figure(value)} 元",
    )
    english = next(
        (f"{value / unit:,.2f} {name} yuan" for unit, name in ((10**9, "billion"), (10**6, "million")) if size >= unit),
        f"{figure(Decimal(value).quantize(Decimal(1)) if size >= 10**4 else Decimal(value))} yuan",
    )
    english, chinese = english.replace("-", "−"), chinese.replace("-", "−")
    if language:
        return english if language == "en" else chinese
    return both(english, chinese)


def wan(value: Decimal | None) -> str:
    """Yuan in 万元 with two decimals; what is not nothing is never shown as nothing, and nothing for None."""
    if value is None:
        return ""
    if value and abs(value) < 50:
        return "<0.01" if value > 0 else ">−0.01"
    return f"{Decimal(value) / 10**4:,.2f}".replace("-", "−")


def subject(name_full: str | None) -> str:
    """A subject by its names below its class, for many items of several sections have one name; a class by its own."""
    names = [name for name in (name_full or "").split("/") if name != "unplaced"]
    return " / ".join(names[1:] or names)


def printed_line(line: list[Any]) -> Markup:
    """The cells of one row of a paper's table; here and not in a template, for there are hundreds of thousands."""
    return Markup("".join(_cell_markup(cell) for cell in line))


def _cell_markup(cell: str | dict[str, Any] | None) -> str:
    """A text, or a figure with a letter for what the identities say of it, and the number of its evidence."""
    if cell is None:
        return "<td>"
    if isinstance(cell, str):
        return f"<td{' class=l' if len(cell) > _LONG else ''}>{escape(cell)}"
    return f"<td>{_figure_markup(cell)}"


def _figure_markup(figure: dict[str, Any]) -> str:
    marks = "x" if figure["is_located"] else _LETTERS.get(figure["standing"], "p")
    if figure["is_repeated"]:
        marks += " again"
    if figure["reading"] != "exact":
        marks += f" {escape(figure['reading'])}"
    number = f' data-e="{figure["set"]}"' if figure["evidence"] else ""
    decided = figure["corrected_amount_yuan"]
    title = "" if decided is None else f' title="人工更正为 {decided} 元 (corrected by a person, yuan)"'
    return f'<i class="{marks}"{number}{title}>{escape(figure["text"])}</i>'


def change(now: Decimal, before: Decimal) -> str:
    """How much more or less, in percent with its sign; a dash where there is nothing to compare with."""
    return f"{Decimal(100) * (now - before) / before:+,.1f} %".replace("-", "−") if before > 0 else "—"


def signed(value: int) -> str:
    """A change with its sign and separators."""
    return f"{value:+,}".replace("-", "−")


def gist(summary: str) -> str:
    """The first clause of a summary, short enough for a table."""
    clause = re.split(r"[;；。]|\. ", summary, maxsplit=1)[0].rstrip(".")
    return clause if len(clause) <= _GIST else clause[: _GIST - 1] + "…"


def cell(text: str, column: str) -> str:
    """A value of a row as text: numbers with separators, but not years, pages, codes or keys."""
    return text if _NAMED.search(column) or not _NUMBER.fullmatch(text) else figure(Decimal(text))


def figure(value: Decimal | None) -> str:
    """A number with separators, a real minus sign and no zeros at its end; nothing for None."""
    return "" if value is None else digits(value).replace("-", "−")


def share(part: int | Decimal, whole: int | Decimal) -> str:
    """A share in percent with one digit, never rounded up to 100 nor down to 0; a dash of nothing."""
    if not whole:
        return "—"
    percent = Decimal(100) * Decimal(part) / Decimal(whole)
    if part and percent < Decimal("0.05"):
        return "<0.1 %"
    if part != whole and percent >= Decimal("99.95"):
        return ">99.9 %"
    return f"{percent:.1f} %"


def ratio(value: Decimal, of: Decimal) -> str:
    """One amount in percent of another; a dash where there is nothing to compare with."""
    return f"{Decimal(100) * value / of:.1f} %" if of else "—"


def counted(what: str) -> Markup:
    """What a summary counts (`amounts`, `identities exact`) in both languages."""
    names = {
        "documents": ("documents", "文件"),
        "amounts": ("figures", "数字"),
        "identities": ("identities", "勾稽关系"),
        "findings": ("findings", "发现"),
    }
    name, _, code = what.partition(" ")
    english, chinese = names.get(name, (name, name))
    if name == "findings":
        return both(f"{english}: {word(code, 'en')}", f"{chinese}：{word(code, 'zh')}")
    return both(f"{english} {word(code, 'en')}".strip(), f"{chinese}{word(code, 'zh')}")
