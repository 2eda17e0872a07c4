"""The project's SQL macros and models, rendered without dbt: asked beside what Python says, or over made-up rows."""

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
    return _render(f"{{{{ {macro}({call}) }}}}")


@cache
def model(name: str) -> str:
    """The SQL of a model; those that it reads are tables or views of their own names."""
    [path] = (DBT_PROJECT / "models").rglob(f"{name}.sql")
    return _render(path.read_text(encoding="utf-8"))


def _render(text: str) -> str:
    environment = jinja2.Environment(extensions=["jinja2.ext.do"], undefined=jinja2.StrictUndefined)
    return environment.from_string(f"{_macros()}{text}").render(ref=lambda name: name).strip()
