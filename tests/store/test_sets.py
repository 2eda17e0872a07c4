"""Raw sets: written whole, merged safely, counted once."""

import polars as pl
import pytest
from tests.support.toy import read_toy, toy

from yusuan.paths import Home
from yusuan.store.compaction import compact
from yusuan.store.pruning import drop_earlier
from yusuan.store.sets import SetStore


def write(store: SetStore, number: int) -> str:
    tables = read_toy(toy(f"局{number}"))
    key = str(tables["document"]["document_key"][0])
    store.write(key, tables)
    return key


@pytest.fixture
def store(home: Home) -> SetStore:
    return SetStore(home.extracted, "v1")


def test_a_set_is_whole_and_immutable(store: SetStore) -> None:
    tables = read_toy(toy())
    store.write("k", tables)
    store.write("k", {name: frame.clear() for name, frame in tables.items()})
    assert pl.read_parquet(store.folder / "k" / "cell.parquet").height == 3
    assert list(store.unfinished.iterdir()) == []


def test_other_schemas_are_refused(store: SetStore) -> None:
    tables = read_toy(toy())
    with pytest.raises(ValueError, match="raw tables"):
        store.write("k", {"document": tables["document"]})
    with pytest.raises(ValueError, match="raw table page"):
        store.write("k", tables | {"page": tables["row"]})
    assert store.names() == []


def test_merging_keeps_every_row_once(store: SetStore) -> None:
    keys = [write(store, number) for number in range(7)]
    assert compact(store, kept=8) == []
    batches = compact(store, kept=4, batch_documents=4)
    assert len(batches) == 2
    assert sorted(store.holders()) == sorted(keys)
    assert set(store.holders().values()) == set(store.names())
    cells = pl.concat([pl.read_parquet(store.folder / name / "cell.parquet") for name in store.names()])
    assert cells.height == 21
    assert store.document_rows(set(store.names())).height == 7


def test_a_merge_that_was_killed_counts_nothing_twice(store: SetStore) -> None:
    keys = [write(store, number) for number in range(4)]
    compact(store, kept=2, batch_documents=100)
    [batch] = store.names()
    write(store, 2)  # the small set is back, as if the kill had come before its removal
    assert store.holders() == dict.fromkeys(keys, batch)
    compact(store, kept=100)
    assert store.names() == [batch]


def test_sets_of_earlier_readers_go_when_nothing_needs_them(
    home: Home, store: SetStore, capfd: pytest.CaptureFixture[str]
) -> None:
    kept, old, withdrawn = (SetStore(home.extracted, version) for version in ("v0", "old", "withdrawn"))
    for number in range(3):
        write(store, number)
        write(kept, number)
        write(old, number)
    old.remember_failures({"k": "the reader failed"})
    compact(old, kept=2, batch_documents=2)
    write(withdrawn, 0)
    gone = write(withdrawn, 7)
    half = store.begin()  # another process's, on its way

    assert drop_earlier(store, {"v0"}) == 3

    assert sorted(entry.name for entry in home.extracted.iterdir()) == [".unfinished", "v0", "v1", "withdrawn"]
    assert withdrawn.names() == [gone], "the document is not at hand to be read again"
    assert len(store.names()) == len(kept.names()) == 3
    assert half.is_dir()
    assert capfd.readouterr().err.count("removed 3 raw sets of earlier readers") == 1
    assert drop_earlier(store, {"v0"}) == 0
    assert "removed" not in capfd.readouterr().err
