-- Every file of the build with what its pages say; a declaration of the manifest fills only what the pages leave open.
with manifest as (
    select * from {{ ref('stg_manifest') }}
),

read_documents as (
    {{ active_rows('document') }}
)

select
    manifest.document_key,
    manifest.sha256,
    manifest.file_name,
    manifest.is_sample,
    manifest.file_status,
    manifest.file_status_reason,
    manifest.source_url,
    manifest.published_on,
    manifest.first_loaded_at,
    read_documents.reader,
    read_documents.status as reader_status,
    read_documents.status_reason as reader_status_reason,
    read_documents.page_count,
    read_documents.content_hash,
    read_documents.title,
    read_documents.level as printed_level,
    read_documents.identity_evidence,
    coalesce(read_documents.publisher_name, manifest.declared_publisher_name) as publisher_name,
    coalesce(read_documents.fiscal_year, manifest.declared_fiscal_year) as fiscal_year,
    coalesce(read_documents.stage, manifest.declared_stage) as stage,
    list_filter([
        case when read_documents.publisher_name is null and manifest.declared_publisher_name is not null then 'publisher_name' end,
        case when read_documents.fiscal_year is null and manifest.declared_fiscal_year is not null then 'fiscal_year' end,
        case when read_documents.stage is null and manifest.declared_stage is not null then 'stage' end
    ], lambda field: field is not null) as declared_fields
from manifest
left join read_documents on manifest.document_key = read_documents.document_key
