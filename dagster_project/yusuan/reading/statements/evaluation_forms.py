"""Self-evaluation forms that were read as lines: 部门整体支出总额 | 预算数 | 执行数 | 执行率.

Belongs here: the line of money of such a form, wherever its cells fell among the lines of the text. Does not: forms
that were read as tables (structure/tables.py), and what the figures mean.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yusuan.reading.numbers import parse_figure
from yusuan.reading.statements.paragraphs import LineRecord
from yusuan.reading.text import normalise, squeeze

_SPLIT_DIGITS = re.compile(r"(?<=\d[.,])[ \u00a0]+(?=\d)|(?<=\d)[ \u00a0]+(?=[.,]\d)")
_BEFORE = 60  # tokens between the name of a form and its line of money
_LABEL = re.compile(r"(部门整体支出总额|单位整体支出总额|整体支出总额|年度财政资金总额|年度资金总额)$")
_NAME = re.compile(r"项目名称$")
_RATE = re.compile(r"执行率|预算数\(?A")
_NAME_ENDS = ("主管部门", "项目编码", "项目类别", "项目实施单位", "主管单位")


@dataclass(frozen=True)
class _FormWord:
    text: str
    line: LineRecord


def form_statements(lines: list[LineRecord]) -> Iterator[dict[str, Any]]:
    """Records (without keys) of budget, execution and rate in the line of money of each form among the prose lines."""
    tokens = [
        _FormWord(squeeze(part), line)
        for line in lines
        if line["role"] == "prose"
        for part in _SPLIT_DIGITS.sub("", normalise(line["text"])).split()
    ]
    figures = [parse_figure(token.text) for token in tokens]
    for i in range(1, len(tokens) - 2):
        budget, executed, rate = figures[i : i + 3]
        if not (budget and executed and rate and rate.is_percent) or budget.is_percent or executed.is_percent:
            continue
        words = "".join(t.text for t in tokens[max(0, i - 6) : i])
        label = _LABEL.search(words)
        before = tokens[max(0, i - _BEFORE) : i]
        header = "".join(t.text for t in before)
        if label is None or not _RATE.search(header):
            continue
        # `（万元）` may be broken by the cells beside it.
        unit = next((u for u in ("万元", "元") if u in header or f"({u[0]}" in header), None)
        if unit is None:
            continue
        name = "" if "整体" in label[1] else _name(before)
        for k, (word, figure, decimals) in enumerate(
            (("预算数", budget.value, budget.decimals), ("执行数", executed.value, executed.decimals)), start=1
        ):
            yield _record(tokens[i + k - 1], k, f"{name}{label[1]}{word}", unit, figure, decimals, name)


def _name(before: list[_FormWord]) -> str:
    """The words between 项目名称 and the next label of the form."""
    starts = [k for k, token in enumerate(before) if _NAME.search(token.text)]
    if not starts:
        return ""
    words = []
    for token in before[starts[-1] + 1 :]:
        if token.text.startswith(_NAME_ENDS):
            break
        words.append(token.text)
    return "".join(words)


def _record(
    token: _FormWord, number: int, phrase: str, unit: str, figure: Decimal, decimals: int, name: str
) -> dict[str, Any]:
    return {
        "paragraph_number": 0,
        "sentence_number": 0,
        "figure_number": number,
        "heading": name,
        "sentence": phrase + token.text,
        "lead": phrase,
        "phrase": phrase,
        "tail": "",
        "direction": None,
        "depth": 0,
        "scope": "form",
        "figure_text": token.text,
        "number": figure,
        "number_decimals": decimals,
        "unit": unit,
        "page_number": token.line["page_number"],
        **{k: token.line[k] for k in ("x0", "top", "x1", "bottom")},
    }
