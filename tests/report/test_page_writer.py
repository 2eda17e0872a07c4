"""Pages of the last site are taken over, together where they were made together, and never half."""

from __future__ import annotations

from pathlib import Path

import pytest

from yusuan.report.page_writer import PageWriter

TWO = ("tables.html", "tables-2.html")


@pytest.fixture
def last(tmp_path: Path) -> Path:
    """A site of two pages that were made together."""
    folder = tmp_path / "last"
    folder.mkdir()
    writer = PageWriter(folder, None)
    for address in TWO:
        (folder / address).write_text(address, encoding="utf-8")
        writer._is[address] = writer.digest_of(address, "as it was")
    writer.close()
    return folder


def test_pages_of_one_making_are_taken_over_together(last: Path, tmp_path: Path) -> None:
    writer = PageWriter(tmp_path / "now", last)
    assert writer.parts_of("tables.html") == list(TWO)
    assert not writer.keep_all(TWO, "as it is now")
    assert not (tmp_path / "now").exists()
    assert writer.keep_all(TWO, "as it was")
    assert [(tmp_path / "now" / address).read_text(encoding="utf-8") for address in TWO] == list(TWO)


@pytest.mark.parametrize("lost", TWO)
def test_where_one_is_lost_none_is_taken_over(last: Path, tmp_path: Path, lost: str) -> None:
    (last / lost).unlink()
    writer = PageWriter(tmp_path / "now", last)
    assert not writer.keep_all(TWO, "as it was")
    assert list((tmp_path / "now").iterdir()) == []
    writer.close()
    assert PageWriter(tmp_path / "next", tmp_path / "now").parts_of("tables.html") == ["tables.html"]
