"""Code points and white space."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.samples.fonts import RADICAL_OF

from yusuan.reading.text import normalise, squeeze, unreadable_count


@pytest.mark.parametrize(("ordinary", "radical"), sorted(RADICAL_OF.items()))
def test_radicals_become_ordinary_characters(ordinary: str, radical: str) -> None:
    assert normalise(radical) == ordinary


@pytest.mark.parametrize(
    ("printed", "plain"),
    [
        ("⼀般公共预算⽀出", "一般公共预算支出"),
        ("⼈⼒资源和社会保障⾏政单位", "人力资源和社会保障行政单位"),
        ("⻋辆⻓期⺠⽣⻔⻝⻦", "车辆长期民生门飞鸟".replace("飞", "食")),
        ("（一）　基本支出", "(一)基本支出"),
        ("收　入\n总 计", "收入总计"),
        ("“三公”经费", "“三公”经费"),
        ("\ufeff合\u200b计", "合计"),
    ],
)
def test_two_spellings_are_one(printed: str, plain: str) -> None:
    assert squeeze(printed) == plain


@given(st.text())
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


# An accent that stands alone would join the letter before it once its blank goes; no printed table has one.
@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Mn", "Sk"])))
def test_squeezed_text_has_no_white_space(text: str) -> None:
    plain = squeeze(text)
    assert not any(c.isspace() for c in plain)
    assert squeeze(plain) == plain


@given(st.text(alphabet=st.characters(min_codepoint=0x2E80, max_codepoint=0x2FD5)))
def test_no_radical_is_left(text: str) -> None:
    left = [c for c in normalise(text) if 0x2F00 <= ord(c) <= 0x2FD5]
    assert left == []


def test_unreadable_characters_are_counted() -> None:
    assert unreadable_count("合计1.5") == 0
    assert unreadable_count("\ue000\ufffd(cid:12)合") == 3
