"""Who is told, and of what: `alerts.toml` in a home.

    urls = ["mailtos://user:password@example.org", "jsons://example.org/hook", "slack://…"]   # as Apprise writes them
    finding_yuan = 1000000     # new findings from this size on
    by = "06:00"               # in Shanghai: when the morning is looked at

Belongs here: reading and judging that file. Does not: sending.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import time
from decimal import Decimal
from typing import Any

from yusuan.errors import YusuanError
from yusuan.paths import Home

_DO = "see docs/operation.md"


@dataclass(frozen=True)
class AlertSettings:
    """Channels as Apprise's URLs, the size in yuan from which a new finding is told, and the time of the morning."""

    urls: tuple[str, ...] = ()
    finding_yuan: Decimal = Decimal(1_000_000)
    by: time = time(6)


def settings_of(home: Home) -> AlertSettings:
    """The settings of a home; those above where it has no file. Raises YusuanError for a file that says otherwise."""
    try:
        told: dict[str, Any] = tomllib.loads(home.alerts.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return AlertSettings()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise YusuanError(f"this file is not TOML: {error}", str(home.alerts), _DO) from error
    if unknown := sorted(told.keys() - {"urls", "finding_yuan", "by"}):
        raise YusuanError(f"unknown settings: {', '.join(unknown)}", str(home.alerts), _DO)
    given, urls = AlertSettings(), told.get("urls", [])
    if not isinstance(urls, list) or not all(isinstance(url, str) for url in urls):
        raise YusuanError("urls is a list of texts", str(home.alerts), _DO)
    try:
        return AlertSettings(
            urls=tuple(urls),
            finding_yuan=Decimal(str(told.get("finding_yuan", given.finding_yuan))),
            by=time.fromisoformat(told["by"]) if "by" in told else given.by,
        )
    except (ValueError, TypeError, ArithmeticError) as error:
        raise YusuanError(f"a setting cannot be read: {error}", str(home.alerts), _DO) from error
