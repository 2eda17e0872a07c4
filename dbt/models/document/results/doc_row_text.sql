-- The words of the rows of published tables: every cell of a data row that prints no figure. Grain: one row and cell.
with texts as (
    select * from {{ ref('stg_row_text') }}
),

tables as (
    select table_key from {{ ref('doc_table') }}
),

columns as (
    select * from {{ ref('stg_column') }}
)

select
    texts.table_key,
    texts.document_key,
    texts.page_number,
    texts.row_number,
    columns.block,
    texts.column_number,
    coalesce(columns.header_path, '') as column_path,
    texts.text,
    texts.row_span,
    texts.x0,
    texts.top,
    texts.x1,
    texts.bottom
from texts
inner join tables on texts.table_key = tables.table_key
inner join columns on texts.table_key = columns.table_key and texts.column_number = columns.column_number
