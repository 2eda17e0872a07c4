"""documents.csv: good lines are used, bad ones are reported and stop nothing."""

from datetime import date
from pathlib import Path

from yusuan.store.declarations import read_declarations

HEAD = "file,source_url,published_on,publisher,fiscal_year,stage,level\n"


def test_good_lines(tmp_path: Path) -> None:
    file = tmp_path / "documents.csv"
    file.write_text(
        "\ufeff" + HEAD + "a.pdf,http://x/,2025-02-14,某局,2025,budget,unit\nb.pdf,,,,,\n\n", encoding="utf-8"
    )
    declared = read_declarations(file)
    assert declared.problems == []
    line = declared.by_file["a.pdf"]
    assert (line.published_on, line.publisher_name, line.fiscal_year, line.stage, line.level) == (
        date(2025, 2, 14),
        "某局",
        2025,
        "budget",
        "unit",
    )
    assert declared.by_file["b.pdf"].fiscal_year is None


def test_bad_lines_are_told_with_their_number(tmp_path: Path) -> None:
    file = tmp_path / "documents.csv"
    file.write_text(
        HEAD + "a.pdf,,14.2.2025,,25,plan,office\n,,,x,,\nb.pdf,,,,2025,final\nb.pdf,,,,2024,\n", encoding="utf-8"
    )
    declared = read_declarations(file)
    assert list(declared.by_file) == ["b.pdf"]
    assert len(declared.problems) == 3
    assert "line 2" in declared.problems[0]
    for word in ("published_on", "fiscal_year", "stage", "budget or final", "level", "department or unit"):
        assert word in declared.problems[0]
    assert "earlier line" in declared.problems[2]


def test_a_file_that_is_no_such_list(tmp_path: Path) -> None:
    file = tmp_path / "documents.csv"
    file.write_bytes("文件".encode("gbk"))
    assert "UTF-8" in read_declarations(file).problems[0]
    file.write_text("name,year\n")
    assert "no column `file`" in read_declarations(file).problems[0]
    assert read_declarations(tmp_path / "none.csv").problems == []


def test_columns_may_be_called_as_the_warehouse_calls_them(tmp_path: Path) -> None:
    file = tmp_path / "documents.csv"
    file.write_text("file_name,publisher_name,year\na.pdf,某局,2025\n", encoding="utf-8")
    line = read_declarations(file).by_file["a.pdf"]
    assert (line.publisher_name, line.fiscal_year) == ("某局", 2025)


def test_a_file_is_declared_by_its_name_as_shown_or_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "documents.csv"
    file.write_text(HEAD + "a\u200bb.pdf,,,,2025,\nc\\u200bd.pdf,,,,2024,\n", encoding="utf-8")
    assert list(read_declarations(file).by_file) == ["a\\u200bb.pdf", "c\\u200bd.pdf"]
