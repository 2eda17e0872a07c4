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

table_rows as (
    select * from {{ ref('stg_row') }}
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
),

-- What the headers or labels of all its money figures state is nearer than a unit for the table, or that of other tables.
stated as (
    select
        cells.table_key,
        min(coalesce({{ stated_unit('table_rows.row_path') }}, columns.stated_unit)) as stated_unit
    from cells
    inner join columns on cells.table_key = columns.table_key and cells.column_number = columns.column_number
    inner join table_rows
        on
            cells.table_key = table_rows.table_key
            and cells.block_number = table_rows.block_number
            and cells.row_number = table_rows.row_number
    where columns.measure = 'money' and not cells.is_percent and cells.number is not null
    group by cells.table_key
    having
        count(*) = count(coalesce({{ stated_unit('table_rows.row_path') }}, columns.stated_unit))
        and count(distinct coalesce({{ stated_unit('table_rows.row_path') }}, columns.stated_unit)) = 1
),

units as (
    select
        tables.table_key,
        coalesce(stated.stated_unit, tables.unit_text, tables.document_unit) as printed_unit
    from tables
    left join stated on tables.table_key = stated.table_key
)

select
    tables.* exclude (unit_text, document_unit),
    units.printed_unit,
    printed.decimals,
    coalesce(printed.figure_count, 0) as figure_count,
    coalesce(printed.money_count, 0) as money_count,
    {{ unit_in_yuan('units.printed_unit') }} as yuan_per_unit,
    -- Half a unit of the last decimal that any amount of the table prints, at least two for 万元, in yuan.
    cast({{ half_unit('units.printed_unit', 'printed.decimals') }} as decimal(24, 8)) as half_unit_yuan
from tables
inner join units on tables.table_key = units.table_key
left join printed on tables.table_key = printed.table_key
