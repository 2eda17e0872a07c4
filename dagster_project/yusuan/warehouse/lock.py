"""One build of a home at a time: a lock that the kernel drops when its process ends, however it ends.

Belongs here: taking, waiting and telling who holds it.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from yusuan.paths import Home
from yusuan.progress import say


@contextmanager
def build_lock(home: Home) -> Iterator[None]:
    """Hold the home's build lock; waits, and says so, while another process builds."""
    home.make()
    with home.lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            holder = file.read().strip() or "unknown"
            say(f"another build of this home is running (process {holder}); waiting for it to end")
            fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        file.truncate()
        file.write(str(os.getpid()))
        file.flush()
        yield
