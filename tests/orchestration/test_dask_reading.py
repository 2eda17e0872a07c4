"""Reading on a Dask cluster: the same raw sets, the same bounds, and no cluster unless one is named."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest
from tests.support.toy import READER, write_toy

from yusuan.errors import YusuanError
from yusuan.orchestration import dask_reading
from yusuan.orchestration.dask_reading import Cluster, in_batches, spread_over
from yusuan.paths import PROJECT, Home
from yusuan.store.discovery import discover
from yusuan.store.extraction import Extraction, Reading, extract
from yusuan.store.pool import Task, read_all
from yusuan.store.sets import SetStore


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """The address of a scheduler with one worker, a thread of this process: to start others takes many seconds."""
    for name in ("dagster_dask", "distributed"):
        pytest.importorskip(name, reason="the extra `dask` is not installed")
    from distributed import LocalCluster

    silent = {"dashboard": False, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, protocol="tcp", scheduler_kwargs=silent
    ) as cluster:
        yield cluster.scheduler_address


def _extract(home: Home, seeds: Path, cluster: str) -> Extraction:
    store = SetStore(home.extracted, "v1")
    reading = Reading("v1", seeds, READER, seconds_per_document=60.0, spread=spread_over(cluster))
    return extract(discover(home), home.documents, store, reading)


def test_a_cluster_reads_what_one_machine_reads(
    home: Home, tmp_path: Path, scheduler: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")
    for name in ("raise", "eat", "reject"):
        write_toy(home.documents / f"{name}.pdf", name=name, do=name)
    for number in range(3):
        write_toy(home.documents / f"good{number}.pdf", name=str(number))
    monkeypatch.setattr(dask_reading, "BATCHES_PER_WORKER", 2)  # of three documents each
    spread = _extract(home, tmp_path, scheduler)

    assert spread.read_count == 4
    assert sorted(spread.failures.values()) == [
        "reading needs more than 4 GB of memory", "the reader failed: ValueError: this document is odd",
    ]  # fmt: skip
    assert list((home.extracted / ".unfinished").iterdir()) == []
    other = Home.at(tmp_path / "other")
    shutil.copytree(home.documents, other.documents)
    here = _extract(other, tmp_path, "")
    assert (here.holders, here.failures) == (spread.holders, spread.failures)
    for name in here.holders:
        for file in (other.extracted / "v1" / name).iterdir():
            assert pl.read_parquet(file).equals(pl.read_parquet(home.extracted / "v1" / name / file.name)), file.name

    # A worker that would read otherwise reads nothing, and says so in one line.
    write_toy(home.documents / "late.pdf", name="late")
    versions = iter(("one", "another"))
    monkeypatch.setattr(dask_reading, "reader_version", lambda _seeds: next(versions))
    with pytest.raises(YusuanError, match="failed: a Dask worker has another reader") as caught:
        _extract(home, tmp_path, scheduler)
    assert "\n" not in str(caught.value)


def test_a_cluster_is_named_or_none_is_used() -> None:
    assert spread_over("") is read_all
    assert Cluster.named("local:2") == Cluster(workers=2)
    assert Cluster.named("tls://ten:8786") == Cluster(address="tls://ten:8786")
    for odd in ("local", "local:0", "local:x", "two", "/etc/passwd", "http://ten:8786"):
        with pytest.raises(YusuanError, match="names no Dask cluster"):
            Cluster.named(odd)


def test_large_documents_have_a_batch_of_their_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dask_reading, "BATCH_BYTES", 100)
    tasks = []
    for number, size in enumerate((120, 60, 50, 3, 2, 1, 1)):
        path = tmp_path / f"{number}"
        path.write_bytes(b"x" * size)
        tasks.append(Task(path, str(number), ""))
    tasks.append(Task(tmp_path / "gone", "7", ""))
    found = [[task.document_key for task in batch] for batch in in_batches(tasks, 4)]
    assert found == [["0"], ["1", "2"], ["3", "4", "5", "6"], ["7"]]
