-- One row per table: its kind, printed unit, decimals and whether anything is printed in it.
with tables as (
    select * from {{ ref('int_table_kind') }}
),

columns as (
    select * from {{ ref('int_column') }} where role = 'value'
),

cells as (
    select * from {{ ref('stg_cell') }}
),

printed as (
    select
        cells.table_key,
        max(cells.number_decimals) filter (
            where columns.measure = 'money' and not cells.is_percent and cells.reading = 'exact'
        ) as decimals,
        count(*) filter (where cells.number is not null or cells.reading <> 'exact') as figure_count,
        count(*) filter (where columns.measure = 'money' and not cells.is_percent and cells.number is not null) as money_count
    from cells
    inner join columns on cells.table_key = columns.table_key and cells.column_number = columns.column_number
    group by cells.table_key
)

select
    tables.*,
    printed.decimals,
    coalesce(printed.figure_count, 0) as figure_count,
    coalesce(printed.money_count, 0) as money_count,
    {{ unit_in_yuan('tables.printed_unit') }} as yuan_per_unit,
    -- Half a unit of the last decimal that any amount of the table prints, at least two for 万元, in yuan.
    cast({{ half_unit('tables.printed_unit', 'printed.decimals') }} as decimal(24, 8)) as half_unit_yuan
from tables
left join printed on tables.table_key = printed.table_key
