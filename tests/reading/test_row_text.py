"""The words of the rows: every cell that prints no figure, once for each row that it is drawn over."""

from __future__ import annotations

from tests.reading.papers import Frames, Paper, read

HEAD = ["单位", "项目名称", "采购品目", "数量", "金额", "备注"]
WIDTHS = [80, 100, 100, 50, 70, 90]


def words(frames: Frames) -> list[tuple[int, int, str]]:
    return [(t["row_number"], t["column_number"], t["text"]) for t in frames["row_text"].iter_rows(named=True)]


def test_every_cell_of_a_row_is_a_figure_or_its_words() -> None:
    paper = Paper()
    paper.title(60, "政府采购预算表")
    rows = [
        ["合计", "", "", "3", "30.00", ""],
        ["甲局", "运维", "A0601 办公家具", "1", "10.00", "按标准"],
        ["", "", "C99 其他服务", "2", "20.00", ""],
    ]
    paper.grid(100, WIDTHS, [HEAD, *rows], spans={(2, 0): (2, 1), (2, 1): (2, 1)})
    frames = read(paper)
    told = [(1, 1, "合计"), (2, 1, "甲局"), (2, 2, "运维"), (2, 3, "A0601 办公家具"), (2, 6, "按标准")]
    assert words(frames) == [*told, (3, 1, "甲局"), (3, 2, "运维"), (3, 3, "C99 其他服务")]
    spans = {t["text"]: t["row_span"] for t in frames["row_text"].iter_rows(named=True)}
    assert (spans["甲局"], spans["合计"]) == (2, 1)
    place = next(t for t in frames["row_text"].iter_rows(named=True) if t["text"] == "按标准")
    assert (place["page_number"], place["block_number"]) == (1, 1)
    assert 450 < place["x0"] < place["x1"] < 540
    figures = [c["text"] for c in frames["cell"].iter_rows(named=True) if c["number"] is not None]
    assert figures == ["3", "30.00", "1", "10.00", "2", "20.00"]


def test_words_that_a_page_break_cuts_are_of_the_row_above_it() -> None:
    head = ["序号", "项目", "预算数", "项目（按经济分类）", "预算数"]
    paper = Paper()
    paper.title(60, "收支总表")
    rows = [["1", "一、收入", "30.00", "一、人员", "10.00"], ["2", "二、结转", "0.00", "（五）资本性支出", "0.00"]]
    paper.grid(100, [40, 120, 80, 160, 80], [head, *rows])
    paper.page()
    more = [["", "", "", "（基本建设）", ""], ["3", "", "", "（六）资本性支出", "20.00"]]
    paper.grid(60, [40, 120, 80, 160, 80], more, first_rule=False)
    frames = read(paper)
    assert words(frames)[3:] == [
        (2, 1, "2"),
        (2, 2, "二、结转"),
        (2, 4, "（五）资本性支出\n（基本建设）"),
        (4, 1, "3"),
        (4, 4, "（六）资本性支出"),
    ]
    listed = {(r["row_number"], r["block_number"]) for r in frames["row"].iter_rows(named=True)}
    assert {(t["row_number"], t["block_number"]) for t in frames["row_text"].iter_rows(named=True)} <= listed
