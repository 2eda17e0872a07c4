"""Raw sets: written whole, merged safely, counted once."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

import polars as pl
import pytest
from tests.support.toy import read_toy, toy

from yusuan.paths import Home
from yusuan.store.compaction import compact
from yusuan.store.files import whole_file
from yusuan.store.pruning import drop_earlier
from yusuan.store.sets import SetStore
from yusuan.store.worker import read_one


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


@contextmanager
def full_disk() -> Iterator[None]:
    """No file grows beyond a few bytes: what the system then says comes as that of a full disk does."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (8, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_full_disk_is_no_fault_of_the_paper(store: SetStore, tmp_path: Path) -> None:
    """Else it was remembered as one that cannot be read, and no later night tried it."""
    (tmp_path / "a.pdf").write_bytes(toy())
    task = {"path": str(tmp_path / "a.pdf"), "document_key": "k", "sha256": sha256(toy()).hexdigest(), "reader": "pdf"}
    with full_disk():
        answer = read_one(task, lambda data, _: read_toy(data), store, lambda _: None)
    assert (answer["status"], answer["is_final"]) == ("failed", False)
    assert answer["reason"].startswith("what was read could not be written: ")
    assert store.names() == []
    assert read_one(task, lambda data, _: read_toy(data), store, lambda _: None)["status"] == "read"


def test_nothing_is_left_of_a_file_that_could_not_be_written(store: SetStore) -> None:
    store.folder.mkdir(parents=True)
    store.remember_failures({"a": "it is so"})
    with full_disk(), pytest.raises(OSError, match="File too large"):
        store.remember_failures({"a": "it is so", "b": "as well"})
    assert store.failures() == {"a": "it is so"}
    assert [path.name for path in store.folder.iterdir()] == ["failures.json"]


def test_what_a_killed_process_left_is_taken_away(store: SetStore) -> None:
    key = write(store, 1)
    left = store.folder / "sightings.parquet"
    writing = whole_file(left)
    writing.__enter__().write_text("half")  # and no end of it
    (store.begin() / "cell.parquet").write_text("half")
    assert len(list(store.folder.iterdir())) == 2
    store.clean()
    assert [path.name for path in store.folder.iterdir()] == [key]
    assert not store.unfinished.exists()
