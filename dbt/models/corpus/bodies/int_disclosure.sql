-- One row per loaded document: what it discloses, and which file speaks for that disclosure. Duplicates and lesser files stay silent.
with documents as (
    select * from {{ ref('int_filed_document') }} where status = 'loaded'
),

publishers as (
    select * from {{ ref('int_publisher') }}
),

disclosed as (
    select
        documents.document_key,
        documents.duplicate_of,
        documents.fiscal_year,
        documents.stage,
        publishers.unit_key,
        publishers.level,
        publishers.department_key,
        -- The body's key says its level as well.
        md5(concat_ws('|', publishers.unit_key, documents.fiscal_year, documents.stage))[1:16] as disclosure_key,
        documents.first_loaded_at,
        documents.file_name,
        documents.money_count
    from documents
    inner join publishers on documents.document_key = publishers.document_key
)

select
    *,
    nullif(
        first_value(document_key) over (
            partition by disclosure_key
            order by (duplicate_of is not null), money_count desc, first_loaded_at asc, file_name asc
        ),
        document_key
    ) as superseded_by
from disclosed
