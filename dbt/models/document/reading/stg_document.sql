-- Every document of the stage with what its pages say. What a person declared fills only what the pages leave open, and what the
-- other file of its disclosure tells only what is open then.
with documents as (
    {{ sound_documents('document') }}
),

declarations as (
    select * from {{ source('raw', 'declaration') }}
),

pairs as (
    select * from {{ source('raw', 'pairing') }}
)

select
    documents.document_key,
    documents.reader,
    documents.status as reader_status,
    documents.status_reason as reader_status_reason,
    documents.page_count,
    documents.content_hash,
    documents.title,
    pairs.partner_key,
    coalesce(pairs.is_narrative, false) as is_narrative,
    coalesce(documents.level, pairs.level) as printed_level,
    coalesce(pairs.identity_evidence, documents.identity_evidence) as identity_evidence,
    coalesce(documents.publisher_name, declarations.publisher_name, pairs.publisher_name) as publisher_name,
    coalesce(documents.fiscal_year, declarations.fiscal_year, pairs.fiscal_year) as fiscal_year,
    coalesce(documents.stage, declarations.stage, pairs.stage) as stage,
    list_filter([
        case when documents.publisher_name is null and declarations.publisher_name is not null then 'publisher_name' end,
        case when documents.fiscal_year is null and declarations.fiscal_year is not null then 'fiscal_year' end,
        case when documents.stage is null and declarations.stage is not null then 'stage' end
    ], lambda field: field is not null) as declared_fields
from documents
left join declarations on documents.document_key = declarations.document_key
left join pairs on documents.document_key = pairs.document_key
