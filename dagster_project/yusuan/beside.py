"""Work done in a thread of its own while this one does something else.

Belongs here: starting it and waiting for it. Does not: what it is, or how it is stopped. It pays where the work is
DuckDB's, another process's or of files, and leaves Python free.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def beside(work: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> Iterator[Future[R]]:
    """Work beside what is done inside, to its end; what it raises is raised here, if nothing was inside."""
    with ThreadPoolExecutor(1) as thread:
        done = thread.submit(work, *args, **kwargs)
        yield done
        done.result()
