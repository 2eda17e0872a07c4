"""Lines of a text file: which of them are the running heads and feet of its pages."""

from __future__ import annotations

from yusuan.reading.text_input.source import read_lines, running_lines


def running(*pages: str) -> list[str]:
    """The running lines of pages, as they are printed."""
    lines = read_lines("\f".join(pages).encode())
    numbers = running_lines(lines)
    return [line.text for line in lines if line.number in numbers]


def page(number: int, head: str = "", foot: str = "") -> str:
    body = [f"正文{word}之{'甲乙丙丁戊己庚辛壬癸'[number]}" for word in "一二三四五"]
    return "\n".join([*([head] if head else []), *body, *([foot] if foot else [])])


def test_heads_and_feet_that_differ_in_digits_only() -> None:
    pages = [page(n, "甲市乙局部门预算", f"- {n} -") for n in range(3)]
    assert running(*pages) == ["甲市乙局部门预算", "- 0 -", "甲市乙局部门预算", "- 1 -", "甲市乙局部门预算", "- 2 -"]


def test_what_stands_on_fewer_than_three_pages_is_no_running_line() -> None:
    assert running(page(0, "甲市乙局部门预算"), page(1, "甲市乙局部门预算")) == []
    assert running(page(0, "甲市乙局部门预算"), page(1, "甲市乙局部门预算"), page(2)) == []
    assert running(page(0, "甲市乙局部门预算"), page(1), page(2), page(3)) == []


def test_of_many_pages_a_third_bears_it() -> None:
    def pages(bearing: int) -> list[str]:
        return [page(n % 10, "甲市乙局部门预算" if n < bearing else "") + "x" * n for n in range(12)]

    assert running(*pages(3)) == []
    assert len(running(*pages(4))) == 4


def test_a_title_and_a_unit_are_no_running_lines() -> None:
    assert running(*(page(n, "收入预算总表", "单位:万元") for n in range(4))) == []
