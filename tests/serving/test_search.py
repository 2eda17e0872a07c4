"""Search: all words, however they are printed; bodies first; what is cut, what is left out, and what is not there."""

from __future__ import annotations

import re

import duckdb
import pytest

from yusuan.errors import YusuanError
from yusuan.paths import Home
from yusuan.serving.printed_words import compared, word_pattern
from yusuan.serving.search import around, nothing_has, search
from yusuan.warehouse.build import Build
from yusuan.warehouse.publish import publish

_MARTS = """
CREATE TABLE dim_document AS SELECT 'd' AS document_key, '甲.pdf' AS file_name, 'u' AS unit_key;
CREATE TABLE body_alias AS FROM (VALUES ('u', '甲市IT中心'), ('v', '乙局')) AS bodies (unit_key, alias);
CREATE TABLE mention AS FROM (VALUES
    ('d', 'row_label', 4, '甲市 it 中心运行维护的各种费用'),
    ('d', 'sentence', 2, '由甲市It中心'),
    ('d', 'row_text', 3, '中 心'),
    ('d', 'table_title', 1, '甲''市'),
    ('d', 'row_text', 5, '信息⽹　络 １０㎡Ａ')
) AS texts (document_key, place, page_number, text);
"""


@pytest.fixture
def said(home: Home) -> Home:
    """A home whose published build holds two bodies and four texts of one paper."""
    home.make()
    build = Build(home, "20250301-000000-aaaaaa")
    build.folder.mkdir(parents=True)
    with duckdb.connect(str(build.database)) as connection:
        connection.execute(_MARTS)
    publish(build)
    return home


def test_all_words_are_wanted_and_bodies_come_first(said: Home) -> None:
    found = search(said, "IT 中心", 10)
    assert [(row["place"], row["page_number"], row["unit_key"]) for row in found.rows] == [
        ("body", None, "u"),
        ("sentence", 2, "u"),
        ("row_label", 4, "u"),
    ]
    assert found.rows[1]["file_name"] == "甲.pdf"


def test_what_is_left_out_is_counted(said: Home) -> None:
    found = search(said, "中心", 1)
    assert (len(found.rows), found.more) == (1, 3)


@pytest.mark.parametrize("words", ["信息网络", "信息⽹络", "网　络 10 a", "１０M2", "㎡"])
def test_code_points_do_not_tell_words_apart_and_the_text_stays_as_printed(said: Home, words: str) -> None:
    [row] = search(said, words, 10).rows
    assert row["text"] == "信息⽹　络 １０㎡Ａ"


@pytest.mark.parametrize("text", ["⽀出（类）", "⻓ 沙 市", "ﬁx ㎞", "…", "Ⅳ", "①⑴", "a​B"])
def test_a_pattern_finds_what_is_compared_as_the_word_is(text: str) -> None:
    for word in (text, compared(text), compared(text).upper()):
        assert re.fullmatch(word_pattern(word), text), word
        assert duckdb.execute("SELECT regexp_full_match(?, ?)", [text, word_pattern(word)]).fetchone() == (True,)
    assert word_pattern(" 　​") == ""


def test_where_nothing_is_found_it_is_said_what_is_found_alone(said: Home) -> None:
    assert search(said, "信息 甲市", 10).count == 0
    assert nothing_has(said, "信息 甲市") == (
        "No place says all of the words; alone they are found: 信息 in 1, 甲市 in 3. Leave one out, or shorten it."
    )
    assert nothing_has(said, "没有").startswith("No body and no paper held here says 没有: ")
    assert nothing_has(said, "没有 无").startswith("No body and no paper held here says 没有 or 无: ")


@pytest.mark.parametrize(("words", "count"), [("甲'", 1), ("%", 0), ("没有", 0)])
def test_words_are_no_pattern(said: Home, words: str, count: int) -> None:
    assert search(said, words, 10).count == count


def test_nothing_to_search_for(said: Home) -> None:
    with pytest.raises(YusuanError, match="nothing to search for"):
        search(said, "  ", 10)


def test_a_long_text_is_cut_around_the_words() -> None:
    text = "前" * 60 + "信息化" + "后" * 60
    assert around(text, "信息化") == "…" + "前" * 24 + "信息化" + "后" * 24 + "…"
    assert around("信息化\n费", "信息化") == "信息化 费"
    assert around("信 息化", "信息化") == "信 息化"
    assert around("前" * 60 + "⽹ 络", "网络") == "…" + "前" * 24 + "⽹ 络"
