"""Reading processes: what one document does stays with it."""

from pathlib import Path

import pytest
from tests.support.toy import READER, write_toy

from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home
from yusuan.store.discovery import discover
from yusuan.store.extraction import Reading, extract
from yusuan.store.pool import PoolSettings, Task, read_all
from yusuan.store.sets import SetStore


@pytest.fixture(autouse=True)
def _path(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", f"{PROJECT}:{PROJECT / 'dagster_project'}")


def test_crashes_hangs_and_exceptions_cost_one_document_each(home: Home, tmp_path: Path) -> None:
    for name in ("raise", "crash", "hang", "reject"):
        write_toy(home.documents / f"{name}.pdf", name=name, do=name)
    for number in range(4):
        write_toy(home.documents / f"good{number}.pdf", name=str(number))
    store = SetStore(home.extracted, "v1")
    reading = Reading("v1", tmp_path, READER, seconds_per_document=3.0)
    found = discover(home)
    keys = {file.file_name: file.document_key for file in found}

    result = extract(found, home.documents, store, reading)

    assert (result.read_count, result.known_count) == (5, 0)
    assert result.failures.keys() == {keys["raise.pdf"], keys["crash.pdf"], keys["hang.pdf"]}
    assert "ValueError: this document is odd" in result.failures[keys["raise.pdf"]]
    assert "SIGSEGV" in result.failures[keys["crash.pdf"]]
    assert "longer than 3 s" in result.failures[keys["hang.pdf"]]
    assert sorted(result.holders) == sorted(keys[name] for name in keys if name[0] == "g" or name == "reject.pdf")

    for bad in ("raise", "crash", "hang"):
        (home.documents / f"{bad}.pdf").unlink()
    again = extract(discover(home), home.documents, store, reading)
    assert (again.read_count, again.known_count) == (0, 5)


def test_a_file_that_changes_meanwhile_is_not_filed_under_the_old_key(home: Home, tmp_path: Path) -> None:
    path = write_toy(home.documents / "a.pdf")
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader=READER, workers=1)
    [answer] = read_all([Task(path, "0123", "another hash")], settings)
    assert answer.status == "failed"
    assert "changed" in (answer.reason or "")


def test_a_reader_that_cannot_start_is_one_clear_line(home: Home, tmp_path: Path) -> None:
    settings = PoolSettings(home.extracted, "v1", tmp_path, reader="tests.support.toy:nothing")
    with pytest.raises(YusuanError, match=r"the reader could not start.*no attribute 'nothing'"):
        list(read_all([Task(write_toy(tmp_path / "a.pdf"), "k", "s")], settings))
