-- Terms of two-sided tables: the total of the year and the grand total of each block, in every money column.
with figures as (
    select * from {{ ref('int_amount') }}
    where measure = 'money' and not is_repeat and table_kind in ('revenue_expenditure_summary', 'fiscal_appropriation_summary')
),

outline as (
    select
        table_key,
        position,
        parent_position
    from {{ ref('int_row_outline') }}
),

-- A heading without a figure of its own in a column leaves its place in the sums to the lines below it.
headed as (
    select
        figures.*,
        coalesce(parents.position, grandparents.position) as heading_position
    from figures
    left join figures as parents
        on
            figures.table_key = parents.table_key
            and figures.column_number = parents.column_number
            and figures.parent_position = parents.position
    left join outline on figures.table_key = outline.table_key and figures.parent_position = outline.position
    left join figures as grandparents
        on
            figures.table_key = grandparents.table_key
            and figures.column_number = grandparents.column_number
            and outline.parent_position = grandparents.position
),

-- `合计` and `收入合计` are the grand total of a block that prints no other, else the total of the year.
roles as (
    select
        *,
        case
            when row_role in ('block_total', 'total') and bool_or(row_role = 'grand_total') over block_columns then 'current_year_total'
            when row_role in ('block_total', 'total') then 'grand_total'
            else row_role
        end as role
    from headed
    window block_columns as (partition by table_key, column_number)
),

totals as (
    select
        *,
        case when role = 'current_year_total' then 'current_year_total' else 'grand_total' end as rule_id
    from roles
    where role in ('current_year_total', 'grand_total')
    qualify count(*) over (partition by table_key, column_number, role) = 1
),

year_totals as (
    select * from totals where role = 'current_year_total'
),

year_parts as (
    select
        year_totals.amount_key as total_key,
        roles.amount_key
    from year_totals
    inner join roles on year_totals.table_key = roles.table_key and year_totals.column_number = roles.column_number
    where
        roles.role is null
        and (
            roles.heading_position = year_totals.position
            or (roles.heading_position is null and roles.position < year_totals.position and not roles.is_beside_the_year)
        )
),

grand_parts as (
    select
        totals.amount_key as total_key,
        roles.amount_key
    from totals
    inner join roles on totals.table_key = roles.table_key and totals.column_number = roles.column_number
    left join year_totals on totals.table_key = year_totals.table_key and totals.column_number = year_totals.column_number
    where
        totals.role = 'grand_total'
        and roles.heading_position is null
        and (
            roles.role in ('current_year_total', 'carry_over_opening', 'carry_over_closing', 'use_of_surplus', 'surplus_distribution')
            or (roles.role is null and year_totals.amount_key is null and roles.position < totals.position and not roles.is_beside_the_year)
        )
),

terms as (
    select
        total_key,
        'left' as side,
        total_key as amount_key
    from (
        select total_key from year_parts
        union
        select total_key from grand_parts
    )
    union all
    select
        total_key,
        'right' as side,
        amount_key
    from year_parts
    union all
    select
        total_key,
        'right' as side,
        amount_key
    from grand_parts
)

select
    totals.rule_id,
    terms.side,
    1 as sign,
    terms.amount_key,
    totals.amount_key as scope_key,
    totals.row_label || ' · ' || totals.column_path as scope
from terms
inner join totals on terms.total_key = totals.amount_key
