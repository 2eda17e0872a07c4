"""Code points and white space: the one place where printed text becomes comparable text.

Belongs here: what makes two spellings of the same characters equal. Does not: numbers (numbers.py), meaning (dbt).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# CJK Radicals Supplement → the ordinary character (Unicode property Equivalent_Unified_Ideograph, version 14).
# NFKC alone repairs the Kangxi radicals, but leaves all but two of these as they are.
_RADICALS = str.maketrans(
    "⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹⺺"
    "⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱⻲⻳",
    "厂乛乚乙亻冂𠘨刀刂卜㔾小尐兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爬丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂肀"
    "聿肉𦥑艹艺艻虎衤覀西见角𧢲讠贝𧾷车辶辷辸邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟",
)

_KEPT = 1 << 14  # texts: characters and labels come again and again
_WHITE_SPACE = re.compile(r"[\s\u200b\ufeff]+")
_UNREADABLE = re.compile(r"\(cid:\d+\)|[\ufffd\ue000-\uf8ff]")

_FOOTNOTE_MARK = re.compile(r"[\[(（]?(?:\d{1,2}|[①-⑳*※])[\])）]?")


@lru_cache(maxsize=_KEPT)
def normalise(text: str) -> str:
    """Text with compatibility and radical code points as ordinary characters; white space stays."""
    return unicodedata.normalize("NFKC", text.translate(_RADICALS))


@lru_cache(maxsize=_KEPT)
def squeeze(text: str) -> str:
    """Normalised text without any white space: how titles, headers and labels are compared."""
    return _WHITE_SPACE.sub("", normalise(text))


def is_footnote_mark(raised: str) -> bool:
    """Whether raised text is the mark of a footnote, which would join the figure in front."""
    return bool(_FOOTNOTE_MARK.fullmatch(raised.strip()))


@lru_cache(maxsize=_KEPT)
def unreadable_count(text: str) -> int:
    """How many characters carry no meaning: private use, U+FFFD, or a glyph number instead of a character."""
    return len(_UNREADABLE.findall(text))
