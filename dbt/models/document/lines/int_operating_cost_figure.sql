-- 机关运行经费 in tables, in the shape of int_fund_figure: by economic subject in a table of its own, else the column of a 三公 table, of
-- the total row or, without one, the first. Grain: one printed amount.
with figures as (
    select
        *,
        coalesce(row_entity = 'subject' and subject_level is not null and row_role is null, false) as is_subject,
        coalesce(row_role = 'total', false) as is_total_row,
        bool_or(table_kind = 'operating_cost') over (partition by document_key) as has_own_table
    from {{ ref('int_usable_amount') }}
    where is_own_stage and (table_kind = 'operating_cost' or (table_kind = 'three_public' and item = 'operating_cost'))
    qualify row_number() over (
        partition by table_key, position order by case sum_role when 'total' then 0 else 1 end, column_number
    ) = 1
),

ordered as (
    select
        *,
        bool_or(is_total_row) over (partition by table_key) as has_total_row,
        bool_or(is_subject) over (partition by table_key) as has_subjects,
        position = min(position) over (partition by table_key) as is_first
    from figures
    where table_kind = 'operating_cost' or not has_own_table
)

select
    amount_key,
    document_key,
    document_stage,
    table_key,
    amount_stage as stage,
    position as row_position,
    not is_subject as is_whole,
    case when is_subject then code else '' end as code,
    cast(null as varchar) as fund,
    cast(null as varchar) as fund_detail,
    cast(null as varchar) as period,
    true as is_total,
    amount_yuan,
    half_unit_yuan
from ordered
where
    (is_subject and is_leaf)
    or is_total_row
    or (is_first and not has_total_row and not has_subjects)
