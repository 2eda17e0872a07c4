-- One row per printed row (repeats apart): its parent by code, by the layout of project lists, else by the printed outline.
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
    qualify lag(code) over (partition by table_key order by position) = code and lag(position) over (partition by table_key order by position) = position - 1
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
),

parents as (
    select
        table_rows.table_key,
        table_rows.position,
        table_rows.block_number,
        coalesce(by_project.parent_position, by_same_code.parent_position, by_code.parent_position, by_outline.parent_position) as parent_position
    from table_rows
    left join by_project on table_rows.table_key = by_project.table_key and table_rows.position = by_project.position
    left join by_same_code on table_rows.table_key = by_same_code.table_key and table_rows.position = by_same_code.position
    left join by_code on table_rows.table_key = by_code.table_key and table_rows.position = by_code.position
    left join by_outline on table_rows.table_key = by_outline.table_key and table_rows.position = by_outline.position
),

-- Lines below the total of the year (finals print carry-over by fund there, without an outline) are not of the year.
year_totals as (
    select
        table_rows.table_key,
        table_rows.block_number,
        min(table_rows.position) as position
    from table_rows
    where
        table_rows.row_role = 'current_year_total'
        and not exists (
            select 1 from parents
            where parents.table_key = table_rows.table_key and parents.parent_position = table_rows.position
        )
    group by table_rows.table_key, table_rows.block_number
)

select
    parents.table_key,
    parents.position,
    parents.parent_position,
    outer_rows.row_role as parent_role,
    coalesce(year_totals.position < parents.position, false)
    or coalesce(outer_rows.row_role in ('carry_over_opening', 'carry_over_closing', 'use_of_surplus', 'surplus_distribution'), false)
        as is_beside_the_year
from parents
left join table_rows as outer_rows on parents.table_key = outer_rows.table_key and parents.parent_position = outer_rows.position
left join year_totals on parents.table_key = year_totals.table_key and parents.block_number = year_totals.block_number
