"""Plots as inline SVG, drawn by Vega-Lite without a browser or a network; their text stays text.

Belongs here: what is drawn. Bars that a table can carry are HTML (templates).
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import duckdb
from markupsafe import Markup

# Rates are left out: their sides are percent.
_NOT_EXACT = """
SELECT tolerance_yuan, abs(residual_yuan) AS residual_yuan, verdict, count(*) AS n
FROM main.reconciliation_result AS result
INNER JOIN seeds.reconciliation_rule AS rule ON result.rule_id = rule.rule_id
WHERE verdict IN ('rounding', 'break') AND residual_yuan <> 0
    AND rule.tolerance <> 'last digit' AND rule.method <> 'rate'
GROUP BY ALL ORDER BY n DESC, tolerance_yuan, residual_yuan
"""
_POINTS = 600  # of the commonest pairs of residual and tolerance; the rest would lie on them
_COLOURS = {"rounding": "#b98a2f", "break": "#ad2e2e"}
_FONT = "Source Sans 3, Helvetica Neue, Arial, Liberation Sans, DejaVu Sans, Noto Sans CJK SC, sans-serif"
_TITLES = {"x": "rounding allows, yuan · 容差（元）", "y": "apart, yuan · 差额（元）"}
_LEAST = Decimal("0.01")


def residuals(connection: duckdb.DuckDBPyConnection) -> Markup | None:
    """Differences against what rounding allows, in yuan on logarithmic axes (where floats do no harm), or None."""
    points = [
        {"x": float(max(tolerance, _LEAST)), "y": float(residual), "n": n, "verdict": verdict}
        for tolerance, residual, verdict, n in connection.execute(_NOT_EXACT).fetchmany(_POINTS)
    ]
    if not points:
        return None
    least = min(min(point["x"], point["y"]) for point in points) / 2
    most = max(max(point["x"], point["y"]) for point in points) * 2
    return _draw(
        {
            "width": 620,
            "height": 330,
            "layer": [
                {
                    "data": {"values": [{"x": least, "y": least}, {"x": most, "y": most}]},
                    "mark": {
                        "type": "line",
                        "strokeDash": [5, 4],
                        "color": "#5d6b75",
                        "strokeWidth": 1.2,
                    },
                    "encoding": {"x": _axis("x", least, most), "y": _axis("y", least, most)},
                },
                {
                    "data": {"values": points},
                    "mark": {"type": "circle", "opacity": 0.55},
                    "encoding": {
                        "x": _axis("x", least, most),
                        "y": _axis("y", least, most),
                        "size": {"field": "n", "type": "quantitative", "scale": {"range": [22, 420]}, "legend": None},
                        "color": {
                            "field": "verdict",
                            "type": "nominal",
                            "scale": {"domain": list(_COLOURS), "range": list(_COLOURS.values())},
                            "legend": None,
                        },
                    },
                },
            ],
        }
    )


def _axis(field: str, least: float, most: float) -> dict[str, Any]:
    return {
        "field": field,
        "type": "quantitative",
        "title": _TITLES[field],
        "scale": {"type": "log", "domain": [least, most], "nice": False},
        "axis": {"format": ",~f", "tickCount": 7, "labelOverlap": "greedy", "grid": True},
    }


def _draw(spec: dict[str, Any]) -> Markup:
    import vl_convert  # a second to load: only what draws pays for it

    drawn = vl_convert.vegalite_to_svg(
        spec
        | {
            "background": "transparent",
            "config": {
                "font": _FONT,
                "aria": False,
                "view": {"stroke": "#d9dfe3"},
                "axis": {
                    "titleFontSize": 12,
                    "titleFontWeight": 400,
                    "titleColor": "#5d6b75",
                    "labelFontSize": 12,
                    "labelColor": "#5d6b75",
                    "gridColor": "#eceff1",
                    "tickColor": "#d9dfe3",
                },
            },
        }
    )
    # Inside a page an SVG needs no namespaces, and is as wide as there is room.
    drawn = re.sub(r' xmlns(:xlink)?="[^"]*"', "", drawn, count=2)
    return Markup(re.sub(r' width="\d+(\.\d+)?" height="\d+(\.\d+)?"', "", drawn, count=1))
