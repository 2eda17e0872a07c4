"""Departments and units that do not exist, in the place of those that documents name.

Belongs here: their names and codes. Does not: finding the old ones in a text (placeholders). A name that exists
somewhere does so by chance.
"""

from __future__ import annotations

from dataclasses import dataclass

_FIRST = "清永安平东临新长丰金南北云石青龙双和江林德玉宝华春广太文武昌凤白梅松兴怀福泰景嘉益会同孝义仁寿思"
_SECOND = "源宁阳河山川城乡平安江原泉水州口陵湖溪海台沙谷岭丘泽塘浦沟屯堡镇桥店坪峰岩岗湾滩渡津关塞田园庄集林"
_KINDS = (
    "卫生健康局", "教育局", "民政局", "财政局", "司法局", "审计局", "统计局", "农业农村局", "交通运输局", "水务局",
    "住房和城乡建设局", "生态环境局", "文化和旅游局", "应急管理局", "市场监督管理局", "医疗保障局", "林业局", "体育局",
    "商务局", "信访局", "气象局", "档案馆", "发展和改革委员会", "科学技术局",
)  # fmt: skip
_PLACES = "省市县区州盟旗"
_STRIDE = 1009  # coprime to the number of pairs: neighbours do not sound alike
_SHORTEST = 2  # characters of a place that are looked for without 市 or 县 behind them


def place_stem(number: int) -> str:
    """The name of an invented place, without 市 or 县: another one for each number from 0."""
    pairs = len(_FIRST) * len(_SECOND)
    more, pair = divmod(number, pairs)
    pair = pair * _STRIDE % pairs
    stem = _FIRST[pair // len(_SECOND)] + _SECOND[pair % len(_SECOND)]
    while more:
        more, third = divmod(more - 1, len(_SECOND))
        stem += _SECOND[third]
    return stem


@dataclass(frozen=True)
class BodyNames:
    """A department and its units as documents name them; `region` begins their names where they say whose they are."""

    department: str
    region: str | None
    units: tuple[str, ...] = ()

    def known(self) -> list[str]:
        """Every name to be replaced, the longest first, so that none is taken for a part of another."""
        found = {self.department, *self.units}
        if self.region:
            found.add(self.region)
            stem = self.region.rstrip(_PLACES)
            if len(stem) >= _SHORTEST:
                found.add(stem)
        return sorted(found, key=lambda name: (-len(name), name))

    def invented(self, number: int) -> dict[str, str]:
        """Known name → invented one; no two numbers and no two names share one."""
        stem = place_stem(number)
        kind = self.region[-1] if self.region and self.region[-1] in _PLACES else "县"
        place = stem + kind
        renamed = {self.department: place + _KINDS[number % len(_KINDS)]}
        if self.region:
            renamed |= {self.region: place, self.region.rstrip(_PLACES): stem}
        parts = sorted(renamed, key=len, reverse=True)
        for name in self.units:
            if name not in renamed:
                part = next((part for part in parts if part in name), None)
                renamed[name] = name.replace(part, renamed[part]) if part else place + name
        return {name: renamed[name] for name in self.known()}


def department_code(number: int) -> str:
    """A department's code of three digits, as finance offices give them; they begin anew in every place."""
    return f"{100 + number % 900}"
