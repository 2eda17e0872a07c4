-- One row per cell of a value column that prints something, with what its figure is and the unit stated for it alone.
with cells as (
    select * from {{ ref('stg_cell') }}
),

columns as (
    select * from {{ ref('int_column') }} where role = 'value'
),

table_rows as (
    select * from {{ ref('stg_row') }}
),

row_years as (
    select * from {{ ref('int_row_year') }}
)

select
    cells.* exclude (is_percent),
    case
        when cells.is_percent then 'percent'
        when columns.measure = 'money' then coalesce(row_years.row_measure, 'money')
        else columns.measure
    end as measure,
    -- A label speaks for its own row, a header for its column.
    coalesce({{ stated_unit('table_rows.row_path') }}, columns.stated_unit) as stated_unit
from cells
inner join columns on cells.table_key = columns.table_key and cells.column_number = columns.column_number
inner join table_rows
    on
        cells.table_key = table_rows.table_key
        and cells.block_number = table_rows.block_number
        and cells.row_number = table_rows.row_number
left join row_years
    on
        cells.table_key = row_years.table_key
        and cells.block_number = row_years.block_number
        and cells.row_number = row_years.row_number
where cells.number is not null or cells.reading <> 'exact'
