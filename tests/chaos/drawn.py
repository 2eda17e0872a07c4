"""Papers made up from nothing: plausible tables and sentences of one body, with figures that add up.

Belongs here: layouts that publishers use, drawn by chance. Does not: anything absurd (faults).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from random import Random

from tests.chaos.paper import Amount, Column, Line, Paper

_SUBJECTS = (
    ("208", "社会保障和就业支出", 1), ("20801", "人力资源和社会保障管理事务", 2), ("2080101", "行政运行", 3),
    ("2080199", "其他人力资源和社会保障管理事务支出", 3), ("20805", "行政事业单位养老支出", 2),
    ("2080505", "机关事业单位基本养老保险缴费支出", 3), ("210", "卫生健康支出", 1), ("21011", "行政事业单位医疗", 2),
    ("2101101", "行政单位医疗", 3), ("221", "住房保障支出", 1), ("22102", "住房改革支出", 2),
    ("2210201", "住房公积金", 3),
)  # fmt: skip
_ECONOMIC = (
    ("301", "工资福利支出", 1), ("30101", "基本工资", 2), ("30102", "津贴补贴", 2), ("302", "商品和服务支出", 1),
    ("30201", "办公费", 2),
    ("30211", "差旅费", 2), ("303", "对个人和家庭的补助", 1), ("30302", "退休费", 2),
)  # fmt: skip
_ROLES = {
    "科目编码": "code",
    "单位编码": "code",
    "项目编码": "code",
    "科目名称": "label",
    "单位名称": "label",
    "项目名称": "label",
    "项目单位": "label",
}


def draw_paper(rng: Random) -> Paper:
    """A budget or final accounts of a body that only this paper knows."""
    paper = Paper()
    place = f"{rng.choice('云石桐柳青白')}{rng.choice('溪台山江原')}{rng.randrange(10_000)}"
    name = f"{place}市{rng.choice(('统计局', '档案馆', '信息中心', '第一中学', '水务局'))}"
    year, stage = rng.randint(2016, 2026), rng.choice(("budget", "final"))
    paper.add(
        "document",
        reader=rng.choice(("pdf", "pdf", "pdf", "ocr", "xlsx", "docx", "text", "markdown")),
        status="read",
        page_count=9,
        content_hash=f"hash of {place}",
        title=f"{name}{year}年{'单位预算' if stage == 'budget' else '部门决算'}",
        publisher_name=name,
        fiscal_year=year,
        stage=stage,
        level=rng.choice(("unit", "department", None)),
        identity_evidence="[]",
    )
    for number in range(1, 10):
        paper.add("page", page_number=number, width=595.0, height=842.0, rotation=0, char_count=100, picture_share=0.0)
    for layout in rng.sample(LAYOUTS, rng.randint(1, 4)):
        layout(paper, rng, place)
    if rng.random() < 0.5:
        paper.say(["二、支出决算情况说明", *(sentence(rng, year) for _ in range(rng.randint(1, 4)))])
    return paper


def amount(rng: Random) -> Decimal:
    """An amount of money with two decimals; often zero."""
    return Decimal(0) if rng.random() < 0.2 else Decimal(rng.randint(1, 10 ** rng.randint(3, 8))) / 100


def _outlined(rng: Random, subjects: Sequence[tuple[str, str, int]], sums: Callable[[], list[Amount]]) -> list[Line]:
    """Lines of an outline whose leaves are drawn and whose heads are the sums of what stands below; a total above."""
    total: list[Decimal] = []
    lines: list[Line] = []
    for number in range(len(subjects) - 1, -1, -1):
        code, label, level = subjects[number]
        below = []
        for line in lines:  # the lines behind this one, up to the next of its level
            if line.level <= level:
                break
            if line.level == level + 1:
                below.append(line)
        amounts = [sum(column) for column in zip(*(line.amounts for line in below), strict=True)] if below else sums()
        lines.insert(0, Line(label, code, level, amounts=amounts))
    outermost = [line.amounts for line in lines if line.level == 1]
    total = [sum(column) for column in zip(*outermost, strict=True)]
    return [Line("合计", amounts=total), *lines]


def _columns(*paths: str) -> list[Column]:
    return [(_ROLES.get(path.split("/")[-1], "value"), path) for path in paths]


def _by_nature(rng: Random) -> list[Amount]:
    personnel, operating, project = amount(rng), amount(rng), amount(rng)
    return [personnel + operating + project, personnel + operating, personnel, operating, project]


def _expenditure(paper: Paper, rng: Random, _place: str) -> None:
    def drawn() -> list[Amount]:
        total, basic, _, _, project = _by_nature(rng)
        return [total, basic, project]

    columns = _columns("科目编码", "科目名称", "合计", "基本支出", "项目支出")
    paper.add_table("支出总表", columns, _outlined(rng, _SUBJECTS, drawn))


def _by_function(paper: Paper, rng: Random, _place: str) -> None:
    columns = _columns(
        "科目编码", "科目名称", "合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"
    )
    lines = _outlined(rng, _SUBJECTS, lambda: _by_nature(rng))
    paper.add_table("一般公共预算支出表(分功能科目)", columns, lines)


def _basic(paper: Paper, rng: Random, _place: str) -> None:
    def drawn() -> list[Amount]:
        personnel, operating = amount(rng), amount(rng)
        return [personnel + operating, personnel, operating]

    columns = _columns("科目编码", "科目名称", "合计", "人员经费", "公用经费")
    paper.add_table("一般公共预算基本支出表", columns, _outlined(rng, _ECONOMIC, drawn))


def _by_unit(paper: Paper, rng: Random, place: str) -> None:
    units = [(f"9{rng.randrange(10)}1", f"{place}市本级", 1)]
    units += [(f"{units[0][0]}00{n}", f"{place}市第{n}所", 2) for n in range(1, rng.randint(2, 5))]
    title = rng.choice(("一般公共预算支出表(分单位)", "收入总表"))
    columns = _columns(
        "单位编码", "单位名称", "合计", "基本支出/小计", "基本支出/人员经费", "基本支出/公用经费", "项目支出"
    )
    if title == "收入总表":
        columns = _columns(
            "单位编码", "单位名称", "合计", "本年收入/小计", "本年收入/一般公共预算", "本年收入/单位资金", "上年结转"
        )
    paper.add_table(title, columns, _outlined(rng, units, lambda: _by_nature(rng)))


def _two_sided(paper: Paper, rng: Random, _place: str) -> None:
    title = rng.choice(("收支总表", "财政拨款收支总表"))
    number = amount(rng)
    left = [
        ("一、一般公共预算拨款收入", number),
        ("二、事业收入", Decimal(0)),
        ("本年收入合计", number),
        ("收入总计", number),
    ]
    right = [
        ("一、社会保障和就业支出", number),
        ("二、住房保障支出", Decimal(0)),
        ("本年支出合计", number),
        ("支出总计", number),
    ]
    key = None
    for block, (side, half) in enumerate((("收入", left), ("支出", right)), start=1):
        columns = [("label", f"{side}/项目"), ("value", f"{side}/预算数")]
        lines = [Line(label, amounts=[value]) for label, value in half]
        key = paper.add_table(title, columns, lines, block=block, key=key)
    for row in paper.rows["column"]:
        if row["table_key"] == key:
            row["block"] = row["header_path"].split("/")[0]


def _numbered(paper: Paper, rng: Random, _place: str) -> None:
    """Final accounts whose lines are numbered, with sums that the table states itself."""
    parts = [amount(rng) for _ in range(3)]
    lines = [
        Line(f"{mark}、财政拨款收入", index=n, amounts=[value])
        for n, (mark, value) in enumerate(zip("一二三", parts, strict=True), 1)
    ]
    lines.append(Line("本年收入合计", index=4, amounts=[sum(parts, Decimal(0))]))
    columns = [("label", "收入/项目"), ("index", "收入/行次"), ("value", "收入/金额")]
    key = paper.add_table("2024年度收入支出决算总表", columns, lines)
    paper.of("table", key)[0]["note_text"] = "4行=(1+2+3)行"
    for term, (side, index) in enumerate((("left", 4), ("right", 1), ("right", 2), ("right", 3)), start=1):
        state(paper, key, 1, term, side, index)


def state(
    paper: Paper,
    table_key: str,
    declared: int,
    term: int,
    side: str,
    index: int | None,
    sign: int = 1,
    axis: str = "row",
    text: str = "4行=(1+2+3)行",
) -> None:
    """Add a term of an identity that a table states of its lines or columns."""
    paper.add(
        "declared_term",
        table_key=table_key,
        declared_number=declared,
        page_number=1,
        declared_text=text,
        axis=axis,
        term_number=term,
        side=side,
        sign=sign,
        index_number=index,
    )


def _three_public(paper: Paper, rng: Random, _place: str) -> None:
    travel, buying, running, guests = (amount(rng) for _ in range(4))
    vehicles = "公务用车购置及运行费"
    paths = [
        "“三公”经费合计",
        "因公出国(境)费",
        f"{vehicles}/小计",
        f"{vehicles}/公务用车购置费",
        f"{vehicles}/公务用车运行费",
        "公务接待费",
    ]
    amounts = [travel + buying + running + guests, travel, buying + running, buying, running, guests]
    paper.add_table("一般公共预算“三公”经费支出表", _columns(*paths), [Line(amounts=amounts)])


def _projects(paper: Paper, rng: Random, place: str) -> None:
    def line(number: int) -> Line:
        budget, fund = amount(rng), amount(rng)
        return Line(
            f"第{number}号信息化运维项目",
            f"4201002{number:05}",
            unit=f"{place}市第{number % 3}所",
            amounts=[budget + fund, budget, fund],
        )

    lines = [line(n) for n in range(1, rng.randint(3, 9))]
    total = [sum(column) for column in zip(*(each.amounts for each in lines), strict=True)]
    columns = _columns("项目编码", "项目名称", "项目单位", "合计", "本年拨款/一般公共预算", "本年拨款/政府性基金预算")
    paper.add_table(rng.choice(("项目支出表", "项目支出情况表")), columns, [Line("合计", amounts=total), *lines])


def _purchases(paper: Paper, rng: Random, _place: str) -> None:
    values = [amount(rng) for _ in range(6)]
    labels = ("货物", "办公设备", "家具", "工程", "服务", "物业管理服务")
    lines = [Line(label, amounts=[value]) for label, value in zip(labels, values, strict=True)]
    total = Line("合计", amounts=[sum(values, Decimal(0))])
    paper.add_table("政府采购预算表", [("label", "采购品目"), ("value", "采购金额")], [total, *lines])


def _performance(paper: Paper, rng: Random, _place: str) -> None:
    columns = [
        ("label", "总体资金情况"),
        ("value", "当年金额"),
        ("value", "占比"),
        ("value", "近两年收支金额/2023年"),
        ("value", "近两年收支金额/2022年"),
    ]
    lines = [Line(head, level=1, amounts=["其他"]) for head in ("收入构成",)]
    lines += [
        Line(label, level=2, amounts=[amount(rng), "50%", amount(rng), amount(rng)])
        for label in ("财政拨款", "其他资金", "合计")
    ]
    lines += [Line("支出构成", level=1)]
    lines += [
        Line(label, level=2, amounts=[amount(rng), "50%", amount(rng), amount(rng)])
        for label in ("人员类项目", "运转类项目", "合计")
    ]
    paper.add_table("整体支出绩效目标表", columns, lines)
    targets = [("label", "项目名称"), ("value", "项目总预算"), ("value", "一级指标"), ("value", "指标值")]
    rows = [Line(f"项目{n}", amounts=[amount(rng), "产出指标", "≥95%"]) for n in range(1, 4)]
    paper.add_table("项目支出绩效目标表", targets, rows)


LAYOUTS: tuple[Callable[[Paper, Random, str], None], ...] = (
    _expenditure,
    _by_function,
    _basic,
    _by_unit,
    _two_sided,
    _numbered,
    _three_public,
    _projects,
    _purchases,
    _performance,
)

# {a}, {b}: amounts; {r}: a rate; {year}: the paper's own.
_SENTENCES = (
    "{year}年收支总预算{a}万元，比上年增加{b}万元，增长{r}%。",
    "{year}年度财政拨款支出年初预算为{a}万元，支出决算为{b}万元，完成年初预算的{r}%。其中：基本支出{a}万元，项目支出{b}万元。",
    "1.社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）。年初预算为{a}万元，支出决算为{b}万元，完成年初预算的{r}%。",
    "一般公共预算基本支出{a}万元，其中：人员经费{b}万元，占{r}%；公用经费{a}万元，占{r}%。",
    "“三公”经费支出{a}万元，其中：因公出国（境）费{b}万元，公务用车购置及运行维护费{a}万元，公务接待费{b}万元。",
    "政府采购支出总额{a}万元，其中：政府采购货物支出{b}万元、政府采购工程支出{a}万元、政府采购服务支出{b}万元。",
)


def sentence(rng: Random, year: int | None, pattern: str | None = None) -> str:
    """A sentence with figures by chance, of a pattern with {year}, {a}, {b}, {r} or one of the usual ones."""
    return (pattern or rng.choice(_SENTENCES)).format(
        year=year, a=amount(rng), b=amount(rng), r=Decimal(rng.randrange(20_000)) / 100
    )
