-- Figures of tables that print money of rows by fund, in one shape. Grain: one printed amount.
select
    'fact_revenue' as fact,
    *
from {{ ref('int_revenue_figure') }}
union all by name
select * from {{ ref('int_listed_figure') }}
union all by name
select
    'fact_operating_cost' as fact,
    *
from {{ ref('int_operating_cost_figure') }}
union all by name
select
    'fact_economic_expenditure' as fact,
    *
from {{ ref('int_economic_figure') }}
