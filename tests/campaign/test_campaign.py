"""The campaign's own parts, without any build: what it makes is the same each time, and what is unclear is told."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.campaign.__main__ import main, table
from tests.campaign.cases import CASES
from tests.campaign.files import _judged
from tests.campaign.grounds import one_line
from tests.campaign.hostile_files import _KINDS, make
from tests.campaign.mutations import mutated, updated
from tests.campaign.trial import Came, keep, kept
from tests.reading.raw_pdf import pdf, text

from yusuan.paths import Home
from yusuan.store.discovery import FoundFile

_LARGE = {"_zip_bomb", "_deflate_bomb"}  # seconds to make


@pytest.mark.parametrize("kind", [kind.__name__ for kind in _KINDS if kind.__name__ not in _LARGE])
def test_a_hostile_file_is_the_same_each_time(kind: str, tmp_path: Path) -> None:
    number = [made.__name__ for made in _KINDS].index(kind)
    one, other = (make(number, folder) for folder in (tmp_path / "1", tmp_path / "2") if not folder.mkdir())
    assert one.name == other.name
    if one.is_file() and one.suffix not in (".docx", ".xlsx"):  # those carry the time
        assert one.read_bytes() == other.read_bytes()


def test_a_mutated_paper_is_the_same_each_time_and_none_is_like_another() -> None:
    made = [mutated(number) for number in range(10)]
    assert len({data for _, data in made}) == 10
    assert made[3] == mutated(3)


def test_an_update_is_what_a_reader_sees() -> None:
    import pypdfium2

    data = pdf(text("2025"))
    changed = updated(data, 3, b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 77 88] >>\n")
    assert changed.startswith(data)
    assert pypdfium2.PdfDocument(changed)[0].get_size() == (77, 88)


@pytest.mark.parametrize(
    ("said", "held"),
    [
        ("rejected: The PDF has no pages.", True),
        ("failed: reading needs more than 4 GB of memory", True),
        ("failed: the reader failed: ValueError: x", False),
        ("failed: the reading process ended on this document (SIGABRT), twice", False),
        ("rejected: a name \x1b[31m", False),
    ],
)
def test_what_is_a_clear_refusal(said: str, held: bool, home: Home) -> None:
    file = FoundFile("a.pdf", "0" * 16, None, 0, False, "pdf", "found")
    assert _judged(home, file, said, 1.0, None, fuzzing=False)[1] is held


def test_a_build_that_fails_says_so_in_one_line() -> None:
    assert not one_line(0, "")
    assert not one_line(1, "[ 1.0 s] reading\nyusuan: there is no room\n")
    assert "traceback" in one_line(1, "Traceback (most recent call last)\nValueError\nyusuan: x")
    assert "it said last: oh" in one_line(2, "oh")


def test_results_are_kept_and_told(tmp_path: Path) -> None:
    results = tmp_path / "results.jsonl"
    keep(results, CASES[0], Came(1, True, "killed"))
    keep(results, CASES[0], Came(2, False, "the tables differ | here"))
    results.write_text(results.read_text() + '{"case": "ki')
    assert [trial.number for trial in kept(results)] == [1, 2]
    assert main(["--folder", str(tmp_path), "--write", str(tmp_path / "page.md")]) == 0
    page = (tmp_path / "page.md").read_text()
    assert page == table(kept(results))
    assert "| 2 | 1 | 1 |" in page
    assert "- `kill` 2" in page
    assert page.count("not tried yet") == len(CASES) - 1
