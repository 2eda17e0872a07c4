"""Tables whose structure is known, with one planted error each.

Belongs here: headers as publishers print them, drawn amounts that add up in the way that is meant, the error. Does not:
setting them on pages (printed), running or judging (judged), absurd papers (tests.chaos).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random

import polars as pl
from tests.chaos.paper import Line, Paper
from tests.layouts.printed import PrintedTable, set_on_pages

SUBJECTS = (
    ("208", "社会保障和就业支出", 1), ("20801", "人力资源和社会保障管理事务", 2), ("2080101", "行政运行", 3),
    ("2080199", "其他人力资源和社会保障管理事务支出", 3), ("20805", "行政事业单位养老支出", 2),
    ("2080505", "机关事业单位基本养老保险缴费支出", 3), ("2080506", "机关事业单位职业年金缴费支出", 3),
    ("210", "卫生健康支出", 1), ("21011", "行政事业单位医疗", 2), ("2101101", "行政单位医疗", 3),
    ("2101102", "事业单位医疗", 3), ("221", "住房保障支出", 1), ("22102", "住房改革支出", 2),
    ("2210201", "住房公积金", 3), ("2210203", "购房补贴", 3),
)  # fmt: skip
_TITLES = ("支出总表", "2026年部门支出预算表", "一般公共预算支出情况表(按功能分类科目)")
_ITEM = 3  # the level of items
Amounts = list[Decimal]


@dataclass(frozen=True)
class Structure:
    """A header (paths of the value columns), how a row of it is drawn, and which columns stand in an equation.

    `shown`: how many items print something in the last column that is no part, so that its rows can prove it.
    """

    name: str
    headers: tuple[str, ...]
    draw: Callable[[Random], Amounts]
    covered: tuple[int, ...]
    shown: int = 0


@dataclass(frozen=True)
class PlantedTable:
    """The raw tables of a paper in which cells are wrong, and what they print: `texts`.

    `pattern`: of the one finding that tells it, where the wrong cells are one slip or what is wrong is no cell.
    """

    structure: str
    frames: Mapping[str, pl.DataFrame]
    texts: Mapping[str, str]
    pattern: str = ""

    @property
    def document_key(self) -> str:
        """The key of the paper."""
        return str(self.frames["document"]["document_key"][0])


def _money(rng: Random, zero: float = 0.25) -> Decimal:
    return Decimal(0) if rng.random() < zero else Decimal(rng.randint(100, 10 ** rng.randint(3, 7))) / 100


def _natures(rng: Random) -> Amounts:
    basic, project = _money(rng), _money(rng)
    return [basic + project, basic, project]


def _deep(rng: Random) -> Amounts:
    personnel, operating, project = _money(rng), _money(rng), _money(rng)
    return [personnel + operating + project, personnel + operating, personnel, operating, project]


def _share_of(rng: Random, whole: Decimal, zero: float) -> Decimal:
    """A part of an amount that is mentioned again."""
    if rng.random() < zero:
        return Decimal(0)
    return (whole * rng.randint(1, 99) / 100).quantize(Decimal("0.01"))


def _with_purchases(rng: Random) -> Amounts:
    total, basic, project = _natures(rng)
    return [total, basic, project, _share_of(rng, total, 0.6)]


def _restated(rng: Random) -> Amounts:
    total, basic, project = _natures(rng)
    return [total, basic, project, project if rng.random() < 0.8 else _share_of(rng, project, 0.2)]


def _with_memo_group(rng: Random) -> Amounts:
    total, basic, project = _natures(rng)
    business = _money(rng, 0.8)
    memo = _share_of(rng, total, 0.6)
    return [total + business, basic, project, business, memo, _share_of(rng, memo, 0.5)]


def _with_business_again(rng: Random) -> Amounts:
    total, basic, project = _natures(rng)
    return [total, basic, project, _share_of(rng, total, 0.5)]


STRUCTURES = (
    Structure("natures", ("合计", "基本支出", "项目支出"), _natures, (0, 1, 2)),
    Structure(
        "natures in depth",
        ("合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"),
        _deep,
        (0, 1, 2, 3, 4),
    ),
    Structure("of which over a part", ("小计", "其中:基本支出", "项目支出"), _natures, (0, 1, 2)),
    Structure("of which over both parts", ("小计", "其中:基本支出", "其中:项目支出"), _natures, (0, 1, 2)),
    Structure(
        "of which that is mentioned", ("合计", "基本支出", "项目支出", "其中:政府采购"), _with_purchases, (0, 1, 2)
    ),
    Structure(
        "restated",
        ("合计", "基本支出", "项目支出/项目支出总数", "项目支出/财政口径预算数"),
        _restated,
        (0, 1, 2),
    ),
    Structure(
        "a group that is mentioned",
        (
            "支出总计", "基本支出", "项目支出", "事业单位经营支出", "2026年政府采购项目/小计",
            "2026年政府采购项目/其中:预留给中小企业的资金",
        ),
        _with_memo_group,
        (0, 1, 2, 3),
    ),
    Structure(
        "a named column outside the sum",
        ("支出总计", "基本支出", "项目支出", "事业单位经营支出"),
        _with_business_again,
        (0, 1, 2),
        shown=3,
    ),
)  # fmt: skip


CODES_OVER_PAGES = "codes in columns of their own, over pages"
CARRY_OVER_IN, CARRY_OVER_OUT = "carry-over in both tables", "carry-over in one of two tables"
ROW_SLIP, EXCHANGE, CODE = "a column that slips by a row", "two amounts exchanged", "a misprinted code"
KINDS = (
    *(structure.name for structure in STRUCTURES),
    CODES_OVER_PAGES, CARRY_OVER_IN, CARRY_OVER_OUT, ROW_SLIP, EXCHANGE, CODE,
)  # fmt: skip


def draw_table(rng: Random, number: int) -> PlantedTable:
    """A budget in which one covered amount other than zero is wrong; `number` makes it its own and tells its kind."""
    kind = KINDS[number % len(KINDS)]
    if kind == CODES_OVER_PAGES:
        return _codes_over_pages(rng, number)
    if kind in {CARRY_OVER_IN, CARRY_OVER_OUT}:
        return _carry_over(rng, number, kind)
    if kind in {ROW_SLIP, EXCHANGE, CODE}:
        return _slip(rng, number, kind)
    return _under_a_header(rng, number, next(structure for structure in STRUCTURES if structure.name == kind))


def _under_a_header(rng: Random, number: int, structure: Structure) -> PlantedTable:
    paper = _budget(number)
    lines = _outlined(_items(rng, structure))
    columns = [("code", "科目编码"), ("label", "科目名称"), *(("value", header) for header in structure.headers)]
    key = paper.add_table(rng.choice(_TITLES), columns, lines, unit=rng.choice(("万元", "元")))
    return _planted(rng, number, structure.name, paper, key, structure.covered)


def _codes_over_pages(rng: Random, number: int) -> PlantedTable:
    """A printed table whose rows print their own digits only, in columns 类, 款, 项; a page may begin with any row."""
    structure = rng.choice(STRUCTURES[:2])
    lines = _outlined(_items(rng, structure))
    table = PrintedTable("云溪市统计局2026年部门预算", rng.choice(_TITLES), structure.headers, lines)
    frames = set_on_pages(table, rng)
    cells = [cell for cell in frames["cell"].to_dicts() if cell["number"]]
    wrong = rng.choice(cells)
    return PlantedTable(CODES_OVER_PAGES, frames, {wrong["cell_key"]: _moved(rng, wrong["number"])})


def _carry_over(rng: Random, number: int, kind: str) -> PlantedTable:
    """A summary with money of last year, and a table by subject with it or without it."""
    paper = _budget(number)
    items = {code: _natures(rng) for code, _, level in SUBJECTS if level == _ITEM}
    carried = {
        code: _share_of(rng, project, 0.7) if rng.random() < 0.5 else Decimal(0)
        for code, (_, _, project) in items.items()
    }
    whole = sum((total for total, *_ in items.values()), Decimal(0))
    last_year = sum(carried.values(), Decimal(0))
    classes = [(label, sum((items[c][0] for c in items if c.startswith(code)), Decimal(0)))
               for code, label, level in SUBJECTS if level == 1]  # fmt: skip
    left = [
        ("一、本年收入", whole - last_year), ("(一)一般公共预算拨款", whole - last_year),
        ("(二)政府性基金预算拨款", Decimal(0)), ("二、上年结转", last_year), ("收入总计", whole),
    ]  # fmt: skip
    right = [
        ("一、本年支出", whole),
        *((f"({'一二三'[n]}){label}", amount) for n, (label, amount) in enumerate(classes)),
    ]
    right += [("二、年终结转结余", Decimal(0)), ("支出总计", whole)]
    summary = None
    for block, (side, half) in enumerate((("收入", left), ("支出", right)), start=1):
        columns = [("label", f"{side}/项目"), ("value", f"{side}/预算数")]
        lines = [Line(label, level=2 if label.startswith("(") else 1, amounts=[amount]) for label, amount in half]
        summary = paper.add_table("财政拨款收支总表", columns, lines, block=block, key=summary)
    for row in paper.of("column", str(summary)):
        row["block"] = row["header_path"].split("/")[0]
    if kind == CARRY_OVER_OUT:
        items = {
            code: [total - carried[code], basic, project - carried[code]]
            for code, (total, basic, project) in items.items()
        }
    columns = [("code", "科目编码"), ("label", "科目名称"), *(("value", h) for h in STRUCTURES[0].headers)]
    key = paper.add_table("一般公共预算支出表", columns, _outlined(items))
    return _planted(rng, number, kind, paper, key, STRUCTURES[0].covered)


def _name(number: int) -> str:
    return f"云溪市第{number}统计局"


def _budget(number: int) -> Paper:
    paper, name = Paper(), _name(number)
    paper.add(
        "document", reader="pdf", status="read", page_count=1, content_hash=f"layout {number}",
        title=f"{name}2026年部门预算", publisher_name=name, fiscal_year=2026, stage="budget", level="unit",
        identity_evidence="[]",
    )  # fmt: skip
    paper.add("page", page_number=1, width=842.0, height=595.0, rotation=0, char_count=500, picture_share=0.0)
    return paper


def _planted(rng: Random, number: int, structure: str, paper: Paper, key: str, covered: Sequence[int]) -> PlantedTable:
    cells = [cell for cell in paper.of("cell", key) if cell["column_number"] - 3 in covered and cell["number"]]
    wrong = rng.choice(cells)
    sealed = paper.sealed(f"layout {number}".encode(), "layouts")
    [cell] = [own for own, was in zip(sealed.rows["cell"], paper.rows["cell"], strict=True) if was is wrong]
    return PlantedTable(structure, sealed.frames(), {cell["cell_key"]: _moved(rng, wrong["number"])})


def _slip(rng: Random, number: int, kind: str) -> PlantedTable:
    """Two tables by subject; in the first a column, two amounts or a code do not stand where they belong."""
    structure = rng.choice(STRUCTURES[:2])
    paper, lines = _budget(number), _outlined(_items(rng, structure))
    columns = [("code", "科目编码"), ("label", "科目名称"), *(("value", header) for header in structure.headers)]
    first, second = (paper.add_table(title, columns, lines) for title in _TITLES[:2])
    if kind == CODE:
        wrong = rng.choice([row for row in paper.of("row", first) if row["row_code"]])
        taken = {row["row_code"] for row in paper.of("row", second)}
        others = [code for code in _one_key_away(wrong["row_code"]) if code not in taken]
        wrong["row_code"] = rng.choice(others)
        return PlantedTable(kind, paper.sealed(f"layout {number}".encode(), "layouts").frames(), {}, "code")
    column = rng.choice(structure.covered) + 3
    cells = [cell for cell in paper.of("cell", first) if cell["column_number"] == column]
    sealed = paper.sealed(f"layout {number}".encode(), "layouts")
    keys = {id(was): own["cell_key"] for own, was in zip(sealed.rows["cell"], paper.rows["cell"], strict=True)}
    texts = (
        _slipped(rng, [cell["text"] for cell in cells])
        if kind == ROW_SLIP
        else _exchanged(rng, [cell["text"] for cell in cells])
    )
    wrong_texts = {keys[id(cells[place])]: text for place, text in texts.items()}
    return PlantedTable(kind, sealed.frames(), wrong_texts, "row_slip")


def _one_key_away(code: str) -> list[str]:
    """The codes that one other digit makes of a code."""
    return [code[:i] + digit + code[i + 1 :] for i in range(len(code)) for digit in "0123456789" if digit != code[i]]


def _slipped(rng: Random, texts: Sequence[str]) -> dict[int, str]:
    """What a column prints from one row to another, a row too high or too low; four amounts of them differ at least."""
    while True:
        first, last = sorted(rng.sample(range(len(texts)), 2))
        run = list(texts[first : last + 1])
        moved = [*run[1:], "0.00"] if rng.random() < 0.5 else ["0.00", *run[:-1]]
        if sum(old != new for old, new in zip(run[1:-1], moved[1:-1], strict=True)) >= 4 and len(set(run)) > 4:
            return dict(enumerate(moved, first))


def _exchanged(rng: Random, texts: Sequence[str]) -> dict[int, str]:
    """Two amounts of neighbouring rows in each other's place."""
    places = [place for place in range(len(texts) - 1) if texts[place] != texts[place + 1]]
    place = rng.choice(places)
    return {place: texts[place + 1], place + 1: texts[place]}


def _moved(rng: Random, printed: Decimal) -> str:
    """What is printed in its place: another amount, not below zero."""
    moved = printed + Decimal(rng.choice((-1, 1)) * rng.randint(300, 10**6)) / 100
    return f"{moved if moved >= 0 else printed + printed - moved:,f}"


def _items(rng: Random, structure: Structure) -> dict[str, Amounts]:
    """The amounts of each item, by its code."""
    while True:
        items = {code: structure.draw(rng) for code, _, level in SUBJECTS if level == _ITEM}
        if len({amounts[-1] for amounts in items.values() if amounts[-1]}) >= structure.shown:
            return items


def _outlined(items: Mapping[str, Amounts]) -> list[Line]:
    """Lines of three levels: what stands above the items is their sum, the total stands first."""

    def below(code: str) -> Amounts:
        return _sum([amounts for item, amounts in items.items() if item.startswith(code)])

    lines = [Line(label, code, level, amounts=below(code)) for code, label, level in SUBJECTS]
    return [Line("合计", amounts=_sum(list(items.values()))), *lines]


def _sum(rows: Sequence[Amounts]) -> Amounts:
    return [sum(column, Decimal(0)) for column in zip(*rows, strict=True)]
