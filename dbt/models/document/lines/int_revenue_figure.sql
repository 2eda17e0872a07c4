-- Figures of the revenue tables in one shape, whether a table prints the funds as columns (by subject, by unit, in one row) or one below
-- the other: which row, fund and period a figure is of, and whether it is a part or a sum. Grain: one printed amount.
with figures as (
    select
        *,
        bool_or(row_entity = 'subject' and subject_level is not null and row_role is null) over (partition by table_key) as is_by_subject,
        bool_or(fund is not null or period is not null) over (partition by table_key) as has_fund_columns
    from {{ ref('int_usable_amount') }}
    where table_kind = 'revenue' and is_own_stage and coalesce(period, '') <> 'closing'
),

path_parts as (
    select distinct
        row_path,
        unnest(string_split(row_path, '/')) as part
    from figures
    where not has_fund_columns and not is_by_subject
),

path_funds as (
    select
        path_parts.row_path,
        min_by(terms.value, terms.priority) as fund
    from path_parts
    inner join {{ ref('row_term') }} as terms on terms.kind = 'fund' and regexp_matches(path_parts.part, terms.pattern)
    group by path_parts.row_path
),

-- Funds one below the other: a list of which each row is a part or a sum of some, by the column of the whole.
listed as (
    select
        figures.* exclude (fund, fund_detail, period),
        coalesce(figures.row_fund, path_funds.fund) as fund,
        figures.row_fund_detail as fund_detail,
        case
            when figures.row_role in ('carry_over_opening', 'use_of_surplus') then 'carry_over'
            when figures.parent_role = 'carry_over_opening' then 'carry_over'
            when figures.row_role in ('grand_total', 'block_total') then null
            when bool_or(figures.row_role in ('carry_over_opening', 'current_year_total')) over (partition by figures.table_key)
                then 'this_year'
        end as period,
        coalesce(figures.row_role in ('grand_total', 'block_total', 'current_year_total', 'total'), false)
        or not figures.is_leaf as is_total
    from figures
    left join path_funds on figures.row_path = path_funds.row_path
    where
        not figures.has_fund_columns and not figures.is_by_subject
        and coalesce(figures.row_role, '') not in ('of_which', 'carry_over_closing', 'surplus_distribution')
    qualify
        bool_or(coalesce(figures.row_fund, path_funds.fund) is not null) over (partition by figures.table_key)
        and row_number() over (
            partition by figures.table_key, figures.position
            order by case figures.sum_role when 'total' then 0 else 1 end, figures.column_number
        ) = 1
),

-- Funds as columns. The row of the whole is the largest total row, else the first; of units without a total row all outermost
-- ones, unless the first is the sum of the others.
rowed as (
    select
        figures.*,
        row_role = 'total' as is_total_row,
        bool_or(row_role = 'total') over (partition by table_key) as has_total_row,
        bool_and(row_entity = 'unit') over (partition by table_key) as is_by_unit,
        max(amount_yuan) over (partition by table_key, position) as row_yuan,
        dense_rank() over (partition by table_key order by position) as row_order
    from figures
    where table_key not in (select table_key from listed)
),

summed as (
    select
        *,
        first_value(position) over (
            partition by table_key
            order by case when is_total_row then 0 else 1 end, case when is_total_row then -row_yuan else position end
        ) as whole_position,
        sum(case when row_order = 1 then amount_yuan when parent_position is null then -amount_yuan end)
            over (partition by table_key) as beyond_the_first
    from rowed
),

columned as (
    select
        *,
        case
            when has_total_row or not is_by_unit or beyond_the_first = 0 then position = whole_position
            else parent_position is null
        end as is_whole
    from summed
)

select
    amount_key,
    document_key,
    document_stage,
    table_key,
    amount_stage as stage,
    position as row_position,
    is_whole,
    case when is_whole then '' else code end as code,
    fund,
    fund_detail,
    period,
    sum_role = 'total' as is_total,
    amount_yuan,
    half_unit_yuan
from columned
where
    is_whole
    or (is_by_subject and row_entity = 'subject' and subject_level is not null and row_role is null and is_leaf)
union all
select
    amount_key,
    document_key,
    document_stage,
    table_key,
    amount_stage as stage,
    0 as row_position,
    true as is_whole,
    '' as code,
    fund,
    fund_detail,
    period,
    is_total,
    amount_yuan,
    half_unit_yuan
from listed
