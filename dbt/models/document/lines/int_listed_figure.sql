-- Figures of what lists of projects and purchases list in the shape of int_fund_figure, and of the row that stands for all of it: the
-- largest total row, or the headings that everything stands under. Grain: one printed amount.
with counted as (
    select
        *,
        count(*) over (partition by table_key, amount_stage, column_number) as column_figures
    from {{ ref('int_usable_amount') }}
    where table_key in (select table_key from {{ ref('int_listed_row') }})
),

figures as (
    select
        *,
        bool_or(sum_role = 'total' or fund is not null or period is not null) over one_stage as has_other_columns,
        first_value(column_number) over (
            partition by table_key, amount_stage order by column_figures desc, column_number asc
        ) as fullest_column,
        max(amount_yuan) over (partition by table_key, position) as row_yuan
    from counted
    window one_stage as (partition by table_key, amount_stage)
),

-- A column that names neither a sum nor a fund is the money of the row where the table prints no other: of several the fullest.
columned as (
    select
        figures.* replace (sum_role = 'total' or not has_other_columns as sum_role),
        -- A project of a performance table that is printed again on a next page, with the same money, is one.
        listed.position is not null and (
            listed.table_kind <> 'performance_project' or listed.item_name is null
            or figures.position = min(figures.position)
                over (partition by figures.table_key, listed.item_code, listed.item_name, figures.row_yuan)
        ) as is_listed,
        bool_or(row_role = 'total') over (partition by figures.table_key) as has_total_row,
        bool_or(coalesce(listed.is_outermost, false)) over (partition by figures.table_key) as has_outermost_row,
        max(case when row_role = 'total' then row_yuan end) over (partition by figures.table_key) as total_row_yuan
    from figures
    left join {{ ref('int_listed_row') }} as listed
        on figures.table_key = listed.table_key and figures.position = listed.position
    where
        sum_role = 'total' or fund is not null or period is not null
        or (not has_other_columns and figures.column_number = fullest_column)
),

whole as (
    select
        *,
        case
            when has_total_row then coalesce(row_role = 'total' and row_yuan = total_row_yuan, false)
            else not has_outermost_row and parent_position is null and row_role is null
        end as is_whole
    from columned
)

select
    case table_kind when 'procurement' then 'fact_procurement' else 'fact_project' end as fact,
    amount_key,
    document_key,
    document_stage,
    table_key,
    amount_stage as stage,
    position as row_position,
    is_whole,
    case when is_whole then '' else cast(position as varchar) end as code,
    fund,
    fund_detail,
    period,
    sum_role as is_total,
    amount_yuan,
    half_unit_yuan
from whole
where is_whole or is_listed
