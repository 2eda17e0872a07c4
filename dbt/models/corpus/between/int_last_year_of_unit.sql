-- The last years of 整体支出绩效目标表, which has the unit's money of all funds, and what that year's department paper prints of
-- the unit: one row per pair of figures.
with stated as (
    select * from {{ ref('int_comparable_amount') }}
),

comparatives as (
    select
        *,
        case
            when row_role = 'total' then row_group || ' total'
            when row_role in ('performance_personnel', 'performance_operating') then 'basic'
            when row_role = 'performance_target' then 'project'
            when row_fund = 'fiscal_appropriation' then 'fiscal'
        end as meaning
    from stated
    where table_kind = 'performance_overall' and not is_own_year and row_group is not null
),

department_figures as (
    select * from {{ ref('int_unit_figure') }}
)

select
    comparatives.amount_key as left_key,
    department_figures.amount_key as right_key,
    comparatives.document_key,
    department_figures.document_key as other_document_key,
    comparatives.stated_year,
    comparatives.meaning
from comparatives
inner join department_figures
    on
        comparatives.publisher_key = department_figures.stated_of_key
        and comparatives.stated_year = department_figures.stated_year
        and comparatives.stated_stage = department_figures.stated_stage
        and comparatives.meaning = department_figures.meaning
        and comparatives.document_key <> department_figures.document_key
