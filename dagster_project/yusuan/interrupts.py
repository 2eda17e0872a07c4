"""Whether a person interrupted this process, whatever libraries made of that; and an end where they made nothing of it.

Belongs here: hearing of it. A handler would not do: Dagster puts its own in the place of any other, and in the middle
of a query the interrupt comes back as an error of DuckDB's, or never. Does not: what is done then (cli).
"""

from __future__ import annotations

import select
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread

PATIENCE = 30.0  # seconds: what is interrupted lets go within a few, and `serve` ends its processes within ten


@contextmanager
def heard(give_up: Callable[[], None], patience: float = PATIENCE) -> Iterator[Callable[[], bool]]:
    """Inside: a question, whether Ctrl-C was pressed since. In the main thread, as all that has to do with signals.

    `give_up` is called, in another thread, where that came and `patience` seconds later this is still not left.
    """
    reading, writing = socket.socketpair()
    with reading, writing:
        for end in (reading, writing):
            end.setblocking(False)
        signals, looking, left = bytearray(), Lock(), Event()

        def came() -> bool:
            with looking, suppress(BlockingIOError):
                signals.extend(reading.recv(1 << 12))
            return signal.SIGINT in signals

        def listen() -> None:
            while not left.is_set():
                select.select([reading], [], [])
                if came() and not left.wait(patience):
                    give_up()

        listener = Thread(target=listen, name="interrupts", daemon=True)
        listener.start()
        before = signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
        try:
            yield came
        finally:
            signal.set_wakeup_fd(before)
            left.set()
            writing.shutdown(socket.SHUT_WR)  # and so the listener looks up
            listener.join()
