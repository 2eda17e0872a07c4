-- depends_on: {{ source('raw', 'document') }}
select
    manifest.document_key, manifest.sha256, manifest.file_name, manifest.is_sample, document.reader, document.page_count,
    document.title, document.publisher_name, document.level, document.fiscal_year, document.stage,
    manifest.document_key as disclosure_key,
    null::varchar as superseded_by,
    case
        when manifest.set_name is null or document.status = 'rejected' then 'rejected'
        when document.fiscal_year is null then 'quarantined'
        else 'loaded'
    end as status,
    coalesce(manifest.file_status_reason, document.status_reason) as status_reason,
    null::varchar as duplicate_of,
    manifest.first_loaded_at
from {{ ref('manifest') }} as manifest
left join {{ active('document') }} as document on manifest.document_key = document.document_key
where manifest.file_status <> 'same_bytes'
