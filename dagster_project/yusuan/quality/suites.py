"""The suites as data: `expectations/*.yml`, read and checked.

Belongs here: the files' form. A suite lists its expectations, or makes one for each row of a seed (`for_each`), whose
columns then fill `{column}` in names, titles and SQL. Each expectation has the SQL of the rows it looks at (and of
single values that it asks for with `getvariable`), the Great Expectations type with its arguments, the mart it is
about, what it means, and its severity: `error` or `warn`. What a suite with `gate: true` finds with severity `error`
stops a build; nothing else does.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from yusuan.errors import YusuanError

_REQUIRED = ("name", "title", "title_zh", "asset", "rows", "expect")
_SEVERITIES = ("error", "warn")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Expectation:
    """One expectation. `rows`: SQL over the build; `kind`, `arguments`: the Great Expectations type and kwargs.

    `variables`: SQL of one value each, by the name under which `rows` has it from `getvariable`: DuckDB takes it for a
    constant, so that a pattern of a seed is prepared once and not for each row;
    `group`: what it is listed under (a rule's family), or empty; `meaning`: what it says in words, or empty.
    """

    suite: str
    name: str
    title: str
    title_zh: str
    asset: str
    severity: str
    rows: str
    kind: str
    arguments: dict[str, Any]
    group: str = ""
    meaning: str = ""
    meaning_zh: str = ""
    gate: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)

    @property
    def stops(self) -> bool:
        """Whether a build stops when it does not hold."""
        return self.gate and self.severity == "error"


@dataclass(frozen=True)
class Suite:
    """A named list of expectations, and what it is about."""

    name: str
    title: str
    title_zh: str
    description: str
    description_zh: str
    expectations: list[Expectation]


def load_suites(folder: Path, seeds: Path) -> list[Suite]:
    """Every suite of a folder, by name. Raises YusuanError naming file and entry when one is malformed."""
    files = sorted(folder.glob("*.yml"))
    if not files:
        raise YusuanError("there are no suites", str(folder))
    return [_load(file, seeds) for file in files]


def _load(file: Path, seeds: Path) -> Suite:
    content = yaml.safe_load(file.read_text(encoding="utf-8"))
    try:
        entries = content["expectations"]
        for_each = content.get("for_each")
        rows: list[dict[str, str]] = _seed(seeds, for_each) if for_each else [{}]
        return Suite(
            name=file.stem,
            title=content["title"],
            title_zh=content["title_zh"],
            description=" ".join(content["description"].split()),
            description_zh="".join(content["description_zh"].split()),
            expectations=[_expectation(file.stem, content, entry, row) for row in rows for entry in entries],
        )
    except (KeyError, TypeError) as error:
        raise YusuanError(f"a suite is malformed: {error} is missing", str(file)) from error


def _seed(seeds: Path, name: str) -> list[dict[str, str]]:
    found = sorted(seeds.rglob(f"{name}.csv"))
    if not found:
        raise YusuanError(f"the seed {name} is not there", str(seeds))
    with found[0].open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _expectation(suite: str, content: dict[str, Any], entry: dict[str, Any], row: dict[str, str]) -> Expectation:
    missing = [key for key in _REQUIRED if key not in entry]
    if missing:
        raise KeyError(f"{entry.get('name', 'an expectation')}: {', '.join(missing)}")
    severity = _fill(entry.get("severity", content["severity"]), row)
    if severity not in _SEVERITIES:
        raise YusuanError(f"severity is one of {', '.join(_SEVERITIES)}, not {severity!r}", f"{suite}: {entry['name']}")
    arguments = dict(entry["expect"])
    return Expectation(
        suite=suite,
        name=_fill(entry["name"], row),
        title=_fill(entry["title"], row),
        title_zh=_fill(entry["title_zh"], row),
        asset=_fill(entry["asset"], row),
        severity=severity,
        rows=_fill(entry["rows"], row),
        kind=arguments.pop("type"),
        arguments=arguments,
        group=_fill(entry.get("group", ""), row),
        meaning=_fill(entry.get("meaning", ""), row),
        meaning_zh=_fill(entry.get("meaning_zh", ""), row),
        gate=content["gate"],
        variables=entry.get("variables", {}),
    )


def _fill(text: str, row: dict[str, str]) -> str:
    """Put a seed row's values for `{column}`; anything else in braces stays."""
    return _PLACEHOLDER.sub(lambda found: row.get(found[1], found[0]), text)
