"""What tables state of themselves, and the numbers of their lines and columns, whatever kind of file prints them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import polars as pl
import pytest
from tests.reading.papers import Frames, Paper, lexicon, read
from tests.samples import model, office

from yusuan.reading import read_document

NOTE = ("注：本表反映收支情况。", "1行＝（2+3）行；2栏各行＝（3＋4）", "栏各行。")
HEADER = [["项目", "行次", "合计", "基本支出", "项目支出"], ["栏次", "", "2", "3", "4"]]
BODY = [
    ["合计", "1", "30.00", "10.00", "20.00"],
    ["教育支出", "2", "12.00", "4.00", "8.00"],
    ["其他支出", "3", "18.00", "6.00", "12.00"],
]


def stated(frames: Frames) -> list[str]:
    return list(frames["declared_term"]["declared_text"].unique(maintain_order=True))


def numbers(frame: pl.DataFrame) -> list[int]:
    return [int(n) for n in frame["index_number"].drop_nulls()]


def paper(rows: list[list[str]], notes: Iterable[str] = ()) -> Paper:
    made = Paper()
    made.text(297, 60, "某市某局2024年度部门决算", 18, "center")
    made.page()
    made.title(60, "2024年度支出决算表")
    bottom = made.grid(100, [150, 50, 90, 90, 90], rows)
    for i, note in enumerate(notes):
        made.text(50, bottom + 12 + 13 * i, note)
    return made


def test_notes_and_numbers_of_a_page() -> None:
    frames = read(paper(HEADER + BODY, NOTE))
    assert stated(frames) == ["1行=(2+3)行", "2栏各行=(3+4)栏各行"]
    assert numbers(frames["row"]) == [1, 2, 3]
    assert numbers(frames["column"]) == [2, 3, 4]


def test_formulas_in_the_row_of_column_numbers() -> None:
    frames = read(paper([HEADER[0], ["栏次", "", "1=2+3", "2", "3"], *BODY]))
    assert stated(frames) == ["1=2+3"]
    assert numbers(frames["column"]) == [1, 2, 3]
    assert "1=2+3" not in "".join(frames["column"]["header_path"])


@pytest.mark.parametrize(("reader", "write"), [("xlsx", office.xlsx), ("xls", office.xls), ("docx", office.word)])
def test_office_files(reader: str, write: Callable[[model.Json], bytes]) -> None:
    frames = read_document(write(model.load("004")), lexicon(), reader)
    texts = frames["declared_term"]["declared_text"].unique().to_list()
    assert {"57行=(33+34+…+58)行", "1栏=(2+3+6)栏", "3栏=(4+5)栏"} <= set(texts)
    assert frames["column"]["index_number"].max() == 12


TEXT = """表3
2024年度支出决算表
部门：某市某局 单位：万元
项目
本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出
功能分类科目编码 科目名称
类 款 项
栏次 1 2 3 4 5 6
合计 30.00 10.00 20.00
205 教育支出 12.00 4.00 8.00
229 其他支出 18.00 6.00 12.00
注：本表反映部门本年度各项支出情况。
1栏各行＝（2+3+4+
5+6）栏各行。
"""


def test_text_keeps_them_too() -> None:
    frames = read_document(TEXT.encode(), lexicon(), "text")
    assert stated(frames) == ["1栏各行=(2+3+4+5+6)栏各行"]
    assert numbers(frames["column"]) == [1, 2, 3, 4, 5, 6]
