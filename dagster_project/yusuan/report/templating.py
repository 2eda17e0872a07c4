"""The Jinja environment of all pages: everything escaped, one style sheet put into each page, no network.

Belongs here: filters for numbers and the rendering of one template to one file.
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import jinja2

_TEMPLATES = Path(__file__).parent / "templates"


def environment() -> jinja2.Environment:
    """Templates of this package; undefined names are errors, and every value is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["thousands"] = thousands
    made.globals["style"] = (_TEMPLATES / "style.css").read_text(encoding="utf-8")
    return made


def render_to(path: Path, template: str, **content: Any) -> None:
    """Render one template into one file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(environment().get_template(template).render(**content), encoding="utf-8")


def thousands(value: int | Decimal | None) -> str:
    """A number with separators and all its digits; nothing for None."""
    return "" if value is None else f"{value:,}"
