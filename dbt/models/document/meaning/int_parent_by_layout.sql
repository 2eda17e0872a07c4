-- The row above a row, told by layout: the heading above a project, or the outline as it is printed.
with table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

project_depth as (
    select
        table_key,
        position,
        case
            when row_entity = 'unit' then 1
            when bool_or(row_entity = 'project' and unit_label is not null) over (partition by table_key)
                then case when unit_label is null then 2 else 3 end
            when bool_or(row_entity = 'project' and regexp_matches(code, '[A-Z]')) over (partition by table_key)
                then case when regexp_matches(code, '[A-Z]') then 3 else 2 end
            else 3
        end as depth
    from table_rows
    where table_kind = 'project' and row_entity in ('project', 'unit') and row_role is null
),

by_project as (
    select
        children.table_key,
        children.position,
        max(parents.position) as parent_position
    from project_depth as children
    inner join project_depth as parents
        on children.table_key = parents.table_key and parents.position < children.position and parents.depth < children.depth
    group by children.table_key, children.position
),

-- What follows a line of which stands beside the line that it is of.
outline as (
    select
        children.table_key,
        children.block_number,
        children.position,
        case when above.row_role = 'of_which' then of_line.parent_row_number else children.parent_row_number end as parent_row_number
    from table_rows as children
    left join table_rows as above
        on
            children.table_key = above.table_key
            and children.block_number = above.block_number
            and children.parent_row_number = above.row_number
    left join table_rows as of_line
        on
            above.table_key = of_line.table_key
            and above.block_number = of_line.block_number
            and above.parent_row_number = of_line.row_number
),

by_outline as (
    select
        outline.table_key,
        outline.position,
        parents.position as parent_position
    from outline
    inner join table_rows as parents
        on
            outline.table_key = parents.table_key
            and outline.block_number = parents.block_number
            and outline.parent_row_number = parents.row_number
    where coalesce(parents.row_role, '') not in ('total', 'grand_total', 'block_total')
)

select
    table_key,
    position,
    parent_position,
    1 as preference
from by_project
union all
select
    table_key,
    position,
    parent_position,
    5 as preference
from by_outline
