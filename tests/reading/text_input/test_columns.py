"""Tables that a text writes with columns: whatever the writing, the columns are the table's, or nothing is exact."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reading.papers import Amount, Frames, amounts, document, lexicon, titles
from tests.reading.text_input.writings import (
    WRITINGS,
    Table,
    commas,
    html_in_one_line,
    html_rows,
    pipes,
    pipes_blank,
    pipes_repeated,
    tabs,
)

from yusuan.reading import read_document

COVER = "# 某市审计局\n\n## 2025年部门预算\n\n"
TEXT_COVER = "某市审计局\n2025年部门预算\n\n"
BY_FUNCTION = Table(
    "支出总表",
    [["科目编码", "科目名称", "合计", "基本支出", "", "项目支出"], ["", "", "", "人员经费", "公用经费", ""]],
    [
        ["", "合计", "1,234.50", "1,000.00", "200.50", "34.00"],
        ["208", "社会保障和就业支出", "1,034.00", "1,000.00", "", "34.00"],
        ["210", "卫生健康支出", "200.50", "", "200.50", ""],
    ],
    {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 2), (0, 5): (2, 1)},
)
TWO_SIDED = Table(
    "收支总表",
    [["收入", "", "支出", ""], ["项目", "预算数", "项目", "预算数"]],
    [
        ["一、一般公共预算拨款收入", "1,234.50", "一、社会保障和就业支出", "1,034.00"],
        ["二、政府性基金预算拨款收入", "", "二、卫生健康支出", "200.50"],
        ["", "", "三、农林水支出", ""],
        ["收入总计", "1,234.50", "支出总计", "1,234.50"],
    ],
    {(0, 0): (1, 2), (0, 2): (1, 2)},
)
FUNCTION_PATHS = ["合计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]


def read(text: str | bytes) -> Frames:
    return read_document(text if isinstance(text, bytes) else text.encode(), lexicon(), "text")


def truth(table: Table, paths: list[str], first: int = 2) -> list[Amount]:
    """What a list with `first` columns of codes and names says."""
    return [
        (table.title, row[0] if first > 1 else "", row[first - 1], path, Decimal(text.replace(",", "")).normalize())
        for row in table.body
        for path, text in zip(paths, row[first:], strict=True)
        if text
    ]


TWO_SIDED_TRUTH = [
    ("收支总表", "", "一、一般公共预算拨款收入", "收入/预算数", Decimal("1234.5")),
    ("收支总表", "", "一、社会保障和就业支出", "支出/预算数", Decimal("1034")),
    ("收支总表", "", "二、卫生健康支出", "支出/预算数", Decimal("200.5")),
    ("收支总表", "", "收入总计", "收入/预算数", Decimal("1234.5")),
    ("收支总表", "", "支出总计", "支出/预算数", Decimal("1234.5")),
]


@pytest.mark.parametrize("write", [*WRITINGS, commas], ids=lambda w: w.__name__)
def test_every_writing_says_the_same(write: Callable[[Table], str]) -> None:
    frames = read(TEXT_COVER + write(TWO_SIDED) + write(BY_FUNCTION))
    assert amounts(frames) == [*TWO_SIDED_TRUTH, *truth(BY_FUNCTION, FUNCTION_PATHS)]
    assert set(frames["table"]["unit_text"]) == {"万元"}
    record = document(frames)
    assert (record["publisher_name"], record["fiscal_year"], record["stage"]) == ("某市审计局", 2025, "budget")
    marks = write not in (tabs, commas) and "tabs" not in write.__name__
    assert record["reader"] == ("markdown" if marks else "text")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "gb18030"])
def test_encodings(encoding: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    frames = read(mark + (TEXT_COVER + tabs(BY_FUNCTION)).replace("\n", "\r\n").encode(encoding))
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)


def test_marks_of_markdown_are_no_part_of_names_and_figures() -> None:
    table = Table(
        "支出总表",
        [["**科目编码**", "**科目名称**", "__合计__"]],
        [
            ["", "**合计**", "**1,234.50**"],
            ["208", "社会&amp;保障\\|就业", "$1,234.50$"],
            ["210", "卫生\n健康", "0.00"],
        ],
    )
    rows = [*table.header, *table.body]
    text = "# **某市审计局** #\n## 2025年部门预算\n\n支出总表\n========\n\n" + pipes(rows).replace("\\\\|", "\\|")
    frames = read(text.replace("社会&amp;保障\\\\|就业", "社会&amp;保障\\|就业"))
    assert [a[1:] for a in amounts(frames)] == [
        ("", "合计", "合计", Decimal("1234.5")),
        ("208", "社会&保障|就业", "合计", Decimal("1234.5")),
        ("210", "卫生健康", "合计", Decimal(0)),
    ]
    assert document(frames)["publisher_name"] == "某市审计局"


def test_a_narrative_without_tables_has_no_marks_in_its_name() -> None:
    frames = read("#某市审计局##\n## 2025年部门预算\n\n**第一部分** 概况\n\n- 本单位负责审计。\n")
    assert document(frames)["publisher_name"] == "某市审计局"


def test_title_and_unit_inside_the_table() -> None:
    width = len(BY_FUNCTION.header[0])
    inside = [[BY_FUNCTION.title] * width, ["单位：万元"] * width]
    for first in (inside, [[BY_FUNCTION.title, *[""] * (width - 1)], [*[""] * (width - 1), "单位：万元"]]):
        frames = read(COVER + pipes([*first, *BY_FUNCTION.repeated(), *BY_FUNCTION.body]))
        assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)
        assert frames["table"]["unit_text"].to_list() == ["万元"]


@pytest.mark.parametrize(
    "mark", ["\f", "- 3 -", "{3}------------------------", "<!-- page break -->", "---", "第3页", "续表", "（续上表）"]
)
@pytest.mark.parametrize("is_header_repeated", [True, False])
def test_a_table_goes_on_behind_the_mark_of_a_page(mark: str, is_header_repeated: bool) -> None:
    rows = [*BY_FUNCTION.repeated(), *BY_FUNCTION.body[:2]]
    rest = [*(BY_FUNCTION.repeated() if is_header_repeated else []), *BY_FUNCTION.body[2:]]
    text = f"{COVER}## 支出总表\n\n单位：万元\n\n{pipes(rows)}\n\n{mark}\n\n{pipes(rest)}\n"
    frames = read(text)
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)
    assert frames["table"].height == 1
    assert document(frames)["page_count"] == 2


@pytest.mark.parametrize("again", ["支出总表", "支出总表（续）"])
def test_a_title_printed_again_with_its_header_begins_no_table(again: str) -> None:
    rows = [*BY_FUNCTION.repeated(), *BY_FUNCTION.body[:2]]
    rest = [*BY_FUNCTION.repeated(), *BY_FUNCTION.body[2:]]
    frames = read(f"{COVER}## 支出总表\n\n{pipes(rows)}\n\n## {again}\n\n单位：万元\n\n{pipes(rest)}\n")
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)
    assert frames["table"].height == 1


def test_a_table_without_header_of_which_nothing_says_the_columns_is_not_exact() -> None:
    body = pipes(BY_FUNCTION.body)
    above = f"{COVER}## 支出总表\n\n{pipes([*BY_FUNCTION.repeated(), *BY_FUNCTION.body])}\n\n"
    known = truth(BY_FUNCTION, FUNCTION_PATHS)
    assert amounts(read(f"{COVER}## 支出总表\n\n{body}\n")) == []
    assert amounts(read(f"{above}另有说明如下。\n\n{body}\n")) == known
    assert amounts(read(f"{above}---\n\n## 收入总表\n\n{body}\n")) == known
    narrower = pipes([row[:-1] for row in BY_FUNCTION.body])
    assert amounts(read(f"{above}---\n\n{narrower}\n")) == known


def test_prose_between_tables_is_read() -> None:
    prose = "收入预算1234.50万元，比上年增加**100.00万元**。"
    frames = read(f"{COVER}{pipes_repeated(TWO_SIDED)}\n{prose}\n\n{pipes_blank(BY_FUNCTION)}")
    assert frames["statement"].height > 0
    assert "收入预算1234.50万元，比上年增加100.00万元。" in frames["line"]["text"].to_list()
    assert titles(frames) == ["收支总表", "支出总表"]


def test_what_data_frames_call_blank_cells() -> None:
    header = [["支出总表", *(f"Unnamed: {i}" for i in range(1, 6))], [*["NaN"] * 5, "单位：万元"]]
    rows = [[text or "NaN" for text in row] for row in [*BY_FUNCTION.header, *BY_FUNCTION.body]]
    frames = read(f"{COVER}## Sheet1\n{pipes([*header, *rows])}\n")
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)
    assert titles(frames) == ["支出总表"]


def test_a_row_torn_by_a_line_break() -> None:
    text = COVER + pipes_repeated(BY_FUNCTION).replace("社会保障和就业支出", "社会保障和\n就业支出")
    assert amounts(read(text)) == truth(BY_FUNCTION, FUNCTION_PATHS)


def test_tables_above_each_other_without_a_blank_line() -> None:
    rows = pipes([*BY_FUNCTION.repeated(), *BY_FUNCTION.body])
    other = pipes([["项目", "预算数"], ["一、财政拨款", "9.00"]])
    frames = read(f"{COVER}支出总表\n{rows}\n{other}\n")
    assert frames["table"].height == 2
    assert amounts(frames)[:-1] == truth(BY_FUNCTION, FUNCTION_PATHS)


def test_a_raised_footnote_is_no_digit() -> None:
    table = Table("支出总表", [["项目", "预算数"]], [["一、财政拨款", "57.60"], ["二、事业收入", "3.00"]])
    expected = [Decimal("57.6"), Decimal(3)]
    for text in (html_in_one_line(table), pipes_repeated(table)):
        frames = read(COVER + text.replace("57.60", "57.60<sup>1</sup>"))
        assert [a[-1] for a in amounts(frames)] == expected


@pytest.mark.parametrize("mark", ["①", "¹", "*", "※", "[1]"])
def test_a_footnote_behind_a_figure_is_no_digit(mark: str) -> None:
    table = Table("支出总表", [["项目", "预算数"]], [["一、财政拨款", "57.60"], ["二、事业收入", "3.00"]])
    for write in (html_in_one_line, pipes_repeated, tabs):
        frames = read(TEXT_COVER + write(table).replace("57.60", f"57.60{mark}"))
        assert [a[-1] for a in amounts(frames)] == [Decimal("57.6"), Decimal(3)]
        assert frames["cell"]["text"].to_list()[0] == f"57.60{mark}"


@pytest.mark.parametrize("lines", ["12\n13", "1,234.5\n6", "12.00\n13.00"])
def test_two_lines_of_digits_are_not_one_figure(lines: str) -> None:
    table = Table("支出总表", [["项目", "预算数"]], [["一、财政拨款", lines], ["二、事业收入", "3.00"]])
    for write in (html_in_one_line, pipes_repeated):
        frames = read(COVER + write(table))
        assert [a[-1] for a in amounts(frames)] == [Decimal(3)]
        assert frames["cell"]["reading"].to_list() == ["damaged", "exact"]


def test_what_html_does_not_show_is_not_read() -> None:
    table = html_rows(BY_FUNCTION).replace(
        "</table>", '<tr style="display: none"><td>209</td><td>藏</td><td>1.00</td></tr></table>'
    )
    assert amounts(read(f"{COVER}# 支出总表\n\n{table}\n")) == truth(BY_FUNCTION, FUNCTION_PATHS)


def test_a_table_that_is_not_closed_ends_with_its_last_row() -> None:
    table = html_rows(BY_FUNCTION).removesuffix("</table>")
    frames = read(f"{COVER}# 支出总表\n\n{table}\n\n# 收支总表\n\n{html_rows(TWO_SIDED)}\n")
    assert amounts(frames) == [*truth(BY_FUNCTION, FUNCTION_PATHS), *TWO_SIDED_TRUTH]


def test_a_contents_page_with_tabs_is_no_table() -> None:
    contents = "目录\n一、收支总表\t3\n二、收入总表\t4\n三、支出总表\t5\n\n"
    frames = read(TEXT_COVER + contents + tabs(BY_FUNCTION))
    assert titles(frames) == ["支出总表"]


@pytest.mark.parametrize("head", [["目录", ""], ["目录", "页码"], ["第一部分 概况", "1"]])
def test_a_contents_page_in_pipes_is_no_table(head: list[str]) -> None:
    rows = [head, ["一、收支总表", "3"], ["二、收入总表", "4"], ["三、支出总表", "4"]]
    frames = read(COVER + pipes(rows) + "\n\n" + pipes_repeated(BY_FUNCTION))
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)
    assert frames["table"].height == 1
    counts = read(
        COVER + "## 支出总表\n\n" + pipes([["项目", "预算数"], ["一、甲", "3"], ["二、乙", "4"], ["三、丙", "9"]])
    )
    assert len(amounts(counts)) == 3


def test_prose_with_commas_is_no_table() -> None:
    text = "支出合计1,234.50,其中基本支出1,000.00,项目支出234.50\n" * 3
    assert read(TEXT_COVER + text)["table"].height == 0


@pytest.mark.parametrize("write", WRITINGS, ids=lambda w: w.__name__)
@pytest.mark.parametrize("lost", [0, 3])
def test_a_row_that_lost_a_cell_is_not_exact(write: Callable[[Table], str], lost: int) -> None:
    body = [list(row) for row in BY_FUNCTION.body]
    del body[2][lost]
    frames = read(TEXT_COVER + write(Table(BY_FUNCTION.title, BY_FUNCTION.header, body, BY_FUNCTION.spans)))
    assert amounts(frames) == truth(BY_FUNCTION, FUNCTION_PATHS)[:-2]
    assert {a[-1] for a in amounts(frames, "ambiguous")} == {Decimal("200.5")}


def test_blank_cells_that_an_editor_cuts_off_lines_are_known_by_those_that_stay() -> None:
    text = "\n".join(line.rstrip() for line in (TEXT_COVER + tabs(TWO_SIDED) + tabs(BY_FUNCTION)).split("\n"))
    assert amounts(read(text)) == [*TWO_SIDED_TRUTH, *truth(BY_FUNCTION, FUNCTION_PATHS)]


def test_where_blank_cells_may_be_cut_off_at_either_end_a_short_row_is_not_exact() -> None:
    text = "\n".join(line.strip() for line in (TEXT_COVER + tabs(BY_FUNCTION)).split("\n"))
    assert amounts(read(text)) == []


FAULT = st.tuples(st.integers(0, 5), st.integers(0, 6), st.sampled_from(["lose", "add"]))  # one for each row
LEAVES = st.lists(st.sampled_from(["", "1.00", "2.50", "1,300.00", "1.00"]), min_size=5, max_size=5)


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(LEAVES.filter(any), min_size=1, max_size=6),
    st.sampled_from(WRITINGS),
    st.lists(FAULT, max_size=3, unique_by=lambda fault: fault[0]),
    st.booleans(),
)
def test_no_figure_is_exact_in_a_column_that_is_not_its_own(
    leaves: list[list[str]], write: Callable[[Table], str], faults: list[tuple[int, int, str]], is_stripped: bool
) -> None:
    """Each figure is told from all others by its row, so where it stands is known whatever was lost."""
    header = [
        ["科目编码", "科目名称", "合计", "基本支出", "", "", "项目支出"],
        ["", "", "", "小计", "人员经费", "公用经费", ""],
    ]
    spans = {(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (2, 1), (0, 3): (1, 3), (0, 6): (2, 1)}
    paths = ["合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"]
    body = [[f"208{i:02}", f"第{i}款支出", *row] for i, row in enumerate(leaves)]
    for i, row in enumerate(body):
        row[2:] = [text and text.removesuffix("0") + str(k) for k, text in enumerate(row[2:], start=1)]
        row[2:] = [text and f"{i + 1}{text}".replace(",", "") for text in row[2:]]
    table = Table("支出总表", header, body, spans)
    expected = set(truth(table, paths))
    broken = [list(row) for row in body]
    for r, c, fault in faults:
        if r < len(broken) and c < len(broken[r]):
            if fault == "lose":
                del broken[r][c]
            else:
                broken[r].insert(c, "")
    text = write(Table("支出总表", header, broken, spans))
    if is_stripped:
        text = "\n".join(line.strip() for line in text.split("\n"))
    found = amounts(read(TEXT_COVER + text))
    assert {(path, number) for *_, path, number in found} <= {(path, number) for *_, path, number in expected}
    if not faults and not is_stripped:
        assert set(found) == expected


PIECES = [
    *(
        "|",
        "\\|",
        "---",
        "\n",
        "\n\n",
        "\t",
        "#",
        "<table>",
        "</table>",
        "<tr>",
        "<td",
        ' colspan="3"',
        ">",
        "</td>",
        "<![x[",
    ),
    *("<!--", "-->", "<sup>", "1,234.50", "208", "支出总表", "单位：万元", "合计", ",", '"', "**", "$", "&", "\f", " "),
    "2025年部门预算",
]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(st.sampled_from(PIECES), max_size=60))
def test_whatever_a_text_holds_is_read_or_turned_away(pieces: list[str]) -> None:
    frames = read("".join(pieces))
    assert document(frames)["status"] in ("read", "rejected")
