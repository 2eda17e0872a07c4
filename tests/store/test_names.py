"""Names of any bytes: readable, printable, told apart."""

import os
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yusuan.store.names import MOST_BYTES, marked, printable, readable, told_apart


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("2024年预算.pdf".encode(), "2024年预算.pdf"),
        ("2024年预算.pdf".encode("gbk"), "2024年预算.pdf"),
        ("财政局".encode("gbk") + "/预算.pdf".encode(), "财政局/预算.pdf"),
        ("〇镕㐀.pdf".encode("gb18030"), "〇镕㐀.pdf"),
        (b"caf\xe9.pdf", "caf\\xe9.pdf"),
        (b"\xff\xfe.pdf", "\\xff\\xfe.pdf"),
        ("二〇二四年部门预算公开".encode()[:-1] + b".pdf", "二〇二四年部门预算公\\xe5\\xbc.pdf"),  # cut in a character
        (b"a\nb\x1b[2J.pdf", "a\\nb\\x1b[2J.pdf"),
        ("a\u202efdp.exe".encode(), "a\\u202efdp.exe"),
        ("　全角 空格.pdf".encode(), "　全角 空格.pdf"),
        (b"back\\slash.pdf", "back\\slash.pdf"),
    ],
)
def test_names_are_readable(name: bytes, shown: str) -> None:
    assert readable(os.fsdecode(name)) == shown


def test_a_name_that_is_readable_keeps_itself_and_others_give_way() -> None:
    gbk, plain = os.fsdecode("预算.pdf".encode("gbk")), "预算.pdf"
    assert told_apart([gbk]) == {gbk: "预算.pdf"}
    shown = told_apart([gbk, plain])
    assert shown[plain] == plain
    assert shown[gbk].startswith("预算-")
    assert shown[gbk].endswith(".pdf")
    # Somebody who knows how names give way gains nothing by it.
    again = told_apart([gbk, plain, shown[gbk]])
    assert len(set(again.values())) == 3
    assert again[shown[gbk]] == shown[gbk]


part = st.one_of(
    st.binary(min_size=1, max_size=12),
    st.text("预算局年é\u202e\n\\x1bn", min_size=1, max_size=6).map(str.encode),
    st.text("预算局年\\", min_size=1, max_size=6).map(lambda text: text.encode("gb18030")),
).filter(lambda name: not set(name) & {0, 0x2F})
paths = st.lists(part, min_size=1, max_size=3).map(lambda parts: os.fsdecode(b"/".join(parts)))


@given(st.sets(paths, max_size=12), st.randoms())
def test_shown_names_are_printable_stable_and_different(names: set[str], random: object) -> None:
    shown = told_apart(names)
    assert set(shown) == names
    assert len(set(shown.values())) == len(names)
    for path, name in shown.items():
        name.encode()
        assert printable(name) == name
        assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in name)
        assert name.count("/") == path.count("/")
    listed = sorted(names)
    random.shuffle(listed)  # type: ignore[attr-defined]
    assert told_apart(listed) == shown


@given(st.text(min_size=1, max_size=300).filter(lambda text: "/" not in text and not set(text) <= {"."}))
def test_a_mark_fits_and_keeps_the_ending(text: str) -> None:
    name = marked(f"folder/{printable(text)}.pdf", "0123abcd")
    assert name.endswith("-0123abcd.pdf")
    assert len(name.removeprefix("folder/").encode()) <= MOST_BYTES
