"""What dbt says while it works, and what of it anybody hears.

Belongs here: dbt's events and their levels. Does not: the process dbt runs in (dbt_process), what a line means (dbt).
"""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock
from typing import Any

from dbt_common.events.base_types import BaseEvent, EventLevel
from dbt_common.events.event_manager import EventManager
from dbt_common.events.event_manager_client import ctx_set_event_manager

_SAID = {EventLevel.INFO, EventLevel.WARN, EventLevel.ERROR}
_SAYING = Lock()  # dbt's threads say something each


def say_event(event: Any) -> None:
    """Print an event of dbt as its own logger does."""
    with _SAYING:
        print(f"{datetime.now(UTC):%H:%M:%S}  {event.info.msg}")


def hear_only_what_is_said() -> None:
    """Have dbt make messages of what is said only, not of what a debugger wants: they took a tenth of its time."""
    ctx_set_event_manager(_Hearing())


class _Hearing(EventManager):
    def fire_event(
        self,
        e: BaseEvent,
        level: EventLevel | None = None,
        node: Any = None,
        force_warn_or_error_handling: bool = False,
    ) -> None:
        if force_warn_or_error_handling or (level or e.level_tag()) in _SAID:
            super().fire_event(e, level, node, force_warn_or_error_handling)
