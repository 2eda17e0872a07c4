"""Raw sets of earlier reader versions, removed when nothing needs them.

Belongs here: which sets go. A set goes only where the version in use holds every document in it: what was read of a
document that was withdrawn since could not be made again. Does not: which builds are kept (warehouse).
"""

from __future__ import annotations

import shutil
from collections.abc import Collection

from yusuan.progress import say
from yusuan.store.sets import SetStore


def drop_earlier(store: SetStore, needed: Collection[str]) -> int:
    """Remove the sets of all versions but the store's and those needed, and say so; returns how many sets went.

    Safe to kill at any moment, and called under the build lock.
    """
    held = store.holders().keys()
    removed = 0
    for entry in sorted(store.extracted.iterdir()):
        if entry.name.startswith(".") or not entry.is_dir() or entry.name in {store.version, *needed}:
            continue
        earlier = SetStore(store.extracted, entry.name)
        for name in earlier.names():
            if held >= set(earlier.documents_in(name)):
                earlier.remove(name)
                removed += 1
        if not earlier.names():
            shutil.rmtree(earlier.folder)  # what that version could not finish is of no use any more
    if removed:
        say(f"removed {removed:,} raw sets of earlier readers: no kept build needs them, and all was read anew")
    return removed
