with documents as (
    select * from {{ ref('int_filed_document') }}
),

publishers as (
    select * from {{ ref('int_publisher') }}
),

disclosures as (
    select * from {{ ref('int_disclosure') }}
)

select
    documents.document_key,
    documents.sha256,
    documents.file_name,
    documents.is_sample,
    documents.reader,
    documents.page_count,
    documents.title,
    documents.publisher_name,
    publishers.unit_key,
    coalesce(publishers.level, documents.printed_level, documents.declared_level) as level,
    documents.fiscal_year,
    documents.stage,
    documents.identity_evidence,
    array_to_string(
        documents.declared_fields || case
            when coalesce(publishers.level_is_declared, documents.printed_level is null and documents.declared_level is not null)
                then ['level']
            else []
        end, ', '
    ) as declared_fields,
    disclosures.disclosure_key,
    disclosures.superseded_by,
    documents.partner_key,
    documents.status,
    documents.status_reason,
    documents.duplicate_of,
    documents.source_url,
    documents.published_on,
    documents.first_loaded_at
from documents
left join publishers on documents.document_key = publishers.document_key
left join disclosures on documents.document_key = disclosures.document_key
