"""Forms: labels with their values, sections with a header of their own, and how both go on over pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

import pytest
from tests.reading.papers import Frames, Paper, Spans, lexicon, read, titles
from tests.samples import key, model, office
from tests.samples.grid import Cell

from yusuan.reading import read_document

TITLE = "项目支出绩效目标表"
WIDTHS = [60, 80, 120, 90, 90, 60]
WHOLE = (1, 5)
Figure = tuple[str, str, float]


def figures(frames: Frames, *, repeats: bool = False) -> list[Figure]:
    """(row path, header path, number) of every figure."""
    rows = {(r["table_key"], r["row_number"], r["block_number"]): r for r in frames["row"].iter_rows(named=True)}
    columns = {(r["table_key"], r["column_number"]): r["header_path"] for r in frames["column"].iter_rows(named=True)}
    found = []
    for c in frames["cell"].iter_rows(named=True):
        row = rows[c["table_key"], c["row_number"], c["block_number"]]
        if c["number"] is not None and row["is_repeat"] is repeats:
            found.append((row["row_path"], columns[c["table_key"], c["column_number"]], float(c["number"])))
    return found


def texts(frames: Frames) -> dict[str, list[str]]:
    """The texts of a row's values by its label, figures left out."""
    rows = {(r["row_number"], r["block_number"]): r["row_label"] for r in frames["row"].iter_rows(named=True)}
    found: dict[str, list[str]] = {}
    for c in frames["cell"].iter_rows(named=True):
        if c["number"] is None:
            found.setdefault(rows[c["row_number"], c["block_number"]], []).append(c["text"])
    return found


def form(
    rows: list[list[str]], spans: Spans, *, paper: Paper | None = None, title: str = TITLE, widths: list[int] = WIDTHS
) -> Paper:
    paper = paper or Paper()
    paper.title(60, title, "")
    paper.grid(100, widths, rows, spans)
    return paper


def test_labels_and_values_side_by_side_are_pairs() -> None:
    rows = [
        ["项目名称", "", "网络运维", "", "", ""],
        ["主管部门", "", "某局", "实施单位", "", "某中心"],
        ["资金金额\n(万元)", "年度资金总额：", "77.00", "实施期资金总额：", "", "177.00"],
        ["", "其中：财政拨款", "70.00", "其他资金", "", "7"],
    ]
    spans = {(0, 0): (1, 2), (0, 2): (1, 4), (1, 0): (1, 2), (1, 3): (1, 2), (2, 0): (2, 1), (2, 3): (1, 2)}
    frames = read(form(rows, spans | {(3, 3): (1, 2)}))
    assert [(p.split("/")[-1], h, n) for p, h, n in figures(frames)] == [
        ("年度资金总额:", "", 77.0),
        ("实施期资金总额:", "", 177.0),
        ("其中:财政拨款", "", 70.0),
        ("其他资金", "", 7.0),
    ]
    assert all(path.startswith("资金金额(万元)/") for path, _, _ in figures(frames))  # and with it the unit
    assert texts(frames) == {"项目名称": ["网络运维"], "主管部门": ["某局"], "实施单位": ["某中心"]}


INDICATORS = [
    ["一级指标", "二级指标", "三级指标", "指标值", "", "分值"],
    ["产出指标", "数量指标", "采购台数", "16", "", "10"],
    ["", "", "培训人数", "2000", "", "20"],
    ["效益指标", "社会效益指标", "群众满意率", "90", "", "70"],
]
SPANS = {(0, 3): (1, 2), (1, 3): (1, 2), (2, 3): (1, 2), (3, 3): (1, 2), (1, 0): (2, 1), (1, 1): (2, 1)}


def below(count: int, spans: Spans) -> dict[tuple[int, int], tuple[int, int]]:
    """The spans of rows that stand so far further down."""
    return {(r + count, c): span for (r, c), span in spans.items()}


def test_a_header_row_in_the_middle_of_a_ruled_form() -> None:
    rows = [["项目名称", "网络运维", "", "", "", ""], ["年度资金总额", "30.5", "", "", "", ""], *INDICATORS]
    frames = read(form(rows, {(0, 1): WHOLE, (1, 1): WHOLE, **below(2, SPANS)}))
    # Whole numbers under header cells over two columns are data.
    assert [f[1:] for f in figures(frames)] == [
        ("", 30.5),
        ("指标值", 16.0),
        ("分值", 10.0),
        ("指标值", 2000.0),
        ("分值", 20.0),
        ("指标值", 90.0),
        ("分值", 70.0),
    ]


def test_a_section_takes_the_row_of_its_total() -> None:
    rows = [["项目名称", "", "网络运维", "", "", ""]]
    rows += [["绩\n效" if r == 0 else "", *row[:4], row[5]] for r, row in enumerate(INDICATORS)]
    rows += [["总分", "", "", "", "", "100"]]
    spans = {(0, 0): (1, 2), (0, 2): (1, 4), (1, 0): (4, 1), (2, 1): (2, 1), (2, 2): (2, 1), (5, 0): (1, 5)}
    assert ("总分", "分值", 100.0) in figures(read(form(rows, spans)))


def test_a_second_header_in_a_section_begins_its_own_columns() -> None:
    rows = [
        ["部门名称", "某局", "", "", "", ""],
        ["预算情况", "部门预算支出", "预算金额(万元)", "收入来源", "预算金额(万元)", ""],
        ["", "基本支出", "58.59", "财政拨款", "92.68", ""],
        ["", "事业发展性支出", "预算金额(万元)", "按级次划分", "预算金额(万元)", ""],
        ["", "专项资金", "6.90", "市本级使用", "85.78", ""],
    ]
    spans = {(0, 1): WHOLE, (1, 0): (4, 1), **{(r, 4): (1, 2) for r in range(1, 5)}}
    assert figures(read(form(rows, spans))) == [
        ("基本支出", "预算金额(万元)", 58.59),
        ("财政拨款", "预算金额(万元)", 92.68),
        ("专项资金", "预算金额(万元)", 6.9),
        ("市本级使用", "预算金额(万元)", 85.78),
    ]


def test_the_unit_in_a_sections_name_stands_over_its_figures() -> None:
    rows = [
        ["项目名称", "网络运维", "", "", "", ""],
        ["项目资金\n(万元)", "", "年初预算数", "全年执行数", "执行率", "得分"],
        ["", "年度资金总额", "240", "229.19万元", "95%", "10"],
    ]
    frames = read(form(rows, {(0, 1): WHOLE, (1, 0): (2, 1)}))
    assert figures(frames) == [
        ("年度资金总额", "项目资金(万元)/年初预算数", 240.0),
        ("年度资金总额", "项目资金(万元)/全年执行数", 229.19),
        ("年度资金总额", "项目资金(万元)/执行率", 95.0),
        ("年度资金总额", "项目资金(万元)/得分", 10.0),
    ]


def test_a_row_without_label_is_called_as_its_section() -> None:
    rows = [
        ["部门名称", "", "某局", "", "", ""],
        ["总体资金情况(万元)", "", "预算支出总额", "财政拨款", "", "其他资金"],
        ["", "", "", "合计", "项目支出", ""],
        ["", "", "44.16", "44.16", "16.15", "-"],
    ]
    spans = {(0, 0): (1, 2), (0, 2): (1, 4), (1, 0): (3, 2), (1, 2): (2, 1), (1, 3): (1, 2), (1, 5): (2, 1)}
    found = figures(read(form(rows, spans)))
    assert {path for path, _, _ in found} == {"总体资金情况(万元)"}
    assert [h for _, h, _ in found][1] == "总体资金情况(万元)/财政拨款/合计"


def test_the_header_of_a_list_may_state_the_unit_of_a_column() -> None:
    rows = [["项目", "预算数(单位：万元)", "绩效目标"], ["规划工作专项", "787.11", "加强规划"]]
    assert figures(read(form(rows, {}, title="重点项目预算绩效目标情况", widths=[150, 120, 150]))) == [
        ("规划工作专项", "预算数(单位:万元)", 787.11)
    ]


HEAD_OF_FORM = [
    ["项目名称", "", "网络运维", "", "", ""],
    ["年度资金总额", "", "30.5", "", "", ""],
    ["", "一级指标", "二级指标", "三级指标", "指标值", "分值"],
    ["", "产出指标", "数量指标", "采购台数", "16", "10"],
]
HEAD_SPANS = {(0, 0): (1, 2), (0, 2): (1, 4), (1, 0): (1, 2), (1, 2): (1, 4), (2, 0): (2, 1)}
REST = [["", "效益指标", "社会效益指标", "经费控制率", "40", "15"], ["", "", "", "费用满意度", "90", "20"]]


def test_a_section_that_a_page_cuts_goes_on() -> None:
    paper = form(HEAD_OF_FORM, HEAD_SPANS)
    paper.page()
    paper.grid(60, WIDTHS, [*REST, ["其他说明", "", "无", "", "", ""]], {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1),
                                                               (2, 0): (1, 2), (2, 2): (1, 4)})  # fmt: skip
    frames = read(paper)
    assert titles(frames) == [TITLE]
    assert [f[1:] for f in figures(frames)][-4:] == [("指标值", 40.0), ("分值", 15.0), ("指标值", 90.0), ("分值", 20.0)]
    assert texts(frames)["其他说明"] == ["无"]


def test_a_section_goes_on_where_its_name_has_no_rules_any_more() -> None:
    paper = form(HEAD_OF_FORM, HEAD_SPANS)
    paper.page()
    paper.grid(60, WIDTHS[1:], [row[1:] for row in REST], {(0, 0): (2, 1), (0, 1): (2, 1)}, left=50.0 + WIDTHS[0])
    frames = read(paper)
    assert titles(frames) == [TITLE]
    assert [f[1:] for f in figures(frames)][-4:] == [("指标值", 40.0), ("分值", 15.0), ("指标值", 90.0), ("分值", 20.0)]


def test_a_section_goes_on_where_a_page_has_more_of_its_columns_than_the_one_before() -> None:
    """Of cells that a page cuts twice the page between draws the sides only; a row of words there is an indicator's."""
    paper = form(HEAD_OF_FORM, HEAD_SPANS)
    paper.page()
    between = [["费用控制", "30"], ["费用公开", "有所提高"], ["费用节约", "50"]]
    paper.grid(60, [90, 150], between, left=50.0 + sum(WIDTHS[:3]))
    paper.page()
    paper.grid(60, WIDTHS[1:], [row[1:] for row in REST], {(0, 0): (2, 1), (0, 1): (2, 1)}, left=50.0 + WIDTHS[0])
    frames = read(paper)
    assert titles(frames) == [TITLE]
    assert [number for _, path, number in figures(frames) if path == "指标值"] == [16.0, 30.0, 50.0, 40.0, 90.0]


def test_what_a_page_of_a_form_prints_again_is_a_repeat() -> None:
    paper = form(HEAD_OF_FORM, HEAD_SPANS)
    paper.page()
    form([*HEAD_OF_FORM[:3], *REST[:1]], HEAD_SPANS, paper=paper)
    frames = read(paper)
    assert titles(frames) == [TITLE]
    assert figures(frames, repeats=True) == [("年度资金总额", "", 30.5)]
    assert [f[1:] for f in figures(frames)] == [
        ("", 30.5), ("指标值", 16.0), ("分值", 10.0), ("指标值", 40.0), ("分值", 15.0),
    ]  # fmt: skip
    (row,) = [r for r in frames["row"].iter_rows(named=True) if r["is_repeat"] and r["row_label"] == "年度资金总额"]
    assert row["repeat_of_row_number"] == 2


def test_a_header_of_groups_is_no_form() -> None:
    rows = [
        ["项目", "", "本年支出", "", ""],
        ["科目编码", "科目名称", "合计", "基本支出", "项目支出"],
        ["208", "社会保障和就业支出", "30.00", "20.00", "10.00"],
    ]
    frames = read(form(rows, {(0, 0): (1, 2), (0, 2): (1, 3)}, title="支出决算表", widths=WIDTHS[:5]))
    assert [header for _, header, _ in figures(frames)] == ["本年支出/合计", "本年支出/基本支出", "本年支出/项目支出"]


def test_the_next_form_of_a_series_is_one_of_its_own_under_the_same_title() -> None:
    other = [["项目名称", "", "另一项目", "", "", ""], *HEAD_OF_FORM[1:]]
    for title in (TITLE, ""):
        paper = form(HEAD_OF_FORM, HEAD_SPANS)
        paper.page()
        if title:
            form(other, HEAD_SPANS, paper=paper)
        else:
            paper.grid(60, WIDTHS, other, HEAD_SPANS)
        frames = read(paper)
        assert titles(frames) == [TITLE, TITLE]
        assert figures(frames, repeats=True) == []


def form_of_sample() -> model.Json:
    """The overall performance form of the first sample, whose header stands in the middle."""
    (table,) = [t for t in office.tables(model.load("000")) if t.get("layout") == "performance"]
    return table


def wanted() -> Counter[tuple[str, str, Decimal]]:
    return Counter(
        (r["row_label"], r["column_path"], Decimal(r["value"]).normalize())
        for r in key.key(model.load("000"))
        if r["table_title"] == form_of_sample()["title"]
    )


def as_it_is(cells: Iterable[Cell]) -> list[Cell]:
    return list(cells)


def without_names(cells: Iterable[Cell]) -> list[Cell]:
    """No cell over several rows names a section: the first column is gone, its labels stand in the second."""
    kept = []
    for cell in cells:
        if cell.column == 0 and cell.rows > 1:
            continue
        if cell.column == 0:
            kept.append(replace(cell, column=1))
        elif cell.column == 1 and cell.columns == 6:
            kept.append(replace(cell, column=2, columns=5))
        else:
            kept.append(cell)
    return [c for c in kept if not (c.column == 1 and c.kind == "text" and not c.text and c.columns == 2)]


def drawn(change: Callable[[Iterable[Cell]], list[Cell]], *, per_page: int = 99, bars: bool = False) -> bytes:
    """The form in full rules, `per_page` rows on a page; cells that a page break cuts are drawn on both pages."""
    grid = office.grid_of(form_of_sample())
    cells = change(grid.cells)
    first = min(c.column for c in cells)
    width = len(grid.columns) - first
    paper = Paper((842.0, 1191.0))
    for start in range(0, grid.row_count, per_page):
        end = min(start + per_page, grid.row_count)
        rows = [[""] * width for _ in range(start, end)]
        spans = {}
        for cell in cells:
            top, bottom = max(cell.row, start), min(cell.row + cell.rows, end)
            if top < bottom:
                place = (top - start, cell.column - first)
                rows[place[0]][place[1]] = cell.text if cell.row >= start else ""
                spans[place] = (bottom - top, cell.columns)
        if start:
            paper.page()
            paper.grid(60, [100] * width, rows, spans, bars=bars)
        else:
            paper.title(60, form_of_sample()["title"])
            paper.grid(100, [100] * width, rows, spans, bars=bars)
    return paper.finish()


SETTINGS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "ruled": ("pdf", lambda: drawn(as_it_is)),
    "ruled with bars": ("pdf", lambda: drawn(as_it_is, bars=True)),
    "without names of sections": ("pdf", lambda: drawn(without_names)),
    "cut before the money": ("pdf", lambda: drawn(as_it_is, per_page=2)),
    "cut within the money": ("pdf", lambda: drawn(as_it_is, per_page=6)),
    "worksheet": ("xlsx", lambda: office.xlsx(model.load("000"))),
    "old worksheet": ("xls", lambda: office.xls(model.load("000"), "style")),
    "Word": ("docx", lambda: office.word(model.load("000"))),
}


@pytest.mark.parametrize("setting", SETTINGS)
def test_the_form_of_the_sample_is_complete(setting: str) -> None:
    reader, make = SETTINGS[setting]
    frames = read_document(make(), lexicon(), reader)
    keys = frames["table"].filter(frames["table"]["title_text"] == form_of_sample()["title"])["table_key"]
    assert len(keys) == 1
    own = {name: frame.filter(frame["table_key"] == keys[0]) for name, frame in frames.items() if name in _PARTS}
    found = Counter((path, header, Decimal(str(n)).normalize()) for path, header, n in figures(own))
    assert sorted((wanted() - found).elements()) == []
    # The other figures are of the list of projects and the indicators, each under its header.
    others = {header for _, header, _ in (found - wanted()).elements()}
    assert others <= {"项目总预算", "项目本年度预算", "指标值"}
    rows = list(own["row"].iter_rows(named=True))
    labels = [f"{r['row_path']}|{r['unit_label'] or ''}" for r in rows]
    for _, _, indicator, *_ in form_of_sample()["indicators"]:
        assert any(indicator in label for label in labels), indicator


_PARTS = ("row", "column", "cell")
