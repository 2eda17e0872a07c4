"""Documents given: copied whole under readable names, and what cannot be copied told."""

import errno
import os
import threading
from pathlib import Path
from typing import Any

import pytest
from tests.support.toy import toy, write_toy

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.store import intake
from yusuan.store.discovery import discover
from yusuan.store.intake import present, take_in

GBK = os.fsdecode("2024年部门预算.pdf".encode("gbk"))


def files_in(home: Home) -> list[str]:
    return sorted(p.relative_to(home.documents).as_posix() for p in home.documents.rglob("*") if p.is_file())


def test_given_folders_keep_their_structure(home: Home, tmp_path: Path) -> None:
    write_toy(tmp_path / "上海" / "2025" / "a.pdf", name="甲")
    write_toy(tmp_path / "上海" / "b.pdf", name="乙")
    (tmp_path / "上海" / "folder.pdf").mkdir()
    take_in(home, [tmp_path / "上海", tmp_path / "上海" / "b.pdf"])
    names = [file.file_name for file in discover(home)]
    assert names == ["b.pdf", "上海/2025/a.pdf", "上海/b.pdf", "上海/folder.pdf"]


def test_taken_names_get_a_suffix_and_same_bytes_do_not(home: Home, tmp_path: Path) -> None:
    for place, name in (("one", "甲"), ("two", "乙"), ("three", "甲")):
        take_in(home, [write_toy(tmp_path / place / "a.pdf", name=name)])
    names = [file.file_name for file in discover(home)]
    assert len(names) == 2
    assert sorted(len(name) for name in names) == [len("a.pdf"), len("a-01234567.pdf")]
    assert sorted((home.documents / name).read_bytes() for name in names) == sorted([toy("甲"), toy("乙")])
    assert take_in(home, [tmp_path / "two" / "a.pdf"]).written == []


def test_what_is_there_already_is_left(home: Home) -> None:
    inside = write_toy(home.documents / "a.pdf")
    assert take_in(home, [inside, home.documents]).kept == set()


def test_a_wrong_path_is_one_clear_line(home: Home) -> None:
    with pytest.raises(YusuanError, match=r"no such document or folder.*nowhere.pdf"):
        take_in(home, ["nowhere.pdf"])
    with pytest.raises(YusuanError, match="holds the home's own"):
        take_in(home, [home.root])


def test_names_are_mended(home: Home, tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode("财政局".encode("gbk"))
    write_toy(folder / GBK, name="甲")
    write_toy(folder / "2024年部门预算.pdf", name="乙")  # has the other's name already
    write_toy(folder / "a\nb\x1b[31m.pdf", name="丙")
    taken = take_in(home, [folder])
    assert len(taken.written) == 3
    [plain, mended, escaped] = sorted(files_in(home), key=lambda name: ("\\" in name, len(name)))
    assert plain == "财政局/2024年部门预算.pdf"
    assert mended.startswith("财政局/2024年部门预算-")
    assert escaped == "财政局/a\\nb\\x1b[31m.pdf"
    assert [file.file_name for file in discover(home)] == sorted([plain, mended, escaped])
    again = take_in(home, [folder])
    assert (again.written, again.kept) == ([], taken.kept)


def test_what_cannot_be_copied_is_left_out_and_told_until_it_can(home: Home, tmp_path: Path) -> None:
    given = tmp_path / "given"
    write_toy(given / "good.pdf")
    os.mkfifo(given / "pipe.pdf")
    (given / "nowhere.pdf").symlink_to("nothing")
    (given / "loop.pdf").symlink_to("loop.pdf")
    (given / "elsewhere").symlink_to(tmp_path)
    (given / "through.pdf").symlink_to("good.pdf")
    (given / "empty.pdf").touch()

    taken = take_in(home, [given])

    assert files_in(home) == ["given/empty.pdf", "given/good.pdf", "given/through.pdf"]
    said = {name: reason.rpartition(": ")[2] for name, reason in taken.left_out.items()}
    assert said == {
        "given/pipe.pdf": "not a regular file",
        "given/nowhere.pdf": "the symbolic link leads nowhere",
        "given/loop.pdf": "the symbolic link leads nowhere",
        "given/elsewhere": "a symbolic link to a folder is not followed",
    }
    found = {file.file_name: file for file in discover(home)}
    for name, reason in taken.left_out.items():
        assert (found[name].status, found[name].reason) == ("unreadable", reason)
    assert len({file.document_key for file in found.values() if file.status != "same_bytes"}) == len(found) - 1

    write_toy(tmp_path / "other" / "x.pdf")
    take_in(home, [tmp_path / "other"])
    assert set(taken.left_out) <= {file.file_name for file in discover(home)}  # another folder says nothing of them
    (given / "pipe.pdf").unlink()
    write_toy(given / "pipe.pdf", name="now a file")
    (given / "loop.pdf").unlink()
    assert set(take_in(home, [given]).left_out) == {"given/nowhere.pdf", "given/elsewhere"}
    found = {file.file_name: file for file in discover(home)}
    assert found["given/pipe.pdf"].status == "found"
    assert "given/loop.pdf" not in found
    write_toy(home.documents / "given" / "nowhere.pdf", name="copied by hand")
    assert {file.file_name: file for file in discover(home)}["given/nowhere.pdf"].status == "found"


def test_folders_and_files_that_fail_are_told(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = tmp_path / "given"
    write_toy(given / "closed" / "a.pdf")
    write_toy(given / "good.pdf")
    write_toy(given / "broken.pdf", name="x" * 100)
    scandir, read = os.scandir, intake._read

    def refuse(path: Path) -> Any:
        if path.name == "closed":
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    def fail(file: Any) -> bytes:
        if b"xxx" in file.peek():
            raise intake._LeftOutError("Input/output error")
        return read(file)

    monkeypatch.setattr(os, "scandir", refuse)
    monkeypatch.setattr(intake, "_read", fail)
    left_out = take_in(home, [given]).left_out
    assert files_in(home) == ["given/good.pdf"]
    assert set(left_out) == {"given/closed", "given/broken.pdf"}
    assert "what is in it is left out: Permission denied" in left_out["given/closed"]
    assert list((home.documents / ".incoming").iterdir()) == []


def test_a_full_disk_is_no_fault_of_a_document(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*paths: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(intake, "_renamed", full)
    with pytest.raises(YusuanError, match="No space left on device"):
        take_in(home, [write_toy(tmp_path / "a.pdf")])


@pytest.mark.parametrize("times", [1, 1 << 30])
def test_a_file_that_is_being_written_is_copied_whole_or_not(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    path, left, read = write_toy(tmp_path / "a.pdf"), [times], intake._read

    def write_meanwhile(file: Any) -> bytes:
        data = read(file)
        if data and left[0]:
            left[0] -= 1
            path.write_bytes(path.read_bytes() + b" ")
        return data

    monkeypatch.setattr(intake, "_read", write_meanwhile)
    taken = take_in(home, [path])
    if times == 1:
        assert (home.documents / "a.pdf").read_bytes() == toy() + b" "
    else:
        assert list(taken.left_out) == ["a.pdf"]
        assert "being written" in taken.left_out["a.pdf"]
        assert files_in(home) == []


def test_long_names(home: Home, tmp_path: Path) -> None:
    longest = "年" * 83 + "xx.pdf"
    gbk = os.fsdecode(("算" * 125 + ".pdf").encode("gbk"))
    assert (len(longest.encode()), len(os.fsencode(gbk))) == (255, 254)
    for place in ("one", "two"):
        write_toy(tmp_path / place / longest, name=place)
        take_in(home, [tmp_path / place / longest])
    write_toy(tmp_path / gbk, name="gbk")
    take_in(home, [tmp_path / gbk])
    assert take_in(home, [tmp_path / gbk]).written == []
    found = [file.file_name for file in discover(home) if file.status == "found"]
    assert len(found) == 3
    assert longest in found
    assert all(len(name.encode()) <= 255 and name.endswith(".pdf") for name in found)


def test_a_name_taken_by_something_else_costs_one_file(home: Home, tmp_path: Path) -> None:
    write_toy(home.documents / "given")  # a file, where a folder is wanted
    (home.documents / "b.pdf").mkdir()
    write_toy(tmp_path / "given" / "a.pdf")
    write_toy(tmp_path / "b.pdf")
    taken = take_in(home, [tmp_path / "given", tmp_path / "b.pdf"])
    assert list(taken.left_out) == ["given/a.pdf"]
    [written] = taken.written
    assert written.name.startswith("b-")


def test_two_that_are_given_the_same_folder_at_once(home: Home, tmp_path: Path) -> None:
    for number in range(30):
        write_toy(tmp_path / "given" / f"{number}.pdf", name=f"{number}" * 1000)
    start, results, errors = threading.Barrier(4), [], []

    def work() -> None:
        start.wait()
        try:
            results.append(take_in(home, [tmp_path / "given"]))
        except Exception as error:  # noqa: BLE001  whatever it is, the test fails with it
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert sum(len(result.written) for result in results) == 30
    assert all(len(result.kept) == 30 for result in results)
    for number in range(30):
        assert (home.documents / "given" / f"{number}.pdf").read_bytes() == toy(f"{number}" * 1000)
    assert [file.status for file in discover(home)] == ["found"] * 30


def test_what_others_left_unfinished_is_removed_when_it_is_old(home: Home, tmp_path: Path) -> None:
    incoming = home.documents / ".incoming"
    incoming.mkdir()
    for name, time in (("old", 1), ("new", None)):
        (incoming / name).touch()
        if time:
            os.utime(incoming / name, (time, time))
    take_in(home, [write_toy(tmp_path / "a.pdf")])
    assert [path.name for path in incoming.iterdir()] == ["new"]
    assert [file.file_name for file in discover(home)] == ["a.pdf"]


def test_odd_paths_given_are_one_clear_line(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    for odd in (str(tmp_path / "loop"), "~nobody-at-all/a.pdf", "a\0b", str(tmp_path / "a\x1b[31mb"), "x" * 300):
        with pytest.raises(YusuanError) as caught:
            present([odd])
        assert "\x1b" not in str(caught.value)
        assert "\n" not in str(caught.value)
