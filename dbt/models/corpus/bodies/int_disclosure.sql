-- One row per loaded document: what it discloses, and which file speaks for that disclosure: of several the one published
-- last, else the one whose figures its own identities prove best. Duplicates and lesser files stay silent; a
-- narrative speaks beside the tables that print its figures.
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
        documents.published_on,
        documents.proven_count,
        documents.partner_key,
        coalesce(documents.is_narrative, false) as is_narrative
    from documents
    inner join publishers on documents.document_key = publishers.document_key
),

-- A later paper corrects an earlier one, where a person told of all when they were published.
dated as (
    select
        *,
        case when bool_and(published_on is not null) over (partition by disclosure_key) then published_on end as correction_date
    from disclosed
),

ranked as (
    select
        *,
        first_value(document_key) over (
            partition by disclosure_key, is_narrative
            order by (duplicate_of is not null), correction_date desc, proven_count desc, first_loaded_at asc, file_name asc
        ) as first_key
    from dated
)

select
    * exclude (first_key, partner_key, is_narrative, published_on, correction_date),
    case
        when first_key <> document_key then first_key
        -- Of the narrative and the tables of another version only one speaks.
        when is_narrative
            then nullif(max(first_key) filter (where not is_narrative) over (partition by disclosure_key), partner_key)
    end as superseded_by
from ranked
