"""The files below raw/documents."""

from pathlib import Path

import pytest
from tests.support.toy import toy, write_toy

from yusuan.errors import YusuanError
from yusuan.paths import PROJECT, Home
from yusuan.store.discovery import discover
from yusuan.store.intake import take_in


def test_everything_is_found_or_turned_away_with_a_reason(home: Home) -> None:
    write_toy(home.documents / "b" / "部门预算.pdf", name="甲")
    write_toy(home.documents / "a.pdf", name="乙")
    (home.documents / "copy.pdf").write_bytes((home.documents / "a.pdf").read_bytes())
    (home.documents / "empty.pdf").touch()
    (home.documents / "folder.pdf").mkdir()
    (home.documents / "link.pdf").symlink_to("/etc/hostname")
    (home.documents / "outside").symlink_to("/etc")
    (home.documents / "page.html").write_text("<html>")
    for side in (".DS_Store", "documents.csv", "key.jsonl"):
        (home.documents / side).write_text("x")

    found = {file.file_name: file for file in discover(home)}

    assert [name for name, file in found.items() if file.status == "found"] == ["a.pdf", "b/部门预算.pdf"]
    assert found["copy.pdf"].status == "same_bytes"
    assert found["copy.pdf"].document_key == found["a.pdf"].document_key
    away = {name: file.reason or "" for name, file in found.items() if file.status == "unreadable"}
    assert set(away) == {"empty.pdf", "folder.pdf", "link.pdf", "outside", "page.html"}
    assert "empty" in away["empty.pdf"]
    assert "folder" in away["folder.pdf"]
    assert "symbolic link" in away["link.pdf"]
    assert "not read yet" in away["page.html"]
    assert len({file.document_key for file in found.values() if file.status != "same_bytes"}) == 7


def test_samples_are_samples_only_in_the_project(home: Home) -> None:
    write_toy(home.documents / "samples" / "a.pdf")
    assert [file.is_sample for file in discover(home)] == [False]
    assert all(file.is_sample for file in discover(Home(PROJECT)) if file.file_name.startswith("samples/"))


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
    assert take_in(home, [tmp_path / "two" / "a.pdf"]) == []


def test_what_is_there_already_is_left(home: Home) -> None:
    inside = write_toy(home.documents / "a.pdf")
    assert take_in(home, [inside, home.documents]) == []


def test_a_wrong_path_is_one_clear_line(home: Home) -> None:
    with pytest.raises(YusuanError, match=r"no such document or folder.*nowhere.pdf"):
        take_in(home, ["nowhere.pdf"])
    with pytest.raises(YusuanError, match="holds the home's own"):
        take_in(home, [home.root])
