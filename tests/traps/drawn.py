"""Papers that a person reads without trouble, each with one trap at some place in some setting.

Belongs here: the table, the traps, and what is seen. Does not: reading and judging (judged).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from io import BytesIO
from random import Random

from PIL import Image
from reportlab.lib.utils import ImageReader
from tests.reading.papers import FONT, Paper

_LIST = (
    ("", "合计"), ("208", "社会保障和就业支出"), ("20805", "行政事业单位养老支出"),
    ("2080505", "养老保险缴费支出"), ("2080506", "职业年金缴费支出"), ("210", "卫生健康支出"),
    ("21011", "行政事业单位医疗"), ("2101101", "行政单位医疗"), ("213", "农林水支出"), ("21303", "水利"),
    ("2130301", "行政运行"), ("2130305", "水利工程建设"),
)  # fmt: skip
_VALUES = ("合计", "基本支出", "项目支出")
_TITLES = ("支出总表", "一般公共预算支出表")
_SIZE = 9.0
Key = tuple[str, str, str]  # title, code, header


@dataclass
class TrapPaper:
    """A paper under way: `seen` figure by table, code and column; where the figure of the trap stands."""

    rng: Random
    kind: str
    paper: Paper
    unit: str
    seen: dict[Key, Decimal] = field(default_factory=dict)
    data: bytes = b""

    def text_of(self, amount: Decimal) -> str:
        """A figure as this paper prints it."""
        return f"{amount:,.2f}" if self.unit == "万元" else f"{amount:,.0f}"


@dataclass(frozen=True)
class _Cell:
    x0: float
    x1: float
    y: float
    height: float


Trap = Callable[[TrapPaper, _Cell, Decimal, Decimal], None]  # paper, place, what is seen there, what is not


def draw_trap(rng: Random, number: int) -> TrapPaper:
    """A paper with the trap of its number; the numbers go round all of them."""
    kind = KINDS[number % len(KINDS)]
    made = TrapPaper(rng, kind, Paper((842.0, 595.0)), rng.choice(("万元", "元")))
    if kind == BARE:
        _bare(made)
    elif kind == TWO_UP:
        _two_up(made)
    elif kind == STACKED:
        _table(made, _TITLES[0], 60.0, 420.0, stacked=True)
    else:
        _table(made, _TITLES[0], 60.0, 420.0, trap=TRAPS[kind])
    made.data = made.paper.finish()
    return made


def _amount(made: TrapPaper) -> Decimal:
    cents = made.rng.randint(100, 10 ** made.rng.randint(4, 8))
    return Decimal(cents) / 100 if made.unit == "万元" else Decimal(cents)


def _rows(made: TrapPaper, title: str) -> list[list[str]]:
    rows = []
    for code, label in _LIST:
        amounts = [_amount(made) if made.rng.random() < 0.8 else None for _ in _VALUES]
        if all(amount is None for amount in amounts):
            amounts[0] = _amount(made)
        made.seen |= {(title, code, path): a for path, a in zip(_VALUES, amounts, strict=True) if a is not None}
        rows.append([code, label, *("" if a is None else made.text_of(a) for a in amounts)])
    return rows


def _table(
    made: TrapPaper, title: str, left: float, middle: float, *, trap: Trap | None = None, stacked: bool = False
) -> None:
    rng, paper = made.rng, made.paper
    widths = [rng.choice((55.0, 62.0)), rng.choice((150.0, 170.0)), *[rng.choice((88.0, 96.0))] * 3]
    height = rng.choice((18.0, 22.0, 26.0))
    rows = _rows(made, title)
    paper.text(middle, 50, title, 14, "center")
    paper.text(left + sum(widths), 75, f"单位：{made.unit}", _SIZE, "right")
    header = ["科目编码", "科目名称", *_VALUES]
    if stacked:
        first = rng.choice([n for n in range(len(rows) - 1) if len(rows[n][0]) == len(rows[n + 1][0]) == 7])
        bands = [[a, b] for a, b in ((rows[first], rows[first + 1]),)]
        joined = ["\n".join(filter(None, pair)) for pair in zip(*bands[0], strict=True)]
        for code in (rows[first][0], rows[first + 1][0]):  # a blank beside a figure would leave open whose it is
            for path, cell in zip(_VALUES, joined[2:], strict=True):
                if "\n" not in cell:
                    made.seen.pop((title, code, path), None)
        joined[2:] = [cell if "\n" in cell else "" for cell in joined[2:]]
        _grid(paper, 90, widths, [header, *rows[:first]], left, height)
        _grid(paper, 90 + (first + 1) * height, widths, [joined], left, 2 * height)
        _grid(paper, 90 + (first + 3) * height, widths, rows[first + 2 :], left, height)
        return
    edges = [left + sum(widths[:n]) for n in range(len(widths) + 1)]
    if trap is None:
        _grid(paper, 90, widths, [header, *rows], left, height)
        return
    r, c = rng.choice([(r, c) for r, row in enumerate(rows) for c in (2, 3, 4) if row[c]])
    shown = made.seen[title, rows[r][0], _VALUES[c - 2]]
    rows[r][c] = ""
    _grid(paper, 90, widths, [header, *rows], left, height)
    trap(made, _Cell(edges[c], edges[c + 1], 90 + (r + 1.5) * height, height), shown, _amount(made) + 1)


def _grid(paper: Paper, top: float, widths: list[float], rows: list[list[str]], left: float, height: float) -> None:
    if rows:
        paper.grid(top, widths, rows, left=left, height=height)


def _print(made: TrapPaper, cell: _Cell, text: str, size: float = _SIZE) -> None:
    made.paper.text(cell.x1 - 3, cell.y, text, size, "right")


def _box(made: TrapPaper, cell: _Cell) -> tuple[float, float, float, float]:
    """The inside of a cell as reportlab counts: x, y from below, width, height."""
    return cell.x0 + 1, made.paper.height - cell.y - cell.height / 2 + 1, cell.x1 - cell.x0 - 2, cell.height - 2


def _covered(made: TrapPaper, cell: _Cell, shown: Decimal, hidden: Decimal) -> None:
    canvas = made.paper.canvas
    _print(made, cell, made.text_of(hidden))
    canvas.setFillGray(made.rng.choice((1.0, 0.96)))
    canvas.rect(*_box(made, cell), stroke=0, fill=1)
    canvas.setFillGray(0)
    _print(made, cell, made.text_of(shown))


def _clipped(made: TrapPaper, cell: _Cell, shown: Decimal, hidden: Decimal) -> None:
    canvas = made.paper.canvas
    canvas.saveState()
    path = canvas.beginPath()
    path.rect(5, 5, 20, 20)
    canvas.clipPath(path, stroke=0, fill=0)
    _print(made, cell, made.text_of(hidden))
    canvas.restoreState()
    _print(made, cell, made.text_of(shown))


def _transparent(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    canvas = made.paper.canvas
    _print(made, cell, made.text_of(shown))
    canvas.saveState()
    canvas.setFillColorRGB(1, 0.9, 0.2, alpha=0.3)
    canvas.rect(*_box(made, cell), stroke=0, fill=1)
    canvas.restoreState()


def _unpainted(made: TrapPaper, cell: _Cell, shown: Decimal, hidden: Decimal) -> None:
    text = made.paper.canvas.beginText(cell.x0 + 4, made.paper.height - cell.y - 3)
    text.setFont(FONT, _SIZE)
    text.setTextRenderMode(3)
    text.textOut(made.text_of(hidden))
    text.setTextRenderMode(0)
    made.paper.canvas.drawText(text)
    _print(made, cell, made.text_of(shown))


def _white(made: TrapPaper, cell: _Cell, shown: Decimal, hidden: Decimal) -> None:
    made.paper.canvas.setFillGray(1)
    _print(made, cell, made.text_of(hidden))
    made.paper.canvas.setFillGray(0)
    _print(made, cell, made.text_of(shown))


def _footnote(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    text = made.text_of(shown)
    _print(made, _Cell(cell.x0, cell.x1 - 5, cell.y, cell.height), text)
    made.paper.text(cell.x1 - 8, cell.y - 3, made.rng.choice("123"), 5.0)


def _marked(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    _print(made, cell, made.text_of(shown) + made.rng.choice(("*", "②", "＊")))


def _with_unit(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    _print(made, cell, made.text_of(shown) + made.unit)


def _other_unit(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    other = f"{shown * 10000:,.0f}元" if made.unit == "万元" else f"{shown / 10000:,.4f}万元"
    _print(made, cell, other)


def _wide(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    """In larger type, so that it begins before its column does."""
    text = made.text_of(shown)
    size = min((cell.x1 - cell.x0 + 1) * _SIZE / made.paper.canvas.stringWidth(text, FONT, _SIZE), 1.3 * _SIZE)
    _print(made, cell, text, size)


def _seal(made: TrapPaper, cell: _Cell, shown: Decimal, _hidden: Decimal) -> None:
    canvas = made.paper.canvas
    _print(made, cell, made.text_of(shown))
    x, y = (cell.x0 + cell.x1) / 2, made.paper.height - cell.y
    canvas.setStrokeColorRGB(0.85, 0, 0)
    canvas.setFillColorRGB(0.85, 0, 0)
    canvas.circle(x, y, 45, stroke=1, fill=0)
    made.paper.text(x, cell.y + 12, "财务专用章", _SIZE, "center")
    made.paper.text(x, cell.y - 10, str(made.rng.randint(2020, 2029)), 8, "center")
    canvas.setStrokeGray(0)
    canvas.setFillGray(0)


def _pasted(made: TrapPaper, cell: _Cell, shown: Decimal, hidden: Decimal) -> None:
    """A picture of one colour over the figure: what is seen there is nothing."""
    _print(made, cell, made.text_of(hidden))
    picture = BytesIO()
    Image.new("RGB", (8, 4), (255, 255, 255)).save(picture, "PNG")
    x, y, width, height = _box(made, cell)
    made.paper.canvas.drawImage(ImageReader(picture), x, y, width, height)
    made.seen = {key: amount for key, amount in made.seen.items() if amount != shown}


def _bare(made: TrapPaper) -> None:
    title, rng = _TITLES[0], made.rng
    left = rng.choice((50.0, 70.0))
    edges = [left, left + 70, left + 250, left + 380, left + 510, left + 640]
    pitch = rng.choice((16.0, 20.0, 24.0))
    made.paper.text(400, 50, title, 14, "center")
    made.paper.text(edges[-1], 75, f"单位：{made.unit}", _SIZE, "right")
    for r, row in enumerate([["科目编码", "科目名称", *_VALUES], *_rows(made, title)]):
        for c, text in enumerate(row):
            is_figure = r > 0 and c > 1
            made.paper.text(edges[c + 1] - 4 if is_figure else edges[c], 100 + r * pitch, text, _SIZE,
                            "right" if is_figure else "left")  # fmt: skip


def _two_up(made: TrapPaper) -> None:
    made.paper = Paper((1191.0, 842.0))
    _table(made, _TITLES[0], 40.0, 280.0)
    _table(made, _TITLES[1], 640.0, 880.0)


BARE, TWO_UP, STACKED = "a table without rules", "two tables beside each other", "two rows in one band"
TRAPS: dict[str, Trap] = {
    "covered by a box": _covered,
    "outside the clip": _clipped,
    "under something transparent": _transparent,
    "text that paints nothing": _unpainted,
    "white on white": _white,
    "a footnote's number": _footnote,
    "a mark behind": _marked,
    "the unit behind": _with_unit,
    "another unit behind": _other_unit,
    "wider than its column": _wide,
    "a seal over it": _seal,
    "a picture over it": _pasted,
}
KINDS = (*TRAPS, BARE, TWO_UP, STACKED)
