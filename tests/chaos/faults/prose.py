"""Sentences: lists without their parts, rates of nothing, absurd amounts, and statements of a broken reader."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.chaos.drawn import amount, sentence
from tests.chaos.faults import fault
from tests.chaos.faults.outline import some
from tests.chaos.paper import MOST, Paper, Row
from tests.chaos.words import UNITS, odd_text

_OTHER_NUMBERS: tuple[Row, ...] = (
    {"number": MOST},
    {"number": -MOST},
    {"number": Decimal(0)},
    {"number_decimals": 12},
    {"number_decimals": 99},
    {"number_decimals": -1},
    {"unit": "吨"},
    {"unit": ""},
    {"unit": "%"},
    {"unit": "亿元", "number": Decimal(10) ** 17},
    {"number": Decimal(10) ** 11, "unit": "%", "number_decimals": 6},
)
_CLASSES = ("社会保障和就业支出", "教育支出", "卫生健康支出", "住房保障支出", "不存在的支出")


def _say(paper: Paper, rng: Random, *patterns: str) -> None:
    year = paper.document.get("fiscal_year")
    paper.say([sentence(rng, year, pattern) for pattern in patterns])


def _statements(paper: Paper, rng: Random) -> list[Row]:
    """The figures that its prose prints; where it has none, of sentences said now."""
    if not paper.rows["statement"]:
        _say(paper, rng, *["年初预算为{a}万元，支出决算为{b}万元，完成年初预算的{r}%。"] * 3)
    return paper.rows["statement"]


def _final(paper: Paper) -> None:
    if paper.document:
        paper.document["stage"] = "final"


@fault("printed")
def list_in_later_paragraphs(paper: Paper, rng: Random) -> None:
    """A sum whose parts come in paragraphs of their own, name no amount, or are not there at all."""
    _final(paper)
    _say(
        paper,
        rng,
        "三、财政拨款支出决算情况说明",
        "{year}年度财政拨款支出年初预算为{a}万元，支出决算为{b}万元，完成年初预算的{r}%。其中：",
    )
    parts = [
        f"{n}.{rng.choice(_CLASSES)}（类）。年初预算为{{a}}万元，支出决算为{{b}}万元，完成年初预算的{{r}}%。"
        for n in range(1, 4)
    ]
    _say(paper, rng, *rng.choice((parts, parts[:1], [], ["年初预算为{a}%。"] * 2)))


@fault("printed")
def budget_list_of_rates(paper: Paper, rng: Random) -> None:
    _final(paper)
    part = rng.choice(("基本支出占{r}%", "{r}%", "年初预算增长{r}%", "社会保障和就业支出（类）年初预算的{r}%"))
    _say(
        paper,
        rng,
        "三、财政拨款支出决算情况说明",
        f"{{year}}年度财政拨款支出年初预算为{{a}}万元，其中：{part}；{part}；{part}。",
    )


@fault("printed")
def rate_of_nothing(paper: Paper, rng: Random) -> None:
    for pattern in rng.sample(
        (
            "收入总计0万元，比上年增加0万元，增长0%。", "收入总计0.00万元，比上年增加{a}万元，增长{r}%。",
            "基本支出0万元，占0%；项目支出0万元，占100%。",
            "支出年初预算为0万元，支出决算为{a}万元，完成年初预算的{r}%。",
            "支出年初预算为{a}万元，支出决算为{a}万元，完成年初预算的1000000000%。",
            "收入总计{a}万元，比上年减少{b}万元，下降1000000000.123456%。",
            "收入总计{a}万元，与上年持平，增长0.0000000001%。",
            "支出总计{a}万元，比上年减少{a}万元，下降100%。", "收入{a}万元（增长{r}%）。", "增长{r}%。", "占{r}%。",
            "完成年初预算的{r}%。",
        ), 4,
    ):  # fmt: skip
        _say(paper, rng, pattern)


@fault("printed")
def absurd_amounts(paper: Paper, rng: Random) -> None:
    number = rng.choice(
        (
            "99999999999999999",
            "9" * 30,
            "1" + "0" * 17,
            "0.000000000001",
            "1,2,3",
            "123,456,789,012,345,678",
            "-5",
            "−0.00",
            "00012",
        )
    )
    unit = rng.choice(UNITS)
    _say(
        paper,
        rng,
        f"收入总计{number}{unit}，比上年增加{number}{unit}，增长{number}%。",
        f"基本支出{number}{unit}，其中：人员经费{number}{unit}，公用经费{number}{unit}。",
    )


@fault("printed")
def dates_as_amounts(paper: Paper, rng: Random) -> None:
    _say(
        paper,
        rng,
        "20241231元。",
        "2024年12月31日万元，截至2024.12.31万元，增长2024%，20240101百分点。",
        "（2024）万元2024万元2024年2024%。",
    )


@fault("printed")
def nothing_said(paper: Paper, rng: Random) -> None:
    paper.say(
        rng.choices(
            ("", "。", "。。。", "其中：", "：，；。", "万元", "%", "（", "）））", "1.", "一、"), k=rng.randint(1, 8)
        )
    )


@fault("printed")
def odd_sentences(paper: Paper, rng: Random) -> None:
    paper.say([f"{odd_text(rng)}{amount(rng)}万元{odd_text(rng)}{amount(rng)}%{odd_text(rng)}" for _ in range(3)])


@fault("printed")
def same_sentence_again(paper: Paper, rng: Random) -> None:
    text = sentence(rng, paper.document.get("fiscal_year"))
    paper.say([text] * rng.randint(2, 12))


@fault("printed")
def own_words(paper: Paper, rng: Random) -> None:
    """Sentences put together from words of the field."""
    words = (
        "收入总计", "支出总计", "其中:", "基本支出", "项目支出", "年初预算", "支出决算", "比上年增加", "比上年减少",
        "增长", "下降", "占", "完成年初预算的", "财政拨款",
        "一般公共预算", "政府性基金", "人员经费", "公用经费", "“三公”经费", "公务接待费", "因公出国(境)费",
        "公务用车购置及运行费", "教育支出(类)", "(205)", "2023年", "全年预算数",
        "执行数", "政府采购支出总额", "货物支出", "本年支出合计", "与上年持平", "主要是", "用于", "预算安排",
    )  # fmt: skip
    marks = ("，", "。", "；", "：", "（", "）", "", "、")

    def clause() -> str:
        named = "".join(rng.choices(words, k=rng.choice((1, 1, 2))))
        return f"{named}{amount(rng)}{rng.choice(('万元', '万元', '%', '元', '百分点'))}{rng.choice(marks)}"

    paper.say(["".join(clause() for _ in range(rng.randint(2, 9))) for _ in range(rng.randint(1, 6))])


@fault("printed", weight=0.15)
def thousands_in_one_sentence(paper: Paper, rng: Random) -> None:
    word = rng.choice(("基本支出", "项目支出", "占", "收入", "其中:", "年初预算为", "比上年增加"))
    paper.say(
        ["".join(f"{word}{amount(rng)}{rng.choice(('万元', '%'))}，" for _ in range(rng.choice((300, 300, 1200))))]
    )


@fault("printed")
def brackets_open(paper: Paper, rng: Random) -> None:
    _say(
        paper,
        rng,
        "支出{a}万元（其中：基本支出{b}万元（其中：人员经费{a}万元（占{r}%，项目支出{b}万元。"
        + "（" * rng.choice((1, 50))
        + "公用经费{a}万元。",
    )


@fault("printed")
def three_public_list(paper: Paper, rng: Random) -> None:
    parts = [
        "因公出国（境）费{a}万元",
        "公务用车购置及运行维护费{b}万元",
        "公务接待费{a}万元",
        "公务接待费{a}万元",
        "其中：公务用车购置费0万元，公务用车运行维护费{b}万元",
    ]
    rng.shuffle(parts)
    _say(
        paper,
        rng,
        "“三公”经费{year}年预算数为{a}万元，其中：" + "；".join(parts[: rng.randint(0, 5)]) + "。",
        "会议费{a}万元，比上年增加{b}万元。",
    )


@fault("printed")
def forms(paper: Paper, rng: Random) -> None:
    """Lines of money of self-evaluation forms, among the lines of the text."""
    numbers = rng.choice(
        (("0", "0", "0%"), ("100", "0", "0.00%"), ("0", "5", "100%"), ("9" * 18, "1", "1000000%"), ("1", "1", "100%"))
    )
    line = [
        "项目名称 " + rng.choice(("信息化", "", "(", "整体")),
        "预算数(A) 执行数(B) 执行率(万元)",
        "年度财政资金总额 " + " ".join(numbers),
        "整体支出总额 " + " ".join(numbers),
    ]
    paper.say(line * rng.randint(1, 3))
    _say(
        paper,
        rng,
        "信息化项目绩效自评综述：全年预算数为{a}万元，执行数为{b}万元，完成预算的{r}%。",
        "部门整体支出自评得分100分，涉及资金{a}万元。",
    )


@fault("broken")
def statement_keys_repeated(paper: Paper, rng: Random) -> None:
    rows = some(rng, _statements(paper, rng))
    for row in rows:
        row["statement_key"] = rng.choice((rows[0]["statement_key"], rows[0]["statement_key"], None))


@fault("broken")
def statements_null(paper: Paper, rng: Random) -> None:
    for row in some(rng, _statements(paper, rng)):
        gone = rng.sample(
            (
                "heading",
                "sentence",
                "lead",
                "phrase",
                "tail",
                "scope",
                "figure_text",
                "number",
                "number_decimals",
                "unit",
                "depth",
                "page_number",
            ),
            rng.randint(1, 3),
        )
        row |= dict.fromkeys(gone)


@fault("broken")
def statement_places_impossible(paper: Paper, rng: Random) -> None:
    for row in some(rng, _statements(paper, rng)):
        row |= {
            rng.choice(("paragraph_number", "sentence_number", "figure_number", "page_number", "depth")): rng.choice(
                (0, -1, 1, 10**9, None)
            )
        }


@fault("broken")
def statement_numbers_other(paper: Paper, rng: Random) -> None:
    """Numbers, decimals and units that are not what the figure's text says."""
    for row in some(rng, _statements(paper, rng)):
        row |= rng.choice(_OTHER_NUMBERS)


@fault("broken")
def statement_words_other(paper: Paper, rng: Random) -> None:
    for row in some(rng, _statements(paper, rng)):
        row[rng.choice(("heading", "sentence", "lead", "phrase", "tail", "figure_text", "direction", "scope"))] = (
            odd_text(rng)
        )


@fault("printed")
def headings_odd(paper: Paper, rng: Random) -> None:
    for row in some(rng, _statements(paper, rng)):
        row["heading"] = rng.choice(("", "/", "///", "一般公共预算", "政府性基金/国有资本经营", odd_text(rng)))
