"""What counts as lost: a figure of the page that no cell, header or line holds."""

from __future__ import annotations

import polars as pl
from tests.corpus.lost import lost_figures
from tests.reading.papers import Paper, read

ROWS = [["科目名称", "合计", "基本支出"], ["教育支出", "1,234.50", "34.50"], ["其他支出", "20.00", "20.00"]]


def test_what_is_taken_away_is_lost() -> None:
    paper = Paper()
    paper.title(60, "支出总表")
    bottom = paper.grid(100, [200, 100, 100], ROWS)
    paper.text(50, bottom + 30, "其中上年结转 7.25 万元。", 10)
    data = paper.finish()
    raw = read(data)
    assert lost_figures(data, raw) == (5, [])
    raw["cell"] = raw["cell"].filter(pl.col("text") != "1,234.50")
    raw["line"] = raw["line"].clear()
    printed, lost = lost_figures(data, raw)
    assert (printed, [(page, figure) for page, figure, _, _ in lost]) == (5, [(1, "1,234.50"), (1, "7.25")])
