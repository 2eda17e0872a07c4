-- Every document of the stage with what its pages say; what a person declared fills only what the pages leave open.
with documents as (
    {{ sound_documents('document') }}
),

declarations as (
    select * from {{ source('raw', 'declaration') }}
)

select
    documents.document_key,
    documents.reader,
    documents.status as reader_status,
    documents.status_reason as reader_status_reason,
    documents.page_count,
    documents.content_hash,
    documents.title,
    documents.level as printed_level,
    documents.identity_evidence,
    coalesce(documents.publisher_name, declarations.publisher_name) as publisher_name,
    coalesce(documents.fiscal_year, declarations.fiscal_year) as fiscal_year,
    coalesce(documents.stage, declarations.stage) as stage,
    list_filter([
        case when documents.publisher_name is null and declarations.publisher_name is not null then 'publisher_name' end,
        case when documents.fiscal_year is null and declarations.fiscal_year is not null then 'fiscal_year' end,
        case when documents.stage is null and declarations.stage is not null then 'stage' end
    ], lambda field: field is not null) as declared_fields
from documents
left join declarations on documents.document_key = declarations.document_key
