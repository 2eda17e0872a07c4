"""Columns: blank, repeated and contradictory headers, roles and numbers."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from tests.chaos.drawn import amount
from tests.chaos.faults import fault
from tests.chaos.paper import Line, Paper, Row
from tests.chaos.words import HEADERS, ODD, odd_text


def columns_of(paper: Paper, rng: Random, role: str | None = None) -> list[Row]:
    """The columns of one table by chance, all or those of one role; none where the paper has no table."""
    keys = paper.table_keys
    columns = paper.of("column", rng.choice(keys)) if keys else []
    return [column for column in columns if role is None or column["role"] == role]


def _some(rng: Random, rows: list[Row]) -> list[Row]:
    return rng.sample(rows, rng.randint(1, len(rows))) if rows else []


@fault("printed")
def blank(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["header_path"] = ""


@fault("printed")
def blank_of_which(paper: Paper, rng: Random) -> None:
    """A 三公 table with two `其中：…` columns under one printed 小计, of which some or all are blank."""
    group = "公务用车购置及运行费"
    paths = [
        "合计",
        "因公出国(境)费",
        f"{group}/小计",
        f"{group}/其中:公务用车购置费",
        f"{group}/其中:公务用车运行维护费",
        "公务接待费",
    ]
    sums, buying, running = amount(rng), amount(rng), amount(rng)
    drawn: list[Decimal | None] = [
        sums,
        Decimal(0),
        rng.choice((sums, None)),
        rng.choice((buying, None)),
        rng.choice((running, None)),
        None,
    ]
    lines = [Line(label, amounts=drawn) for label in rng.choice((("",), ("合计", "本级"), ("", "")))]
    title = rng.choice(("一般公共预算“三公”经费支出表", "2024年度“三公”经费支出决算表", "支出总表"))
    paper.add_table(title, [("value", path) for path in paths], lines)


@fault("printed")
def same_path(paper: Paper, rng: Random) -> None:
    columns = columns_of(paper, rng, "value")
    if columns:
        path = rng.choice(columns)["header_path"]
        for column in _some(rng, columns):
            column["header_path"] = path


@fault("printed")
def other_words(paper: Paper, rng: Random) -> None:
    """Headers of the field where they do not belong, one under the other."""
    for column in _some(rng, columns_of(paper, rng)):
        column["header_path"] = "/".join(rng.choices(HEADERS, k=rng.randint(1, 3)))


@fault("printed")
def odd_words(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["header_path"] = odd_text(rng)


@fault("printed")
def slashes(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        path = column["header_path"] or "合计"
        column["header_path"] = rng.choice(
            (
                "/",
                "///",
                f"/{path}",
                f"{path}/",
                f"{path}//{path}",
                f"{path}/{path}/{path}",
                "合计/合计",
                "小计/合计/小计",
            )
        )


@fault("printed")
def deep(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["header_path"] = "/".join(rng.choice(HEADERS) for _ in range(rng.choice((10, 60))))


@fault("printed")
def totals_everywhere(paper: Paper, rng: Random) -> None:
    word = rng.choice(("合计", "小计", "其中:", "其中:合计", "“三公”经费合计"))
    for column in columns_of(paper, rng, "value"):
        head, slash, _ = (column["header_path"] or "").rpartition("/")
        column["header_path"] = rng.choice((f"{head}{slash}{word}", f"{column['header_path']}/{word}", word))


@fault("printed")
def contradictory_units(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng, "value")):
        column["header_path"] = (column["header_path"] or "") + rng.choice(
            ("(元)", "(万元)/(元)", "(亿元)(元)", "(吨)", "单位:千元", "(人民币万元)", "(%)")
        )


@fault("printed")
def years(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng, "value")):
        column["header_path"] = rng.choice(
            (
                "2000年",
                "2099年决算数",
                "2024年/2023年",
                "上年预算数",
                "2024年比2023年增减",
                "1999年",
                "20999年",
                "2024年2023年2022年",
            )
        )


@fault("printed")
def no_values(paper: Paper, rng: Random) -> None:
    for column in columns_of(paper, rng):
        column["role"] = rng.choice(("label", "code", "index"))


@fault("printed")
def only_values(paper: Paper, rng: Random) -> None:
    for column in columns_of(paper, rng):
        column["role"] = "value"


@fault("printed")
def roles_mixed(paper: Paper, rng: Random) -> None:
    for column in columns_of(paper, rng):
        column["role"] = rng.choice(("label", "code", "index", "value"))


@fault("broken")
def roles_unknown(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["role"] = rng.choice(("", "note", "VALUE", None))


@fault("broken")
def path_null(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["header_path"] = None


@fault("broken")
def blocks_mixed(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column |= {"block_number": rng.randint(1, 5), "block": rng.choice(("收入", "支出", "人员经费", "", None, *ODD))}


@fault("broken")
def blocks_impossible(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["block_number"] = rng.choice((0, -1, None, 10**9))


@fault("broken")
def column_twice(paper: Paper, rng: Random) -> None:
    """The same column listed again under its number, alike or with another meaning."""
    for column in _some(rng, columns_of(paper, rng)):
        changes = rng.choice(({}, {"header_path": rng.choice(HEADERS)}, {"role": "value"}, {"block_number": 2}))
        paper.rows["column"].append(column | changes)


@fault("broken")
def numbers_impossible(paper: Paper, rng: Random) -> None:
    for column in _some(rng, columns_of(paper, rng)):
        column["column_number"] = rng.choice((0, -1, None, 10**9, 1))


@fault("printed")
def index_repeated(paper: Paper, rng: Random) -> None:
    for column in columns_of(paper, rng, "value"):
        column["index_number"] = rng.choice((1, 1, 2, 0, None, 999))


@fault("broken")
def columns_gone(paper: Paper, rng: Random) -> None:
    """A table that has cells and no columns."""
    paper.remove("column", columns_of(paper, rng))


@fault("printed", weight=0.3)
def sixty_columns(paper: Paper, rng: Random) -> None:
    paths = (
        [rng.choice(HEADERS) for _ in range(60)]
        if rng.random() < 0.5
        else [f"第{n}项/{rng.choice(('合计', '小计', '金额'))}" for n in range(60)]
    )
    lines = [Line(f"第{n}行", amounts=[amount(rng) for _ in paths]) for n in range(rng.randint(1, 8))]
    paper.add_table(
        rng.choice(("收入总表", "支出总表", "项目支出表", "政府采购预算表")),
        [("label", "项目"), *(("value", path) for path in paths)],
        lines,
    )
