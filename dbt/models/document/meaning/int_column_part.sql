-- One row per total column and part of it: as the header says, and where its figures prove another structure as they do.
with changes as (
    select
        table_key,
        total_column_number,
        takes_in,
        unnest(column_numbers) as column_number
    from {{ ref('int_column_structure') }}
)

select
    parts.table_key,
    parts.total_column_number,
    parts.column_number,
    parts.is_of_which and changes.column_number is null as is_of_which
from {{ ref('int_header_part') }} as parts
left join changes
    on
        parts.table_key = changes.table_key
        and parts.total_column_number = changes.total_column_number
        and parts.column_number = changes.column_number
where changes.takes_in or changes.column_number is null
