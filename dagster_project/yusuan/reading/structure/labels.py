"""What a label says of its place: codes, numbering, totals. Text only, no geometry.

Belongs here: the shapes of codes and outline markers of Chinese public accounts. Does not: what a code or label means.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from yusuan.reading.text import squeeze

_KEPT = 1 << 13  # labels: most stand in several tables of a paper
_SUBJECT_LENGTHS = {3, 5, 7}  # digits of a class, a section, an item
_NUMERALS = "一二三四五六七八九十廿卅百〇"
_MARKERS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"[{_NUMERALS}]+[、.．]"), 1),
    (re.compile(rf"\([{_NUMERALS}]+\)、?"), 2),
    (re.compile(r"\d{1,2}[、.．](?!\d)"), 3),
    (re.compile(r"\(\d{1,2}\)、?"), 4),
    (re.compile(r"[①-⑳]"), 5),
)
_MARKED = re.compile("|".join([*(pattern.pattern for pattern, _ in _MARKERS), r"\d{1,2}[)）](?!\d)"]))
_CODE = re.compile(r"\d{3,7}|\d{6,}[A-Z0-9]{3,}|\d{2}|\d{8,30}")
# Four digits in front of a name are a year, not a code.
_CODE_AND_NAME = re.compile(
    r"(?P<bracket>[\[(【〔])?(?P<code>\d{6,}[A-Z][A-Z0-9]{2,}|\d{5,30}|\d{3})(?(bracket)[\])】〕]|[-－—_]?)"
    r"(?P<name>[^\d.,%\-－—\])】〕][^\d]*.*)"
)
_COUNTED = re.compile(r"(?!(\d{5}|\d{7})\D)\d+[年月日]")
_TOTAL = re.compile(r"(合计|总计|小计|共计)(\(.*\))?$")
_OF_WHICH = re.compile(r"^其中[:：]?")


@lru_cache(maxsize=_KEPT)
def marker_level(label: str) -> int | None:
    """1 for 一、, 2 for （一）, 3 for 1., 4 for (1), 5 for ①; None without a marker. `label` is normalised."""
    return next((level for pattern, level in _MARKERS if pattern.match(label)), None)


def without_marker(label: str) -> str:
    """The label without the number in front, as dbt's macro strip_outline_number leaves it. `label` is normalised."""
    match = _MARKED.match(label)
    return label[match.end() :] if match else label


def is_code(text: str) -> bool:
    """Whether the normalised text is a code: 2 to 7 digits of a classification, or a longer unit or project code."""
    return bool(_CODE.fullmatch(text))


def are_codes(texts: Sequence[str]) -> bool:
    """Whether texts are several different codes of subjects of one level."""
    codes = [squeeze(text) for text in texts]
    lengths = {len(code) for code in codes}
    is_level = len(lengths) == 1 and lengths <= _SUBJECT_LENGTHS
    return 1 < len(codes) == len(set(codes)) and is_level and all(code.isdigit() for code in codes)


@lru_cache(maxsize=_KEPT)
def split_code(label: str) -> tuple[str, str] | None:
    """`2010601-行政运行`, `[2010601]行政运行` → code and name; None where no code stands in front."""
    match = _CODE_AND_NAME.fullmatch(label)
    # `20250101日` and `365日` are times; `2010405日常经济运行调节` has the digits of an item.
    return (match["code"], match["name"]) if match and not _COUNTED.match(label) else None


def is_total(label: str) -> bool:
    """Whether a label ends as a total does: 合计, 总计, 小计, 共计."""
    return bool(_TOTAL.search(label))


def is_subtotal(label: str) -> bool:
    """Whether a total is one of several: 小计."""
    return "小计" in label


def is_of_which(label: str) -> bool:
    """Whether a label begins with 其中."""
    return bool(_OF_WHICH.match(label))
