"""Whether a person interrupted this process, whatever libraries made of that.

Belongs here: hearing of it. A handler would not do: Dagster puts its own in the place of any other, and in the middle
of a query the interrupt comes back as an error of DuckDB's. Does not: what is done then (cli).
"""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress


@contextmanager
def heard() -> Iterator[Callable[[], bool]]:
    """Inside: a question, whether Ctrl-C was pressed since. In the main thread, as all that has to do with signals."""
    reading, writing = socket.socketpair()
    with reading, writing:
        for end in (reading, writing):
            end.setblocking(False)
        signals = bytearray()

        def came() -> bool:
            with suppress(BlockingIOError):
                signals.extend(reading.recv(1 << 12))
            return signal.SIGINT in signals

        before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield came
        finally:
            signal.set_wakeup_fd(before)
