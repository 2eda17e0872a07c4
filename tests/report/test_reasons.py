"""Each sentence that turns a file away has one in Chinese."""

import ast
from collections.abc import Iterator

import pytest

from yusuan.paths import PROJECT
from yusuan.report.reasons import _in_chinese
from yusuan.store.pool import _KEPT_WAITING

_CODE = PROJECT / "dagster_project" / "yusuan"
_GIVING = {"UnreadableError", "Kind", "_unreadable", "failure", "Met"}  # what is called with a reason


def sentences() -> Iterator[str]:
    """The reasons that stand in the code, with 12 where it fills something in."""
    for file in (*(_CODE / "reading").rglob("*.py"), *(_CODE / "store").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in _GIVING:
                yield from filter(None, map(_said, (*node.args, *(keyword.value for keyword in node.keywords))))


def _said(node: ast.expr) -> str:
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    text = "".join(str(part.value) if isinstance(part, ast.Constant) else "12" for part in parts)
    return text if len(text.split()) > 3 else ""  # shorter ones are names


def test_there_are_sentences_to_be_said_in_chinese() -> None:
    assert len(set(sentences())) > 40


@pytest.mark.parametrize("said", sorted(set(sentences())))
def test_every_reason_is_said_in_chinese(said: str) -> None:
    assert _in_chinese(said) != said


def test_what_a_sentence_fills_in_stands_in_the_chinese_too() -> None:
    assert _in_chinese("this kind of file is not read yet (RAR archive)") == "暂不读取此类文件（RAR archive）"
    assert _in_chinese("None of the 7 pages prints readable text, and none is a picture of text.").startswith("共 7 页")
    assert _in_chinese("reading took longer than 120 s") == "读取时间超过 120 秒"
    waited = _in_chinese(f"reading took longer than 120 s{_KEPT_WAITING}")
    assert waited == "读取时间超过 120 秒，其间大多未得到处理器；下次构建会重新读取"
