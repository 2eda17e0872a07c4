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
),

row_measures as (
    select
        row_label,
        value as measure
    from {{ ref('int_row_term') }}
    where kind = 'measure'
),

headed as (
    select
        cells.*,
        case
            -- Of the one value beside its label, under no header, the label says what it measures.
            when
                columns.said_measure is null and coalesce(columns.column_path, '') = ''
                and count(*) over (partition by cells.table_key, cells.block_number, cells.row_number) = 1
                then
                    coalesce(
                        row_measures.measure,
                        case when {{ stated_unit('table_rows.row_path') }} is not null then 'money' end,
                        columns.measure
                    )
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
    left join row_measures on table_rows.row_label = row_measures.row_label
    where cells.number is not null or cells.reading <> 'exact'
)

select
    headed.* exclude (is_percent, measure, stated_unit),
    case
        when headed.is_percent then 'percent'
        when headed.measure = 'money' then coalesce(row_years.row_measure, 'money')
        else headed.measure
    end as measure,
    headed.stated_unit
from headed
left join row_years
    on
        headed.table_key = row_years.table_key
        and headed.block_number = row_years.block_number
        and headed.row_number = row_years.row_number
