-- One row per file of this build with what its document is: loaded, or turned away, or set aside, and why.
with files as (
    select * from {{ ref('stg_manifest') }}
),

documents as (
    select * from {{ ref('doc_document') }}
),

-- Documents that as a whole were set aside, by a promise or since dbt could not carry them through.
aside as (
    select
        document_key,
        min(promise || ': ' || detail) as reason
    from {{ ref('int_set_aside') }}
    where part = 'document'
    group by document_key
),

judged as (
    select
        files.* exclude (set_name, extractor_version, byte_size),
        documents.* exclude (document_key, status, status_reason),
        case
            when files.file_status = 'unreadable' then 'rejected'
            when aside.document_key is not null then 'quarantined'
            else coalesce(documents.status, 'rejected')
        end as status,
        case
            when files.file_status = 'unreadable' then files.file_status_reason
            when aside.document_key is not null then 'set aside, a promise of ours is not kept: ' || aside.reason
            when documents.document_key is null then coalesce(files.file_status_reason, 'nothing was read from this file')
            else documents.status_reason
        end as status_reason
    from files
    left join documents on files.document_key = documents.document_key
    left join aside on files.document_key = aside.document_key
)

select
    judged.* exclude (status, status_reason),
    -- A narrative is nothing without the tables that it tells of.
    case when judged.is_narrative and judged.status = 'loaded' and tables.status <> 'loaded' then 'quarantined' else judged.status end
        as status,
    case
        when judged.is_narrative and judged.status = 'loaded' and tables.status <> 'loaded'
            then 'its tables are not loaded: ' || tables.file_name
        else judged.status_reason
    end as status_reason,
    -- The same paper in other bytes: the file that came first speaks.
    case
        when judged.content_hash is not null and judged.status <> 'rejected'
            then nullif(
                first_value(judged.document_key) over (
                    partition by judged.content_hash order by judged.first_loaded_at, judged.file_name
                ),
                judged.document_key
            )
    end as duplicate_of
from judged
left join judged as tables on judged.partner_key = tables.document_key
