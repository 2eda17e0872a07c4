"""`yusuan read`: one document as it is read now, in seconds and without a warehouse."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from yusuan.cli import main
from yusuan.errors import YusuanError
from yusuan.paths import PROJECT
from yusuan.serving.document_view import (
    ReadDocument,
    ReadTable,
    as_json,
    overview,
    read_file,
    statements_text,
    table_text,
)

SAMPLE = next((PROJECT / "raw" / "documents" / "samples").glob("003_*.pdf"))


@pytest.fixture(scope="module")
def view() -> ReadDocument:
    return read_file(SAMPLE)


def place(line: str, text: str) -> int:
    """The terminal column behind the text in the line."""
    before = line[: line.index(text) + len(text)]
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in before)


def test_the_overview_says_whose_it_is_and_what_it_holds(view: ReadDocument) -> None:
    out = overview(view)
    for text in (
        "publisher_name  武汉市人力资源和社会保障局    page 1: 武汉市人力资源和社会保障局2024年部门预算",
        "level           department    page 1",
        "tables          12; cells: 793 exact",
        "table 5  表5-1 一般公共预算支出表(分功能科目)  pages 14–16  万元  41 × 7  133 exact",
        "[5] 基本支出/人员经费",
        "table 9  表8 政府性基金预算支出表  page 24  万元  4 × 5  no cell",
    ):
        assert text in out


def test_a_column_without_a_header_is_told_as_one(view: ReadDocument) -> None:
    columns = [column | {"header_path": ""} for column in view.raw["column"]]
    bare = replace(view, raw=view.raw | {"column": columns})
    assert "[1] —   [2] —" in overview(bare)


def test_a_table_whole_stands_under_its_columns(view: ReadDocument) -> None:
    lines = table_text(view.table(3)).splitlines()
    header = next(line for line in lines if line.startswith("row"))
    row = next(line for line in lines if " 2050303 " in line)
    assert "      技校教育" in row
    assert place(row, "5361.27") == place(header, "[3] 合计")
    assert place(row, "1155.98") == place(header, "[5] 项目支出")
    assert lines[0].startswith("table 3  表3 支出总表  pages 9–11  万元")


def test_every_row_and_value_of_the_table_is_there(view: ReadDocument) -> None:
    for table in view.tables:
        content = json.loads(as_json(view, table), parse_float=Decimal)
        rows = content["table"]["rows"]
        assert [row["row_number"] for row in rows] == [row["row_number"] for row in table.rows]
        assert sum(len(row["cells"]) for row in rows) == len(table.cells)
        text = table_text(table)
        assert all(str(cell["text"]).replace("\n", "⏎") in text for cell in table.cells if cell["number"] is None)


def test_the_command_prints_statements_when_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(SAMPLE)]) == 0
    assert "比2023年预算增加" not in capsys.readouterr().out
    assert main(["read", str(SAMPLE), "--statements", "--format", "json"]) == 0
    content = json.loads(capsys.readouterr().out, parse_float=Decimal)
    assert content["statements"][0]["number"] == Decimal("69761.59")
    assert [table["exact"] for table in content["tables"]][:3] == [13, 118, 96]


def test_statements_stand_with_the_words_before_them(view: ReadDocument) -> None:
    [line] = [line for line in statements_text(view).splitlines() if "比2023年预算增加" in line]
    assert line.split() == ["30", "一、收支总体情况", "比2023年预算增加", "5,488.77万元", "5488.77", "万元"]


def test_what_is_not_exact_is_told_as_printed() -> None:
    base = {"row_number": 1, "block_number": 1, "is_percent": False, "number": None, "number_decimals": None}
    amount = {"text": "1,234.50", "number": Decimal("1234.500000"), "number_decimals": 2}
    rate = {"text": "5.0%", "number": Decimal("5.000000"), "number_decimals": 1, "is_percent": True}
    cells = [
        {"column_number": 2, "text": "1,2 3", "reading": "damaged"},
        {"column_number": 3, "reading": "ambiguous", **amount},
        {"column_number": 4, "reading": "exact", **amount},
        {"column_number": 5, "reading": "exact", **rate},
    ]
    columns = [{"column_number": n, "block_number": 1, "role": "value", "header_path": f"栏{n}"} for n in range(2, 6)]
    row = {"row_number": 1, "block_number": 1, "page_number": 1, "row_code": "208", "row_second_code": None}
    row |= {"row_level": 2, "row_label": "社会保障", "unit_label": None, "is_repeat": True, "repeat_of_row_number": 9}
    table = {"table_ordinal": 1, "page_from": 1, "page_to": 1, "number_text": None, "title_text": None}
    table |= {"unit_text": None, "entity_text": None, "row_count": 1, "column_count": 5, "note_text": "注:略"}
    text = table_text(ReadTable(table, columns, [row], [base | cell for cell in cells]))
    said = ("no title", "1 damaged, 1 ambiguous", "1,2 3 (damaged)", "1,234.50 (ambiguous, 1234.50)", "(row 9 again)")
    for wanted in (*said, "  1234.50  5.0%", "note: 注:略"):
        assert wanted in text


def test_errors_are_one_clear_line(view: ReadDocument, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    other = tmp_path / "letter.txt"
    other.write_text("各位同事：今天开会。", encoding="utf-8")
    for arguments, said in (
        ([str(tmp_path / "nowhere.pdf")], "no such document"),
        ([str(tmp_path)], "this is a folder"),
        ([str(PROJECT / "LICENSE")], "not a document"),
        ([str(other)], "turned away: No disclosure"),
    ):
        assert main(["read", *arguments]) == 1
        out, err = capsys.readouterr()
        assert (out, err.count("\n")) == ("", 1)
        assert err.startswith(f"yusuan: {said}")
    with pytest.raises(YusuanError, match="no table 13: the document has 12 tables"):
        view.table(13)


def test_it_takes_seconds() -> None:
    command = [sys.executable, "-m", "yusuan.cli", "read", str(SAMPLE), "--table", "3"]
    before = os.times()
    subprocess.run(command, check=True, capture_output=True)
    after = os.times()
    assert after.children_user + after.children_system - before.children_user - before.children_system < 5
