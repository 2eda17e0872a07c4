-- Money and performance tables of loaded documents. Grain: one table.
with tables as (
    select * from {{ ref('int_table') }}
),

loaded_documents as (
    select document_key from {{ ref('int_document') }} where status = 'loaded'
)

select
    tables.table_key,
    tables.document_key,
    tables.published_kind as table_kind,
    tables.table_ordinal,
    tables.number_text as table_number,
    tables.title_text as table_title,
    tables.page_from,
    tables.page_to,
    tables.printed_unit,
    tables.decimals,
    tables.figure_count = 0 and tables.default_measure = 'money' as declared_empty,
    tables.note_text as note
from tables
inner join loaded_documents on tables.document_key = loaded_documents.document_key
