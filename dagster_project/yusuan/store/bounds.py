"""What one document may take: seconds by its pages or its size, and memory of the process that reads it.

Belongs here: the bounds and how they are reckoned. Does not: ending what goes past them (pool), reading.
"""

from __future__ import annotations

import resource

MEMORY_BYTES = 4 << 30
SECONDS_TO_OPEN = 120.0  # before anything is known of it, and of a document without pages
_SECONDS_PER_PAGE = 60.0  # a scanned page takes some twenty on a quiet machine
_SECONDS_PER_MEGABYTE = 60.0  # of what has no pages before it is read
_BYTES_PER_PAGE = 500  # a page takes more: a file of a few kilobytes that claims a million has not so many


def seconds_for(data: bytes, reader: str) -> float:
    """How long a document may be read, by the pages that it has or, of another kind than PDF, by its size."""
    if reader == "pdf":
        return SECONDS_TO_OPEN + _SECONDS_PER_PAGE * min(_page_count(data), len(data) // _BYTES_PER_PAGE)
    return SECONDS_TO_OPEN + _SECONDS_PER_MEGABYTE * len(data) / 1_000_000


def limit_memory() -> None:
    """Let this process have no more memory than a document may take; past it, Python raises MemoryError."""
    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    limit = MEMORY_BYTES if most == resource.RLIM_INFINITY else min(MEMORY_BYTES, most)
    resource.setrlimit(resource.RLIMIT_DATA, (limit, most))


def _page_count(data: bytes) -> int:
    """The pages that a PDF says it has; 0 where it cannot be opened: its reader says why."""
    import pypdfium2  # not by who only asks how much a document may take

    try:
        with pypdfium2.PdfDocument(data) as document:
            return len(document)
    except pypdfium2.PdfiumError:
        return 0
