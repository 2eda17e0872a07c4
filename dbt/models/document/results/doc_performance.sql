-- Every printed value of the performance tables: money, shares and indicators, as text and as number. Grain: one cell.
with cells as (
    select * from {{ ref('stg_cell') }}
),

columns as (
    select * from {{ ref('int_column') }} where role = 'value'
),

table_rows as (
    select * from {{ ref('int_row') }} where not is_repeat
),

documents as (
    select document_key from {{ ref('int_document') }} where status = 'loaded'
),

amounts as (
    select * from {{ ref('doc_amount') }}
)

select
    cells.cell_key as performance_key,
    cells.document_key,
    cells.table_key,
    columns.table_kind,
    columns.amount_fiscal_year as value_fiscal_year,
    table_rows.row_label as indicator,
    table_rows.row_path as indicator_path,
    columns.column_path as value_column,
    cells.text as value_text,
    amounts.measure,
    amounts.amount as value_number,
    amounts.amount_yuan
from cells
inner join columns on cells.table_key = columns.table_key and cells.column_number = columns.column_number
inner join table_rows
    on
        cells.table_key = table_rows.table_key
        and cells.block_number = table_rows.block_number
        and cells.row_number = table_rows.row_number
inner join documents on cells.document_key = documents.document_key
left join amounts on cells.cell_key = amounts.amount_key
where columns.table_kind in ('performance_overall', 'performance_project')
