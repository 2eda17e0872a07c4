-- One row per printed row (repeats apart) with its place in the outline of its table.
with table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

told_parents as (
    select * from {{ ref('int_parent_by_code') }}
    union all
    select * from {{ ref('int_parent_by_layout') }}
    union all
    select * from {{ ref('int_parent_by_number') }}
),

parents as (
    select
        table_key,
        position,
        arg_min(parent_position, (preference, -parent_position)) as parent_position
    from told_parents
    group by table_key, position
),

having_children as (
    select distinct
        table_key,
        parent_position as position
    from parents
),

-- Lines below the total of the year (finals print carry-over by fund there, without an outline) are not of the year.
year_totals as (
    select
        table_rows.table_key,
        table_rows.block_number,
        min(table_rows.position) as position
    from table_rows
    left join having_children on table_rows.table_key = having_children.table_key and table_rows.position = having_children.position
    where table_rows.row_role = 'current_year_total' and having_children.position is null
    group by table_rows.table_key, table_rows.block_number
)

select
    table_rows.table_key,
    table_rows.position,
    parents.parent_position,
    outer_rows.row_role as parent_role,
    having_children.position is null as is_leaf,
    coalesce(year_totals.position < table_rows.position, false)
    or coalesce(outer_rows.row_role in ('carry_over_opening', 'carry_over_closing', 'use_of_surplus', 'surplus_distribution'), false)
        as is_beside_the_year
from table_rows
left join parents on table_rows.table_key = parents.table_key and table_rows.position = parents.position
left join table_rows as outer_rows on parents.table_key = outer_rows.table_key and parents.parent_position = outer_rows.position
left join having_children on table_rows.table_key = having_children.table_key and table_rows.position = having_children.position
left join year_totals on table_rows.table_key = year_totals.table_key and table_rows.block_number = year_totals.block_number
