"""The project's SQL macros, rendered without dbt: what a macro says, asked of DuckDB beside what Python says."""

from __future__ import annotations

from functools import cache

import jinja2

from yusuan.paths import DBT_PROJECT


@cache
def _macros() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((DBT_PROJECT / "macros").glob("*.sql")))


@cache
def rendered(macro: str, *arguments: str, **named: str) -> str:
    """The SQL of a macro called with expressions; models and seeds are tables of their own names."""
    call = ", ".join([*map(repr, arguments), *(f"{name}={value!r}" for name, value in named.items())])
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    template = environment.from_string(f"{_macros()}{{{{ {macro}({call}) }}}}")
    return template.render(ref=lambda name: name).strip()
