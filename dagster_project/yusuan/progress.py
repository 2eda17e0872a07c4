"""Progress: what a person sees while the main job works.

Belongs here: lines that are printed at once, with the time since the program began, and on a terminal a bar below them
with the time left. Does not: results (standard output).
"""

from __future__ import annotations

import sys
import threading
import time

from tqdm import tqdm

_BEGAN = time.monotonic()
_FORM = "{desc} {percentage:3.0f}% |{bar:30}| {elapsed}, about {remaining} left"

tqdm.set_lock(threading.RLock())  # its own reaches over processes, and starts one


def say(text: str) -> None:
    """Print one progress line to standard error, at once; above the bar, where there is one."""
    line = f"[{time.monotonic() - _BEGAN:6.1f} s] {text}"
    with tqdm.external_write_mode(file=sys.stderr):
        print(line, file=sys.stderr, flush=True)


def is_watched() -> bool:
    """Whether standard error is a terminal, on which a bar may move."""
    return sys.stderr.isatty()


class Bar:
    """How much of a piece of work is done, on a terminal, until it is closed; elsewhere nothing."""

    def __init__(self, what: str, total: float) -> None:
        self._bar = tqdm(
            total=total, desc=what, bar_format=_FORM, leave=False, file=sys.stderr, disable=not is_watched()
        )

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        self._bar.close()

    def reach(self, done: float, what: str, total: float | None = None) -> None:
        """Show how far the work is; of another `total`, or far behind, it is other work, which begins anew."""
        if self._bar.disable:
            return
        if total is not None and (total != self._bar.total or 2 * done < self._bar.n):
            self._bar.reset(total)
        if done >= self._bar.n:  # else it is told late: two are worked at a time
            self._bar.set_description_str(what, refresh=False)
            self._bar.update(done - self._bar.n)
