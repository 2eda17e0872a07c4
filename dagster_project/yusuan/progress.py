"""Progress lines: what a person sees while the main job works.

Belongs here: printing one line at once, with the time since the program began. Does not: results (standard output).
"""

from __future__ import annotations

import sys
import time

_BEGAN = time.monotonic()


def say(text: str) -> None:
    """Print one progress line to standard error, at once."""
    print(f"[{time.monotonic() - _BEGAN:6.1f} s] {text}", file=sys.stderr, flush=True)
