-- Figures of the tables by economic subject in the shape of int_fund_figure, with the nature in place of the fund's detail: the table of
-- all general expenditure, else what speaks of the tables of basic expenditure, and those of projects. Grain: one printed amount.
with amounts as (
    select
        *,
        coalesce(row_entity = 'subject' and subject_level is not null and row_role is null, false) as is_subject
    from {{ ref('int_usable_amount') }}
),

figures as (
    select * from amounts
    where
        is_own_stage and coalesce(period, '') <> 'closing'
        and table_kind in ('general_budget_by_economic', 'general_budget_project_by_economic')
),

-- Of several tables that print the same money the first one speaks.
tables as (
    select
        table_key,
        row_number() over (partition by document_key, table_kind order by count(*) desc, table_key asc) as preference
    from figures
    where is_subject
    group by table_key, document_key, table_kind
),

told as (
    select
        figures.amount_key,
        figures.document_key,
        figures.document_stage,
        figures.table_key,
        figures.table_kind,
        figures.amount_stage as stage,
        figures.position as row_position,
        not figures.is_subject as is_whole,
        case when figures.is_subject then concat_ws('|', figures.code, figures.row_second_code) else '' end as code,
        case when figures.sum_role <> 'total' then coalesce(figures.fund, 'other_funds') end as fund,
        case when figures.sum_role <> 'total' then coalesce(figures.nature, 'not_stated') end as fund_detail,
        case when figures.sum_role <> 'total' then figures.period end as period,
        figures.sum_role = 'total' as is_total,
        figures.amount_yuan,
        figures.half_unit_yuan
    from figures
    inner join tables on figures.table_key = tables.table_key
    where
        tables.preference = 1
        and ((figures.is_subject and figures.is_leaf) or (figures.row_role = 'total' and not figures.is_subject))
    union all by name
    select
        basic.amount_key,
        basic.document_key,
        amounts.document_stage,
        basic.table_key,
        amounts.table_kind,
        basic.stage,
        amounts.position as row_position,
        basic.is_total as is_whole,
        case when basic.is_total then '' else concat_ws('|', basic.code, amounts.row_second_code) end as code,
        basic.fund,
        basic.nature as fund_detail,
        false as is_total,
        basic.amount_yuan,
        basic.half_unit_yuan
    from {{ ref('int_basic_figure') }} as basic
    inner join amounts on basic.amount_key = amounts.amount_key
)

select * exclude (table_kind)
from told
qualify
    table_kind = 'general_budget_by_economic'
    or not bool_or(table_kind = 'general_budget_by_economic') over (partition by document_key)
