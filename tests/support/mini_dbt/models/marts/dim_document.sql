select
    manifest.document_key, manifest.sha256, manifest.file_name, manifest.is_sample, document.reader, document.page_count,
    document.title, document.publisher_name, document.level, document.fiscal_year, document.stage,
    manifest.document_key as disclosure_key,
    document.document_key as unit_key, null::varchar as source_url, null::varchar as identity_evidence,
    null::varchar as superseded_by, null::varchar as partner_key,
    case
        when aside.document_key is not null then 'quarantined'
        when document.document_key is null or document.status = 'rejected' then 'rejected'
        when document.fiscal_year is null then 'quarantined'
        else 'loaded'
    end as status,
    coalesce(aside.promise || ': ' || aside.detail, manifest.file_status_reason, document.status_reason) as status_reason,
    null::varchar as duplicate_of,
    manifest.first_loaded_at
from {{ source('raw', 'manifest') }} as manifest
left join {{ ref('doc_document') }} as document on manifest.document_key = document.document_key
left join {{ ref('set_aside') }} as aside on manifest.document_key = aside.document_key
where manifest.file_status <> 'same_bytes'
