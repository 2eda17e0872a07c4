"""What was budgeted and what was spent, side by side, wherever the warehouse holds both.

Belongs here: queries over facts. Does not: bars (templates).
"""

from __future__ import annotations

import duckdb

from yusuan.serving.query_rows import Shown, first

_PAIRS_SHOWN = 24
_PAIRS = """
WITH spent AS (
    SELECT unit_key, fiscal_year, stage, fund AS what, 'fund' AS form, sum(amount_yuan) AS amount_yuan
    FROM main.fact_unit_expenditure GROUP BY ALL
    UNION ALL
    SELECT unit_key, fiscal_year, stage, item AS what, 'item' AS form, sum(amount_yuan) AS amount_yuan
    FROM main.fact_three_public GROUP BY ALL
)
SELECT unit.unit_name, unit.level, budget.fiscal_year, budget.form, budget.what, budget.stage,
    budget.amount_yuan AS budget_yuan, final.amount_yuan AS final_yuan,
    final.amount_yuan - budget.amount_yuan AS change_yuan
FROM spent AS budget
INNER JOIN spent AS final
    ON budget.unit_key = final.unit_key AND budget.fiscal_year = final.fiscal_year
        AND budget.what = final.what AND budget.form = final.form
INNER JOIN main.dim_unit AS unit ON budget.unit_key = unit.unit_key
WHERE budget.stage <> 'final' AND final.stage = 'final' AND (budget.amount_yuan <> 0 OR final.amount_yuan <> 0)
ORDER BY budget.form, abs(final.amount_yuan - budget.amount_yuan) DESC, unit.unit_name, budget.fiscal_year
"""


def pairs(connection: duckdb.DuckDBPyConnection) -> Shown:
    """Budget and final accounts of one unit, year and fund (or 三公 item), those furthest apart first, in yuan."""
    return first(connection, _PAIRS, _PAIRS_SHOWN)
