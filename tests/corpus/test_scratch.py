from pathlib import Path

import pytest

from yusuan.corpus.scratch import build, fill, newest_build, timings
from yusuan.errors import YusuanError
from yusuan.orchestration import run
from yusuan.paths import PROJECT, SEEDS, Home
from yusuan.store.reader import reader_version
from yusuan.warehouse.recipe import Recipe


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    given = tmp_path / "corpus"
    (given / "上海").mkdir(parents=True)
    (given / "a.pdf").write_bytes(b"%PDF-a")
    (given / "上海" / "b.pdf").write_bytes(b"%PDF-b")
    (given / "documents.csv").write_text("file,stage\na.pdf,budget\n", encoding="utf-8")
    (given / "key.jsonl").write_text("{}\n", encoding="utf-8")
    return given


def test_a_home_mirrors_the_folder(folder: Path, home: Home) -> None:
    for _ in range(2):
        fill(home, folder)
        names = {path.relative_to(home.documents).as_posix() for path in home.documents.rglob("*") if path.is_file()}
        assert names == {"a.pdf", "上海/b.pdf", "documents.csv"}
    (folder / "documents.csv").write_text("file,stage\na.pdf,final\n", encoding="utf-8")
    fill(home, folder)
    assert "final" in home.declarations.read_text(encoding="utf-8")


def test_a_home_with_other_documents_is_refused(folder: Path, home: Home) -> None:
    fill(home, folder)
    (folder / "a.pdf").unlink()
    with pytest.raises(YusuanError, match=r"holds documents that the folder has not: a\.pdf"):
        fill(home, folder)


def test_wrong_folders_are_refused(folder: Path, home: Home, tmp_path: Path) -> None:
    with pytest.raises(YusuanError, match="no such folder"):
        fill(home, tmp_path / "absent")
    with pytest.raises(YusuanError, match="cannot be the project"):
        fill(Home.at(PROJECT), folder)


def test_builds_that_hold_nothing_are_passed_over(home: Home) -> None:
    assert newest_build(home) is None
    for name in ("1", "2", "3"):
        (home.builds / name).mkdir()
    (home.builds / "2" / "yusuan.duckdb").touch()
    (home.builds / "1" / "timings.json").write_text('{"k": [3, 1.5], "l": [1, 1.0]}', encoding="utf-8")
    (home.builds / "2" / "timings.json").write_text('{"k": [3, 2.5]}', encoding="utf-8")
    found = newest_build(home)
    assert found is not None
    assert found.build_id == "2"
    assert timings(home) == {"k": (3, 2.5), "l": (1, 1.0)}


def test_raw_sets_are_filed_as_in_any_home(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    used: list[str] = []

    def note(recipe: Recipe) -> None:
        used.append(recipe.reading.version)
        raise YusuanError("far enough")

    monkeypatch.setattr(run, "run_build", note)
    with pytest.raises(YusuanError, match="far enough"):
        build(home)
    assert used == [reader_version(SEEDS)]
