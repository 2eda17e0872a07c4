"""Codes, numbering and totals in labels."""

import duckdb
import pytest
from tests.support.sql_macros import rendered

from yusuan.reading.structure.labels import is_code, is_of_which, is_total, marker_level, split_code, without_marker


@pytest.mark.parametrize(
    ("label", "level"),
    [
        ("一、一般公共预算拨款收入", 1),
        ("二十三、其他支出", 1),
        ("廿一、其他支出", 1),
        ("(一)一般公共预算拨款", 2),
        ("1.办公费", 3),
        ("3、事业收入", 3),
        ("(1)工资", 4),
        ("①基本工资", 5),
        ("合计", None),
        ("1.5", None),
        ("一般公共服务支出", None),
    ],
)
def test_numbering_ranks(label: str, level: int | None) -> None:
    assert marker_level(label) == level


@pytest.mark.parametrize("text", ["208", "20805", "2080505", "30101", "503019", "42010325011T000000133"])
def test_codes(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize("text", ["", "1.5", "1,116", "合计", "208社会", "一"])
def test_no_codes(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("2010601-行政运行", ("2010601", "行政运行")),
        ("2010405-日常经济运行调节", ("2010405", "日常经济运行调节")),
        ("2010405日常经济运行调节", ("2010405", "日常经济运行调节")),
        ("20250101日到期", None),
        ("365日", None),
        ("208社会保障和就业支出", ("208", "社会保障和就业支出")),
        ("301001-市财政局", ("301001", "市财政局")),
        ("420100225030030000101机关业务工作", ("420100225030030000101", "机关业务工作")),
        ("42010022503T000000101机关业务工作", ("42010022503T000000101", "机关业务工作")),
        ("[2120104]城管执法", ("2120104", "城管执法")),
        ("(208)社会保障和就业支出", ("208", "社会保障和就业支出")),
        ("【301】工资福利支出", ("301", "工资福利支出")),
        ("[2120104城管执法", None),
        ("2120104]城管执法", None),
        ("[2024]年预算", None),
        ("(1)工资", None),
        ("2025年预算数", None),
        ("行政运行", None),
        ("20.5万", None),
    ],
)
def test_a_code_in_front_of_a_name(label: str, parts: tuple[str, str] | None) -> None:
    assert split_code(label) == parts


def test_totals_and_parts_of_them() -> None:
    assert all(map(is_total, ["合计", "支出总计", "小计", "本年收入合计", "合计(一)"]))
    assert not any(map(is_total, ["合计数说明", "设计费"]))
    assert is_of_which("其中:政府性基金")
    assert not is_of_which("基本支出")


MARKED = [
    ("一、一般公共预算拨款收入", "一般公共预算拨款收入"),
    ("二十三.其他支出", "其他支出"),
    ("廿一、其他支出", "其他支出"),
    ("二〇、其他支出", "其他支出"),
    ("(一)一般公共预算", "一般公共预算"),
    ("(十二)、一般公共预算", "一般公共预算"),
    ("1.办公费", "办公费"),
    ("12、事业收入", "事业收入"),
    ("3)事业收入", "事业收入"),
    ("(1)工资", "工资"),
    ("(10)、工资", "工资"),
    ("①基本工资", "基本工资"),
    ("1.", ""),
    ("一般公共服务支出", "一般公共服务支出"),
    ("1.5万元以下", "1.5万元以下"),
    ("2024年支出", "2024年支出"),
    ("123、支出", "123、支出"),
    ("(境)外", "(境)外"),
    ("一、(二)1.办公费", "(二)1.办公费"),
    ("", ""),
]


@pytest.mark.parametrize(("label", "plain"), MARKED)
def test_the_number_in_front_goes(label: str, plain: str) -> None:
    assert without_marker(label) == plain


def test_sql_takes_the_same_number_away() -> None:
    stripped = rendered("strip_outline_number", "label")
    found = duckdb.execute(f"SELECT {stripped} FROM (SELECT unnest(?) AS label)", [[label for label, _ in MARKED]])
    assert [plain for (plain,) in found.fetchall()] == [plain for _, plain in MARKED]
