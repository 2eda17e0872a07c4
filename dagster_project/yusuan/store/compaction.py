"""Many small raw sets merged into batches, so that 100,000 documents are hundreds of files and not millions.

Belongs here: which sets to merge, and merging them. Safe to kill at any moment: the batch appears by one rename, the
small sets go afterwards, and while both are there the manifest names one of them (`SetStore.holders`).
"""

from __future__ import annotations

import hashlib

import polars as pl

from yusuan.progress import say
from yusuan.reading.schema import RAW_TABLES
from yusuan.store.sets import BATCH_PREFIX, SetStore

SMALL_SETS_KEPT = 64  # fewer than this many small sets are left alone
BATCH_DOCUMENTS = 512  # a set with this many documents is not small any more


def compact(store: SetStore, kept: int = SMALL_SETS_KEPT, batch_documents: int = BATCH_DOCUMENTS) -> list[str]:
    """Merge the small sets into batches when there are too many of them; returns the new batches' names."""
    sizes = {name: store.documents_in(name) for name in store.names()}
    drop_superseded(store, sizes)
    small = [name for name in store.names() if len(sizes[name]) < batch_documents]
    if len(small) < kept:
        return []
    batches: list[list[str]] = [[]]
    for name in small:
        if batches[-1] and sum(len(sizes[n]) for n in [*batches[-1], name]) > batch_documents:
            batches.append([])
        batches[-1].append(name)
    say(f"merging {len(small)} small raw sets into {len(batches)}")
    return [_merge(store, batch) for batch in batches if len(batch) > 1]


def drop_superseded(store: SetStore, documents: dict[str, list[str]]) -> None:
    """Remove sets whose every document is held by another: what a killed compaction left beside its batch."""
    holders = store.holders()
    for name, keys in documents.items():
        if all(holders[key] != name for key in keys):
            store.remove(name)


def _merge(store: SetStore, names: list[str]) -> str:
    batch = BATCH_PREFIX + hashlib.sha256("\n".join(names).encode()).hexdigest()[:16]
    unfinished = store.begin()
    for table, schema in RAW_TABLES.items():
        # Streaming: a batch of large documents need not fit into memory.
        parts = [pl.scan_parquet(store.folder / name / f"{table}.parquet", schema=schema) for name in names]
        pl.concat(parts).sink_parquet(unfinished / f"{table}.parquet", compression="zstd")
    store.finish(unfinished, batch)
    for name in names:
        store.remove(name)
    return batch
