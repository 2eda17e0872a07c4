"""Objects that last as long as their process: Python's search for cycles of garbage leaves them alone.

Belongs here: that, for whatever imports large libraries or loads a parsed project. They make a million objects that
nothing frees: looking through them again and again was a third of what importing costs, and at the end of the process
once more three seconds.
"""

from __future__ import annotations

import atexit
import gc
from collections.abc import Iterator
from contextlib import contextmanager

_NEW_OBJECTS = 20_000  # that are made before the new ones are looked through; Python's 700 are for little programs


@contextmanager
def lasting() -> Iterator[None]:
    """What is made inside lasts: no garbage is looked for meanwhile, and in it never, at the end of the process too."""
    was_looking = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        if was_looking:
            gc.enable()
