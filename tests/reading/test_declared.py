"""Identities that tables state: every form of print, nothing from what is no sum of the table's own numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.reading.declared import index_number, read_declared, read_formula

Numbers = list[int]


def signed(text: str) -> list[tuple[str, int, Numbers]]:
    """Axis, left number and signed right numbers of every identity in a text."""
    return [
        (d.axis, d.terms[0].index, [t.sign * t.index for t in d.terms[1:]]) for d in read_declared(text.split("\n"))
    ]


@pytest.mark.parametrize(
    ("text", "axis", "left", "right"),
    [
        ("27行＝（1+2+3）行", "row", 27, [1, 2, 3]),
        ("27⾏＝（1+2+…+5）⾏；", "row", 27, [1, 2, 3, 4, 5]),
        ("8行=(1+......+4)行", "row", 8, [1, 2, 3, 4]),
        ("8行＝（1＋…4）行", "row", 8, [1, 2, 3, 4]),
        ("8行=(2+4+…+8)行", "row", 8, [2, 4, 6, 8]),
        ("8行=(1~4)行", "row", 8, [1, 2, 3, 4]),
        ("8行=1至4行之和", "row", 8, [1, 2, 3, 4]),
        ("8行=(1-4)行之和", "row", 8, [1, 2, 3, 4]),
        ("8行=(4-1)行", "row", 8, [4, -1]),
        ("6栏各行＝（1＋2－3）栏各行。", "column", 6, [1, 2, -3]),
        ("6栏＝1栏−（2栏－3栏）", "column", 6, [1, -2, 3]),
        ("3栏=4+5栏", "column", 3, [4, 5]),
        ("栏次3=栏次4+栏次5", "column", 3, [4, 5]),
        ("第3列=第4列+第5列", "column", 3, [4, 5]),
        ("注：本表反映收支情况。2.3 行 = ( 1 + 2 ) 行", "row", 3, [1, 2]),
        ("27行=（1+2+3\n+4+5）行", "row", 27, [1, 2, 3, 4, 5]),
        ("本表3行=1行+2行", "row", 3, [1, 2]),
        ("60行=30行", "row", 60, [30]),
    ],
)
def test_forms_of_print(text: str, axis: str, left: int, right: Numbers) -> None:
    assert signed(text) == [(axis, left, right)]


@pytest.mark.parametrize(
    "text",
    [
        "公开01表27行=公开02表1行",
        "27行=2表1行",
        "27行=1栏",
        "5栏=4栏/3栏×100%",
        "3行=1.5",
        "本年收入比上年增加3行",
        "57行=(33+…+20)行",
        "3行=(1+2",
        "预算数=3+5",
    ],
)
def test_no_sum_of_the_tables_own_numbers(text: str) -> None:
    assert signed(text) == []


def test_several_in_one_note() -> None:
    assert [left for _, left, _ in signed("1栏＝（2＋3）栏；3栏＝（4＋5）栏 7栏=8+9\n9栏=10+11")] == [1, 3, 7, 9]
    assert signed("5栏=(3+4)栏=1栏") == [("column", 5, [3, 4]), ("column", 5, [1])]


@pytest.mark.parametrize(
    ("cell", "number"), [("1", 1), ("①", 1), ("3=4+5", 3), ("5=4/3", 5), ("栏次", None), ("2020", None)]
)
def test_numbers_of_lines_and_columns(cell: str, number: int | None) -> None:
    assert index_number(cell) == number


def test_formula_beside_a_number() -> None:
    declared = read_formula("1＝2＋3", "column")
    assert declared is not None
    assert [(t.side, t.sign, t.index) for t in declared.terms] == [("left", 1, 1), ("right", 1, 2), ("right", 1, 3)]
    assert read_formula("5=4/3", "column") is None
    assert read_formula("5", "column") is None


_OPENING = st.sampled_from(["（", "("])


@given(
    left=st.integers(1, 99),
    right=st.lists(
        st.tuples(st.sampled_from([1, -1]), st.integers(1, 99)), min_size=1, max_size=8, unique_by=lambda t: t[1]
    ),
    mark=st.sampled_from("行栏列"),
    wide=st.booleans(),
    gap=st.sampled_from(["", " ", "\n"]),
    tail=st.sampled_from(["", "；", "。", ";", "\n注：其他说明。"]),
)
def test_what_is_printed_comes_back(
    left: int, right: list[tuple[int, int]], mark: str, wide: bool, gap: str, tail: str
) -> None:
    """A sum in brackets is read back term by term, in half or full width, broken anywhere between its tokens."""
    plus, minus, equals = ("＋", "－", "＝") if wide else ("+", "-", "=")
    first, *rest = right
    inner = (minus if first[0] < 0 else "") + str(first[1])
    inner += "".join(f"{gap}{plus if sign > 0 else minus}{gap}{number}" for sign, number in rest)
    text = f"{left}{mark}{equals}（{gap}{inner}）{mark}{tail}"
    (found,) = signed(text)
    assert found == ("row" if mark == "行" else "column", left, [sign * number for sign, number in right])


@given(st.text(alphabet="0123456789+-=()（）…行栏；。 \n表第~", max_size=40))
def test_any_text_is_read_without_failing(text: str) -> None:
    for declared in read_declared(text.split("\n")):
        assert all(0 < term.index <= 999 for term in declared.terms[1:])


@given(st.integers(1, 400), st.integers(2, 60))
def test_dots_stand_for_every_number_between(start: int, length: int) -> None:
    end = start + length
    assert signed(f"999行＝（{start}+{start + 1}+…+{end}）行") == [("row", 999, list(range(start, end + 1)))]
