-- The row above each row in the outline, by each way of telling it: code, layout of project lists, printed outline.
with table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

coded as (
    select * from table_rows where row_entity in ('subject', 'unit') and code is not null
),

prefixes as (
    select
        table_key,
        position,
        code,
        unnest(range(1, length(code))) as prefix_length
    from coded
),

-- The latest row above whose code begins this one's: repeated lists (unit by unit) stay apart, lists side by side join.
by_code as (
    select
        prefixes.table_key,
        prefixes.position,
        arg_max(parents.position, (prefixes.prefix_length, parents.position)) as parent_position
    from prefixes
    inner join coded as parents
        on
            prefixes.table_key = parents.table_key
            and left(prefixes.code, prefixes.prefix_length) = parents.code
            and parents.position < prefixes.position
    group by prefixes.table_key, prefixes.position
),

-- Some publishers print one code as both 款 and 项: the second row is the first one's only child.
by_same_code as (
    select
        table_key,
        position,
        position - 1 as parent_position
    from coded
    where row_entity = 'subject'
    qualify
        lag(code) over (partition by table_key order by position) = code
        and lag(position) over (partition by table_key order by position) = position - 1
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

by_outline as (
    select
        children.table_key,
        children.position,
        parents.position as parent_position
    from table_rows as children
    inner join table_rows as parents
        on
            children.table_key = parents.table_key
            and children.block_number = parents.block_number
            and children.parent_row_number = parents.row_number
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
    2 as preference
from by_same_code
union all
select
    table_key,
    position,
    parent_position,
    3 as preference
from by_code
union all
select
    table_key,
    position,
    parent_position,
    4 as preference
from by_outline
