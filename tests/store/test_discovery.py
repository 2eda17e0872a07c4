"""The files below raw/documents."""

import errno
import hashlib
import os
import socket
import tempfile
import unicodedata
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.support.toy import write_toy

from yusuan.paths import PROJECT, Home
from yusuan.store import discovery, known_files
from yusuan.store.discovery import discover
from yusuan.store.files import Met, walk
from yusuan.store.manifest import make_manifest
from yusuan.store.originals import Originals


def test_everything_is_found_or_turned_away_with_a_reason(home: Home) -> None:
    write_toy(home.documents / "b" / "部门预算.pdf", name="甲")
    write_toy(home.documents / "a.pdf", name="乙")
    (home.documents / "copy.pdf").write_bytes((home.documents / "a.pdf").read_bytes())
    (home.documents / "empty.pdf").touch()
    (home.documents / "folder.pdf").mkdir()
    (home.documents / "link.pdf").symlink_to("/etc/hostname")
    (home.documents / "outside").symlink_to("/etc")
    (home.documents / "list.csv").write_text("a,b")
    for side in (".DS_Store", "documents.csv", "key.jsonl"):
        (home.documents / side).write_text("x")

    found = {file.file_name: file for file in discover(home)}

    assert [name for name, file in found.items() if file.status == "found"] == ["a.pdf", "b/部门预算.pdf"]
    assert found["copy.pdf"].status == "same_bytes"
    assert found["copy.pdf"].document_key == found["a.pdf"].document_key
    away = {name: file.reason or "" for name, file in found.items() if file.status == "unreadable"}
    assert set(away) == {"empty.pdf", "folder.pdf", "link.pdf", "outside", "list.csv"}
    assert "empty" in away["empty.pdf"]
    assert "folder" in away["folder.pdf"]
    assert "symbolic link" in away["link.pdf"]
    assert "not read yet" in away["list.csv"]
    assert len({file.document_key for file in found.values() if file.status != "same_bytes"}) == 7


def test_samples_are_samples_only_in_the_project(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(known_files.KnownFiles, "save", lambda _: None)  # tests write nothing into the project
    write_toy(home.documents / "samples" / "a.pdf")
    assert [file.is_sample for file in discover(home)] == [False]
    assert all(file.is_sample for file in discover(Home(PROJECT)) if file.file_name.startswith("samples/"))


def test_a_wrong_ending_hides_no_twin_that_can_be_read(home: Home) -> None:
    for name in ("a.csv", "b.txt", "c.txt"):
        (home.documents / name).write_text("收入", encoding="utf-8")
    found = {file.file_name: file for file in discover(home)}
    assert found["b.txt"].status == "found"
    for twin in ("a.csv", "c.txt"):
        assert (found[twin].status, found[twin].reason) == ("same_bytes", "the same bytes as b.txt")


def test_no_pipe_is_waited_for_and_no_loop_followed(home: Home) -> None:
    os.mkfifo(home.documents / "pipe.pdf")
    (home.documents / "loop.pdf").symlink_to("loop.pdf")
    with socket.socket(socket.AF_UNIX) as one:
        here = Path.cwd()
        os.chdir(home.documents)  # a socket's path is short
        try:
            one.bind("socket.pdf")
        finally:
            os.chdir(here)
        found = {file.file_name: file for file in discover(home)}
    assert {file.status for file in found.values()} == {"unreadable"}
    assert found["pipe.pdf"].reason == "the file could not be opened: not a regular file"
    assert found["socket.pdf"].reason == "the file could not be opened: not a regular file"
    assert "symbolic link" in (found["loop.pdf"].reason or "")


def test_what_cannot_be_opened_is_told_and_the_rest_is_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write_toy(home.documents / "closed" / "a.pdf", name="甲")
    write_toy(home.documents / "open" / "b.pdf", name="乙")
    write_toy(home.documents / "open" / "broken.pdf", name="丙")
    scandir, open_of_os = os.scandir, os.open

    def refuse(path: Path) -> Any:
        if path.name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    def fail(path: Path, *more: Any) -> int:
        if path.name == "broken.pdf":
            raise OSError(errno.EIO, "Input/output error", str(path))
        return open_of_os(path, *more)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(os, "open", fail)
    found = {file.file_name: file for file in discover(home)}
    assert {name: file.status for name, file in found.items()} == {
        "closed": "unreadable",
        "open/b.pdf": "found",
        "open/broken.pdf": "unreadable",
    }
    assert found["closed"].reason == ("the folder could not be opened, what is in it is left out: Permission denied")
    assert found["open/broken.pdf"].reason == "the file could not be opened: Input/output error"


def test_a_file_that_vanishes_is_told(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    write_toy(home.documents / "a.pdf")

    def walk_and_remove(root: Path) -> Iterator[Met]:
        for met in list(walk(root)):
            met.path.unlink()
            yield met

    monkeypatch.setattr(discovery, "walk", walk_and_remove)
    [gone] = discover(home)
    assert (gone.status, gone.reason) == ("unreadable", "the file could not be opened: No such file or directory")


def test_names_that_look_alike_are_two(home: Home) -> None:
    names = ["A.pdf", "a.pdf", unicodedata.normalize("NFC", "が.pdf"), unicodedata.normalize("NFD", "が.pdf")]
    for name in names:
        write_toy(home.documents / name, name=repr(name.encode()))
    found = discover(home)
    assert [file.file_name for file in found if file.status == "found"] == sorted(names)


names_of_bytes = st.binary(min_size=1, max_size=40).filter(lambda name: not set(name) & {0, 0x2F} and name[0] != 0x2E)


@settings(max_examples=40, deadline=None)
@given(st.sets(names_of_bytes.map(lambda name: name + b".pdf"), min_size=1, max_size=6))
def test_every_name_is_found_told_apart_kept_and_found_again(names: set[bytes]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        home = Home.at(folder)
        home.make()
        for number, name in enumerate(sorted(names)):
            (home.documents / os.fsdecode(name)).write_bytes(b"%PDF-" + bytes([number]))
        found = [file for file in discover(home) if file.status == "found"]
        held = {os.fsencode(file.below(home.documents).name) for file in found}
        assert held == {name for name in names if not name.startswith(b"~$")}
        assert len({file.file_name for file in found}) == len(found)

        path = home.root / "manifest.parquet"
        make_manifest(found, {}, {}, {}, {}, "v", datetime.now(UTC)).write_parquet(path)
        assert set(pl.read_parquet(path)["file_name"]) == {file.file_name for file in found}
        originals = Originals.of(path, home.documents)
        for file in found:
            assert originals.read(file.file_name) == file.below(home.documents).read_bytes()


def test_a_file_that_changed_is_read_again_though_its_size_and_time_are_the_same(home: Home) -> None:
    paper = home.documents / "a.pdf"
    keys = []
    for content in (b"%PDF-1.7 one", b"%PDF-1.7 two"):
        paper.write_bytes(content)
        os.utime(paper, (1, 1))
        keys.append(discover(home)[0].sha256)
    assert keys == [hashlib.sha256(content).hexdigest() for content in (b"%PDF-1.7 one", b"%PDF-1.7 two")]


def test_a_file_that_rests_is_read_once(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.pdf", "b.pdf"):
        (home.documents / name).write_bytes(f"%PDF-1.7 {name} rests".encode())
    monkeypatch.setattr(known_files, "_SETTLED_SECONDS", -1.0)
    first = discover(home)
    (home.documents / "b.pdf").write_bytes(b"%PDF-1.7 b.pdf moves")  # as many bytes as before
    changed = discover(home)
    assert [file.sha256 for file in changed] == [
        hashlib.sha256((home.documents / name).read_bytes()).hexdigest() for name in ("a.pdf", "b.pdf")
    ]
    assert changed[0] == first[0]
    monkeypatch.setattr(hashlib, "file_digest", lambda *_: pytest.fail("it is read again"))
    assert discover(home) == changed


@pytest.mark.parametrize("date", [-(10**9), 0, 10**10])
def test_a_file_of_any_date_is_found(home: Home, monkeypatch: pytest.MonkeyPatch, date: int) -> None:
    path = home.documents / "a.pdf"
    path.write_bytes(b"%PDF-1.7 of another time")
    os.utime(path, (date, date))
    monkeypatch.setattr(known_files, "_SETTLED_SECONDS", -1.0)
    assert discover(home) == discover(home)
    assert pl.read_parquet(home.known_files).height == 1


def test_a_file_that_changed_a_moment_ago_is_read_again(home: Home) -> None:
    (home.documents / "a.pdf").write_bytes(b"%PDF-1.7 first")
    discover(home)
    assert not home.known_files.exists()


@pytest.mark.parametrize("damage", [b"", b"PAR1 not really PAR1", None])
def test_what_is_known_of_files_only_saves_reading(
    home: Home, monkeypatch: pytest.MonkeyPatch, damage: bytes | None
) -> None:
    (home.documents / "a.pdf").write_bytes(b"%PDF-1.7 rests")
    monkeypatch.setattr(known_files, "_SETTLED_SECONDS", -1.0)
    first = discover(home)
    if damage is None:
        home.known_files.unlink()
        home.known_files.mkdir()  # nothing can be written there
    else:
        home.known_files.write_bytes(damage)
    assert discover(home) == first
    assert not [path.name for path in home.known_files.parent.iterdir() if path.name.endswith(".part")]
