-- The row above a row, told by numbers and proved by figures: `1.` `2.` `3.` below a line without a number are its parts where
-- they add up to it.
with table_rows as (
    select
        table_key,
        block_number,
        row_number,
        position,
        row_role,
        try_cast(regexp_extract(printed_label, {{ table_pattern('arabic_number') }}, 1) as integer) as printed_number,
        regexp_matches(printed_label, {{ table_pattern('any_number') }}) as is_numbered,
        row_number() over (partition by table_key, block_number order by position) as sequence
    from {{ ref('int_row') }}
    where not is_repeat
),

-- Rows that follow each other as their numbers do.
runs as (
    select
        *,
        sequence - printed_number as heading_sequence
    from table_rows
    where printed_number is not null
    qualify min(printed_number) over (partition by table_key, block_number, sequence - printed_number) = 1
),

children as (
    select
        runs.table_key,
        runs.position,
        headings.position as parent_position
    from runs
    inner join table_rows as headings
        on
            runs.table_key = headings.table_key
            and runs.block_number = headings.block_number
            and runs.heading_sequence = headings.sequence
    where not headings.is_numbered and headings.row_role is null
),

cells as (
    select
        lines.table_key,
        lines.position,
        cells.column_number,
        cells.number
    from table_rows as lines
    inner join {{ ref('int_value_cell') }} as cells
        on
            lines.table_key = cells.table_key
            and lines.block_number = cells.block_number
            and lines.row_number = cells.row_number
    where cells.measure = 'money'
),

sums as (
    select
        children.table_key,
        children.parent_position,
        parts.column_number,
        -- What cannot be read adds up to nothing.
        case when bool_and(parts.number is not null) then sum(parts.number) end as parts_number
    from children
    inner join cells as parts on children.table_key = parts.table_key and children.position = parts.position
    group by children.table_key, children.parent_position, parts.column_number
),

proved as (
    select
        sums.table_key,
        sums.parent_position
    from sums
    inner join cells as headings
        on
            sums.table_key = headings.table_key
            and sums.parent_position = headings.position
            and sums.column_number = headings.column_number
    group by sums.table_key, sums.parent_position
    having bool_and(coalesce(headings.number = sums.parts_number, false)) and max(abs(headings.number)) > 0
)

select
    children.table_key,
    children.position,
    children.parent_position,
    6 as preference
from children
inner join proved on children.table_key = proved.table_key and children.parent_position = proved.parent_position
