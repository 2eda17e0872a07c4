-- Every column of a published table, with figures or without, as its header prints it. Grain: one column.
with columns as (
    select * from {{ ref('stg_column') }}
),

tables as (
    select table_key from {{ ref('doc_table') }}
)

select
    columns.table_key,
    columns.document_key,
    columns.column_number,
    columns.block,
    coalesce(columns.header_path, '') as column_path
from columns
inner join tables on columns.table_key = tables.table_key
