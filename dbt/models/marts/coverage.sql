with documents as (
    select * from {{ ref('int_disclosure') }}
),

disclosures as (
    select
        disclosure_key,
        any_value(document_key) filter (where superseded_by is null) as document_key,
        any_value(unit_key) as unit_key,
        any_value(fiscal_year) as fiscal_year,
        any_value(stage) as stage
    from documents
    group by disclosure_key
),

kinds as (
    select * from {{ ref('table_kind') }}
),

found as (
    select
        documents.disclosure_key,
        published.table_kind,
        bool_and(published.declared_empty) as declared_empty,
        count(*) as table_count
    from {{ ref('published_table') }} as published
    inner join documents on published.document_key = documents.document_key
    group by documents.disclosure_key, published.table_kind
)

select
    md5(disclosures.disclosure_key || '|' || kinds.table_kind)[1:16] as coverage_key,
    disclosures.disclosure_key,
    disclosures.document_key,
    disclosures.unit_key,
    disclosures.fiscal_year,
    disclosures.stage,
    kinds.table_kind,
    case when found.table_kind is null then 'missing' when found.declared_empty then 'declared_empty' else 'published' end as status,
    cast(coalesce(found.table_count, 0) as integer) as table_count
from disclosures
cross join kinds
left join found on disclosures.disclosure_key = found.disclosure_key and kinds.table_kind = found.table_kind
where found.table_kind is not null or case disclosures.stage when 'final' then kinds.expected_in_final else kinds.expected_in_budget end
