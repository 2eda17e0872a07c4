"""Reading processes: what one document does stays with it."""

import os
import signal
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest
from tests.support.toy import READER, write_toy

from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home
from yusuan.processes import descendants
from yusuan.store import pool
from yusuan.store.discovery import discover
from yusuan.store.extraction import Reading, extract
from yusuan.store.manifest import make_manifest
from yusuan.store.pool import Answer, PoolSettings, Task, read_all
from yusuan.store.sets import SetStore, forget_failures


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")


def test_crashes_hangs_and_exceptions_cost_one_document_each(home: Home, tmp_path: Path) -> None:
    for name in ("raise", "crash", "eat", "hang", "reject"):
        write_toy(home.documents / f"{name}.pdf", name=name, do=name)
    for number in range(4):
        write_toy(home.documents / f"good{number}.pdf", name=str(number))
    store = SetStore(home.extracted, "v1")
    reading = Reading("v1", tmp_path, READER, seconds_per_document=3.0)
    found = discover(home)
    keys = {file.file_name: file.document_key for file in found}

    result = extract(found, home.documents, store, reading)

    assert (result.read_count, result.known_count) == (5, 0)
    assert result.failures.keys() == {keys[f"{name}.pdf"] for name in ("raise", "crash", "eat", "hang")}
    assert "ValueError: this document is odd" in result.failures[keys["raise.pdf"]]
    assert "SIGSEGV" in result.failures[keys["crash.pdf"]]
    assert "more than 4 GB of memory" in result.failures[keys["eat.pdf"]]
    assert "longer than 3 s" in result.failures[keys["hang.pdf"]]
    assert sorted(result.holders) == sorted(keys[name] for name in keys if name[0] == "g" or name == "reject.pdf")

    for bad in ("raise", "crash", "eat", "hang"):
        (home.documents / f"{bad}.pdf").unlink()
    again = extract(discover(home), home.documents, store, reading)
    assert (again.read_count, again.known_count) == (0, 5)


def test_a_document_has_the_time_that_its_pages_take(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before its pages are counted it has little; what hangs then is ended soon."""
    monkeypatch.setattr(pool, "SECONDS_TO_OPEN", 1.5)
    path = write_toy(home.documents / "slow.pdf", do="slow")
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1)
    [answer] = read_all([Task(path, "slow", sha256(path.read_bytes()).hexdigest())], settings)
    assert answer.status == "read"


@pytest.mark.parametrize("had_a_core", [True, False])
def test_a_paper_that_was_kept_waiting_is_read_again(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, had_a_core: bool
) -> None:
    """What sleeps stands for a machine that was busy, or was itself asleep, while the paper's time ran out."""
    if had_a_core:
        monkeypatch.setattr(pool, "cpu_seconds", lambda _: time.monotonic())
    path = write_toy(home.documents / "hang.pdf", do="hang")
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1, seconds_per_document=1.0)
    [answer] = read_all([Task(path, "hang", sha256(path.read_bytes()).hexdigest())], settings)
    assert (answer.status, answer.is_final) == ("failed", had_a_core)
    assert (answer.reason or "").startswith("reading took longer than 1 s")
    assert ("read again by the next build" in (answer.reason or "")) != had_a_core


def test_only_what_would_fail_again_is_final(home: Home, tmp_path: Path) -> None:
    tasks = {do: write_toy(home.documents / f"{do}.pdf", do=do) for do in ("raise", "lack", "crash", "kill")}
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1)
    answers = read_all((Task(p, do, sha256(p.read_bytes()).hexdigest()) for do, p in tasks.items()), settings)
    said = {answer.document_key: answer for answer in answers}
    assert {key: answer.is_final for key, answer in said.items()} == {
        "raise": True, "lack": False, "crash": True, "kill": False,
    }  # fmt: skip
    assert "SIGSEGV), twice" in (said["crash"].reason or "")
    assert "SIGKILL), twice" in (said["kill"].reason or "")


def test_what_failed_is_not_paid_for_again_until_the_version_changes_or_someone_asks(
    home: Home, tmp_path: Path
) -> None:
    for name in ("odd", "unlucky"):
        write_toy(home.documents / f"{name}.pdf", name=name)
    found = discover(home)
    tried: list[str] = []

    def fail(tasks: list[Task], settings: PoolSettings) -> Iterator[Answer]:
        for task in tasks:
            tried.append(task.path.stem)
            yield Answer(task.document_key, "failed", "it is so", is_final=task.path.stem == "odd")

    def tried_by(version: str) -> set[str]:
        tried.clear()
        store = SetStore(home.extracted, version)
        result = extract(found, home.documents, store, Reading(version, tmp_path, READER, spread=fail))
        assert result.failures == {file.document_key: "it is so" for file in found}
        assert result.known_count == 0
        assert store.names() == []
        return set(tried)

    assert tried_by("v1") == {"odd", "unlucky"}
    assert tried_by("v1") == {"unlucky"}
    assert tried_by("v2") == {"odd", "unlucky"}
    assert tried_by("v1") == {"unlucky"}
    forget_failures(home.extracted)
    assert tried_by("v1") == {"odd", "unlucky"}
    (home.extracted / "v1" / "failures.json").write_text("{half")
    assert tried_by("v1") == {"odd", "unlucky"}
    assert tried_by("v1") == {"unlucky"}


def test_a_reader_that_was_killed_once_is_tried_once_more(home: Home, tmp_path: Path) -> None:
    write_toy(home.documents / "a.pdf", do="kill", once=str(tmp_path / "killed"))
    store = SetStore(home.extracted, "v1")
    result = extract(discover(home), home.documents, store, Reading("v1", tmp_path, READER))
    assert (result.read_count, result.failures, store.failures()) == (1, {}, {})
    assert (tmp_path / "killed").exists()


def test_a_reader_killed_while_it_waits_costs_nothing(home: Home, tmp_path: Path) -> None:
    tasks = []
    for number in range(3):
        write_toy(home.documents / f"{number}.pdf", name=str(number))
    tasks = [Task(f.below(home.documents), f.document_key, f.sha256 or "", "pdf") for f in discover(home)]
    answers = read_all(tasks, PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1))
    statuses = [next(answers).status]
    for pid in descendants():
        if b"yusuan.store.worker" in Path(f"/proc/{pid}/cmdline").read_bytes():
            os.kill(pid, signal.SIGKILL)
    statuses += [answer.status for answer in answers]
    assert statuses == ["read"] * 3


def test_processes_that_are_ready_are_those_that_read_and_none_is_left(home: Home, tmp_path: Path) -> None:
    task = Task(write_toy(home.documents / "a.pdf"), "a", sha256((home.documents / "a.pdf").read_bytes()).hexdigest())
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=2)
    pool.get_ready(5, settings)
    ready = {started.process.pid for _, started in pool._READY}
    assert len(ready) == 2
    answers = read_all([task], settings)
    assert next(answers).status == "read"
    assert ready >= {pid for pid in descendants() if b"store.worker" in Path(f"/proc/{pid}/cmdline").read_bytes()}
    assert list(answers) == []
    assert not pool._READY
    assert not ready & set(descendants())


def test_names_and_reasons_of_any_bytes_pass(home: Home, tmp_path: Path) -> None:
    gbk = os.fsdecode("预算.pdf".encode("gbk"))
    write_toy(home.documents / gbk, name="good")
    write_toy(home.documents / ("odd-" + gbk), do="surrogates")
    found = discover(home)
    result = extract(found, home.documents, SetStore(home.extracted, "v1"), Reading("v1", tmp_path, READER))
    assert result.read_count == 1
    [reason] = result.failures.values()
    assert reason == "the reader failed: ValueError: odd bytes \\udcb4 and \\x1b[31m commands"
    make_manifest(found, result.holders, result.failures, {}, {}, "v1", datetime.now(UTC)).write_parquet(
        tmp_path / "manifest.parquet"
    )


def test_a_file_that_is_gone_or_a_pipe_by_now_is_not_waited_for(home: Home, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.pdf")
    tasks = [Task(tmp_path / name, name, "hash") for name in ("gone.pdf", "pipe.pdf")]
    answers = read_all(tasks, PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1))
    assert [(answer.reason, answer.is_final) for answer in answers] == [
        ("the file could not be opened: No such file or directory", False),
        ("the file could not be opened: not a regular file", False),
    ]


def test_a_file_that_changes_meanwhile_is_not_filed_under_the_old_key(home: Home, tmp_path: Path) -> None:
    path = write_toy(home.documents / "a.pdf")
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1)
    [answer] = read_all([Task(path, "0123", "another hash")], settings)
    assert answer.status == "failed"
    assert "changed" in (answer.reason or "")
    assert not answer.is_final


def test_a_reader_that_cannot_start_is_one_clear_line(home: Home, tmp_path: Path) -> None:
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader="tests.support.toy:nothing")
    with pytest.raises(YusuanError, match=r"the reader could not start.*no attribute 'nothing'"):
        list(read_all([Task(write_toy(tmp_path / "a.pdf"), "k", "s")], settings))
